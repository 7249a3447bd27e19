"""今日: the home page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from borax.calendars.lunardate import LunarDate

from cmkb.locales import N_, sign
from cmkb.model.immutable import immutable
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.agenda import FEW, agenda, next_row
from cmkb.pages.agenda import words as agenda_words
from cmkb.pages.care_messages import panel
from cmkb.pages.cases import late_matters
from cmkb.pages.context import PageContext
from cmkb.pages.quota_html import running_meters
from cmkb.pages.site import Page
from cmkb.views.attendance import Kept, kept
from cmkb.views.completeness import mean_rate
from cmkb.views.contacts import RED
from cmkb.views.day import carried_over
from cmkb.views.follow_ups import never_contacted
from cmkb.views.today import Meter, in_slot, meters, unanswered

MATURITY = "holdings.matures"


@immutable
class Stat:
    label: str
    value: int | float | str
    unit: str = ""
    money: bool = False


@immutable
class MeterLine:
    label: str
    rate: float | None
    value: str
    target: str
    unit: str


@immutable
class SlotLine:
    start: str
    end: str
    title: str
    note: str
    side: str


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["today"], context.say("今日"), "today", lambda: _render(context))


def _render(context: PageContext) -> str:
    vault, today = context.vault, context.today
    groups = agenda(
        context.rows, context.people, today, context.days_off, language=context.language, limit=FEW
    )
    shown = meters(vault, today)
    earlier = max((day for day in vault.journals if day < today), default=None)
    return context.render(
        "today.html",
        GENERATED["today"],
        date_line=date_line(context),
        lunar_day=lunar_day(context),
        stats=_stats(context),
        clients=vault.of_kind("client"),
        a_tier=next(reversed(tuple(vault.playbook.tiers)), ""),
        groups=groups,
        now=next_row(groups, today),
        count=sum(group.count for group in groups),
        total=len(context.open_rows),
        never=never_contacted(vault, today, context.ask),
        meters=[_line(context, meter) for meter in shown],
        quotas=running_meters(context, today, GENERATED["today"]),
        slots=_slots(context, shown),
        unanswered=unanswered(vault, today),
        matters=late_matters(context),
        open_matters=sum(1 for matter in context.matters if matter.open),
        care=panel(context),
        morning=context.morning(today) if vault.journals else None,
        carried=carried_over(vault, context.rows, today),
        last_journal=vault.journals[earlier] if earlier else None,
        words=agenda_words(context.language),
    )


def date_line(context: PageContext) -> str:
    day = context.today
    if context.language == "zh":
        return f"{day.month}月{day.day}日　星期{'一二三四五六日'[day.weekday()]}"
    return words.long_date(day, context.language).rpartition(" ")[0]


def lunar_day(context: PageContext) -> str:
    """农历十月十五 小雪"""
    if context.language != "zh":
        return ""
    lunar = LunarDate.from_solar(context.today)
    return f"农历{lunar.strftime('%M月%D')}" + (f"　{lunar.term}" if lunar.term else "")


def _stats(context: PageContext) -> list[Stat]:
    rows = [row for row in context.clients.values() if not row.quiet]
    if not rows:
        return []
    today = context.today
    soon = today + timedelta(30)
    maturing = sum(
        holding.fields["amount"]
        for row in context.clients.values()
        for holding in row.note.holdings
        if today <= holding.fields.get("matures", today - timedelta(1)) <= soon
        and isinstance(holding.fields.get("amount"), int | float)
    )
    late = sum(1 for row in rows if row.contact.colour(today) == RED)
    rate = mean_rate([row.complete.rate for row in rows])
    say = context.say
    rules = context.vault.playbook.reminders.values()
    matures = any(MATURITY in rule.dates for rule in rules)  # nobody holds anything in a restaurant
    return [
        *([Stat(say("30 天到期"), maturing, money=True)] if matures else ()),
        Stat(say("超期客户"), late, say("位")),
        Stat(say("完整率"), f"{rate * 100:.0f}", "%"),
    ]


THIS = {"week": N_("本周"), "half-month": N_("这半月"), "month": N_("本月")}


def _line(context: PageContext, meter: Meter) -> MeterLine:
    target = (
        words.with_unit(words.quantity(meter.target, meter.unit), meter.unit)
        if meter.target is not None
        else ""
    )
    when = THIS.get(meter.quota.per, "") if meter.quota else ""
    label = f"{meter.label} {context.say(when)}" if when else meter.label
    return MeterLine(label, meter.rate, words.quantity(meter.value, meter.unit), target, meter.unit)


def _slots(context: PageContext, shown: tuple[Meter, ...]) -> list[SlotLine]:
    """The routine with the figures that belong to each slot, as of the day of the build."""
    by_kpi = {
        meter.kpi.key: _line(context, meter) for meter in shown if not (meter.quota and meter.quota.boxed)
    }
    records = context.by_day.get(context.today, ())
    answers = {one.quota.key: one for one in kept(context.vault, context.today, records, context.turns)}
    quota_kpi = {key: quota.kpi for key, quota in context.vault.playbook.quotas.items()}
    lines = []
    for slot in context.vault.playbook.routine.day:
        keys = (*slot.kpis, *(quota_kpi.get(key, "") for key in slot.quotas))
        figures = [by_kpi[key] for key in dict.fromkeys(keys) if key in by_kpi]
        side = next((f"{line.value} / {line.target}" for line in figures if line.target), "")
        quotas = context.vault.playbook.quotas
        for key, value in in_slot(context.vault, records, slot).items():
            side = f"{words.number(value)} / {words.number(quotas[key].least or 0)}{quotas[key].unit}"
        side = side or next((said for key in slot.quotas if (said := _side(answers.get(key)))), "")
        lines.append(SlotLine(slot.start, slot.end, slot.title, slot.note, side))
    return lines


def _side(one: Kept | None) -> str:
    """`14 / 15分`, of a slot whose time or names the journal tells; before it whose turn it is."""
    if one is None or one.quota.per == "each":
        return ""
    if one.value is None:
        return sign("、").join(one.turn)
    return (
        one.at
        if not one.quota.least
        else words.with_unit(f"{words.number(one.value)} / {words.number(one.quota.least)}", one.quota.unit)
    )
