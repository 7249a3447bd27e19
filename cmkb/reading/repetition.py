"""The next time of a repeating task, on the day on which Obsidian Tasks would put it.

Tasks reads its rules with the plain English of rrule.js, which dateutil does not have; the days that such a rule
means are dateutil's. What a person writes in Chinese is English by then (`recurrence.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Literal

from dateutil.relativedelta import relativedelta
from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from cmkb.model.immutable import immutable
from cmkb.model.note import Task
from cmkb.patterns import pattern

Frequency = Literal[0, 1, 2, 3, 4, 5, 6]  # dateutil's

_UNITS: dict[str, Frequency] = {
    "day": DAILY,
    "week": WEEKLY,
    "weekday": WEEKLY,
    "month": MONTHLY,
    "year": YEARLY,
}
_WEEKDAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORKING = tuple(weekday(n) for n in range(5))
# The longer words first; names of days and months may be cut short.
_TOKEN = pattern(
    r"""\s*(?:
    (?P<nth>[1-9][0-9]*(?=th|nd|rd|st))(?:..) | (?P<number>[1-9][0-9]*) | (?P<every>every)
    | (?P<unit>weekday|day|week|month|year)s? | (?P<ending>until|til|for(?!ever))
    | (?P<place>first|second|third|last) | (?P<the>the) | (?P<on>on(?!e)|in)
    | (?P<weekday>mo|tu|we(?!ek)|th(?!ird|ree)|fr|sa|su)
      (?:(?<=mo)n(?:day)?|(?<=tu)e(?:s(?:day)?)?|(?<=we)d(?:n(?:esday)?)?|(?<=th)u(?:r(?:sday)?)?
        |(?<=fr)i(?:day)?|(?<=sa)t(?:urday)?|(?<=su)n(?:day)?)?
    | (?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
      (?:(?<=jan)uary|(?<=feb)ruary|(?<=mar)ch|(?<=apr)il|(?<=jun)e|(?<=jul)y|(?<=aug)ust
        |(?<=sep)t(?:ember)?|(?<=oct)ober|(?<=nov)ember|(?<=dec)ember)?
    | (?P<comma>(?:,\s*|(?:and|or)\s*)+)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_PLACES = {"first": 1, "second": 2, "third": 3, "last": -1}
_WHEN_DONE = pattern(r"(.+?)( when done)?", re.IGNORECASE | re.DOTALL)
_PERIODS = 40  # in none of so many months or years: never. 29 February comes back after eight
_STEPS_BACK = 366


@immutable
class Repetition:
    """A rule as Obsidian Tasks understands it."""

    frequency: Frequency
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()  # -1 is the last
    weekdays: tuple[weekday, ...] = ()
    when_done: bool = False  # counted from the day on which it was done, not from its own date

    @property
    def has_no_day(self) -> bool:
        """`every month`: the day is that of the date which it counts from."""
        return not (self.month_days or self.weekdays)


@immutable
class Occurrence:
    """The dates of a repeating task in its next turn. All None where the task had no date itself."""

    due: date | None = None
    scheduled: date | None = None
    start: date | None = None


def next_occurrence(task: Task, done_on: date) -> Occurrence | None:
    """What ticking `task` on `done_on` puts below or above it; None for a task that does not come again.

    Counted from the due date, without one from the scheduled, else from the start; with `when done` from `done_on`.
    The other dates keep their distance. A day that a month lacks (31 April) is the last one it has for `every month`,
    and is passed over where the rule names the day. `id` and `dependsOn` do not belong to the next turn.
    """
    repetition = read_repetition(task.recurrence)
    if repetition is None:
        return None
    reference = task.due or task.scheduled or task.start
    base = done_on if repetition.when_done or reference is None else reference
    following = next_day(repetition, base)
    if following is None:
        return None
    if reference is None:
        return Occurrence()
    moved = [_moved(day, reference, following) for day in (task.due, task.scheduled, task.start)]
    return Occurrence(*moved)


def next_day(repetition: Repetition, after: date) -> date | None:
    """The first day later than `after`, in turns that are counted from it."""
    found = _day_of_rule(repetition, after)
    most = _months_apart(repetition)
    if found is None or most is None:
        return found
    begin = after
    for _ in range(_STEPS_BACK):
        if found is None or _months_between(begin, found, repetition) <= most:
            return found
        # 31 January + one month: rather from the 30th, 29th, 28th than two months later.
        if begin == date.min:
            return found
        begin -= timedelta(1)
        found = _day_of_rule(repetition, begin)
    return found


def _months_apart(repetition: Repetition) -> int | None:
    """How many months (of a yearly rule: years) one turn may take. None for rules that skip what is not there."""
    if repetition.frequency == MONTHLY:
        return repetition.interval if repetition.has_no_day and not repetition.months else None
    if repetition.frequency == YEARLY and (not repetition.months or repetition.interval > 1):
        return repetition.interval
    return None


def _months_between(first: date, last: date, repetition: Repetition) -> int:
    years = last.year - first.year
    return years if repetition.frequency == YEARLY else years * 12 + last.month - first.month


def _moved(day: date | None, reference: date, following: date) -> date | None:
    if day is None:
        return None
    try:
        return following + (day - reference)
    except OverflowError:  # the year 9999 is the last
        return None


def _day_of_rule(repetition: Repetition, begin: date) -> date | None:
    start = datetime.combine(begin, time())
    days = rrule(
        repetition.frequency,
        dtstart=start,
        interval=repetition.interval,
        until=_latest(repetition, start),
        bymonth=repetition.months or None,
        bymonthday=repetition.month_days or None,
        byweekday=repetition.weekdays or None,
    )
    found = days.after(start)
    return found.date() if found else None


def _latest(repetition: Repetition, start: datetime) -> datetime:
    spans = repetition.interval * _PERIODS
    step = relativedelta(years=spans) if repetition.frequency == YEARLY else relativedelta(months=spans)
    try:
        return start + step
    except (OverflowError, ValueError):
        return datetime.combine(date.max, time())


# --- reading a rule ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def read_repetition(text: str) -> Repetition | None:
    """None for what Obsidian Tasks does not understand or warns of (`for 3 times`, `until …`). Words after
    a complete rule are passed over, as there."""
    match = _WHEN_DONE.fullmatch(text.strip())
    if match is None:
        return None
    words = _Words(match[1])
    if not words.take("every"):
        return None
    interval = int(words.take("number") or 1)
    rule = _rule(words, interval)
    if rule is None or words.take("ending"):
        return None
    return replace(rule, when_done=match[2] is not None)


class _Words:
    """A rule, word by word. What nobody knows is its end."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0
        self.match: re.Match[str] | None = None
        self._look()

    def _look(self) -> None:
        self.match = _TOKEN.match(self.text, self.at)

    def take(self, kind: str, only: str = "") -> str:
        """The word if it is of this kind, else "" and it stays."""
        if self.match is None or self.match.lastgroup != kind:
            return ""
        word = self.match[kind].lower()
        if only and word != only:
            return ""
        self.at = self.match.end()
        self._look()
        return word


def _rule(words: _Words, interval: int) -> Repetition | None:
    if unit := words.take("unit"):
        if unit == "weekday":
            return Repetition(WEEKLY, interval, weekdays=_WORKING)
        return (
            _with_days(Repetition(_UNITS[unit], interval), words)
            if unit != "day"
            else Repetition(DAILY, interval)
        )
    if name := words.take("weekday"):
        days = [_weekday(name)]
        while words.take("comma"):
            if not (name := words.take("weekday")):
                return None
            days.append(_weekday(name))
        return replace(Repetition(WEEKLY, interval, weekdays=tuple(days)), month_days=_only_on(words))
    if name := words.take("month"):
        months = [_month(name)]
        while words.take("comma"):
            if not (name := words.take("month")):
                return None
            months.append(_month(name))
        return _with_days(Repetition(YEARLY, interval, months=tuple(months)), words)
    return None


def _with_days(rule: Repetition, words: _Words) -> Repetition | None:
    """`on the 1st, 15th`, `on the 2nd last Friday`, `on Tuesday, Friday`, `in January`. Joined by commas or `and`."""
    months, month_days, weekdays = list(rule.months), list(rule.month_days), list(rule.weekdays)
    joined = words.take("on") or words.take("the")
    words.take("the")
    while joined:
        place = _place(words)
        if place is not None:
            if name := words.take("weekday"):
                weekdays.append(_weekday(name)(place))
            else:
                month_days.append(place)
                words.take("unit")
        elif name := words.take("weekday"):
            weekdays.append(_weekday(name))
        elif name := words.take("month"):
            months.append(_month(name))
        elif unit := words.take("unit"):
            if unit != "weekday":  # `in week 20`
                return None
            weekdays.extend(_WORKING)
        else:
            break
        joined = words.take("comma") or words.take("the") or words.take("on")
    most = 53 if rule.frequency == YEARLY and not months else 5
    days = tuple(day for day in month_days if abs(day) <= 31)
    kept = tuple(day for day in weekdays if abs(day.n or 0) <= most)
    if (month_days and not days) or (weekdays and not kept):  # the 32nd, the 6th Friday
        return None
    return replace(rule, months=tuple(months), month_days=days, weekdays=kept)


def _place(words: _Words) -> int | None:
    """`1st`, `second`, `last`, `2nd last`."""
    if word := words.take("place"):
        place = _PLACES[word]
        return -place if place > 1 and words.take("place", only="last") else place
    if word := words.take("nth"):
        return -int(word) if words.take("place", only="last") else int(word)
    return None


def _only_on(words: _Words) -> tuple[int, ...]:
    """`every Friday on the 13th`"""
    words.take("on")
    words.take("the")
    days = []
    while (place := _place(words)) is not None:
        days.append(place)
        if not words.take("comma"):
            break
    return tuple(days)


def _weekday(name: str) -> weekday:
    return weekday(_WEEKDAYS.index(name[:2]))


def _month(name: str) -> int:
    return _MONTHS.index(name[:3]) + 1
