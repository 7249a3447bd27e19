"""Texts of the site and the terminal. Chinese is the source language; other languages are gettext catalogues."""

from __future__ import annotations

import gettext
from collections.abc import Callable
from functools import cache
from pathlib import Path

Translate = Callable[[str], str]


@cache
def translator(language: str) -> Translate:
    """A function from the Chinese text to the same text in `language`."""
    if language == "zh":
        return str
    catalogue = gettext.translation("cmkb", str(Path(__file__).parent), [language], fallback=True)
    return catalogue.gettext
