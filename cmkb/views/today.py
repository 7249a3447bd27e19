"""What Today shows beside the follow-ups: unanswered calls, quotas, the day's figures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.model.playbook import Kpi, Quota, Slot
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.dates import plus
from cmkb.views.day import day_rows, records_by_day
from cmkb.views.kpis import actual
from cmkb.views.quotas import within_slots

ANSWER_DAYS = 7  # how long a call without a reply is shown


@immutable
class Meter:
    """A figure of the day against what was planned, or what the playbook wants."""

    label: str
    unit: str
    value: int | float
    target: int | float | None
    kpi: Kpi
    quota: Quota | None = None

    @property
    def rate(self) -> float | None:
        return self.value / self.target if self.target else None


def meters(vault: Vault, today: date) -> tuple[Meter, ...]:
    """A row for each KPI of the day sheet and for each daily quota; the journal's own target goes first. A quota of
    certain hours has a row of its own."""
    records = records_by_day(vault).get(today, ())
    rows = day_rows(vault, records, vault.journals.get(today))
    quotas = [q for q in vault.playbook.quotas.values() if q.per == "day" and q.kpi and q.least]
    shown = []
    for row in rows:
        quota = next((q for q in quotas if q.kpi == row.kpi.key and not q.boxed), None)
        if quota:
            quotas.remove(quota)
        value = row.value
        if quota and quota.from_tier and row.override is None:
            value = actual(vault, row.kpi, records, quota.from_tier).value
        target = row.plan if row.plan is not None else quota.least if quota else None
        shown.append(Meter(row.kpi.label, row.kpi.unit, value, target, row.kpi, quota))
    for quota in quotas:
        kpi = vault.playbook.kpis[quota.kpi]
        among = within_slots(vault.playbook, quota, records) if quota.boxed else records
        value = actual(vault, kpi, among, quota.from_tier).value
        shown.append(Meter(quota.label, quota.unit or kpi.unit, value, quota.least, kpi, quota))
    return tuple(shown)


def in_slot(vault: Vault, records: Iterable[Record], slot: Slot) -> Mapping[str, int | float]:
    """What the records of this stretch of the day come to, for each quota that is to be reached within it."""
    quotas = [quota for key in slot.quotas if (quota := vault.playbook.quotas[key]).boxed and quota.kpi]
    within = [record for record in records if slot.start <= record.time < slot.end] if quotas else []
    kpis = vault.playbook.kpis
    return {q.key: actual(vault, kpis[q.kpi], within, q.from_tier).value for q in quotas}


def unanswered(vault: Vault, today: date) -> tuple[Record, ...]:
    """Inbound calls of the last days without a reply: no 回复 field and no later contact with the same client."""
    waiting = []
    for record in vault.records:
        if not _is_inbound(vault, record) or record.count is not None:
            continue
        if not plus(today, -ANSWER_DAYS) <= record.date <= today or record.fields.get("reply"):
            continue
        if not any(_answered(vault, record, client, today) for client in vault.clients_of(record)):
            waiting.append(record)
    return tuple(waiting)


def _answered(vault: Vault, call: Record, client: str, today: date) -> bool:
    for record in reversed(vault.timeline(client)):
        if record is call:
            return False
        if record.date <= today and is_contact(record, vault.playbook) and not _is_inbound(vault, record):
            return True
    return False


def _is_inbound(vault: Vault, record: Record) -> bool:
    kind = vault.playbook.kinds.get(record.kind)
    return kind is not None and kind.inbound
