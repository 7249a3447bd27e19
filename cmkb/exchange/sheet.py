"""What stands on a report's paper, whatever the file format: a heading, then sections of tables and lines."""

from __future__ import annotations

from cmkb.model.immutable import immutable

Number = int | float

GRID = 12  # columns of the paper; the widths of a table's columns add up to it


@immutable
class Amount:
    """A figure with its unit; yuan are written in 万 where there is room for words only."""

    value: Number
    unit: str = ""
    strong: bool = False


@immutable
class Rate:
    value: float
    bar: bool = False  # drawn as a bar too, where the format has bars


Cell = str | Amount | Rate | None


@immutable
class Column:
    title: str
    width: int  # of GRID
    right: bool = False


@immutable
class Table:
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    cards: bool = False  # where there is room for them: a card a row, headed by its first two cells


@immutable
class Point:
    """A line of a list. `lead` is what it begins with, a time or a day; `note` what stands at its end."""

    text: str
    depth: int = 0
    head: bool = False
    lead: str = ""
    note: str = ""


@immutable
class Lines:
    points: tuple[Point, ...]


@immutable
class Beside:
    """Lists under headings of their own, beside each other where there is room."""

    parts: tuple[tuple[str, tuple[Point, ...]], ...]


Block = Table | Lines | Beside


@immutable
class Section:
    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    empty: str = ""  # said where there is nothing


@immutable
class Sheet:
    title: str
    left: str  # beside the title
    right: str
    sections: tuple[Section, ...]
    signatures: tuple[str, ...] = ()
    foot: str = ""
