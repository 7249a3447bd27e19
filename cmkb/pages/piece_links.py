"""From a figure of a part of a period to what it is made of: the page of its day, week or month, which shows the
same number; of a week that is cut off by the period's end, which has no page, its days one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.note import Record
from cmkb.pages import format as words
from cmkb.pages.addresses import relative
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.trail import kpi_anchor, link, record_address, text
from cmkb.views.periods import figures_in
from cmkb.views.spans import Span

Number = int | float


def is_cut(piece: Span) -> bool:
    return not piece.grain and piece.start != piece.end


def page_of(tools: PageTools, piece: Span) -> str:
    """The page of a day, or of a whole week or month; "" of a cut one, and where there is none."""
    context = tools.context
    if piece.start == piece.end:
        figures = context.periods.days.get(piece.start)
        return tools.url(figures.journal) if figures and figures.journal else ""
    place = context.period_places.get(piece)
    return relative(place, tools.page) if place else ""


def kpi_address(tools: PageTools, piece: Span, kpi: str) -> str:
    """Where its value in the piece is told; of a day without a journal the first of its records."""
    page = page_of(tools, piece)
    if piece.start != piece.end:
        return f"{page}#{kpi_anchor(kpi)}" if page else ""
    figures = tools.context.periods.days.get(piece.start)
    records = figures.rows[kpi].derived.records if figures and kpi in figures.rows else ()
    if page:
        return f"{page}#{kpi_anchor(kpi)}" if records else page
    return record_address(tools, records[0]) if records else ""


def kpi_cell(tools: PageTools, piece: Span, kpi: str, unit: str, value: Number) -> Markup:
    shown = words.quantity(value, unit)
    if not value:
        return text(shown)
    if not is_cut(piece):
        return link(kpi_address(tools, piece, kpi), shown)
    days = (
        (day.date, kpi_address(tools, Span(day.date, day.date), kpi), words.quantity(day.value(kpi), unit))
        for day in figures_in(tools.context.periods, piece)
        if day.value(kpi)
    )
    return with_days(shown, days)


def count_cell(
    tools: PageTools, piece: Span, section: str, count: Number, of_day: Callable[[date], Number]
) -> Markup:
    """`section` is that of a period's page; a day tells its records."""
    if not is_cut(piece):
        return link(section_address(tools, piece, section), count)
    days = (
        (day, section_address(tools, Span(day, day), section), of_day(day))
        for day in piece.days()
        if of_day(day)
    )
    return with_days(count, days)


def section_address(tools: PageTools, piece: Span, section: str) -> str:
    page = page_of(tools, piece)
    where = "records" if piece.start == piece.end else section
    return f"{page}#{where}" if page else ""


def with_days(shown: object, days: Iterable[tuple[date, str, object]]) -> Markup:
    """`5 11-30 3、12-01 2`"""
    parts = Markup(sign("、")).join(link(address, f"{day:%m-%d} {value}") for day, address, value in days)
    return Markup("{} <small>{}</small>").format(shown, parts)


# --- hours -----------------------------------------------------------------------------------------------------


def by_hour(context: PageContext, day: date) -> Mapping[int, tuple[Record, ...]]:
    """The day's records that say when they were, counters left out, by hour. Kept: every period asks again."""
    key = ("by_hour", Span(day, day))
    answers = context.periods.answers
    if key not in answers:
        found: dict[int, list[Record]] = {}
        figures = context.periods.days.get(day)
        for record in figures.records if figures else ():
            if record.time and record.count is None:
                found.setdefault(int(record.time[:2]), []).append(record)
        answers[key] = {hour: tuple(sorted(rs, key=lambda r: r.time)) for hour, rs in found.items()}
    result: Mapping[int, tuple[Record, ...]] = answers[key]
    return result
