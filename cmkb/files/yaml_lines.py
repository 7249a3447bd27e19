"""The plain part of YAML, read by patterns: flat `key: value` lines and lists of words. Faster than libyaml.

Everything that has a second meaning in YAML (escapes, anchors, comments behind values, text over several
lines …) is refused; what is accepted reads exactly as libyaml reads it, which the tests compare.
"""

from __future__ import annotations

import re

from cmkb.files.yaml_nodes import Mapping, Node, Scalar, Sequence
from cmkb.model.note import Place
from cmkb.patterns import pattern

# Characters that end lines or are illegal for YAML, tabs, and its document marks.
_NOT_PLAIN = pattern(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]|^(?:---|\\.\\.\\.)",
    re.MULTILINE,
)
_FIRST = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`.<=~]"
_WORDS = rf"{_FIRST}(?:[^:#\n ]|(?<=[^\s]):(?=[^\s])| +(?=[^#\s])|(?<=[^\s])#)*+"
_QUOTED = r"\"[^\"\\\n]*+\"|'[^'\n]*+'"
_FLOW_WORDS = rf"{_FIRST}(?:[^:#,\[\]{{}}\n ]| +(?=[^#,\[\]{{}}\s]))*+"
_FLOW_ITEM = rf"(?:{_QUOTED}|{_FLOW_WORDS})"
_LINE = pattern(
    rf"(?P<key>{_FIRST}(?:[^:#\n ]| +(?=[^:#\s]))*+):(?: +(?:(?P<words>{_WORDS})|(?P<quoted>{_QUOTED})"
    rf"|(?P<flow>\[ *(?:{_FLOW_ITEM}(?: *, *{_FLOW_ITEM})*+)? *\])))? *(?:\n|\Z)"
    rf"|(?P<indent> *)-(?P<space> +)(?:(?P<item>{_WORDS})|(?P<quoted_item>{_QUOTED})) *(?:\n|\Z)"
    r"|(?P<nothing> *(?:#[^\n]*)?)(?:\n|\Z)"
)
_ITEM = pattern(_FLOW_ITEM)
_LONGEST_LINE = 1000  # YAML looks no further for the colon of a key


def read_lines(text: str, first_line: int) -> Mapping | None:
    """None where anything but plain lines stands, or no line at all."""
    if _NOT_PLAIN.search(text):
        return None
    entries: dict[str, tuple[Scalar, Node]] = {}
    open_key: Scalar | None = None  # a key without a value on its line
    open_at: Place | None = None
    items: list[Scalar] = []
    indent = -1
    position, number, size = 0, first_line, len(text)
    while position < size:
        match = _LINE.match(text, position)
        if match is None or match.end() - position > _LONGEST_LINE:
            return None
        kind = match.lastgroup or ""
        if kind == "nothing":
            position, number = match.end(), number + 1
            continue
        if kind in ("item", "quoted_item"):
            width = match.end("indent") - match.start("indent")
            if open_key is None or (items and width != indent):
                return None
            indent = width
            items.append(_scalar(match[kind], number, match.start(kind) - position + 1))
            if open_at is None:
                open_at = Place(number, width + 1)
        else:
            if open_key is not None:
                entries[open_key.text] = (open_key, _closed(open_key, items, open_at))
                open_key, open_at, items = None, None, []
            name = match["key"]
            if name in entries:
                return None
            key = Scalar(name, True, Place(number, 1))
            if kind == "key":
                open_key = key
            else:
                column = match.start(kind) - position + 1
                if kind == "flow":
                    value: Node = _flow(match["flow"], number, column)
                else:
                    value = _scalar(match[kind], number, column)
                entries[name] = (key, value)
        position, number = match.end(), number + 1
    if open_key is not None:
        entries[open_key.text] = (open_key, _closed(open_key, items, open_at))
    if not entries:
        return None
    listed = tuple(entries.values())
    return Mapping(listed, listed[0][0].place)


def _scalar(text: str, line: int, column: int) -> Scalar:
    if text[0] in "\"'":
        return Scalar(text[1:-1], False, Place(line, column))
    return Scalar(text, True, Place(line, column))


def _closed(key: Scalar, items: list[Scalar], place: Place | None) -> Node:
    """The value of a key that has none on its line."""
    if place is None:
        return Scalar("", True, Place(key.place.line, len(key.text) + 2))
    return Sequence(tuple(items), place)


def _flow(text: str, line: int, column: int) -> Sequence:
    items = [_scalar(match[0], line, column + match.start()) for match in _ITEM.finditer(text, 1)]
    return Sequence(tuple(items), Place(line, column))
