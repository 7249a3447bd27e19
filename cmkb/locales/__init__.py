"""Texts of the site and the terminal. Chinese is the source language; other languages are gettext catalogues.

`make messages` collects the texts and compiles the catalogues: see README.md here.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from pathlib import Path

Translate = Callable[[str], str]

# not strftime's: that follows the locale of whoever builds
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_reader: ContextVar[str] = ContextVar("reader", default="zh")


@cache
def translator(language: str, context: str = "") -> Translate:
    """A function from the Chinese text to the same text in `language`; itself where the catalogue has none.

    `context` tells apart what is said alike in Chinese and not elsewhere.
    """
    if language == "zh":
        return str
    catalogue = gettext.translation("cmkb", str(Path(__file__).parent), [language], fallback=True)
    return partial(catalogue.pgettext, context) if context else catalogue.gettext


def N_(text: str) -> str:
    """Marks a text for the catalogue where it stands as data and meets `say` elsewhere."""
    return text


def reader() -> str:
    """The language in which amounts, dates and units are written just now."""
    return _reader.get()


def speak(language: str) -> None:
    """From here on in this thread: for a command, which reads one vault."""
    _reader.set(language)


@contextmanager
def spoken(language: str) -> Iterator[None]:
    """While a site is made: a server may make several."""
    token = _reader.set(language)
    try:
        yield
    finally:
        _reader.reset(token)


_SIGNS = {
    "、": ", ",
    "，": ", ",
    "；": "; ",
    "：": ": ",
    "。": ". ",
    "（": " (",
    "）": ")",
    "「": "“",
    "」": "”",
    "《": "“",
    "》": "”",
    "　": " ",
}
SIGNS = frozenset(_SIGNS)


def sign(mark: str, language: str = "") -> str:
    """A punctuation mark between words in the reader's writing."""
    return mark if (language or reader()) == "zh" else _SIGNS[mark]
