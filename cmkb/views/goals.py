"""Goals of periods, and what they mean for one day.

A coarser goal spreads evenly over the working days of its period; a finer one goes before it, and what a
journal has under 计划 goes before all. A period's own goal is never recomputed from finer ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from cmkb.model.calendar import Calendar
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Place
from cmkb.model.problem import Problem, problem
from cmkb.vault import Vault
from cmkb.views.spans import GRAINS, Span, read_span, span_of
from cmkb.views.workdays import is_day_off

Number = int | float
_NO_PERIOD = ("readme", "index")  # files that explain a folder


@immutable
class Goal:
    value: Number
    path: str  # where it is written
    place: Place


@immutable
class Target:
    """What a stretch of days should reach."""

    value: Number
    goal: Goal | None = None  # the period's own goal; None: added up from its days
    days: int = 0  # working days that have a target
    of: int = 0  # of so many

    @property
    def whole(self) -> bool:
        """Whether it stands for all the working days, so that an actual can be held against it."""
        return self.goal is not None or self.days >= self.of


@dataclass(frozen=True)
class Goals:
    by_span: Mapping[Span, Mapping[str, Goal]]  # → key of the KPI
    notes: Mapping[Span, Note]
    plans: Mapping[date, Mapping[str, Number]]  # what journals have under 计划
    calendar: Calendar
    wanted: frozenset[str]  # KPIs of which there is any goal or plan
    shares: dict[Span, tuple[Number, bool]] = field(default_factory=dict)  # memory of `_share`
    days: dict[tuple[date, str], Fraction | None] = field(default_factory=dict)  # and of `day_target`


def goals_of(vault: Vault) -> Goals:
    by_span: dict[Span, Mapping[str, Goal]] = {}
    notes: dict[Span, Note] = {}
    for note in vault.of_kind("period"):
        span = span_of_note(note)
        if span is not None and span not in notes:
            notes[span] = note
            by_span[span] = _goals_in(vault, note)
    plans = {
        day: {c.key: c.value for c in note.targets} for day, note in vault.journals.items() if note.targets
    }
    wanted = frozenset(key for of_one in (*by_span.values(), *plans.values()) for key in of_one)
    return Goals(by_span, notes, plans, vault.calendar, wanted)


def span_of_note(note: Note) -> Span | None:
    """What `period:` says, else the file's name."""
    said = note.get("period")
    return read_span(said) if isinstance(said, str) and said.strip() else read_span(note.stem)


def _goals_in(vault: Vault, note: Note) -> dict[str, Goal]:
    """Counters of the body; a key of the front matter goes before them."""
    goals = {counter.key: Goal(counter.value, note.path, counter.place) for counter in note.targets}
    for key, kpi in vault.playbook.kpis.items():
        value = note.get(kpi.goal) if kpi.goal else None
        if isinstance(value, int | float) and not isinstance(value, bool):
            goals[key] = Goal(value, note.path, note.front.places.get(kpi.goal, Place(1, 1)))
    return goals


def day_target(goals: Goals, kpi: str, day: date) -> Fraction | None:
    """None where nothing says what the day should reach."""
    if (day, kpi) not in goals.days:
        goals.days[day, kpi] = _day_target(goals, kpi, day)
    return goals.days[day, kpi]


def _day_target(goals: Goals, kpi: str, day: date) -> Fraction | None:
    planned = goals.plans.get(day, {}).get(kpi)
    if planned is not None:
        return Fraction(planned)
    for grain in GRAINS:
        span = span_of(day, grain)
        goal = goals.by_span.get(span, {}).get(kpi)
        if goal is None:
            continue
        count, only_work = _share(goals, span)
        if only_work and is_day_off(day, goals.calendar):
            return Fraction(0)
        return Fraction(goal.value) / int(count)
    return None


def _share(goals: Goals, span: Span) -> tuple[Number, bool]:
    """Over how many days a goal spreads, and whether over working days; all days where none is one."""
    if span not in goals.shares:
        working = working_days(goals, span)
        goals.shares[span] = (working, True) if working else (sum(1 for _ in span.days()), False)
    return goals.shares[span]


def working_days(goals: Goals, span: Span) -> int:
    return sum(1 for day in span.days() if not is_day_off(day, goals.calendar))


def target(goals: Goals, kpi: str, span: Span) -> Target | None:
    """The period's own goal, else its days added up."""
    if kpi not in goals.wanted:
        return None
    own = goals.by_span.get(span, {}).get(kpi)
    if own is not None:
        return Target(own.value, own)
    total, found, days, working = Fraction(0), False, 0, 0
    for day in span.days():
        works = not is_day_off(day, goals.calendar)
        working += works
        share = day_target(goals, kpi, day)
        if share is not None:
            total += share
            found = True
            days += works
    return Target(number(total), None, days, working) if found else None


def due(goals: Goals, kpi: str, span: Span, today: date) -> float | None:
    """What part of the target the days before today should have brought, from 0 to 1."""
    if today <= span.start:
        return 0.0
    if today > span.end:
        return 1.0
    if kpi in goals.by_span.get(span, {}):
        count, only_work = _share(goals, span)
        before = (day for day in span.days() if day < today)
        return sum(1 for day in before if not (only_work and is_day_off(day, goals.calendar))) / count
    shares = [(day, day_target(goals, kpi, day)) for day in span.days()]
    whole = sum(share for _, share in shares if share)
    if not whole:
        return None
    return float(sum(share for day, share in shares if share and day < today) / whole)


def number(value: Fraction) -> Number:
    return value.numerator if value.denominator == 1 else float(value)


def goal_problems(vault: Vault) -> Iterator[Problem]:
    """Goals of which nobody can tell when or what they are for, and two notes for one period."""
    first: dict[Span, str] = {}
    known = "、".join(kpi.goal for kpi in vault.playbook.kpis.values() if kpi.goal)
    for note in vault.of_kind("period"):
        for key in note.front.extra:
            if key.startswith("goal_") or key.endswith("目标"):
                at = note.front.places.get(key, Place(1, 1))
                yield problem(note.path, at.line, at.column, "G3.key", key=key, known=known)
        span = span_of_note(note)
        place = note.front.places.get("period", Place(1, 1))
        if span is None:
            if note.stem.casefold() not in _NO_PERIOD:
                yield problem(note.path, place.line, place.column, "G1")
        elif span in first:
            yield problem(note.path, place.line, place.column, "G2", period=span.key, other=first[span])
        else:
            first[span] = note.path
