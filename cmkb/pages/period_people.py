"""The clients of a period's page: where they come from, whom we talked to, new ones, those not as usual, spending."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from markupsafe import Markup

from cmkb.locales import N_, sign
from cmkb.model.note import Record
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED, relative
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.tables import MOST_ROWS, Column, Table, left_out
from cmkb.pages.trail import kpi_anchor, link, people_links, record_link, text
from cmkb.views.contacts import RED
from cmkb.views.funnel import deal_kpi, money_kpi, source_rows
from cmkb.views.period_clients import REASONS, abnormal, contacted_by_tier, coverage, new_clients
from cmkb.views.spans import Span
from cmkb.views.spending import Spending, spending_in, stayed_away

LISTED = ("week", "month")  # periods that name everybody; of longer ones their months do
MOST_TIMES = 6  # visits of one client that are named


def people_tables(context: PageContext, span: Span, tools: PageTools) -> list[Table]:
    found = [
        _sources(context, span, tools),
        _coverage(context, span, tools),
        _contacted(context, span, tools),
        _new(context, span, tools),
        _abnormal(context, span, tools),
        _spending(context, span, tools),
    ]
    return [table for table in found if table is not None]


def _clients(tools: PageTools, **facets: str) -> str:
    """The table of clients, with what is chosen in it."""
    chosen = "&".join(f"{key}={quote(value)}" for key, value in facets.items())
    return f"{relative(GENERATED['clients'], tools.page)}#{chosen}"


def _or_dash(address: str, value: object, shown: str = "") -> Markup:
    return link(address, shown or value) if value else text("—")


def _sources(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say, playbook = context.say, context.vault.playbook
    new = [one.note.path for one in new_clients(context.periods, span)]
    rows = [r for r in source_rows(context.periods, span, new) if r.new or r.deals or r.buyers]
    if not rows:
        return None
    deal, money = deal_kpi(playbook), money_kpi(playbook)
    listed = span.grain in LISTED
    deals = "#deals" if listed else f"#{kpi_anchor(deal.key)}" if deal else "#days"
    amounts = "#deals" if listed else f"#{kpi_anchor(money.key)}" if money else "#days"
    lines = [
        (
            text(row.source or say("没写来源")),
            link(_clients(tools, source=row.source), row.clients),
            _or_dash("#new", row.new),
            _or_dash(deals, row.buyers),
            text(words.percent(row.rate) if row.buyers else "—"),
            _or_dash(amounts, row.amount, words.amount(row.amount)),
        )
        for row in rows
    ]
    columns = (
        Column(say("来源")), Column(say("客户"), True), Column(say("新增"), True), Column(say("买过"), True),
        Column(say("成交率"), True), Column(say("金额"), True),
    )  # fmt: skip
    remark = say("成交率是本期买过的占该来源全部客户")
    return Table("sources", say("客户从哪里来"), remark, columns, tuple(lines))


def _coverage(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    now = context.today in span
    rows = coverage(context.periods, span, context.clients.values() if now else ())
    if not any(row.contacted for row in rows):
        return None
    assets = now and any(row.assets for row in rows)
    listed = "#contacted" if span.grain in LISTED else "#days"
    lines = []
    for row in rows:
        of_tier = _clients(tools, tier=row.tier)
        cells = [
            text(row.tier or say("没分等级")),
            link(of_tier, row.clients),
            _or_dash(listed, row.contacted),
            text(words.percent(row.rate)),
        ]
        if now:
            cells.append(_or_dash(_clients(tools, tier=row.tier, c=RED), row.quiet))
        if assets:
            cells.append(_or_dash(of_tier, row.assets, words.amount(row.assets)))
        lines.append(tuple(cells))
    columns = [Column(say("等级"))]
    columns += [Column(say(name), True) for name in (N_("客户"), N_("联系过"), N_("覆盖"))]
    columns += [Column(say("超期"), True)] if now else []
    columns += [Column(say("资产"), True)] if assets else []
    remark = say("超期和资产是今天的数") if now else ""
    return Table("coverage", say("各等级联系了多少"), remark, tuple(columns), tuple(lines))


def _contacted(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    """Everybody who stands behind the figures of coverage."""
    say = context.say
    rows = contacted_by_tier(context.periods, span) if span.grain in LISTED else {}
    if not rows:
        return None
    lines = [
        (
            text(tier or say("没分等级")),
            text(len(paths)),
            Markup('<span class="ck-names">{}</span>').format(people_links(tools, paths)),
        )
        for tier, paths in rows.items()
    ]
    columns = (Column(say("等级")), Column(say("联系过"), True), Column(say("客户")))
    return Table("contacted", say("联系过谁"), "", columns, tuple(lines), wide=True)


def _new(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    say = context.say
    rows = new_clients(context.periods, span)
    if not rows:
        return None
    spends = any(row.visits for row in rows)
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
        address = tools.url(row.note.path)
        cells = [
            link(address, tools.name(row.note.path)),
            text(words.day(row.since, context.today)),
            when,
            text(took),
            Markup('<span class="ck-tag" data-t="{}">{}</span>').format(tone, state),
            _or_dash(address, row.contacts, say("{n} 次").format(n=row.contacts)),
        ]
        if spends:
            cells.append(_or_dash(address, row.visits, say("{n} 天").format(n=row.visits)))
            cells.append(_or_dash(address, row.spent, words.amount(row.spent)))
        lines.append(tuple(cells))
    columns = [Column(say("客户"))]
    columns += [Column(say(name), True) for name in (N_("成为客户"), N_("第一通"), N_("用了"))]
    columns += [Column(say("及时")), Column(say("联系"), True)]
    columns += [Column(say("来过"), True), Column(say("花了"), True)] if spends else []
    remark = (
        say("{n} 天内要有第一通；联系、来过、花了算到今天")
        if spends
        else say("{n} 天内要有第一通；联系算到今天")
    )
    remark = remark.format(n=context.vault.playbook.welcome_days)
    more = left_out(say, len(rows))
    return Table("new", say("新客回访"), remark, tuple(columns), tuple(lines), wide=spends, more=more)


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
                link(tools.url(row.source), row.reasons[key]) if row.reasons.get(key) else text(say("未填"))
                for key in REASONS
            ),
        )
        for row in rows[:MOST_ROWS]
    ]
    labels = [specs[key].label if key in specs else key for key in REASONS]
    columns = (Column(say("客户")), Column(say("异常")), *(Column(label) for label in labels))
    remark = say("{n} 位").format(n=len(rows))
    more = left_out(say, len(rows))
    return Table("abnormal", say("异常客户"), remark, columns, tuple(lines), more=more)


def _spending(context: PageContext, span: Span, tools: PageTools) -> Table | None:
    """客户消费分析 of the month: beside the time before, with who came first and who stayed away."""
    say = context.say
    rows, gone = spending_in(context.periods, span), stayed_away(context.periods, span)
    if not rows and not gone:
        return None
    lines = [_spender(context, row, tools) for row in rows[:MOST_ROWS]]
    lines += [_spender(context, row, tools) for row in gone[:MOST_ROWS]]
    visits, amount = sum(row.visits for row in rows), sum(row.amount for row in rows)
    before = sum(row.before or 0 for row in (*rows, *gone))
    columns = (
        Column(say("客户")), Column(say("次数"), True), Column(say("金额"), True), Column(say("每次"), True),
        Column(say("上期"), True), Column(say("哪几次")),
    )  # fmt: skip
    foot = (
        text(say("合计")),
        text(visits),
        text(words.amount(amount) if amount else "—"),
        text("—"),
        text(words.amount(before) if before else "—"),
        text(""),
    )
    remark = say("{n} 位客户").format(n=sum(1 for row in rows if row.client))
    if gone:
        remark += sign("，") + say("上期来过、这期没来 {n} 位").format(n=len(gone))
    more = left_out(say, max(len(rows), len(gone)))
    return Table("spending", say("消费分析"), remark, columns, tuple(lines), wide=True, foot=foot, more=more)


def _spender(context: PageContext, row: Spending, tools: PageTools) -> tuple[Markup, ...]:
    say = context.say
    who = link(tools.url(row.client), tools.name(row.client)) if row.client else text(say("没写客户"))
    mean = words.amount(round(row.amount / row.visits)) if row.visits and row.amount else "—"
    times = _times(context, row.records, tools)
    if row.first:
        times += Markup(' <span class="ck-tag" data-t="ok">{}</span>').format(say("头一回"))
    if not row.visits:
        times = Markup('<span class="ck-tag" data-t="late">{}</span>').format(say("这期没来"))
    return (
        who,
        text(row.visits or "—"),
        text(words.amount(row.amount) if row.amount else "—"),
        text(mean),
        text(words.amount(row.before) if row.before else "—"),
        times,
    )


def _times(context: PageContext, records: Iterable[Record], tools: PageTools) -> Markup:
    newest = sorted(records, key=lambda r: (r.date, r.time), reverse=True)
    shown = Markup(sign("、")).join(
        record_link(tools, record, words.day(record.date, context.today)) for record in newest[:MOST_TIMES]
    )
    more = context.say(" 等 {n} 次").format(n=len(newest)) if len(newest) > MOST_TIMES else ""
    return shown + text(more)
