"""Inside a line: Dataview's inline fields `[key:: value]`, and tags."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from cmkb.patterns import pattern
from cmkb.reading.comments import mask_code

_BRACKETS = pattern(r"[\[\]()【】［］（）]")
_OPENING = {"[": "[", "【": "[", "［": "[", "(": "(", "（": "("}
_CLOSING = {"]": "[", "】": "[", "］": "[", ")": "(", "）": "("}
_KEY = r"\s*+([^\[\]()【】（）［］:：|`\0]{1,40}?)\s*+([:：]{1,2})\s*+"
_OPEN = r"[\[(【（［]"
_BEGINS = pattern(_OPEN + _KEY)
# A field whose value holds no brackets but those of links: nearly all of them.
_PLAIN = pattern(
    _OPEN + _KEY + r"((?:[^\[\]()【】（）［］\0]++|\[\[[^\[\]()【】（）［］\0]++\]\])*+)[\])】）］]"
)
_TAG = pattern(r"(?<![^\s,，;；、。])#([^\s#,，;；.。!！?？:：、()（）\[\]【】［］{}\"'“”^&*%$@|<>\0]+)")

_GLUED_TAG = pattern(r"(?<=[\u4e00-\u9fff])#([A-Za-z\u4e00-\u9fff][\w/-]*)")


class InlineField(NamedTuple):
    """`key` as written. Offsets into the line: `start` and `end` with the brackets, `at` of the value."""

    key: str
    value: str
    start: int
    end: int
    at: int
    lenient: bool  # full-width brackets or colons, or a single colon
    colons: int


def inline_fields(text: str, known: Collection[str] = ()) -> list[InlineField]:
    """Fields of a line, none inside another. Brackets in a value may nest: `[script:: [[生日短信]]]`.

    `[结果：同意]` with one colon is a field only when its key, in lower case, is among `known`.
    """
    pairs = text.count("::") + text.count("：：")
    if not pairs and ("：" not in text and (": " not in text or "[" not in text)):
        return []
    if "`" not in text:
        found = _plain_fields(text, known)
        if sum(one.colons == 2 for one in found) >= pairs:
            return found
    return _nested_fields(text, known)


def _plain_fields(text: str, known: Collection[str]) -> list[InlineField]:
    found = []
    for match in _PLAIN.finditer(text):
        start, end = match.span()
        key, colons, value = match.groups()
        opening, closing = text[start], text[end - 1]
        if _OPENING[opening] != _CLOSING[closing] or (len(colons) == 1 and key.casefold() not in known):
            continue
        lenient = colons != "::" or opening not in "[(" or closing not in "])"
        found.append(InlineField(key, value.rstrip(), start, end, match.start(3), lenient, len(colons)))
    return found


def _nested_fields(text: str, known: Collection[str]) -> list[InlineField]:
    masked = mask_code(text)
    found: list[InlineField] = []
    after = 0
    for start, end in _matching_brackets(masked):
        if start < after:
            continue
        match = _BEGINS.match(masked, start, end)
        if match is None:
            continue
        key, colons = match.groups()
        if len(colons) == 1 and key.casefold() not in known:
            continue
        value = text[match.end() : end].rstrip()
        lenient = colons != "::" or text[start] not in "[(" or text[end] not in "])"
        found.append(InlineField(key, value, start, end + 1, match.end(), lenient, len(colons)))
        after = end
    return found


def _matching_brackets(text: str) -> list[tuple[int, int]]:
    """Offsets of the brackets that belong together, by opening. Square and round ones nest apart."""
    open_now: dict[str, list[int]] = {"[": [], "(": []}
    pairs = []
    for match in _BRACKETS.finditer(text):
        character = match.group()
        if character in _OPENING:
            open_now[_OPENING[character]].append(match.start())
        else:
            stack = open_now[_CLOSING[character]]
            if stack:
                pairs.append((stack.pop(), match.start()))
    pairs.sort()
    return pairs


def without(text: str, spans: Sequence[tuple[int, int]], fill: str = " ") -> str:
    """`text` with `fill` in place of the spans: offsets stay."""
    if not spans:
        return text
    parts: list[str] = []
    position = 0
    for start, end in sorted(spans):
        if end > position:
            parts += (text[position:start], fill * (end - max(start, position)))
            position = end
    parts.append(text[position:])
    return "".join(parts)


def tags_in(text: str) -> list[tuple[str, int, int]]:
    """`#标签` with its offsets; a number alone is none (`#1`)."""
    if "#" not in text:
        return []
    return [
        (match.group(1).rstrip("/"), match.start(), match.end())
        for match in _TAG.finditer(mask_code(text))
        if not match.group(1).isdigit()
    ]


def glued_tags(text: str) -> list[tuple[str, int]]:
    """`客户#A类`, meant as a tag but without the space before it: tag and offset of the `#`."""
    if "#" not in text or "://" in text:
        return []
    return [(match.group(1), match.start()) for match in _GLUED_TAG.finditer(text)]
