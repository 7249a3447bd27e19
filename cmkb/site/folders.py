"""Which folder may be written into: only one that is new, empty, or carries our marker is ever emptied."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

MARKER = ".cmkb-site"


class FolderRefused(Exception):
    """The message says what is in the way and what to do."""


def may_replace(target: Path) -> bool:
    """A former build of ours, an empty folder, or nothing."""
    if not target.exists():
        return True
    return target.is_dir() and not target.is_symlink() and ((target / MARKER).is_file() or not any(target.iterdir()))


def check_target(target: Path, vault: Path) -> None:
    """Raises FolderRefused where writing a site would destroy something else."""
    resolved = target.resolve()
    if resolved == vault.resolve() or resolved in vault.resolve().parents:
        raise FolderRefused(f"{target}：这是笔记所在的文件夹，不能当作网站的输出。换一个文件夹。")
    if not may_replace(target):
        raise FolderRefused(f"{target}：里面有不是 cmkb 生成的文件，没有动它。换一个文件夹，或先把它移走。")


def mark(target: Path) -> None:
    (target / MARKER).write_text("cmkb\n", encoding="utf-8")


def swap(new: Path, target: Path) -> None:
    """Puts `new` in the place of `target`; readers see the old site or the new one."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        new.rename(target)
    except OSError:
        if old.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def git_would_take(target: Path, vault: Path) -> bool:
    """Whether `git add` in the vault would take files of `target`: the private site does not belong into git."""
    try:
        inside = subprocess.run(
            ["git", "rev-parse", "--show-toplevel"], cwd=vault, capture_output=True, text=True, timeout=10, check=False
        )
        if inside.returncode or not target.resolve().is_relative_to(Path(inside.stdout.strip()).resolve()):
            return False
        ignored = subprocess.run(
            ["git", "check-ignore", "-q", str(target.resolve() / "index.html")],
            cwd=vault, capture_output=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return False
    return ignored.returncode == 1
