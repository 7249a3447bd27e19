"""昨日消费分析: what each client spent on the working day before, at the top of the day that acts on it."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.pages import format as words
from cmkb.pages.context import PageTools
from cmkb.pages.trail import link, record_link
from cmkb.views.periods import total
from cmkb.views.spending import spending


def spending_html(tools: PageTools, before: date | None) -> Markup:
    """`before` is the journal day before; empty when nobody spent anything then."""
    context = tools.context
    figures = context.periods.days.get(before) if before else None
    rows = spending(context.vault, figures.records) if figures else ()
    if not rows or before is None:
        return Markup("")
    say = context.say
    lines = []
    for row in rows:
        who = (
            link(tools.url(row.client), tools.name(row.client))
            if row.client
            else Markup("{}").format(say("没写客户"))
        )
        times = Markup(sign("、")).join(
            record_link(tools, record, record.time or say("看记录")) for record in row.records
        )
        if row.first:
            times += Markup(' <span class="ck-tag" data-t="ok">{}</span>').format(say("头一回"))
        amount = words.amount(row.amount) if row.amount else "—"
        lines.append(
            Markup(
                '<tr><td class="nw">{}</td><td class="r">{}</td><td class="r">{}</td><td>{}</td></tr>'
            ).format(who, row.visits, amount, times)
        )
    clients = sum(1 for row in rows if row.client)
    about = say("{day}，{n} 位客户，共 {sum}").format(
        day=words.day(before, context.today), n=clients, sum=words.amount(total(row.amount for row in rows))
    )
    head = Markup('<th>{}</th><th class="r">{}</th><th class="r">{}</th><th>{}</th>').format(
        say("客户"), say("次数"), say("金额"), say("记录")
    )
    return Markup(
        '<section class="ck-sec"><header><h2>{}</h2><small>{}</small></header><div class="ck-scroll">'
        '<table class="ck-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></section>'
    ).format(say("昨日消费分析"), about, head, Markup("").join(lines))
