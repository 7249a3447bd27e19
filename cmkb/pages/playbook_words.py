"""A playbook's figures and rules in words, for the routine page and `cmkb playbook show`."""

from __future__ import annotations

from cmkb.locales import N_, Translate, reader, sign, translator
from cmkb.model.cadence import read_cadence
from cmkb.model.playbook import CaseKind, Kpi, Limit, Playbook, Quota, Reminder, Tier
from cmkb.pages.format import amount, quantity, text_of, with_unit
from cmkb.playbooks.wording import CONTEXT

PER = {
    "day": N_("每天"),
    "week": N_("每周"),
    "half-month": N_("每半月"),
    "month": N_("每月"),
    "each": N_("每次"),
}

# Behind a number of them
PER_UNITS = {
    "day": N_("天"),
    "week": N_("周"),
    "half-month": N_("个半月"),
    "month": N_("个月"),
    "each": N_("次"),
}
PER_THIS = {"day": N_("当天"), "week": N_("本周"), "half-month": N_("本半月"), "month": N_("本月")}


def dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def bounds(least: int | float | None, most: int | float | None, unit: str) -> str:
    shown = [quantity(n, unit) for n in (least, most) if n is not None]
    if least is not None and most is not None:
        figure = shown[0] if least == most else "–".join(shown)
    else:
        figure = "".join((("≥" if least is not None else "≤"), *shown)) if shown else ""
    return with_unit(figure, unit) if figure else ""


def quota_words(quota: Quota, playbook: Playbook, say: Translate) -> str:
    start = next((slot.start for slot in playbook.routine.day if slot.key == quota.before), "")
    return asked_words(quota.per, quota.least, quota.most, quota.unit, start, quota.from_tier, say)


def asked_words(
    per: str,
    least: int | float | None,
    most: int | float | None,
    unit: str,
    before: str,
    from_tier: str,
    say: Translate,
) -> str:
    """`每天 ≥20条 金卡及以上`, `每天 不晚于 09:20`"""
    tier = say("{tier}及以上").format(tier=from_tier) if from_tier else ""
    figure = bounds(least, most, unit)
    if before:
        early = say("比 {time} 早").format(time=before)
        figure = f"{early} {figure}" if least else say("不晚于 {time}").format(time=before)
    asked = say("{per} {figure}").format(per=say(PER[per]), figure=figure) if figure else say(PER[per])
    return say("{asked} {tier}").format(asked=asked, tier=tier) if tier else asked


def limit_words(limit: Limit) -> str:
    return dotted(bounds(limit.least, limit.most, limit.unit), sign("、").join(limit.kinds))


def kpi_words(playbook: Playbook, kpi: Kpi, say: Translate) -> str:
    added = say("合计{field}").format(field=playbook.record_fields[kpi.sum].label) if kpi.sum else ""
    return dotted(sign("、").join((*kpi.kinds, *kpi.occasion_kinds)), added)


def case_words(case: CaseKind, say: Translate) -> str:
    return dotted(say("{n} 天内办结").format(n=case.days) if case.days else "", sign("、").join(case.docs))


def tier_words(tier: Tier, say: Translate) -> str:
    cadence = text_of(read_cadence(tier.cadence))
    from_amount = say("{amount}起").format(amount=amount(tier.threshold)) if tier.threshold else ""
    return dotted(cadence, from_amount)


def reminder_words(playbook: Playbook, rule: Reminder, say: Translate) -> str:
    """`持有的到期 · 提前 30、7、1 天 · 到期`"""
    when = [
        sign("、").join(
            (
                *(_date_label(playbook, name) for name in rule.dates),
                *map(translator(reader(), CONTEXT), rule.festivals),
            )
        ),
        say(PER[rule.every]) if rule.every else "",
        say("满 {n} 个月").format(n=rule.months) if rule.months else "",
        say("满 {n} 天").format(n=rule.days) if rule.days else "",
    ]
    lead = [str(n) for n in rule.lead if n]
    labels = {key: spec.label for key, spec in playbook.fields_of("client").items()}
    about = [
        say("提前 {n} 天").format(n=sign("、").join(lead)) if lead else "",
        say("{tier}及以上").format(tier=rule.from_tier) if rule.from_tier else "",
        say("核心和重点客户") if rule.key_clients else "",
        say("写了{field}的客户").format(field=sign("、").join(labels[key] for key in rule.having))
        if rule.having
        else "",
        rule.occasion,
    ]
    return dotted(" ".join(w for w in when if w), *about)


def _date_label(playbook: Playbook, name: str) -> str:
    scope, _, key = name.rpartition(".")
    if not scope:
        return playbook.fields_of("client")[key].label
    if scope in playbook.entry_fields:
        return f"{playbook.sections[scope].headings[0]}·{playbook.entry_fields[scope][key].label}"
    kinds = playbook.fields["common"]["type"].value_aliases
    return f"{kinds.get(scope, (scope,))[0]}·{playbook.fields_of(scope)[key].label}"
