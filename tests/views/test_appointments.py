"""Appointments: where they are made, what shows that they took place, and what makes them void."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, drawn, open_rows, vault_of

AGREED = "2026-11-16 10:15 电话 [[王芳]] 同意来谈 [约见:: 2026-11-20 15:00] [地点:: 城南支行]"
OPEN = "2026-11-20 appointment 15:00 王芳 | 见面 | 城南支行 · 11-16 电话 同意来谈"


def after(*journal: str, agreed: str = AGREED, today: date = TODAY, more: str = "") -> str:
    """Appointments left after the given lines, each led by its date."""
    drawing = "=== clients/王芳.md\n=== clients/李强.md\n" + drawn(more) + "\n"
    days: dict[str, list[str]] = {}
    for line in (agreed, *journal):
        day, _, record = line.partition(" ")
        days.setdefault(day, []).append(f"- {record}\n")
    for day, records in days.items():
        drawing += f"=== journal/{day}.md\n## 记录\n{''.join(records)}"
    return open_rows(drawing, today, "appointment")


def test_it_is_of_its_day_and_later_not_confirmed_instead_of_overdue() -> None:
    assert after(today=date(2026, 11, 17)) == OPEN
    assert after(today=TODAY) == OPEN
    assert after(today=date(2026, 12, 4)) == OPEN
    assert after(today=date(2026, 12, 5)) == ""  # asked about for two weeks
    assert after(today=date(2026, 11, 15)) == ""
    vault = vault_of(f"=== clients/王芳.md\n=== journal/2026-11-16.md\n## 记录\n- {AGREED[11:]}\n")
    (row,) = (row for row in follow_ups(vault, TODAY) if row.kind == "appointment")
    assert row.overdue_days(TODAY) == 0
    assert row.show_until == date(2026, 12, 4)


@pytest.mark.parametrize(
    ("record", "kept"),
    [
        ("2026-11-20 15:00 需求面谈 [[王芳]]", True),
        ("2026-11-20 14:40 到访 [[王芳]]", True),  # in person, a little early
        ("2026-11-20 拜访 [[王芳]]", True),  # without a time
        ("2026-11-20 16:30 成交 [[王芳]] 20万", True),
        ("2026-11-20 15:20 微信 [[王芳]] 没来，说改天", True),  # spoken about afterwards
        ("2026-11-20 15:20 电话 [[王芳]] [结果:: 未接]", False),  # nobody came and nobody answered
        ("2026-11-20 09:00 微信 [[王芳]] 下午见", False),  # before it
        ("2026-11-20 短信 [[王芳]]", False),  # no telling when
        ("2026-11-19 10:00 需求面谈 [[王芳]]", False),  # another day
        ("2026-11-21 电话 [[王芳]]", True),  # the day was spoken about later
        ("2026-11-21 电话 [[王芳]] [结果:: 未接]", False),
        ("2026-11-20 15:00 需求面谈 [[李强]]", False),  # somebody else
    ],
)
def test_which_record_shows_that_it_took_place(record: str, kept: bool) -> None:
    assert after(record) == ("" if kept else OPEN)


def test_a_visit_before_the_call_that_made_it_does_not_show_it() -> None:
    agreed = "2026-11-23 11:00 电话 [[王芳]] [约见:: 今天 15:00]"
    earlier = "2026-11-23 09:00 到访 [[王芳]]"
    assert after(earlier, agreed=agreed) == "2026-11-23 appointment 15:00 王芳 | 见面 | 11-23 电话"
    assert after("2026-11-23 到访 [[王芳]]", agreed=agreed) == ""  # one without a time may have come after it


def test_without_a_time_only_who_came_shows_it_that_day() -> None:
    agreed = "2026-11-16 电话 [[王芳]] [约见:: 2026-11-20]"
    assert after("2026-11-20 18:00 微信 [[王芳]]", agreed=agreed) != ""
    assert after("2026-11-20 09:00 到访 [[王芳]]", agreed=agreed) == ""


def test_postponed_makes_what_was_agreed_before_void_and_not_what_it_agrees_itself() -> None:
    moved = "2026-11-19 电话 [[王芳]] [结果:: 改期] [约见:: 2026-11-26 10:00]"
    assert after(moved) == "2026-11-26 appointment 10:00 王芳 | 见面 | 11-19 电话 改期"
    assert after("2026-11-19 电话 [[王芳]] [结果:: 改期]") == ""


def test_two_appointments_of_one_client_both_stand() -> None:
    second = "2026-11-17 电话 [[王芳]] [约见:: 2026-11-27 10:00]"
    assert after(second) == OPEN + "\n2026-11-27 appointment 10:00 王芳 | 见面 | 11-17 电话"


def test_a_couple_is_expected_both() -> None:
    agreed = "2026-11-20 电话 [[王芳]] [[李强]] [约见:: 2026-11-25 15:00]"
    assert after(agreed=agreed) == drawn(
        """
        2026-11-25 appointment 15:00 李强 | 见面 | 11-20 电话
        2026-11-25 appointment 15:00 王芳 | 见面 | 11-20 电话
        """
    )


def test_one_with_somebody_who_has_no_note_is_not_lost() -> None:
    agreed = "2026-11-20 电话 [[周凯]] [约见:: 2026-11-25 15:00]"
    assert after(agreed=agreed) == "2026-11-25 appointment 15:00 — | 周凯 | 11-20 电话"
    assert after(agreed=agreed, today=date(2026, 11, 19)) == ""


def test_what_a_quiet_client_agreed_to_is_still_agreed() -> None:
    lost = "=== clients/赵敏.md\n---\n客户状态: 流失\n---"
    agreed = "2026-11-20 来电 [[赵敏]] [约见:: 2026-11-25 15:00]"
    assert after(agreed=agreed, more=lost) == "2026-11-25 appointment 15:00 赵敏 | 见面 | 11-20 来电"


# --- planned and prepared ----------------------------------------------------------------------------------


def test_a_line_of_a_plan_with_a_time_and_a_client_is_one_unless_it_is_a_call() -> None:
    assert open_rows(
        """
        === clients/王芳.md
        === clients/李强.md
        === journal/2026-11-24.md
        ## 计划
        - 09:30 [[李强]] 送礼品卡
        - 14:00 需求面谈 [[王芳]] 养老
        - 10:00 电话 [[李强]] 到期
        - 成交面谈 [[李强]]
        - 16:00 准备沙龙
        - 15:00 需求面谈 ↪ [[李强#^wf02]]
        """
    ) == drawn(
        """
        2026-11-24 appointment 09:30 李强 | 送礼品卡
        2026-11-24 appointment 14:00 王芳 | 需求面谈 养老
        """
    )


def planned(record: str, day: str = "2026-11-20") -> str:
    """The plan of 11-20 to meet 王芳 at 14:00, and what is left of it after this record."""
    drawing = "=== clients/王芳.md\n=== journal/2026-11-20.md\n## 计划\n- 14:00 需求面谈 [[王芳]]\n## 记录\n"
    other = "" if day == "2026-11-20" else f"=== journal/{day}.md\n## 记录\n"
    return open_rows(f"{drawing}{other}- {record}\n", kinds="appointment")


def test_a_planned_one_is_kept_or_postponed_like_an_agreed_one() -> None:
    still = "2026-11-20 appointment 14:00 王芳 | 需求面谈"
    assert planned("传单 50") == still
    assert planned("14:05 成交面谈 [[王芳]]") == ""
    assert planned("09:00 电话 [[王芳]] [结果:: 改期]") == ""
    assert planned("09:00 电话 [[王芳]] [结果:: 同意]") == still
    assert planned("电话 [[王芳]] [结果:: 改期]", day="2026-11-19") == still  # the plan is newer


def test_a_meetings_note_is_one_until_its_day_is_over() -> None:
    drawing = """
    === clients/王芳.md
    === clients/面谈/2026-11-23 王芳.md
    ---
    type: meeting
    种类: 成交
    客户: "[[王芳]]"
    日期: 2026-11-23 14:00
    地点: 城南支行
    {}
    ---
    """
    prepared = drawn(drawing).format("")
    row = "2026-11-23 appointment 14:00 王芳 | 成交面谈 | 城南支行"
    assert open_rows(prepared, date(2026, 11, 22), "appointment") == row
    assert open_rows(prepared, TODAY, "appointment") == row
    assert [r.show_until for r in follow_ups(vault_of(prepared), TODAY) if r.kind == "appointment"] == [TODAY]
    assert open_rows(prepared, date(2026, 11, 24), "appointment") == ""
    assert open_rows(drawn(drawing).format("结果: 成交"), TODAY, "appointment") == ""


def everywhere(agreed: str, plan: str, prepared: str) -> str:
    drawing = f"""
=== clients/王芳.md
=== journal/2026-11-20.md
## 记录
- 电话 [[王芳]] [约见:: {agreed}]
=== journal/2026-11-25.md
## 计划
- {plan} 需求面谈 [[王芳]]
=== meetings/2026-11-25 王芳.md
---
type: meeting
种类: 需求
客户: "[[王芳]]"
日期: {prepared}
---
"""
    return open_rows(drawing, kinds="appointment")


def test_the_same_appointment_in_three_places_is_one() -> None:
    """The record's row stays; a place that names no time learns it from another."""
    row = "2026-11-25 appointment 15:00 王芳 | 见面 | 11-20 电话"
    assert everywhere("2026-11-25 15:00", "15:00", "2026-11-25 15:00") == row
    assert everywhere("2026-11-25", "15:00", "2026-11-25") == row
    assert everywhere("2026-11-25 15:00", "15:00", "2026-11-25") == row


def test_what_the_records_settled_is_settled_in_the_meetings_note_too() -> None:
    drawing = """
    === clients/王芳.md
    === journal/2026-11-20.md
    ## 记录
    - 电话 [[王芳]] [约见:: 2026-11-25 15:00]
    === journal/2026-11-23.md
    ## 记录
    {}
    === meetings/2026-11-25 王芳.md
    ---
    type: meeting
    种类: 需求
    客户: "[[王芳]]"
    日期: 2026-11-25 15:00
    ---
    """
    assert open_rows(drawn(drawing).format("- 传单 50"), kinds="appointment") != ""
    assert open_rows(drawn(drawing).format("- 电话 [[王芳]] [结果:: 改期]"), kinds="appointment") == ""


def test_two_times_of_one_day_are_two() -> None:
    assert everywhere("2026-11-25 09:00", "15:00", "2026-11-25 15:00") == drawn(
        """
        2026-11-25 appointment 09:00 王芳 | 见面 | 11-20 电话
        2026-11-25 appointment 15:00 王芳 | 需求面谈
        """
    )


def test_a_year_9999_does_no_harm() -> None:
    assert "9999-12-31" in after(agreed="2026-11-16 电话 [[王芳]] [约见:: 9999-12-31]")
    assert (
        open_rows("=== clients/王芳.md\n=== journal/9999-12-31.md\n## 计划\n- 14:00 需求面谈 [[王芳]]\n")
        != ""
    )
