"""The real command in this process, and a folder as it stands on the disk."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from click.testing import CliRunner, Result

from cmkb.cli.main import main

TODAY = "2026-11-23"


def cmkb(folder: Path, *words: str, given: str | bytes | None = None) -> Result:
    """Lets every exception through: a traceback fails the test."""
    return CliRunner().invoke(
        main, [*words, "--vault", str(folder), "--today", TODAY], input=given, catch_exceptions=False
    )


def standing(folder: Path) -> Mapping[str, object]:
    """Every entry below `folder`, links not followed."""
    found: dict[str, object] = {}
    for place, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = Path(place, name)
            here = path.relative_to(folder).as_posix()
            if path.is_symlink():
                found[here] = f"→ {os.readlink(path)}"
            elif path.is_file():
                found[here] = path.read_bytes()
            else:
                found[here] = "folder" if path.is_dir() else "special"
    return found


def made(folder: Path, path: str, content: str | bytes) -> Path:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / path
