"""A sheet as Markdown, readable as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cmkb.exchange import wording
from cmkb.exchange.sheet import Amount, Beside, Block, Cell, Lines, Point, Rate, Section, Sheet, Table
from cmkb.locales import sign
from cmkb.pages import format as words

_BEGINS_MARKUP = re.compile(r"^(?=[#>+*|~=-])|^(\d{1,9})(?=[.)])")
_TAG = re.compile(r"<(?=[A-Za-z!/?])")
_SPACE = re.compile(r"\s+")


def as_markdown(sheet: Sheet) -> str:
    lines = [f"# {_words(sheet.title)}", "", _joined(sheet.left, sheet.right)]
    for section in sheet.sections:
        lines += ["", *_section(section)]
    if sheet.signatures:
        lines += [
            "",
            (sign("　") * 2).join(f"{_words(who)}{sign('：')}＿＿＿＿＿＿" for who in sheet.signatures),
        ]
    if sheet.foot:
        lines += ["", f"*{_words(sheet.foot)}*"]
    return "\n".join(lines) + "\n"


def _section(section: Section) -> Iterator[str]:
    if section.title:
        yield f"## {_joined(section.title, section.note, between=sign('　'))}"
        yield ""
    for index, block in enumerate(section.blocks):
        if index:
            yield ""
        yield from _block(block)
    if not section.blocks:
        yield _words(section.empty) or "—"


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Lines):
        yield from map(_point, block.points)
    else:
        yield from _beside(block)


def _table(table: Table) -> Iterator[str]:
    yield _row([_cell(column.title) for column in table.columns])
    yield _row(["---:" if column.right else "---" for column in table.columns])
    for row in table.rows:
        yield _row([_cell(cell) for cell in row])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, Amount):
        text = wording.figure(cell.value, cell.unit)
        return f"**{_words(text)}**" if cell.strong else _words(text)
    if isinstance(cell, Rate):
        return words.percent(cell.value)
    return _words(cell).replace("|", "\\|")


def _point(point: Point) -> str:
    text = _joined(point.lead, point.text, between=" ")
    text = f"**{text}**" if point.head and text else _not_markup(text)
    note = f"{sign('（')}{_words(point.note)}{sign('）')}" if point.note else ""
    return f"{'  ' * point.depth}- {text}{note}"


def _beside(block: Beside) -> Iterator[str]:
    for index, (title, points) in enumerate(block.parts):
        if index:
            yield ""
        yield f"**{_words(title)}**"
        yield ""
        yield from map(_point, points)
        if not points:
            yield "- —"


def _joined(*parts: str, between: str = "") -> str:
    return (between or sign("　") * 2).join(part for part in map(_words, parts) if part)


def _not_markup(text: str) -> str:
    """A note's words that would begin a heading, a list or a table are text here."""
    return _BEGINS_MARKUP.sub(lambda match: f"{match[1]}\\" if match[1] else "\\", text)


def _words(text: str) -> str:
    return _TAG.sub("\\<", _SPACE.sub(" ", text).strip())
