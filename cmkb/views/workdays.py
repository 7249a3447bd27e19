"""Days off. Banks work on the Saturdays and Sundays that a holiday moves (调休), exchanges never do.

What the vault's own `holidays/YYYY.yml` says goes first, then the official calendar; of years of which neither is
known the days off by law are computed, and the year is an estimate.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar import holidays, workdays

from cmkb.model.calendar import Calendar
from cmkb.model.festivals import statutory_days
from cmkb.views.dates import plus

HOLIDAY, WEEKEND, WORKED = "holiday", "weekend", "worked"
LONGEST_BREAK = 31  # days off in a row that are looked through


@lru_cache(maxsize=16384)
def is_day_off(day: date, calendar: str | Calendar = "bank") -> bool:
    """`calendar` is the vault's, or only the playbook's kind: bank | exchange."""
    if isinstance(calendar, str):
        calendar = Calendar(calendar)
    weekend = day.weekday() >= 5
    if day in calendar.off or (calendar.kind == "exchange" and weekend):
        return True
    if day in calendar.work:
        return False
    if _is_announced(day.year):
        return _is_off_officially(day)
    return weekend or (day.year not in calendar.years and day in statutory_days(day.year))


def day_kind(day: date, calendar: Calendar) -> str:
    """HOLIDAY (a weekend inside of one too), WEEKEND, WORKED for a weekend on which people work; "" for all else."""
    weekend = day.weekday() >= 5
    if not is_day_off(day, calendar):
        return WORKED if weekend else ""
    if not weekend or day in calendar.off:
        return HOLIDAY
    if not _is_announced(day.year):
        return HOLIDAY if day.year not in calendar.years and day in statutory_days(day.year) else WEEKEND
    return HOLIDAY if day in holidays else WEEKEND


def is_estimated(year: int, calendar: str | Calendar = "bank") -> bool:
    """Nothing official is known of this year: moved weekends are missing."""
    known = isinstance(calendar, Calendar) and year in calendar.years
    return not known and not _is_announced(year)


def _is_off_officially(day: date) -> bool:
    """As `chinese_calendar.is_holiday`, of a year that it knows: each call of that looks for the first and the last of
    all its days."""
    return day not in workdays and (day.weekday() >= 5 or day in holidays)


@lru_cache(maxsize=512)
def _is_announced(year: int) -> bool:
    """The library knows a year once its holidays were announced."""
    try:
        chinese_calendar.is_holiday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def days_off(start: date, days: int, calendar: str | Calendar) -> frozenset[date]:
    """Those among `days` days from `start` on."""
    span = (plus(start, n) for n in range(days))
    return frozenset(day for day in span if is_day_off(day, calendar))


def next_workday(day: date, calendar: str | Calendar) -> date:
    later = plus(day, 1)
    while later < date.max and is_day_off(later, calendar):
        later = plus(later, 1)
    return later


@lru_cache(maxsize=16384)
def through_days_off(day: date, calendar: str | Calendar) -> date:
    """The last of the days off that begin tomorrow, else the day itself: what falls on them is done before."""
    last = day
    while (last - day).days < LONGEST_BREAK and last < date.max and is_day_off(last + timedelta(1), calendar):
        last += timedelta(1)
    return last
