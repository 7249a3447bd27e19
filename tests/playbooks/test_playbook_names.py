"""A word as somebody types it → the entry of the playbook that it means."""

from __future__ import annotations

import pytest

from cmkb.playbooks.loader import load_playbook
from cmkb.playbooks.names import (
    by_name,
    choices,
    closest,
    field_by_name,
    fold,
    kind_by_name,
    kpi_by_name,
    note_fields,
)

PLAYBOOK = load_playbook("bank-personal")[0]


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("name", "name"), ("姓名", "name"), ("Birthday", "birthday"), ("BIRTHDAY_LUNAR", "birthday_lunar"),
        ("birthday lunar", "birthday_lunar"), ("Birthday-Lunar", "birthday_lunar"),
        ("农历生日", "birthday_lunar"),
        ("ＡＵＭ", "aum"), (" 电话　", "phones"), ("生日（无年）", "birthday_md"), ("下次联系", "next"),
        ("tags", "tags"), ("标签", "tags"),
    ],
)  # fmt: skip
def test_a_clients_key_by_any_of_its_words(typed: str, key: str) -> None:
    assert note_fields(PLAYBOOK, "client")[fold(typed)].key == key


@pytest.mark.parametrize(
    ("typed", "key"),
    [("时长", "mins"), ("结果", "result"), ("约见", "appt"), ("地点", "place"), ("话术", "script"),
     ("异议", "objection"), ("产品", "product"), ("金额", "amount"), ("促成次数", "tries"), ("优点", "good"),
     ("改进", "improve"), ("下次", "next"), ("缘由", "occasion"), ("由头", "occasion"), ("回复", "reply"),
     ("满意度", "satisfaction"), ("备注", "note"), ("有效", "effective"), ("MINS", "mins")],
)  # fmt: skip
def test_a_records_field_by_any_of_its_words(typed: str, key: str) -> None:
    assert field_by_name(PLAYBOOK.record_fields)[fold(typed)].key == key


def test_a_lists_column() -> None:
    holdings = field_by_name(PLAYBOOK.entry_fields["holdings"])
    assert [holdings[fold(w)].key for w in ("产品", "到期日", "止盈", "止损", "Amount")] == [
        "product", "matures", "target", "stop", "amount",
    ]  # fmt: skip


def test_everything_else() -> None:
    assert kind_by_name(PLAYBOOK)["sms"].key == "短信"
    assert kind_by_name(PLAYBOOK)["宣传页"].key == "传单"
    assert by_name(PLAYBOOK.results)["无人接听"].key == "未接"
    assert by_name(PLAYBOOK.tiers)["gold"].key == "金卡"
    assert by_name(PLAYBOOK.statuses)["dormant"].key == "休眠"
    assert by_name(PLAYBOOK.stages)[fold("Needs Meeting")].key == "需求面谈"
    assert kpi_by_name(PLAYBOOK)["销售"].key == "sales"
    assert by_name(PLAYBOOK.sections)[fold("Morning Meeting")].key == "morning"


def test_the_values_of_a_field() -> None:
    client = PLAYBOOK.fields_of("client")
    assert choices(PLAYBOOK, client["gender"])["女士"] == "女"
    assert choices(PLAYBOOK, client["tier"])["私人银行"] == "私行"
    assert choices(PLAYBOOK, client["risk_level"])["c3"] == "C3"
    assert choices(PLAYBOOK, client["risk_level"])["平衡型"] == "C3"
    assert choices(PLAYBOOK, PLAYBOOK.record_fields["occasion"])["止盈"] == "止盈止损"


def test_tables_are_built_once() -> None:
    assert note_fields(PLAYBOOK, "client") is note_fields(PLAYBOOK, "client")
    assert field_by_name(PLAYBOOK.record_fields) is field_by_name(PLAYBOOK.record_fields)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("brithday", "birthday"),
        ("Teir", "tier"),
        ("农历生曰", "农历生日"),
        ("星座", None),
        ("", None),
        ("x" * 5000, None),
    ],
)
def test_did_you_mean(typed: str, meant: str | None) -> None:
    assert closest(typed, ["birthday", "tier", "农历生日", "阶段"]) == meant
