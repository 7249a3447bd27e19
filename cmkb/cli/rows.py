"""Follow-ups as lines of a terminal: when, who, what; beneath it why, and where it stands."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.cli.output import pad, paint, safe, width, wrapped
from cmkb.pages.agenda import Group, Row

MARGIN = "  "
WIDEST_WHEN = 12


def group_lines(groups: Iterable[Group], cells: int) -> list[str]:
    lines: list[str] = []
    groups = tuple(groups)
    column = min(max((width(safe(row.when)) for group in groups for row in group.rows), default=0), WIDEST_WHEN)
    for group in groups:
        lines += ["", paint(f"{group.title} {group.count}", "head")]
        for row in group.rows:
            lines += row_lines(row, column, cells)
    return lines


def row_lines(row: Row, column: int, cells: int) -> list[str]:
    """`column`: how wide the part is that says when."""
    indent = " " * (len(MARGIN) + column + 2)
    when = paint(pad(safe(row.when), column), row.tone)
    first = wrapped(f"{MARGIN}{when}  {_whom(row)}", cells, indent)
    below = " · ".join(part for part in (safe(row.line), safe(row.small), _where(row)) if part)
    if not below:
        return first
    return [*first, *(indent + paint(line, "faint") for line in wrapped(below, cells - len(indent)))]


def beneath(first: str, second: str, cells: int) -> list[str]:
    """A line, and a faint one under it."""
    indent = MARGIN * 2
    below = wrapped(safe(second), cells - len(indent))
    return [*wrapped(MARGIN + first, cells, indent), *(indent + paint(line, "faint") for line in below)]


def _whom(row: Row) -> str:
    if row.person is None:
        return safe(row.title)
    tier = f"（{safe(row.person.tier)}）" if row.person.tier else ""
    return " ".join(part for part in (f"{safe(row.person.name)}{tier}", safe(row.tag)) if part)


def _where(row: Row) -> str:
    """Path and line of its note, with the id that `cmkb done` takes."""
    if row.follow_up is None:
        return ""
    task = f" ID {row.follow_up.task_id}" if row.follow_up.task_id else ""
    return safe(f"{row.follow_up.path}:{row.follow_up.line}{task}")
