"""日程: the weeks around today on one page, and a page a month.

Which day is today, and so which week is shown, the browser decides (`assets/calendar.js`); without it those of the
build stand. What a day holds is told once for each kind, and of many only the first are named: a page stays one that
can be read and printed, however many clients there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from markupsafe import Markup

from cmkb.locales import one_or_many, sign
from cmkb.model.follow_up import FOLLOW_UP_KINDS, FollowUp
from cmkb.model.immutable import immutable
from cmkb.pages.addresses import GENERATED
from cmkb.pages.agenda import reason
from cmkb.pages.care import without_label
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.escaping import escape
from cmkb.pages.format import month_name, weekday
from cmkb.pages.site import Page
from cmkb.pages.trail import link
from cmkb.views.calendar import Calendar, CalendarDay, months_shown
from cmkb.views.spans import Span

FOLDER = "calendar/"
ICS = "calendar.ics"
FEW = 6  # rows of a kind that have a line each; of more, the first are named on one line
NAMED = 8
IN_CELL = 3  # lines of a cell of the month


@immutable
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


@immutable
class DayView:
    of: CalendarDay
    name: str  # 周三
    about: tuple[str, ...]  # lunar day, festivals
    lines: Markup  # a list item for each kind, or row; "" when nothing falls on the day
    undone: int  # what is still open once the day is over; an appointment is then only unconfirmed
    cell: tuple[str, ...]  # what the month's grid says
    rest: int  # further rows than those of the cell

    @property
    def busy(self) -> int:
        return len(self.of.rows)


@immutable
class Week:
    span: Span
    title: str
    days: tuple[DayView, ...]


@immutable
class MonthLink:
    key: str
    title: str
    path: str


def index(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["calendar"], context.say("日程"), "calendar", lambda: _index(context))


def months(context: PageContext) -> Iterator[Page]:
    for span in months_shown(context.vault, context.today):
        title = f"{context.say('日程')} {month_name(span.start, context.language)}"
        yield Page(month_path(span), title, "calendar", partial(_month, context, span))


def month_path(span: Span) -> str:
    return f"{FOLDER}{span.key}.html"


def _index(context: PageContext) -> str:
    book = context.calendar
    tools = PageTools(context, GENERATED["calendar"])
    weeks = [_week(tools, book, span) for span in book.weeks]
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
    tools = PageTools(context, month_path(span))
    days = tuple(_day(tools, day) for day in book.days(span))
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


def _week(tools: PageTools, book: Calendar, span: Span) -> Week:
    number = tools.context.say("第 {n} 周").format(n=span.start.isocalendar().week)
    ends = f"{span.start:%m-%d} – {span.end:%m-%d}"
    return Week(span, f"{number}{sign('　')}{ends}", tuple(_day(tools, day) for day in book.days(span)))


def _day(tools: PageTools, day: CalendarDay) -> DayView:
    context = tools.context
    kinds: dict[str, list[FollowUp]] = {}
    timed: list[FollowUp] = []
    for row in day.rows:  # of ten thousand clients there are ten thousand on a festival
        kinds.setdefault(row.kind, []).append(row)
        if row.time:
            timed.append(row)
    untimed = {kind: len(found) for kind, found in kinds.items()}
    for row in timed:
        untimed[row.kind] -= 1
    known = {kind: index for index, kind in enumerate(FOLLOW_UP_KINDS)}
    order = sorted(kinds, key=lambda kind: (known.get(kind, len(known)), kind))
    lines = "".join(_line_html(tools, line) for kind in order for line in _lines(context, kind, kinds[kind]))
    undone = len(day.rows) - len(kinds.get("appointment", ()))
    cell = [f"{row.time} {_who(context, row)}" for row in timed[:IN_CELL]]
    counts = [f"{reason(kind, context.language)} {untimed[kind]}" for kind in order if untimed[kind]]
    cell += counts[: max(0, IN_CELL - len(cell))]
    shown = min(len(timed), IN_CELL) + sum(
        int(text.rpartition(" ")[2]) for text in cell[min(len(timed), IN_CELL) :]
    )
    name = weekday(day.day, context.language)
    lunar = (day.lunar,) if day.lunar and context.language == "zh" else ()
    about = (*lunar, *day.names)
    return DayView(day, name, about, Markup(lines), undone, tuple(cell), len(day.rows) - shown)


def _lines(context: PageContext, kind: str, rows: list[FollowUp]) -> Iterator[Line]:
    label = reason(kind, context.language)
    if len(rows) <= FEW or kind == "appointment":
        for row in rows:
            title = without_label(context, row) if row.rule else row.title
            text = " · ".join(part for part in (title if title != label else "", row.why) if part)
            who = (row.client,) if row.client else ()
            yield Line(row.time or label, who, text, row.path, kind)
        return
    people: dict[str, None] = {}
    for row in rows:
        if row.client:
            people[row.client] = None
        if len(people) == NAMED:
            break
    yield Line(label, tuple(people), "", "", kind, len(rows))


def _line_html(tools: PageTools, one: Line) -> str:
    """Written in Python, like all lines of which there are thousands."""
    say, parts = tools.context.say, []
    if one.count > 1:
        parts.append(f"<b>{one.count}</b> {escape(one_or_many(one.count, say('件')))}{sign('　')}")
        names = (
            f'<a class="ck-who" href="{escape(tools.url(path))}">{escape(tools.name(path))}</a>'
            for path in one.people
        )
        parts.append(sign("、").join(names))
    else:
        parts += [tools.who(path) for path in one.people]
    if one.more > 0 and one.people:
        parts.append(f" {escape(say('等'))}")
    if one.text and one.people:
        parts.append(f' <span class="ck-mute">{escape(one.text)}</span>')
    elif one.text:
        address = tools.url(one.path)
        parts.append(link(address, one.text))
    return (
        f'<li data-kind="{escape(one.kind)}"><span class="ck-cal__k ck-n">{escape(one.label)}</span>'
        f'<span class="ck-grow">{"".join(parts)}</span></li>'
    )


def _who(context: PageContext, row: FollowUp) -> str:
    person = context.people.get(row.client or "")
    return person.name if person else row.title
