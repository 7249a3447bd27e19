"""What the last writings replaced, so that each can be taken back: `.cmkb/undo/`, a folder for each writing.

A folder is complete before the first note is touched, so a writing that was killed half-way can be taken back too.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cmkb.writing.replacing import digest, sync_folder

MOST_KEPT = 30
_ENTRY, _DONE = "entry.json", "done"


@dataclass(frozen=True, slots=True)
class Change:
    """One file, whole; None where it is not there."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A writing that can be taken back. `files`: path, image of what was there, digests of before and after."""

    folder: Path
    command: str
    files: tuple[tuple[str, Path, str, str], ...]

    @property
    def done(self) -> bool:
        return (self.folder / _DONE).exists()

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(one for _, _, *both in self.files for one in both if one)


def keep(state: Path, command: str, changes: Sequence[Change]) -> Path:
    """Gives the folder in which they are kept."""
    home = state / "undo"
    home.mkdir(mode=0o700, exist_ok=True)
    number = max((_number(folder) for folder in _folders(home)), default=0) + 1
    beside = home / f".new-{os.urandom(6).hex()}"
    beside.mkdir(mode=0o700)
    try:
        _fill(beside, command, changes)
        folder = home / f"{number:06d}"
        beside.rename(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    sync_folder(home)
    return folder


def keep_again(folder: Path, command: str, changes: Sequence[Change]) -> None:
    """Another program saved in between: what is replaced now is another text."""
    _fill(folder, command, changes)


def finish(folder: Path) -> None:
    with suppress(OSError):  # only spares the next writing a look
        (folder / _DONE).touch()
        for old in _folders(folder.parent)[:-MOST_KEPT]:
            shutil.rmtree(old, ignore_errors=True)


def reopen(folder: Path) -> None:
    """Files are about to be written again: if that is cut short, the next writing tidies up after it."""
    (folder / _DONE).unlink(missing_ok=True)


def drop(folder: Path) -> None:
    """In one step: what is half removed must not look like a writing."""
    gone = folder.parent / f".gone-{os.urandom(6).hex()}"
    folder.rename(gone)
    sync_folder(folder.parent)
    shutil.rmtree(gone, ignore_errors=True)


def kept(state: Path) -> Iterator[Kept]:
    """The newest first. One that cannot be read is as if it were not there."""
    home = state / "undo"
    for folder in reversed(_folders(home)):
        try:
            entry = json.loads((folder / _ENTRY).read_bytes())
            files = tuple(
                (str(f["path"]), folder / str(f["image"]), str(f["before"]), str(f["after"]))
                for f in entry["files"]
            )
            yield Kept(folder, str(entry["command"]), files)
        except (OSError, ValueError, KeyError, TypeError):
            continue


def tidy(state: Path) -> None:
    """Takes away what was being put together when a process was killed."""
    with suppress(OSError):
        for folder in (state / "undo").glob(".*"):
            shutil.rmtree(folder, ignore_errors=True)


def _fill(folder: Path, command: str, changes: Sequence[Change]) -> None:
    files = []
    for change in changes:
        # Named after its content: an image that an older entry.json names is never overwritten.
        image = digest(change.before)[:32] or "none"
        if change.before is not None and not (folder / image).exists():
            _write(folder / image, change.before)
        files.append(
            {
                "path": change.path,
                "image": image,
                "before": digest(change.before),
                "after": digest(change.after),
            }
        )
    text = json.dumps({"command": command, "files": files}, ensure_ascii=False, indent=1)
    _write(folder / _ENTRY, text.encode())
    sync_folder(folder)


def _write(path: Path, data: bytes) -> None:
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _folders(home: Path) -> list[Path]:
    try:
        with os.scandir(home) as entries:
            names = sorted(e.name for e in entries if e.name.isdigit())
    except FileNotFoundError:
        return []
    return [home / name for name in names]


def _number(folder: Path) -> int:
    return int(folder.name)
