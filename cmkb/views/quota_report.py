"""Quotas as reports tell them: figures with their records, names in place of links."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.model.playbook import Quota
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.quotas import Measured, QuotaRow, Quotas
from cmkb.views.spans import Span

Number = int | float


@immutable
class Source:
    """Where in the notes something stands."""

    path: str
    line: int


@immutable
class QuotaFigure:
    """`value` of `target`: what was done, or, of stretches shorter than the report's, in how many it was kept."""

    key: str
    label: str
    note: str
    per: str  # day | week | half-month | month | each
    # What is asked of each such stretch; of clients whose turn it is, how many there are
    least: Number | None
    most: Number | None
    unit: str
    from_tier: str  # counts only clients of this tier and above
    before: str  # what is asked for are the minutes by which it lies before this time
    start: date
    end: date
    value: Number
    target: Number
    counts: str  # the unit of value and target, or the `per` of the stretches that are counted
    kept: bool | None  # None: there is still time
    left: tuple[str, ...]  # names of clients whose turn it still is
    records: tuple[Source, ...]

    @property
    def rate(self) -> float:
        return self.value / self.target


def of_day(vault: Vault, quotas: Quotas, day: date) -> tuple[QuotaFigure, ...]:
    """The day's own, what its journal and records answer, then those of its week, half-month and month as of its
    evening."""
    own = tuple(_measured(vault, one, one.span.end > day) for one in quotas.of_day(day) if one.target)
    answers = tuple(_row(vault, row) for row in quotas.answers_of(day))
    running = tuple(_measured(vault, one, one.span.end > day) for one in quotas.running(day) if one.target)
    return (*own, *answers, *running)


def of_period(vault: Vault, quotas: Quotas, span: Span) -> tuple[QuotaFigure, ...]:
    """Of shorter stretches those that are over are counted; the first of them is told by itself while it runs."""
    return tuple(_row(vault, row) for row in quotas.rows(span))


def _measured(vault: Vault, one: Measured, runs: bool) -> QuotaFigure:
    return QuotaFigure(
        key=one.quota.key,
        label=one.quota.label,
        note=one.quota.note,
        per=one.quota.per,
        least=one.least,
        most=one.most,
        unit=one.unit,
        from_tier=one.quota.from_tier,
        before=_start(vault, one.quota),
        start=one.span.start,
        end=one.span.end,
        value=one.value,
        target=one.target or 0,
        counts=one.unit,
        kept=one.kept or (None if runs else False),
        left=tuple(display_name(vault, vault.notes[path]) for path in one.open),
        records=sources(one.records),
    )


def _row(vault: Vault, row: QuotaRow) -> QuotaFigure:
    last = row.parts[-1]
    alone = row.own and row.own.target  # "by 10:00" asks for no minutes: kept or not
    if alone or not row.closed:
        return _measured(vault, last, not last.settled and last.span.end >= row.today)
    return QuotaFigure(
        key=row.quota.key,
        label=row.quota.label,
        note=row.quota.note,
        per=row.quota.per,
        least=row.quota.least,
        most=row.quota.most,
        unit=last.unit,
        from_tier=row.quota.from_tier,
        before=_start(vault, row.quota),
        start=row.span.start,
        end=row.span.end,
        value=row.kept,
        target=len(row.closed),
        counts=row.quota.per,
        kept=row.kept == len(row.closed),
        left=(),
        records=sources(record for part in row.parts for record in part.records),
    )


def _start(vault: Vault, quota: Quota) -> str:
    return next((slot.start for slot in vault.playbook.routine.day if slot.key == quota.before), "")


def sources(records: Iterable[Record]) -> tuple[Source, ...]:
    return tuple(Source(record.path, record.place.line) for record in records)
