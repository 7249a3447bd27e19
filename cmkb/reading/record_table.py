"""A table whose rows are records: the titles of its columns say what stands in them."""

from __future__ import annotations

from cmkb.model.note import Place, Table
from cmkb.model.problem import Problem, problem
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written
from cmkb.reading.line import Lines
from cmkb.reading.record_line import Draft, add_line, read_head, read_line
from cmkb.reading.times import time_at
from cmkb.reading.vocabulary import Vocabulary


def table_drafts(
    table: Table, vocabulary: Vocabulary, lines: Lines, path: str, *, timed: bool, log: bool
) -> tuple[list[Draft], list[Problem]]:
    """The records of a table. `timed`: only rows with a time; `log`: say what is no record."""
    specs = vocabulary.record_fields
    keys = [spec.key if (spec := specs.get(fold(title))) else "" for title in table.header]
    drafts: list[Draft] = []
    problems: list[Problem] = []
    if "kind" not in keys:
        if log and table.lines:
            problems.append(problem(path, table.lines[0] - 2, 1, "L4.table"))
        return drafts, problems
    for row, number, columns in zip(table.rows, table.lines, table.columns, strict=True):
        cells = [(cell, Place(number, column)) for cell, column in zip(row, columns, strict=True)]
        if not any(row):
            continue
        draft = _row_draft(cells, keys, table.header, vocabulary, lines)
        if draft is None:
            if log:
                place = cells[min(keys.index("kind"), len(cells) - 1)][1]
                word = next(cell for cell in (row[keys.index("kind") :] + row) if cell)
                problems.append(problem(path, place.line, place.column, "L4", word=word[:20]))
        elif not timed or draft.time:
            drafts.append(draft)
    return drafts, problems


def _row_draft(
    cells: list[tuple[str, Place]],
    keys: list[str],
    header: tuple[str, ...],
    vocabulary: Vocabulary,
    lines: Lines,
) -> Draft | None:
    at = keys.index("kind")
    if at >= len(cells):
        return None
    said, place = cells[at]
    head = read_head(said, vocabulary)
    if head.kind is None:
        return None
    draft = read_line(said, place, head, vocabulary, lines)[0]
    draft.place = next(place for cell, place in cells if cell)
    for index, (cell, here) in enumerate(cells):
        key = keys[index] if index < len(keys) else "text"
        if not cell or index == at:
            continue
        if key == "time":
            draft.take_time(time_at(cell), cell, 0)
        elif key == "text":
            add_line(draft, lines.take_apart(cell, here))
        else:
            draft.fields.append(Written(key or header[index] or "?", cell, here))
    return draft
