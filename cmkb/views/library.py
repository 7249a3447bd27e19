"""Talk tracks and products: what is there, and how often the records name it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cmkb.model.note import Link, Note, Record
from cmkb.vault import Vault
from cmkb.views.day import holders_of


@dataclass(frozen=True, slots=True)
class ScriptRow:
    note: Note
    uses: int
    last_used: date | None


@dataclass(frozen=True, slots=True)
class ProductRow:
    note: Note
    holders: tuple[str, ...]  # paths of clients
    sold: int | float  # sum of the amounts of records that name it


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


def product_rows(vault: Vault) -> tuple[ProductRow, ...]:
    holders = holders_of(vault)
    uses = uses_of(vault, "product")
    rows = []
    for note in vault.of_kind("product"):
        amounts = (r.fields.get("amount") for r in uses.get(note.path, []))
        sold = sum(a for a in amounts if isinstance(a, int | float))
        rows.append(ProductRow(note, holders.get(note.path, ()), sold))
    return tuple(rows)
