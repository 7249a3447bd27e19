"""The tables of a period's page: every figure is told by day or month, and each leads to its records."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from markupsafe import Markup

from cmkb.locales import N_, sign
from cmkb.model.note import Record
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.period_people import people_tables
from cmkb.pages.piece_links import count_cell, kpi_address, page_of, section_address
from cmkb.pages.quota_html import anchor, asked, outcome, told
from cmkb.pages.tables import MOST_ROWS, Column, Table, left_out
from cmkb.pages.trail import kpi_anchor, link, people_links, record_address, record_link, text
from cmkb.views.figures import Facts, linked
from cmkb.views.funnel import counted, deal_kpi, money_kpi
from cmkb.views.periods import TABLE_PIECES, PeriodRow, Piece, facts_of, figures_in, table_pieces
from cmkb.views.practice import limit_rows, tick_table
from cmkb.views.spans import Span, pieces

MOST_BEYOND = 6  # records beyond a limit that are named
MOST_TOLD = 8  # records behind a quota that are named


def tables(context: PageContext, span: Span, rows: tuple[PeriodRow, ...], tools: PageTools) -> list[Table]:
    found = [
        _by_day(context, span, rows, tools),
        _quotas(context, span, tools),
        _deals(context, span, tools),
        _limits(context, span, tools),
        _ticks(context, span, tools),
    ]
    return [*(table for table in found if table is not None), *people_tables(context, span, tools)]


def _by_day(context: PageContext, span: Span, rows: tuple[PeriodRow, ...], tools: PageTools) -> Table | None:
    """Where each figure comes from. Of months their own pages tell more."""
    shown = [row for row in rows if row.value or not row.kpi.fold]
    parts = table_pieces(context.periods, span, (row.kpi.key for row in shown))
    if not parts:
        return None
    lines = []
    for part in parts:
        if part.span.grain:
            address = page_of(tools, part.span)
            head = link(address, names.short(part.span, context.language))
            records = link(f"{address}#days" if address else "", part.records)
        else:
            address = tools.url(part.journal) if part.journal else _only_note(context, part.span, tools)
            head = link(address, names.day_label(part.span.start, context.language))
            records = link(f"{address}#records" if part.journal and address else address, part.records)
        values = [_day_value(context, part, row, tools) for row in shown]
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


def _day_value(context: PageContext, part: Piece, row: PeriodRow, tools: PageTools) -> Markup:
    """Leads to where the page of the day or month tells what it is made of."""
    value = part.values[row.kpi.key]
    if not value:
        return text("—")
    shown = words.quantity(value, row.kpi.unit)
    if part.journal or part.span.grain:
        return link(kpi_address(tools, part.span, row.kpi.key), shown)
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
            (
                label,
                text(asked(row.parts[-1], tools.context.vault.playbook, say)),
                text(outcome(row, say)),
                told(tools, row, MOST_TOLD),
            )
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
        products = Markup(sign("、")).join(
            _product(tools, p) for p in linked(context.vault, record, "product")
        )
        amount = record.fields.get(money.sum) if money else None
        lines.append(
            (
                record_link(tools, record, words.day(record.date, context.today)),
                people_links(tools, context.vault.clients_of(record)) or text("—"),
                products or text("—"),
                text(_source(context, record) or "—"),
                text(words.amount(amount) if isinstance(amount, int | float) else "—"),
            )
        )
    return Table(
        "deals",
        next((kpi.label for kpi in (deal, money) if kpi), ""),
        say("{n} 笔").format(n=len(newest)),
        (
            *(Column(say(name)) for name in (N_("日期"), N_("客户"), N_("产品"), N_("来源"))),
            Column(say("金额"), True),
        ),
        tuple(lines),
        more=left_out(say, len(newest)),
    )


def _source(context: PageContext, record: Record) -> str:
    """As the table of sources counts it: that of the first client."""
    client = next(iter(context.vault.clients_of(record)), "")
    return context.periods.clients.by_path[client].source if client else ""


def _product(tools: PageTools, path: str) -> Markup:
    known = path in tools.context.vault.notes
    return link(tools.url(path), tools.name(path)) if known else text(path)


def _limits(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    rows = limit_rows(context.periods, span)
    if not rows:
        return None
    lines = []
    for row in rows:
        newest = sorted(row.beyond, key=lambda r: (r.date, r.time), reverse=True)
        which = Markup(sign("、")).join(
            record_link(
                tools,
                r,
                f"{words.day(r.date, context.today)} {words.with_unit(words.number(r.fields[row.limit.field]), row.limit.unit)}",
            )
            for r in newest[:MOST_BEYOND]
        )
        rest = say(" 等") if len(newest) > MOST_BEYOND else ""
        lines.append(
            (
                text(row.limit.label), text(row.measured), text(words.with_unit(f"{row.mean:.1f}", row.limit.unit)),
                text(len(row.beyond) or "—"), which + rest if which else text("—"),
                _measured_when(context, span, row.limit.key, tools),
            )
        )  # fmt: skip
    columns = (
        Column(say("规定")), Column(say("记了数的"), True), Column(say("平均"), True), Column(say("没做到"), True),
        Column(say("哪几次")), Column(say("记了数的各有几次")),
    )  # fmt: skip
    return Table("limits", say("时长与次数"), "", columns, tuple(lines), wide=True)


def _measured_when(context: PageContext, span: Span, limit: str, tools: PageTools) -> Markup:
    """`11-16 3、11-17 5`: the days, or months, with a page each that shows them."""
    parts = []
    for piece in pieces(span, TABLE_PIECES[span.grain]):
        count = facts_of(context.periods, piece).measured[limit]
        if count:
            label = (
                f"{piece.start:%m-%d}" if piece.start == piece.end else names.short(piece, context.language)
            )
            parts.append(text(f"{label} ") + link(section_address(tools, piece, "limits"), count))
    return Markup(sign("、")).join(parts)


def _ticks(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    table = tick_table(context.periods, span)
    if not table.rows:
        return None
    used = [i for i, n in enumerate(table.ticked) if n]

    def facts(day: date) -> Facts:
        return facts_of(context.periods, Span(day, day))

    def cell(i: int, count: int, of_day: Callable[[date], int]) -> Markup:
        return count_cell(tools, table.spans[i], "ticks", count, of_day) if count else text("—")

    columns = [Column(say("优点"))]
    for i in used:
        part = table.spans[i]
        columns.append(
            Column(names.piece(part, context.language) if part.grain == "month" else _dates(part), True)
        )
    columns.append(Column(say("合计"), True))
    lines = [
        (
            text(tick),
            *(cell(i, counts[i], lambda day, tick=tick: facts(day).ticks[tick]) for i in used),  # type: ignore[misc]
            text(sum(counts)),
        )
        for tick, counts in table.rows
    ]
    foot = (
        text(say("打过钩的记录")),
        *(
            count_cell(tools, table.spans[i], "days", table.ticked[i], lambda day: facts(day).ticked)
            for i in used
        ),
        text(sum(table.ticked)),
    )
    return Table("ticks", say("表上打的钩"), say("一格是几次"), tuple(columns), tuple(lines), foot=foot)


def _dates(span: Span) -> str:
    return f"{span.start:%m-%d}" if span.start == span.end else f"{span.start:%m-%d}–{span.end.day}"
