"""A table for spreadsheets: what `cmkb export csv` and `xlsx` write, and what `cmkb import` compares with."""

from __future__ import annotations

from datetime import date

from cmkb.model.immutable import immutable

LONGEST = 32_000  # characters of a spreadsheet's cell; one allows 32,767

Cell = str | int | float | date | None


@immutable
class Column:
    key: str  # of the field; "" for what only the heading names
    title: str
    type: str = "text"  # text | number | money | date
    group: str = ""


@immutable
class Table:
    name: str  # of the list, in English: clients, holdings …
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
