"""Talk tracks and products: how often the records name them, and what was sold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cmkb.model.note import Link, Note, Record
from cmkb.vault import Vault
from cmkb.views.kpis import actual


@dataclass(frozen=True, slots=True)
class ScriptRow:
    note: Note
    uses: int
    last_used: date | None


def _links(record: Record, key: str) -> tuple[Link, ...]:
    value = record.fields.get(key)
    return (value,) if isinstance(value, Link) else tuple(value or ())


def uses_of(vault: Vault, key: str) -> dict[str, list[Record]]:
    """Path of a note → the records whose field `key` links it, oldest first."""
    uses: dict[str, list[Record]] = {}
    for record in vault.records:
        for link in _links(record, key):
            path = vault.target(record.path, link)
            if path:
                uses.setdefault(path, []).append(record)
    return uses


def script_rows(vault: Vault) -> tuple[ScriptRow, ...]:
    uses = uses_of(vault, "script")
    rows = []
    for note in vault.of_kind("script"):
        records = uses.get(note.path, [])
        rows.append(ScriptRow(note, len(records), records[-1].date if records else None))
    return tuple(rows)


def sold_of(vault: Vault) -> dict[str, int | float]:
    """Path of a product → what was sold of it, counted as the playbook's sales figure counts."""
    sold: dict[str, int | float] = {}
    kinds = vault.playbook.kinds
    sums = (kpi for kpi in vault.playbook.kpis.values() if kpi.sum == "amount")
    sales = next((kpi for kpi in sums if any(kinds[kind].sale for kind in kpi.kinds if kind in kinds)), None)
    for record in actual(vault, sales, vault.records).records if sales else ():
        for link in _links(record, "product"):
            if path := vault.target(record.path, link):
                sold[path] = sold.get(path, 0) + record.fields["amount"]
    return sold
