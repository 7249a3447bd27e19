"""The tables of a period's page: every figure is told by day or month, and each leads to its records."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.addresses import relative
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.quota_html import anchor, asked, outcome, told
from cmkb.pages.trail import kpi_anchor, link, people_links, record_address, record_link, text
from cmkb.views.figures import linked
from cmkb.views.funnel import counted, deal_kpi, money_kpi, source_rows
from cmkb.views.period_clients import (
    REASONS,
    abnormal,
    coverage,
    new_clients,
    spending_in,
)
from cmkb.views.periods import PeriodRow, Piece, figures_in, table_pieces
from cmkb.views.practice import limit_rows, tick_table
from cmkb.views.spans import Span

MOST_ROWS = 40
MOST_TOLD = 8  # records behind a quota that are named


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    right: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    id: str
    title: str
    remark: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]
    wide: bool = False  # takes the whole width
    foot: tuple[Markup, ...] = ()
    more: str = ""


def tables(context: PageContext, span: Span, rows: tuple[PeriodRow, ...], tools: PageTools) -> list[Table]:
    found = [
        _by_day(context, span, rows, tools),
        _quotas(context, span, tools),
        _deals(context, span, tools),
        _sources(context, span),
        _coverage(context, span),
        _new(context, span, tools),
        _limits(context, span, tools),
        _ticks(context, span),
        _abnormal(context, span, tools),
        _spending(context, span, tools),
    ]
    return [table for table in found if table is not None]


def _by_day(context: PageContext, span: Span, rows: tuple[PeriodRow, ...], tools: PageTools) -> Table | None:
    """Where each figure comes from. Of months their own pages tell more."""
    shown = [row for row in rows if row.value or not row.kpi.fold]
    parts = table_pieces(context.periods, span, (row.kpi.key for row in shown))
    if not parts:
        return None
    lines = []
    for part in parts:
        if part.span.grain:
            place = context.period_places.get(part.span, "")
            address = relative(place, tools.page) if place else ""
            head = link(address, names.short(part.span, context.language))
            records = link(f"{address}#days" if address else "", part.records)
        else:
            address = tools.url(part.journal) if part.journal else _only_note(context, part.span, tools)
            head = link(address, names.day_label(part.span.start, context.language))
            records = link(f"{address}#records" if part.journal and address else address, part.records)
        values = [_day_value(context, part, row, address, tools) for row in shown]
        lines.append((head, *values, records))
    total = [words.quantity(row.value, row.kpi.unit) for row in shown]
    count = sum(part.records for part in parts)
    by_month = bool(parts[0].span.grain)
    return Table(
        "days",
        context.say("逐月") if by_month else context.say("逐日"),
        context.say("上面每个数从哪天来"),
        (
            Column(context.say("日期")),
            *(Column(r.kpi.label, True, kpi_anchor(r.kpi.key)) for r in shown),
            Column(context.say("记录"), True),
        ),
        tuple(lines),
        wide=True,
        foot=(text(context.say("合计")), *(text(t) for t in total), text(count)),
    )


def _day_value(context: PageContext, part: Piece, row: PeriodRow, address: str, tools: PageTools) -> Markup:
    """Leads to where the page of the day or month tells what it is made of."""
    value = part.values[row.kpi.key]
    if not value:
        return text("—")
    shown = words.quantity(value, row.kpi.unit)
    if part.journal or part.span.grain:
        of_day = context.periods.days.get(part.span.start)
        told = part.span.grain or (
            of_day and row.kpi.key in of_day.rows and of_day.rows[row.kpi.key].derived.records
        )
        return link(f"{address}#{kpi_anchor(row.kpi.key)}" if address and told else address, shown)
    records = context.periods.days[part.span.start].rows[row.kpi.key].derived.records
    first, *others = (record_address(tools, record) for record in records)
    return link(first, shown) + Markup("").join(link(other, f" +{n}") for n, other in enumerate(others, 1))


def _only_note(context: PageContext, span: Span, tools: PageTools) -> str:
    """Of a day without a journal: the note in which its records stand."""
    records = context.periods.days[span.start].records
    return tools.url(records[0].path) if records else ""


def _quotas(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    lines = []
    for row in context.periods.quotas.rows(span):
        label = Markup('<span id="{}">{}</span>').format(anchor(row.quota.key), row.quota.label)
        lines.append(
            (label, text(asked(row.parts[-1], say)), text(outcome(row, say)), told(tools, row, MOST_TOLD))
        )
    if not lines:
        return None
    columns = (Column(say("规定")), Column(say("要求")), Column(say("做到"), True), Column(say("记录")))
    return Table("quotas", say("定量做到多少"), "", columns, tuple(lines), wide=True)


def _deals(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    playbook, say = context.vault.playbook, context.say
    days = figures_in(context.periods, span)
    money, deal = money_kpi(playbook), deal_kpi(playbook)
    records = {id(r): r for r in (*counted(days, deal), *counted(days, money))}
    if not records or span.grain not in ("week", "month"):
        return None
    newest = sorted(records.values(), key=lambda r: (r.date, r.time, r.path, r.place), reverse=True)
    lines = []
    for record in newest[:MOST_ROWS]:
        products = Markup("、").join(_product(tools, p) for p in linked(context.vault, record, "product"))
        amount = record.fields.get(money.sum) if money else None
        lines.append(
            (
                record_link(tools, record, words.day(record.date, context.today)),
                people_links(tools, context.vault.clients_of(record)) or text("—"),
                products or text("—"),
                text(words.amount(amount) if isinstance(amount, int | float) else "—"),
            )
        )
    return Table(
        "deals",
        next((kpi.label for kpi in (deal, money) if kpi), ""),
        say("{n} 笔").format(n=len(newest)),
        (Column(say("日期")), Column(say("客户")), Column(say("产品")), Column(say("金额"), True)),
        tuple(lines),
        more=_more(context, len(newest)),
    )


def _product(tools: PageTools, path: str) -> Markup:
    known = path in tools.context.vault.notes
    return link(tools.url(path), tools.name(path)) if known else text(path)


def _more(context: PageContext, count: int) -> str:
    return (
        context.say("还有 {n} 行没列出来，见各天的日志").format(n=count - MOST_ROWS)
        if count > MOST_ROWS
        else ""
    )


def _sources(context: PageContext, span: Span) -> Table | None:
    say = context.say
    new = [one.note.path for one in new_clients(context.periods, span)]
    rows = [r for r in source_rows(context.periods, span, new) if r.new or r.deals or r.buyers]
    if not rows:
        return None
    lines = [
        (
            text(row.source or say("没写来源")), text(row.clients), text(row.new or "—"), text(row.buyers or "—"),
            text(words.percent(row.rate) if row.buyers else "—"), text(words.amount(row.amount) if row.amount else "—"),
        )
        for row in rows
    ]  # fmt: skip
    return Table(
        "sources",
        say("客户从哪里来"),
        say("成交率是本期买过的占该来源全部客户"),
        (
            Column(say("来源")), Column(say("客户"), True), Column(say("新增"), True), Column(say("买过"), True),
            Column(say("成交率"), True), Column(say("金额"), True),
        ),
        tuple(lines),
    )  # fmt: skip


def _coverage(context: PageContext, span: Span) -> Table | None:
    say = context.say
    now = context.today in span
    rows = coverage(context.periods, span, context.clients.values() if now else ())
    if not any(row.contacted for row in rows):
        return None
    assets = now and any(row.assets for row in rows)
    lines = []
    for row in rows:
        cells = [
            text(row.tier or say("没分等级")),
            text(row.clients),
            text(row.contacted),
            text(words.percent(row.rate)),
        ]
        if now:
            cells.append(text(row.quiet or "—"))
        if assets:
            cells.append(text(words.amount(row.assets) if row.assets else "—"))
        lines.append(tuple(cells))
    columns = [
        Column(say("等级")),
        Column(say("客户"), True),
        Column(say("联系过"), True),
        Column(say("覆盖"), True),
    ]
    if now:
        columns.append(Column(say("超期"), True))
    if assets:
        columns.append(Column(say("资产"), True))
    remark = say("超期和资产是今天的数") if now else ""
    return Table("coverage", say("各等级联系了多少"), remark, tuple(columns), tuple(lines))


def _new(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    rows = new_clients(context.periods, span)
    if not rows:
        return None
    lines = []
    for row in rows[:MOST_ROWS]:
        if row.contact:
            when = record_link(tools, row.contact, words.day(row.contact.date, context.today))
            days = (row.contact.date - row.since).days
            took = say("当天") if not days else say("{n} 天").format(n=days)
        else:
            when, took = text("—"), say("{n} 天了").format(n=(context.today - row.since).days)
        tone = {True: "ok", False: "late", None: "soon"}[row.in_time]
        state = {True: say("按时"), False: say("晚了"), None: say("还没打")}[row.in_time]
        lines.append(
            (
                link(tools.url(row.note.path), tools.name(row.note.path)), text(words.day(row.since, context.today)), when,
                text(took), Markup('<span class="ck-tag" data-t="{}">{}</span>').format(tone, state),
            )
        )  # fmt: skip
    remark = say("{n} 天内要有第一通").format(n=context.vault.playbook.welcome_days)
    columns = (
        Column(say("客户")), Column(say("成为客户"), True), Column(say("第一通"), True), Column(say("用了"), True), Column(""),
    )  # fmt: skip
    return Table("new", say("新客回访"), remark, columns, tuple(lines), more=_more(context, len(rows)))


def _limits(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    rows = limit_rows(context.periods, span)
    if not rows:
        return None
    lines = []
    for row in rows:
        newest = sorted(row.beyond, key=lambda r: (r.date, r.time), reverse=True)
        which = Markup("、").join(
            record_link(
                tools,
                r,
                f"{words.day(r.date, context.today)} {words.number(r.fields[row.limit.field])}{row.limit.unit}",
            )
            for r in newest[:6]
        )
        rest = say(" 等") if len(newest) > 6 else ""
        lines.append(
            (
                text(row.limit.label), text(row.measured), text(f"{row.mean:.1f}{row.limit.unit}"),
                text(len(row.beyond) or "—"), which + rest if which else text("—"),
            )
        )  # fmt: skip
    columns = (
        Column(say("规定")), Column(say("记了数的"), True), Column(say("平均"), True), Column(say("没做到"), True),
        Column(say("哪几次")),
    )  # fmt: skip
    return Table("limits", say("时长与次数"), "", columns, tuple(lines))


def _ticks(context: PageContext, span: Span) -> Table | None:
    say = context.say
    table = tick_table(context.periods, span)
    if not table.rows:
        return None
    used = [i for i, n in enumerate(table.ticked) if n]
    columns = [Column(say("优点"))]
    for i in used:
        part = table.spans[i]
        columns.append(
            Column(names.piece(part, context.language) if part.grain == "month" else _dates(part), True)
        )
    columns.append(Column(say("合计"), True))
    lines = [
        (text(tick), *(text(counts[i] or "—") for i in used), text(sum(counts)))
        for tick, counts in table.rows
    ]
    foot = (text(say("打过钩的记录")), *(text(table.ticked[i]) for i in used), text(sum(table.ticked)))
    return Table("ticks", say("表上打的钩"), say("一格是几次"), tuple(columns), tuple(lines), foot=foot)


def _dates(span: Span) -> str:
    return f"{span.start:%m-%d}" if span.start == span.end else f"{span.start:%m-%d}–{span.end.day}"


def _abnormal(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    """As things stand now, so only on the pages of current periods."""
    rows = abnormal(context.vault, context.today) if context.today in span else ()
    if not rows:
        return None
    say, specs = context.say, context.vault.playbook.record_fields
    lines = [
        (
            link(tools.url(row.note.path), tools.name(row.note.path)),
            text(words.text_of(row.note.get("abnormal"))),
            *(
                link(tools.url(row.source), row.reasons[key]) if row.reasons.get(key) else text("—")
                for key in REASONS
            ),
        )
        for row in rows[:MOST_ROWS]
    ]
    labels = [specs[key].label if key in specs else key for key in REASONS]
    columns = (Column(say("客户")), Column(say("异常")), *(Column(label) for label in labels))
    return Table("abnormal", say("异常客户"), say("{n} 位").format(n=len(rows)), columns, tuple(lines))


def _spending(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    rows = spending_in(context.periods, span)
    if not rows:
        return None
    lines = []
    for row in rows[:MOST_ROWS]:
        who = link(tools.url(row.client), tools.name(row.client)) if row.client else text(say("没写客户"))
        mean = words.amount(round(row.amount / row.visits)) if row.visits and row.amount else "—"
        newest = max(row.records, key=lambda r: (r.date, r.time))
        last = record_link(tools, newest, words.day(newest.date, context.today))
        lines.append(
            (who, text(row.visits), text(words.amount(row.amount) if row.amount else "—"), text(mean), last)
        )
    visits, amount = sum(row.visits for row in rows), sum(row.amount for row in rows)
    columns = (
        Column(say("客户")), Column(say("次数"), True), Column(say("金额"), True), Column(say("每次"), True),
        Column(say("最近"), True),
    )  # fmt: skip
    foot = (
        text(say("合计")),
        text(visits),
        text(words.amount(amount) if amount else "—"),
        text("—"),
        text(""),
    )
    remark = say("{n} 位客户").format(n=sum(1 for row in rows if row.client))
    return Table(
        "spending", say("消费分析"), remark, columns, tuple(lines), foot=foot, more=_more(context, len(rows))
    )
