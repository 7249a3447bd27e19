"""The lines of a note's body become sections with their items and tables, in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cmkb.model.note import Item, Place, Section, Table
from cmkb.model.problem import Problem, problem
from cmkb.reading.comments import Comments
from cmkb.reading.headings import meaning_of, split_heading
from cmkb.reading.tables import bare_bar_in_link, is_delimiter_row, split_row

MAX_DEPTH = 20  # items nested deeper stand beside their parent instead of beneath it

_BLANK = " \t\u3000\u00a0"
_QUOTE = re.compile(r"(?:[ \t\u3000]*>)+ ?")
_FENCE = re.compile(r"(`{3,}|~{3,})([^\n]*)")
# Bullets as people type them. `1.` and `-` need a space after them (`1.5 万`, `-5%`); `•` and `1、` do not.
_BULLET = re.compile(
    r"(?:[-*+－–](?:(?=[\s【［])|(?=\[.?\]\s)|$)|[•●◦▪·](?!·)|\d{1,9}(?:[.)](?=\s|$)|[、）])|[①-⑳])"
    r"[ \t\u3000\u00a0]*+"
)
_BULLET_STARTS = frozenset("-*+－–•●◦▪·0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BOX = re.compile(r"\[([^\[\]])\](?=\s|$)|[\[【［]([ \u3000\u00a0]?|[xX√✓✔☑])[\]】］](?![(（:：\]】］])")
_TICKS = frozenset("√✓✔☑")
_RULE = re.compile(r"([-*_])[ \t]*+(?:\1[ \t]*+){2,}")
_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")
_BLOCK_ID = re.compile(r"(?:^|[ \t])\^([\w-]+)[ \t]*$")


# Header, rows, line of each row, columns of its cells.
_OpenTable = tuple[tuple[str, ...], list[tuple[str, ...]], list[int], list[tuple[int, ...]]]


class LinkLine(NamedTuple):
    """A line, or table cell, that may hold links: comments are blanked out, code is not."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Body:
    sections: tuple[Section, ...]
    link_lines: tuple[LinkLine, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Node:
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
class _Open:
    """The section that is being read."""

    heading: str
    level: int
    meaning: str
    scope: str
    place: Place
    first: int  # index of its first line
    items: list[Item] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def read_body(text: str, first_line: int, meanings: Mapping[str, str], path: str) -> Body:
    """`meanings`: from `headings.heading_meanings`; `first_line`: line of the file on which `text` begins."""
    reader = _Reader(text, first_line, meanings, path)
    reader.run()
    return Body(tuple(reader.sections), tuple(reader.link_lines), tuple(reader.problems))


class _Reader:
    """State of the pass: the section and the items that are open. A class because it is all state."""

    def __init__(self, text: str, first_line: int, meanings: Mapping[str, str], path: str) -> None:
        self.lines = text.split("\n")
        self.comments = Comments(text)
        self.first_line = first_line
        self.meanings = meanings
        self.path = path
        self.sections: list[Section] = []
        self.link_lines: list[LinkLine] = []
        self.problems: list[Problem] = []
        self.open = _Open("", 0, "", "", Place(first_line, 1), 0)
        self.scopes: list[tuple[int, str]] = []  # level and scope of the headings above
        self.stack: list[_Node] = []
        self.too_deep = False

    def run(self) -> None:
        comments, lines = self.comments, self.lines
        fence = ""  # the opening marks of the code block we are in
        fence_line = 0
        floor, quoted = 0, False  # a code block in an item or a quotation ends with it
        table: _OpenTable | None = None
        above = ""  # the paragraph line directly above: may turn out to be a table's header or a heading
        after_blank = True
        offset = 0
        for index, raw in enumerate(lines):
            number = self.first_line + index
            here, offset = offset, offset + len(raw) + 1
            if fence:
                if _closes(raw, fence):
                    fence = ""
                    continue
                if not _leaves(raw, floor, quoted):
                    continue
                fence = ""
            line = raw
            if "%%" in raw or "<!--" in raw or comments.covers(here):
                line = comments.blank(raw, here, number)
            rest = line.lstrip(_BLANK)
            if not rest:
                after_blank, above = True, ""
                self._add_table(table)
                table = None
                continue
            column = len(line) - len(rest) + 1
            lead = line[: column - 1]
            if rest[0] == ">":
                quote = _QUOTE.match(rest)
                cut = quote.end() if quote else 0
                inner = rest[cut:]
                rest = inner.lstrip(_BLANK)
                if not rest:
                    after_blank, above = True, ""
                    self._add_table(table)
                    table = None
                    continue
                lead += inner[: len(inner) - len(rest)]
                column += cut + len(inner) - len(rest)
            indent = _width(lead) if lead else 0
            first = rest[0]

            if table is not None:
                if "|" in rest:
                    cells, columns = split_row(rest, column)
                    table[1].append(cells)
                    table[2].append(number)
                    table[3].append(columns)
                    self._link_cells(cells, columns, number)
                    continue
                self._add_table(table)
                table = None

            if first in "#＃" and (indent < 4 or self.stack):
                found = split_heading(rest)
                if found is not None:
                    self._begin_section(found, number, column, index)
                    after_blank, above = True, ""
                    continue
            elif first in "`~":
                opening = _FENCE.match(rest)
                if opening and not (first == "`" and "`" in opening.group(2)):
                    fence, fence_line, quoted = opening.group(1), number, ">" in line[: column - 1]
                    if indent == 0:
                        self._close_items(0)
                    floor = self.stack[-1].indent + 1 if self.stack and indent > self.stack[-1].indent else 0
                    after_blank, above = False, ""
                    continue
            elif first in "-=*_":
                if above and indent < 4 and (level := self._underlined(rest, above)):
                    self._begin_section((level, above, ""), number - 1, 1, index - 1, index + 1)
                    after_blank, above = True, ""
                    continue
                if first != "=" and _RULE.fullmatch(rest):
                    self._close_items(0)
                    after_blank, above = True, ""
                    continue

            if "|" in rest and above and is_delimiter_row(rest):
                header, _ = split_row(above)
                if self.stack and self.stack[-1].more[-1:] == [above]:
                    self.stack[-1].more.pop()
                    self.stack[-1].more_lines.pop()
                if indent == 0:
                    self._close_items(0)
                table, above = (header, [], [], []), ""
                continue
            if first in _BULLET_STARTS:
                bullet = _BULLET.match(rest)
                if bullet:
                    if indent >= 4 and after_blank and not self.stack and "\u3000" not in lead:
                        # A list that begins four spaces in is code for every Markdown program.
                        self._report(number, column, "I9.indented")
                        continue
                    self._begin_item(rest[bullet.end() :], number, column + bullet.end(), indent)
                    after_blank, above = False, ""
                    continue
            if indent >= 4 and after_blank and not self.stack and "\u3000" not in lead:
                continue
            self._paragraph(rest, number, column, indent, after_blank)
            above = rest if not self.stack or "|" in rest else ""
            after_blank = False
        self._add_table(table)
        self._end_section(len(lines))
        if fence:
            self._report(fence_line, 1, "I9.code")
        for unclosed in comments.unclosed:
            self._report(unclosed, 1, "I9.comment")

    def _underlined(self, line: str, above: str) -> int:
        """Level of the heading that `line` makes of the line above, 0 if none.

        `---` is what people type between paragraphs; it makes a heading only of a word that is one.
        """
        if line[0] not in "-=" or not _UNDERLINE.fullmatch(line):
            return 0
        if line[0] == "=":
            return 1
        return 2 if meaning_of(above, self.meanings) else 0

    def _paragraph(self, text: str, number: int, column: int, indent: int, after_blank: bool) -> None:
        """A line of text: of the item above when it is indented or follows directly."""
        if "[" in text or "【" in text or "［" in text:
            self.link_lines.append(LinkLine(text.rstrip(), Place(number, column)))
        if self.stack and after_blank:
            self._close_items(indent, at_least=1)
        if not self.stack:
            return
        node = self.stack[-1]
        block_id = _BLOCK_ID.search(text) if "^" in text else None
        if block_id:
            node.block_id = node.block_id or block_id.group(1)
            text = text[: block_id.start()]
        if text.strip():
            node.more.append(text.rstrip())
            node.more_lines.append(Place(number, column))

    def _begin_item(self, text: str, number: int, column: int, indent: int) -> None:
        self._close_items(indent, at_least=2)
        box = None
        if text[:1] in ("[", "【", "［"):
            match = _BOX.match(text)
            if match:
                box, column, text = self._box(match, text, number, column)
        block_id = ""
        if "^" in text:
            found = _BLOCK_ID.search(text)
            if found:
                block_id, text = found.group(1), text[: found.start()]
        text, place = text.rstrip(_BLANK), Place(number, column)
        if "[" in text or "【" in text or "［" in text:
            self.link_lines.append(LinkLine(text, place))
        node = _Node(text, place, box, block_id, indent)
        if len(self.stack) >= MAX_DEPTH:
            if not self.too_deep:
                self.too_deep = True
                self._report(number, column, "I9.deep", most=MAX_DEPTH)
            self._pop()
        self.stack.append(node)

    def _box(self, match: re.Match[str], text: str, number: int, column: int) -> tuple[str, int, str]:
        plain, lenient = match.groups()
        box = plain if plain is not None else lenient.strip(_BLANK) or " "
        if plain in ("\u3000", "\u00a0"):
            box = " "
        if box in _TICKS:
            box = "x"
        spelled = match.group()
        rest = text[match.end() :]
        body = rest.lstrip(_BLANK)
        before = self.lines[number - self.first_line][: column - 1]
        if spelled != f"[{box}]" or (body and not rest.startswith(" ")) or not before.endswith((" ", "\t")):
            self._report(number, column, "I1.box", written=spelled, right=f"[{box}]")
        return box, column + match.end() + len(rest) - len(body), body

    def _close_items(self, indent: int, at_least: int = 2) -> None:
        """Items that a line with this indent does not stand beneath are complete."""
        while self.stack and indent < self.stack[-1].indent + at_least:
            self._pop()

    def _pop(self) -> None:
        node = self.stack.pop()
        (self.stack[-1].children if self.stack else self.open.items).append(node.item())

    def _begin_section(
        self, found: tuple[int, str, str], number: int, column: int, index: int, after: int | None = None
    ) -> None:
        """`index` and `after`: the heading's own lines."""
        level, heading, fault = found
        self._end_section(index)
        if fault:
            self._report(number, column, "I4.heading" if fault == "width" else "I5.heading")
        meaning = meaning_of(heading, self.meanings)
        while self.scopes and self.scopes[-1][0] >= level:
            self.scopes.pop()
        scope = meaning or (self.scopes[-1][1] if self.scopes else "")
        self.scopes.append((level, scope))
        first = index + 1 if after is None else after
        self.open = _Open(heading, level, meaning, scope, Place(number, column), first)
        if "[" in heading:
            line = self.lines[index]
            self.link_lines.append(LinkLine(heading, Place(number, line.find(heading) + 1)))

    def _end_section(self, end: int) -> None:
        while self.stack:
            self._pop()
        now = self.open
        if now.level == 0 and not now.items and not now.tables and not any(self.lines[:end]):
            return
        self.sections.append(
            Section(
                now.heading,
                now.level,
                now.meaning,
                now.place,
                tuple(now.items),
                tuple(now.tables),
                "\n".join(self.lines[now.first : end]).strip("\n"),
                now.scope,
            )
        )

    def _add_table(self, table: _OpenTable | None) -> None:
        if table is not None:
            header, rows, lines, columns = table
            self.open.tables.append(Table(header, tuple(rows), tuple(lines), tuple(columns)))

    def _link_cells(self, cells: tuple[str, ...], columns: tuple[int, ...], number: int) -> None:
        for cell, column in zip(cells, columns, strict=True):
            if "[" in cell or "【" in cell or "［" in cell:
                place = Place(number, column)
                self.link_lines.append(LinkLine(cell, place))
                bar = bare_bar_in_link(cell)
                if bar is not None:
                    self._report(number, column + bar, "I1.bar")

    def _report(self, number: int, column: int, text: str, **params: object) -> None:
        self.problems.append(problem(self.path, number, column, text, **params))


def _closes(line: str, fence: str) -> bool:
    """Whether a line ends the code block that `fence` opened; inside a quotation too."""
    text = line.strip(" \t\u3000>")
    return len(text) >= len(fence) and text == fence[0] * len(text)


def _leaves(line: str, floor: int, quoted: bool) -> bool:
    """Whether a line stands outside the item or quotation that holds the open code block."""
    rest = line.lstrip(_BLANK)
    if not rest:
        return quoted
    return (quoted and rest[0] != ">") or (floor > 0 and _width(line[: len(line) - len(rest)]) < floor)


def _width(lead: str) -> int:
    """Width of leading blanks: a tab goes to the next multiple of 4, a full-width space is 2."""
    if "\t" not in lead:
        return len(lead) + lead.count("\u3000")
    width = 0
    for character in lead:
        width += 4 - width % 4 if character == "\t" else 2 if character == "\u3000" else 1
    return width
