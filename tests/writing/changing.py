"""A folder with a note or two, an edit that adds a line, and what stands there afterwards."""

from __future__ import annotations

from pathlib import Path

from cmkb.writing.changes import Edit

NOTE = "clients/王芳.md"


def adding(line: str) -> Edit:
    return lambda data: (data or b"") + f"{line}\n".encode()


def note(folder: Path, path: str, data: bytes) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def everything(folder: Path) -> dict[str, bytes]:
    """All files but those of cmkb itself, hidden ones too."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".cmkb" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}
