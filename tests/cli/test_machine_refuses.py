"""A machine that does not let a command write: one clear line, exit code 2, and every note as it was."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.writing.changing import everything

VAULT = """
=== clients/李强.md
---
姓名：李强
---
- [ ] 送资料 📅 2026-11-23 🆔 a1
=== journal/2026/2026-11-23.md
## 记录
"""
COMMANDS = (
    ["log", "李强", "电话", "来"],
    ["done", "a1"],
    ["snooze", "a1", "明天"],
    ["plan", "今天"],
    ["close", "--no-plan", "--well", "好"],
    ["check", "--fix"],
    ["rename", "李强", "李墙"],
    ["new", "client", "赵敏"],
)


def refused(cmkb: Callable[..., Any], folder: Path, words: list[str], *said: str) -> None:
    before = everything(folder)
    ran = cmkb(folder, *words)
    lines = ran.err.strip().split("\n")
    told = [line for line in lines if line.startswith("cmkb: ")]
    assert ran.code == 2, ran
    assert len(told) == 1, lines
    assert any(one in told[0] for one in said), told
    assert "Traceback" not in ran.err
    assert everything(folder) == before


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_notes_that_are_read_only(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], words: list[str]
) -> None:
    folder = vault(VAULT)
    if words[0] == "new":
        pytest.skip("makes a note of its own")
    for file in folder.rglob("*.md"):
        file.chmod(0o444)
    refused(cmkb, folder, words, "没有权限: clients/李强.md", "没有权限: journal/2026/2026-11-23.md")


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_file_in_place_of_the_folder_of_cmkb(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], words: list[str]
) -> None:
    folder = vault(VAULT)
    (folder / ".cmkb").write_text("x")
    refused(cmkb, folder, words, ".cmkb 应当是一个文件夹")
    assert (folder / ".cmkb").read_text() == "x"


def test_a_folder_in_place_of_the_journal(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(VAULT)
    (folder / "journal/2026/2026-11-22.md").mkdir()
    refused(cmkb, folder, ["log", "李强", "电话", "来", "--date", "昨天"], "不是普通文件")


def test_a_file_in_place_of_the_journals_folder(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    shutil.rmtree(folder / "journal")
    (folder / "journal").write_text("x")
    refused(cmkb, folder, ["log", "李强", "电话", "来"], "是文件，不是文件夹")


def test_a_folder_of_journals_that_is_missing_is_made(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    shutil.rmtree(folder / "journal")
    assert cmkb(folder, "log", "李强", "电话", "来").code == 0
    assert (folder / "journal/2026/2026-11-23.md").is_file()


def test_a_vault_that_is_missing(tmp_path: Path, cmkb: Callable[..., Any]) -> None:
    ran = cmkb(tmp_path / "gone", "log", "李强", "电话", "来")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_most_notes_have_vanished(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(VAULT)
    for number in range(10):
        (folder / f"clients/客户{number}.md").write_text("x", encoding="utf-8")
    cmkb(folder, "log", "李强", "电话", "来")
    for number in range(10):
        (folder / f"clients/客户{number}.md").unlink()
    refused(cmkb, folder, ["log", "李强", "电话", "来"], "上次还有 12 个笔记，现在只剩 2 个")
    assert cmkb(folder, "log", "李强", "电话", "来", "--force").code == 0


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 200 KB. Only root can have one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_a_disk_that_is_full(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], tiny_disk: Path, words: list[str]
) -> None:
    folder = tiny_disk / "vault"
    shutil.copytree(vault(VAULT), folder)
    with (tiny_disk / "filling").open("wb", buffering=0) as file:
        while True:
            try:
                file.write(b"x" * 4096)
            except OSError:
                break
    refused(cmkb, folder, words, "磁盘满了")
    (tiny_disk / "filling").unlink()
    assert cmkb(folder, *words).code in (0, 1)
