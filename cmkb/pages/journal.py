"""日志: the index by month, and the form 《每日工作计划与总结表》 of each day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from itertools import groupby

from markupsafe import Markup

from cmkb.model.note import Section
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.site import Page
from cmkb.views.day import CarriedOver, DayRow, DaySheet, carried_over

IN_FORM = ("log", "plan", "summary", "news")  # sections that the form itself shows


@dataclass(frozen=True, slots=True)
class FormRow:
    row: DayRow
    why: str


@dataclass(frozen=True, slots=True)
class Prose:
    title: str
    html: Markup


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["journal"], context.say("日志"), "journal_index", lambda: _index(context))


def days(context: PageContext) -> Iterator[Page]:
    for sheet in context.sheets:
        place = context.addresses.notes[sheet.note.path]
        title = f"{sheet.date.isoformat()} {words.weekday(sheet.date, context.language)}"
        yield Page(place, title, "journal", partial(_day, context, sheet, place), sheet.note.path)


def _index(context: PageContext) -> str:
    newest_first = list(reversed(context.sheets))
    by_month = groupby(newest_first, key=lambda sheet: (sheet.date.year, sheet.date.month))
    kpis = [kpi for kpi in context.vault.playbook.kpis.values() if not kpi.fold]

    def cells(sheet: DaySheet) -> list[DayRow | None]:
        rows = {row.kpi.key: row for row in sheet.rows}
        return [rows.get(kpi.key) for kpi in kpis]

    return context.render(
        "journal.html",
        GENERATED["journal"],
        sheets=newest_first,
        months=[(f"{year}-{month:02d}", list(sheets)) for (year, month), sheets in by_month],
        kpis=kpis,
        sheet_cells=cells,
        a_kind=context.a_kind,
    )


def _day(context: PageContext, sheet: DaySheet, place: str) -> str:
    tools = PageTools(context, place)
    note = sheet.note
    shown = [s for s in note.sections if s.meaning not in IN_FORM and s.text.strip()]
    carried: tuple[CarriedOver, ...] = ()
    if sheet.date == context.today:
        carried = carried_over(context.vault, context.rows, sheet.date)
    calls = next((row.derived for row in sheet.rows if row.derived.unsaid), None)
    return context.render(
        "day.html",
        place,
        sheet=sheet,
        records=sorted(sheet.records, key=lambda r: (r.count is not None, r.time or "99", r.place)),
        rows=[FormRow(row, _why(context, row)) for row in sheet.rows],
        done=sum(1 for state in sheet.plan if state.done_by),
        carried=carried,
        unsaid=len(calls.unsaid) if calls else 0,
        journals=context.vault.journals,
        summary=_prose(tools, note.path, sheet.section("summary")),
        sections=[Prose(s.heading or context.say("其他"), _prose(tools, note.path, s)) for s in shown],
        a_kind=context.a_kind,
        plan_heading=context.heading("plan"),
        log_heading=context.heading("log"),
    )


def _prose(tools: PageTools, path: str, section: Section | None) -> Markup:
    return tools.markdown(path, section.text) if section and section.text.strip() else Markup("")


def _why(context: PageContext, row: DayRow) -> str:
    """Whom the figure comes from; for an override both figures and the reason."""
    if row.override:
        derived = words.quantity(row.derived.value, row.kpi.unit)
        said = context.say("记录里是 {n}").format(n=derived)
        return f"{said}，{row.override.reason}" if row.override.reason else said
    names: dict[str, None] = {}
    for record in row.derived.records:
        for path in context.vault.clients_of(record):
            names[context.clients[path].name] = None
    shown = list(names)
    return "、".join(shown[:3]) + (context.say(" 等 {n} 位").format(n=len(shown)) if len(shown) > 3 else "")
