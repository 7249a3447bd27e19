"""The search index as JavaScript files: script tags load from `file://`, where fetch and workers do not.

`search/names.js` holds what is searched at once: titles, names, pinyin, numbers. The notes' words lie in
`search/text-*.js`, loaded after it. A note belongs to a text file by a hash of its address, so that editing
one note changes one file. `assets/search.js` reads the format and ranks the hits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from zlib import crc32

from cmkb.model.immutable import immutable
from cmkb.pages.javascript import assignment
from cmkb.pinyin import pinyin_readings

TEXT_FILE_SIZE = 250_000  # characters of a text file on average: parsed in a few milliseconds
LONGEST_TEXT = 200_000  # characters of one note that are searched
LONGEST_NAME = 200
LONGEST_NUMBER = 40

_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f]+")
_GLOBAL = "(window.cmkbSearch||(window.cmkbSearch={texts:[]}))"
_EPOCH = date(1970, 1, 1).toordinal()
_NOT_DIGITS = re.compile(r"\D+")


@immutable
class Facet:
    """What a query may ask for beside words: `等级:金卡`, `到期<30d`."""

    names: tuple[str, ...]  # by which a query names it
    measure: str = ""  # of days: "left" until, "ago" since; "" of words


@immutable
class SearchEntry:
    """One page. Entries that fit a query equally well are shown in the order given."""

    url: str  # relative to the site's root
    title: str
    kind: str  # as shown above its hits: 客户, 话术 …
    subtitle: str = ""
    names: tuple[str, ...] = ()  # name and aliases; the title counts as well
    numbers: tuple[str, ...] = ()  # phones, client numbers
    text: str = ""  # the words of the body
    pinyin: str = ""  # the note's `拼音:` for its title
    facets: tuple[tuple[Facet, str | date], ...] = ()


def write_index(entries: Sequence[SearchEntry]) -> dict[str, str]:
    """Path → content of every file, the same for the same entries."""
    kinds = list(dict.fromkeys(entry.kind for entry in entries))
    texts = [_clean(entry.text)[:LONGEST_TEXT] for entry in entries]
    count = _file_count(sum(map(len, texts)))
    files: list[list[str]] = [[] for _ in range(count)]
    for entry, text in zip(entries, texts, strict=True):
        if text:
            files[crc32(entry.url.encode("utf-8", "replace")) % count] += (entry.url, text)
    facets = list(dict.fromkeys(facet for entry in entries for facet, _ in entry.facets))
    places = {facet: place for place, facet in enumerate(facets)}
    names = {
        "kinds": kinds,
        "facets": [[facet.measure, *facet.names] for facet in facets],
        "texts": [_version(file) for file in files],
        "entries": [_row(entry, kinds.index(entry.kind), places) for entry in entries],
    }
    written = {"search/names.js": assignment(f"{_GLOBAL}.names", names)}
    for number, file in enumerate(files):
        written[f"search/text-{number}.js"] = assignment(f"{_GLOBAL}.texts[{number}]", file)
    return written


def _file_count(size: int) -> int:
    """A power of two, so that it rarely changes as a vault grows."""
    count = 1
    while count * TEXT_FILE_SIZE < size:
        count *= 2
    return count


def _version(file: Iterable[str]) -> str:
    """Changes with the file's content: added to its address, lest a browser keeps an old copy."""
    return f"{crc32(chr(0).join(file).encode('utf-8', 'replace')):08x}"


def _row(entry: SearchEntry, kind: int, places: Mapping[Facet, int]) -> list[object]:
    """[url, title, kind, subtitle, names, numbers, pinyin, facets], cut after the last that holds anything.

    `facets` are a facet's place and its value by turns; days are counted from 1970-01-01.
    """
    title = _clean(entry.title)[:LONGEST_NAME]
    names = dict.fromkeys(_clean(name)[:LONGEST_NAME] for name in entry.names)
    others = [name for name in names if name and name != title]
    numbers = dict.fromkeys(_NOT_DIGITS.sub("", number)[:LONGEST_NUMBER] for number in entry.numbers)
    pinyin = dict.fromkeys(pinyin_readings(title, entry.pinyin))
    for name in others:
        pinyin.update(dict.fromkeys(pinyin_readings(name)))
    row: list[object] = [
        entry.url, title, kind, _clean(entry.subtitle), others, [n for n in numbers if n], list(pinyin),
        [part for facet, value in entry.facets for part in (places[facet], _value(value))],
    ]  # fmt: skip
    while not row[-1] and len(row) > 3:
        row.pop()
    return row


def _value(value: str | date) -> str | int:
    return value.toordinal() - _EPOCH if isinstance(value, date) else _clean(value)[:LONGEST_NAME]


def _clean(text: str) -> str:
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return _UNSEEN.sub("", text).strip()
