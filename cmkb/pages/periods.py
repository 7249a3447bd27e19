"""总结: the index of weeks, months, quarters, half-years and years, and the page of each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.immutable import immutable
from cmkb.model.note import Section
from cmkb.model.playbook import Kpi
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.addresses import GENERATED, relative
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.period_charts import charts
from cmkb.pages.period_tables import tables
from cmkb.pages.quota_html import period_meters
from cmkb.pages.site import Page
from cmkb.pages.trail import kpi_anchor
from cmkb.views.client_facts import within
from cmkb.views.other_goals import PREFIX, OtherGoal, other_goals
from cmkb.views.period_clients import gone_quiet, new_clients
from cmkb.views.periods import PeriodRow, Periods, facts_of, passed_and_left, period_rows, value_in
from cmkb.views.spans import GRAINS, Span, span_of

FEW = 4
NOT_AS_TEXT = ("goals",)  # sections of a period's note that the table of goals shows


@immutable
class GoalLine:
    label: str
    target: str
    target_title: str
    value: str
    rate: float | None
    pace: float | None
    note: str
    address: str  # of what the actual is made of
    unit: str = ""


@immutable
class Fact:
    label: str
    value: str


@immutable
class Prose:
    title: str
    html: Markup


@immutable
class Chip:
    label: str
    address: str
    current: bool


@immutable
class Line:
    """Of a panel beside the goals: what is strong, then the rest."""

    strong: str
    rest: Markup


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["periods"], context.say("总结"), "periods", lambda: _index(context))


def pages(context: PageContext) -> Iterator[Page]:
    for spans in context.spans.values():
        for span in spans:
            note = context.goals.notes.get(span)
            yield Page(
                context.period_places[span],
                names.title(span, context.language),
                "period",
                partial(_period, context, span),
                note.path if note else None,
            )


def address_of(context: PageContext, span: Span) -> str:
    """From the site's root; "" when the period has no page."""
    return context.period_places.get(span, "")


def _index(context: PageContext) -> str:
    book, say = context.periods, context.say
    place = GENERATED["periods"]
    kpis = [kpi for kpi in context.vault.playbook.kpis.values() if not kpi.fold]
    current = [span_of(context.today, grain) for grain in ("month", "week", "quarter", "half", "year")]
    cards = [
        (
            span,
            _link(context, span, place),
            [_goal_line(context, row) for row in period_rows(book, span) if _in_card(row)],
        )
        for span in current
        if span in context.period_places
    ]
    lists = []
    for grain in ("month", "week", "quarter", "half", "year"):
        spans = list(reversed(book.spans[grain]))
        rows = [
            (
                names.title(span, context.language),
                _link(context, span, place),
                _stretch(span),
                _cells(book, span, kpis),
            )
            for span in spans
        ]
        if rows:
            lists.append((say(names.GRAIN_NAMES[grain]), rows))
    return context.render(
        "periods.html", place,
        cards=[(names.title(span, context.language), say(names.THIS[span.grain]), *card) for span, *card in cards],
        lists=lists, kpis=kpis,
        example=_example(context, span_of(context.today, "month")),
        log_heading=context.heading("log"), a_kind=context.a_kind,
    )  # fmt: skip


def _stretch(span: Span) -> str:
    return names.stretch(span) if span.grain == "week" else ""


def _cells(book: Periods, span: Span, kpis: list[Kpi]) -> list[tuple[str, str]]:
    """Each figure, and where on the period's page it is told."""
    values = [(kpi, value_in(book, kpi.key, span)) for kpi in kpis]
    return [
        (words.quantity(value, kpi.unit), f"#{kpi_anchor(kpi.key)}" if value else "") for kpi, value in values
    ]


def _in_card(row: PeriodRow) -> bool:
    return not row.kpi.fold or (row.target is not None and row.target.whole)


def _link(context: PageContext, span: Span, page: str) -> str:
    place = address_of(context, span)
    return relative(place, page) if place else ""


def _period(context: PageContext, span: Span) -> str:
    book, say, language = context.periods, context.say, context.language
    place = context.period_places[span]
    tools = PageTools(context, place)
    note = book.note(span)
    rows = period_rows(book, span)
    spans = book.spans[span.grain]
    position = spans.index(span)
    now = context.today in span
    passed, left = passed_and_left(book, span)
    quiet = gone_quiet(context.clients.values(), context.today) if now else ()
    shown = [s for s in (note.sections if note else ()) if s.meaning not in NOT_AS_TEXT and s.text.strip()]
    return context.render(
        "period.html",
        place,
        span=span,
        title=names.title(span, language),
        stretch=names.stretch(span),
        working=_working(context, span, passed, left),
        before=_neighbour(context, spans[position - 1], place) if position else None,
        after=_neighbour(context, spans[position + 1], place) if position + 1 < len(spans) else None,
        chips=_chips(context, span, place),
        note=note,
        rows=[
            *(_goal_line(context, row) for row in rows if _in_card(row)),
            *(_other_goal(context, goal, place) for goal in other_goals(book, span)),
        ],
        others=[_goal_line(context, row) for row in rows if not _in_card(row)],
        facts=_others(context, span),
        has_goal=any(row.target for row in rows),
        example=_example(context, span),
        charts=charts(context, span, rows, tools, context.cycles),
        client_title=say("{when}客户").format(when=say(names.THIS[span.grain]) if now else say("本期")),
        client_lines=_client_lines(context, span, tools),
        quotas=period_meters(context, span),
        quiet=quiet[:FEW],
        quiet_count=len(quiet),
        now=now,
        tables=tables(context, span, rows, tools),
        sections=[_prose(tools, note.path, s, say("其他")) for s in shown] if note else [],
        any_records=facts_of(book, span).records,
        log_heading=context.heading("log"),
        a_kind=context.a_kind,
    )


def _prose(tools: PageTools, path: str, section: Section, otherwise: str) -> Prose:
    return Prose(section.heading or otherwise, tools.markdown(path, section.text))


def _working(context: PageContext, span: Span, passed: int, left: int) -> str:
    say = context.say
    if context.today > span.end:
        return say("{n} 个工作日").format(n=passed)
    if context.today < span.start:
        return say("{n} 个工作日，还没开始").format(n=left)
    return say("过了 {n} 个工作日，今天起还有 {left} 个").format(n=passed, left=left)


def _neighbour(context: PageContext, span: Span, page: str) -> tuple[str, str]:
    return names.short(span, context.language), _link(context, span, page)


def _chips(context: PageContext, span: Span, page: str) -> list[Chip]:
    """The periods of other lengths that the same day lies in; today when it does."""
    day = context.today if context.today in span else span.start
    chips = []
    for grain in GRAINS:
        other = span if grain == span.grain else span_of(day, grain)
        address = _link(context, other, page)
        if address:
            chips.append(Chip(context.say(names.GRAIN_NAMES[grain]), address, grain == span.grain))
    return chips


def _goal_line(context: PageContext, row: PeriodRow) -> GoalLine:
    say, unit = context.say, row.kpi.unit
    notes, about = [], ""
    if row.target is not None:
        if row.target.goal is not None:
            about = say("写在 {path}").format(path=row.target.goal.path)
        elif row.target.whole:
            about = say("由上下期的目标和每天的计划合成")
        else:
            notes.append(say("只有 {n} 天有目标").format(n=row.target.days))
    if row.overridden:
        derived = words.quantity(row.derived, unit)
        notes.append(say("{n} 天按总结里填的数；记录里共 {sum}").format(n=len(row.overridden), sum=derived))
    if row.said is not None:
        notes.append(say("总结里写的是 {n}").format(n=words.quantity(row.said.value, unit)))
    target = names.rounded(row.target.value, unit) if row.target else None
    return GoalLine(
        label=row.kpi.label,
        target=words.quantity(target, unit),
        target_title=about,
        value=words.quantity(row.value, unit),
        rate=row.rate,
        pace=row.due if row.rate is not None and row.due is not None and 0 < row.due < 1 else None,
        note=sign("；").join(notes),
        address=f"#{kpi_anchor(row.kpi.key)}" if row.value else "",
        unit=unit,
    )


def _other_goal(context: PageContext, goal: OtherGoal, place: str) -> GoalLine:
    """Of the team's, and of what clients should hold. The actual is written in the note, or theirs as of today."""
    say, unit = context.say, goal.unit
    written = say("写在 {path}").format(path=goal.path)
    return GoalLine(
        label=goal.label,
        target=words.quantity(goal.goal, unit),
        target_title=written,
        value=words.quantity(goal.actual, unit),
        rate=goal.rate,
        pace=None,
        note=say("客户现有") if not goal.written and goal.actual is not None else "",
        address="" if goal.written or goal.actual is None else relative(GENERATED["clients"], place),
        unit=unit if goal.actual is not None else "",
    )


def _others(context: PageContext, span: Span) -> list[Fact]:
    """What else the period's note has at its head."""
    note = context.periods.note(span)
    if note is None:
        return []
    counted = {"period", "type", "title", *(kpi.goal for kpi in context.vault.playbook.kpis.values())}
    counted |= {goal.key for goal in other_goals(context.periods, span)}
    counted |= {f"{PREFIX}{goal.key}" for goal in other_goals(context.periods, span)}
    facts = [
        Fact(spec.label, words.text_of(value, spec.unit, spec.type))
        for spec in context.vault.playbook.fields_of("period").values()
        if (value := note.get(spec.key)) not in (None, "", ()) and spec.key not in counted and not spec.hidden
    ]
    facts += [Fact(key, words.text_of(value)) for key, value in note.front.extra.items()]
    return facts


def _client_lines(context: PageContext, span: Span, tools: PageTools) -> list[Line]:
    book, say = context.periods, context.say
    lines = []
    new = new_clients(book, span)
    if new:
        late = sum(1 for one in new if one.in_time is False)
        waiting = sum(1 for one in new if one.in_time is None)
        said = [
            say("{days} 天内打过第一通 {n} 位").format(
                days=context.vault.playbook.welcome_days, n=len(new) - late - waiting
            )
        ]
        if late:
            said.append(say("过了期限 {n} 位").format(n=late))
        if waiting:
            said.append(say("还没打 {n} 位").format(n=waiting))
        lines.append(
            Line(
                say("新客 {n} 位").format(n=len(new)),
                Markup('<a href="#new">{}</a>').format(sign("，").join(said)),
            )
        )
    reached = [context.vault.notes[path] for path in within(book.clients.qualified, span)]
    if reached:
        who = Markup(sign("、")).join(
            Markup('<a href="{}">{}</a>').format(tools.url(n.path), n.title) for n in reached[:FEW]
        )
        more = say(" 等") if len(reached) > FEW else ""
        lines.append(Line(say("新达标 {n} 位").format(n=len(reached)), who + more))
    contacted = len(facts_of(book, span).contacted)
    if contacted:
        said_one = Markup('<a href="#coverage">{}</a>').format(say("看各等级覆盖了多少"))
        lines.append(Line(say("联系过 {n} 位").format(n=contacted), said_one))
    return lines


def _example(context: PageContext, span: Span) -> str:
    """What a note of goals looks like, with the playbook's own keys."""
    kpis = context.vault.playbook.kpis.values()
    keys = [f"{kpi.goal}: 100" for kpi in kpis if kpi.goal and not kpi.sum][:2]
    keys += [f"{kpi.goal}: {context.say('100万')}" for kpi in kpis if kpi.goal and kpi.sum][:1]
    if not keys:
        first = next(iter(kpis), None)
        return f"periods/{span.key}.md\n\n## {context.heading('goals')}\n- {first.label if first else ''} 100"
    return f"periods/{span.key}.md\n\n---\n" + "\n".join(keys) + "\n---"
