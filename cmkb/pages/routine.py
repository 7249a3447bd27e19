"""流程: the vault's playbook, readable: the day by the clock, then every rule in use."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.forms import form_addresses
from cmkb.pages.playbook_words import (
    case_words,
    dotted,
    kpi_words,
    limit_words,
    quota_words,
    reminder_words,
    tier_words,
)
from cmkb.pages.quota_html import running_words
from cmkb.pages.site import Page

Rows = list[tuple[str, str, str]]  # label, figure, note


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["routine"], context.say("流程"), "routine", lambda: _render(context))


def _render(context: PageContext) -> str:
    playbook, say = context.vault.playbook, context.say
    measured = context.periods.quotas
    mine = context.vault.settings.audience == "self"  # the team has no records to measure
    running = (*measured.of_day(context.today), *measured.running(context.today)) if mine else ()
    now = running_words(running, context.today, say)
    quotas: Rows = [
        (q.label, quota_words(q, playbook, say), dotted(q.note, now.get(q.key, "")))
        for q in playbook.quotas.values()
    ]
    limits: Rows = [(limit.label, limit_words(limit), "") for limit in playbook.limits.values()]
    rules: list[tuple[str, Rows]] = [
        (say("定量与限度"), quotas + limits),
        (say("提醒"), [(r.label, "", reminder_words(playbook, r, say)) for r in playbook.reminders.values()]),
        (say("指标怎么数"), [(k.label, "", kpi_words(playbook, k, say)) for k in playbook.kpis.values()]),
        (say("事项"), [(c.key, "", case_words(c, say)) for c in playbook.cases.values()]),
    ]
    labels = {key: spec.label for key, spec in playbook.fields_of("client").items()}
    return context.render(
        "routine.html",
        GENERATED["routine"],
        tiers=[(tier.key, tier_words(tier, say)) for tier in playbook.tiers.values()],
        rules=[(title, rows) for title, rows in rules if rows],
        labels=labels,
        quota_lines=lambda slot: [
            f"{playbook.quotas[key].label} {quota_words(playbook.quotas[key], playbook, say)}"
            for key in slot.quotas
        ],
        forms=form_addresses(playbook),
    )
