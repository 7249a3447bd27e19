"""What people write into a field → its typed value, and what is reported. Journals are of Monday 2026-11-23."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.codes import CODES
from cmkb.model.note import (
    Cadence,
    ChannelCadence,
    Link,
    LunarDay,
    Moment,
    MonthDay,
    NoCadence,
    Place,
    Planned,
)
from cmkb.model.playbook import FIELD_TYPES, FieldSpec, Playbook, Tier
from cmkb.reading.phones import read_phones
from cmkb.reading.values import Parsed, parse_value, parse_values, split_list

MONDAY = date(2026, 11, 23)
PLAYBOOK = Playbook(
    "probe",
    "试用",
    tiers={"普通": Tier("普通"), "金卡": Tier("金卡", aliases=("金", "gold"))},
    occasions=("生日", "到期"),
)
HERE = Place(7, 11)


def parsed(type_: str, raw: str, anchor: date | None = MONDAY, strict: bool = True, **spec: Any) -> Parsed:
    return parse_value(FieldSpec("k", "某项", type_, **spec), raw, PLAYBOOK, HERE, anchor, strict=strict)


@pytest.mark.parametrize(
    ("raw", "value", "text"),
    [
        ("200000", 200_000, ""),
        ("-5", -5, ""),
        ("0.1", 0.1, ""),
        ("20万", 200_000, "Y5"),
        ("20 万元", 200_000, "Y5"),
        ("20w", 200_000, "Y5"),
        ("3.5亿", 350_000_000, "Y5"),
        ("1千万", 10_000_000, "Y5"),
        ("1,200,000", 1_200_000, "Y5"),
        ("¥200,000元", 200_000, "Y5"),
        ("１２万", 120_000, "I4"),
        ("二十万", 200_000, "Y5"),
        ("三亿五千万元", 350_000_000, "Y5"),
        ("－３．５万", -35_000, "I4"),
        ("约40万", 400_000, "Y5.about"),
        ("40万左右", 400_000, "Y5.about"),
        ("三千五", None, "Y6.money"),  # 3500 to some and 3005 to others
        ("20-30万", None, "Y6.money"),
        ("50万以上", None, "Y6.money"),
        ("12,00", None, "Y6.money"),
        ("万", None, "Y6.money"),
        ("1e5", None, "Y6.money"),
        ("不详", None, "Y6.money"),
        ("9" * 5000, None, "Y6.money"),
    ],
)
def test_amounts_are_yuan(raw: str, value: float | None, text: str) -> None:
    found = parsed("money", raw)
    assert (found.value, type(found.value), found.text) == (value, type(value), text)


@pytest.mark.parametrize(
    ("raw", "unit", "value"),
    [
        ("3", "分", 3),
        ("3分", "分", 3),
        ("3分钟", "分", 3),
        ("3 mins", "分钟", 3),
        ("3'", "分", 3),
        ("十分钟", "分", 10),
        ("半小时", "分", 30),
        ("1个半小时", "分", 90),
        ("1小时20分", "分钟", 80),
        ("90秒", "分", 1.5),
        ("3.1%", "", 3.1),
        ("90天", "天", 90),
        ("90天", "分", None),
        ("几分", "分", None),
    ],
)
def test_numbers_come_with_their_unit(raw: str, unit: str, value: float | None) -> None:
    assert parsed("num", raw, unit=unit).value == value


@pytest.mark.parametrize(
    ("raw", "value", "text"),
    [
        ("2026-03-01", "2026-03-01", ""),
        ("2026-3-1", "2026-03-01", "Y3"),
        ("2026/3/1", "2026-03-01", "Y3"),
        ("2026年3月1日", "2026-03-01", "Y3"),
        ("20260301", "2026-03-01", "Y3"),
        ("２０２６-０３-０１", "2026-03-01", "I4"),
        ("“2026-03-01”", "2026-03-01", ""),
        ("周三", "2026-11-25", "Y3"),
        ("12-05", "2026-12-05", "Y3"),
        ("11-05", "2026-11-05", "Y3"),  # a plain date may be past: the nearest one
        ("2026-02-30", None, "F7"),
        ("2026-13-01", None, "F7"),
        ("不记得了", None, "Y6.date"),
    ],
)
def test_dates(raw: str, value: str | None, text: str) -> None:
    found = parsed("date", raw)
    assert (found.value and found.value.isoformat(), found.text) == (value, text)


def test_a_spelling_that_only_cmkb_reads_is_reported_in_front_matter_alone() -> None:
    assert parsed("money", "20万", strict=False) == Parsed(200_000)
    assert parsed("date", "12-05", strict=False) == Parsed(date(2026, 12, 5))
    assert parsed("money", "20万").params == (("key", "某项"), ("written", "200000"))


def test_without_an_anchor_a_day_without_a_year_is_asked_for_again() -> None:
    assert parsed("date", "12-05", anchor=None).text == "Y6.year"
    assert parsed("date", "周三", anchor=None).text == "Y6.year"
    assert parsed("date", "02-30", anchor=None).text == "F7"


def test_an_impossible_date_outside_of_front_matter_has_a_code_of_its_own() -> None:
    assert parsed("date", "2026-02-30", strict=False).text == "T5.value"


@pytest.mark.parametrize(
    ("type_", "raw", "value"),
    [
        ("dt", "2026-11-25 15:00", Moment(date(2026, 11, 25), "15:00")),
        ("dt", "2026-03-18T14:00", Moment(date(2026, 3, 18), "14:00")),
        ("dt", "周三 下午3点", Moment(date(2026, 11, 25), "15:00")),
        ("dt", "2026-02-30 15:00", "F7"),
        ("dt", "明天3点", "Y6.dt"),
        ("planned", "12-05 回访", Planned(date(2026, 12, 5), "回访")),
        ("planned", "再说", "Y6.date"),
        ("time", "下午3点", "15:00"),
        ("time", "3点", "Y6.time"),
        ("bool", "true", True),
        ("bool", "是", True),
        ("bool", "√", True),
        ("bool", "否", False),
        ("bool", "也许", "Y6.bool"),
        ("lunar", "02-23", LunarDay(2, 23)),
        ("lunar", "二月廿三", LunarDay(2, 23)),
        ("lunar", "闰06-08", LunarDay(6, 8, True)),
        ("lunar", "闰六月初八", LunarDay(6, 8, True)),
        ("lunar", "腊月三十", LunarDay(12, 30)),
        ("lunar", "正月初一", LunarDay(1, 1)),
        ("lunar", "农历十一月二十", LunarDay(11, 20)),
        ("lunar", "1968-02-23", LunarDay(2, 23)),
        ("lunar", "13-01", "Y6.lunar"),
        ("lunar", "02-31", "Y6.lunar"),
        ("lunar", "二月卅一", "Y6.lunar"),
        ("lunar", "腊月三十一", "Y6.lunar"),
        ("monthday", "04-17", MonthDay(4, 17)),
        ("monthday", "4月17日", MonthDay(4, 17)),
        ("monthday", "02-29", MonthDay(2, 29)),
        ("monthday", "02-30", "F7"),
        ("cadence", "10d/15d", Cadence(10, 15)),
        ("cadence", "10天/15天", Cadence(10, 15)),
        ("cadence", "半月", Cadence(15, 15)),
        ("cadence", "2周", Cadence(14, 14)),
        ("cadence", "无", NoCadence()),
        ("cadence", "10d/15d，电话 30d", Cadence(10, 15, (ChannelCadence("电话", 30, 30),))),
        (
            "cadence",
            "10天/15天；电话：每月、拜访 90d/120d",
            Cadence(10, 15, (ChannelCadence("电话", 30, 30), ChannelCadence("拜访", 90, 120))),
        ),
        ("cadence", "10d/15d，电话", "Y6.cadence"),
        ("cadence", "无，电话 30d", "Y6.cadence"),
        ("cadence", "常联系", "Y6.cadence"),
        ("text", "  不喝茶　", "不喝茶"),
    ],
)
def test_a_value_of_its_type_or_the_reason_why_not(type_: str, raw: str, value: Any) -> None:
    found = parsed(type_, raw)
    assert (found.text if found.value is None else found.value) == value


def test_words_of_the_playbook_by_any_of_their_names() -> None:
    assert [parsed("enum", raw, values_from="tiers").value for raw in ("金卡", "金", "ＧＯＬＤ")] == [
        "金卡"
    ] * 3
    missing = parsed("enum", "白银", values_from="tiers")
    assert (missing.value, missing.text, dict(missing.params)["choices"]) == (None, "Y6.enum", "普通 | 金卡")
    assert parsed("enum", "白银", values_from="tiers", other_values=True).value == "白银"
    assert parsed("enum", "随便").value == "随便"
    assert parsed("enum", "到期", values_from="occasions").value == "到期"


def test_a_list_keeps_what_it_does_not_know_and_says_so() -> None:
    found = parsed("list", "金、白银", values_from="tiers")
    assert (found.value, found.text) == (("金卡", "白银"), "Y6.enum")


@pytest.mark.parametrize(
    ("raw", "items"),
    [
        ("养老,三年不用", ["养老", "三年不用"]),
        ("养老，教育、买房；买车", ["养老", "教育", "买房", "买车"]),
        ("同事（老张，老李），邻居", ["同事（老张，老李）", "邻居"]),
        ("“王姐”，“李姐”", ["王姐", "李姐"]),
        ("[[甲,乙]],丙", ["[[甲,乙]]", "丙"]),
        ("（没关上,的括号", ["（没关上", "的括号"]),
        (" , ,", []),
    ],
)
def test_items_stand_between_commas_of_any_kind(raw: str, items: list[str]) -> None:
    assert [item for item, _ in split_list(raw)] == items
    assert all(raw[at:].startswith(item) for item, at in split_list(raw))


def test_tags_are_words_between_blanks_too() -> None:
    found = parse_value(FieldSpec("tags", "标签", "list"), "#高净值 #重点，老客户", PLAYBOOK, HERE)
    assert found.value == ("高净值", "重点", "老客户")


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("13812345678", "13812345678"),
        ("+86 138-1234-5678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("手机：138 1234 5678", "13812345678"),
        ("138 1234 5678 139 0000 0001", "13812345678 13900000001"),
        ("13812345678/13900000001", "13812345678 13900000001"),
        ("010-87654321转802", "010-87654321-802"),
        ("(0571) 8765 4321", "0571-87654321"),
        ("0571-87654321-802", "0571-87654321-802"),
        ("+86 10 8765 4321", "010-87654321"),
        ("+852 9123 4567", "+85291234567"),
        ("400-800-1234", "4008001234"),
        ("138****5678", "138****5678"),
        ("138123456789", "?"),
        ("微信联系", "?"),
    ],
)
def test_phones_however_they_are_grouped(raw: str, numbers: str) -> None:
    phones = read_phones(raw)
    assert " ".join(phones.numbers) + "?" * phones.unread == numbers


def test_words_beside_a_phone_are_pointed_out_and_the_number_is_kept() -> None:
    found = parsed("phones", "13800000000(妻子)")
    assert (found.value, found.text) == (("13800000000",), "Y6.phone_words")


def link(target: str, column: int, alias: str = "") -> Link:
    return Link(target, Place(7, column), alias=alias, field="k")


def test_a_link_field_takes_a_link_or_a_plain_name() -> None:
    assert parsed("link", "[[王芳-8899|王姐]]").value == link("王芳-8899", 11, "王姐")
    assert parsed("link", " 王芳").value == link("王芳", 12)
    assert parsed("link", "“[[王芳]]”").value == link("王芳", 12)
    assert parsed("link", "[[王芳]]的女儿").text == "Y6.link_words"
    assert parsed("link", "[[王芳]] [[李强]]").text == "Y6.one"


def test_links_are_found_each_at_its_place() -> None:
    assert parsed("links", "[[王芳]]、李强，赵敏").value == (
        link("王芳", 11),
        link("李强", 18),
        link("赵敏", 21),
    )


def test_the_items_of_a_yaml_list_each_have_their_place() -> None:
    spec = FieldSpec("phones", "电话", "phones")
    items = [("13800000000", Place(3, 5)), ("打不通", Place(4, 5)), ("13800000001、13800000000", Place(5, 5))]
    value, findings = parse_values(spec, items, PLAYBOOK)
    assert value == ("13800000000", "13800000001")
    assert [(f.place.line, f.parsed.text, f.raw) for f in findings] == [(4, "Y6.phone", "打不通")]


def test_a_field_of_one_value_takes_a_list_of_one() -> None:
    spec = FieldSpec("next", "下次联系", "date")
    assert parse_values(spec, [("2026-12-05", HERE)], PLAYBOOK) == (date(2026, 12, 5), ())
    value, findings = parse_values(spec, [("2026-12-05", HERE), ("2026-12-06", HERE)], PLAYBOOK)
    assert (value, [f.parsed.text for f in findings]) == (None, ["Y6.one"])
    words = replace(spec, type="text")
    assert parse_values(words, [("两个孩子", HERE), ("老人同住", HERE)], PLAYBOOK) == (
        "两个孩子、老人同住",
        (),
    )


@given(st.sampled_from(FIELD_TYPES), st.text(max_size=60), st.booleans(), st.sampled_from([None, MONDAY]))
def test_any_text_is_a_value_or_has_a_reason(type_: str, raw: str, strict: bool, anchor: date | None) -> None:
    for spec in ({}, {"values_from": "tiers"}, {"unit": "分"}):
        found = parsed(type_, raw, anchor, strict, **spec)
        empty = not raw.strip().strip("\"'“”‘’＂＇,，、;；#＃").strip()
        assert found.value is not None or found.text in CODES or empty
        assert not found.text or CODES[found.text].zh.format_map(dict(found.params))


@given(st.integers(0, 10**12))
def test_an_amount_reads_the_same_in_every_spelling(amount: int) -> None:
    spellings = (f"{amount}", f"{amount:,}", f"¥{amount}元", f"{amount / 10_000:.4f}万")
    assert {parsed("money", spelling).value for spelling in spellings} == {amount}
