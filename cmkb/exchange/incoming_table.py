"""Spreadsheets and CSV of any program, read as rows of words."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import python_calamine

from cmkb.exchange.cells import as_written, clean
from cmkb.exchange.incoming import (
    MOST_BYTES,
    Incoming,
    IncomingRow,
    Notice,
    NotReadable,
    letter,
    notice,
    text_in,
)

DELIMITERS = (",", ";", "\t", "，", "；")
ROWS_ABOVE = 10  # a title and remarks may stand above the headings
MOST_COLUMNS = 400
_UNPACKED = 512 * 1024 * 1024
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
    _refuse_bomb(data, name)
    book = _opened(data, name)
    try:
        names = list(book.sheet_names)
        if sheet and sheet not in names:
            raise NotReadable(
                f"{name} 里没有叫「{sheet}」的表，有：{'、'.join(names)}",
                f"no sheet {sheet}; there are: {', '.join(names)}",
            )
        order = [sheet] if sheet else sorted(names, key=lambda one: one != preferred)
        for one in order:
            found = book.get_sheet_by_name(one)
            rows = list(_rows(found))
            if rows:
                return _incoming(rows, is_heading, name, _merged(found), one)
    except NotReadable:
        raise
    except BaseException as error:
        raise _broken(name, error) from None
    raise NotReadable(f"{name} 是空的，没有可以导入的行", f"{name} is empty")


def _opened(data: bytes, name: str) -> Any:
    try:
        return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except python_calamine.PasswordError:
        raise _locked(name) from None
    except BaseException as error:
        raise _broken(name, error, encrypted=_is_encrypted(data)) from None


def _is_encrypted(data: bytes) -> bool:
    """An xlsx with a password is an old container file with this stream in it."""
    return data[:4] == b"\xd0\xcf\x11\xe0" and "EncryptedPackage".encode("utf-16-le") in data


def _locked(name: str) -> NotReadable:
    return NotReadable(
        f"{name} 设了打开密码，读不了：在 Excel 里打开，去掉密码另存一份",
        f"{name} has a password: open it in Excel and save it without",
    )


def _broken(name: str, error: BaseException, encrypted: bool = False) -> NotReadable:
    """The reader is another language's: what it cannot bear arrives as an exception of no common class."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError | GeneratorExit):
        raise error
    if encrypted:
        return _locked(name)
    return NotReadable(
        f"{name} 不是表格，或者坏了：在 Excel 里打开，另存为 xlsx 再试",
        f"{name} is no spreadsheet, or damaged: open it in Excel and save it as xlsx",
    )


def _refuse_bomb(data: bytes, name: str) -> None:
    too_large = len(data) > MOST_BYTES
    if data[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                too_large = too_large or sum(info.file_size for info in packed.infolist()) > _UNPACKED
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise _broken(name, error) from None
    if too_large:
        raise NotReadable(f"{name} 太大了：分成几个文件", f"{name} is too large: split it")


def _rows(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    start = sheet.start or (0, 0)
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start[0] + 1):
        cells = [""] * min(start[1], MOST_COLUMNS) + [word(cell) for cell in row[:MOST_COLUMNS]]
        yield number, cells


def _merged(sheet: Any) -> list[Notice]:
    ranges = getattr(sheet, "merged_cell_ranges", None) or []
    tall = [(low, high) for low, high in ranges if high[0] > low[0]]
    if not tall:
        return []
    (row, column), (last_row, last_column) = tall[0]
    where = f"{letter(column)}{row + 1}:{letter(last_column)}{last_row + 1}"
    return [
        notice("有合并的单元格（{where}）：只有第一行有内容，别的行当作空的；取消合并再填满", where=where)
    ]


# --- both ----------------------------------------------------------------------------------------------------------


def word(cell: object) -> str:
    """A cell as a person would type it. Phones come as floats; a text may carry the apostrophe that tames it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return as_written(clean(cell).replace("\r\n", "\n").strip())
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, timedelta):
        minutes = int(cell.total_seconds()) // 60
        return f"{minutes // 60:02}:{minutes % 60:02}"
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
