"""Front matter as Chinese users type it becomes YAML: full-width colons, unquoted [[links]], curly quotes.

Only spellings with one meaning are mended, each with a finding; `check --fix` writes the same into the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from cmkb.files.yaml import MAX_BYTES
from cmkb.model.immutable import immutable
from cmkb.model.note import Place
from cmkb.patterns import pattern
from cmkb.reading.front_block import KEY_LINE

# A line without any of these has nothing to mend.
_SUSPECT = pattern(
    r"""
      ^[^:\n]*：                                     # 姓名：王芳
    | ^[^\s\#'":\n][^:\n]{0,40}:[^\s:]              # 姓名:王芳
    | (?:^|[:-])[ \t]*[\u3000\u00a0] | [\u3000\u00a0][ \t]*:
    | (?:^|[:-])[ ]*\[\[                            # 家庭: [[王芳家]]
    | :[ ]+\#\S                                     # 标签: #重点
    | ["'\]][ ]?，[ ]?["'\[]                        # ["王姐"，"芳芳"]
    | (?:^|[:-])[ ]*“ | ”[ \t]*$
    """,
    re.VERBOSE | re.MULTILINE,
)
_VERBATIM = pattern(r":[ \t]+[|>]")
_WIDE_SPACES = "\u3000\u00a0"
_INDENT = pattern(rf"[ \t{_WIDE_SPACES}]*")
_BULLET = pattern(rf"(?P<bullet>-)(?P<space>[ {_WIDE_SPACES}]+)")
_LINKS = pattern(r"\[\[[^\[\]\n]+\]\](?:[ ,，、;；]*\[\[[^\[\]\n]+\]\])*[ \t]*")
_WIDE_COMMA = pattern(r"(?<=[\"'\]])( ?)，(?= ?[\"'\[])")
_ENDS_CURLY = pattern(r"\"[^\"”\n]*”\s*")
_STARTS_CURLY = pattern(r"“[^\"“\n]*\"\s*")
_TAGS = pattern(r"#[^\s#]\S*(?:[ ,，、]+#\S+)*[ \t]*")
_BLOCK_SCALAR = pattern(r"[|>][+\-0-9]{0,2}[ \t]*(?:#.*)?")


@immutable
class Mended:
    text: str
    findings: tuple[tuple[Place, str], ...]  # places in the file and keys of CODES
    # Line of the file → columns of `text` from which it is moved, and by how much.
    shifts: dict[int, tuple[tuple[int, int], ...]]

    def place(self, place: Place) -> Place:
        """Where a place of `text` is in the file."""
        shifts = self.shifts.get(place.line)
        if not shifts:
            return place
        return Place(place.line, place.column - sum(by for column, by in shifts if place.column > column))


def mend_front_matter(text: str, first_line: int, is_key: Callable[[str], bool]) -> Mended:
    if len(text) > MAX_BYTES or not _SUSPECT.search(text):
        return Mended(text, (), {})
    lines = text.split("\n")
    findings: list[tuple[Place, str]] = []
    shifts: dict[int, tuple[tuple[int, int], ...]] = {}
    verbatim = _VERBATIM.search(text) is not None
    verbatim_above: int | None = None  # indentation of a key whose text follows beneath as it is
    for index, line in enumerate(lines):
        if not verbatim and not _SUSPECT.search(line):
            continue
        indent = _INDENT.match(line)
        width = indent.end() if indent else 0
        if verbatim_above is not None and (width > verbatim_above or not line.strip()):
            continue
        verbatim_above = None
        mended = _Line(line, first_line + index)
        width = mended.indentation(width, is_key)
        start = mended.bullet(width)
        value = mended.key(start, is_key)
        mended.value(value)
        if _BLOCK_SCALAR.fullmatch(mended.text, value):
            verbatim_above = width
        lines[index] = mended.text
        findings += mended.findings
        if mended.shifts:
            shifts[first_line + index] = tuple(mended.shifts)
    return Mended("\n".join(lines), tuple(findings), shifts)


class _Line:
    """One line while it is mended, from left to right."""

    def __init__(self, text: str, number: int) -> None:
        self.text = text
        self.number = number
        self.findings: list[tuple[Place, str]] = []
        self.shifts: list[tuple[int, int]] = []

    def found(self, offset: int, text: str) -> None:
        self.findings.append((Place(self.number, offset + 1 - sum(by for _, by in self.shifts)), text))

    def insert(self, offset: int, character: str) -> None:
        self.text = self.text[:offset] + character + self.text[offset:]
        self.shifts.append((offset + 1, 1))

    def indentation(self, width: int, is_key: Callable[[str], bool]) -> int:
        """Its width after mending. A key behind wide spaces was meant to stand at the left."""
        spaces = self.text[:width]
        if not any(c in _WIDE_SPACES for c in spaces) or not self.text.strip():
            return width
        self.found(0, "I4.space")
        key = KEY_LINE.match(self.text, width)
        if key and is_key(key["key"]):
            self.text = self.text[width:]
            self.shifts.append((0, -width))
            return 0
        self.text = re.sub(f"[{_WIDE_SPACES}]", " ", spaces) + self.text[width:]
        return width

    def bullet(self, start: int) -> int:
        """Offset after a `- `."""
        match = _BULLET.match(self.text, start)
        if not match:
            return start
        if any(c in _WIDE_SPACES for c in match["space"]):
            self.found(match.start("space"), "I4.space")
            self.text = (
                self.text[: match.start("space")] + " " * len(match["space"]) + self.text[match.end() :]
            )
        return match.end()

    def key(self, start: int, is_key: Callable[[str], bool]) -> int:
        """Offset of the value after `key:`, or `start` when the line has no key."""
        match = KEY_LINE.match(self.text, start)
        if not match:
            return start
        colon = match.start("colon")
        after = self.text[colon + 1 : colon + 2]
        if match["colon"] == "：":
            if start and not is_key(match["key"]):
                return start  # words in a list, not a key
            self.found(colon, "I3")
            self.text = f"{self.text[:colon]}:{self.text[colon + 1 :]}"
        elif after and after not in " \t" + _WIDE_SPACES:
            if start or not is_key(match["key"]):
                return start  # https://…, 10:30
            self.found(colon, "I3.space")
        blanks = _INDENT.match(self.text, colon + 1)
        end = blanks.end() if blanks else colon + 1
        between = self.text[colon + 1 : end]
        before = self.text[match.end("key") : colon]
        if any(c in _WIDE_SPACES for c in before + between):
            if match["colon"] == ":":
                self.found(match.end("key") if match.end("key") < colon else colon + 1, "I4.space")
            self.text = self.text[: colon + 1] + " " * len(between) + self.text[end:]
            self.text = self.text[: match.end("key")] + " " * (colon - match.end("key")) + self.text[colon:]
        elif not between and end < len(self.text):
            self.insert(colon + 1, " ")
            end += 1
        return end

    def value(self, start: int) -> None:
        text = self.text
        if start >= len(text):
            return
        first = text[start]
        if first == "[":
            if links := _LINKS.fullmatch(text, start):
                self.found(start, "Y1")
                written = text[start : links.end()].rstrip()
                self.text = f"{text[:start]}'{written.replace(chr(39), chr(39) * 2)}'"
                self.shifts.append((start + 1, 1))
            elif comma := _WIDE_COMMA.search(text, start):
                self.found(comma.end() - 1, "I4.comma")
                self.text = text[:start] + _WIDE_COMMA.sub(r"\1,", text[start:])
        elif (first == '"' and _ENDS_CURLY.fullmatch(text, start)) or _STARTS_CURLY.fullmatch(text, start):
            self.found(start, "I8")
            self.text = f'{text[:start]}"{text[start + 1 :].rstrip()[:-1]}"'
        elif (
            first == "#"
            and text[start - 1 : start] == " "
            and ":" in text[:start]
            and _TAGS.fullmatch(text, start)
        ):
            self.found(start, "Y1.hash")
            self.insert(start, "'")
            self.text = self.text.rstrip() + "'"
