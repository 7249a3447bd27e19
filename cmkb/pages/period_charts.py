"""The charts of a period's page: which there are, and what can be seen in each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from cmkb.locales import sign
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.charts import Bar, Beat, Cell, Chart, Step, bars, cumulative, heat, rhythm, shares, steps
from cmkb.pages.context import PageContext, PageTools
from cmkb.views.contacts import RED, YELLOW, contacts
from cmkb.views.figures import called_kpi
from cmkb.views.funnel import funnel, median_days, money_kpi, narrowest, product_sales
from cmkb.views.goals import target
from cmkb.views.periods import BAR_PIECES, PeriodRow, facts_of, value_in
from cmkb.views.spans import Span, pieces
from cmkb.views.workdays import is_day_off

Number = int | float
MOST_PRODUCTS = 5
MOST_CLIENTS = 5
WEEKS = 12  # of the rhythm of contacts
FEW_CALLS = 3  # of fewer no rate is told
ENOUGH_CALLS = 20


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
        _together(context, span, by_key[money.key]) if money and money.key in by_key else None,
        _bars(context, span, by_key[called.key]) if called and called.key in by_key else None,
        _funnel(context, span, cycles),
        _reached(context, span),
        _busy(context, span),
        _rhythm(context, span, tools),
        _products(context, span, tools),
    ]
    return [chart for chart in found if chart is not None]


def _together(context: PageContext, span: Span, row: PeriodRow) -> Chart | None:
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
    table = []
    for part in parts:
        if part.start > context.today:
            break
        value = value_in(book, row.kpi.key, part)
        points.append((points[-1] if points else 0) + value)
        if value:
            table.append(
                (
                    f"{part.end if part.end <= context.today else context.today:%m-%d}",
                    words.quantity(points[-1], unit),
                )
            )
    now = words.quantity(row.value, unit)
    said = {
        "now": now, "goal": f"{say('目标')} {words.quantity(names.rounded(goal or 0, unit), unit)}", "first": f"{span.start:%m-%d}",
        "last": f"{span.end:%m-%d}", "today": say("今天") if context.today in span else "",
    }  # fmt: skip
    label = f"{row.kpi.label} {now}" + (sign("，") + said["goal"] if goal else "")
    return Chart(
        row.kpi.label,
        _together_caption(context, span, row, goal),
        cumulative(points, len(parts), goal, said, label),
        (("plan", say("目标线")), ("", say("累计"))) if goal else (("", say("累计")),),
        (say("日期"), say("累计")),
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


def _bars(context: PageContext, span: Span, row: PeriodRow) -> Chart | None:
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
        values.append(Bar(label, value, plan, shown, title))
        table.append((label, planned, shown or "—"))
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


def _funnel(context: PageContext, span: Span, cycles: Mapping[date, list[int]]) -> Chart | None:
    say = context.say
    found = funnel(context.periods, span)
    if len(found) < 2 or not any(step.value for step in found):
        return None
    drawn = [
        Step(
            step.kpi.label, step.value, words.quantity(step.value, step.kpi.unit),
            words.percent(step.rate) if step.rate is not None else "",
            f"{step.kpi.label} {words.quantity(step.value, step.kpi.unit)}",
            f"#k-{step.kpi.key}" if step.value else "",  # the tables leave out what never happened
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
    table = tuple((s.kpi.label, words.quantity(s.value, s.kpi.unit), words.percent(s.rate)) for s in found)
    label = sign("，").join(f"{s.label} {s.shown}" for s in drawn)
    return Chart(
        say("从{first}到{last}").format(first=found[0].kpi.label, last=found[-1].kpi.label),
        sign("；").join(said) or say("数目还少，看不出哪一步最窄"),
        steps(drawn, label),
        (("-", say("右列：上一步的百分比")),),
        (say("环节"), say("数"), say("转化")),
        table,
    )


def _reached(context: PageContext, span: Span) -> Chart | None:
    """When calls are answered. Told of months and longer: a week has too few calls."""
    facts, say = facts_of(context.periods, span), context.say
    if span.grain == "week" or sum(facts.dialled.values()) < ENOUGH_CALLS:
        return None
    hours = sorted({hour for (_, hour), n in facts.dialled.items() if n >= FEW_CALLS})
    days = _weekdays({day for (day, _), n in facts.dialled.items() if n})
    best: tuple[float, str] | None = None
    rows, table = [], []
    for day in days:
        cells = []
        for hour in hours:
            dialled, answered = facts.dialled[day, hour], facts.reached[day, hour]
            name = f"{_weekday(context, day)} {hour} {say('点')}"
            if dialled < FEW_CALLS:
                cells.append(Cell(None, "–", f"{name} {dialled} {say('通')}"))
                continue
            rate = answered / dialled
            cells.append(Cell(rate, f"{rate * 100:.0f}", f"{name} {answered} / {dialled} {say('接通')}"))
            if best is None or rate > best[0]:
                best = (rate, name)
        rows.append((_weekday(context, day), cells))
        table.append((_weekday(context, day), *(cell.shown for cell in cells)))
    if best is None:
        return None
    caption = say("接通率 %，{best}最好").format(best=best[1])
    return Chart(
        say("几点打得通"), caption, heat([f"{h} {say('点')}" for h in hours], rows, caption),
        (("-", say("越深越容易接通，– 为不足 {n} 通").format(n=FEW_CALLS)),),
        ("", *(str(h) for h in hours)), tuple(table),
    )  # fmt: skip


def _busy(context: PageContext, span: Span) -> Chart | None:
    """Where the time goes: of a week its days and kinds, of longer periods weekdays and hours."""
    facts, say = facts_of(context.periods, span), context.say
    if span.grain == "week":
        return _kinds_by_day(context, span)
    cells = facts.hours
    if not cells:
        return None
    hours = sorted({hour for _, hour in cells})
    days = _weekdays({day for day, _ in cells})
    rows = [
        (
            _weekday(context, day),
            [
                Cell(
                    n or None,
                    str(n) if n else "",
                    f"{_weekday(context, day)} {hour} {say('点')} {n} {say('条')}",
                )
                for hour in hours
                for n in (cells[day, hour],)
            ],
        )
        for day in days
    ]
    (day, hour), most = max(cells.items(), key=lambda item: (item[1], (-item[0][0], -item[0][1])))
    caption = say("{when}最忙，{n} 条").format(when=f"{_weekday(context, day)} {hour} {say('点')}", n=most)
    table = tuple((name, *(cell.shown or "0" for cell in of_day)) for name, of_day in rows)
    return Chart(
        say("忙在什么时候"), caption, heat([f"{h} {say('点')}" for h in hours], rows, caption),
        (("-", say("记了时间的，一格是几条记录")),), ("", *(str(h) for h in hours)), table,
        on_paper=False,
    )  # fmt: skip


def _kinds_by_day(context: PageContext, span: Span) -> Chart | None:
    say = context.say
    book = context.periods
    shown = [d for d in span.days() if d in book.days or not is_day_off(d, book.goals.calendar)]
    whole = facts_of(context.periods, span).kinds
    kinds = [kind for kind, _ in sorted(whole.items(), key=lambda item: (-item[1], item[0]))][:6]
    if not kinds:
        return None
    columns = [words.weekday(day, context.language) for day in shown]
    rows = []
    for kind in kinds:
        counts = [book.days[day].facts.kinds[kind] if day in book.days else 0 for day in shown]
        rows.append(
            (
                kind,
                [
                    Cell(n or None, str(n) if n else "", f"{day} {kind} {n}")
                    for day, n in zip(columns, counts, strict=True)
                ],
            )
        )
    caption = say("{kind}最多，{n}").format(kind=kinds[0], n=whole[kinds[0]])
    table = tuple((kind, *(cell.shown or "0" for cell in cells)) for kind, cells in rows)
    return Chart(
        say("每天做了什么"), caption, heat(columns, rows, caption, by_row=True), (("-", say("一格是几次，连同只写数目的")),),
        ("", *columns), table,
    )  # fmt: skip


def _weekdays(used: set[int]) -> list[int]:
    return [day for day in range(7) if day < 5 or day in used]


def _weekday(context: PageContext, day: int) -> str:
    return words.weekday(date(2024, 1, 1) + timedelta(day), context.language)  # a Monday


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
        when = [(today - r.date).days for r in contacts(context.vault, row.note.path, today)]
        ago = tuple(dict.fromkeys(n for n in when))
        most = row.contact.cadence.most if row.contact.cadence else 0
        beats.append(
            Beat(
                row.name,
                tools.url(row.note.path),
                ago,
                most,
                tuple(f"{row.name} {n} {say('天前')}" for n in ago),
            )
        )
        table.append((row.name, str(ago[-1]) if ago else "—", str(most)))
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
    drawn = []
    for row in sold:
        known = row.product in context.vault.notes
        name = context.vault.notes[row.product].title if known else row.product or say("没写产品")
        shown = words.quantity(row.amount, money.unit)
        title = f"{name} {shown}{sign('，')}{row.count} {say('笔')}"
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
    caption = say("{name}占 {rate}").format(name=drawn[0].label, rate=drawn[0].side)
    if len(drawn) > MOST_PRODUCTS:
        caption += sign("，") + say("共 {n} 种").format(n=len(drawn))
    table = tuple((s.label, s.shown, s.side) for s in drawn)
    label = sign("，").join(f"{s.label} {s.shown}" for s in drawn[:MOST_PRODUCTS])
    return Chart(
        say("卖了什么"),
        caption,
        shares(drawn[:MOST_PRODUCTS], label),
        (),
        (say("产品"), say("金额"), say("占比")),
        table,
    )
