"""What each day brought, counted once; periods add the days up.

Days after today are left out: what is noted there is still to come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Record
from cmkb.model.playbook import Kpi, Limit, Playbook
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.day import DayRow, DaySheet, day_rows, records_by_day
from cmkb.views.kpis import counts

Number = int | float


@dataclass(slots=True)
class Facts:
    """What is counted beside the KPIs. Those of a period are the sum of its days."""

    records: int = 0
    contacted: set[str] = field(default_factory=set)  # paths of clients
    hours: Counter[tuple[int, int]] = field(default_factory=Counter)  # (weekday, hour) → records
    dialled: Counter[tuple[int, int]] = field(default_factory=Counter)
    reached: Counter[tuple[int, int]] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    measured: Counter[str] = field(default_factory=Counter)  # limit → records with its field
    totals: Counter[str] = field(default_factory=Counter)  # limit → sum of the field
    beyond: list[tuple[str, Record]] = field(default_factory=list)  # limit, record
    ticks: Counter[str] = field(default_factory=Counter)  # values of the tick-lists
    ticked: int = 0  # records on which something was ticked

    def add(self, other: Facts) -> None:
        self.records += other.records
        self.contacted |= other.contacted
        self.hours.update(other.hours)
        self.dialled.update(other.dialled)
        self.reached.update(other.reached)
        self.kinds.update(other.kinds)
        self.measured.update(other.measured)
        self.totals.update(other.totals)
        self.beyond += other.beyond
        self.ticks.update(other.ticks)
        self.ticked += other.ticked


@immutable
class DayFigures:
    date: date
    rows: Mapping[str, DayRow]  # by KPI; a missing one is 0
    records: tuple[Record, ...]
    facts: Facts
    journal: str | None  # path

    def value(self, kpi: str) -> Number:
        row = self.rows.get(kpi)
        return row.value if row else 0


def day_figures(
    vault: Vault, today: date, sheets: Iterable[DaySheet] = (), since: date = date.min
) -> dict[date, DayFigures]:
    """All days up to today with a journal or a record, oldest first. `sheets`, when at hand, save the counting."""
    by_day = records_by_day(vault)
    known = {sheet.date: sheet.rows for sheet in sheets}
    shared = _Shared(vault)
    found = {}
    for day in sorted({*by_day, *vault.journals}):
        if day > today:
            break
        if day < since:
            continue
        records = by_day.get(day, ())
        journal = vault.journals.get(day)
        rows = known.get(day) or day_rows(vault, records, journal)
        found[day] = DayFigures(
            day,
            {row.kpi.key: row for row in rows},
            records,
            shared.facts(records),
            journal.path if journal else None,
        )
    return found


def called_kpi(playbook: Playbook) -> Kpi | None:
    """The first that leaves out calls nobody answered: of these it can be told when people are reached."""
    return next((kpi for kpi in playbook.kpis.values() if kpi.results_not and not kpi.sum), None)


def beyond(limit: Limit, value: Number) -> bool:
    return (limit.most is not None and value > limit.most) or (
        limit.least is not None and value < limit.least
    )


def linked(vault: Vault, record: Record, key: str) -> tuple[str, ...]:
    """What a record's field links: paths, or the words where there is no such note."""
    written = record.fields.get(key) or ()
    links = (written,) if isinstance(written, Link) else tuple(w for w in written if isinstance(w, Link))
    return tuple(vault.target(record.path, link) or link.target for link in links)


class _Shared:
    """What is the same for every record of a vault."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        playbook = vault.playbook
        self.limits: dict[str, list[Limit]] = {}
        for limit in playbook.limits.values():
            for kind in limit.kinds:
                self.limits.setdefault(kind, []).append(limit)
        self.called = called_kpi(playbook)
        dialled = self.called.kinds if self.called else ()
        self.dialled = frozenset(k for k in dialled if not playbook.kinds[k].inbound)

    def facts(self, records: Iterable[Record]) -> Facts:
        facts = Facts()
        playbook = self.vault.playbook
        for record in records:
            facts.records += 1
            facts.kinds[record.kind] += record.count if record.count is not None else 1
            if record.count is not None:
                continue
            if is_contact(record, playbook):
                facts.contacted.update(self.vault.clients_of(record))
            if record.time:
                cell = (record.date.weekday(), int(record.time[:2]))
                facts.hours[cell] += 1
                if self.called and record.kind in self.dialled:
                    facts.dialled[cell] += 1
                    facts.reached[cell] += counts(self.called, record, playbook)
            for limit in self.limits.get(record.kind, ()):
                value = record.fields.get(limit.field)
                if isinstance(value, int | float):
                    facts.measured[limit.key] += 1
                    facts.totals[limit.key] += value  # type: ignore[assignment]  # a Counter of numbers
                    if beyond(limit, value):
                        facts.beyond.append((limit.key, record))
            good = record.fields.get("good")
            if good:
                facts.ticked += 1
                facts.ticks.update(set(good))
        return facts
