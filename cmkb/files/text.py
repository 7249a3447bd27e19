"""Bytes become text: which encoding, which line ends, what had to be neutralised. Losses are reported."""

from __future__ import annotations

import codecs
import re
import unicodedata

from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern

MAX_BYTES = 16 * 1024 * 1024

_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with the same bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_LOST = "\ufffd"


def decode(data: bytes, path: str) -> tuple[SourceFile, list[Problem]]:
    """`path` as the file system spells it, relative to the vault."""
    name = nfc(path)
    problems: list[Problem] = []
    if len(data) > MAX_BYTES:
        data = data[:MAX_BYTES]
        problems.append(problem(name, 1, 1, "N2", limit=MAX_BYTES // 1024 // 1024))
    text, encoding, bom = _text(data, cut=bool(problems))
    newline = _newline(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if encoding != "utf-8":
        problems.append(problem(name, 1, 1, "I6", encoding=encoding.upper()))
    elif bom:
        problems.append(problem(name, 1, 1, "I7"))
    if _LOST in text and _LOST.encode() not in data:
        problems.append(_located(name, text, text.index(_LOST), "N3", count=text.count(_LOST)))
    if control := _CONTROL.search(text):
        text, count = _CONTROL.subn(_LOST, text)
        problems.append(_located(name, text, control.start(), "N4", count=count))
    return SourceFile(name, text, encoding, newline, bom, "" if name == path else path), problems


def nfc(path: str) -> str:
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _text(data: bytes, cut: bool) -> tuple[str, str, bool]:
    """Text, encoding, whether a byte order mark stood before it. `cut`: the last character may be half."""
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, True
    try:
        return data.decode("utf-8"), "utf-8", False
    except UnicodeDecodeError as error:
        if cut and error.start > len(data) - 4:
            return data[: error.start].decode("utf-8"), "utf-8", False
    damaged = data.decode("utf-8", "replace")
    if _is_damaged_utf8(damaged):
        return damaged, "utf-8", False
    try:
        return data.decode("gb18030"), "gb18030", False
    except UnicodeDecodeError as error:
        if cut and error.start > len(data) - 4:
            return data[: error.start].decode("gb18030"), "gb18030", False
    other = data.decode("gb18030", "replace")
    if other.count(_LOST) < damaged.count(_LOST):
        return other, "gb18030", False
    return damaged, "utf-8", False


def _is_damaged_utf8(text: str) -> bool:
    """Whether most of what is beyond ASCII decoded: text in GBK would hardly yield a character."""
    lost = text.count(_LOST)
    return sum(1 for _ in re.finditer(r"[^\x00-\x7f\ufffd]", text)) > 4 * lost


def _newline(text: str) -> str:
    """The most frequent line end."""
    if "\r" not in text:
        return "\n"
    pairs = text.count("\r\n")
    counts = {"\n": text.count("\n") - pairs, "\r\n": pairs, "\r": text.count("\r") - pairs}
    return max(counts, key=lambda end: (counts[end], end == "\n"))


def _located(path: str, text: str, offset: int, code: str, **params: object) -> Problem:
    line = text.count("\n", 0, offset) + 1
    return problem(path, line, offset - text.rfind("\n", 0, offset), code, **params)
