"""Writes a member's counts into the shared folder; only a file that the same command wrote is replaced."""

from __future__ import annotations

import os
import secrets
import time
from contextlib import suppress
from pathlib import Path

from cmkb.exchange.team_counts import EXPORTED, KEY

TRIES = 5  # a sync program may hold the file for a moment
PAUSE = 0.2  # seconds


class NotOurs(Exception):
    """A file of this name is there that somebody wrote by hand, or for another owner."""


def write_team_file(target: Path, text: str) -> bool:
    """False when the file says all this already but for the day. Raises NotOurs, OSError."""
    old = _text(target)
    if old is not None:
        if f"\n{KEY}: {EXPORTED}\n" not in old or _line(old, "owner: ") != _line(text, "owner: "):
            raise NotOurs(target.name)
        if _undated(old) == _undated(text):
            return False
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.parent / f".cmkb-{secrets.token_hex(8)}.tmp"
    try:
        with beside.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        _replace(beside, target)
    finally:
        with suppress(OSError):
            beside.unlink()
    return True


def _text(target: Path) -> str | None:
    try:
        return target.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n")  # as git may check it out
    except FileNotFoundError:
        return None


def _line(text: str, start: str) -> str:
    return next((line for line in text.split("\n") if line.startswith(start)), "")


def _undated(text: str) -> list[str]:
    return [line for line in text.split("\n") if not line.startswith("updated: ")]


def _replace(beside: Path, target: Path) -> None:
    for left in reversed(range(TRIES)):
        try:
            beside.replace(target)
            return
        except PermissionError:
            if not left:
                raise
            time.sleep(PAUSE)
