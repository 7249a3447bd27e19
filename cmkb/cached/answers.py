"""Answers of the terminal as they were printed, kept until something that they were made from changes.

An answer is kept by its question (the words of the command line, and how wide and coloured the terminal is) together
with what it was made from: the vault's files (`inputs.py`), the day, the program. Asked again, one sweep over the
files' times tells whether it still stands. Imports next to nothing, for that is most of what such an answer costs.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cmkb.cached.inputs import NotKnowable, changed_since, digest_of, sweep, top_folders
from cmkb.cached.program import program_stamp
from cmkb.cached.sealed import Sealed

CONFIG = "mkdocs.yml"
# What only reads and prints, and with which options that is all it does.
COMMANDS = ("today", "follow-ups", "messages", "show", "find", "check")
FLAGS = ("--json", "--strict", "--all")
WITH_VALUE = ("--vault", "--today", "--days", "--context", "-C")
# What else of the machine can show in an answer.
_SURROUNDINGS = ("COLUMNS", "NO_COLOR", "TERM", "LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES")
SLOTS = 64  # answers that are kept; a new one takes the place of an older one
LONGEST = 4_000_000  # characters of one

Printed = tuple[str, str]  # where: "out", "err", or "raw" for bytes of UTF-8 to standard output; and what


class Question(NamedTuple):
    vault: str  # its real path
    key: bytes


class Answer(NamedTuple):
    printed: tuple[Printed, ...]
    code: int
    state: tuple[tuple[str, str], ...]  # names and content of files that the answer left right in `.cmkb/`


class Basis(NamedTuple):
    """What an answer is made from."""

    folders: tuple[str, ...]
    inputs: str
    young: tuple[tuple[str, str], ...]
    day: str
    pinned: bool  # the day stands in mkdocs.yml, or was given
    timezone: str


def question(arguments: Sequence[str]) -> Question | None:
    """None where the command is not one of these, or has a word in it that is not understood here."""
    if sys.stdout is None or sys.stderr is None or (os.name == "nt" and sys.stdout.isatty()):
        return None
    found = _folder_given(arguments)
    if found is None:
        return None
    try:
        folder = _vault(found)
    except OSError:  # the working folder was deleted
        return None
    if folder is None:
        return None
    surroundings = [os.environ.get(name) for name in _SURROUNDINGS]
    key = repr((list(arguments), surroundings, _terminal(), sys.stdout.encoding, sys.stderr.encoding))
    return Question(folder, blake2b(key.encode("utf-8", "surrogateescape"), digest_size=20).digest())


def kept_answer(asked: Question) -> Answer | None:
    """None when it has to be found again."""
    content = Sealed.of_vault(Path(asked.vault)).read(_slot(asked), _purpose(asked))
    if content is None:
        return None
    try:
        values: Any = json.loads(content)
        basis, answer = Basis(*values["basis"]), Answer(*values["answer"])
        if not basis.pinned and basis.day != _day_in(basis.timezone):
            return None
        if basis.inputs != digest_of(sweep(asked.vault, basis.folders).lines):
            return None
        if changed_since(asked.vault, basis.young):
            return None
    except (OSError, NotKnowable, ValueError, TypeError, KeyError):
        return None
    return answer


def basis_of(
    asked: Question, folders: Iterable[str], day: str, pinned: bool, timezone: str, since: int
) -> Basis | None:
    """Taken before a note is read. `since`: when the program began, in nanoseconds. None when it cannot be told."""
    names = top_folders(folders)
    try:
        found = sweep(asked.vault, names, since=since)
    except (OSError, NotKnowable):
        return None
    return Basis(names, digest_of(found.lines), found.young, day, pinned, timezone)


def keep_answer(asked: Question, basis: Basis, answer: Answer) -> None:
    if sum(len(text) for _, text in answer.printed) > LONGEST:
        return
    content = json.dumps({"basis": basis, "answer": answer}, ensure_ascii=False)
    Sealed.of_vault(Path(asked.vault)).write(
        _slot(asked), content.encode("utf-8", "surrogatepass"), _purpose(asked)
    )


def _folder_given(arguments: Sequence[str]) -> str | None:
    """With --vault, else "". None for what is not understood."""
    folder = ""
    words: list[str] = []
    rest = iter(arguments)
    for word in rest:
        name, equals, value = word.partition("=")
        if not word.startswith("-"):
            words.append(word)
        elif name in WITH_VALUE:
            value = value if equals else next(rest, "")
            if not value:
                return None
            folder = value if name == "--vault" else folder
        elif word not in FLAGS:
            return None
    return folder if words and words[0] in COMMANDS else None


def _vault(given: str) -> str | None:
    """The folder given, or the nearest upward with a mkdocs.yml."""
    folder = os.path.realpath(given or ".")
    if given:
        return folder if os.path.isfile(os.path.join(folder, CONFIG)) else None
    while not os.path.isfile(os.path.join(folder, CONFIG)):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


def _terminal() -> tuple[bool, bool, tuple[int, int] | None]:
    out = sys.__stdout__
    try:
        size = tuple(os.get_terminal_size(out.fileno())) if out is not None else None
    except (OSError, ValueError, AttributeError):
        size = None
    return sys.stdout.isatty(), sys.stderr.isatty(), size  # type: ignore[return-value]


def _slot(asked: Question) -> str:
    return f"answer-{asked.key[0] % SLOTS:02d}"


def _purpose(asked: Question) -> bytes:
    return program_stamp() + asked.key


def _day_in(timezone: str) -> str:
    try:
        return datetime.now(ZoneInfo(timezone)).date().isoformat()
    except (ValueError, OSError, KeyError):  # no such time zone any more
        return ""
