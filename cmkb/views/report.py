"""What a day's sheet tells the supervisor: figures, calls, plans, news, and what was said for him.

The figures are those of the day's page; names stand in place of links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from cmkb.locales import sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Counter, Link, Moment, Note, PlanItem, Planned, Record
from cmkb.model.playbook import Kpi, Playbook, ReportPart
from cmkb.vault import Vault
from cmkb.views.client import age_on
from cmkb.views.clients import display_name
from cmkb.views.day import (
    CarriedOver,
    DayRow,
    carried_over,
    day_rows,
    plan_states,
    records_by_day,
)
from cmkb.views.figures import called_kpi, linked
from cmkb.views.follow_ups import follow_ups
from cmkb.views.holders import holders_of
from cmkb.views.news import NewsItem, news_items
from cmkb.views.next_day import NextDay, next_day
from cmkb.views.prose import Line, Named, hidden_lines, names_in, prose, said, visible
from cmkb.views.quota_report import QuotaFigure, Source, of_day, sources
from cmkb.views.quotas import quotas_of_day
from cmkb.views.review import review
from cmkb.views.spending import Spending, spending
from cmkb.views.wording import plain

Number = int | float


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what a figure comes from: a client, or a product with its amount."""

    words: str
    amount: Number | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    key: str
    label: str
    title: str  # as the form calls it, else the label
    unit: str
    plan: Number | None
    actual: Number  # what counts: the manager's own figure when there is one
    derived: Number  # what the records say
    overridden: bool
    reason: str
    about: tuple[About, ...]
    unsaid: int  # records counted though they do not say their result
    records: tuple[Source, ...]

    @property
    def rate(self) -> float | None:
        return self.actual / self.plan if self.plan else None


@dataclass(frozen=True, slots=True)
class Call:
    time: str
    clients: tuple[str, ...]  # paths
    name: str
    gender: str
    age: Number | None
    bought_before: tuple[str, ...]
    script: str
    script_design: str
    minutes: Number | None
    result: str
    tone: str  # ok | soon | late | "", as the playbook shows that result
    agreed: bool
    reached: bool
    appt: Moment | None
    place: str
    objection: str
    good: tuple[str, ...]
    improve: str
    next: Planned | None
    text: str
    source: Source

    @property
    def prepared(self) -> bool:
        """Whether it carries more than its result and length, as the form 电话邀约记录表 wants."""
        written = (self.script, self.script_design, self.objection, self.good, self.improve, self.next)
        return any(written) or bool(self.appt or self.place)


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do on the next working day. `late`: by how many days it is overdue then."""

    date: dt.date
    time: str
    kind: str
    client: str | None
    name: str
    title: str
    why: str
    late: int
    source: Source


@dataclass(frozen=True, slots=True)
class Aim:
    key: str
    label: str
    unit: str
    value: Number


@dataclass(frozen=True, slots=True)
class Tomorrow:
    date: dt.date  # the next working day
    written: bool  # False: nobody planned it yet, so the items are what the follow-ups show for it
    aims: tuple[Aim, ...]
    items: tuple[Todo, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Something unfinished, and for how many days."""

    title: str
    client: str | None
    name: str
    since: date
    late: int
    source: Source


@dataclass(frozen=True, slots=True)
class News:
    date: dt.date
    title: str
    points: str
    products: tuple[str, ...]
    holders: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class PartLine:
    date: dt.date | None  # None of a period's own note
    name: str  # the client whom it comes from
    text: str
    depth: int
    head: bool
    source: Source


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the playbook's `report`, with what was written for it."""

    key: str
    label: str
    lines: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class Unsaid:
    """A record that counts though its result is not written."""

    time: str
    kind: str
    name: str
    text: str
    source: Source


@dataclass(frozen=True, slots=True)
class Spent:
    """What one client spent."""

    client: str  # path; "" where a record names none
    name: str
    visits: int
    amount: Number
    before: Number | None  # in the period before; None of a day
    first: bool  # nothing is known from before
    records: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """成败分析: what went well, what went wrong, what to do otherwise; `rest` says none of these."""

    well: tuple[str, ...] = ()
    badly: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DayReport:
    date: dt.date
    path: str  # of the journal; "" without one
    kpis: tuple[Figure, ...]
    summary: Summary
    tomorrow: Tomorrow
    unfinished: tuple[Left, ...]  # planned for this day, without a record of it
    carried_over: tuple[Left, ...]  # what earlier days left for this one
    calls: tuple[Call, ...]
    unsaid: tuple[Unsaid, ...]
    quotas: tuple[QuotaFigure, ...]  # of the day, and of its week, half-month and month up to its evening
    spending: tuple[Spent, ...]
    news: tuple[News, ...]
    morning: tuple[Line, ...]
    view: tuple[Line, ...]
    parts: tuple[Part, ...]


def day_report(vault: Vault, day: date) -> DayReport:
    """As of the evening of `day`. A day without a journal has its records all the same."""
    records = records_by_day(vault).get(day, ())
    journal = vault.journals.get(day)
    seen = visible(journal) if journal else None
    rows = follow_ups(vault, day)
    open_ = tuple(row for row in rows if not _hidden(vault, row.path, row.line))
    left = (item for item in carried_over(vault, rows, day) if not _hidden(vault, item.path, item.line))
    figures = day_rows(vault, records, journal)
    shown = _shown(vault, records)
    return DayReport(
        date=day,
        path=journal.path if journal else "",
        kpis=tuple(figure(vault, row) for row in figures),
        summary=summary_of(vault, seen) if seen else Summary(),
        tomorrow=_tomorrow(vault, open_, day),
        unfinished=tuple(_unfinished(vault, seen, day)) if seen else (),
        carried_over=tuple(_left(vault, item, day) for item in left),
        calls=tuple(_calls(vault, shown, day)),
        unsaid=tuple(_unsaid(vault, figures)),
        quotas=of_day(vault, quotas_of_day(vault, day), day),
        spending=spent(vault, spending(vault, records)),
        news=tuple(_news(vault, seen, day)) if seen else (),
        morning=prose(vault, seen, "morning") if seen else (),
        view=prose(vault, seen, "view") if seen else (),
        parts=parts(vault, [(day, journal, records)]),
    )


def _shown(vault: Vault, records: Iterable[Record]) -> tuple[Record, ...]:
    """Those whose words are for others' eyes. They all count."""
    return tuple(record for record in records if not _hidden(vault, record.path, record.place.line))


def _hidden(vault: Vault, path: str, line: int) -> bool:
    note = vault.notes.get(path)
    return note is not None and line in hidden_lines(note)


def summary_of(vault: Vault, journal: Note) -> Summary:
    """Without the figures that correct the day's own: those stand in the table."""
    named, found = names_in(vault, journal.path), review(journal)
    well, badly, change, rest = (
        tuple(filter(None, (said(line, named) for line in lines)))
        for lines in (found.well, found.badly, found.change, found.rest)
    )
    return Summary(well, badly, change, rest)


# --- figures -----------------------------------------------------------------------------------------------


def figure(vault: Vault, row: DayRow) -> Figure:
    kpi, override = row.kpi, row.override
    return Figure(
        key=kpi.key,
        label=kpi.label,
        title=titles(vault.playbook).get(kpi.key, kpi.label),
        unit=kpi.unit,
        plan=row.plan,
        actual=row.value,
        derived=row.derived.value,
        overridden=override is not None,
        reason=plain(override.reason) if override else "",
        about=tuple(_about(vault, kpi, row.derived.records)),
        unsaid=len(row.derived.unsaid),
        records=sources(row.derived.records),
    )


def titles(playbook: Playbook) -> dict[str, str]:
    """KPI → how the paper form of the day calls it."""
    items = (
        item
        for form in playbook.forms.values()
        if form.kind == "journal"
        for group in form.groups.values()
        for item in group.items.values()
    )
    return {item.field.removeprefix("kpi."): item.key for item in items if item.field.startswith("kpi.")}


def _about(vault: Vault, kpi: Kpi, records: Iterable[Record]) -> Iterator[About]:
    """Products with their amounts where the KPI sums money up, else the clients."""
    amounts: dict[str, Number] = {}
    for record in records:
        if kpi.sum and (products := linked(vault, record, "product")):
            words = sign("、").join(title_of(vault, product) for product in products)
            amounts[words] = amounts.get(words, 0) + record.fields[kpi.sum]
        else:
            amounts.update(dict.fromkeys(names_of(vault, record), 0))
    for words, amount in amounts.items():
        yield About(words, amount or None)


def title_of(vault: Vault, path: str) -> str:
    """Of a note by its path; words that lead to none stay as they are."""
    note = vault.notes.get(path)
    if note is None:
        return path
    return display_name(vault, note) if note.kind == "client" else note.title


def names_of(vault: Vault, record: Record | PlanItem) -> tuple[str, ...]:
    """Whom it is about; the words of links that lead nowhere included."""
    targets = ((link, vault.target(record.path, link)) for link in record.participants)
    return tuple(dict.fromkeys(title_of(vault, path) if path else link.text for link, path in targets))


def _unsaid(vault: Vault, rows: Iterable[DayRow]) -> Iterator[Unsaid]:
    shown: set[int] = set()
    for row in rows:
        for record in row.derived.unsaid:
            if id(record) not in shown and not _hidden(vault, record.path, record.place.line):
                shown.add(id(record))
                name = sign("、").join(names_of(vault, record))
                yield Unsaid(record.time, record.kind, name, plain(record.text), source_of(record))


def spent(vault: Vault, rows: Iterable[Spending]) -> tuple[Spent, ...]:
    return tuple(
        Spent(
            row.client,
            title_of(vault, row.client),
            row.visits,
            row.amount,
            row.before,
            row.first,
            sources(row.records),
        )
        for row in rows
    )


def source_of(record: Record) -> Source:
    return Source(record.path, record.place.line)


# --- calls -------------------------------------------------------------------------------------------------


def _calls(vault: Vault, records: Iterable[Record], day: date) -> Iterator[Call]:
    kpi = called_kpi(vault.playbook)
    for record in records:
        if kpi is not None and record.kind in kpi.kinds and record.count is None:
            yield _call(vault, record, day)


def _call(vault: Vault, record: Record, day: date) -> Call:
    fields = record.fields
    clients = vault.clients_of(record)
    client = vault.notes[clients[0]] if clients else None
    result = vault.playbook.results.get(fields.get("result", ""))
    appt, planned = fields.get("appt"), fields.get("next")
    return Call(
        time=record.time,
        clients=clients,
        name=sign("、").join(names_of(vault, record)),
        gender=str(client.get("gender") or "") if client else "",
        age=_age(client, day) if client else None,
        bought_before=tuple(_bought_before(vault, client)) if client else (),
        script=sign("、").join(title_of(vault, script) for script in linked(vault, record, "script")),
        script_design=_words(fields.get("script_design")),
        minutes=fields.get("mins"),
        result=fields.get("result", ""),
        tone=result.tone if result else "",
        agreed=bool(result and result.agreed),
        reached=result is None or result.reached,
        appt=appt if isinstance(appt, Moment) else None,
        place=_words(fields.get("place")),
        objection=_words(fields.get("objection")),
        good=tuple(plain(str(good)) for good in fields.get("good") or ()),
        improve=_words(fields.get("improve")),
        next=Planned(planned.date, plain(planned.text)) if isinstance(planned, Planned) else None,
        text=said(record.text, names_in(vault, record.path)),
        source=source_of(record),
    )


def _age(client: Note, day: date) -> Number | None:
    known = age_on(client.get("birthday"), day)
    return known if known is not None else client.get("age")


def _bought_before(vault: Vault, client: Note) -> Iterator[str]:
    links = list(client.get("bought_before") or ())
    for holding in client.holdings:
        named = holding.fields.get("product")
        own = (named,) if isinstance(named, Link) else ()
        links += own or (link for link in holding.links if not link.field)
    targets = ((link, vault.target(client.path, link)) for link in links)
    yield from dict.fromkeys(title_of(vault, path) if path else link.text for link, path in targets)


def _words(value: object, named: Named = str) -> str:
    """Any field's value; links by the names of what they mean."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Link):
        return value.alias or named(value.target)
    if isinstance(value, Moment):
        return f"{value.date} {value.time}".rstrip()
    if isinstance(value, Planned):
        return f"{value.date} {plain(value.text)}".rstrip()
    if isinstance(value, tuple):
        return sign("、").join(filter(None, (_words(one, named) for one in value)))
    return f"{value:,}" if isinstance(value, int | float) else said(str(value), named)


def _fields(vault: Vault, of: Record | PlanItem) -> str:
    """What the fields say, with their labels: `资料：稳盈90天；话术：存单到期邀约`."""
    specs, named = vault.playbook.record_fields, names_in(vault, of.path)
    words = (
        (specs[key].label if key in specs else key, _words(value, named)) for key, value in of.fields.items()
    )
    return sign("；").join(f"{label}{sign('：')}{value}" for label, value in words if value)


# --- plans -------------------------------------------------------------------------------------------------


def _unfinished(vault: Vault, journal: Note, day: date) -> Iterator[Left]:
    for state in plan_states(vault, journal, day):
        item = state.item
        if state.clients and state.done_by is None and not item.reference:
            title = " ".join(part for part in (item.kind, plain(item.text)) if part)
            name = sign("、").join(names_of(vault, item))
            yield Left(title, state.clients[0], name, day, 0, Source(item.path, item.place.line))


def _left(vault: Vault, item: CarriedOver, day: date) -> Left:
    name = title_of(vault, item.client) if item.client else ""
    late = (day - item.since).days
    return Left(plain(item.title), item.client, name, item.since, late, Source(item.path, item.line))


def _tomorrow(vault: Vault, rows: tuple[FollowUp, ...], day: date) -> Tomorrow:
    following = next_day(vault, rows, day, day)
    journal = visible(following.journal) if following.journal else None
    items = tuple(_written(vault, journal, rows)) if journal else ()
    return Tomorrow(
        date=following.date,
        written=bool(items),
        aims=tuple(_aims(vault.playbook, following.targets)),
        items=items or tuple(_waiting(vault, following)),
    )


def _aims(playbook: Playbook, targets: Iterable[Counter]) -> Iterator[Aim]:
    for counter in targets:
        if kpi := playbook.kpis.get(counter.key):
            yield Aim(kpi.key, titles(playbook).get(kpi.key, kpi.label), kpi.unit, counter.value)


def _written(vault: Vault, journal: Note, rows: Iterable[FollowUp]) -> Iterator[Todo]:
    """Lines of the plan and the tasks among them, in the order of the note."""
    lines = {task.place.line for task in journal.tasks if task.section == "plan"}
    tasks = (row for row in rows if row.kind == "task" and row.path == journal.path and row.line in lines)
    named = names_in(vault, journal.path)
    found = [_todo(vault, row, row.date) for row in tasks]
    for item in journal.plan:
        clients = vault.clients_in(journal.path, item.participants)
        name = sign("、").join(names_of(vault, item))
        source = Source(item.path, item.place.line)
        words = said(item.text, named)
        client = clients[0] if clients else None
        found.append(
            Todo(item.date, item.time, item.kind, client, name, words, _fields(vault, item), 0, source)
        )
    yield from sorted(found, key=lambda todo: todo.source.line)


def _waiting(vault: Vault, following: NextDay) -> Iterator[Todo]:
    """What is due by then, then what is overdue, then whose turn it is; as Today will show it."""
    due = sorted(following.rows, key=lambda row: (row.kind != "appointment", row.sort_key))
    for row in (*due, *following.waiting):
        yield _todo(vault, row, following.date)


def _todo(vault: Vault, row: FollowUp, following: date) -> Todo:
    name = title_of(vault, row.client) if row.client else ""
    late = row.overdue_days(following)
    source = Source(row.path, row.line)
    return Todo(row.date, row.time, row.kind, row.client, name, row.title, row.why, late, source)


# --- words -------------------------------------------------------------------------------------------------


def _news(vault: Vault, journal: Note, day: date) -> Iterator[News]:
    items = [item for item in news_items(vault) if item.path == journal.path]
    holders = holders_of(vault) if items else {}
    seen = {entry.place.line for entry in journal.news}
    for item in items:
        if item.line in seen:
            yield _news_row(vault, day, item, holders)


def _news_row(vault: Vault, day: date, item: NewsItem, holders: dict[str, tuple[str, ...]]) -> News:
    said_on = item.entry.fields.get("news_date")
    concerned = dict.fromkeys(client for key in item.about for client in holders.get(key, ()))
    return News(
        date=said_on if isinstance(said_on, date) else day,
        title=said(item.entry.text, names_in(vault, item.path)),
        points=_words(item.entry.fields.get("points")),
        products=tuple(title_of(vault, product) for product in item.products),
        holders=tuple(title_of(vault, client) for client in concerned),
        source=Source(item.path, item.line),
    )


Day = tuple[date, Note | None, tuple[Record, ...]]  # with its journal and its records


def parts(vault: Vault, days: Iterable[Day], note: Note | None = None) -> tuple[Part, ...]:
    """Each heading of the playbook's `report`, whether anything was written for it or not.

    `note` is that of a period: what it says itself goes before what its days say.
    """
    days = tuple(days)
    of_kinds = {kind for part in vault.playbook.report.values() for kind in part.kinds}
    return tuple(
        Part(
            part.key,
            part.label,
            (
                *(_section_lines(vault, part, note, None) if note else ()),
                *(line for day in days for line in _part_lines(vault, part, day, of_kinds)),
            ),
        )
        for part in vault.playbook.report.values()
    )


def _part_lines(vault: Vault, part: ReportPart, day: Day, of_kinds: set[str]) -> Iterator[PartLine]:
    date_, journal, records = day
    if journal:
        yield from _section_lines(vault, part, journal, date_)
    told = (
        r
        for r in records
        if r.kind in part.kinds or (r.kind not in of_kinds and r.fields.keys() & part.fields)
    )
    for record in _shown(vault, told):
        text = _whole(vault, record) if record.kind in part.kinds else _said_in(vault, record, part.fields)
        if text:
            name = sign("、").join(names_of(vault, record))
            yield PartLine(date_, name, text, 0, False, source_of(record))


def _section_lines(vault: Vault, part: ReportPart, note: Note, day: date | None) -> Iterator[PartLine]:
    seen = visible(note)
    for line in (line for section in part.sections for line in prose(vault, seen, section)):
        yield PartLine(day, "", line.text, line.depth, line.head, Source(note.path, line.line))


def _whole(vault: Vault, record: Record) -> str:
    """A record's words and what its fields say."""
    words, fields = said(record.text, names_in(vault, record.path)), _fields(vault, record)
    return f"{words}{sign('（')}{fields}{sign('）')}" if words and fields else words or fields


def _said_in(vault: Vault, record: Record, keys: Iterable[str]) -> str:
    named = names_in(vault, record.path)
    return sign("；").join(filter(None, (_words(record.fields.get(key), named) for key in keys)))
