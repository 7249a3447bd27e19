"""Headings and what they mean: `## 📝 一、记录：` is the log."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from sys import intern

from cmkb.model.playbook import SectionSpec
from cmkb.patterns import pattern

_HEADING = pattern(r"([#＃]{1,6})([ \t\u3000\u00a0]*+)(.*)", re.S)
_CLOSING_MARKS = pattern(r"(?:^|[ \t])#+[ \t]*$")
_NUMBER = pattern(
    r"(?:第?[一二三四五六七八九十百\d]{1,3}(?:[、.．:：)]|部分[、:]?|\s)|[(][一二三四五六七八九十\d]{1,3}[)]|[①-⑳])\s*"
)
_SUFFIX = pattern(r"\s*[(\[【][^()\[\]【】]*[)\]】]$")


def split_heading(line: str) -> tuple[int, str, str] | None:
    """Level, text, and what is wrong with the spelling (`width`, `space` or nothing).

    `##记录` is taken as the heading that is meant; `#记录` is a tag.
    """
    match = _HEADING.match(line)
    if match is None:
        return None
    marks, gap, text = match.groups()
    if text.startswith(("#", "＃")):
        return None
    fault = ""
    if "＃" in marks or "\u3000" in gap or "\u00a0" in gap:
        fault = "width"
    elif text and not gap:
        fault = "space"
    if text and not gap and len(marks) == 1:
        return None
    text = text.rstrip()
    if text.endswith("#"):
        text = _CLOSING_MARKS.sub("", text).rstrip()
    return len(marks), intern(text), fault  # the same in a thousand notes: once in memory


def heading_key(text: str) -> str:
    """The words that matter of a heading: no number, emoji, emphasis or colon, lower case, ASCII width."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    if not plain.isalnum():
        plain = _strip_symbols(plain)
        numbered = _NUMBER.match(plain)
        if numbered and numbered.end() < len(plain):
            plain = _strip_symbols(plain[numbered.end() :])
    return plain


def meaning_of(heading: str, meanings: Mapping[str, str]) -> str:
    """The meaning of a heading, "" if it has none. `meanings`: from `heading_meanings`."""
    key = heading_key(heading)
    found = meanings.get(key)
    if found is None and key[-1:] in (")", "]", "】"):
        found = meanings.get(_strip_symbols(_SUFFIX.sub("", key)))
    return found or ""


def heading_meanings(sections: Mapping[str, SectionSpec]) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for name, spec in sections.items():
        for heading in (*spec.headings, name):
            meanings.setdefault(heading_key(heading), name)
    return meanings


def _strip_symbols(text: str) -> str:
    """Without symbols, emoji and punctuation at both ends; brackets at the end stay."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in "([【"):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in ")]】"):
        end -= 1
    return text[start:end]
