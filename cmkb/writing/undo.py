"""What the last writings replaced, so that each can be taken back: `.cmkb/undo/`, a folder for each writing.

A folder is complete before the first note is touched, so a writing that was killed half-way can be taken back too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from cmkb.model.immutable import immutable
from cmkb.writing.replacing import digest, sync_files, sync_folder

MOST_KEPT = 30
_ENTRY, _DONE, _GONE = "entry.json", "done", ".gone-"


@immutable
class Change:
    """One file, whole; None where it is not there."""

    path: str
    before: bytes | None
    after: bytes | None


@immutable
class Kept:
    """A writing that can be taken back. `files`: path, image of what was there, digests of before and after."""

    folder: Path
    command: str
    files: tuple[tuple[str, Path, str, str], ...]
    step: str = ""  # writings of one step are taken back together

    @property
    def done(self) -> bool:
        return (self.folder / _DONE).exists()

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(one for _, _, *both in self.files for one in both if one)


def keep(state: Path, command: str, changes: Sequence[Change], step: str = "") -> Path:
    """Gives the folder in which they are kept."""
    home = state / "undo"
    home.mkdir(mode=0o700, exist_ok=True)
    number = max((_number(folder) for folder in _folders(home)), default=0) + 1
    beside = home / f".new-{os.urandom(6).hex()}"
    beside.mkdir(mode=0o700)
    try:
        _fill(beside, command, changes, step)
        folder = home / f"{number:06d}"
        beside.rename(folder)
    except BaseException:
        _remove(beside)
        raise
    sync_folder(home)
    return folder


def keep_again(folder: Path, command: str, changes: Sequence[Change], step: str = "") -> None:
    """Another program saved in between: what is replaced now is another text."""
    _fill(folder, command, changes, step)


def finish(folder: Path) -> None:
    with suppress(OSError):  # only spares the next writing a look
        (folder / _DONE).touch()
        for old in _folders(folder.parent)[:-MOST_KEPT]:
            _remove(old)


def reopen(folder: Path) -> None:
    """Files are about to be written again: if that is cut short, the next writing tidies up after it."""
    (folder / _DONE).unlink(missing_ok=True)


def drop(folder: Path, whole: bool = True) -> None:
    """In one step: what is half removed must not look like a writing. `whole`: else it stays among those that are
    `dropped`, which says where temporary files are left."""
    gone = folder.parent / f"{_GONE}{os.urandom(6).hex()}"
    folder.rename(gone)
    sync_folder(folder.parent)
    if whole:
        _remove(gone)


def kept(state: Path, strict: bool = False) -> Iterator[Kept]:
    """The newest first. One that is damaged is as if it were not there; so is one that the machine does not give,
    unless `strict`: then OSError is raised, for the one before it is another writing."""
    yield from _read(reversed(_folders(state / "undo")), strict)


def dropped(state: Path) -> list[Kept]:
    """Those that were not removed."""
    try:
        return list(_read((state / "undo").glob(f"{_GONE}*")))
    except OSError:
        return []


def _read(folders: Iterable[Path], strict: bool = False) -> Iterator[Kept]:
    for folder in folders:
        try:
            entry = json.loads((folder / _ENTRY).read_bytes())
            files = tuple(
                (str(f["path"]), folder / str(f["image"]), str(f["before"]), str(f["after"]))
                for f in entry["files"]
            )
            yield Kept(folder, str(entry["command"]), files, str(entry.get("step", "")))
        except (ValueError, KeyError, TypeError, FileNotFoundError):
            continue
        except OSError:
            if strict:
                raise


def tidy(state: Path, left: Collection[Path] = ()) -> None:
    """Takes away what was being put together when a process was killed, and what was dropped. `left`: all but these."""
    with suppress(OSError):
        for folder in (state / "undo").glob(".*"):
            if folder not in left:
                _remove(folder)


def last_step(state: Path, strict: bool = False) -> list[Kept]:
    """The writings of the last step, the newest first."""
    found: list[Kept] = []
    for one in kept(state, strict):
        if found and not (one.step and one.step == found[0].step):
            break
        found.append(one)
    return found


def _fill(folder: Path, command: str, changes: Sequence[Change], step: str) -> None:
    files = []
    images: dict[Path, Path] = {}
    for change in changes:
        # Named after its content: an image that an older entry.json names is never overwritten.
        image = digest(change.before)[:32] or "none"
        target = folder / image
        if change.before is not None and target not in images and not target.exists():
            images[target] = folder / f".{image}.part"
            images[target].write_bytes(change.before)
        files.append(
            {
                "path": change.path,
                "image": image,
                "before": digest(change.before),
                "after": digest(change.after),
            }
        )
    sync_files(list(images.values()))
    for target, part in images.items():
        part.replace(target)
    text = json.dumps({"command": command, "step": step, "files": files}, ensure_ascii=False, indent=1)
    part = folder / f".{_ENTRY}.part"
    part.write_bytes(text.encode())
    sync_files([part])
    part.replace(folder / _ENTRY)
    sync_folder(folder)


def _remove(folder: Path) -> None:
    from shutil import rmtree  # brings all its archive formats along

    rmtree(folder, ignore_errors=True)


def _folders(home: Path) -> list[Path]:
    try:
        with os.scandir(home) as entries:
            names = sorted(e.name for e in entries if e.name.isdigit())
    except FileNotFoundError:
        return []
    return [home / name for name in names]


def _number(folder: Path) -> int:
    return int(folder.name)
