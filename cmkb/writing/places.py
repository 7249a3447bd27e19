"""Where a path of the vault lies on disk; never through a link, never outside of the vault."""

from __future__ import annotations

import os
import stat
import time
from contextlib import suppress
from pathlib import Path

from cmkb.files.text import nfc
from cmkb.writing.refused import WritingRefused

STATE = ".cmkb"
_IGNORED = b"*\n"
_UNFINISHED = ".part"
_ABANDONED = 60.0  # seconds after which nobody writes it any more


# Folder → names as notes have them → names as the file system has them.
Listed = dict[Path, dict[str, str]]


def place_of(folder: Path, path: str, listed: Listed | None = None) -> Path:
    """`path` as notes are named: "/" between parts, NFC, `.md`. The file need not be there.

    `listed` is filled with the folders that were looked through: for many files they are listed but once.
    Raises WritingRefused for a path that leaves the vault or leads through a link.
    """
    listed = {} if listed is None else listed
    parts = path.split("/")
    if not path or any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts):
        raise WritingRefused(
            f"{path} 不在笔记库里，没有写", f"{path} is no path of the vault, nothing was written", path
        )
    here = folder
    for number, part in enumerate(parts):
        here = here / _spelled(here, part, listed)
        try:
            mode = os.lstat(here).st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISLNK(mode) or _is_junction(here):
            raise WritingRefused(
                f"{path} 是一个链接，或在一个链接里：没有写，把文件本身放进笔记库",
                f"{path} is a link or lies behind one, nothing was written: put the file itself into the vault",
                path,
            )
        last = number == len(parts) - 1
        if last and not stat.S_ISREG(mode):
            raise WritingRefused(
                f"{path} 不是普通文件（是文件夹或设备）：没有写，把它移开",
                f"{path} is no ordinary file but a folder or device, nothing was written: move it away",
                path,
            )
        if not last and not stat.S_ISDIR(mode):
            raise WritingRefused(
                f"{'/'.join(parts[: number + 1])} 是文件，不是文件夹：没有写，把它移开",
                f"{'/'.join(parts[: number + 1])} is a file where a folder should be: move it away",
                path,
            )
    return here


def state_folder(folder: Path) -> Path:
    """The vault's folder of cmkb, made when missing; git never sees what is in it."""
    state = folder / STATE
    if state.is_symlink() or _is_junction(state) or (state.exists() and not state.is_dir()):
        raise WritingRefused(
            f"{STATE} 应当是一个文件夹：把现在的 {STATE} 移开，再试一次",
            f"{STATE} should be a folder: move away what is there, and try again",
            STATE,
        )
    if not state.is_dir():
        state.mkdir(mode=0o700, exist_ok=True)
    ignored = state / ".gitignore"
    if not ignored.exists():
        ignored.write_bytes(_IGNORED)
    return state


def keep_aside(folder: Path, name: str, data: bytes) -> None:
    """Puts what only spares time into the vault's folder of cmkb: that it cannot be written is no failure."""
    with suppress(OSError, WritingRefused):
        state = state_folder(folder)
        beside = state / f".{name}.{os.getpid()}{_UNFINISHED}"
        try:
            beside.write_bytes(data)
            beside.replace(state / name)
        except OSError:
            beside.unlink(missing_ok=True)


def sweep_aside(state: Path) -> None:
    """What a process that was killed had begun to put aside."""
    with suppress(OSError), os.scandir(state) as entries:
        for entry in entries:
            if entry.name[0] == "." and entry.name.endswith(_UNFINISHED):
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                        os.unlink(entry.path)


def _spelled(folder: Path, part: str, listed: Listed) -> str:
    """The name as the file system has it: decomposed on some machines, `.MD` by some programs."""
    if os.path.lexists(folder / part):
        return part
    wanted = nfc(part)
    if wanted.isascii() and not wanted.endswith(".md"):
        return part
    if folder not in listed:
        listed[folder] = _names(folder)
    return listed[folder].get(wanted, part)


def _names(folder: Path) -> dict[str, str]:
    names: dict[str, str] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for name in sorted(entry.name for entry in entries):
            spelled = nfc(name)
            names.setdefault(spelled, name)
            if spelled.lower().endswith(".md"):
                names.setdefault(spelled[:-3] + ".md", name)
    return names


def _is_junction(path: Path) -> bool:
    """Windows' other kind of link."""
    attributes = getattr(os, "lstat", os.stat)(path) if os.name == "nt" and os.path.lexists(path) else None
    return bool(getattr(attributes, "st_reparse_tag", 0))
