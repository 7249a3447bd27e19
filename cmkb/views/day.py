"""A journal day: plan beside actual, what was carried over, calls, news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Counter, Entry, Note, PlanItem, Record, Section
from cmkb.model.playbook import Kpi
from cmkb.vault import Vault
from cmkb.views.kpis import Actual, actual


@dataclass(frozen=True, slots=True)
class DayRow:
    kpi: Kpi
    plan: int | float | None
    derived: Actual
    override: Counter | None

    @property
    def value(self) -> int | float:
        """What counts: the manager's own figure when there is one."""
        return self.override.value if self.override else self.derived.value

    @property
    def rate(self) -> float | None:
        return self.value / self.plan if self.plan else None


@dataclass(frozen=True, slots=True)
class PlanState:
    item: PlanItem
    clients: tuple[str, ...]
    done_by: Record | None  # the record that shows it


@dataclass(frozen=True, slots=True)
class NewsRow:
    entry: Entry
    products: tuple[str, ...]  # paths
    holders: tuple[str, ...]  # paths of clients who hold one of them


@dataclass(frozen=True, slots=True)
class DaySheet:
    date: date
    note: Note
    rows: tuple[DayRow, ...]
    plan: tuple[PlanState, ...]
    records: tuple[Record, ...]
    news: tuple[NewsRow, ...]
    before: date | None  # the journal day before and after this one
    after: date | None

    def section(self, meaning: str) -> Section | None:
        return next((s for s in self.note.sections if s.meaning == meaning), None)


def records_by_day(vault: Vault) -> dict[date, tuple[Record, ...]]:
    days: dict[date, list[Record]] = {}
    for record in vault.records:
        days.setdefault(record.date, []).append(record)
    return {day: tuple(records) for day, records in days.items()}


def day_rows(vault: Vault, records: Iterable[Record], note: Note | None) -> tuple[DayRow, ...]:
    """A row for each KPI that the day sheet shows, and for a folded one that was planned or happened."""
    records = tuple(records)
    targets = {counter.key: counter for counter in (note.targets if note else ())}
    overrides = {counter.key: counter for counter in (note.overrides if note else ())}
    rows = []
    for key, kpi in vault.playbook.kpis.items():
        plan = targets[key].value if key in targets else None
        row = DayRow(kpi, plan, actual(vault, kpi, records), overrides.get(key))
        if not kpi.fold or plan is not None or row.value:
            rows.append(row)
    return tuple(rows)


def day_sheets(vault: Vault) -> tuple[DaySheet, ...]:
    """All journal days, oldest first."""
    by_day = records_by_day(vault)
    days = sorted(vault.journals)
    holders = holders_of(vault)
    sheets = []
    for index, day in enumerate(days):
        note = vault.journals[day]
        records = by_day.get(day, ())
        sheets.append(
            DaySheet(
                date=day,
                note=note,
                rows=day_rows(vault, records, note),
                plan=plan_states(vault, note, date.max),
                records=records,
                news=tuple(_news(vault, note, entry, holders) for entry in note.news),
                before=days[index - 1] if index else None,
                after=days[index + 1] if index + 1 < len(days) else None,
            )
        )
    return tuple(sheets)


def plan_states(vault: Vault, journal: Note, today: date) -> tuple[PlanState, ...]:
    """A planned line is done when a record of the same client shows it, on its day or later, until today."""
    states = []
    for item in journal.plan:
        clients = vault.clients_in(journal.path, item.participants)
        done = (_record_of(vault, item, client, today) for client in clients)
        states.append(PlanState(item, clients, next((r for r in done if r), None)))
    return tuple(states)


def _record_of(vault: Vault, item: PlanItem, client: str, today: date) -> Record | None:
    for record in vault.timeline(client):
        if item.date <= record.date <= today and (not item.kind or item.kind == record.kind):
            return record
    return None


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Something unfinished of an earlier day: an overdue task, or a planned line without a record."""

    title: str
    client: str | None
    since: date
    path: str
    line: int


def carried_over(vault: Vault, rows: Iterable[FollowUp], day: date) -> tuple[CarriedOver, ...]:
    """What an earlier day leaves for `day`. Computed afresh each time: nothing is copied into files."""
    tasks = [
        CarriedOver(row.title, row.client, row.date, row.path, row.line)
        for row in rows
        if row.kind == "task" and row.date < day
    ]
    earlier = max((d for d in vault.journals if d < day), default=None)
    planned = []
    if earlier is not None:
        for state in plan_states(vault, vault.journals[earlier], day):
            if state.clients and state.done_by is None and not state.item.reference:
                item = state.item
                title = " ".join(part for part in (item.kind, item.text) if part)
                planned.append(CarriedOver(title, state.clients[0], item.date, item.path, item.place.line))
    return tuple(sorted([*planned, *tasks], key=lambda c: (c.since, c.path, c.line)))


def holders_of(vault: Vault) -> dict[str, tuple[str, ...]]:
    """Product path → paths of the clients whose holdings link it."""
    holders: dict[str, dict[str, None]] = {}
    for client in vault.of_kind("client"):
        for holding in client.holdings:
            for link in holding.links:
                product = vault.target(client.path, link)
                if product and product in vault.notes:
                    holders.setdefault(product, {})[client.path] = None
    return {product: tuple(clients) for product, clients in holders.items()}


def _news(vault: Vault, note: Note, entry: Entry, holders: dict[str, tuple[str, ...]]) -> NewsRow:
    targets = (vault.target(note.path, link) for link in entry.links)
    products = tuple(dict.fromkeys(t for t in targets if t in vault.notes and vault.notes[t].kind == "product"))
    concerned = dict.fromkeys(client for product in products for client in holders.get(product, ()))
    return NewsRow(entry, products, tuple(concerned))
