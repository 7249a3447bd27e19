"""Last contact and cadence: what counts as having been in touch, and when it is time again."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.views.contacts import contact_state, contacts
from cmkb.views.follow_ups import follow_ups, never_contacted
from tests.drawing import TODAY, drawn, open_rows, vault_of

CLIENT = """
=== clients/王芳.md
---
等级: 金卡
---
"""


def last_contact(record: str, own: str = "") -> str:
    """Of a journal of 11-20 with this line under its log."""
    vault = vault_of(CLIENT + f"=== clients/李强.md\n=== journal/2026-11-20.md\n## 记录\n{record}\n", own)
    last = contact_state(vault, vault.notes["clients/王芳.md"], TODAY).last
    return f"{last.date:%m-%d}" if last else ""


@pytest.mark.parametrize(
    ("record", "counts"),
    [
        ("- 电话 [[王芳]] 到期续做", True),
        ("- 电话 [[王芳]] [结果:: 待定]", True),
        ("- 电话 [[王芳]] [结果:: 未接]", False),  # nobody was talked to
        ("- 电话 [[王芳]] [结果:: 空号]", False),
        ("- 来电 [[王芳]] 问赎回", True),  # the client's own call is a contact too
        ("- 微信 [[李强]] [[王芳]]", True),  # any participant counts
        ("- 微信 [[李强]] [推荐人:: [[王芳]]]", False),  # whom a field names took no part
        ("- 微信 [[李强]] 王芳也在", False),  # without a link
        ("- 短信 22", False),  # a counter is about nobody
        ("- 短信 22\n    - 客户: 王芳", False),  # not even where it names one of them
        ("- 线索 [[王芳]]", False),  # a kind that the playbook does not call a contact
        ("- 传单 [[王芳]]", False),
        ("- [x] 电话 [[王芳]]", False),  # a task is no record
        ("- 电话 [[王芳-0000]]", False),
    ],
)
def test_what_counts_as_a_contact(record: str, counts: bool) -> None:
    assert last_contact(record) == ("11-20" if counts else "")


def test_the_playbook_says_what_a_contact_is() -> None:
    own = """
    kinds:
      线索: {contact: true}
    results:
      待定: {reached: false}
    """
    assert last_contact("- 线索 [[王芳]]", own) == "11-20"
    assert last_contact("- 电话 [[王芳]] [结果:: 待定]", own) == ""


def test_a_meeting_note_is_a_contact_of_its_day_and_a_record_of_the_future_none() -> None:
    vault = vault_of(
        CLIENT
        + """
=== meetings/a.md
---
type: meeting
种类: 需求
客户: "[[王芳]]"
日期: 2026-11-18 14:00
---
=== journal/2026-11-24.md
## 记录
- 电话 [[王芳]]
"""
    )
    assert [record.date.day for record in contacts(vault, "clients/王芳.md", TODAY)] == [18]
    assert [record.date.day for record in contacts(vault, "clients/王芳.md", date(2026, 11, 24))] == [18, 24]


# --- cadence -----------------------------------------------------------------------------------------------


def cadence(front: str, record: str = "", today: date = TODAY) -> str:
    drawing = f"=== clients/王芳.md\n---\n{drawn(front)}\n---\n=== journal/2026-11-10.md\n## 记录\n{record}\n"
    return open_rows(drawing, today, "cadence")


def colours(front: str, record: str, *days: int) -> str:
    drawing = f"=== clients/王芳.md\n---\n{drawn(front)}\n---\n=== journal/2026-11-10.md\n## 记录\n{record}\n"
    vault = vault_of(drawing)
    state = contact_state(vault, vault.notes["clients/王芳.md"], TODAY)
    return " ".join(state.colour(date(2026, 11, day)) for day in days)


def test_it_shows_from_ideal_and_is_about_the_day_of_at_most() -> None:
    """金卡 is 10d/15d: yellow from the 10th day after the last contact, red and overdue from the 15th."""
    assert cadence("等级: 金卡", "- 电话 [[王芳]] 说好续做") == (
        "2026-11-25 cadence 王芳 | 该联系了 | 11-10 电话 说好续做 | from 2026-11-20"
    )
    assert (
        colours("等级: 金卡", "- 电话 [[王芳]]", 10, 19, 20, 24, 25, 30)
        == "green green yellow yellow red red"
    )


def test_overdue_days_count_from_at_most() -> None:
    vault = vault_of(
        "=== clients/王芳.md\n---\n等级: 金卡\n---\n=== journal/2026-11-01.md\n- 电话 [[王芳]]\n"
    )
    (row,) = (row for row in follow_ups(vault, TODAY) if row.kind == "cadence")
    assert row.date == date(2026, 11, 16)
    assert [row.overdue_days(date(2026, 11, day)) for day in (15, 16, 17, 23)] == [0, 0, 1, 7]


def test_the_clients_own_cadence_goes_before_the_tiers() -> None:
    assert cadence("等级: 金卡\n联系频率: 每月", "- 电话 [[王芳]]") == (
        "2026-12-10 cadence 王芳 | 该联系了 | 11-10 电话"
    )
    assert cadence("联系频率: 20d/30d", "- 电话 [[王芳]]") == (
        "2026-12-10 cadence 王芳 | 该联系了 | 11-10 电话 | from 2026-11-30"
    )
    assert cadence("等级: 金卡\n联系频率: none", "- 电话 [[王芳]]") == ""


def by_channel(cadence: str, *records: str, today: date = TODAY) -> str:
    log = "".join(f"=== journal/2026-{line[:5]}.md\n## 记录\n- {line[6:]}\n" for line in records)
    return open_rows(vault_of(f"=== clients/王芳.md\n---\n联系频率: {cadence}\n---\n{log}"), today, "cadence")


def test_a_channel_may_want_a_rhythm_of_its_own() -> None:
    """Chatted with yesterday, but not called for a month."""
    records = ("10-20 电话 [[王芳]] 问存单", "11-22 微信 [[王芳]] 天冷添衣")
    assert by_channel("10d/15d", *records).startswith("2026-12-07 cadence 王芳 | 该联系了 | 11-22 微信")
    assert by_channel("10d/15d，电话 20d/30d", *records) == drawn(
        "2026-11-19 cadence 王芳 | 该电话联系了 | 10-20 电话 问存单 | from 2026-11-09"
    )


def test_what_is_late_first_is_the_row_and_what_is_soon_first_shows_it() -> None:
    records = ("11-10 电话 [[王芳]] 问存单",)
    assert by_channel("10d/15d，电话 60d", *records).startswith("2026-11-25 cadence 王芳 | 该联系了")
    assert by_channel("10d/15d，电话 5d/30d", *records).endswith("from 2026-11-15")


def test_a_channel_that_was_never_used_counts_from_the_day_of_opening() -> None:
    drawing = "=== clients/王芳.md\n---\n联系频率: 30d，拜访 60d\n开户日: 2026-09-01\n---\n"
    journal = "=== journal/2026-11-20.md\n## 记录\n- 电话 [[王芳]]\n"
    assert open_rows(drawing + journal, kinds="cadence") == "2026-10-31 cadence 王芳 | 该拜访联系了"


def test_kinds_that_share_a_channel_count_together() -> None:
    """电话邀约 is a call."""
    called = by_channel("10d/60d，电话 20d/30d", "10-01 电话 [[王芳]]", "11-20 电话邀约 [[王芳]] 问赎回")
    assert "该电话联系了" in called
    assert called.startswith("2026-12-20")


def test_the_colour_is_that_of_the_most_urgent() -> None:
    vault = vault_of(
        "=== clients/王芳.md\n---\n联系频率: 10d/15d，电话 20d/30d\n---\n"
        "=== journal/2026-10-20.md\n## 记录\n- 电话 [[王芳]]\n=== journal/2026-11-22.md\n## 记录\n- 微信 [[王芳]]\n"
    )
    state = contact_state(vault, vault.notes["clients/王芳.md"], TODAY)
    assert state.colour(TODAY) == "red"
    assert state.last is not None
    assert state.last.kind == "微信"  # when they were last in touch is another question


def test_a_tier_may_say_so_too() -> None:
    own = "tiers: {金卡: {cadence: '10d/15d，电话 20d/30d'}}"
    journals = "=== journal/2026-10-20.md\n## 记录\n- 电话 [[王芳]]\n=== journal/2026-11-22.md\n## 记录\n- 微信 [[王芳]]\n"
    assert "该电话联系了" in open_rows(vault_of(CLIENT + journals, own), kinds="cadence")


@pytest.mark.parametrize(
    "quiet", ["客户状态: 流失", "客户状态: 勿扰", "勿扰: [all]", "勿扰: 全部", "勿扰: [短信, 所有]"]
)
def test_nobody_is_reminded_of_a_quiet_client(quiet: str) -> None:
    assert cadence(f"等级: 金卡\n{quiet}", "- 电话 [[王芳]]") == ""


def test_one_forbidden_channel_does_not_silence_the_rest() -> None:
    assert cadence("等级: 金卡\n勿扰: [短信]", "- 电话 [[王芳]]") != ""


def test_a_client_never_contacted_counts_from_the_day_of_opening_or_filing() -> None:
    assert cadence("等级: 金卡\n开户日: 2026-11-12\n建档日: 2026-11-01") == (
        "2026-11-27 cadence 王芳 | 还没联系过 | from 2026-11-22"
    )
    assert (
        cadence("等级: 金卡\n建档日: 2026-11-01") == "2026-11-16 cadence 王芳 | 还没联系过 | from 2026-11-11"
    )
    assert colours("等级: 金卡\n建档日: 2026-11-01", "", 10, 11, 16) == "green yellow red"


def test_with_neither_the_client_is_grey_and_counted_in_one_line() -> None:
    drawing = """
    === clients/王芳.md
    ---
    等级: 金卡
    ---
    === clients/李强.md
    === clients/周凯.md
    ---
    等级: 金卡
    客户状态: 流失
    ---
    === clients/赵敏.md
    ---
    等级: 金卡
    建档日: 2026-11-01
    ---
    """
    vault = vault_of(drawing)
    assert open_rows(vault, kinds="cadence") == "2026-11-16 cadence 赵敏 | 还没联系过 | from 2026-11-11"
    assert [note.title for note in never_contacted(vault, TODAY)] == ["王芳"]
    assert colours("等级: 金卡", "", 1, 23) == "grey grey"


def test_without_a_cadence_nothing_is_too_late() -> None:
    assert cadence("姓名: 王芳", "- 电话 [[王芳]]") == ""
    assert colours("姓名: 王芳", "- 电话 [[王芳]]", 23) == "green"
    assert colours("姓名: 王芳", "", 23) == "grey"


def test_a_year_9999_does_no_harm() -> None:
    assert cadence("等级: 金卡\n开户日: 9999-12-31") == "9999-12-31 cadence 王芳 | 还没联系过"
