"""Tasks and the next contact: what is open, since when, and what settles it."""

from __future__ import annotations

from datetime import date

from cmkb.views.follow_ups import follow_ups, listed
from tests.drawing import TODAY, drawn, open_rows, vault_of

# --- tasks -------------------------------------------------------------------------------------------------


def test_a_task_is_about_its_due_day_and_shows_from_its_start() -> None:
    assert open_rows(
        """
        === clients/王芳.md
        ## 跟进
        - [ ] 送续做方案 📅 2026-11-27
        - [ ] 备材料 ⏳ 2026-11-26
        - [ ] 先备后送 🛫 2026-11-20 ⏳ 2026-11-25 📅 2026-11-28
        - [ ] 写错了先后 🛫 2026-12-09 📅 2026-12-01
        - [ ] 从这天起可以做 🛫 2026-11-30
        - [ ] 14:30 带她去柜台 📅 2026-11-24
        - [ ] 没有日子
        - [x] 做完了 📅 2026-11-20
        - [-] 不做了 📅 2026-11-20
        - [/] 做了一半 📅 2026-11-20
        """
    ) == drawn(
        """
        2026-11-20 task 王芳 | 做了一半
        2026-11-24 task 14:30 王芳 | 带她去柜台
        2026-11-26 task 王芳 | 备材料
        2026-11-27 task 王芳 | 送续做方案
        2026-11-28 task 王芳 | 先备后送 | from 2026-11-20
        2026-11-30 task 王芳 | 从这天起可以做
        2026-12-01 task 王芳 | 写错了先后
        """
    )


def test_tasks_stand_in_any_note_and_are_about_whom_they_link() -> None:
    assert open_rows(
        """
        === clients/王芳.md
        - [ ] 请她介绍 [[李强]] 📅 2026-11-24
        === clients/李强.md
        === cases/2026-11 王芳 投诉.md
        ---
        客户: "[[王芳]]"
        ---
        - [ ] 问分行 📅 2026-11-25
        === docs/products/稳盈90天.md
        - [ ] 更新利率 📅 2026-11-26
        """
    ) == drawn(
        """
        2026-11-24 task 李强 | 请她介绍 李强
        2026-11-25 task 王芳 | 问分行
        2026-11-26 task — | 更新利率
        """
    )


def test_a_box_to_tick_in_the_plan_of_a_day_is_due_that_day() -> None:
    drawing = """
    === clients/王芳.md
    === journal/2026-11-20.md
    ## 计划
    - [ ] 打印对比表 [[王芳]]
    - [ ] 周报 📅 2026-11-27
    ## 记录
    - [ ] 想一想
    """
    assert open_rows(drawing) == "2026-11-20 task 王芳 | 打印对比表 王芳\n2026-11-27 task — | 周报"


# --- 下次 and next -------------------------------------------------------------------------------------------


def after(*journal: str, front: str = "", today: date = TODAY) -> str:
    """What remains of the call of 11-16 with `下次: 11-20` after the given lines, each led by its date."""
    drawing = f"=== clients/王芳.md\n---\n姓名: 王芳\n{front}\n---\n"
    for line in ("2026-11-16 电话 [[王芳]] 说再想想 [下次:: 11-20 问决定]", *journal):
        day, _, record = line.partition(" ")
        drawing += f"=== journal/{day}-{len(drawing)}.md\n---\ndate: {day}\n---\n## 记录\n- {record}\n"
    return open_rows(drawing, today, "next")


FIRST = "2026-11-20 next 王芳 | 问决定 | 11-16 电话 说再想想"


def test_it_stays_overdue_until_it_happened() -> None:
    assert after() == FIRST
    assert after(today=date(2027, 11, 23)) == FIRST


def test_a_contact_settles_it_from_the_day_before_it_on() -> None:
    assert after("2026-11-18 微信 [[王芳]]") == FIRST
    assert after("2026-11-19 微信 [[王芳]]") == ""
    assert after("2026-11-20 来电 [[王芳]]") == ""
    assert after("2026-11-22 短信 [[王芳]]") == ""


def test_a_call_without_answer_settles_nothing() -> None:
    assert after("2026-11-20 电话 [[王芳]] [结果:: 未接]") == FIRST


def test_a_newer_one_takes_its_place() -> None:
    assert after("2026-11-20 电话 [[王芳]] [结果:: 未接] [下次:: 周三 微信约]") == (
        "2026-11-25 next 王芳 | 微信约 | 11-20 电话 未接"
    )
    assert after("2026-11-17 电话 [[王芳]] [下次:: 11-18]", "2026-11-18 电话 [[王芳]]") == ""


def test_the_record_that_says_it_does_not_settle_it() -> None:
    assert after("2026-11-20 电话 [[王芳]] [下次:: 明天]") == "2026-11-21 next 王芳 | 再联系 | 11-20 电话"


def test_a_meetings_note_and_its_line_in_the_journal_are_one_contact() -> None:
    """Which of the two names the next step does not matter."""
    meeting = """
    === clients/王芳.md
    === journal/2026-11-23.md
    ## 记录
    - 14:00 需求面谈 [[王芳]] {line}
    === meetings/2026-11-23 王芳.md
    ---
    type: meeting
    种类: 需求
    客户: "[[王芳]]"
    日期: 2026-11-23 14:00
    {note}
    ---
    """
    expected = "2026-11-24 next 王芳 | 送方案 | 11-23 需求面谈"
    assert open_rows(drawn(meeting).format(line="[下次:: 明天 送方案]", note=""), kinds="next") == expected
    assert open_rows(drawn(meeting).format(line="", note="下次: 明天 送方案"), kinds="next") == expected


def test_what_two_clients_are_told_is_open_with_both() -> None:
    assert open_rows(
        """
        === clients/王芳.md
        === clients/李强.md
        === journal/2026-11-20.md
        ## 记录
        - 需求面谈 [[王芳]] [[李强]] [下次:: 周一 送方案]
        === journal/2026-11-23.md
        ## 记录
        - 电话 [[李强]]
        """
    ) == ("2026-11-23 next 王芳 | 送方案 | 11-20 需求面谈")


def test_the_date_in_the_clients_note_stays_until_a_contact_too() -> None:
    front = "下次联系: 2026-11-21"
    planned = "2026-11-21 next 王芳 | 约定的下次联系"
    assert after(front=front) == f"{FIRST}\n{planned}"
    assert after("2026-11-19 微信 [[王芳]]", front=front) == planned
    assert after("2026-11-20 微信 [[王芳]]", front=front) == ""


def test_the_date_in_the_clients_note_gives_way_to_a_newer_one() -> None:
    """A 下次 that was written when the note's date had come is newer than it; an older one is not."""
    front = "下次联系: 2026-11-21"
    assert after("2026-11-20 电话 [[王芳]] [结果:: 未接] [下次:: 11-30]", front=front) == (
        "2026-11-30 next 王芳 | 再联系 | 11-20 电话 未接"
    )


def test_both_on_one_day_are_one_row() -> None:
    assert after(front="下次联系: 2026-11-20") == FIRST


def test_a_quiet_client_has_no_next_step() -> None:
    assert after(front="客户状态: 流失") == ""


def test_a_next_step_with_somebody_who_has_no_note_is_not_lost_but_ends() -> None:
    drawing = """
    === journal/2026-11-20.md
    ## 记录
    - 线索 [[周凯]] 展台留了电话 [下次:: 周一 打过去]
    - 传单 50 [下次:: 周二 再发]
    """
    assert open_rows(drawing) == drawn(
        """
        2026-11-23 next — | 周凯 打过去 | 11-20 线索 展台留了电话
        2026-11-24 next — | 再发 | 11-20 传单
        """
    )
    assert open_rows(drawing, date(2026, 11, 19)) == ""
    assert open_rows(drawing, date(2026, 12, 7)) != ""
    assert open_rows(drawing, date(2026, 12, 9)) == ""
    (first, _) = follow_ups(vault_of(drawing), TODAY)
    assert first.show_until == date(2026, 12, 7)


def test_records_of_the_future_have_not_happened() -> None:
    assert after("2026-11-24 电话 [[王芳]]") == FIRST
    assert after("2026-11-24 电话 [[王芳]]", today=date(2026, 11, 24)) == ""


# --- the list ----------------------------------------------------------------------------------------------


def test_days_ahead() -> None:
    """All that is overdue, and all whose date is at most so many days ahead."""
    tasks = "".join(f"- [ ] {day} 📅 2026-{day}\n" for day in ("10-01", "11-23", "11-30", "12-01"))
    rows = follow_ups(vault_of(f"=== clients/王芳.md\n{tasks}"), TODAY)
    assert [row.title for row in listed(rows, TODAY, 7)] == ["10-01", "11-23", "11-30"]
    assert [row.title for row in listed(rows, TODAY, 0)] == ["10-01", "11-23"]


def test_rows_of_one_day_are_in_the_order_of_their_time() -> None:
    drawing = """
    === clients/王芳.md
    ---
    下次联系: 2026-11-24
    ---
    - [ ] 送资料 📅 2026-11-24
    - [ ] 16:00 带她去柜台 📅 2026-11-24
    === journal/2026-11-20.md
    ## 记录
    - 电话 [[王芳]] [约见:: 2026-11-24 15:00]
    """
    assert open_rows(drawing) == drawn(
        """
        2026-11-24 appointment 15:00 王芳 | 见面 | 11-20 电话
        2026-11-24 task 16:00 王芳 | 带她去柜台
        2026-11-24 task 王芳 | 送资料
        2026-11-24 next 王芳 | 约定的下次联系
        """
    )
