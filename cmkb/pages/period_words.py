"""Periods in words: titles, labels of their pieces."""

from __future__ import annotations

from datetime import date

from cmkb.locales import N_
from cmkb.pages import format as words
from cmkb.views.spans import Span

GRAIN_NAMES = {"week": N_("周"), "month": N_("月"), "quarter": N_("季"), "half": N_("半年"), "year": N_("年")}
THIS = {
    "week": N_("本周"),
    "month": N_("本月"),
    "quarter": N_("本季"),
    "half": N_("本半年"),
    "year": N_("今年"),
}
_QUARTERS = "一二三四"


def title(span: Span, language: str) -> str:
    """2026年第48周, 2026年11月, 2026年第四季度, 2026年下半年, 2026年"""
    year = span.start.year
    if language != "zh":
        return _english(span)
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


def _english(span: Span) -> str:
    """Week 48 of 2026, November 2026, Q4 2026, second half of 2026, 2026"""
    year, month = span.start.year, span.start.month
    if span.grain == "week":
        iso = span.start.isocalendar()
        return f"Week {iso.week} of {iso.year}"
    if span.grain == "month":
        return words.month_name(span.start, "en")
    if span.grain == "quarter":
        return f"Q{(month + 2) // 3} {year}"
    if span.grain == "half":
        return f"{'First' if month == 1 else 'Second'} half of {year}"
    return f"{year}"


def short(span: Span, language: str) -> str:
    """For links to the period before and after: 第47周, 10月, 第三季度."""
    whole = title(span, language)
    if language != "zh" and span.grain != "year":
        return whole.replace(
            f" of {span.start.isocalendar().year if span.grain == 'week' else span.start.year}", ""
        )
    return whole.partition("年")[2] or whole if language == "zh" and span.grain != "year" else whole


def stretch(span: Span) -> str:
    """11-23 至 11-29"""
    return f"{span.start:%m-%d} – {span.end:%m-%d}"


def piece(span: Span, language: str) -> str:
    """A bar's label: 9–13, 11月."""
    if span.grain == "month":
        return (
            f"{span.start.month}月"
            if language == "zh"
            else words.month_name(span.start, language, year=False)[:3]
        )
    return f"{span.start.day}" if span.start == span.end else f"{span.start.day}–{span.end.day}"


def day_label(day: date, language: str) -> str:
    return f"{day:%m-%d} {words.weekday(day, language)}"


def rounded(goal: int | float, unit: str) -> int | float:
    """A share of a goal is no whole number; a tenth of a call says nothing, nor does a hundred yuan of a million.

    The same on pages and reports, so that they never show two goals.
    """
    if unit in words.MONEY and abs(goal) >= words.WAN:
        return (
            _whole(round(goal, -4 if abs(goal) >= 100 * words.WAN else -3))
            if isinstance(goal, float)
            else goal
        )
    return goal if isinstance(goal, int) else _whole(round(goal, 0 if abs(goal) >= 10 else 1))


def _whole(value: float) -> int | float:
    return int(value) if value == int(value) else value
