"""Inbound calls that nobody has answered yet."""

from __future__ import annotations

from datetime import date

from cmkb.views.today import unanswered
from tests.drawing import TODAY, record_line, vault_of


def waiting(*lines: str, today: date = TODAY) -> list[str]:
    """Of records that are each led by their date."""
    drawing = "=== clients/王芳.md\n=== clients/李强.md\n"
    for number, line in enumerate(lines):
        day, _, record = line.partition(" ")
        drawing += f"=== journal/{day}-{number}.md\n---\ndate: {day}\n---\n- {record}\n"
    return [record_line(record) for record in unanswered(vault_of(drawing), today)]


CALL = "2026-11-20 10:00 来电 [[王芳]] 问赎回"


def test_a_call_waits_until_it_says_a_reply_or_somebody_called_back() -> None:
    assert waiting(CALL) == ["11-20 10:00 来电 王芳 问赎回"]
    assert waiting(f"{CALL} [回复:: 16:40]") == []
    assert waiting(CALL, "2026-11-20 16:40 电话 [[王芳]]") == []
    assert waiting(CALL, "2026-11-23 微信 [[王芳]]") == []


def test_what_is_no_answer() -> None:
    still = ["11-20 10:00 来电 王芳 问赎回"]
    assert waiting(CALL, "2026-11-20 09:00 电话 [[王芳]]") == still  # before it
    assert waiting(CALL, "2026-11-20 11:00 电话 [[王芳]] [结果:: 未接]") == still
    assert waiting(CALL, "2026-11-20 11:00 电话 [[李强]]") == still
    assert waiting(CALL, "2026-11-24 电话 [[王芳]]") == still  # tomorrow
    again = "2026-11-21 09:00 来电 [[王芳]] 又问"  # the client called once more
    assert waiting(CALL, again) == [*still, "11-21 09:00 来电 王芳 又问"]


def test_it_is_shown_for_a_week() -> None:
    assert waiting(CALL, today=date(2026, 11, 27)) != []
    assert waiting(CALL, today=date(2026, 11, 28)) == []
    assert waiting(CALL, today=date(2026, 11, 19)) == []


def test_a_caller_without_a_note_waits_too_and_a_counter_is_nobody() -> None:
    assert waiting("2026-11-20 来电 尾号 8899 问利率", "2026-11-20 来电 5") == ["11-20 来电 尾号 8899 问利率"]
