"""When calls are answered and where the time goes: maps of weekdays and hours, of a week of its days and kinds.

A cell leads to its place in the chart's table of data; there stand the days that it is made of, each leading to its
records, or the months, each leading to the same cell of its own page.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.pages import format as words
from cmkb.pages import period_words as names
from cmkb.pages.charts import Cell, Chart, heat
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.piece_links import by_hour, page_of
from cmkb.pages.trail import link, record_address
from cmkb.views.figures import Facts, called_kpi
from cmkb.views.kpis import counts
from cmkb.views.periods import facts_of, figures_in
from cmkb.views.spans import Span, pieces
from cmkb.views.workdays import is_day_off

FEW_CALLS = 3  # of fewer no rate is told
ENOUGH_CALLS = 20

At = tuple[int, int]  # weekday, hour


@immutable
class _Map:
    """One of the two maps: which cells it has, and what a cell says of some facts."""

    prefix: str  # of its cells' anchors
    rates: bool

    def has(self, facts: Facts, at: At) -> bool:
        if self.rates:
            return _enough(facts) and facts.dialled[at] >= FEW_CALLS
        return facts.hours[at] > 0

    def said(self, facts: Facts, at: At) -> str:
        return f"{facts.reached[at]}/{facts.dialled[at]}" if self.rates else str(facts.hours[at])

    def anchor(self, at: At) -> str:
        return f"{self.prefix}-{at[0]}-{at[1]}"


_REACHED, _BUSY = _Map("reached", True), _Map("busy", False)


def _enough(facts: Facts) -> bool:
    return sum(facts.dialled.values()) >= ENOUGH_CALLS


def reached(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    """When calls are answered. Told of months and longer: a week has too few calls."""
    facts, say = facts_of(context.periods, span), context.say
    if span.grain == "week" or not _enough(facts):
        return None
    hours = sorted({hour for (_, hour), n in facts.dialled.items() if n >= FEW_CALLS})
    days = _weekdays({day for (day, _), n in facts.dialled.items() if n})
    best: tuple[float, str] | None = None
    rows: list[tuple[str, list[Cell]]] = []
    for day in days:
        cells = []
        for hour in hours:
            at = (day, hour)
            dialled, answered = facts.dialled[at], facts.reached[at]
            name = f"{_weekday(context, day)} {hour} {say('点')}"
            if dialled < FEW_CALLS:
                cells.append(Cell(None, "–", f"{name} {words.counted(dialled, say('通'))}"))
                continue
            rate = answered / dialled
            title = f"{name} {answered} / {dialled} {say('接通')}"
            cells.append(Cell(rate, f"{rate * 100:.0f}", title, f"#{_REACHED.anchor(at)}"))
            if best is None or rate > best[0]:
                best = (rate, name)
        rows.append((_weekday(context, day), cells))
    if best is None:
        return None
    caption = say("接通率 %，{best}最好").format(best=best[1])
    return Chart(
        say("几点打得通"), caption, heat([f"{h} {say('点')}" for h in hours], rows, caption),
        (("-", say("越深越容易接通，– 为不足 {n} 通").format(n=FEW_CALLS)),),
        ("", *(str(h) for h in hours)), _table(context, span, tools, _REACHED, days, hours, rows),
    )  # fmt: skip


def busy(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    """Where the time goes: of a week its days and kinds, of longer periods weekdays and hours."""
    facts, say = facts_of(context.periods, span), context.say
    if span.grain == "week":
        return _kinds_by_day(context, span, tools)
    cells = facts.hours
    if not cells:
        return None
    hours = sorted({hour for _, hour in cells})
    days = _weekdays({day for day, _ in cells})
    rows = [
        (
            _weekday(context, day),
            [
                Cell(
                    n or None,
                    str(n) if n else "",
                    f"{_weekday(context, day)} {hour} {say('点')} {words.counted(n, say('条'))}",
                    f"#{_BUSY.anchor((day, hour))}" if n else "",
                )
                for hour in hours
                for n in (cells[day, hour],)
            ],
        )
        for day in days
    ]
    (day, hour), most = max(cells.items(), key=lambda item: (item[1], (-item[0][0], -item[0][1])))
    caption = say("{when}最忙，{n} 条").format(when=f"{_weekday(context, day)} {hour} {say('点')}", n=most)
    return Chart(
        say("忙在什么时候"), caption, heat([f"{h} {say('点')}" for h in hours], rows, caption),
        (("-", say("记了时间的，一格是几条记录")),), ("", *(str(h) for h in hours)),
        _table(context, span, tools, _BUSY, days, hours, rows), on_paper=False,
    )  # fmt: skip


def _table(
    context: PageContext,
    span: Span,
    tools: PageTools,
    of: _Map,
    days: list[int],
    hours: list[int],
    rows: list[tuple[str, list[Cell]]],
) -> tuple[tuple[str, ...], ...]:
    """Each cell with what it is made of beneath its figure."""
    made: dict[At, list[Markup]] = {}
    parts = _months(context, span, tools, of) if span.grain != "month" else _days(context, span, tools, of)
    for at, part in parts:
        made.setdefault(at, []).append(part)
    return tuple(
        (name, *(_data(of, (day, hour), cell, made) for hour, cell in zip(hours, cells, strict=True)))
        for day, (name, cells) in zip(days, rows, strict=True)
    )


def _data(of: _Map, at: At, cell: Cell, made: dict[At, list[Markup]]) -> Markup:
    if not cell.href:
        return Markup("{}").format(cell.shown or "0")
    shown = Markup('<span id="{}">{}</span>').format(of.anchor(at), cell.shown)
    return shown + Markup("<br><small>{}</small>").format(Markup(sign("、")).join(made.get(at, ())))


def _months(context: PageContext, span: Span, tools: PageTools, of: _Map) -> Iterator[tuple[At, Markup]]:
    for month in pieces(span, "month"):
        facts, page = facts_of(context.periods, month), page_of(tools, month)
        label = names.piece(month, context.language)
        few: set[At] = set()
        for at in facts.dialled if of.rates else facts.hours:
            if of.has(facts, at):
                yield at, link(f"{page}#{of.anchor(at)}" if page else "", f"{label} {of.said(facts, at)}")
            else:
                few.add(at)
        if few:  # the month's page does not tell them
            yield from ((at, part) for at, part in _days(context, month, tools, of) if at in few)


def _days(context: PageContext, span: Span, tools: PageTools, of: _Map) -> Iterator[tuple[At, Markup]]:
    for figures in figures_in(context.periods, span):
        weekday = figures.date.weekday()
        for hour, records in by_hour(context, figures.date).items():
            at = (weekday, hour)
            if of.rates:
                if not figures.facts.dialled[at]:
                    continue
                records = _calls(context, records)
            if records:
                said = f"{figures.date:%m-%d} {of.said(figures.facts, at)}"
                yield at, link(record_address(tools, records[0]), said)


def _calls(context: PageContext, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """Those that the map of answered calls counts, answered ones first."""
    playbook = context.vault.playbook
    called = called_kpi(playbook)
    if called is None:
        return ()
    calls = [r for r in records if r.kind in called.kinds and not playbook.kinds[r.kind].inbound]
    return tuple(sorted(calls, key=lambda r: (not counts(called, r, playbook), r.time)))


def _kinds_by_day(context: PageContext, span: Span, tools: PageTools) -> Chart | None:
    say = context.say
    book = context.periods
    shown = [d for d in span.days() if d in book.days or not is_day_off(d, book.goals.calendar)]
    whole = facts_of(context.periods, span).kinds
    kinds = [kind for kind, _ in sorted(whole.items(), key=lambda item: (-item[1], item[0]))][:6]
    if not kinds:
        return None
    columns = [words.weekday(day, context.language) for day in shown]
    rows = [
        (kind, [_kind_cell(tools, day, kind, name) for day, name in zip(shown, columns, strict=True)])
        for kind in kinds
    ]
    caption = say("{kind}最多，{n}").format(kind=kinds[0], n=whole[kinds[0]])
    table = tuple((kind, *(link(cell.href, cell.shown or "0") for cell in cells)) for kind, cells in rows)
    return Chart(
        say("每天做了什么"), caption, heat(columns, rows, caption, by_row=True), (("-", say("一格是几次，连同只写数目的")),),
        ("", *columns), table,
    )  # fmt: skip


def _kind_cell(tools: PageTools, day: date, kind: str, name: str) -> Cell:
    """Leads to the record; of several to the day's list of records."""
    figures = tools.context.periods.days.get(day)
    count = figures.facts.kinds[kind] if figures else 0
    if not figures or not count:
        return Cell(None, "", f"{name} {kind} 0")
    records = [record for record in figures.records if record.kind == kind]
    page = page_of(tools, Span(day, day))
    href = f"{page}#records" if page and len(records) > 1 else record_address(tools, records[0])
    return Cell(count, str(count), f"{name} {kind} {count}", href)


def _weekdays(used: set[int]) -> list[int]:
    return [day for day in range(7) if day < 5 or day in used]


def _weekday(context: PageContext, day: int) -> str:
    return words.weekday(date(2024, 1, 1) + timedelta(day), context.language)  # a Monday
