"""Which folder may be written into: only one that is new, empty, or carries our marker is ever emptied."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

MARKER = ".cmkb-site"
GITIGNORE = ".gitignore"
PART = ".cmkb-part"  # in a site, of a process that was killed; the next build makes the folder anew
_ABANDONED = 3600.0  # seconds after which a folder beside the target belongs to no running build


class FolderRefused(Exception):
    """The message says what is in the way and what to do."""


class OtherAudience(FolderRefused):
    """The folder holds a site for somebody else: one must never be taken for the other."""


def check_target(target: Path, vault: Path, folders: Iterable[str], audience: str = "self") -> None:
    """Raises FolderRefused where writing a site would destroy something else, or be read as notes. `folders` are
    those that it is read from, some of them elsewhere."""
    site, root = target.resolve(), vault.resolve()
    if root.is_relative_to(site):
        raise FolderRefused(
            f"{target}：笔记就在这个文件夹里，不能当作网站的输出。换一个文件夹。"
            " (the notes lie in this folder: choose another for the site)"
        )
    if any(site.is_relative_to((root / Path(folder).expanduser()).resolve()) for folder in folders):
        raise FolderRefused(
            f"{target}：这是放笔记的文件夹，网站放进去会被当作笔记。换一个文件夹。"
            " (a folder of notes: choose another for the site)"
        )
    if not _may_replace(target):
        raise FolderRefused(
            f"{target}：里面有不是 cmkb 生成的文件，没有动它。换一个文件夹，或先把它移走。"
            " (it holds files that cmkb did not make and was left alone: choose another, or move them away)"
        )

    if is_ours(target) and audience_of(target) != audience:
        theirs = "给自己的网站，里面有全部客户" if audience == "team" else "给同事的网站，不能放进客户资料"
        raise OtherAudience(
            f"{target}：这里是{theirs}，没有动它。换一个文件夹，或先删掉它。"
            " (it holds the site for the other audience and was left alone: choose another folder, or remove it)"
        )


def _may_replace(target: Path) -> bool:
    """A former build of ours, an empty folder, or nothing."""
    if not os.path.lexists(target):
        return True
    return target.is_dir() and not target.is_symlink() and (is_ours(target) or not any(target.iterdir()))


def is_ours(folder: Path) -> bool:
    return (folder / MARKER).is_file()


def audience_of(folder: Path) -> str:
    """Of the site in a folder of ours; one that does not say holds everything."""
    try:
        words = (folder / MARKER).read_text("utf-8", "replace").split()
    except OSError:
        return "self"
    return "team" if words == ["cmkb", "team"] else "self"


def mark(folder: Path, audience: str = "self") -> None:
    (folder / MARKER).write_text(f"cmkb {audience}\n", encoding="utf-8", newline="\n")


def folder_beside(target: Path) -> Path:
    """A new folder to build in, which a rename can put in the place of `target`. What a build that was killed left
    there is removed; git never sees any of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for left in target.parent.iterdir():
        if left.name.startswith(_prefix(target)) and _is_abandoned(left, target):
            remove(left)
    folder = _new_folder(target)
    try:
        _hide(folder)
    except OSError:  # nothing in it tells whose it is: the next build would leave it alone for an hour
        remove(folder)
        raise
    return folder


def swap(new: Path, target: Path) -> None:
    """Puts `new` in the place of `target`; readers see the old site or the new one."""
    (new / GITIGNORE).unlink(missing_ok=True)
    if not target.exists():
        new.rename(target)
        return
    beside = _new_folder(target)
    old = beside / target.name
    try:
        _ignore(beside)
        target.rename(old)
        try:
            new.rename(target)
        except OSError:
            old.rename(target)
            raise
    except OSError:
        if not old.exists():  # it does when it could not be put back
            shutil.rmtree(beside, ignore_errors=True)
        raise
    with suppress(OSError):  # the new site is in its place, whatever becomes of the old one
        mark(beside, _builder())
    remove(beside)


def put(target: Path, content: bytes) -> None:
    """A file into a site that somebody reads: as a whole."""
    part = target.with_name(f"{PART}-{os.getpid()}")
    try:
        part.write_bytes(content)
        part.replace(target)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def remove(folder: Path) -> None:
    """As far as that goes; the marker last, so that the next build removes what this one had no time for."""
    with suppress(OSError):
        for entry in list(folder.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            elif entry.name not in (MARKER, GITIGNORE):
                entry.unlink()
    shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path, target: Path) -> bool:
    """Whether a folder beside the target was left by a build that was killed, and holds nothing that is missed."""
    with suppress(OSError):
        if not folder.is_dir():
            return False
        if (builder := _builder_of(folder)) and not _is_alive(builder):
            return True
        if time.time() - folder.stat().st_mtime <= _ABANDONED:
            return False
        names = {entry.name for entry in folder.iterdir()} - {GITIGNORE}
        replaced = is_ours(folder / target.name) and target.exists()
        empty = not names and re.fullmatch("[0-9a-f]{8}", folder.name.removeprefix(_prefix(target)))
        return bool(empty) or is_ours(folder) or (names == {target.name} and replaced)
    return False


def _hide(folder: Path) -> None:
    """From git, and marked for removal should that fail now: with the process that builds there, and its machine."""
    mark(folder, _builder())
    _ignore(folder)


def _builder() -> str:
    return f"self {os.getpid()} {platform.node()}"


def _builder_of(folder: Path) -> int:
    """The process of this machine that builds in the folder; 0 where it is not known."""
    with suppress(OSError, ValueError):
        _, _, process, *machine = (folder / MARKER).read_text("utf-8", "replace").split()
        return int(process) if " ".join(machine) == platform.node() else 0
    return 0


def _is_alive(process: int) -> bool:
    """Windows has no way to ask that would not end the process: there age tells."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _ignore(folder: Path) -> None:
    (folder / GITIGNORE).write_text("*\n", encoding="utf-8")


def _new_folder(target: Path) -> Path:
    folder = target.parent / f"{_prefix(target)}{token_hex(4)}"
    folder.mkdir()
    return folder


def _prefix(target: Path) -> str:
    return f".{target.name[:40]}.cmkb-"


def git_would_take(target: Path) -> bool:
    """Whether `git add` would take files of `target`: the private site does not belong into git."""
    resolved = target.resolve()
    folder = next((folder for folder in (resolved, *resolved.parents) if folder.is_dir()), resolved)
    try:
        ignored = subprocess.run(
            ["git", "check-ignore", "--quiet", str(resolved / "index.html")],
            cwd=folder, capture_output=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return ignored.returncode == 1  # 0: ignored and not tracked; 128: no repository


def in_git(target: Path) -> str:
    return f"{target.name} 会被 git 收进去：里面有客户资料，请写进 .gitignore (git would take the site: ignore it)"
