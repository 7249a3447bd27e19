"""Follow-ups as lines of a terminal: when, who, what; beneath it why, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from cmkb.cli.output import pad, paint, safe, width, wrapped
from cmkb.locales import sign
from cmkb.pages.agenda import Group, Row

MARGIN = "  "
_NONE: Mapping[tuple[str, int], int] = {}
WIDEST_WHEN = 15


def group_lines(
    groups: Iterable[Group],
    today: date,
    cells: int,
    more: str = "",
    numbers: Mapping[tuple[str, int], int] | None = None,
) -> list[str]:
    """`more` is said beneath a group that was cut; `{n}` is how many rows are left out. `numbers` of tasks, by place."""
    lines: list[str] = []
    groups = tuple(groups)
    column = min(
        max((width(safe(row.when)) for group in groups for row in group.rows), default=0), WIDEST_WHEN
    )
    for group in groups:
        lines += ["", paint(f"{group.title} {group.count}", "head")]
        for row in group.rows:
            lines += row_lines(row, today, column, cells, numbers or {})
        if group.more:
            lines += wrapped(MARGIN + more.format(n=group.more), cells, MARGIN)
    return lines


def row_lines(
    row: Row, today: date, column: int, cells: int, numbers: Mapping[tuple[str, int], int] = _NONE
) -> list[str]:
    """`column`: how wide the part is that says when."""
    indent = " " * (len(MARGIN) + column + 2)
    when = paint(pad(safe(row.when), column), row.tone)
    first = wrapped(f"{MARGIN}{when}  {_whom(row)}", cells, indent)
    small = "" if row.follow_up and row.follow_up.date == today else safe(row.small)
    words = " · ".join(part for part in (safe(row.line), small) if part)
    return [
        *first,
        *(
            indent + paint(line, "faint")
            for line in with_place(words, _where(row, numbers), cells - len(indent))
        ),
    ]


def with_place(words: str, place: str, cells: int) -> list[str]:
    """Words and where they stand: a path stays in one piece if it can, on a line of its own if it must."""
    lines = wrapped(words, cells) if words else []
    if lines and place and width(lines[-1]) + width(place) + 3 <= cells:
        return [*lines[:-1], f"{lines[-1]} · {place}"]
    return [*lines, *(wrapped(place, cells) if place else ())]


def beneath(first: str, second: str, cells: int) -> list[str]:
    """A line and where it stands, beside it if there is room."""
    indent = MARGIN * 2
    lines = wrapped(MARGIN + first, cells, indent)
    if width(lines[-1]) + width(second) + 2 <= cells:
        return [*lines[:-1], f"{lines[-1]}  {paint(safe(second), 'faint')}"]
    return [*lines, *(indent + paint(line, "faint") for line in wrapped(safe(second), cells - len(indent)))]


def _whom(row: Row) -> str:
    if row.person is None:
        return safe(row.title)
    tier = f"{sign('（')}{safe(row.person.tier)}{sign('）')}" if row.person.tier else ""
    return " ".join(part for part in (f"{safe(row.person.name)}{tier}", safe(row.tag)) if part)


def _where(row: Row, numbers: Mapping[tuple[str, int], int]) -> str:
    """Path and line of its note, with the number and the id that `cmkb done` takes."""
    if row.follow_up is None:
        return ""
    task = f" ID {row.follow_up.task_id}" if row.follow_up.task_id else ""
    if number := numbers.get((row.follow_up.path, row.follow_up.line)):
        task = f" #{number}{task}"
    return safe(f"{row.follow_up.path}:{row.follow_up.line}{task}")
