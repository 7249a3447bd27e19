"""日程: the weeks around today on one page, and a page a month.

Which day is today, and so which week is shown, the browser decides (`assets/calendar.js`); without it those of the
build stand. What a day holds is told once for each kind, and of many only the first are named: a page stays one that
can be read and printed, however many clients there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from cmkb.locales import sign
from cmkb.model.follow_up import FOLLOW_UP_KINDS, FollowUp
from cmkb.pages.addresses import GENERATED
from cmkb.pages.agenda import reason
from cmkb.pages.care import without_label
from cmkb.pages.context import PageContext
from cmkb.pages.format import month_name, weekday
from cmkb.pages.site import Page
from cmkb.views.calendar import Calendar, CalendarDay
from cmkb.views.spans import Span

FOLDER = "calendar/"
ICS = "calendar.ics"
FEW = 6  # rows of a kind that have a line each; of more, the first are named on one line
NAMED = 8
IN_CELL = 3  # lines of a cell of the month


@dataclass(frozen=True, slots=True)
class Line:
    """A row, or all rows of a kind on one day."""

    label: str  # the time of an appointment, else the kind
    people: tuple[str, ...]  # paths of clients
    text: str
    path: str  # of the note it stands in, where no client is named
    kind: str
    count: int = 1

    @property
    def more(self) -> int:
        return self.count - len(self.people) if self.count > 1 else 0


@dataclass(frozen=True, slots=True)
class DayView:
    of: CalendarDay
    name: str  # 周三
    about: tuple[str, ...]  # lunar day, festivals
    lines: tuple[Line, ...]
    cell: tuple[str, ...]  # what the month's grid says
    rest: int  # further rows than those of the cell

    @property
    def busy(self) -> int:
        return len(self.of.rows)

    @property
    def undone(self) -> int:
        """What is still open once the day is over; an appointment is then only unconfirmed."""
        return sum(1 for row in self.of.rows if row.kind != "appointment")


@dataclass(frozen=True, slots=True)
class Week:
    span: Span
    title: str
    days: tuple[DayView, ...]


@dataclass(frozen=True, slots=True)
class MonthLink:
    key: str
    title: str
    path: str


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["calendar"], context.say("日程"), "calendar", lambda: _index(context))


def months(context: PageContext) -> Iterator[Page]:
    for span in context.calendar.months:
        title = f"{context.say('日程')} {month_name(span.start, context.language)}"
        yield Page(month_path(span), title, "calendar", partial(_month, context, span))


def month_path(span: Span) -> str:
    return f"{FOLDER}{span.key}.html"


def _index(context: PageContext) -> str:
    book = context.calendar
    weeks = [_week(context, book, span) for span in book.weeks]
    return context.render(
        "calendar.html",
        GENERATED["calendar"],
        weeks=weeks,
        now=next(week.span.key for week in weeks if context.today in week.span),
        years=_by_year(context, book.months),
        estimated=any(book.estimated(span) for span in book.weeks),
        ics=ICS,
        any_rows=bool(context.rows),
    )


def _month(context: PageContext, span: Span) -> str:
    book = context.calendar
    days = tuple(_day(context, day) for day in book.days(span))
    place = book.months.index(span)
    return context.render(
        "calendar_month.html",
        month_path(span),
        title=month_name(span.start, context.language),
        span=span,
        day_names=[weekday(day, context.language) for day in book.weeks[0].days()],
        rows=_grid(days),
        days=[day for day in days if day.lines],
        before=_link(context, book.months[place - 1]) if place else None,
        after=_link(context, book.months[place + 1]) if place + 1 < len(book.months) else None,
        estimated=book.estimated(span),
    )


def _by_year(context: PageContext, spans: Iterable[Span]) -> list[tuple[int, list[MonthLink]]]:
    years: dict[int, list[MonthLink]] = {}
    for span in spans:
        years.setdefault(span.start.year, []).append(_link(context, span))
    return list(years.items())


def _link(context: PageContext, span: Span) -> MonthLink:
    return MonthLink(span.key, month_name(span.start, context.language, year=False), month_path(span))


def _grid(days: tuple[DayView, ...]) -> list[list[DayView | None]]:
    """Rows of seven, Monday first."""
    cells: list[DayView | None] = [None] * days[0].of.day.weekday() + list(days)
    cells += [None] * (-len(cells) % 7)
    return [cells[at : at + 7] for at in range(0, len(cells), 7)]


def _week(context: PageContext, book: Calendar, span: Span) -> Week:
    number = context.say("第 {n} 周").format(n=span.start.isocalendar().week)
    ends = f"{span.start:%m-%d} – {span.end:%m-%d}"
    return Week(span, f"{number}{sign('　')}{ends}", tuple(_day(context, day) for day in book.days(span)))


def _day(context: PageContext, day: CalendarDay) -> DayView:
    kinds: dict[str, list[FollowUp]] = {}
    for row in day.rows:
        kinds.setdefault(row.kind, []).append(row)
    known = {kind: index for index, kind in enumerate(FOLLOW_UP_KINDS)}
    order = sorted(kinds, key=lambda kind: (known.get(kind, len(known)), kind))
    lines = tuple(line for kind in order for line in _lines(context, kind, kinds[kind]))
    timed = [row for row in day.rows if row.time]
    cell = [f"{row.time} {_who(context, row)}" for row in timed[:IN_CELL]]
    counts = [
        f"{reason(kind, context.language)} {len(found)}"
        for kind in order
        if (found := [row for row in kinds[kind] if not row.time])
    ]
    cell += counts[: max(0, IN_CELL - len(cell))]
    shown = min(len(timed), IN_CELL) + sum(
        int(text.rpartition(" ")[2]) for text in cell[min(len(timed), IN_CELL) :]
    )
    name = weekday(day.day, context.language)
    lunar = (day.lunar,) if day.lunar and context.language == "zh" else ()
    return DayView(day, name, (*lunar, *day.names), lines, tuple(cell), len(day.rows) - shown)


def _lines(context: PageContext, kind: str, rows: list[FollowUp]) -> Iterator[Line]:
    label = reason(kind, context.language)
    if len(rows) <= FEW or kind == "appointment":
        for row in rows:
            title = without_label(context, row) if row.rule else row.title
            text = " · ".join(part for part in (title if title != label else "", row.why) if part)
            who = (row.client,) if row.client else ()
            yield Line(row.time or label, who, text, row.path, kind)
        return
    people = tuple(dict.fromkeys(row.client for row in rows if row.client))
    yield Line(label, people[:NAMED], "", "", kind, len(rows))


def _who(context: PageContext, row: FollowUp) -> str:
    person = context.people.get(row.client or "")
    return person.name if person else row.title
