"""A file that did not exist comes into being whole, or not at all; what is there is never touched."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def create_file(target: Path, text: str) -> None:
    """UTF-8 with "\\n" line ends. Raises FileExistsError, and OSError for what the machine refuses."""
    data = text.encode()
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.parent / f".cmkb-{secrets.token_hex(8)}.tmp"
    try:
        _write(beside, data)
        _move(beside, target, data)
    finally:
        with suppress(OSError):
            beside.unlink()


def _move(beside: Path, target: Path, data: bytes) -> None:
    """Never replaces: a rename does not on Windows, a hard link does not anywhere."""
    if os.name == "nt":
        beside.rename(target)
        return
    try:
        os.link(beside, target)
    except FileExistsError:
        raise
    except OSError:  # a disk without hard links: USB sticks, some network drives
        try:
            _write(target, data)
        except FileExistsError:
            raise
        except OSError:
            with suppress(OSError):
                target.unlink()
            raise


def _write(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
