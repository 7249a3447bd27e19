"""A week, month, quarter, half-year or year: goal against actual. Its figures are those of its days, added up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from cmkb.model.immutable import immutable
from cmkb.model.note import Counter as Figure
from cmkb.model.note import Note
from cmkb.model.playbook import Kpi
from cmkb.vault import Vault
from cmkb.views.client_facts import Clients, client_facts
from cmkb.views.day import DayRow, DaySheet
from cmkb.views.figures import DayFigures, Facts, day_figures
from cmkb.views.goals import Goals, Target, due, goals_of, number, target, working_days
from cmkb.views.quotas import Quotas
from cmkb.views.spans import GRAINS, Span, pieces, span_of
from cmkb.views.workdays import is_day_off

Number = int | float

# What a period is cut into: for its table of figures, and for bars, of which there should be few.
TABLE_PIECES = {"week": "day", "month": "day", "quarter": "month", "half": "month", "year": "month"}
BAR_PIECES = {"week": "day", "month": "week", "quarter": "month", "half": "month", "year": "month"}


@immutable
class PeriodRow:
    kpi: Kpi
    target: Target | None
    due: float | None  # what part of the target the days before today should have brought
    value: Number  # the sum of the days, each with the manager's own figure where there is one
    derived: Number  # the sum of what the records say
    overridden: tuple[DayRow, ...]  # days of which the manager gave another figure
    said: Figure | None  # what the period's own note has under 总结; shown, never counted

    @property
    def rate(self) -> float | None:
        """None without a target, or with one that is for some of the days only."""
        if self.target is None or not self.target.whole or not self.target.value:
            return None
        return self.value / self.target.value


@dataclass(frozen=True)
class Periods:
    """Everything that periods are answered from. Made once; answers are functions of it and a span."""

    vault: Vault
    today: date
    goals: Goals
    days: Mapping[date, DayFigures]  # oldest first
    spans: Mapping[str, tuple[Span, ...]]  # grain → those with records or goals, oldest first
    clients: Clients
    quotas: Quotas
    # What was computed once: by `facts_of`, and what is asked several times a page
    facts: dict[Span, Facts] = field(default_factory=dict)
    answers: dict[tuple[str, Span], Any] = field(default_factory=dict)

    def note(self, span: Span) -> Note | None:
        return self.goals.notes.get(span)


def periods(
    vault: Vault, today: date, sheets: Iterable[DaySheet] = (), goals: Goals | None = None
) -> Periods:
    """`sheets` and `goals`, when at hand, save some of the work."""
    goals = goals or goals_of(vault)
    days = day_figures(vault, today, sheets)
    spans = spans_shown(vault, today, goals)
    return Periods(vault, today, goals, days, spans, client_facts(vault), Quotas(vault, today, days))


def spans_shown(vault: Vault, today: date, goals: Goals) -> dict[str, tuple[Span, ...]]:
    """By grain, oldest first: those in which there is anything, a goal included, and the current ones."""
    days = {*(record.date for record in vault.records), *vault.journals}
    found = {span_of(day, grain) for day in days if day <= today for grain in GRAINS} | set(goals.notes)
    if found:
        found |= {span_of(today, grain) for grain in GRAINS}
    return {grain: tuple(sorted(span for span in found if span.grain == grain)) for grain in GRAINS}


def figures_in(book: Periods, span: Span) -> list[DayFigures]:
    return [figures for day in span.days() if (figures := book.days.get(day))]


def period_rows(book: Periods, span: Span) -> tuple[PeriodRow, ...]:
    """A row for each KPI of the day sheet, and for a folded one that has a goal or happened."""
    days = figures_in(book, span)
    note = book.note(span)
    said = {figure.key: figure for figure in (note.overrides if note else ())}
    rows = []
    for key, kpi in book.vault.playbook.kpis.items():
        wanted = target(book.goals, key, span)
        of_days = [figures.rows[key] for figures in days if key in figures.rows]
        value = total(row.value for row in of_days)
        if kpi.fold and not value and wanted is None:
            continue
        rows.append(
            PeriodRow(
                kpi=kpi,
                target=wanted,
                due=due(book.goals, key, span, book.today) if wanted else None,
                value=value,
                derived=total(row.derived.value for row in of_days),
                overridden=tuple(row for row in of_days if row.override),
                said=said.get(key),
            )
        )
    return tuple(rows)


def total(values: Iterable[Number]) -> Number:
    """The exact sum, whatever the order: that of a quarter is that of its months."""
    found = list(values)
    if all(isinstance(value, int) for value in found):
        return sum(found)
    return number(sum((Fraction(str(value)) for value in found), Fraction(0)))


def value_in(book: Periods, kpi: str, span: Span) -> Number:
    return total(figures.value(kpi) for figures in figures_in(book, span))


@immutable
class Piece:
    """A day, week or month of a period."""

    span: Span
    values: Mapping[str, Number]  # by KPI
    journal: str | None  # of a day: path
    records: int


def table_pieces(book: Periods, span: Span, kpis: Iterable[str]) -> tuple[Piece, ...]:
    """Those in which anything was noted."""
    keys = tuple(kpis)
    found = []
    for piece in pieces(span, TABLE_PIECES[span.grain]):
        days = figures_in(book, piece)
        if days:
            values = {key: total(figures.value(key) for figures in days) for key in keys}
            journal = days[0].journal if piece.start == piece.end else None
            found.append(Piece(piece, values, journal, sum(len(figures.records) for figures in days)))
    return tuple(found)


def facts_of(book: Periods, span: Span) -> Facts:
    """Merged from the days, or from the months where the span is made of whole ones."""
    if span not in book.facts:
        facts = Facts()
        if span.grain in ("quarter", "half", "year"):
            for month in pieces(span, "month"):
                facts.add(facts_of(book, month))
        else:
            for figures in figures_in(book, span):
                facts.add(figures.facts)
        book.facts[span] = facts
    return book.facts[span]


def passed_and_left(book: Periods, span: Span) -> tuple[int, int]:
    """Working days before today, and from today on."""
    days = [day for day in span.days() if not is_day_off(day, book.goals.calendar)]
    passed = sum(1 for day in days if day < book.today)
    return passed, len(days) - passed


def working(book: Periods, span: Span) -> int:
    return working_days(book.goals, span)
