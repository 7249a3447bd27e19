"""The charts of a period's page: which there are, and what can be seen in each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.playbook import Kpi
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.charts import Bar, Beat, Chart, Step, bars, cumulative, rhythm, shares, steps
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.period_hours import busy, reached
from cmkb.pages.piece_links import is_cut, kpi_address, kpi_cell, page_of
from cmkb.pages.trail import kpi_anchor, link, record_address
from cmkb.views.contacts import RED, YELLOW, contacts
from cmkb.views.figures import called_kpi, linked
from cmkb.views.funnel import counted, funnel, median_days, money_kpi, narrowest, product_sales
from cmkb.views.goals import target
from cmkb.views.periods import BAR_PIECES, PeriodRow, figures_in, value_in
from cmkb.views.spans import Span, pieces
from cmkb.views.workdays import is_day_off

Number = int | float
MOST_PRODUCTS = 5
MOST_CLIENTS = 5
WEEKS = 12  # of the rhythm of contacts
MOST_TOLD = 8  # sales of a product that are named


def charts(
    context: PageContext,
    span: Span,
    rows: tuple[PeriodRow, ...],
    tools: PageTools,
    cycles: Mapping[date, list[int]],
) -> list[Chart]:
    by_key = {row.kpi.key: row for row in rows}
    money = money_kpi(context.vault.playbook)
    called = called_kpi(context.vault.playbook)
    found = [
        _together(context, span, by_key[money.key], tools) if money and money.key in by_key else None,
        _bars(context, span, by_key[called.key], tools) if called and called.key in by_key else None,
        funnel_chart(context, span, cycles),
        reached(context, span, tools),
        busy(context, span, tools),
        _rhythm(context, span, tools),
        _products(context, span, tools),
    ]
    return [chart for chart in found if chart is not None]


def _together(context: PageContext, span: Span, row: PeriodRow, tools: PageTools) -> Chart | None:
    """The sum of sales as it grows, against the straight way to the goal."""
    goal = row.target.value if row.target and row.target.whole else None
    if not row.value and not goal:
        return None
    book, say, unit = context.periods, context.say, row.kpi.unit
    cut = "day" if span.grain in ("week", "month") else "week"
    parts = [
        p
        for p in pieces(span, cut)
        if cut != "day" or not is_day_off(p.start, book.goals.calendar) or p.start in book.days
    ]
    points: list[Number] = []
    table: list[tuple[str, ...]] = []
    for part in parts:
        if part.start > context.today:
            break
        value = value_in(book, row.kpi.key, part)
        points.append((points[-1] if points else 0) + value)
        if value:
            last = min(part.end, context.today)
            of_part = kpi_cell(tools, part, row.kpi.key, unit, value)
            table.append((f"{last:%m-%d}", of_part, words.quantity(points[-1], unit)))
    now = words.quantity(row.value, unit)
    said = {
        "now": now, "goal": f"{say('目标')} {words.quantity(names.rounded(goal or 0, unit), unit)}", "first": f"{span.start:%m-%d}",
        "last": f"{span.end:%m-%d}", "today": say("今天") if context.today in span else "",
    }  # fmt: skip
    label = f"{row.kpi.label} {now}" + (sign("，") + said["goal"] if goal else "")
    return Chart(
        row.kpi.label,
        _together_caption(context, span, row, goal),
        cumulative(points, len(parts), goal, said, label, f"#{kpi_anchor(row.kpi.key)}" if row.value else ""),
        (("plan", say("目标线")), ("", say("累计"))) if goal else (("", say("累计")),),
        (say("日期"), say("当天") if cut == "day" else say("当周"), say("累计")),
        tuple(table),
    )


def _together_caption(context: PageContext, span: Span, row: PeriodRow, goal: Number | None) -> str:
    say, unit = context.say, row.kpi.unit
    if goal is None:
        return say("合计 {n}").format(n=words.quantity(row.value, unit))
    if context.today > span.end or row.due is None:
        return say("做到目标的 {rate}").format(rate=words.percent(row.rate))
    if not row.due:
        return say("目标 {n}，才开始").format(n=words.quantity(names.rounded(goal, unit), unit))
    ahead = row.value - row.due * goal
    size = words.quantity(round(abs(ahead), -3) if abs(ahead) >= 10_000 else round(abs(ahead)), unit)
    said = say("比目标线少 {n}") if ahead < 0 else say("比目标线多 {n}")
    caption = said.format(n=size)
    if row.due >= 0.2 and row.value:
        whole = words.quantity(
            round(row.value / row.due, -4) if row.value >= 10_000 else round(row.value / row.due), unit
        )
        caption += sign("，") + say("照此到期末约 {n}").format(n=whole)
    return caption


def _bars(context: PageContext, span: Span, row: PeriodRow, tools: PageTools) -> Chart | None:
    book, say, unit = context.periods, context.say, row.kpi.unit
    values, table = [], []
    for part in pieces(span, BAR_PIECES[span.grain]):
        wanted = target(book.goals, row.kpi.key, part)
        plan = wanted.value if wanted and wanted.whole and wanted.value else None
        to_come = part.start > context.today
        value = None if to_come else value_in(book, row.kpi.key, part)
        working = [day for day in part.days() if not is_day_off(day, book.goals.calendar)]
        if not working and not value:
            continue
        label = _label(context, span, part, working)
        shown = words.quantity(value, unit) if value is not None else ""
        planned = words.quantity(round(plan), unit) if plan else "—"
        title = f"{label} {say('计划')} {planned}{sign('，')}{say('实际')} {shown or '—'}"
        anchor = f"c-{row.kpi.key}-{part.start:%m%d}"
        told_here = is_cut(part) and value
        href = f"#{anchor}" if told_here else kpi_address(tools, part, row.kpi.key) if value else ""
        values.append(Bar(label, value, plan, shown, title, href))
        head: str = Markup('<span id="{}">{}</span>').format(anchor, label) if told_here else label
        actual = kpi_cell(tools, part, row.kpi.key, unit, value) if value is not None else "—"
        table.append((head, planned, actual))
    if not any(bar.value or bar.plan for bar in values):
        return None
    caption = say("共 {n}").format(n=words.with_unit(words.quantity(row.value, unit), unit))
    if row.rate is not None and row.target and row.due and row.due < 1:
        caption += sign("，") + say("到今天应有 {n}").format(
            n=words.quantity(round(row.due * row.target.value), unit)
        )
    elif row.rate is not None:
        caption += sign("，") + say("做到目标的 {rate}").format(rate=words.percent(row.rate))
    has_plan = any(bar.plan for bar in values)
    keys = (("plan", say("计划")), ("", say("实际"))) if has_plan else (("", say("实际")),)
    label = row.kpi.label + sign("，") + sign("，").join(bar.title for bar in values)
    return Chart(
        row.kpi.label, caption, bars(values, label), keys, ("", say("计划"), say("实际")), tuple(table)
    )


def _label(context: PageContext, span: Span, part: Span, working: list[date]) -> str:
    """Of a day its weekday, of a week its working days: 2–6."""
    if BAR_PIECES[span.grain] == "day":
        return words.weekday(part.start, context.language)
    if BAR_PIECES[span.grain] == "week" and working:
        part = Span(working[0], working[-1])
    return names.piece(part, context.language)


def funnel_chart(
    context: PageContext, span: Span, cycles: Mapping[date, list[int]], page: str | None = ""
) -> Chart | None:
    """`page`: address of the period's page, on which the records are told; None when it has none."""
    say = context.say
    found = funnel(context.periods, span)
    if len(found) < 2 or not any(step.value for step in found):
        return None
    drawn = [
        Step(
            step.kpi.label, step.value, words.quantity(step.value, step.kpi.unit),
            words.percent(step.rate) if step.rate is not None else "",
            f"{step.kpi.label} {words.quantity(step.value, step.kpi.unit)}",
            f"{page}#k-{step.kpi.key}" if step.value and page is not None else "",  # the tables leave out what never happened
        )
        for step in found
    ]  # fmt: skip
    said = []
    worst = narrowest(found)
    if worst is not None and worst.rate is not None and worst.rate < 1:
        before = found[found.index(worst) - 1]
        said.append(
            say("最窄处：{before}到{step}，{rate}").format(
                before=before.kpi.label, step=worst.kpi.label, rate=words.percent(worst.rate)
            )
        )
    days = median_days(cycles, span)
    if days is not None:
        said.append(
            say("从第一步到成交中位 {n} 天（{deals} 笔）").format(n=words.number(days[0]), deals=days[1])
        )
    table = tuple(
        (s.kpi.label, link(of.href, of.shown), words.percent(s.rate))
        for s, of in zip(found, drawn, strict=True)
    )
    label = sign("，").join(f"{s.label} {s.shown}" for s in drawn)
    return Chart(
        say("从{first}到{last}").format(first=found[0].kpi.label, last=found[-1].kpi.label),
        sign("；").join(said) or say("数目还少，看不出哪一步最窄"),
        steps(drawn, label),
        (("-", say("右列：上一步的百分比")),),
        (say("环节"), say("数"), say("转化")),
        table,
    )


def _rhythm(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    """Of the clients who wait longest or soon will: only where the period is the current one."""
    today, say = context.today, context.say
    if today not in span:
        return None
    waiting = [
        row
        for row in context.clients.values()
        if not row.quiet
        and row.contact.cadence
        and row.contact.last
        and row.contact.colour(today) in (RED, YELLOW)
    ]
    waiting.sort(
        key=lambda row: (
            row.contact.colour(today) != RED,
            -row.tier_level,
            row.contact.due or today,
            row.note.path,
        )
    )
    beats, table = [], []
    for row in waiting[:MOST_CLIENTS]:
        past = contacts(context.vault, row.note.path, today)
        ago = tuple(dict.fromkeys((today - r.date).days for r in past))
        most = row.contact.cadence.most if row.contact.cadence else 0
        beats.append(
            Beat(
                row.name,
                tools.url(row.note.path),
                ago,
                most,
                tuple(f"{row.name} {words.counted(n, say('天前'))}" for n in ago),
            )
        )
        last = link(record_address(tools, past[-1]), ago[-1]) if past else "—"
        table.append((link(tools.url(row.note.path), row.name), last, str(most)))
    if not beats:
        return None
    label = sign("，").join(f"{b.label} {b.ago[-1] if b.ago else '—'} / {b.most}" for b in beats)
    return Chart(
        say("联系节奏"), say("浅色带是该等级的期限，带里没有点就是超期"),
        rhythm(beats, WEEKS * 7, (say("{n} 周前").format(n=WEEKS), say("今天")), label), (),
        (say("客户"), say("天前"), say("期限")), tuple(table), on_paper=False,
    )  # fmt: skip


def _products(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    say = context.say
    money = money_kpi(context.vault.playbook)
    sold = product_sales(context.periods, span)
    if money is None or not any(row.amount for row in sold):
        return None
    listed = span.grain in ("week", "month")
    drawn, table = [], []
    for row in sold:
        known = row.product in context.vault.notes
        name = context.vault.notes[row.product].title if known else row.product or say("没写产品")
        shown = words.quantity(row.amount, money.unit)
        title = f"{name} {shown}{sign('，')}{words.counted(row.count, say('笔'))}"
        drawn.append(
            Step(
                name,
                row.amount,
                shown,
                words.percent(row.share),
                title,
                tools.url(row.product) if known else "",
            )
        )
        head = link(drawn[-1].href, name)
        made = (
            _sales_of(context, span, row.product, money, tools)
            if listed
            else _by_month(context, span, row.product, money, tools)
        )
        table.append((head, Markup("{} <small>{}</small>").format(shown, made), drawn[-1].side))
    caption = say("{name}占 {rate}").format(name=drawn[0].label, rate=drawn[0].side)
    if len(drawn) > MOST_PRODUCTS:
        caption += sign("，") + say("共 {n} 种").format(n=len(drawn))
    label = sign("，").join(f"{s.label} {s.shown}" for s in drawn[:MOST_PRODUCTS])
    return Chart(
        say("卖了什么"),
        caption,
        shares(drawn[:MOST_PRODUCTS], label),
        (),
        (say("产品"), say("金额"), say("占比")),
        tuple(table),
    )


def _sales_of(context: PageContext, span: Span, product: str, money: Kpi, tools: PageTools) -> Markup:
    """`11-05 20万、11-20 5万`; of many the newest, the table of sales has more."""
    records = [
        record
        for record in counted(figures_in(context.periods, span), money)
        if next(iter(linked(context.vault, record, "product")), "") == product
    ]
    newest = records[-MOST_TOLD:]
    shown = Markup(sign("、")).join(
        link(
            record_address(tools, r),
            f"{r.date:%m-%d} {words.quantity(r.fields[money.sum], money.unit)}",
        )
        for r in newest
    )
    if len(newest) == len(records):
        return shown
    return shown + " " + link("#deals", context.say("共 {n} 笔").format(n=len(records)))


def _by_month(context: PageContext, span: Span, product: str, money: Kpi, tools: PageTools) -> Markup:
    """`7月 20万、8月 5万`, each leading to the sales of that month."""
    found = []
    for month in pieces(span, "month"):
        amount = next((r.amount for r in product_sales(context.periods, month) if r.product == product), 0)
        page = page_of(tools, month)
        if amount:
            said = f"{names.piece(month, context.language)} {words.quantity(amount, money.unit)}"
            found.append(link(f"{page}#deals" if page else "", said))
    return Markup(sign("、")).join(found)
