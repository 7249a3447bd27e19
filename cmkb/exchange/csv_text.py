"""A table as CSV that Excel opens right: UTF-8 with a mark, CRLF, nothing that it would compute."""

from __future__ import annotations

import csv
import io

from cmkb.exchange.cells import neutral, text_of_cell
from cmkb.exchange.table import Cell, Table


def as_csv(table: Table) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(column.title) for column in table.columns])
    writer.writerows([_text(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def _text(cell: Cell) -> str:
    """A negative number is a number, whatever it begins with."""
    return neutral(cell) if isinstance(cell, str) else text_of_cell(cell)
