"""How the work was done: soft limits, and what was ticked off on the forms."""

from __future__ import annotations

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.model.playbook import Limit
from cmkb.views.periods import BAR_PIECES, Periods, facts_of
from cmkb.views.spans import Span, pieces


@immutable
class LimitRow:
    limit: Limit
    measured: int  # records that say how much it was
    mean: float
    beyond: tuple[Record, ...]


@immutable
class TickTable:
    """How often each thing was ticked, by day, week or month of the period."""

    spans: tuple[Span, ...]
    ticked: tuple[int, ...]  # records on which anything was ticked
    rows: tuple[tuple[str, tuple[int, ...]], ...]  # tick, how often in each; most frequent first


def limit_rows(book: Periods, span: Span) -> tuple[LimitRow, ...]:
    facts = facts_of(book, span)
    rows = []
    for key, limit in book.vault.playbook.limits.items():
        measured = facts.measured[key]
        if measured:
            records = tuple(record for of, record in facts.beyond if of == key)
            rows.append(LimitRow(limit, measured, facts.totals[key] / measured, records))
    return tuple(rows)


def tick_table(book: Periods, span: Span) -> TickTable:
    parts = pieces(span, BAR_PIECES[span.grain])
    facts = [facts_of(book, part) for part in parts]
    whole = facts_of(book, span)
    listed = {tick for kind in book.vault.playbook.kinds.values() for tick in kind.ticks}
    names = sorted(
        (tick for tick in whole.ticks if tick in listed), key=lambda tick: (-whole.ticks[tick], tick)
    )
    rows = tuple((tick, tuple(of.ticks[tick] for of in facts)) for tick in names)
    return TickTable(parts, tuple(of.ticked for of in facts), rows)
