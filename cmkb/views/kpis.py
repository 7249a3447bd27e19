"""KPIs counted from records, as the playbook defines them; every figure keeps the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmkb.model.note import Link, Record
from cmkb.model.playbook import Kpi, Playbook
from cmkb.vault import Vault


@dataclass(frozen=True, slots=True)
class Actual:
    kpi: Kpi
    value: int | float
    records: tuple[Record, ...]  # those that were counted
    unsaid: tuple[Record, ...] = ()  # counted, though the result that would tell is missing


def actuals(vault: Vault, records: Iterable[Record]) -> Mapping[str, Actual]:
    """One Actual for each KPI of the playbook."""
    records = tuple(records)
    return {key: actual(vault, kpi, records) for key, kpi in vault.playbook.kpis.items()}


def actual(vault: Vault, kpi: Kpi, records: Iterable[Record], from_tier: str = "") -> Actual:
    """`from_tier` leaves out records that are about clients of a lower tier only."""
    counted = [r for r in records if counts(kpi, r, vault.playbook) and _reaches(vault, r, from_tier)]
    counted = _once(vault, kpi, counted)
    if kpi.sum:
        value = sum((r.fields[kpi.sum] for r in counted), 0)
    else:
        value = sum(r.count if r.count is not None else 1 for r in counted)
    unsaid = tuple(r for r in counted if kpi.results_not and r.count is None and not r.fields.get("result"))
    return Actual(kpi, value, tuple(counted), unsaid)


def counts(kpi: Kpi, record: Record, playbook: Playbook) -> bool:
    if kpi.sum and not isinstance(record.fields.get(kpi.sum), int | float):
        return False
    result = record.fields.get("result", "")
    if result and result in kpi.results:
        return True
    if record.kind in kpi.kinds:
        effective = record.fields.get("effective")  # the manager's own word goes before the result
        return effective if isinstance(effective, bool) else result not in kpi.results_not
    return record.kind in kpi.occasion_kinds and record.fields.get("occasion", "") in kpi.occasions


def _reaches(vault: Vault, record: Record, tier: str) -> bool:
    least = vault.playbook.tier_level(tier)
    if least is None or record.count is not None:
        return True
    levels = (vault.playbook.tier_level(vault.notes[p].get("tier", "")) for p in vault.clients_of(record))
    return any(level is not None and level >= least for level in levels)


def _once(vault: Vault, kpi: Kpi, records: list[Record]) -> list[Record]:
    """Drops records that `once_per` says are the same event told twice.

    A record that leaves the product out is the same sale as one of equal client, day and amount that names it.
    """
    if not kpi.once_per:
        return records
    kept: dict[tuple[object, ...], list[tuple[str, Record]]] = {}
    for record in records:
        key = _key(vault, kpi, record)
        product = _product(vault, record) if "product" in kpi.once_per else ""
        same = kept.setdefault(key, [])
        for index, (known, _) in enumerate(same):
            if known == product or not known or not product:
                if product and not known:
                    same[index] = (product, record)
                break
        else:
            same.append((product, record))
    chosen = {id(record) for same in kept.values() for _, record in same}
    return [record for record in records if id(record) in chosen]


def _key(vault: Vault, kpi: Kpi, record: Record) -> tuple[object, ...]:
    clients = vault.clients_of(record)
    if record.count is not None or ("client" in kpi.once_per and not clients):
        return (record.path, record.place)  # nothing says whom it is about: each line counts
    parts: list[object] = []
    for part in kpi.once_per:
        if part == "date":
            parts.append(record.date)
        elif part == "client":
            parts.append(clients)
        elif part == "kind":
            parts.append(record.kind)
        elif part == "amount":
            parts.append(record.fields.get("amount"))
    return tuple(parts)


def _product(vault: Vault, record: Record) -> str:
    written = record.fields.get("product") or ()
    links = (written,) if isinstance(written, Link) else written
    return "|".join(vault.target(record.path, link) or link.target for link in links)
