"""Spreadsheets and CSV of any program, read as rows of words."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from cmkb.exchange.cells import as_written, clean
from cmkb.exchange.incoming import (
    Incoming,
    IncomingRow,
    Notice,
    NotReadable,
    letter,
    notice,
    text_in,
)
from cmkb.exchange.spreadsheet import Sheet, sheet_of
from cmkb.exchange.spreadsheet_process import MOST_COLUMNS

DELIMITERS = (",", ";", "\t", "，", "；")
ROWS_ABOVE = 10  # a title and remarks may stand above the headings
_SEPARATOR_LINE = re.compile(r"sep=(.)\n", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\u3000\xa0]+")

IsHeading = Callable[[str], bool]


# --- CSV ---------------------------------------------------------------------------------------------------------


def read_csv(data: bytes, name: str, is_heading: IsHeading) -> Incoming:
    text = text_in(data, name)
    first = 1
    given = _SEPARATOR_LINE.match(text)
    if given:
        text, first = text[given.end() :], 2
    delimiter = given[1] if given else _delimiter(text, is_heading)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = first
    try:
        for row in reader:
            rows.append((line, [word(cell) for cell in row[:MOST_COLUMNS]]))
            line = first + reader.line_num
    except csv.Error:
        raise NotReadable(
            f"{name}:{line}:1: 从这一行起读不下去，多半是引号没有成对：改好引号，或在 Excel 里重新存成 CSV",
            f"{name}:{line}:1: cannot be read from here on: a quotation mark is missing",
        ) from None
    return _incoming(rows, is_heading, name)


def _delimiter(text: str, is_heading: IsHeading) -> str:
    """The one that makes known words of the headings; else the one that parts the first lines the most."""
    head = text.split("\n", ROWS_ABOVE)[:ROWS_ABOVE]

    def fits(sign: str) -> tuple[int, int]:
        known = (sum(1 for cell in line.split(sign) if is_heading(cell.strip(' "'))) for line in head)
        return max(known, default=0), sum(re.sub(r'"[^"]*"', "", line).count(sign) for line in head[:3])

    best = max(DELIMITERS, key=fits)
    return best if fits(best)[1] else ","


# --- spreadsheets --------------------------------------------------------------------------------------------------


def read_spreadsheet(
    data: bytes, name: str, is_heading: IsHeading, sheet: str = "", preferred: str = ""
) -> Incoming:
    """The sheet asked for, else the one called `preferred`, else the first that holds anything."""
    found = sheet_of(data, name, sheet, preferred)
    rows = [(number, [word(cell) for cell in cells]) for number, cells in found.rows]
    return _incoming(rows, is_heading, name, _merged(found), found.name)


def _merged(sheet: Sheet) -> list[Notice]:
    if not sheet.merged:
        return []
    (row, column), (last_row, last_column) = sheet.merged[0]
    where = f"{letter(column)}{row + 1}:{letter(last_column)}{last_row + 1}"
    return [
        notice("有合并的单元格（{where}）：只有第一行有内容，别的行当作空的；取消合并再填满", where=where)
    ]


# --- both ----------------------------------------------------------------------------------------------------------


def word(cell: object) -> str:
    """A cell as a person would type it. Phones come as floats; a text may carry the apostrophe that tames it."""
    if isinstance(cell, str):
        return as_written(clean(cell).replace("\r\n", "\n").strip())
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _incoming(
    rows: list[tuple[int, list[str]]],
    is_heading: IsHeading,
    name: str,
    notices: list[Notice] | None = None,
    sheet: str = "",
) -> Incoming:
    filled = [(line, cells) for line, cells in rows if any(cells)]
    if not filled:
        raise NotReadable(f"{name} 是空的，没有可以导入的行", f"{name} is empty")
    place = _headings(filled, is_heading)
    heads = [_SPACE.sub(" ", cell.replace("\n", " ")).strip() for cell in filled[place][1]]
    body = filled[place + 1 :]
    width = max(len(heads), *(len(cells) for _, cells in body)) if body else len(heads)
    heads += [""] * (width - len(heads))
    found = list(notices or [])
    for number, head in enumerate(heads):
        if not head and any(len(cells) > number and cells[number] for _, cells in body):
            found.append(
                notice("第 {column} 列没有标题，没有导入：在第一行写上它是什么", column=letter(number))
            )
    padded = tuple(IncomingRow(line, tuple(cells + [""] * (width - len(cells)))) for line, cells in body)
    return Incoming(tuple(heads), padded, tuple(found), sheet)


def _headings(rows: list[tuple[int, list[str]]], is_heading: IsHeading) -> int:
    """The row of which most words are known; the first one where none is."""
    known = [sum(1 for cell in cells if cell and is_heading(cell)) for _, cells in rows[:ROWS_ABOVE]]
    return known.index(max(known))
