"""What every workbook has in common: texts stay texts, and made again of the same it is the same file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

import xlsxwriter


def xlsx_file(draw: Callable[[Any], None], day: date, **properties: str) -> bytes:
    """`draw` fills the workbook. `day` stands as the day it was made."""
    target = BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({**properties, "created": datetime.combine(day, time())})
        draw(book)
    return target.getvalue()


def breadth(text: str) -> int:
    """In Latin letters, as columns are measured."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WFA" else 1 for c in text)
