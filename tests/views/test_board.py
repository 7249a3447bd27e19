"""Appointments and their confirmation, inbound calls, bookings, lists of records: drawn vault in, lines out."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

from cmkb.vault import Vault
from cmkb.views.board import (
    coming_appointments,
    coming_bookings,
    event_rows,
    inbound_calls,
    listed_records,
)
from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, drawn, record_line, vault_of

CLIENTS = """
=== clients/王芳.md
=== clients/李强.md
"""


def with_clients(drawing: str, own: str = "") -> Vault:
    return vault_of(CLIENTS + dedent(drawing), own)


def people(vault: Vault, *paths: str | None) -> str:
    return "、".join(vault.notes[path].title for path in paths if path) or "—"


# --- appointments ------------------------------------------------------------------------------------------------


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


# --- inbound calls -------------------------------------------------------------------------------------------------


def calls(drawing: str, today: date = TODAY) -> str:
    vault = with_clients(drawing)
    return "\n".join(
        f"{call.record.date:%m-%d} {people(vault, *call.clients)} {call.state} {call.answered}".strip()
        for call in inbound_calls(vault, today)
    )


def test_a_call_is_answered_on_its_day_late_or_not_yet() -> None:
    found = calls(
        """
        === journal/2026-11-18.md
        ## 记录
        - 09:30 来电 [[王芳]] 问赎回 [回复:: 16:40]
        - 10:00 来电 [[李强]] 问利率
        - 11:00 来电 没留名的阿姨 [回复:: 11-19 09:00]
        === journal/2026-11-19.md
        ## 记录
        - 14:00 电话 [[李强]] 讲了三种期限
        - 15:00 来电 [[王芳]] 问周末开不开门
        - 15:05 电话 [[王芳]] 周六上午开
        === journal/2026-11-23.md
        ## 记录
        - 09:20 来电 [[王芳]] 问分红
        """
    )
    assert found == drawn(
        """
        11-23 王芳 waiting
        11-19 王芳 same_day 11-19 15:05 电话
        11-18 — late 11-19 09:00
        11-18 李强 late 11-19 14:00 电话
        11-18 王芳 same_day 16:40
        """
    )


def test_a_call_back_that_nobody_took_answers_nothing() -> None:
    found = calls(
        """
        === journal/2026-11-23.md
        ## 记录
        - 09:20 来电 [[王芳]] 问分红
        - 09:40 电话 [[王芳]] [结果:: 未接]
        """
    )
    assert found == "11-23 王芳 waiting"


# --- bookings and lists of records ---------------------------------------------------------------------------------


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


# --- events -----------------------------------------------------------------------------------------


def test_an_event_and_who_was_contacted_after_it() -> None:
    vault = with_clients(
        """
        === clients/活动/小讲座.md
        ---
        类型: 活动
        日期: 2026-11-10
        到场客户: ["[[王芳]]", "[[李强]]"]
        新线索: ["[[李强]]"]
        费用: 680
        ---
        === journal/2026-11-12.md
        ## 记录
        - 电话 [[李强]] 谢谢他来
        """
    )
    (row,) = event_rows(vault, TODAY)
    assert (row.people, len(row.leads), row.followed, row.cost) == (2, 1, 1, 680)
