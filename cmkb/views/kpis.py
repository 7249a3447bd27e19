"""KPIs counted from records, as the playbook defines them; every figure keeps the records behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Record
from cmkb.model.playbook import Kpi, Playbook
from cmkb.names import fold
from cmkb.vault import Vault


@immutable
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
        value = exact_sum(r.fields[kpi.sum] for r in counted)
    else:
        value = sum(r.count if r.count is not None else 1 for r in counted)
    return Actual(kpi, value, tuple(counted), tuple(r for r in counted if _is_unsaid(kpi, r)))


def exact_sum(values: Iterable[int | float]) -> int | float:
    """As on paper: 0.1 and 0.2 are 0.3, in any order."""
    found = list(values)
    if all(isinstance(value, int) for value in found):
        return sum(found)
    return float(sum(Decimal(str(value)) for value in found))


def _is_unsaid(kpi: Kpi, record: Record) -> bool:
    if not kpi.results_not or record.count is not None:
        return False
    return not record.fields.get("result") and "effective" not in record.fields


def counts(kpi: Kpi, record: Record, playbook: Playbook) -> bool:
    if kpi.sum and not isinstance(record.fields.get(kpi.sum), int | float):
        return False
    result = record.fields.get("result", "")
    if result and result in kpi.results:
        return True
    if record.kind in kpi.kinds:
        if not came_about(record, playbook):
            return False
        effective = record.fields.get("effective")  # the manager's own word goes before the result
        if kpi.results_not and isinstance(effective, bool):
            return effective
        return result not in kpi.results_not
    return record.kind in kpi.occasion_kinds and record.fields.get("occasion", "") in kpi.occasions


def came_about(record: Record, playbook: Playbook) -> bool:
    """False for a sale or an opening whose own result says that it is still to come, or came to nothing."""
    kind, result = playbook.kinds.get(record.kind), playbook.results.get(record.fields.get("result", ""))
    return not (kind and kind.sale and result and result.undone)


def _reaches(vault: Vault, record: Record, tier: str) -> bool:
    least = vault.playbook.tier_level(tier)
    if least is None or record.count is not None:
        return True
    levels = (vault.playbook.tier_level(vault.notes[p].get("tier", "")) for p in vault.clients_of(record))
    return any(level is not None and level >= least for level in levels)


_ANY = object()
_Key = tuple[object, ...]


@dataclass(slots=True)
class _Event:
    """Something that several records may tell of; what one of them leaves out, another says."""

    record: Record
    product: str = ""
    amount: object = None

    def forms(self) -> list[_Key]:
        """How a record that tells of this event may ask for it."""
        return [(product, amount) for product in (self.product, _ANY) for amount in (self.amount, _ANY)]


def _asks(product: str, amount: object) -> list[_Key]:
    """Events that a record may tell of: of its product and amount, or with a gap where it says more."""
    products = (product, "") if product else (_ANY,)
    amounts = (amount, None) if amount is not None else (_ANY,)
    return [(product, amount) for product in products for amount in amounts]


def _once(vault: Vault, kpi: Kpi, records: list[Record]) -> list[Record]:
    """Drops records that `once_per` says are the same event told twice.

    Clients are the same when one is: the meeting of a couple may name both, or one.
    """
    if not kpi.once_per:
        return records
    events: list[_Event] = []
    known: dict[_Key, _Event] = {}
    for record in records:
        keys = _keys(vault, kpi, record)
        product = _product(vault, record) if "product" in kpi.once_per else ""
        amount = record.fields.get("amount") if "amount" in kpi.once_per else None
        asked = ((*key, *form) for form in _asks(product, amount) for key in keys)
        event = next((known[name] for name in asked if name in known), None)
        if event is None:
            event = _Event(record, product, amount)
            events.append(event)
        else:
            for name in [(*key, *form) for key in keys for form in event.forms()]:
                if known.get(name) is event:
                    del known[name]
            if product and not event.product:
                event.record, event.product = record, product
            if event.amount is None:
                event.amount = amount
        for key in keys:
            for form in event.forms():
                known.setdefault((*key, *form), event)
    chosen = {id(event.record) for event in events}
    return [record for record in records if id(record) in chosen]


def _keys(vault: Vault, kpi: Kpi, record: Record) -> list[_Key]:
    """One for each client; a line that says nothing of whom it is about stands for itself."""
    people = _people(vault, record)
    if record.count is not None or ("client" in kpi.once_per and not people):
        return [(record.path, record.place)]
    day = record.date if "date" in kpi.once_per else None
    kind = record.kind if "kind" in kpi.once_per else ""
    return [(day, kind, person) for person in (people if "client" in kpi.once_per else [""])]


def _people(vault: Vault, record: Record) -> list[str]:
    """Paths of clients, and the names of those who have no note yet."""
    people = []
    for link in record.participants:
        path = vault.target(record.path, link)
        if path is None:
            people.append(fold(link.target))
        elif path in vault.notes and vault.notes[path].kind == "client":
            people.append(path)
    return people


def _product(vault: Vault, record: Record) -> str:
    written = record.fields.get("product") or ()
    links = (written,) if isinstance(written, Link) else written
    return "|".join(vault.target(record.path, link) or fold(link.target) for link in links)
