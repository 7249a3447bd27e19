"""What is open while a body is read line by line: a code block, items of a list, a section."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from cmkb.model.note import Item, Place, Table

BLANK = " \t\u3000\u00a0"


class Fence(NamedTuple):
    """An open code block."""

    marks: str
    line: int
    floor: int  # a line indented less stands outside the item that holds the block
    quoted: bool

    def closes(self, line: str) -> bool:
        text = line.strip(" \t\u3000>" if self.quoted else BLANK)
        return len(text) >= len(self.marks) and text == self.marks[0] * len(text)

    def holds(self, line: str) -> bool:
        """False for a line outside the item or quotation that holds the block."""
        if not self.floor and not self.quoted:
            return True
        rest = line.lstrip(BLANK)
        if not rest:
            return not self.quoted
        if self.quoted and rest[0] != ">":
            return False
        return self.floor == 0 or self.quoted or width(line[: len(line) - len(rest)]) >= self.floor


@dataclass(slots=True)
class OpenItem:
    """An item that may still get children and further lines."""

    text: str
    place: Place
    box: str | None
    block_id: str
    indent: int
    children: list[Item] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    more_lines: list[Place] = field(default_factory=list)

    def item(self) -> Item:
        return Item(
            self.text,
            self.place,
            self.box,
            self.block_id,
            tuple(self.children),
            "\n".join(self.more),
            tuple(self.more_lines),
        )


@dataclass(slots=True)
class OpenSection:
    """The section that is being read."""

    heading: str
    level: int
    meaning: str
    scope: str
    place: Place
    first: int  # index of its first line
    items: list[Item] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    paragraphs: list[tuple[Place, str]] = field(default_factory=list)


def width(lead: str) -> int:
    """Width of leading blanks: a tab goes to the next multiple of 4, a full-width space is 2."""
    if "\t" not in lead:
        return len(lead) + lead.count("\u3000")
    wide = 0
    for character in lead:
        wide += 4 - wide % 4 if character == "\t" else 2 if character == "\u3000" else 1
    return wide
