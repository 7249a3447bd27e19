"""What a note says in comments and code is no record, task, link or heading."""

from __future__ import annotations

from cmkb.patterns import pattern

_MARK = pattern(r"`+|%%|<!--")
_CLOSING = {"%%": "%%", "<!--": "-->"}
_RUN = pattern(r"`+")


class Comments:
    """Blanks out `%%…%%` and `<!-- … -->`, line by line, over several lines too. Columns stay as they are.

    A mark that is never closed hides the rest of the note when it begins a line, as in Obsidian, and is
    plain text anywhere else (`涨了 5%%`). `unclosed` holds the line numbers of the former.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._until = 0  # offset in the text up to which all is comment
        self._never_again: set[str] = set()  # closing marks that the rest of the text no longer holds
        self.unclosed: list[int] = []
        self.possible = "%%" in text or "<!--" in text

    def covers(self, offset: int) -> bool:
        return offset < self._until

    def blank(self, line: str, offset: int, number: int) -> str:
        """`line`, which begins at `offset` of the text, with spaces in place of comments."""
        position = min(max(0, self._until - offset), len(line))
        if position == 0 and "%%" not in line and "<!--" not in line:
            return line
        code = _code_spans(line)
        parts = [" " * position]
        while match := _MARK.search(line, position):
            start, mark = match.start(), match.group()
            if mark[0] == "`":
                end = code.get(start, match.end())
                parts.append(line[position:end])
                position = end
                continue
            parts.append(line[position:start])
            closing = _CLOSING[mark]
            found = -1 if closing in self._never_again else self._text.find(closing, offset + match.end())
            if found >= 0:
                self._until = found + len(closing)
            else:
                self._never_again.add(closing)
                if line[:start].strip():
                    parts.append(mark)
                    position = match.end()
                    continue
                self._until = len(self._text) + 1
                self.unclosed.append(number)
            position = min(self._until - offset, len(line))
            parts.append(" " * (position - start))
        parts.append(line[position:])
        return "".join(parts)


def mask_code(text: str) -> str:
    """Code spans become NULs of the same length, so that nothing is found in them."""
    if "`" not in text:
        return text
    parts: list[str] = []
    position = 0
    for start, end in _code_spans(text).items():
        if start >= position:
            parts += (text[position:start], "\0" * (end - start))
            position = end
    parts.append(text[position:])
    return "".join(parts)


def _code_spans(line: str) -> dict[int, int]:
    """Start → end for every run of backticks that a later run of the same length closes, in order."""
    if "`" not in line:
        return {}
    ends: dict[int, int] = {}
    latest: dict[int, int] = {}  # length → end of the nearest later run of that length
    for run in reversed(list(_RUN.finditer(line))):
        start, end = run.span()
        if end - start in latest:
            ends[start] = latest[end - start]
        latest[end - start] = end
    return dict(reversed(ends.items()))
