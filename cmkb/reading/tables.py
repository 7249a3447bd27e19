"""GFM tables: a row of cells, and where each cell begins."""

from __future__ import annotations

from cmkb.patterns import pattern

# Escaped characters and whole wikilinks are stepped over: `[[王芳|王姐]]` is one cell although the link's bar
# ought to be escaped. The length limit keeps a line of many `[[` linear.
_BAR = pattern(r"\\.|\[\[[^\[\]]{1,200}\]\]|\|")
_DELIMITER = pattern(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_BARE_BAR = pattern(r"(?<!\\)\|")


def is_delimiter_row(line: str) -> bool:
    return "|" in line and _DELIMITER.fullmatch(line) is not None


def split_row(line: str, column: int = 1) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Cells as written (escapes kept), and the column of each one's first character.

    `column` is that of the line's first character.
    """
    start, end = 0, len(line.rstrip())
    start += len(line) - len(line.lstrip())
    if line.startswith("|", start):
        start += 1
    bounds = [m.start() for m in _BAR.finditer(line, start, end) if m.group() == "|"]
    if not bounds or bounds[-1] != end - 1:
        bounds.append(end)
    cells, columns = [], []
    for bound in bounds:
        cell = line[start:bound]
        text = cell.strip()
        cells.append(text)
        columns.append(column + start + (len(cell) - len(cell.lstrip()) if text else 0))
        start = bound + 1
    return tuple(cells), tuple(columns)


def bare_bar_in_link(cell: str) -> int | None:
    """Offset of the unescaped `|` of a wikilink in a cell: other programs end the cell there."""
    if "[[" not in cell:
        return None
    match = _BARE_BAR.search(cell)
    return match.start() if match else None
