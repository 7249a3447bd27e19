"""A sheet as a workbook laid out like the paper form: A4, borders, merged title, numbers as numbers.

Cells that hold notes' words are text whatever they begin with: a spreadsheet must not compute them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cmkb.exchange.cells import neutral
from cmkb.exchange.sheet import GRID, Amount, Beside, Block, Cell, Lines, Point, Rate, Section, Sheet, Table
from cmkb.exchange.table import LONGEST
from cmkb.exchange.xlsx_file import breadth, xlsx_file
from cmkb.locales import sign
from cmkb.pages import format as words

COLUMN_WIDTH = 7.4  # characters, so that GRID columns fill a portrait A4
LINE_HEIGHT = 15.5  # points
MOST_HEIGHT = 400.0  # a spreadsheet allows 409
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.6}  # inches
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LINE = "#868F9D"
_SOFT = "#EEF0F3"
_MUTED = "#5C6675"


def as_xlsx(sheet: Sheet, day: date) -> bytes:
    """`day` stands as the day it was made, so that the same report is the same file."""
    return xlsx_file(lambda book: _Paper(book, sheet).draw(), day, title=sheet.title, author=sheet.right)


@dataclass(frozen=True)
class _Style:
    """Of one cell; each is made once."""

    bold: bool = False
    size: int = 10
    align: str = "left"
    border: bool = True
    fill: str = ""
    colour: str = ""
    number: str = ""
    indent: int = 0


class _Paper:
    """The worksheet while it is drawn, from top to bottom."""

    def __init__(self, book: Any, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet
        self.page = book.add_worksheet(_NOT_IN_NAMES.sub(" ", sheet.title)[:31].strip() or "1")
        self.row = 0
        self.formats: dict[_Style, Any] = {}

    def draw(self) -> None:
        page = self.page
        page.set_paper(9)  # A4
        page.set_portrait()
        page.set_margins(**MARGINS)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.hide_gridlines(2)
        page.set_column(0, GRID - 1, COLUMN_WIDTH)
        page.set_footer("&C&P / &N")
        self.head()
        for section in self.sheet.sections:
            self.section(section)
        self.tail()
        page.print_area(0, 0, max(0, self.row - 1), GRID - 1)

    # --- rows

    def style(self, style: _Style) -> Any:
        if style not in self.formats:
            wanted = {
                "font_name": "微软雅黑",
                "font_size": style.size,
                "bold": style.bold,
                "align": style.align,
                "valign": "vcenter",
                "text_wrap": True,
                "border": 1 if style.border else 0,
                "border_color": _LINE,
                "indent": style.indent,
            }
            wanted |= {"bg_color": style.fill} if style.fill else {}
            wanted |= {"font_color": style.colour} if style.colour else {}
            wanted |= {"num_format": style.number} if style.number else {}
            self.formats[style] = self.book.add_format(wanted)
        return self.formats[style]

    def line(self, cells: Iterable[tuple[Cell, int, _Style]], least: float = 1.0) -> None:
        """One row of the paper: cells with their widths, from the left. Its height fits the longest text."""
        column, lines = 0, least
        for cell, width, style in cells:
            self.put(column, width, cell, style)
            lines = max(lines, _lines(_shown(cell), width, style.size))
            column += width
        self.page.set_row(self.row, min(MOST_HEIGHT, lines * LINE_HEIGHT + 4))
        self.row += 1

    def put(self, column: int, width: int, cell: Cell, style: _Style) -> None:
        format_ = self.style(_numeric(cell, style))
        if width > 1:
            self.page.merge_range(self.row, column, self.row, column + width - 1, "", format_)
        if isinstance(cell, Amount | Rate):
            if math.isfinite(cell.value):
                self.page.write_number(self.row, column, cell.value, format_)
        elif cell:
            self.page.write_string(self.row, column, neutral(cell[:LONGEST]), format_)
        elif width == 1:
            self.page.write_blank(self.row, column, None, format_)

    # --- parts of the sheet

    def head(self) -> None:
        plain = _Style(border=False)
        self.line([(self.sheet.title, GRID, _Style(bold=True, size=16, align="center", border=False))], 1.8)
        half = GRID // 2
        right = _Style(align="right", border=False)
        self.line([(self.sheet.left, half, plain), (self.sheet.right, GRID - half, right)])

    def section(self, section: Section) -> None:
        if section.title:
            bold = _Style(bold=True, size=11, fill=_SOFT)
            muted = _Style(fill=_SOFT, colour=_MUTED, align="right", size=9)
            self.line([(section.title, 5, bold), (section.note, GRID - 5, muted)])
        for block in section.blocks:
            self.block(block)
        if not section.blocks:
            self.line([(section.empty or "—", GRID, _Style(colour=_MUTED))])

    def block(self, block: Block) -> None:
        if isinstance(block, Table):
            self.table(block)
        elif isinstance(block, Lines):
            for point in block.points:
                self.point(point)
        else:
            self.beside(block)

    def table(self, table: Table) -> None:
        head = _Style(bold=True, align="center", size=9, colour=_MUTED)
        self.line((column.title, column.width, head) for column in table.columns)
        for row in table.rows:
            cells = []
            for number, (cell, column) in enumerate(zip(row, table.columns, strict=True)):
                bold = number == 0 or (isinstance(cell, Amount) and cell.strong)
                align = "right" if column.right else "left"
                cells.append((cell, column.width, _Style(bold=bold, align=align)))
            self.line(cells)

    def point(self, point: Point) -> None:
        text = point.text + (f"{sign('（')}{point.note}{sign('）')}" if point.note else "")
        style = _Style(bold=point.head, indent=min(point.depth, 5))
        if point.lead:
            self.line([(point.lead, 1, _Style(align="center")), (text, GRID - 1, style)])
        else:
            self.line([(text, GRID, style)])

    def beside(self, block: Beside) -> None:
        width = GRID // max(1, len(block.parts))
        self.line((title, width, _Style(bold=True, align="center", size=9)) for title, _ in block.parts)
        cells = ("\n".join(point.text for point in points) for _, points in block.parts)
        self.line((cell, width, _Style()) for cell in cells)

    def tail(self) -> None:
        plain = _Style(border=False)
        if self.sheet.signatures:
            width = GRID // len(self.sheet.signatures)
            self.line([(f"{who}{sign('：')}", width, plain) for who in self.sheet.signatures], 2.0)
        if self.sheet.foot:
            self.line([(self.sheet.foot, GRID, _Style(border=False, colour=_MUTED, size=9))])


def _numeric(cell: Cell, style: _Style) -> _Style:
    if isinstance(cell, Rate):
        number = "0%"
    elif isinstance(cell, Amount):
        whole = isinstance(cell.value, int) or cell.value == int(cell.value)
        number = "#,##0" if whole else "#,##0.0#"
        unit = words.with_unit("", words.unit_words(cell.unit)).replace('"', "").replace("\\", "")
        number += f'"{unit}"' if unit else ""
    else:
        return style
    return _Style(style.bold, style.size, "right", style.border, style.fill, style.colour, number)


def _shown(cell: Cell) -> str:
    if isinstance(cell, Rate):
        return words.percent(cell.value)
    if isinstance(cell, Amount):
        return words.with_unit(words.number(cell.value), words.unit_words(cell.unit))
    return cell or ""


def _lines(text: str, width: int, size: int) -> float:
    """Lines that the text takes in a cell `width` grid columns wide: merged cells do not grow by themselves."""
    room = max(4.0, (width * COLUMN_WIDTH - 1) * 10 / size)
    return sum(max(1, math.ceil(breadth(line) / room)) for line in text.split("\n")) * max(1.0, size / 10)
