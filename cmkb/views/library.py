"""Products: what was sold of them."""

from __future__ import annotations

from cmkb.model.note import Link, Record
from cmkb.vault import Vault
from cmkb.views.kpis import actual


def _links(record: Record, key: str) -> tuple[Link, ...]:
    value = record.fields.get(key)
    return (value,) if isinstance(value, Link) else tuple(value or ())


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
