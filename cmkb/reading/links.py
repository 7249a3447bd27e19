"""Wikilinks, embeds and ordinary links to notes and files, outside of code."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from cmkb.model.note import Link, Place
from cmkb.reading.comments import mask_code
from cmkb.reading.inline import InlineField

# Full-width brackets are what a Chinese input method types; both kinds may meet in one link.
_WIKILINK = re.compile(r"(!?)([\[【［]{2})([^\[\]【】［］]+?)([\]】］]{2})")
_DESTINATION = re.compile(r"\s*+(?:<([^<>]*+)>|((?:[^\s()\\]|\\.|\([^\s()]*+\))++))")
_AFTER = re.compile(r"\s*+(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\))?\s*+\)")
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BACKSLASH = re.compile(r"\\")  # of a path as Windows writes it
_SPLIT_ALIAS = re.compile(r"\\?\|")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link with its offsets in the line, brackets and `!` included."""

    link: Link
    start: int
    end: int
    full_width: bool = False


def links_in(
    text: str,
    place: Place,
    fields: list[InlineField] | None = None,
    field_keys: Mapping[str, str] | None = None,
) -> list[FoundLink]:
    """The links of a line whose first character stands at `place`, in order.

    `fields`: the line's inline fields; a link inside one gets its key (`field_keys`: as written, in lower
    case → the playbook's key).
    """
    if "[" not in text and "【" not in text and "［" not in text:
        return []
    masked = mask_code(text)
    found = [_wikilink(m, text, place) for m in _WIKILINK.finditer(masked)]
    if "](" in masked:
        found += _markdown_links(text, masked, place)
        found.sort(key=lambda one: one.start)
    return _with_fields(found, fields, field_keys or {}) if fields and found else found


def parse_wikilink(inner: str, place: Place, field: str = "") -> Link:
    """What stands between `[[` and `]]`."""
    target, *alias = _SPLIT_ALIAS.split(inner, maxsplit=1)
    target, _, heading = target.partition("#")
    target = target.strip().removesuffix("\\").rstrip()
    if target.lower().endswith(".md"):
        target = target[:-3]
    return Link(target, place, heading.strip(), alias[0].strip() if alias else "", field)


def _wikilink(match: re.Match[str], text: str, place: Place) -> FoundLink:
    start, end = match.span()
    inner = text[match.start(3) : match.end(3)]
    link = parse_wikilink(inner, Place(place.line, place.column + start))
    return FoundLink(link, start, end, match.group(2) != "[[" or match.group(4) != "]]")


def _markdown_links(text: str, masked: str, place: Place) -> list[FoundLink]:
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
                here = Place(place.line, place.column + start)
                target = _BACKSLASH.sub("/", _ESCAPED.sub(r"\1", unquote(path.partition("?")[0])))
                found.append(FoundLink(Link(target, here, unquote(heading), alias), start, after.end()))
        position = masked.find("](", position + 2)
    return found


def _openings(text: str) -> dict[int, int]:
    """Offset of each `]` → offset of the `[` that it closes."""
    stack: list[int] = []
    opening = {}
    for match in re.finditer(r"[\[\]]", text):
        if match.group() == "[":
            stack.append(match.start())
        elif stack:
            opening[match.start()] = stack.pop()
    return opening


def _with_fields(
    found: list[FoundLink], fields: list[InlineField], keys: Mapping[str, str]
) -> list[FoundLink]:
    """Links that stand in a field get its key. Both lists are in the line's order."""
    result = []
    index = 0
    for one in found:
        while index < len(fields) and fields[index].end <= one.start:
            index += 1
        if index < len(fields) and fields[index].start <= one.start:
            written = fields[index].key
            link = replace(one.link, field=keys.get(written.casefold(), written))
            one = FoundLink(link, one.start, one.end, one.full_width)
        result.append(one)
    return result
