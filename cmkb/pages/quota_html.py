"""Quotas of weeks, half-months and months as meters, and where on a period's page each is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup

from cmkb.locales import Translate, sign
from cmkb.model.immutable import immutable
from cmkb.model.playbook import Playbook
from cmkb.pages import format as words
from cmkb.pages.addresses import relative
from cmkb.pages.attendance_words import kept_words
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.playbook_words import PER, PER_THIS, PER_UNITS, bounds, quota_words
from cmkb.pages.trail import kpi_anchor, link, people_links, record_link
from cmkb.views.quotas import Measured, QuotaRow
from cmkb.views.spans import Span, span_of

_AT = "q-{}"  # anchor of a quota's row on the page of a period


@immutable
class QuotaMeter:
    label: str
    about: str  # what is asked for, in words
    rate: float | None
    value: str
    target: str
    address: str  # of what is behind the figure; "" when nothing is
    kept: bool


def anchor(quota: str) -> str:
    return _AT.format(quota)


def running_meters(context: PageContext, day: date, page: str) -> list[QuotaMeter]:
    """Of the week, half-month and month of `day`; each leads to the page of its period."""
    return [_meter(context, one, _told_at(context, one, page)) for one in context.periods.quotas.running(day)]


def _told_at(context: PageContext, one: Measured, page: str) -> str:
    grain = "week" if one.quota.per == "week" else "month"
    place = context.period_places.get(span_of(one.span.start, grain))
    return f"{relative(place, page)}#{anchor(one.quota.key)}" if place else ""


def _meter(context: PageContext, one: Measured, address: str) -> QuotaMeter:
    return QuotaMeter(
        f"{context.say(PER_THIS[one.quota.per])} {one.quota.label}",
        asked(one, context.vault.playbook, context.say),
        one.rate,
        words.quantity(one.value, one.unit),
        wanted(one),
        address,
        one.kept,
    )


def asked(one: Measured, playbook: Playbook, say: Translate) -> str:
    """`每周 ≥180分`; of clients whose turn it is `每半月 每位核心会员一条`."""
    if one.quota.reminder:
        return " ".join(part for part in (say(PER[one.quota.per]), one.quota.note) if part)
    return quota_words(one.quota, playbook, say)


def wanted(one: Measured) -> str:
    """180分, 5–8次"""
    return bounds(one.least, one.most, one.unit).removeprefix("≥")


def period_meters(context: PageContext, span: Span) -> list[QuotaMeter]:
    """Of the period's own quotas what was done, of shorter ones how often they were kept."""
    found = []
    for row in context.periods.quotas.rows(span):
        own, say = row.own, context.say
        address = f"#{anchor(row.quota.key)}"
        if own is not None:
            meter = _meter(context, own, address)
            found.append(
                QuotaMeter(
                    row.quota.label, meter.about, meter.rate, meter.value, meter.target, address, own.kept
                )
            )
        elif not row.closed:
            found.append(_meter(context, row.parts[-1], address))
        else:
            of = len(row.closed)
            target = f"{of} {say(PER_UNITS[row.quota.per])}"
            about = asked(row.parts[-1], context.vault.playbook, say)
            kept = row.kept == of
            found.append(
                QuotaMeter(row.quota.label, about, row.kept / of, str(row.kept), target, address, kept)
            )
    return found


def outcome(row: QuotaRow, say: Translate) -> str:
    """`105 / 180分`, or in how many of its stretches it was kept: `12 / 15 天`."""
    if row.own is not None:
        return f"{words.quantity(row.own.value, row.own.unit)} / {wanted(row.own)}"
    return f"{row.kept} / {len(row.closed)} {say(PER_UNITS[row.quota.per])}" if row.closed else "—"


def told(tools: PageTools, row: QuotaRow, most: int) -> Markup:
    """What is behind a quota's figure: its records, or the stretches in which it was not kept, and who is left."""
    say, own = tools.context.say, row.own
    if own is None and row.parts[-1].settled:
        met = [part for part in row.parts if part.kept]
        missed = [part for part in row.parts if not part.kept]
        lists = ((say("没做到"), missed), (say("做到"), met))
        return Markup(sign("；")).join(
            _stretches(tools, label, parts, most) for label, parts in lists if parts
        )
    if own is None:
        missed = [part for part in row.closed if not part.kept]
        going = list(row.running)
        said = [
            _stretches(tools, say("没做到"), missed, most) if missed else "",
            _stretches(tools, say("还没完"), going, most) if going else "",
        ]
        return Markup(sign("；")).join(filter(None, said)) or Markup("{}").format(say("都做到了"))
    return _records(tools, own, most)


def _stretches(tools: PageTools, label: str, parts: list[Measured], most: int) -> Markup:
    """The newest are named."""
    shown = Markup(sign("、")).join(_stretch(tools, part) for part in parts[-most:])
    more = tools.context.say(" 等 {n} 次").format(n=len(parts)) if len(parts) > most else ""
    return Markup("{}{}{}{}").format(label, sign("："), shown, more)


def _stretch(tools: PageTools, part: Measured) -> Markup:
    """A day, week or half-month with its figure, leading to its own page."""
    context = tools.context
    if part.settled:
        return _answer(tools, part)
    figure = f"{words.quantity(part.value, part.unit)}/{wanted(part)}"
    if part.quota.per == "day":
        figures = context.periods.days.get(part.span.start)
        address = tools.url(figures.journal) if figures and figures.journal else ""
        some = part.quota.boxed or part.quota.from_tier  # of the figure's records only
        where = f"#{'records' if some else kpi_anchor(part.quota.kpi)}" if part.records and part.value else ""
        return link(f"{address}{where}" if address else "", f"{part.span.start:%m-%d} {figure}")
    address = _told_at(context, part, tools.page)
    return link(address, f"{part.span.start:%m-%d}–{part.span.end:%m-%d} {figure}")


def _figure(part: Measured) -> str:
    return words.with_unit(words.quantity(part.value, part.unit), part.unit)


def _answer(tools: PageTools, part: Measured) -> Markup:
    """What a day's journal or a record says, leading to it."""
    day = f"{part.span.start:%m-%d}"
    if part.told is None:
        return record_link(tools, part.records[0], f"{day} {_figure(part)}")
    figures = tools.context.periods.days.get(part.span.start)
    address = tools.url(figures.journal) if figures and figures.journal else ""
    said = kept_words(part.told, tools.context.say).text.removesuffix(" ✓").removesuffix("✓")
    if not part.told.than:  # which says itself how much it was
        said = sign("，").join(filter(None, (_figure(part), said)))
    return link(f"{address}#facts" if address else "", f"{day} {said}")


def _records(tools: PageTools, own: Measured, most: int) -> Markup:
    newest = sorted(own.records, key=lambda r: (r.date, r.time), reverse=True)
    shown = Markup(sign("、")).join(
        record_link(tools, r, _record_words(tools, own, r.date, tools.people(r))) for r in newest[:most]
    )
    more = tools.context.say(" 等 {n} 条").format(n=len(newest)) if len(newest) > most else ""
    parts = [Markup("{}{}").format(shown, more)] if newest else []
    if own.open:
        names = people_links(tools, own.open[:most])
        rest = tools.context.say(" 等 {n} 位").format(n=len(own.open)) if len(own.open) > most else ""
        parts.append(Markup("{}{}{}{}").format(tools.context.say("还差"), sign("："), names, rest))
    return Markup(sign("；")).join(parts) if parts else Markup("{}").format(tools.context.say("还没有记录"))


def _record_words(tools: PageTools, own: Measured, day: date, people: tuple[str, ...]) -> str:
    """Of a client's turn the name, else the day."""
    name = tools.name(people[0]) if people and own.quota.reminder else ""
    return " ".join(part for part in (words.day(day, tools.context.today), name) if part)


def running_words(running: Iterable[Measured], day: date, say: Translate) -> dict[str, str]:
    """By quota: `11-23 为止 105 / 180分`, for pages that are right on any day."""
    return {
        one.quota.key: say("{day} 为止 {value} / {target}").format(
            day=f"{day:%m-%d}", value=words.quantity(one.value, one.unit), target=wanted(one)
        )
        for one in running
    }
