"""What a week, month, quarter, half-year or year tells the supervisor. The figures are those of the period's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.vault import Vault
from cmkb.views.clients import ClientRow, client_rows
from cmkb.views.dates import plus
from cmkb.views.figures import DayFigures
from cmkb.views.follow_ups import follow_ups
from cmkb.views.funnel import cycles, funnel, median_days, narrowest, product_sales, source_rows
from cmkb.views.goals import target
from cmkb.views.other_goals import OtherGoal, other_goals
from cmkb.views.period_clients import (
    REASONS,
    NewClient,
    abnormal,
    coverage,
    gone_quiet,
    new_clients,
)
from cmkb.views.periods import (
    Number,
    PeriodRow,
    Periods,
    figures_in,
    passed_and_left,
    period_rows,
    table_pieces,
)
from cmkb.views.practice import LimitRow, limit_rows, tick_table
from cmkb.views.prose import Line, prose, section_lines, visible
from cmkb.views.quota_report import QuotaFigure, Source, of_period, sources
from cmkb.views.report_figures import spent, titles
from cmkb.views.report_parts import parts, summary_of
from cmkb.views.report_rows import Aim, Part, Spent, Summary
from cmkb.views.report_words import title_of
from cmkb.views.spans import Span, span_of
from cmkb.views.spending import spending_in, stayed_away

STALE_DAYS = 31  # so long after its end a period's report still says who waits for a contact today


@immutable
class FigureOfDay:
    """What a day brought to a period's figure."""

    date: dt.date
    value: Number
    derived: Number
    # None in periods longer than a month: the report of the month has them
    records: tuple[Source, ...] | None


@immutable
class PeriodFigure:
    key: str
    label: str
    title: str  # as the form of the day calls it, else the label
    unit: str
    plan: Number | None
    actual: Number  # the days added up, each with the manager's own figure where there is one
    derived: Number  # what the records say
    rate: float | None  # None without a target for the whole of the period
    due: float | None  # what part of the target the days before today should have brought
    overridden: tuple[date, ...]  # days of which the manager gave another figure
    said: Number | None  # what the period's own note says; shown, never counted
    folded: bool  # no row of the day's form
    days: tuple[FigureOfDay, ...]  # those that brought something; their values add up to `actual`


@immutable
class Step:
    key: str
    label: str
    unit: str
    value: Number
    rate: float | None  # of the step before


@immutable
class Sale:
    product: str  # "" where none was named
    amount: Number
    count: int
    share: float


@immutable
class SourceLine:
    source: str
    clients: int
    new: int
    deals: int
    amount: Number
    rate: float | None


@immutable
class Group:
    tier: str
    clients: int
    contacted: int
    quiet: int
    assets: Number
    rate: float | None


@immutable
class NewLine:
    client: str
    name: str
    since: date
    contact: date | None
    in_time: bool | None  # None: there is still time
    contacts: int  # since then, up to today
    visits: int
    spent: Number


@immutable
class AbnormalLine:
    client: str
    name: str
    what: str
    cause: str
    measure: str
    reported: str


@immutable
class QuietLine:
    client: str
    name: str
    tier: str
    since: date | None  # last contact, else the day that counts as one
    days: int
    most: int  # days that the cadence allows


@immutable
class LimitLine:
    key: str
    label: str
    unit: str
    measured: int
    mean: float
    beyond: int


@immutable
class Tick:
    label: str
    count: int


@immutable
class PieceLine:
    """A day of a week or month, else a month."""

    start: date
    end: date
    records: int
    values: tuple[Number, ...]  # in the order of the report's `kpis`


@immutable
class Said:
    """A section of the period's own note: 计划, 目标客户, 活动 …"""

    heading: str
    lines: tuple[Line, ...]


@immutable
class DaySummary:
    date: dt.date
    summary: Summary


@immutable
class Next:
    """The period after this one."""

    period: str
    aims: tuple[Aim, ...]
    plan: tuple[Line, ...]


@immutable
class PeriodReport:
    period: str  # 2026-W48, 2026-11 …
    grain: str
    start: date
    end: date
    today: date
    passed: int  # working days before today
    left: int  # and from today on
    path: str  # of the period's own note; "" without one
    kpis: tuple[PeriodFigure, ...]
    goals: tuple[OtherGoal, ...]  # that no KPI counts: the team's, what clients should hold
    quotas: tuple[QuotaFigure, ...]
    pieces: tuple[PieceLine, ...]
    funnel: tuple[Step, ...]
    narrowest: str  # label of the step where most get lost
    cycle_days: Number | None  # median from first step to sale
    cycle_sales: int
    sales: tuple[Sale, ...]
    sources: tuple[SourceLine, ...]
    clients: tuple[Group, ...]
    new: tuple[NewLine, ...]
    abnormal: tuple[AbnormalLine, ...]
    quiet: tuple[QuietLine, ...]
    spending: tuple[Spent, ...]
    stayed_away: tuple[Spent, ...]  # spent in the period before, nothing in this one
    limits: tuple[LimitLine, ...]
    ticks: tuple[Tick, ...]
    ticked: int
    review: tuple[Line, ...]
    said: tuple[Said, ...]  # what else the period's note says
    summaries: tuple[DaySummary, ...]  # of a week: what each day's summary says
    next: Next
    parts: tuple[Part, ...]


def period_report(book: Periods, span: Span) -> PeriodReport:
    """Who waits for a contact and who is marked as abnormal is told as of today, and only while that is near."""
    vault, today = book.vault, book.today
    recent = span.end >= plus(today, -STALE_DAYS)
    rows = client_rows(vault, follow_ups(vault, today), today) if recent else ()
    days = figures_in(book, span)
    fresh = new_clients(book, span)
    steps = funnel(book, span)
    narrow = narrowest(steps)
    cycle = median_days(cycles(book), span)
    kpis = tuple(_figure(vault, span, row, days) for row in period_rows(book, span))
    ticks = tick_table(book, span)
    note = book.note(span)
    seen = visible(note) if note else None
    passed, left = passed_and_left(book, span)
    return PeriodReport(
        period=span.key,
        grain=span.grain,
        start=span.start,
        end=span.end,
        today=today,
        passed=passed,
        left=left,
        path=note.path if note else "",
        kpis=kpis,
        goals=other_goals(book, span),
        quotas=of_period(vault, book.quotas, span),
        pieces=tuple(_pieces(book, span, [figure.key for figure in kpis])),
        funnel=tuple(Step(s.kpi.key, s.kpi.label, s.kpi.unit, s.value, s.rate) for s in steps),
        narrowest=narrow.kpi.label if narrow else "",
        cycle_days=cycle[0] if cycle else None,
        cycle_sales=cycle[1] if cycle else 0,
        sales=tuple(
            Sale(title_of(vault, s.product), s.amount, s.count, s.share) for s in product_sales(book, span)
        ),
        sources=tuple(
            SourceLine(s.source, s.clients, s.new, s.deals, s.amount, s.rate)
            for s in source_rows(book, span, (new.note.path for new in fresh))
        ),
        clients=tuple(
            Group(c.tier, c.clients, c.contacted, c.quiet, c.assets, c.rate)
            for c in coverage(book, span, rows)
        ),
        new=tuple(_new(vault, new) for new in fresh),
        abnormal=tuple(_abnormal(vault, today)) if recent else (),
        quiet=tuple(_quiet(row, today) for row in gone_quiet(rows, today)),
        spending=spent(vault, spending_in(book, span)),
        stayed_away=spent(vault, stayed_away(book, span)),
        limits=tuple(_limit(row) for row in limit_rows(book, span)),
        ticks=tuple(Tick(label, sum(counts)) for label, counts in ticks.rows),
        ticked=sum(ticks.ticked),
        review=prose(vault, seen, "review") if seen else (),
        said=tuple(_said(vault, seen)) if seen else (),
        summaries=tuple(_summaries(vault, days)) if span.grain == "week" else (),
        next=_next(book, span),
        parts=parts(vault, ((day.date, vault.journals.get(day.date), day.records) for day in days), note),
    )


def _figure(vault: Vault, span: Span, row: PeriodRow, days: Iterable[DayFigures]) -> PeriodFigure:
    key = row.kpi.key
    told = [(day.date, day.rows[key]) for day in days if key in day.rows]
    overridden = (day for day, figure in told if figure.override)
    traced = span.grain in ("week", "month")
    return PeriodFigure(
        key=key,
        label=row.kpi.label,
        title=titles(vault.playbook).get(key, row.kpi.label),
        unit=row.kpi.unit,
        plan=row.target.value if row.target else None,
        actual=row.value,
        derived=row.derived,
        rate=row.rate,
        due=row.due,
        overridden=tuple(overridden),
        said=row.said.value if row.said else None,
        folded=row.kpi.fold,
        days=tuple(
            FigureOfDay(
                day,
                figure.value,
                figure.derived.value,
                sources(figure.derived.records) if traced else None,
            )
            for day, figure in told
            if figure.value or figure.derived.value
        ),
    )


def _pieces(book: Periods, span: Span, keys: Iterable[str]) -> Iterator[PieceLine]:
    keys = tuple(keys)
    for piece in table_pieces(book, span, keys):
        values = tuple(piece.values[key] for key in keys)
        yield PieceLine(piece.span.start, piece.span.end, piece.records, values)


def _abnormal(vault: Vault, today: date) -> Iterator[AbnormalLine]:
    for one in abnormal(vault, today):
        reasons = (one.reasons.get(reason, "") for reason in REASONS)
        yield AbnormalLine(
            one.note.path, title_of(vault, one.note.path), str(one.note.get("abnormal")), *reasons
        )


def _new(vault: Vault, new: NewClient) -> NewLine:
    path = new.note.path
    contact = new.contact.date if new.contact else None
    return NewLine(
        path, title_of(vault, path), new.since, contact, new.in_time, new.contacts, new.visits, new.spent
    )


def _quiet(row: ClientRow, today: date) -> QuietLine:
    since, cadence = row.contact.since, row.contact.cadence
    days = (today - since).days if since else 0
    return QuietLine(row.note.path, row.name, row.tier, since, days, cadence.most if cadence else 0)


def _limit(row: LimitRow) -> LimitLine:
    limit = row.limit
    return LimitLine(limit.key, limit.label, limit.unit, row.measured, row.mean, len(row.beyond))


def _said(vault: Vault, note: Note) -> Iterator[Said]:
    """Sections of no meaning count too, by their own heading. The goals stand in the table."""
    own = {
        "goals",
        "review",
        "private",
        *(s for part in vault.playbook.report.values() for s in part.sections),
    }
    for section in note.sections:
        if section.scope in own or section.meaning in own or not section.heading:
            continue
        lines = section_lines(vault, note, section)
        if lines:
            yield Said(section.heading, lines)


def _summaries(vault: Vault, days: Iterable[DayFigures]) -> Iterator[DaySummary]:
    for day in days:
        journal = vault.journals.get(day.date)
        said = summary_of(vault, visible(journal)) if journal else Summary()
        if said != Summary():
            yield DaySummary(day.date, said)


def _next(book: Periods, span: Span) -> Next:
    following = span_of(plus(span.end, 1), span.grain)
    playbook = book.vault.playbook
    aims = (
        Aim(key, titles(playbook).get(key, kpi.label), kpi.unit, wanted.value)
        for key, kpi in playbook.kpis.items()
        if (wanted := target(book.goals, key, following)) and wanted.whole
    )
    note = book.note(following)
    return Next(following.key, tuple(aims), prose(book.vault, visible(note), "plan") if note else ())
