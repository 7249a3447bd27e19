"""What a journal tells of arriving, presenting and meeting, held against the playbook: drawn vault in, lines out."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.pages.attendance_words import kept_words
from cmkb.vault import Vault
from cmkb.views.attendance import kept, mornings, names_in, rota
from cmkb.views.day import records_by_day
from tests.drawing import TODAY, vault_of

OWN = """
fields:
  journal:
    presenters: {label: 主讲, en: Presenters, type: list}
    meeting: {label: 例会, en: Meeting, type: num, unit: 分}
quotas:
  early: {label: 提前到, field: checkin, before: morning, least: 15, unit: 分}
  presenters: {label: 主讲, field: presenters, least: 2, most: 2, unit: 位, rota: true}
  meeting: {label: 例会, field: meeting, least: 10, most: 15, unit: 分}
  sent: {label: 发出, kinds: [短信], before: records, least: 0, unit: 分}
"""


def said(vault: Vault, quota: str, day: date = TODAY) -> str:
    records = records_by_day(vault).get(day, ())
    one = next(one for one in kept(vault, day, records) if one.quota.key == quota)
    words = kept_words(one, str)
    return f"{words.tone}: {words.text}" if words.tone else words.text


def day(front: str, body: str = "", rota: str = "") -> Vault:
    goals = f"=== periods/2026-W48.md\n## 轮值\n{rota}\n" if rota else ""
    return vault_of(f"{goals}=== journal/2026-11-23.md\n---\n{front}\n---\n{body}\n", OWN)


# --- arriving ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("checkin", "words"),
    [
        ("07:45", "ok: 比 08:00 早 15分 ✓"),
        ("07:30", "ok: 比 08:00 早 30分 ✓"),
        ("07:46", "soon: 比 08:00 早 14分，差 1分"),
        ("08:02", "soon: 比 08:00 晚 2分，差 17分"),
    ],
)
def test_who_comes_fifteen_minutes_early_by_the_check_in(checkin: str, words: str) -> None:
    assert said(day(f"报岗: {checkin}"), "early") == words


def test_without_a_check_in_nothing_is_said_for_or_against() -> None:
    assert said(day("主讲: [小温]"), "early") == ""


def test_by_when_the_first_message_was_out() -> None:
    late = "## 记录\n- 09:12 短信 [[王芳]]\n- 08:55 短信 [[李强]]\n- 08:00 电话 [[李强]]"
    assert said(day("报岗: 07:45", late), "sent") == "ok: 比 09:00 早 5分 ✓"
    assert said(day("报岗: 07:45", "## 记录\n- 09:12 短信 [[王芳]]"), "sent") == "soon: 比 09:00 晚 12分"


def test_how_long_the_meeting_took() -> None:
    assert [said(day(f"例会: {n}"), "meeting") for n in (12, 8, 20)] == [
        "ok: ✓",
        "soon: 差 2分",
        "soon: 多 5分",
    ]


# --- presenting ----------------------------------------------------------------------------------------------


def test_presenters_are_held_against_the_rota() -> None:
    turns = "- 周一 小温、小丁\n- 11-24 小贺、小米"
    assert said(day("主讲: [小温, 小丁]", rota=turns), "presenters") == "ok: 按轮值 ✓"
    assert said(day("主讲: [小温, 小贺]", rota=turns), "presenters") == "soon: 轮到 小丁 没上，小贺 替的"
    assert said(day("主讲: [小温]", rota=turns), "presenters") == "soon: 差 1位，轮到 小丁 没上"
    assert said(day("报岗: 07:45", rota=turns), "presenters") == "轮到 小温、小丁"
    assert said(day("主讲: [小温, 小丁]"), "presenters") == "ok: ✓"


def test_a_rota_is_a_list_or_a_table_and_the_week_goes_before_the_month() -> None:
    vault = vault_of(
        """
        === periods/2026-11.md
        ## 轮值
        | 日期 | 主讲 |
        |---|---|
        | 11-23 | 小甲、小乙 |
        | 11-24 | 行情：小甲；要闻：[[小丙]] |
        | 12-01 | 不在这个月 |
        === periods/2026-W48.md
        ## 轮值
        - 周一 小温、小丁
        - 没写日子的一行
        """,
        OWN,
    )
    assert rota(vault) == {TODAY: ("小温", "小丁"), date(2026, 11, 24): ("小甲", "小丙")}


def test_names_with_their_part_in_the_meeting() -> None:
    assert names_in("行情综述：小温；重大新闻：小丁") == ("小温", "小丁")
    assert names_in("[[小贺]], 小米") == ("小贺", "小米")


# --- the table -----------------------------------------------------------------------------------------------


def test_the_table_counts_the_days_and_shows_whose_turn_is_next() -> None:
    vault = vault_of(
        """
        === periods/2026-W48.md
        ## 轮值
        - 周一 小温、小丁
        - 周二 小贺、小米
        === journal/2026-11-20.md
        ---
        报岗: 07:40
        ---
        === journal/2026-11-23.md
        ---
        报岗: 07:50
        主讲: [小温, 小丁]
        ---
        """,
        OWN,
    )
    table = mornings(vault, TODAY)
    assert [spec.label for spec in table.columns] == ["报岗", "主讲"]
    assert [(row.day.day, row.path != "", row.values) for row in table.rows] == [
        (24, False, (None, None)),
        (23, True, ("07:50", ("小温", "小丁"))),
        (20, True, ("07:40", None)),
    ]
    assert table.rows[0].kept["presenters"].turn == ("小贺", "小米")
    assert (table.met["checkin"], table.met["presenters"]) == ((1, 2), (1, 1))


def test_presenters_and_sign_in_are_what_the_journals_of_the_last_days_say() -> None:
    own = """
        fields:
          journal:
            presenters: {label: 主讲, en: Presenters, type: list}
            bank_signed: {label: 银行签到, en: Signed, type: list}
        """
    vault = vault_of(
        """
        === journal/2026-11-20.md
        ---
        主讲: [小林, 小唐]
        ---
        === journal/2026-11-23.md
        === journal/2026-10-01.md
        ---
        银行签到: [老周]
        ---
        """,
        own,
    )
    table = mornings(vault, TODAY)
    assert [spec.label for spec in table.columns] == ["主讲"]
    assert [(row.day.day, row.values) for row in table.rows] == [(23, (None,)), (20, (("小林", "小唐"),))]
