"""What the playbook asks of each day, week, half-month and month, against what was done.

A quota is measured in its own stretches of days; a longer period tells in how many of them it was kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.model.playbook import Playbook, Quota
from cmkb.vault import Vault
from cmkb.views.attendance import Kept, kept, measured, rota
from cmkb.views.client_facts import since
from cmkb.views.dates import plus
from cmkb.views.figures import DayFigures, day_figures
from cmkb.views.kpis import Actual, actual, exact_sum
from cmkb.views.occasions import Deeds
from cmkb.views.reminders import Settled, in_turn
from cmkb.views.spans import Span, part_of
from cmkb.views.workdays import is_day_off

Number = int | float

# `per` of a quota that can be measured, in order
LENGTHS = {
    "day": 1,
    "week": 2,
    "half-month": 3,
    "month": 4,
}
REMEMBERED_DAYS = 31  # so long after its end, whom a rule meant is still what the clients' notes say now


@immutable
class Measured:
    """A quota in one of its own stretches."""

    quota: Quota
    span: Span
    unit: str
    value: Number
    least: Number | None
    most: Number | None
    records: tuple[Record, ...]  # those that were counted
    open: tuple[str, ...] = ()  # paths of clients whose turn it was and still is
    told: Kept | None = None  # how the journal of the day answers it
    settled: bool = False  # said once, by the journal or a record: nothing more comes to it

    @property
    def target(self) -> Number | None:
        return self.most if self.least is None else self.least

    @property
    def rate(self) -> float | None:
        return self.value / self.target if self.target else None

    @property
    def kept(self) -> bool:
        if self.told is not None:
            return self.told.met is True
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )


@immutable
class QuotaRow:
    """A quota in a period: its own stretch, or all of its stretches that have begun."""

    quota: Quota
    span: Span
    parts: tuple[Measured, ...]  # oldest first
    today: date

    @property
    def own(self) -> Measured | None:
        """Where the period is one of the quota's own stretches."""
        one = self.parts[0] if len(self.parts) == 1 else None
        return one if one and (one.span.start, one.span.end) == (self.span.start, self.span.end) else None

    @property
    def closed(self) -> tuple[Measured, ...]:
        """Of which it can be said whether it was kept: those that are over, and the running one once it is."""
        return tuple(part for part in self.parts if self._is_closed(part))

    @property
    def running(self) -> tuple[Measured, ...]:
        return tuple(part for part in self.parts if not self._is_closed(part))

    def _is_closed(self, part: Measured) -> bool:
        return part.settled or part.span.end < self.today or part.kept

    @property
    def kept(self) -> int:
        return sum(part.kept for part in self.parts)


class Quotas:
    """The quotas of a vault as of one day. `days` must hold every day that is asked for."""

    def __init__(self, vault: Vault, today: date, days: Mapping[date, DayFigures]) -> None:
        self.vault, self.today, self.days = vault, today, days
        quotas = vault.playbook.quotas.values()
        self.quotas = [q for q in quotas if q.per in LENGTHS and (q.kpi or q.reminder)]
        self.answered = {q.key: q for q in (*measured(vault), *(q for q in quotas if q.limit))}
        self.answers: dict[date, dict[str, tuple[Measured, ...]]] = {}
        self.counted: dict[tuple[str, date], Actual] = {}
        self.turns: dict[tuple[str, Span], dict[str, Settled]] = {}
        self.known: dict[Span, tuple[QuotaRow, ...]] = {}

    @cached_property
    def deeds(self) -> Deeds:
        return Deeds(self.vault, self.today)

    @cached_property
    def first(self) -> date:
        return min(self.days, default=self.today)

    def running(self, day: date) -> tuple[Measured, ...]:
        """Those of the week, half-month and month that the day lies in, as of its evening."""
        longer = (quota for quota in self.quotas if quota.per != "day")
        found = (self.measure(quota, part_of(day, quota.per), day) for quota in longer)
        return tuple(one for one in found if one.target)

    def of_day(self, day: date) -> tuple[Measured, ...]:
        if day not in self.days and is_day_off(day, self.vault.calendar):
            return ()
        daily = (quota for quota in self.quotas if quota.per == "day")
        return tuple(self.measure(quota, Span(day, day), day) for quota in daily)

    def answers_of(self, day: date) -> tuple[QuotaRow, ...]:
        """Those that the day's journal or its records answer."""
        found = self._answers_of(day) if day in self.days else {}
        span = Span(day, day)
        return tuple(QuotaRow(parts[0].quota, span, parts, self.today) for parts in found.values())

    def rows(self, span: Span) -> tuple[QuotaRow, ...]:
        """Of a week or longer; without those of which nothing can be said."""
        if span not in self.known:
            self.known[span] = self._rows(span)
        return self.known[span]

    def _rows(self, span: Span) -> tuple[QuotaRow, ...]:
        if span.start > self.today or span.end < self.first:
            return ()
        longest = LENGTHS.get(span.grain, max(LENGTHS.values()))
        counted = {quota.key for quota in self.quotas if LENGTHS[quota.per] <= longest}
        rows = []
        for key, quota in self.vault.playbook.quotas.items():
            if key in self.answered:
                parts = tuple(self._answers(key, span))
            else:
                parts = tuple(self._parts(quota, span)) if key in counted else ()
            if parts:
                rows.append(QuotaRow(quota, span, parts, self.today))
        return tuple(rows)

    def _answers(self, key: str, span: Span) -> Iterator[Measured]:
        """Of each day that tells, or each record that says how much it was."""
        for day in span.days():
            if day in self.days:
                yield from self._answers_of(day).get(key, ())

    def _answers_of(self, day: date) -> dict[str, tuple[Measured, ...]]:
        if day not in self.answers:
            found: dict[str, list[Measured]] = {}
            if self.answered:
                for one in (*self._by_journal(day), *self._by_record(day)):
                    found.setdefault(one.quota.key, []).append(one)
            self.answers[day] = {key: tuple(several) for key, several in found.items()}
        return self.answers[day]

    def _by_journal(self, day: date) -> Iterator[Measured]:
        for one in kept(self.vault, day, self.days[day].records, self.rota):
            if one.value is not None:
                quota = one.quota
                yield Measured(
                    quota, Span(day, day), quota.unit, one.value, quota.least, quota.most, (), (), one, True
                )

    def _by_record(self, day: date) -> Iterator[Measured]:
        for quota in self.answered.values():
            if not quota.limit:
                continue
            limit = self.vault.playbook.limits[quota.limit]
            for record in self.days[day].records:
                value = record.fields.get(limit.field)
                if record.kind in limit.kinds and record.count is None and isinstance(value, int | float):
                    yield Measured(
                        quota,
                        Span(day, day),
                        limit.unit,
                        value,
                        limit.least,
                        limit.most,
                        (record,),
                        settled=True,
                    )

    @cached_property
    def rota(self) -> Mapping[date, tuple[str, ...]]:
        return rota(self.vault)

    def measure(self, quota: Quota, span: Span, until: date) -> Measured:
        """What the days up to `until` brought."""
        if quota.reminder:
            return self._of_turns(quota, span, until)
        kpi = self.vault.playbook.kpis[quota.kpi]
        days = [day for day in span.days() if day <= until and day in self.days]
        found = [self._on(quota, day) for day in days]
        value = exact_sum(value for value, _ in found)
        records = tuple(record for _, records in found for record in records)
        return Measured(quota, span, quota.unit or kpi.unit, value, quota.least, quota.most, records)

    def _parts(self, quota: Quota, span: Span) -> Iterator[Measured]:
        for part in self._stretches(quota, span):
            measured = self.measure(quota, part, min(part.end, self.today))
            if measured.target:
                yield measured

    def _stretches(self, quota: Quota, span: Span) -> Iterator[Span]:
        """Begun, and in the span with their last day; days and weeks without work are none."""
        day = max(span.start, self.first)
        last = min(span.end, self.today)
        while day <= last:
            part = part_of(day, quota.per)
            if self._wants(quota, part) and part.end <= span.end:
                yield part
            day = plus(part.end, 1)

    def _wants(self, quota: Quota, part: Span) -> bool:
        if quota.reminder:
            rule = self.vault.playbook.reminders[quota.reminder]
            return not rule.having or part.end >= plus(self.today, -REMEMBERED_DAYS)
        if quota.per == "day":
            return part.start in self.days and not is_day_off(part.start, self.vault.calendar)
        return any(not is_day_off(day, self.vault.calendar) for day in part.days())

    def _on(self, quota: Quota, day: date) -> tuple[Number, tuple[Record, ...]]:
        """The manager's own figure goes before what the records say."""
        figures = self.days[day]
        row = figures.rows.get(quota.kpi)
        if not quota.boxed and (not quota.from_tier or (row and row.override)):
            return figures.value(quota.kpi), row.derived.records if row else ()
        key = (quota.key, day)
        if key not in self.counted:
            playbook = self.vault.playbook
            records = within_slots(playbook, quota, figures.records) if quota.boxed else figures.records
            self.counted[key] = actual(self.vault, playbook.kpis[quota.kpi], records, quota.from_tier)
        return self.counted[key].value, self.counted[key].records

    def _of_turns(self, quota: Quota, span: Span, until: date) -> Measured:
        """Clients whose turn it is in the span, and those of them who had it."""
        turns = self._turns(quota, span)
        done = {
            path: one for path, one in turns.items() if one.done and (not one.deed or one.deed.day <= until)
        }
        records = tuple(
            one.deed.record for one in done.values() if one.deed is not None and one.deed.record is not None
        )
        still = tuple(path for path in turns if path not in done)
        return Measured(quota, span, quota.unit, len(done), len(turns), None, records, still)

    def _turns(self, quota: Quota, span: Span) -> dict[str, Settled]:
        """By client. The days of a month ask for the same again and again."""
        key = (quota.key, span)
        if key not in self.turns:
            rule = self.vault.playbook.reminders[quota.reminder]
            found: dict[str, Settled] = {}
            for one in in_turn(self.vault, rule, span.start, span.end, self.deeds):
                client = one.occurrence.client
                began = since(self.vault.notes[client])
                if began is None or began <= span.end:
                    found[client] = one
            self.turns[key] = found
        return self.turns[key]


def within_slots(playbook: Playbook, quota: Quota, records: Iterable[Record]) -> tuple[Record, ...]:
    """Those of the hours of the routine that name the quota: it is to be reached then, and not at another time."""
    slots = [slot for slot in playbook.routine.day if quota.key in slot.quotas]
    return tuple(r for r in records if any(slot.start <= r.time < slot.end for slot in slots))


def quotas_of_day(vault: Vault, day: date) -> Quotas:
    """As of the evening of `day`: for one that is asked for alone, only its month is counted."""
    since_when = min(part_of(day, per).start for per in LENGTHS)
    return Quotas(vault, day, day_figures(vault, day, since=since_when))
