"""Inside a line: Dataview's inline fields `[key:: value]`, and tags."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from cmkb.reading.comments import mask_code

_BRACKETS = re.compile(r"[\[\]()【】［］（）]")
_OPENING = {"[": "[", "【": "[", "［": "[", "(": "(", "（": "("}
_CLOSING = {"]": "[", "】": "[", "］": "[", ")": "(", "）": "("}
_KEY = re.compile(r"[\[(【（［]\s*+([^\[\]()【】（）［］:：|`\0]{1,40}?)\s*([:：]{1,2})\s*")
_TAG = re.compile(r"(?<![^\s,，;；、。])#([^\s#,，;；.。!！?？:：、()（）\[\]【】［］{}\"'“”^&*%$@|<>]+)")


@dataclass(frozen=True, slots=True)
class InlineField:
    """`key` as written. Offsets into the line: `start` and `end` with the brackets, `at` of the value."""

    key: str
    value: str
    start: int
    end: int
    at: int
    lenient: bool = False  # full-width brackets or colons, or a single colon


def inline_fields(text: str, known: Collection[str] = ()) -> list[InlineField]:
    """Fields of a line, none inside another. Brackets in a value may nest: `[script:: [[生日短信]]]`.

    `[结果：同意]` with one colon is a field only when its key, in lower case, is among `known`.
    """
    if ":" not in text and "：" not in text:
        return []
    masked = mask_code(text)
    found: list[InlineField] = []
    ends = _matching_brackets(masked)
    after = 0
    for start, end in ends:
        if start < after:
            continue
        match = _KEY.match(masked, start, end)
        if match is None:
            continue
        key, colons = match.group(1), match.group(2)
        if len(colons) == 1 and key.casefold() not in known:
            continue
        value = text[match.end() : end]
        lenient = colons != "::" or text[start] not in "[(" or text[end] not in "])"
        found.append(InlineField(key, value.strip(), start, end + 1, match.end(), lenient))
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


def without(text: str, spans: Collection[tuple[int, int]], fill: str = " ") -> str:
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
        (m.group(1).rstrip("/"), m.start(), m.end())
        for m in _TAG.finditer(mask_code(text))
        if not m.group(1).isdigit()
    ]
