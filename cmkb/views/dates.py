"""Arithmetic with dates and times that notes may hold: a mistyped year 9999 is no reason to fail."""

from __future__ import annotations

from datetime import date, timedelta


def plus(day: date, days: int) -> date:
    """`days` later, or earlier when negative; the calendar's end when there is no such day."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


def age_on(birthday: date | None, today: date) -> int | None:
    if birthday is None or birthday > today:
        return None
    return today.year - birthday.year - ((today.month, today.day) < (birthday.month, birthday.day))


def minutes_of(time: str) -> int:
    """`HH:MM` in minutes since midnight."""
    hours, _, rest = time.partition(":")
    return int(hours) * 60 + int(rest)
