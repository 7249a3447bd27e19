"""Typed values as cells, and cells that no spreadsheet computes.

What `cell_of` writes, `reading.values.parse_value` reads as the same value again: an exported table can be edited and
imported.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from cmkb.exchange.as_json import as_plain
from cmkb.exchange.table import Cell
from cmkb.locales import N_, reader, sign, translator
from cmkb.model.note import Link, Moment
from cmkb.model.playbook import FieldSpec

# A spreadsheet takes a text that begins so for a formula, or runs it; in full width too, which some make half.
_FORMULA = re.compile(r"'*[ \u3000]*[=+\-@\t\r\n＝＋－＠]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]")
_TYPES = {"num": "number", "money": "money", "date": "date"}


def column_type(spec: FieldSpec) -> str:
    return _TYPES.get(spec.type, "text")


def cell_of(value: Any) -> Cell:
    """Numbers and dates stay what they are; all else becomes the text that means it."""
    if value is None or value == () or value == "":
        return None
    if isinstance(value, bool):
        return translator(reader())(N_("是") if value else N_("否"))
    if isinstance(value, int | float | date):
        return value
    if isinstance(value, Moment):
        return f"{value.date.isoformat()} {value.time}".rstrip()
    if isinstance(value, Link):
        return link_text(value)
    if isinstance(value, dict):
        return sign("；").join(f"{key}{sign('：')}{cell_of(inner)}" for key, inner in value.items()) or None
    if isinstance(value, tuple | list):
        return sign("、").join(str(cell_of(one)) for one in value if one not in (None, "", ()))
    return clean(str(as_plain(value)))


def link_text(link: Link) -> str:
    """Only as much of a link as is needed to mean the same."""
    if not link.alias and not link.heading:
        return link.target
    heading = f"#{link.heading}" if link.heading else ""
    return f"[[{link.target}{heading}{f'|{link.alias}' if link.alias else ''}]]"


def in_a_note(value: Any) -> Any:
    """As a note is to say it: words, numbers, booleans and links, or tuples of them."""
    if isinstance(value, tuple):
        return tuple(map(in_a_note, value))
    if isinstance(value, Link | bool | int | float):
        return value
    return text_of_cell(cell_of(value))


def text_of_cell(cell: Cell) -> str:
    """As CSV has it, and as two cells are compared: 20.0 is 20."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def clean(text: str) -> str:
    """Without characters that steer a terminal or the direction of writing; XML bears none of them."""
    return _UNSEEN.sub("", text)


def neutral(text: str) -> str:
    """Words that no spreadsheet takes for a formula: an apostrophe before them, as its users write it themselves."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(text: str) -> str:
    """The inverse of `neutral`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
