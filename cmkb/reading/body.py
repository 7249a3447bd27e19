"""The lines of a note's body become sections with their items and tables, in one pass."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cmkb.model.immutable import immutable
from cmkb.model.note import Place, Section, Table
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.reading.comments import Comments
from cmkb.reading.headings import meaning_of, split_heading
from cmkb.reading.open_blocks import BLANK, Fence, OpenItem, OpenSection, width
from cmkb.reading.tables import bare_bar_in_link, is_delimiter_row, split_row

MAX_DEPTH = 20  # items nested deeper stand beside their parent instead of beneath it

_QUOTE = pattern(r"(?:[ \t\u3000]*>)+ ?")
_FENCE = pattern(r"(`{3,}|~{3,})([^\n]*)")
# Bullets as people type them. `1.` and `-` need a space after them (`1.5 万`, `-5%`); `•` and `1、` do not.
_BULLET = pattern(
    r"(?:[-*+－–](?:(?=[\s【［])|(?=\[.?\]\s)|$)|[•●◦▪·](?!·)|\d{1,9}(?:[.)](?=\s|$)|[、）])|[①-⑳])"
    r"[ \t\u3000\u00a0]*+"
)
_BULLET_STARTS = frozenset("-*+－–•●◦▪·0123456789①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳")
_BOX = pattern(r"\[([^\[\]])\](?=\s|$)|[\[【［]([ \u3000\u00a0]?|[xX√✓✔☑])[\]】］](?![(（:：\]】］])")
_TICKS = frozenset("√✓✔☑")
_RULE = pattern(r"([-*_])[ \t]*+(?:\1[ \t]*+){2,}")
_UNDERLINE = pattern(r"(?:=+|-+)[ \t]*")
_MARKS = frozenset("[【［#")  # a line with one of these may hold links or tags
_BLOCK_ID = pattern(r"(?:^|[ \t])\^([\w-]+)[ \t]*$")


# Header, rows, line of each row, columns of its cells.
_OpenTable = tuple[tuple[str, ...], list[tuple[str, ...]], list[int], list[tuple[int, ...]]]


class LinkLine(NamedTuple):
    """A line, or table cell, that may hold links or tags: comments are blanked out, code is not."""

    text: str
    place: Place


@immutable
class Body:
    sections: tuple[Section, ...]
    link_lines: tuple[LinkLine, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_body(text: str, first_line: int, meanings: Mapping[str, str], path: str) -> Body:
    """`meanings`: from `headings.heading_meanings`; `first_line`: line of the file on which `text` begins."""
    reader = _Reader(text, first_line, meanings, path)
    reader.read()
    return Body(tuple(reader.sections), tuple(reader.link_lines), tuple(reader.problems))


class _Reader:
    """One pass over the lines. A class, because what a line is depends on what is open above it."""

    def __init__(self, text: str, first_line: int, meanings: Mapping[str, str], path: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts: list[int] = []  # where each line begins in the text
        self.comments = Comments(text)
        self.first_line = first_line
        self.meanings = meanings
        self.path = path
        self.sections: list[Section] = []
        self.link_lines: list[LinkLine] = []
        self.problems: list[Problem] = []

        self.open = OpenSection("", 0, "", "", Place(first_line, 1), 0)
        self.scopes: list[tuple[int, str]] = []  # level and scope of the headings above
        self.stack: list[OpenItem] = []  # items that are open, the deepest last
        self.too_deep = False
        self.table: _OpenTable | None = None
        self.fence: Fence | None = None
        self.above = ""  # the paragraph line directly above: may be a table's header or become a heading
        self.after_blank = True

    def read(self) -> None:
        offset = 0
        comments = self.comments
        commented = comments.possible
        for index, raw in enumerate(self.lines):
            here, offset = offset, offset + len(raw) + 1
            self.starts.append(here)
            if self.fence is not None:
                if self.fence.closes(raw):
                    self.fence = None
                    continue
                if self.fence.holds(raw):
                    continue
                self.fence = None
            line = raw
            if commented and ("%%" in raw or "<!--" in raw or comments.covers(here)):
                line = comments.blank(raw, here, self.first_line + index)
            rest = line.lstrip(BLANK)
            if not rest:
                self._blank_line()
                continue
            lead = line[: len(line) - len(rest)]
            column = len(lead) + 1
            if line is not raw and not raw.startswith(lead):
                # Words behind a comment: no program sees a list or heading in them.
                self._paragraph(rest, index, column, width(raw[: len(raw) - len(raw.lstrip(BLANK))]))
                continue
            quoted = rest[0] == ">"
            if quoted:
                quote = _QUOTE.match(rest)
                inner = rest[quote.end() :] if quote else rest
                column += len(rest)
                rest = inner.lstrip(BLANK)
                column -= len(rest)
                lead = inner[: len(inner) - len(rest)]
                if not rest:
                    self._blank_line()
                    continue
            self._line(rest, index, column, width(lead) if lead else 0, "\u3000" in lead, quoted)
        self._end_table()
        self.starts.append(offset)
        self._end_section(len(self.lines))
        if self.fence is not None:
            self._report(self.fence.line, 1, "I9.code")
        for number in comments.unclosed:
            self._report(number, 1, "I9.comment")

    def _blank_line(self) -> None:
        self.after_blank = True
        self.above = ""
        self._end_table()

    def _line(self, rest: str, index: int, column: int, indent: int, wide: bool, quoted: bool) -> None:
        """A line that is not blank, without its indent. `wide`: there are full-width spaces in the indent."""
        first = rest[0]
        if self.table is not None:
            if "|" in rest:
                self._table_row(rest, index, column)
                return
            self._end_table()
        code = indent >= 4 and self.after_blank and not self.stack and not wide
        if first in "#＃":
            heading = None if code else split_heading(rest)
            if heading is not None:
                self._begin_section(heading, index, column, index)
                return
        elif first in "`~":
            fence = _FENCE.match(rest)
            if fence and not (first == "`" and "`" in fence.group(2)):
                self._begin_fence(fence.group(1), index, indent, quoted)
                return
        elif first in "-=*_":
            if self.above and not self.stack and indent < 4 and (level := self._underlined(rest)):
                self._begin_section((level, self.above, ""), index - 1, 1, index)
                return
            if first != "=" and _RULE.fullmatch(rest):
                self._close_items(0)
                self.after_blank, self.above = True, ""
                return
        if self.above and "|" in rest and is_delimiter_row(rest):
            self._begin_table(indent)
            return
        if first in _BULLET_STARTS:
            bullet = _BULLET.match(rest)
            if bullet and code:
                self._report(self.first_line + index, column, "I9.indented")
                return
            if bullet:
                end = bullet.end()
                self._begin_item(rest[end:], index, column + end, indent)
                return
        if not code:
            self._paragraph(rest, index, column, indent)

    def _begin_fence(self, marks: str, index: int, indent: int, quoted: bool) -> None:
        """A code block in an item or a quotation ends with it."""
        if indent == 0:
            self._close_items(0)
        inside = self.stack and indent > self.stack[-1].indent
        floor = self.stack[-1].indent + 2 if inside else 0  # where the words of `- ` begin
        self.fence = Fence(marks, self.first_line + index, floor, quoted)
        self.after_blank, self.above = False, ""

    def _begin_table(self, indent: int) -> None:
        """The line above was its header."""
        header, _ = split_row(self.above)
        if not self.stack and self.open.paragraphs:
            self.open.paragraphs.pop()
        if self.stack and self.stack[-1].more[-1:] == [self.above.rstrip()]:
            self.stack[-1].more.pop()
            self.stack[-1].more_lines.pop()
        if indent == 0:
            self._close_items(0)
        self.table = (header, [], [], [])
        self.above = ""

    def _table_row(self, text: str, index: int, column: int) -> None:
        number = self.first_line + index
        cells, columns = split_row(text, column)
        if self.table is not None:
            _, rows, lines, all_columns = self.table
            rows.append(cells)
            lines.append(number)
            all_columns.append(columns)
        if "[" not in text and "【" not in text and "［" not in text:
            return
        for cell, at in zip(cells, columns, strict=True):
            if "[" in cell or "【" in cell or "［" in cell:
                self.link_lines.append(LinkLine(cell, Place(number, at)))
                bar = bare_bar_in_link(cell)
                if bar is not None:
                    self._report(number, at + bar, "I1.bar")

    def _end_table(self) -> None:
        if self.table is not None:
            header, rows, lines, columns = self.table
            self.open.tables.append(Table(header, tuple(rows), tuple(lines), tuple(columns)))
            self.table = None

    def _underlined(self, line: str) -> int:
        """Level of the heading that `line` makes of the line above, 0 if none.

        `---` is what people type between paragraphs; it makes a heading only of a word that is one.
        """
        if line[0] not in "-=" or not _UNDERLINE.fullmatch(line):
            return 0
        if line[0] == "=":
            return 1
        return 2 if meaning_of(self.above, self.meanings) else 0

    def _paragraph(self, text: str, index: int, column: int, indent: int) -> None:
        """A line of text: of the item above when it is indented or follows directly."""
        if not _MARKS.isdisjoint(text):
            self.link_lines.append(LinkLine(text.rstrip(), Place(self.first_line + index, column)))
        if self.stack and self.after_blank:
            self._close_items(indent, at_least=1)
        self.after_blank = False
        self.above = text if not self.stack or "|" in text else ""
        if not self.stack:
            self.open.paragraphs.append((Place(self.first_line + index, column), text.rstrip()))
            return
        node = self.stack[-1]
        block_id = _BLOCK_ID.search(text) if "^" in text else None
        if block_id:
            node.block_id = node.block_id or block_id.group(1)
            text = text[: block_id.start()]
        if text.strip():
            node.more.append(text.rstrip())
            node.more_lines.append(Place(self.first_line + index, column))

    def _begin_item(self, text: str, index: int, column: int, indent: int) -> None:
        self.after_blank, self.above = False, ""
        self._close_items(indent, at_least=2)
        number = self.first_line + index
        box = None
        if text[:1] in ("[", "【", "［"):
            match = _BOX.match(text)
            if match:
                box, column, text = self._box(match, text, index, column)
        block_id = ""
        if "^" in text:
            found = _BLOCK_ID.search(text)
            if found:
                block_id, text = found.group(1), text[: found.start()]
        text, place = text.rstrip(BLANK), Place(number, column)
        if not _MARKS.isdisjoint(text):
            self.link_lines.append(LinkLine(text, place))
        if len(self.stack) >= MAX_DEPTH:
            if not self.too_deep:
                self.too_deep = True
                self._report(number, column, "I9.deep", most=MAX_DEPTH)
            self._pop()
        self.stack.append(OpenItem(text, place, box, block_id, indent))

    def _box(self, match: re.Match[str], text: str, index: int, column: int) -> tuple[str, int, str]:
        """The box, and the text behind it with its column."""
        plain, lenient = match.groups()
        box = plain if plain is not None else lenient.strip(BLANK) or " "
        if plain in ("\u3000", "\u00a0"):
            box = " "
        if box in _TICKS:
            box = "x"
        spelled = match.group()
        rest = text[match.end() :]
        body = rest.lstrip(BLANK)
        before = self.lines[index][: column - 1]
        if spelled != f"[{box}]" or (body and not rest.startswith(" ")) or not before.endswith((" ", "\t")):
            number = self.first_line + index
            self._report(number, column, "I1.box", written=spelled, right=f"[{box}]")
        return box, column + match.end() + len(rest) - len(body), body

    def _close_items(self, indent: int, at_least: int = 2) -> None:
        """Items that a line with this indent does not stand beneath are complete."""
        while self.stack and indent < self.stack[-1].indent + at_least:
            self._pop()

    def _pop(self) -> None:
        node = self.stack.pop()
        (self.stack[-1].children if self.stack else self.open.items).append(node.item())

    def _begin_section(self, found: tuple[int, str, str], index: int, column: int, last: int) -> None:
        """`index` and `last`: the heading's own lines, one or, with an underline, two."""
        level, heading, fault = found
        number = self.first_line + index
        if last > index:
            self.open.paragraphs.pop()
        self._end_section(index)
        if fault:
            self._report(number, column, "I4.heading" if fault == "width" else "I5.heading")
        meaning = meaning_of(heading, self.meanings)
        while self.scopes and self.scopes[-1][0] >= level:
            self.scopes.pop()
        scope = meaning or (self.scopes[-1][1] if self.scopes else "")
        self.scopes.append((level, scope))
        self.open = OpenSection(heading, level, meaning, scope, Place(number, column), last + 1)
        self.after_blank, self.above = True, ""
        if "[" in heading:
            # Comments are blanked in it
            at = self.lines[index].find(heading.partition("%%")[0].partition("  ")[0])
            self.link_lines.append(LinkLine(heading, Place(number, max(at + 1, column))))

    def _end_section(self, end: int) -> None:
        while self.stack:
            self._pop()
        now = self.open
        if now.level == 0 and not now.items and not now.tables and not any(self.lines[:end]):
            return
        begin, after = self._without_blank_lines(now.first, end)
        self.sections.append(
            Section(
                now.heading,
                now.level,
                now.meaning,
                now.place,
                tuple(now.items),
                tuple(now.tables),
                self.text,
                begin,
                after,
                now.scope,
                tuple(now.paragraphs),
            )
        )

    def _without_blank_lines(self, first: int, end: int) -> tuple[int, int]:
        """Where in the text these lines begin and end, empty ones around them left out."""
        while first < end and not self.lines[first]:
            first += 1
        while first < end and not self.lines[end - 1]:
            end -= 1
        return (self.starts[first], self.starts[end] - 1) if first < end else (0, 0)

    def _report(self, number: int, column: int, text: str, **params: object) -> None:
        self.problems.append(problem(self.path, number, column, text, **params))
