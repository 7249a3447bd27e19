"""What a command prints, listened to, so that the same question need not be answered twice (`cached/answers.py`)."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cmkb.cached.answers import Answer, Basis, Printed, Question, basis_of, keep_answer, question
from cmkb.cached.inputs import LEAST

if TYPE_CHECKING:  # not every command reads a vault
    from cmkb.load import Loaded
    from cmkb.model.settings import Settings

NOT_GIVEN = "N5"  # a file that the machine did not give may be there a moment later, without a new time


class _Listening:
    """To one command."""

    def __init__(self, asked: Question) -> None:
        self.asked = asked
        self.since = time.time_ns()
        self.basis: Basis | None = None
        self.printed: list[Printed] = []
        self.state: dict[str, str] = {}


_now: _Listening | None = None


def listen(arguments: Sequence[str]) -> None:
    """From the start of a command on."""
    global _now
    asked = question(arguments)
    _now = _Listening(asked) if asked is not None else None


def forget() -> None:
    """The answer is one that must not be kept."""
    global _now
    _now = None


def heard(where: str, text: str) -> None:
    if _now is not None:
        _now.printed.append((where, text))


def left_in_state(name: str, content: str) -> None:
    if _now is not None:
        _now.state[name] = content


def opening(folder: Path, settings: Settings, folders: Iterable[str], day: date, given: date | None) -> None:
    """Before the first note is read from these `folders`. `given`: the day that the command line says."""
    if _now is None:
        return
    if Path(_now.asked.vault) != folder.resolve() or any(source.outside for source in settings.sources):
        forget()
        return
    pinned = given is not None or settings.today is not None
    _now.basis = basis_of(_now.asked, folders, day.isoformat(), pinned, settings.timezone, _now.since)


def opened(loaded: Loaded) -> None:
    """A small vault is read as fast as its files are compared."""
    if len(loaded.vault.notes) < LEAST or any(p.code == NOT_GIVEN for p in loaded.problems):
        forget()


def finished(code: int) -> None:
    """After everything was printed."""
    if _now is not None and _now.basis is not None:
        answer = Answer(tuple(_now.printed), code, tuple(_now.state.items()))
        keep_answer(_now.asked, _now.basis, answer)
    forget()
