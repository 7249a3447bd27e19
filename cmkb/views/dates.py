"""Arithmetic with dates that notes may hold: a mistyped year 9999 is no reason to fail."""

from __future__ import annotations

from datetime import date

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def plus(day: date, days: int) -> date:
    """`days` later, or earlier when negative; the calendar's end when there is no such day."""
    return date.fromordinal(max(_FIRST, min(_LAST, day.toordinal() + days)))
