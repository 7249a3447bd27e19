"""Reads one spreadsheet, as a program of its own: file on standard input, sheet and preferred sheet as arguments, JSON on standard output.

The reader is another language's. A file of a few kilobytes can ask it for more memory than any machine has, and it
then ends its process without a word. So this one ends, and `spreadsheet.py` says what is wrong. Imports nothing of cmkb:
it starts in a tenth of a second.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

MOST_MEMORY = 2 << 30
MOST_SECONDS = 60  # of the processor
LONGEST = 32_767  # characters of a cell, as Excel has it
MOST_COLUMNS = 400
_MOST_CHARACTERS = 100_000_000  # of all that is handed on


def main() -> None:
    _bound()
    sheet, preferred = sys.argv[1:]
    try:
        answer = read(sys.stdin.buffer.read(), sheet, preferred)
    except python_calamine.PasswordError:
        answer = {"fault": "locked"}
    except (MemoryError, OverflowError):
        answer = {"fault": "large"}
    except BaseException as error:  # what the reader cannot bear arrives as an exception of no common class
        answer = {"fault": "broken", "reason": type(error).__name__}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _bound() -> None:
    """Windows has no such bounds: what is too large there ends when the machine's memory does."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def read(data: bytes, sheet: str, preferred: str) -> dict[str, Any]:
    """The sheet asked for, else the one called `preferred`, else the first that holds anything."""
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    names = list(book.sheet_names)
    if sheet and sheet not in names:
        return {"fault": "no sheet", "names": names}
    for name in [sheet] if sheet else sorted(names, key=lambda one: one != preferred):
        found = book.get_sheet_by_name(name)
        if rows := list(_rows(found)):
            merged = [area for area in found.merged_cell_ranges or [] if area[1][0] > area[0][0]]
            return {"name": name, "rows": rows, "merged": merged[:1]}
    return {"fault": "empty"}


def _rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    row, column = sheet.start or (0, 0)
    characters = 0
    for number, cells in enumerate(sheet.to_python(skip_empty_area=True), row + 1):
        values = [plain(cell) for cell in cells[:MOST_COLUMNS]]
        lengths = [len(value) for value in values if isinstance(value, str)]
        characters += sum(lengths)
        if characters > _MOST_CHARACTERS or max(lengths, default=0) > LONGEST:
            raise MemoryError
        yield number, [""] * min(column, MOST_COLUMNS) + values


def plain(cell: object) -> object:
    """As JSON has it; days and times as a person would type them."""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return cell if isinstance(cell, str | bool | int | float) else str("" if cell is None else cell)


if __name__ == "__main__":
    main()
