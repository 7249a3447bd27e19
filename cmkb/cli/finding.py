"""Which folder is the vault, and what the clock says there."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cmkb.cli.refusal import Refusal
from cmkb.configuration import CONFIG


def find_vault(given: Path | None) -> Path:
    """The folder given, or the nearest upward from the working directory with a mkdocs.yml."""
    if given is not None:
        if not given.is_dir():
            raise Refusal(f"没有文件夹 {given}", f"no such folder: {given}")
        if not (given / CONFIG).is_file():
            raise Refusal(
                f"{given} 里没有 {CONFIG}，不是笔记文件夹；新建用 cmkb init {given}",
                f"no {CONFIG} in {given}; make a vault with cmkb init",
            )
        return given
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / CONFIG).is_file():
            return folder
    raise Refusal(
        f"这里和上级文件夹都没有 {CONFIG}：进入笔记文件夹，或加 --vault DIR，或新建 cmkb init DIR",
        f"no {CONFIG} here or above: go to a vault, give --vault DIR, or make one with cmkb init DIR",
    )


def clock_in(timezone: str) -> date:
    return now_in(timezone).date()


def now_in(timezone: str) -> datetime:
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, or no name at all
        raise Refusal(
            f"mkdocs.yml 里 cmkb 的 timezone 不认识“{timezone}”，写成 Asia/Shanghai 这样",
            f"mkdocs.yml: unknown timezone '{timezone}', write one like Asia/Shanghai",
        ) from None
    return datetime.now(zone)
