"""Periods in words: titles, labels of their pieces."""

from __future__ import annotations

from datetime import date

from cmkb.locales import translator
from cmkb.pages import format as words
from cmkb.views.spans import Span

GRAIN_NAMES = {"week": "周", "month": "月", "quarter": "季", "half": "半年", "year": "年"}
THIS = {"week": "本周", "month": "本月", "quarter": "本季", "half": "本半年", "year": "今年"}
_QUARTERS = "一二三四"


def title(span: Span, language: str) -> str:
    """2026年第48周, 2026年11月, 2026年第四季度, 2026年下半年, 2026年"""
    year = span.start.year
    if language != "zh":
        return span.key
    if span.grain == "week":
        iso = span.start.isocalendar()
        return f"{iso.year}年第{iso.week}周"
    if span.grain == "month":
        return f"{year}年{span.start.month}月"
    if span.grain == "quarter":
        return f"{year}年第{_QUARTERS[(span.start.month - 1) // 3]}季度"
    if span.grain == "half":
        return f"{year}年{'上' if span.start.month == 1 else '下'}半年"
    return f"{year}年"


def short(span: Span, language: str) -> str:
    """For links to the period before and after: 第47周, 10月, 第三季度."""
    whole = title(span, language)
    return whole.partition("年")[2] or whole if language == "zh" and span.grain != "year" else whole


def stretch(span: Span) -> str:
    """11-23 至 11-29"""
    return f"{span.start:%m-%d} – {span.end:%m-%d}"


def piece(span: Span, language: str) -> str:
    """A bar's label: 9–13, 11月."""
    if span.grain == "month":
        return f"{span.start.month}{translator(language)('月')}"
    return f"{span.start.day}" if span.start == span.end else f"{span.start.day}–{span.end.day}"


def day_label(day: date, language: str) -> str:
    return f"{day:%m-%d} {words.weekday(day, language)}"


def rounded(goal: int | float, unit: str) -> int | float:
    """A share of a goal is no whole number; a tenth of a call says nothing, nor does a hundred yuan of a million.

    The same on pages and reports, so that they never show two goals.
    """
    if unit == "元" and abs(goal) >= words.WAN:
        return (
            _whole(round(goal, -4 if abs(goal) >= 100 * words.WAN else -3))
            if isinstance(goal, float)
            else goal
        )
    return goal if isinstance(goal, int) else _whole(round(goal, 0 if abs(goal) >= 10 else 1))


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
