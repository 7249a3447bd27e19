"""Texts of the site and the terminal. Chinese is the source language; other languages are gettext catalogues.

`make messages` collects the texts and compiles the catalogues: see README.md here.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

Translate = Callable[[str], str]

# not strftime's: that follows the locale of whoever builds
ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

_reader: ContextVar[str] = ContextVar("reader", default="zh")


class Counted(str):
    """A text in its plural that knows its singular: filled in with `n=1` it says that."""

    __slots__ = ("one",)
    one: str

    def __new__(cls, many: str, one: str) -> Counted:
        made = super().__new__(cls, many)
        made.one = one
        return made

    def format(self, *args: object, **values: object) -> str:
        return one_or_many(values.get("n"), self).__str__().format(*args, **values)


def one_or_many(figure: object, words: str) -> str:
    """`client` after 1, else `clients`."""
    return words.one if isinstance(words, Counted) and str(figure) == "1" else words


def counted(figure: object, what: str) -> str:
    """`12 位`, `12 clients`, `1 client`"""
    return f"{figure} {one_or_many(figure, what)}"


def with_unit(figure: str, unit: str) -> str:
    """`12通`, `12 calls`"""
    return figure + unit if _reader.get() == "zh" or unit in ("", "%") else counted(figure, unit)


class _Texts(dict[str, str]):
    """Of a catalogue, each looked up in it once."""

    def __init__(self, catalogue: gettext.NullTranslations, context: str) -> None:
        super().__init__()
        self.catalogue, self.context = catalogue, context

    def __missing__(self, text: str) -> str:
        catalogue, context = self.catalogue, self.context
        if context:
            one, many = catalogue.pgettext(context, text), catalogue.npgettext(context, text, "", 2)
        else:
            one, many = catalogue.gettext(text), catalogue.ngettext(text, "", 2)
        self[text] = said = Counted(many, one) if many and many != one else one
        return said


@cache
def translator(language: str, context: str = "") -> Translate:
    """A function from the Chinese text to the same text in `language`; itself where the catalogue has none.

    `context` tells apart what is said alike in Chinese and not elsewhere.
    """
    if language == "zh":
        return str
    catalogue = gettext.translation("cmkb", str(Path(__file__).parent), [language], fallback=True)
    return _Texts(catalogue, context).__getitem__


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
    return mark if (language or _reader.get()) == "zh" else _SIGNS[mark]
