"""漏斗: clients by stage, the funnel by events, what became of each source's clients, and who brought whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from cmkb.locales import sign
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.addresses import GENERATED, relative
from cmkb.pages.charts import Chart, Step, Twig, shares, tree
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.period_charts import funnel_chart
from cmkb.pages.site import Page
from cmkb.views.client import referrals
from cmkb.views.funnel import source_rows
from cmkb.views.period_clients import new_clients
from cmkb.views.pipeline import Referred, by_stage, referral_tree
from cmkb.views.spans import Span, span_of

FEW = 6  # clients of a stage that are named
MOST_SOURCES = 8
MOST_TWIGS = 60
GRAINS = ("month", "year")  # of the funnels


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["pipeline"], context.say("漏斗"), "pipeline", lambda: _render(context))


def _render(context: PageContext) -> str:
    place = GENERATED["pipeline"]
    tools = PageTools(context, place)
    columns = by_stage(context.clients.values(), tuple(context.vault.playbook.stages), context.today)
    found = [
        *(_funnel(context, span_of(context.today, grain), tools) for grain in GRAINS),
        _sources(context, span_of(context.today, "year"), tools),
        _referrals(context, tools),
    ]
    return context.render(
        "pipeline.html",
        place,
        columns=columns,
        count=len(context.clients),
        few=FEW,
        charts=[chart for chart in found if chart is not None],
        of_stage={column.stage: _chosen(tools, stage=column.stage) for column in columns},
    )


def _chosen(tools: PageTools, **facets: str) -> str:
    """The table of clients with this chosen in it."""
    chosen = "&".join(f"{key}={quote(value)}" for key, value in facets.items())
    return f"{tools.to('clients')}#{chosen}"


def _funnel(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    address = context.period_places.get(span)
    records = relative(address, tools.page) if address else None
    chart = funnel_chart(context, span, context.cycles, records)
    if chart is None:
        return None
    return replace(chart, title=f"{names.title(span, context.language)} · {chart.title}")


def _sources(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    """All clients of a source; those who bought, of the year."""
    say = context.say
    new = [one.note.path for one in new_clients(context.periods, span)]
    rows = sorted(source_rows(context.periods, span, new), key=lambda row: -row.clients)
    if not rows:
        return None
    drawn = [
        Step(
            row.source or say("没写来源"),
            row.clients,
            say("{n} 位").format(n=row.clients),
            words.percent(row.rate),
            say("{source}：{n} 位客户，今年买过 {buyers} 位，{amount}").format(
                source=row.source or say("没写来源"),
                n=row.clients,
                buyers=row.buyers,
                amount=words.amount(row.amount),
            ),
            _chosen(tools, source=row.source),
        )
        for row in rows[:MOST_SOURCES]
    ]
    enough = [row for row in rows if row.source and row.buyers]
    best = max(enough, key=lambda row: (row.rate or 0, row.clients), default=None)
    caption = (
        say("{source}来的买得最多：{n} 位里 {buyers} 位").format(
            source=best.source, n=best.clients, buyers=best.buyers
        )
        if best
        else say("今年还没有成交")
    )
    return Chart(
        say("客户从哪里来"),
        caption,
        shares(drawn, sign("，").join(f"{step.label} {step.shown} {step.side}" for step in drawn)),
        (("-", say("右列：今年买过的占该来源全部客户")),),
        (say("来源"), say("客户"), say("今年新增"), say("买过"), say("成交率"), say("金额")),
        tuple(
            (
                row.source or say("没写来源"),
                str(row.clients),
                str(row.new),
                str(row.buyers),
                words.percent(row.rate),
                words.amount(row.amount),
            )
            for row in rows
        ),
    )


def _referrals(context: PageContext, tools: PageTools) -> Chart | None:
    say = context.say
    notes = context.vault.notes
    lines = referral_tree({by: paths for by, paths in referrals(context.vault).items() if by in notes})
    if not lines:
        return None
    shown = lines[:MOST_TWIGS]
    brought = [line for line in lines if line.parent >= 0]
    assets = sum(_assets(context, line) for line in brought)
    first = max(lines, key=lambda line: line.below)
    caption = say("{name}带来最多：{n} 位；转介绍来的共 {all} 位，资产 {assets}").format(
        name=tools.name(first.path), n=first.below, all=len(brought), assets=words.amount(assets)
    )
    if len(lines) > len(shown):
        caption += sign("；") + say("图里画了前 {n} 位").format(n=len(shown))
    twigs = [
        Twig(
            tools.name(line.path),
            line.depth,
            line.parent,
            _side(context, line),
            _said(context, tools, line),
            tools.url(line.path),
        )
        for line in shown
    ]
    return Chart(
        say("谁带来了谁"),
        caption,
        tree(twigs, caption),
        (("-", say("右列：带来几位；或现在的阶段")),),
        (say("客户"), say("推荐人"), say("带来"), say("资产")),
        tuple(
            (
                tools.name(line.path),
                tools.name(lines[line.parent].path) if line.parent >= 0 else "—",
                str(line.brought or "—"),
                words.amount(_assets(context, line)) if _assets(context, line) else "—",
            )
            for line in lines
        ),
    )


def _assets(context: PageContext, line: Referred) -> int | float:
    row = context.clients.get(line.path)
    return (row.aum or 0) if row else 0


def _side(context: PageContext, line: Referred) -> str:
    if line.brought:
        return context.say("带来 {n} 位").format(n=line.brought)
    row = context.clients.get(line.path)
    return row.stage if row else ""


def _said(context: PageContext, tools: PageTools, line: Referred) -> str:
    row = context.clients.get(line.path)
    facts = [tools.name(line.path)]
    if row and row.stage:
        facts.append(row.stage)
    if row and row.aum:
        facts.append(words.amount(row.aum))
    if line.below:
        facts.append(context.say("一共带来 {n} 位").format(n=line.below))
    return sign("，").join(facts)
