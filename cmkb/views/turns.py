"""The days of a rule's events, and those on which it shows what comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from cmkb.model.immutable import immutable
from cmkb.model.playbook import Reminder
from cmkb.views.dates import plus
from cmkb.views.workdays import LONGEST_BREAK


@immutable
class Turn:
    """The days of an event. Many clients share them, so each is made once."""

    day: date  # of the event
    steps: tuple[date, ...]  # when it begins to show, and when it wants to be done again; oldest first
    until: date | None


class Turns:
    """The turns of one rule, each made once, and the days between which its events lie."""

    def __init__(self, rule: Reminder, today: date, ahead: int) -> None:
        self.rule, self.today = rule, today
        self.leads = tuple(sorted({*(rule.lead or (0,))}, reverse=True))
        self.made: dict[tuple[date, tuple[int, ...], date | None], Turn | None] = {}
        # What has ended is still there for a while: a deed that names it is not about the next one.
        self.ended = plus(today, -self.leads[0] - (rule.until or 0) - LONGEST_BREAK)
        self.first = plus(self.ended, -rule.until) if rule.until is not None else date.min
        self.latest = plus(today, ahead)  # day on which what is asked for begins to show
        self.last = plus(self.latest, self.leads[0])
        # Of what comes round by itself, so that a rule without an end has one.
        self.span = max(self.first, plus(today, -366)), self.last

    def turn(self, event: date, leads: tuple[int, ...] = (), until: date | None = None) -> Turn | None:
        """None outside of the days that are asked for. `until` where the rule does not say it."""
        key = (event, leads, until)
        try:
            return self.made[key]
        except KeyError:
            turn = self.made[key] = self._new_turn(*key)
            return turn

    def _new_turn(self, event: date, leads: tuple[int, ...], until: date | None) -> Turn | None:
        if until is None and self.rule.until is not None:
            until = plus(event, self.rule.until)
        steps = tuple(plus(event, -lead) for lead in leads or self.leads)
        if steps[0] > self.latest or (until is not None and until < self.ended):
            return None
        return Turn(event, steps, until)

    def event(self, day: date) -> date | None:
        if not self.rule.months and not self.rule.days:
            return day
        try:
            return plus(
                day + relativedelta(months=self.rule.months) if self.rule.months else day, self.rule.days
            )
        except (OverflowError, ValueError):  # the year 9999 has no next month
            return None

    def rhythm(self) -> Iterator[tuple[date, Turn]]:
        """First days and turns. The event is the last day on which it is in time."""
        begin = self.today
        while begin <= self.latest:
            begin, end = _part_of_month(begin, self.rule.every)
            if turn := self.turn(end, ((end - begin).days,), end):
                yield begin, turn
            if end == date.max:
                return
            begin = plus(end, 1)


def _part_of_month(day: date, every: str) -> tuple[date, date]:
    """First and last day of the month, or half of it, that a day lies in."""
    if every == "half-month" and day.day <= 15:
        return day.replace(day=1), day.replace(day=15)
    begin = day.replace(day=16 if every == "half-month" else 1)
    following = plus(day.replace(day=28), 4)
    return begin, plus(following.replace(day=1), -1) if following < date.max else date.max
