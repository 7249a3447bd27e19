"""Consumption: who spent how much, against the time before; who came for the first time, who stayed away (text 6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import takewhile

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.vault import Vault
from cmkb.views.client_facts import since
from cmkb.views.dates import plus
from cmkb.views.periods import Periods, facts_of, figures_in, total
from cmkb.views.spans import Span, previous

Number = int | float
NEW_DAYS = 31  # between becoming a client and the first visit of one who is new


@immutable
class Spending:
    """What one client spent in a stretch of days. Kinds that are spending are marked so in the playbook."""

    client: str  # path; "" where a record names none
    visits: int
    amount: Number
    records: tuple[Record, ...]
    first: bool  # nothing is known from before
    before: Number | None = None  # in the period before; None where that is not asked for


def spending(vault: Vault, records: Iterable[Record]) -> tuple[Spending, ...]:
    """By client, who spent most first."""
    kinds = {key for key, kind in vault.playbook.kinds.items() if kind.spending}
    found: dict[str, list[Record]] = {}
    for record in records:
        if record.kind in kinds:
            client = next(iter(vault.clients_of(record)), "")
            found.setdefault(client, []).append(record)
    rows = []
    for client, of_client in found.items():
        amounts = (r.fields["amount"] for r in of_client if isinstance(r.fields.get("amount"), int | float))
        visits = sum(r.count if r.count is not None else 1 for r in of_client)
        first = bool(client) and _is_first(vault, client, of_client, kinds)
        rows.append(Spending(client, visits, total(amounts), tuple(of_client), first))
    return tuple(sorted(rows, key=lambda row: (not row.client, -row.amount, row.client)))


def _is_first(vault: Vault, client: str, records: list[Record], kinds: set[str]) -> bool:
    """Not of those who came before the notes begin: others are known from before, and the client is new."""
    earliest = next((record for record in vault.timeline(client) if record.kind in kinds), None)
    if earliest is None or not any(record is earliest for record in records):
        return False
    began = since(vault.notes[client])
    if began is not None and began < plus(earliest.date, -NEW_DAYS):
        return False
    return any(record.kind in kinds for record in takewhile(lambda r: r.date < earliest.date, vault.records))


def spending_in(book: Periods, span: Span) -> tuple[Spending, ...]:
    """Of a period, each beside what the client spent in the one before."""
    rows = _of_span(book, span)
    if not figures_in(book, previous(span)):  # before the notes begin
        return rows
    before = {row.client: row.amount for row in _of_span(book, previous(span))}
    return tuple(replace(row, before=before.get(row.client, 0)) for row in rows)


def stayed_away(book: Periods, span: Span) -> tuple[Spending, ...]:
    """Who spent something in the period before and nothing in this one, who spent most first."""
    here = {row.client for row in _of_span(book, span)}
    return tuple(
        replace(row, visits=0, amount=0, records=(), before=row.amount)
        for row in _of_span(book, previous(span))
        if row.client and row.client not in here
    )


def _of_span(book: Periods, span: Span) -> tuple[Spending, ...]:
    kinds = facts_of(book, span).kinds
    if not any(kind.spending and kinds[key] for key, kind in book.vault.playbook.kinds.items()):
        return ()
    return spending(book.vault, (record for day in figures_in(book, span) for record in day.records))
