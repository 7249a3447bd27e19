"""Which files of a folder are notes, which are attachments, and what was left out and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Found:
    path: str  # relative to the vault, "/" between parts, Unicode NFC
    disk: Path
    size: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    path: str
    reason: str  # link | special | backup | lock | conflict | unreadable …


@dataclass(frozen=True, slots=True)
class Scan:
    notes: tuple[Found, ...]
    attachments: tuple[Found, ...]
    left_out: tuple[LeftOut, ...]
    problems: tuple[Problem, ...]
