"""A folder or a note that the machine does not give, for now: a command that has to see all of them says so and writes
nothing, instead of leaving what it does not see as it was."""

from __future__ import annotations

import errno
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

VAULT = """
=== clients/王芳.md
---
姓名: 王芳
电话: 13800008899
---
=== clients/老客/李强.md
---
姓名: 李强
电话: 13800001111
---
介绍人 [[王芳]]
=== journal/2026/2026-11-20.md
## 记录
- 10:00 电话 [[王芳]] 同意
"""
SHEET = "姓名,电话,资产\n李强,13800001111,30万\n"
WITHHELD: list[Path] = []


def _withhold(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("open", "os.scandir", "os.listdir") and WITHHELD and str(arguments[0]) in map(str, WITHHELD):
        raise OSError(errno.EIO, os.strerror(errno.EIO), str(arguments[0]))


LATE: list[Callable[[str, tuple[object, ...]], None]] = []
sys.addaudithook(_withhold)  # stays for ever
sys.addaudithook(lambda event, arguments: [one(event, arguments) for one in LATE] and None)


@contextmanager
def not_given(path: Path) -> Iterator[None]:
    WITHHELD.append(path)
    try:
        yield
    finally:
        WITHHELD.remove(path)


def notes(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in sorted(folder.rglob("*.md"))}


COMMANDS = {
    "rename": ("rename", "王芳", "王芳-8899"),
    "forget": ("forget", "王芳", "--yes"),
    "import": ("import", "SHEET"),
    "plan": ("plan",),
    "close": ("close", "--well", "好"),
}
PLACES = ("journal/2026", "journal/2026/2026-11-20.md", "clients/老客", "clients/老客/李强.md")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_link_no_client_and_no_promise_is_left_out_because_it_was_not_seen(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], name: str, place: str
) -> None:
    folder = vault(VAULT)
    sheet = folder.parent / "表.csv"
    sheet.write_text(SHEET, "utf-8")
    words = [str(sheet) if word == "SHEET" else word for word in COMMANDS[name]]
    before = notes(folder)
    with not_given(folder / place):
        ran = cmkb(folder, *words)
    assert ran.code == 2, ran
    assert f"读不出来，少了它们会写错，什么也没写：{place}" in ran.err
    assert len(ran.err.splitlines()) == 1
    assert notes(folder) == before
    assert cmkb(folder, *words).code == 0
    assert notes(folder) != before


def test_whoever_does_without_it_is_told_where_the_client_may_still_be(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    with not_given(folder / "journal/2026"):
        looked = cmkb(folder, "forget", "王芳", "--dry-run")
        ran = cmkb(folder, "forget", "王芳", "--yes", "--force")
    for each in (looked, ran):
        assert each.code == 0
        assert "没读出来，里面可能还有这位客户，请自己看一下：journal/2026" in each.err
    assert not (folder / "clients/王芳.md").exists()
    assert "王芳" in (folder / "journal/2026/2026-11-20.md").read_text("utf-8")


def test_a_backup_without_a_folder_that_cannot_be_listed_is_none(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    target = folder.parent / "备份.zip"
    with not_given(folder / "clients/老客"):
        ran = cmkb(folder, "backup", str(target))
    assert ran.code == 2
    assert "clients/老客" in ran.err
    assert not list(folder.parent.glob("*备份*"))
    assert cmkb(folder, "backup", str(target)).code == 0
    assert "clients/老客/李强.md" in zipfile.ZipFile(target).namelist()


def test_a_writing_whose_record_cannot_be_read_is_not_skipped_by_undo(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    cmkb(folder, "log", "李强", "电话", "第一次", "--date", "昨天")
    cmkb(folder, "log", "王芳", "电话", "第二次")
    before = notes(folder)
    (newest,) = sorted((folder / ".cmkb/undo").glob("*/entry.json"))[-1:]
    with not_given(newest):
        ran = cmkb(folder, "undo")
    assert ran.code == 2, ran
    assert notes(folder) == before
    assert cmkb(folder, "undo").code == 0
    assert "第一次" in "".join(text.decode() for text in notes(folder).values())


@pytest.mark.parametrize("place", ["clients", "clients/老客", "clients/老客/李强.md"])
def test_no_site_for_the_team_while_there_are_clients_whose_names_it_cannot_be_searched_for(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], place: str
) -> None:
    folder = vault(VAULT + "=== docs/scripts/邀约.md\n# 邀约\n像对小陈那样说\n")
    with not_given(folder / place):
        ran = cmkb(folder, "build", "--audience", "team")
    assert ran.code == 3, ran
    assert f"{place}:1:1: N5" in ran.err
    assert not (folder / "site-team").exists()


@pytest.mark.parametrize("place", [".cmkb", "journal/2026"])
def test_a_client_is_forgotten_wherever_it_can_be_and_told_of_where_it_could_not(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], place: str
) -> None:
    folder = vault(VAULT)
    cmkb(folder, "log", "王芳", "电话", "私房话")
    seen = 0

    def late(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event == "os.listdir" and LATE and str(arguments[0]) == str(folder / place):
            seen += 1
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(arguments[0]))

    LATE.append(late)
    try:
        ran = cmkb(folder, "forget", "王芳", "--yes")
    finally:
        LATE.remove(late)
    assert seen == 1
    assert ran.code == 2
    assert f"笔记改好了，但这些没能删掉，里面还有这位客户，请手动删除：{place}" in ran.err
    assert not (folder / "clients/王芳.md").exists()
    assert (folder / ".cmkb/undo").exists() == (place == ".cmkb")
