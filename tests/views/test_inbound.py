"""Calls that came in and their answer."""

from __future__ import annotations

from datetime import date

from cmkb.views.inbound import inbound_calls
from tests.drawing import TODAY, drawn
from tests.views.two_clients import people, with_clients


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
