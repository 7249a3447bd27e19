"""Days off. Banks work on the Saturdays and Sundays that a holiday moves (调休), exchanges never do."""

from __future__ import annotations

from datetime import date
from functools import cache

import chinese_calendar

from cmkb.views.dates import plus


@cache
def is_day_off(day: date, calendar: str = "bank") -> bool:
    """`calendar` is the playbook's: bank | exchange. Years whose holidays are not announced have weekends only."""
    weekend = day.weekday() >= 5
    if calendar == "exchange" and weekend:
        return True
    try:
        return bool(chinese_calendar.is_holiday(day))
    except NotImplementedError:
        return weekend


def days_off(start: date, days: int, calendar: str) -> frozenset[date]:
    """Those among `days` days from `start` on."""
    span = (plus(start, n) for n in range(days))
    return frozenset(day for day in span if is_day_off(day, calendar))


def next_workday(day: date, calendar: str) -> date:
    later = plus(day, 1)
    while later < date.max and is_day_off(later, calendar):
        later = plus(later, 1)
    return later
