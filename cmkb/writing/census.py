"""How many notes there were at the last writing: a drive that came up half empty must not be written into."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cmkb.files.scan import SKIPPED_FOLDERS
from cmkb.writing.refused import WritingRefused

FEWEST_GONE = 3  # fewer are an ordinary tidying up in a small vault
_FILE = "notes"


def count_notes(folder: Path) -> int:
    """All Markdown files of the vault, without opening one."""
    count = 0
    waiting = [str(folder)]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == "." or name.lower() in SKIPPED_FOLDERS:
                        continue
                    if name.lower().endswith(".md"):
                        count += 1
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError:
            continue  # a folder that cannot be read counts as lost
    return count


def refuse_if_vanished(state: Path, count: int) -> None:
    before = remembered(state)
    gone = before - count
    if gone >= FEWEST_GONE and gone * 5 > before:
        raise WritingRefused(
            f"上次还有 {before} 个笔记，现在只剩 {count} 个，所以什么也没写：看看同步完成没有、文件夹对不对；"
            f"是自己删的，就加上 --force 再来一次",
            f"there were {before} notes and now there are {count}, so nothing was written: check the sync and the "
            f"folder; if you deleted them, say so with --force",
        )


def remembered(state: Path) -> int:
    try:
        return int((state / _FILE).read_text("ascii"))
    except (OSError, ValueError):
        return 0


def remember(state: Path, count: int) -> None:
    """Not worth a failure: nothing is lost with it."""
    with suppress(OSError):
        beside = state / f".{_FILE}.part"
        beside.write_text(str(count), "ascii")
        beside.replace(state / _FILE)
