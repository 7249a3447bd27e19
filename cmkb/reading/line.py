"""A line taken apart: its fields, its links, and the words that are left."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from cmkb.model.note import Item, Link, Place
from cmkb.patterns import pattern
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written
from cmkb.reading.inline import InlineField, inline_fields, without
from cmkb.reading.links import FoundLink, links_in

# `时长: 45`, a child that is a field. A key is one short word that begins with no digit.
_FIELD_LINE = pattern(
    r"\s*([^\s:：\[\]()（）【】,，。、;；!！?？\d][^\s:：\[\]()（）【】,，。、;；!！?？]{0,19})\s?(::|：：|:|：)(?!/)\s*"
)
_UNKNOWN_KEY_MOST = 8  # longest unknown word before a single colon that is taken for a key
_JOINT = pattern(r"\s[·•・‧]\s")
_JOINTS = frozenset("·•・‧")
_BETWEEN_LINKS = pattern(r"[\s、,，/&＆+和与及跟→]*")
_EDGES = " \t\u3000\u00a0,，、·:：-–—→*_~"
_SPACES = pattern(r"\s+")


class Line(NamedTuple):
    """`plain` is `text` with spaces in place of the fields. Links count their offsets in both."""

    text: str
    place: Place
    plain: str
    found: Sequence[InlineField]
    fields: Sequence[Written]
    links: Sequence[FoundLink]  # outside of fields
    field_links: Sequence[FoundLink] = ()  # inside


class Lines:
    """Takes the lines of one note apart, each only once: readers of records, tasks and links ask for the same.

    `keys`: field name in lower case → key, for the links in fields and for fields with one colon.
    """

    def __init__(self, keys: Mapping[str, str]) -> None:
        self.keys = keys
        self._known: dict[tuple[int, int], Line] = {}

    def take_apart(self, text: str, place: Place) -> Line:
        where = (place.line, place.column)
        known = self._known.get(where)
        if known is not None and known.text == text:
            return known
        line = self._known[where] = _take_apart(text, place, self.keys)
        return line


def _take_apart(text: str, place: Place, keys: Mapping[str, str]) -> Line:
    found = inline_fields(text, keys)
    links = links_in(text, place, found, keys)
    if not found:
        return Line(text, place, text, (), (), links)
    return Line(
        text,
        place,
        without(text, [(one.start, one.end) for one in found]),
        found,
        [Written(one.key, one.value, Place(place.line, place.column + one.at)) for one in found],
        [one for one in links if not one.link.field],
        [one for one in links if one.link.field],
    )


def joints(line: Line) -> list[tuple[int, int]]:
    """Start and end of every ` · ` outside of links and fields."""
    if _JOINTS.isdisjoint(line.plain):
        return []
    masked = without(line.plain, [(one.start, one.end) for one in line.links], "\0")
    return [match.span() for match in _JOINT.finditer(masked)]


def field_parts(line: Line, between: Sequence[tuple[int, int]], begins: re.Pattern[str]) -> Line:
    """The line in which parts such as ` · 事由：到期` have become fields.

    `between`: from `joints`; `begins`: matches a field's name with its colon.
    """
    written: list[Written] = []
    spans: list[tuple[int, int]] = []
    for index, (start, after) in enumerate(between):
        match = begins.match(line.plain, after)
        if match is None:
            continue
        end = between[index + 1][0] if index + 1 < len(between) else len(line.text)
        # What has brackets is a field of its own
        value = line.plain[match.end() : end].lstrip(" \t\u3000:：")
        place = Place(line.place.line, line.place.column + end - len(value))
        written.append(Written(match.group().rstrip(" \t:："), _SPACES.sub(" ", value.rstrip()), place))
        spans.append((start, end))
    if not spans:
        return line
    outside: list[FoundLink] = []
    inside = list(line.field_links)
    index = 0
    for one in line.links:
        while index < len(spans) and spans[index][1] <= one.start:
            index += 1
        (inside if index < len(spans) and spans[index][0] <= one.start else outside).append(one)
    plain = without(line.plain, spans)
    return line._replace(plain=plain, fields=[*line.fields, *written], links=outside, field_links=inside)


def words(line: Line, start: int = 0) -> str:
    """The words from `start` on, before which no link stands. Links at their beginning go, others become their text."""
    parts: list[str] = []
    position = start
    leading = True
    for one in line.links:
        before = line.plain[position : one.start]
        if leading and _BETWEEN_LINKS.fullmatch(before):
            position = one.end
            continue
        leading = False
        parts += (before, link_words(one.link))
        position = one.end
    parts.append(line.plain[position:])
    return tidy("".join(parts))


def all_words(line: Line) -> str:
    """The line's words, each link as its text."""
    parts: list[str] = []
    position = 0
    for one in line.links:
        parts += (line.plain[position : one.start], link_words(one.link))
        position = one.end
    parts.append(line.plain[position:])
    return tidy("".join(parts))


def tidy(text: str) -> str:
    return _SPACES.sub(" ", text).strip(_EDGES)


def link_words(link: Link) -> str:
    return link.alias or link.target.rpartition("/")[2].removesuffix(".md") or link.heading


def field_line(text: str, place: Place, names: Collection[str]) -> Written | None:
    """`时长: 45`, `需求：养老`, `时长:: 45` as a whole line; None for other text. `names`: folded names of fields."""
    match = _FIELD_LINE.match(text)
    if match is None:
        return None
    key, colon = match.groups()
    if len(colon) == 1 and len(key) > _UNKNOWN_KEY_MOST and fold(key) not in names:
        return None
    return Written(key, text[match.end() :].strip(), Place(place.line, place.column + match.end()))


def further_lines(item: Item) -> Iterator[tuple[Place, str]]:
    if item.more:
        yield from zip(item.more_lines, item.more.split("\n"), strict=True)
