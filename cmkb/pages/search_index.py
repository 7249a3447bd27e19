"""The search index as JavaScript files: script tags load from `file://`, where fetch and workers do not.

`search/names.js` holds what is searched at once: titles, names, pinyin, numbers. The notes' words lie in
`search/text-*.js`, loaded after it. A note belongs to a text file by a hash of its address, so that editing
one note changes one file. `assets/search.js` reads the format and ranks the hits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
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
NAMES = "search/names.js"
_TEXTS = re.compile(r',"texts":(\[[^\]]*\]),"size":(\d+),')  # within a string the quotation marks are escaped
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


def index_files(entries: Iterable[SearchEntry]) -> Iterator[tuple[str, str]]:
    """Path and content of each file, the same for the same entries; no two are held at once."""
    kinds: dict[str, int] = {}
    facets: dict[Facet, int] = {}
    rows: list[list[object]] = []
    texts: list[tuple[str, str]] = []
    for entry in entries:
        rows.append(_row(entry, kinds.setdefault(entry.kind, len(kinds)), facets))
        if text := _clean(entry.text)[:LONGEST_TEXT]:
            texts.append((entry.url, text))
    size = sum(len(text) for _, text in texts)
    count = _file_count(size)
    files: list[list[str]] = [[] for _ in range(count)]
    for url, text in texts:
        files[_number(url, count)] += (url, text)
    names = {
        "kinds": list(kinds),
        "facets": [[facet.measure, *facet.names] for facet in facets],
        "texts": [_version(file) for file in files],
        "size": size,
        "entries": rows,
    }
    yield NAMES, assignment(f"{_GLOBAL}.names", names)
    for number, file in enumerate(files):
        yield text_file(number), assignment(_place(number), file)


def text_file(number: int) -> str:
    return f"search/text-{number}.js"


def _place(number: int) -> str:
    return f"{_GLOBAL}.texts[{number}]"


def with_other_words(
    names: str, read: Callable[[str], str], url: str, before: str, now: str
) -> dict[str, str] | None:
    """The files that change when the entry at `url` has other words. `names` is the file of that name, `read` gives
    another. None when the index is not as `index_files` would have made it with the words `before`."""
    before, now = _clean(before)[:LONGEST_TEXT], _clean(now)[:LONGEST_TEXT]
    parts = _TEXTS.search(names)
    if parts is None or not before or not now:
        return None
    versions: list[str] = json.loads(parts[1])
    size = int(parts[2]) - len(before) + len(now)
    if _file_count(size) != len(versions):
        return None
    number = _number(url, len(versions))
    head, tail = f"{_place(number)}=", ";\n"
    content = read(text_file(number))
    if not (content.startswith(head) and content.endswith(tail)):
        return None
    file: list[str] = json.loads(content[len(head) : -len(tail)])
    if _version(file) != versions[number] or url not in file[::2]:
        return None
    place = 2 * file[::2].index(url) + 1
    if file[place] != before:
        return None
    file[place] = now
    versions[number] = _version(file)
    changed = f',"texts":{json.dumps(versions, separators=(",", ":"))},"size":{size},'
    return {
        NAMES: names[: parts.start()] + changed + names[parts.end() :],
        text_file(number): assignment(_place(number), file),
    }


def _number(url: str, count: int) -> int:
    return crc32(url.encode("utf-8", "replace")) % count


def _file_count(size: int) -> int:
    """A power of two, so that it rarely changes as a vault grows."""
    count = 1
    while count * TEXT_FILE_SIZE < size:
        count *= 2
    return count


def _version(file: Iterable[str]) -> str:
    """Changes with the file's content: added to its address, lest a browser keeps an old copy."""
    return f"{crc32(chr(0).join(file).encode('utf-8', 'replace')):08x}"


def _row(entry: SearchEntry, kind: int, places: dict[Facet, int]) -> list[object]:
    """[url, title, kind, subtitle, names, numbers, pinyin, facets], cut after the last that holds anything.

    `facets` are a facet's place and its value by turns; days are counted from 1970-01-01. A facet that has no place
    yet gets the next one.
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
        [part for facet, value in entry.facets for part in (places.setdefault(facet, len(places)), _value(value))],
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
