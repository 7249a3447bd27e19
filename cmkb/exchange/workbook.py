"""Tables as a workbook: a sheet each, typed columns, headings that stay in sight, filters.

Words are text cells whatever they begin with, phones and numbers of clients too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from cmkb.exchange.cells import neutral
from cmkb.exchange.table import LONGEST, Cell, Column, Table
from cmkb.exchange.tables import NOTE
from cmkb.exchange.xlsx_file import breadth, xlsx_file

_WIDEST, _NARROWEST = 36, 8  # of columns, in characters
_FONT = {"font_name": "微软雅黑", "font_size": 10, "valign": "top"}
_NUMBERS = {"text": "@", "number": "General", "money": "#,##0.##", "date": "yyyy-mm-dd"}
_FIRST_DAY = date(1900, 3, 1)  # before it spreadsheets disagree about which day a number is


def as_workbook(tables: Iterable[Table], about: Iterable[str], day: date, about_title: str) -> bytes:
    """`about`: lines of a last sheet that says what this is. `day` stands as the day it was made, so that the same
    vault gives the same file."""
    lines = list(about)

    def draw(book: Any) -> None:
        formats = _formats(book)
        for table in tables:
            _sheet(book, table, formats)
        _about(book, lines, formats, about_title)

    return xlsx_file(draw, day, comments=lines[0] if lines else "", category="private")


def _formats(book: Any) -> dict[str, Any]:
    head = {
        **_FONT,
        "bold": True,
        "bottom": 1,
        "bg_color": "#EEF0F3",
        "border_color": "#868F9D",
        "text_wrap": True,
    }
    made = {kind: book.add_format({**_FONT, "num_format": number}) for kind, number in _NUMBERS.items()}
    made["float"] = book.add_format({**_FONT, "num_format": "#,##0.00##"})
    made["head"] = book.add_format(head)
    made["path"] = book.add_format({**_FONT, "font_color": "#868F9D", "num_format": "@"})
    made["line"] = book.add_format({**_FONT, "text_wrap": True})
    return made


def _sheet(book: Any, table: Table, formats: dict[str, Any]) -> None:
    sheet = book.add_worksheet(table.title[:31])
    for number, column in enumerate(table.columns):
        kind = "path" if column.title in NOTE else column.type
        style = formats["money" if kind == "money" else kind]
        sheet.set_column(number, number, _width(table, number), style if column.type == "text" else None)
        sheet.write_string(0, number, neutral(column.title), formats["head"])
    for place, row in enumerate(table.rows, 1):
        for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
            _write(sheet, place, number, cell, column, formats)
    sheet.freeze_panes(1, min(2, len(table.columns)))
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _write(sheet: Any, row: int, number: int, cell: Cell, column: Column, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, date):
        if cell >= _FIRST_DAY:
            sheet.write_datetime(row, number, datetime.combine(cell, time()), formats["date"])
        else:
            sheet.write_string(row, number, cell.isoformat(), formats["text"])
    elif isinstance(cell, int | float):
        if not math.isfinite(cell) or abs(cell) >= 1e15:  # a spreadsheet keeps 15 digits
            sheet.write_string(row, number, str(cell), formats["text"])
        else:
            whole = cell == int(cell)
            style = column.type if column.type != "money" else "money" if whole else "float"
            sheet.write_number(row, number, cell, formats[style if style in formats else "number"])
    else:
        style = formats["path"] if column.title in NOTE else formats["text"]
        sheet.write_string(row, number, neutral(cell[:LONGEST]), style)


def _width(table: Table, number: int) -> float:
    """Of the longest of the first rows, within reason."""
    shown = [table.columns[number].title, *(_shown(row[number]) for row in table.rows[:200])]
    return min(_WIDEST, max(_NARROWEST, 2 + max(map(breadth, shown))))


def _shown(cell: Cell) -> str:
    if isinstance(cell, int | float):
        return f"{cell:,}"
    return "" if cell is None else str(cell)


def _about(book: Any, lines: list[str], formats: dict[str, Any], title: str) -> None:
    sheet = book.add_worksheet(title[:31])
    sheet.set_column(0, 0, 90)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, neutral(line), formats["line"])
