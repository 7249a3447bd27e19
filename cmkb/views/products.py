"""Products: who holds them and how much, what was sold, what the news says, whom they suit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, Record
from cmkb.vault import Vault
from cmkb.views.fit import Fitting, Track
from cmkb.views.holders import Holder
from cmkb.views.kpis import actual
from cmkb.views.news import NewsItem


@immutable
class ProductRow:
    note: Note
    holders: tuple[Holder, ...]
    held: int | float
    sold: int | float
    news: int


@immutable
class ProductBrief:
    note: Note
    holders: tuple[Holder, ...]  # whose money comes due first, first
    held: int | float
    sold: int | float
    news: tuple[NewsItem, ...]
    suits: Fitting
    scripts: tuple[Note, ...]


def product_rows(
    vault: Vault, holders: Mapping[str, tuple[Holder, ...]], news: tuple[NewsItem, ...]
) -> tuple[ProductRow, ...]:
    sold = sold_of(vault)
    counts: dict[str, int] = {}
    for item in news:
        for path in item.products:
            counts[path] = counts.get(path, 0) + 1
    return tuple(
        ProductRow(
            note,
            held_by := holders.get(note.path, ()),
            sum(holder.amount for holder in held_by),
            sold.get(note.path, 0),
            counts.get(note.path, 0),
        )
        for note in vault.of_kind("product")
    )


def product_brief(
    row: ProductRow, news: tuple[NewsItem, ...], suits: Fitting, scripts: tuple[Track, ...], today: date
) -> ProductBrief:
    path = row.note.path
    return ProductBrief(
        note=row.note,
        holders=tuple(sorted(row.holders, key=lambda h: (h.matures(today) or date.max, h.path))),
        held=row.held,
        sold=row.sold,
        news=tuple(item for item in news if path in item.products),
        suits=suits,
        scripts=tuple(track.note for track in scripts if path in track.products),
    )


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


def _links(record: Record, key: str) -> tuple[Link, ...]:
    value = record.fields.get(key)
    return (value,) if isinstance(value, Link) else tuple(value or ())
