"""The last months of a client as a strip: how often there was contact in each, darker for more."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from markupsafe import Markup

from cmkb.locales import N_, translator
from cmkb.pages.format import month_name

MONTHS = 12
_SHADES = (0, 1, 2, 4)  # contacts up to which a month has the shade of this place


def strip(counts: Iterable[tuple[date, int]], language: str) -> Markup:
    """`counts`: first days of months with the number of contacts, oldest first."""
    label = translator(language)(N_("近 {n} 个月的联系")).format(n=MONTHS)
    cells = "".join(_cell(first, count, language) for first, count in counts)
    return Markup(f'<div class="ck-strip" role="img" aria-label="{label}">{cells}</div>')


@lru_cache(maxsize=1024)
def _cell(first: date, count: int, language: str) -> str:
    shade = next((place for place, most in enumerate(_SHADES) if count <= most), len(_SHADES))
    said = translator(language)(N_("{month} 联系 {n} 次")).format(month=month_name(first, language), n=count)
    return f'<span data-h="{shade}" title="{said}"><i>{count or ""}</i><small>{first.month}</small></span>'
