"""A table for spreadsheets: what `cmkb export csv` and `xlsx` write, and what `cmkb import` compares with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LONGEST = 32_000  # characters of a spreadsheet's cell; one allows 32,767

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Column:
    key: str  # of the field; "" for what only the heading names
    title: str
    type: str = "text"  # text | number | money | date
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    name: str  # of the list, in English: clients, holdings …
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
