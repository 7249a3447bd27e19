"""Text for terminals of any width, encoding and colour; notes' words cannot command the terminal."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

import click

from cmkb.cli.remembering import heard
from cmkb.patterns import pattern

WIDTH = 80  # where nothing says how wide the terminal is

# Escape sequences of terminals, control characters, and marks that reverse the direction of writing.
_HIDDEN = "\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff"
_COMMANDS = pattern(rf"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|[{_HIDDEN}]")
_NOT_IN_JSON = pattern("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACE = pattern(r"\s+")
_STYLES = {"head": "\x1b[1m", "late": "\x1b[31m", "soon": "\x1b[33m", "done": "\x1b[32m", "faint": "\x1b[2m"}
_RESET = "\x1b[0m"
_PAINT = pattern(r"\x1b\[\d+m")
# What stays on one line: a run of ASCII or one other character, with punctuation that must not begin a line.
_PIECE = pattern(r"\x1b\[\d+m|(?: ?[!-~]+|.)[，。；：、！？）】》」』”’…·]*", re.DOTALL)


def prepare_streams() -> None:
    """A console that lacks a character (emoji on a GBK one) shows `?` instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def safe(text: object) -> str:
    """One line, without anything that a terminal would obey."""
    return _SPACE.sub(" ", _COMMANDS.sub("", str(text))).strip()


def safe_line(text: str) -> str:
    """`safe` would take the indent, which is Markdown."""
    words = text.lstrip(" ")
    return " " * (len(text) - len(words)) + safe(words)


def at_terminal() -> bool:
    """Whether somebody is there to be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def say_lines(lines: Iterable[str]) -> None:
    """To standard output, coloured only where a person looks at it."""
    text = "\n".join(lines)
    text = text if _colours(sys.stdout) else _PAINT.sub("", text)
    heard("out", text + "\n")
    click.echo(text, color=True)


def say_error(lines: Iterable[str]) -> None:
    for line in lines:
        heard("err", f"{safe_line(line)}\n")
        click.echo(safe_line(line), err=True)


def say_json(value: Any) -> None:
    data = json_bytes(value)
    heard("raw", data.decode("utf-8"))
    click.echo(data, nl=False)


def json_bytes(value: Any) -> bytes:
    """UTF-8 on every machine; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    escaped = _NOT_IN_JSON.sub(lambda m: f"\\u{ord(m[0]):04x}", text)
    return (escaped + "\n").encode("utf-8", "replace")


def _plain(value: object) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _colours(stream: Any) -> bool:
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(hasattr(stream, "isatty") and stream.isatty())


def paint(text: str, style: str) -> str:
    return f"{_STYLES[style]}{text}{_RESET}" if style and text else text


def columns() -> int:
    import shutil

    return max(20, shutil.get_terminal_size((WIDTH, 24)).columns)


@lru_cache(maxsize=4096)
def _cell(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def width(text: str) -> int:
    """Columns that the text takes: a Chinese character takes two."""
    text = _PAINT.sub("", text)
    return len(text) if text.isascii() else sum(map(_cell, text))


def pad(text: str, cells: int) -> str:
    return text + " " * max(0, cells - width(text))


def cut(text: str, cells: int) -> str:
    if width(text) <= cells:
        return text
    kept = ""
    room = cells - width("…")
    for character in text:
        room -= _cell(character)
        if room < 0:
            break
        kept += character
    return kept + "…"


def wrapped(text: str, cells: int, indent: str = "") -> list[str]:
    """Lines of at most `cells`; those after the first begin with `indent`."""
    if width(text) <= cells:
        return [text.rstrip()]
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text, max(2, cells - width(indent))):
        size = width(piece)
        if line.strip(" ") and used + size > cells:
            lines.append(line.rstrip())
            line = indent + piece.lstrip(" ")
            used = width(line)
        else:
            line += piece
            used += size
    return [*lines, line.rstrip()]


def _pieces(text: str, longest: int) -> Iterator[str]:
    for match in _PIECE.finditer(text):
        piece = match[0]
        if width(piece) <= longest:
            yield piece
        else:  # an address or a number longer than the line
            yield from piece
