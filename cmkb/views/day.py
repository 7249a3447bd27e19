"""A journal day: plan beside actual, what was carried over, calls, news."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from itertools import takewhile

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Counter, Entry, Note, PlanItem, Record, Section
from cmkb.model.playbook import Kpi, Playbook
from cmkb.vault import Vault
from cmkb.views.dates import plus
from cmkb.views.holders import holders_of, products_by_sector
from cmkb.views.kept import Answers
from cmkb.views.kpis import Actual, actual
from cmkb.views.news import news_item

CARRY_DAYS = 14  # how long a planned line waits for its record


@immutable
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


@immutable
class PlanState:
    item: PlanItem
    clients: tuple[str, ...]
    done_by: Record | None  # the record that shows it


@immutable
class NewsRow:
    entry: Entry
    products: tuple[str, ...]  # paths
    sectors: tuple[str, ...]
    holders: tuple[str, ...]  # paths of clients who hold one of them


@immutable
class DaySheet:
    date: dt.date
    note: Note
    rows: tuple[DayRow, ...]
    plan: tuple[PlanState, ...]
    records: tuple[Record, ...]
    news: tuple[NewsRow, ...]
    before: dt.date | None  # the journal day before and after this one
    after: dt.date | None

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


def day_sheets(vault: Vault, kept: Answers | None = None) -> tuple[DaySheet, ...]:
    """All journal days, oldest first."""
    by_day = records_by_day(vault)
    days = sorted(vault.journals)
    any_news = any(journal.news for journal in vault.journals.values())
    holders, by_sector = holders_of(vault) if any_news else {}, products_by_sector(vault)
    sheets = []
    for index, day in enumerate(days):
        note = vault.journals[day]
        records = by_day.get(day, ())
        sheets.append(
            DaySheet(
                date=day,
                note=note,
                rows=_rows_of_sheet(vault, records, note, kept),
                plan=plan_states(vault, note, date.max),
                records=records,
                news=tuple(_news(vault, note, entry, holders, by_sector) for entry in note.news),
                before=days[index - 1] if index else None,
                after=days[index + 1] if index + 1 < len(days) else None,
            )
        )
    return tuple(sheets)


def _rows_of_sheet(
    vault: Vault, records: tuple[Record, ...], note: Note, kept: Answers | None
) -> tuple[DayRow, ...]:
    if kept is None:
        return day_rows(vault, records, note)
    return kept.of(f"figures of {note.path}", (records, note), partial(day_rows, vault, records, note))


def plan_states(vault: Vault, journal: Note, today: date) -> tuple[PlanState, ...]:
    """A planned line is done when a record of one of its clients shows it, on its day or soon after."""
    states = []
    known: dict[tuple[tuple[str, ...], str], Record | None] = {}  # lines of one kind have one answer
    for item in journal.plan:
        clients = vault.clients_in(journal.path, item.participants)
        key = (clients, item.kind)
        if key not in known:
            done = (_record_of(vault, item, client, today) for client in clients)
            known[key] = next((record for record in done if record), None)
        states.append(PlanState(item, clients, known[key]))
    return tuple(states)


def _record_of(vault: Vault, item: PlanItem, client: str, today: date) -> Record | None:
    timeline = vault.timeline(client)
    last = min(today, plus(item.date, CARRY_DAYS))
    for index in range(bisect_left(timeline, item.date, key=lambda r: r.date), len(timeline)):
        record = timeline[index]
        if record.date > last:
            return None
        if record.count is None and _shows(record, item, vault.playbook):
            return record
    return None


def _shows(record: Record, item: PlanItem, playbook: Playbook) -> bool:
    """The planned kind, or another that comes to the same: a call is a call, and who was met was met."""
    if not item.kind or item.kind == record.kind:
        return True
    planned, happened = playbook.kinds.get(item.kind), playbook.kinds.get(record.kind)
    if planned is None or happened is None:
        return False
    if planned.in_person or happened.in_person:
        return planned.in_person and happened.in_person
    return planned.channel != "" and planned.channel == happened.channel


@immutable
class CarriedOver:
    """Something unfinished of an earlier day: an overdue task, or a planned line without a record."""

    title: str
    client: str | None
    since: date
    path: str
    line: int


def carried_over(vault: Vault, rows: Iterable[FollowUp], day: date) -> tuple[CarriedOver, ...]:
    """What earlier days leave for `day`. Computed afresh each time: nothing is copied into files.

    What was planned again and again is one thing: the last line, since the first day. `rows` by date.
    """
    tasks = [
        CarriedOver(row.title, row.client, row.date, row.path, row.line)
        for row in takewhile(lambda row: row.date < day, rows)
        if row.kind == "task"
    ]
    planned: dict[tuple[object, ...], list[CarriedOver]] = {}
    for ago in range(CARRY_DAYS, 0, -1):
        journal = vault.journals.get(plus(day, -ago))
        if journal is None or journal.date == day:
            continue
        left: dict[tuple[object, ...], list[CarriedOver]] = {}
        for state in plan_states(vault, journal, day):
            item = state.item
            if not state.clients or state.done_by is not None or item.reference:
                continue
            title = " ".join(part for part in (item.kind, item.text) if part)
            key = (state.clients, item.kind or item.text)
            since = planned[key][0].since if key in planned else item.date
            line = CarriedOver(title, state.clients[0], since, item.path, item.place.line)
            left.setdefault(key, []).append(line)
        planned |= left
    lines = (line for of_key in planned.values() for line in of_key)
    return tuple(sorted([*lines, *tasks], key=lambda c: (c.since, c.path, c.line)))


def _news(
    vault: Vault,
    note: Note,
    entry: Entry,
    holders: Mapping[str, tuple[str, ...]],
    by_sector: Mapping[str, tuple[str, ...]],
) -> NewsRow:
    item = news_item(vault, note, entry, by_sector)
    concerned = dict.fromkeys(client for key in item.about for client in holders.get(key, ()))
    return NewsRow(entry, item.products, item.sectors, tuple(concerned))
