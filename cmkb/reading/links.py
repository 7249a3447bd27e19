"""Wikilinks, embeds and ordinary links to notes and files, outside of code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sys import intern
from typing import NamedTuple
from urllib.parse import unquote

from cmkb.model.note import Link, Place
from cmkb.patterns import pattern
from cmkb.reading.comments import mask_code
from cmkb.reading.inline import InlineField

# Target, heading, alias. A table's cell writes the bar as `\|`.
_INNER = r"([^\[\]【】［］|#\0]*+)(?:#([^\[\]【】［］|\0]*+))?(?:\|([^\[\]【】［］\0]*+))?"
_WIKILINK = pattern(rf"!?\[\[{_INNER}\]\]")
# Full-width brackets are what a Chinese input method types; both kinds may meet in one link.
_WIDE_LINK = pattern(rf"!?([\[【［]{{2}}){_INNER}([\]】］]{{2}})")
_WIDE_PAIR = pattern(r"[【［]{2}|[】］]{2}")
_DESTINATION = pattern(r"\s*+(?:<([^<>]*+)>|((?:[^\s()\\]|\\.|\([^\s()]*+\))++))")
_AFTER = pattern(r"\s*+(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\))?\s*+\)")
_SQUARE = pattern(r"[\[\]]")
_ELSEWHERE = pattern(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_ESCAPED = pattern(r"\\([!-/:-@\[-`{-~])")


class FoundLink(NamedTuple):
    """A link with its offsets in the line, brackets and `!` included."""

    link: Link
    start: int
    end: int
    full_width: bool = False


def links_in(
    text: str,
    place: Place,
    fields: Sequence[InlineField] = (),
    field_keys: Mapping[str, str] | None = None,
) -> list[FoundLink]:
    """The links of a line whose first character stands at `place`, in order.

    `fields`: the line's inline fields; a link inside one gets its key (`field_keys`: as written, in lower
    case → the playbook's key).
    """
    wide = ("【" in text or "］" in text or "】" in text or "［" in text) and _WIDE_PAIR.search(
        text
    ) is not None
    wiki = wide or "[[" in text
    if not wiki and "](" not in text:
        return []
    masked = mask_code(text) if "`" in text else text
    found: list[FoundLink] = []
    spans = _Fields(fields, field_keys or {})
    line, column = place.line, place.column
    if wide:
        for match in _WIDE_LINK.finditer(masked):
            opening, target, heading, alias, closing = match.groups()
            if not target.strip() and not heading:
                continue
            start, end = match.span()
            link = _wikilink(target, heading, alias, Place(line, column + start), spans.key_at(start))
            found.append(FoundLink(link, start, end, opening != "[[" or closing != "]]"))
    elif wiki:
        for match in _WIKILINK.finditer(masked):
            target, heading, alias = match.groups()
            if not target.strip() and not heading:
                continue
            start, end = match.span()
            link = _wikilink(target, heading, alias, Place(line, column + start), spans.key_at(start))
            found.append(FoundLink(link, start, end))
    if "](" in masked:
        found += _markdown_links(text, masked, place, _Fields(fields, field_keys or {}))
        found.sort(key=_start)
    return found


def _start(found: FoundLink) -> int:
    return found.start


class _Fields:
    """Which field an offset stands in; asked from left to right."""

    def __init__(self, fields: Sequence[InlineField], keys: Mapping[str, str]) -> None:
        self.fields = fields
        self.keys = keys
        self.index = 0

    def key_at(self, offset: int) -> str:
        fields = self.fields
        while self.index < len(fields) and fields[self.index].end <= offset:
            self.index += 1
        if self.index < len(fields) and fields[self.index].start <= offset:
            written = fields[self.index].key
            return self.keys.get(written.casefold(), written)
        return ""


def _wikilink(target: str, heading: str | None, alias: str | None, place: Place, field: str) -> Link:
    if alias is not None:
        if heading is None:
            target = target.removesuffix("\\")
        else:
            heading = heading.removesuffix("\\")
    target = target.strip()
    if target[-3:].lower() == ".md":
        target = target[:-3]
    # The same few notes are named thousands of times: once in memory.
    return Link(
        intern(target), place, heading.strip() if heading else "", alias.strip() if alias else "", field
    )


def _markdown_links(text: str, masked: str, place: Place, fields: _Fields) -> list[FoundLink]:
    found = []
    opening = _openings(masked)
    position = masked.find("](")
    while position >= 0:
        start = opening.get(position)
        if start is not None and masked.startswith("[[", start):
            start = None  # `[[王芳]](重要)` is a wikilink and words
        destination = _DESTINATION.match(masked, position + 2) if start is not None else None
        after = _AFTER.match(masked, destination.end()) if destination else None
        if start is not None and destination and after:
            number = 1 if destination.group(1) is not None else 2
            written = text[destination.start(number) : destination.end(number)]
            if written and not _ELSEWHERE.match(written):
                path, _, heading = written.partition("#")
                alias = text[start + 1 : position]
                if start > 0 and masked[start - 1] == "!":
                    start -= 1
                # A backslash that escapes nothing parts folders as Windows writes them.
                target = _ESCAPED.sub(r"\1", unquote(path.partition("?")[0])).replace("\\", "/")
                here = Place(place.line, place.column + start)
                link = Link(target, here, unquote(heading), alias, fields.key_at(start))
                found.append(FoundLink(link, start, after.end()))
        position = masked.find("](", position + 2)
    return found


def _openings(text: str) -> dict[int, int]:
    """Offset of each `]` → offset of the `[` that it closes."""
    stack: list[int] = []
    opening = {}
    for match in _SQUARE.finditer(text):
        if match.group() == "[":
            stack.append(match.start())
        elif stack:
            opening[match.start()] = stack.pop()
    return opening
