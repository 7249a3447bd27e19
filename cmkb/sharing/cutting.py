"""Cuts what a shared note keeps to its author: comments, `> [!private]`, `## 私密`.

In doubt more is cut, and marks that do not pair raise. Every line that is cut leaves an empty one, so that a line of
the staged copy has the number that it has in the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cmkb.reading.headings import meaning_of, split_heading

PRIVATE = "private"  # the meaning of the heading, and the type of the callout
_WORDS = ("private", "私密")

_MARK = "%%"
_HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_COMMENT = re.compile(r"%%.*?%%", re.S)
_CRITIC_COMMENT = re.compile(r"\{>>.*?(?:<<\}|\Z)", re.S)
# `[//]: # (…)`: a link's definition that leads nowhere is the oldest comment of Markdown.
_DEFINED_COMMENT = re.compile(r"^[ \t>]*\[[^\]\n]+\]:[ \t]*(?:#|<#?>)[ \t]+[\"'(].*$", re.M)
_LEAD = r"(?:[ \t\u3000]|>|[-*+](?=\s)|\d{1,9}[.)](?=\s))*"  # quotation and list marks before a block
_CALLOUT = re.compile(rf"{_LEAD}>{_LEAD}\[!\s*(?:{'|'.join(_WORDS)})\s*\]", re.IGNORECASE)
_ADMONITION = re.compile(rf"(\s*)(?:!!!|\?\?\?)\+?\s+[\"']?(?:{'|'.join(_WORDS)})\b", re.IGNORECASE)
_LEADING = re.compile(_LEAD)
_ATTRIBUTES = re.compile(r"\s*\{[^{}]*\}\s*$")
_FENCE = re.compile(r"(`{3,}|~{3,})")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")


class Unpaired(ValueError):
    """A comment's mark has no partner: nobody can tell what was meant to be hidden. `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def cut_private(body: str, meanings: Mapping[str, str]) -> str:
    """`meanings`: of headings, from `headings.heading_meanings`. Raises Unpaired."""
    return cut_sections(cut_callouts(cut_comments(body)), meanings)


def cut_comments(text: str) -> str:
    """Also in code: whether a comment in code is one is a question on which programs differ."""
    if "<!--" in text:
        text = _HTML_COMMENT.sub(_same_lines, text)
    if "{>>" in text:
        text = _CRITIC_COMMENT.sub(_same_lines, text)
    if "]:" in text:
        text = _DEFINED_COMMENT.sub("", text)
    if _MARK not in text:
        return text
    marks = [match.start() for match in re.finditer(_MARK, text)]
    if len(marks) % 2:
        raise Unpaired(text.count("\n", 0, marks[-1]) + 1)
    return _COMMENT.sub(_same_lines, text)


def _same_lines(match: re.Match[str]) -> str:
    return "\n" * match[0].count("\n")


def cut_callouts(text: str) -> str:
    """From `[!private]` to the next empty line: what follows without `>` still belongs to the quotation."""
    if "[!" not in text and "!!!" not in text and "???" not in text:
        return text
    kept: list[str] = []
    inside = False
    indent: int | None = None  # of the admonition that is being cut
    for line in text.split("\n"):
        if inside:
            inside = bool(line.strip())
        if indent is not None and line.strip() and len(line) - len(line.lstrip()) <= indent:
            indent = None
        if not inside and indent is None:
            inside = _CALLOUT.match(line) is not None
            admonition = _ADMONITION.match(line)
            indent = len(admonition[1]) if admonition else None
        kept.append("" if inside or indent is not None else line)
    return "\n".join(kept)


def cut_sections(text: str, meanings: Mapping[str, str]) -> str:
    """From a heading that means `private` to the next one of its level or above. One in code begins a cut as well;
    only one outside of code ends it."""
    lines = text.split("\n")
    kept: list[str] = []
    level = 0  # of the private heading
    fences = list(_in_code(lines))
    for number, line in enumerate(lines):
        found = _heading(lines, number)
        if found is not None:
            depth, words = found
            if level and depth <= level and not fences[number]:
                level = 0
            if not level and meaning_of(_ATTRIBUTES.sub("", words), meanings) == PRIVATE:
                level = depth
        kept.append("" if level else line)
    return "\n".join(kept)


def _heading(lines: list[str], number: int) -> tuple[int, str] | None:
    """Level and words of the heading that begins on the line, `## …` or underlined."""
    line = lines[number]
    lead = _LEADING.match(line)
    rest = line[lead.end() :] if lead else line
    found = split_heading(rest) if rest[:1] in ("#", "＃") else None
    if found is not None:
        return found[0], found[1]
    below = _UNDERLINE.match(lines[number + 1]) if rest.strip() and number + 1 < len(lines) else None
    return (1 if below[1][0] == "=" else 2, rest.strip()) if below else None


def _in_code(lines: list[str]) -> Iterator[bool]:
    """For each line whether it stands in a fenced block, its fences included."""
    fence = ""
    for line in lines:
        lead = _LEADING.match(line)
        mark = _FENCE.match(line[lead.end() :] if lead else line)
        if not fence:
            fence = mark[1] if mark else ""
            yield bool(fence)
            continue
        yield True
        if mark and mark[1][0] == fence[0] and len(mark[1]) >= len(fence) and not line.strip(" \t>`~"):
            fence = ""
