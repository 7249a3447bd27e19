"""Appointments to come and their confirmation: drawn vault in, lines out."""

from __future__ import annotations

from datetime import date

from cmkb.views.confirmations import coming_appointments
from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, drawn
from tests.views.two_clients import people, with_clients


def board(drawing: str, today: date = TODAY) -> str:
    """`date time who | steps of confirmation, ✓ where done | what is missing | what clashes`"""
    vault = with_clients(drawing)
    lines = []
    for one in coming_appointments(vault, follow_ups(vault, today), today):
        steps = " ".join(f"{'✓' if c.done else '·'}{c.label}({c.by or c.day})" for c in one.confirmations)
        missing = one.unconfirmed(today)
        clashes = "撞 " + "、".join(row.time for row in one.clashes) if one.clashes else ""
        head = f"{one.row.date:%m-%d} {one.row.time} {people(vault, one.row.client)}"
        lines.append(
            " | ".join(part for part in (head, steps, f"{missing}未确认" if missing else "", clashes) if part)
        )
    return "\n".join(lines)


def test_an_appointment_is_confirmed_the_day_before_and_on_its_day() -> None:
    """Before a Monday the day before is the Friday."""
    drawing = """
        === journal/2026-11-16.md
        ## 记录
        - 10:00 电话 [[王芳]] 同意来谈 [结果:: 同意] [约见:: 2026-11-23 15:00]
        """
    assert board(drawing, date(2026, 11, 19)) == "11-23 15:00 王芳 | ·前一日(2026-11-20) ·当日(2026-11-23)"
    assert board(drawing, date(2026, 11, 20)).endswith("| 前一日未确认")
    assert board(drawing).endswith("| 当日未确认")


def test_a_contact_of_that_day_that_agrees_or_says_so_is_a_confirmation() -> None:
    found = board(
        """
        === journal/2026-11-16.md
        ## 记录
        - 10:00 电话 [[王芳]] [约见:: 2026-11-23 15:00]
        === journal/2026-11-20.md
        ## 记录
        - 16:00 微信 [[王芳]] 下周一下午没变
        === journal/2026-11-23.md
        ## 记录
        - 09:30 电话 [[王芳]] 路上堵,会准时到
        """
    )
    assert found == "11-23 15:00 王芳 | ✓前一日(11-20 16:00 微信) ✓当日(11-23 09:30 电话)"


def test_nobody_reached_and_another_subject_confirm_nothing() -> None:
    found = board(
        """
        === journal/2026-11-16.md
        ## 记录
        - 10:00 电话 [[王芳]] [约见:: 2026-11-23 15:00]
        === journal/2026-11-20.md
        ## 记录
        - 16:00 电话 [[王芳]] 确认下周一 [结果:: 未接]
        - 16:10 短信 [[王芳]] 生日快乐
        """
    )
    assert found == "11-23 15:00 王芳 | ·前一日(2026-11-20) ·当日(2026-11-23) | 当日未确认"


def test_who_confirmed_stands_with_the_appointment_or_with_the_call() -> None:
    found = board(
        """
        === clients/面谈/2026-11-24 李强.md
        ---
        类型: 面谈
        客户: "[[李强]]"
        面谈时间: 2026-11-24 10:00
        确认: [前一日]
        确认人: 小林
        ---
        === journal/2026-11-16.md
        ## 记录
        - 10:00 电话 [[王芳]] [约见:: 2026-11-24 15:00]
        === journal/2026-11-23.md
        ## 记录
        - 09:30 电话 [[王芳]] [确认:: 前一日] [确认人:: 助理小周]
        """
    )
    assert found == drawn(
        """
        11-24 10:00 李强 | ✓前一日(小林) ·当日(2026-11-24)
        11-24 15:00 王芳 | ✓前一日(助理小周) ·当日(2026-11-24)
        """
    )


def test_what_was_agreed_the_day_before_needs_no_further_word_that_day() -> None:
    found = board(
        """
        === journal/2026-11-23.md
        ## 记录
        - 10:00 电话 [[王芳]] [约见:: 明天 15:00]
        """
    )
    assert found == "11-24 15:00 王芳 | ✓前一日(11-23 10:00 电话) ·当日(2026-11-24)"


def test_two_at_about_the_same_time_are_in_each_others_way() -> None:
    found = board(
        """
        === journal/2026-11-23.md
        ## 记录
        - 10:00 电话 [[王芳]] [约见:: 2026-11-25 15:00]
        - 10:10 电话 [[李强]] [约见:: 2026-11-25 15:30]
        - 10:20 电话 [[李强]] [约见:: 2026-11-25 16:30]
        """
    )
    assert [line.rpartition(" | ")[2] for line in found.splitlines()][:2] == ["撞 15:30", "撞 15:00"]
    assert "撞" not in found.splitlines()[2]


def test_a_table_that_was_booked_is_no_appointment_of_the_manager() -> None:
    drawing = """
        === journal/2026-11-23.md
        ## 记录
        - 11:05 预订 [[王芳]] 祝寿 [约见:: 2026-11-24 18:00] [包房:: 牡丹厅]
        """
    assert board(drawing) == ""
