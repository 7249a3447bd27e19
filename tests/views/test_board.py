"""Bookings, and lists of records."""

from __future__ import annotations

from datetime import date

from cmkb.views.board import (
    coming_bookings,
    listed_records,
)
from tests.drawing import TODAY, drawn, record_line
from tests.views.two_clients import people, with_clients


def bookings(drawing: str) -> str:
    """`day time guest | room | people | who looks after them | history`"""
    vault = with_clients(drawing)
    lines = []
    for one in coming_bookings(vault, TODAY):
        guest = people(vault, one.client) if one.client else one.record.text
        last = one.last_visit.fields["amount"] if one.last_visit else ""
        parts = (
            f"{one.day:%m-%d} {one.time} {guest}",
            one.room + (" 重了" if one.clash else ""),
            f"{one.people} 人" if one.people else "",
            one.manager,
            f"{one.visits} 次 上次 {last}" if one.visits else "",
            "已到" if one.arrived else "",
        )
        lines.append(" | ".join(part for part in parts if part))
    return "\n".join(lines)


def test_bookings_to_come_with_room_manager_and_what_is_known_of_the_guest() -> None:
    found = bookings(
        """
        === journal/2026-11-10.md
        ## 记录
        - 19:00 消费 [[王芳]] 家宴 [金额:: 3680] [包房:: 牡丹厅]
        === journal/2026-11-23.md
        ## 记录
        - 11:05 预订 [[王芳]] 祝寿 [约见:: 2026-11-24 18:00] [包房:: 牡丹厅] [人数:: 12] [接待:: 小林]
        - 11:20 预订 散客三位 [约见:: 2026-11-24 18:20] [包房:: 牡丹厅]
        - 11:30 预订 [[李强]] [约见:: 2026-11-23 12:00] [包房:: 兰室]
        - 12:10 消费 [[李强]] [金额:: 300]
        """
    )
    assert found == drawn(
        """
        11-23 12:00 李强 | 兰室 | 已到
        11-24 18:00 王芳 | 牡丹厅 重了 | 12 人 | 小林 | 1 次 上次 3680
        11-24 18:20 散客三位 | 牡丹厅 重了
        """
    )


def test_a_booking_that_was_moved_no_longer_stands() -> None:
    found = bookings(
        """
        === journal/2026-11-23.md
        ## 记录
        - 11:05 预订 [[王芳]] [约见:: 2026-11-24 18:00] [包房:: 牡丹厅]
        - 15:00 来电 [[王芳]] 老人住院 [结果:: 改期]
        """
    )
    assert found == ""


def test_what_the_shift_hands_over_and_what_was_suggested() -> None:
    vault = with_clients(
        """
        === journal/2026-11-20.md
        ## 记录
        - 17:00 建议 取号机旁放老花镜 [上报:: 主管] [反馈:: 已买]
        === journal/2026-11-23.md
        ## 记录
        - 22:00 交接 牡丹厅未结账 [交给:: 小唐]
        - 建议 2
        """
    )
    assert [record_line(r) for r in listed_records(vault, "handover", TODAY)] == [
        "11-23 22:00 交接 牡丹厅未结账"
    ]
    assert [record_line(r) for r in listed_records(vault, "suggestion", TODAY)] == [
        "11-20 17:00 建议 取号机旁放老花镜"
    ]
    assert listed_records(vault, "handover", date(2026, 12, 31), days=14) == ()
