"""A folder drawn as files → what is read as notes, what as attachments, and what is left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cmkb.files.scan import Found, Scan, read_note_file, scan
from cmkb.model.settings import Settings


def made(root: Path, *paths: str, text: str = "") -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def drawn(found: Scan) -> str:
    lines = [file.path for file in found.notes]
    lines += [f"({file.path})" for file in found.attachments]
    lines += [f"{one.path}: {one.reason}" for one in found.left_out]
    return "\n".join(lines)


def test_notes_stand_in_the_folders_of_the_vault_in_the_order_of_their_paths(tmp_path: Path) -> None:
    made(tmp_path, "journal/2026/2026-11-23.md", "clients/王芳.md", "clients/李强.md", "docs/scripts/异议.md")
    made(tmp_path, "inbox/手机.md", "cases/投诉.md", "periods/2026.md", "meetings/面谈.md", "README.md")
    assert drawn(scan(tmp_path, Settings())).split() == [
        "cases/投诉.md",
        "clients/李强.md",
        "clients/王芳.md",
        "docs/scripts/异议.md",
        "inbox/手机.md",
        "journal/2026/2026-11-23.md",
        "meetings/面谈.md",
        "periods/2026.md",
    ]


def test_folders_may_have_other_names(tmp_path: Path) -> None:
    made(tmp_path, "客户/王芳.md", "沙龙/茶会.md", "clients/旧.md")
    settings = Settings(clients="客户", folders={"沙龙": "event"})
    assert [file.path for file in scan(tmp_path, settings).notes] == ["客户/王芳.md", "沙龙/茶会.md"]


def test_what_is_no_note_lies_beside_as_an_attachment(tmp_path: Path) -> None:
    made(
        tmp_path,
        "clients/名片.jpg",
        "attachments/说明.pdf",
        "attachments/摘录.md",
        "粘贴.png",
        "pyproject.toml",
    )
    assert drawn(scan(tmp_path, Settings())) == "\n".join(
        ["(attachments/摘录.md)", "(attachments/说明.pdf)", "(clients/名片.jpg)", "(粘贴.png)"]
    )


def test_machinery_and_built_sites_are_passed_over(tmp_path: Path) -> None:
    made(
        tmp_path,
        ".git/a.md",
        ".obsidian/a.md",
        "clients/.trash/a.md",
        "clients/.a.md",
        "docs/node_modules/a.md",
    )
    made(tmp_path, "site/a.md", "docs/site-team/a.md", "docs/old/a.md", "docs/Thumbs.db", "clients/王芳.md")
    assert drawn(scan(tmp_path, Settings(exclude=("docs/old/",)))) == "clients/王芳.md"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$王芳.docx", "backup"),
        (".~lock.王芳.odt#", "backup"),
        ("王芳.md~", "backup"),
        ("#王芳.md#", "backup"),
        ("王芳.md.bak", "backup"),
        (".王芳.md.swp", "backup"),
        ("王芳.tmp", "backup"),
        ("王芳 (MacBook's conflicted copy 2026-11-23).md", "conflict"),
        ("王芳.sync-conflict-20261123-101500-ABCDEFG.md", "conflict"),
        ("王芳(林晓的冲突文件 2026-11-23).md", "conflict"),
        ("王芳-冲突副本.md", "conflict"),
        ("王芳 (1).md", "conflict"),
        ("王芳-DESKTOP-4F7K2LQ.md", "conflict"),
        ("王芳 - 副本.md", "conflict"),
        ("李强.md.txt", "txt"),
    ],
)
def test_copies_and_leftovers_are_left_out_with_the_reason(tmp_path: Path, name: str, reason: str) -> None:
    found = scan(made(tmp_path, "clients/王芳.md", f"clients/{name}"), Settings())
    assert drawn(found) == f"clients/王芳.md\nclients/{name}: {reason}"
    assert [(p.path, p.text) for p in found.problems] == [(f"clients/{name}", f"N1.{reason}")]


def test_a_name_that_only_looks_like_a_copy_is_a_note(tmp_path: Path) -> None:
    made(tmp_path, "clients/王芳 (2).md", "cases/与柜员冲突.md")
    assert drawn(scan(tmp_path, Settings())) == "cases/与柜员冲突.md\nclients/王芳 (2).md"


def test_links_are_never_followed(tmp_path: Path) -> None:
    made(tmp_path / "elsewhere", "secret.md", "folder/secret.md")
    vault = made(tmp_path / "vault", "clients/王芳.md")
    try:
        (vault / "clients/link.md").symlink_to(tmp_path / "elsewhere/secret.md")
        (vault / "clients/folder").symlink_to(tmp_path / "elsewhere/folder")
        (vault / "clients/loop").symlink_to(vault)
        (vault / "journal").symlink_to(tmp_path / "elsewhere")
    except OSError:
        pytest.skip("this machine makes no symbolic links")
    assert drawn(scan(vault, Settings())).split("\n") == [
        "clients/王芳.md",
        "clients/folder: folder_link",
        "clients/link.md: link",
        "clients/loop: folder_link",
        "journal: folder_link",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this machine has no pipes")
def test_a_pipe_is_not_opened(tmp_path: Path) -> None:
    made(tmp_path, "clients/王芳.md")
    os.mkfifo(tmp_path / "clients/pipe.md")
    assert drawn(scan(tmp_path, Settings())) == "clients/王芳.md\nclients/pipe.md: special"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_name_with_a_line_break_would_break_every_report(tmp_path: Path) -> None:
    made(tmp_path, "clients/a\nb.md")
    found = scan(tmp_path, Settings())
    assert drawn(found) == "clients/a\ufffdb.md: name"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no bytes in names")
def test_a_name_that_is_no_unicode_is_reported(tmp_path: Path) -> None:
    made(tmp_path, "clients/王芳.md")
    try:
        (tmp_path / os.fsdecode(b"clients/\xcd\xf5.md")).write_text("x")
    except OSError:
        pytest.skip("this file system wants Unicode names")
    assert drawn(scan(tmp_path, Settings())) == "clients/王芳.md\nclients/\ufffd\ufffd.md: name"


def test_two_spellings_of_one_name_are_twins(tmp_path: Path) -> None:
    made(tmp_path, "docs/caf\u00e9.md", "docs/cafe\u0301.md")
    if len(os.listdir(tmp_path / "docs")) < 2:
        pytest.skip("this file system sees one name")
    found = scan(tmp_path, Settings())
    assert drawn(found) == "docs/caf\u00e9.md\ndocs/caf\u00e9.md: twin"


def test_notes_in_a_folder_that_nobody_named_are_pointed_out(tmp_path: Path) -> None:
    made(tmp_path, "潜在客户/赵敏.md", text="---\n姓名: 赵敏\n---\n")
    made(tmp_path, "src/README.md", text="# a program\n")
    assert drawn(scan(tmp_path, Settings())) == "潜在客户: folder"


def test_a_folder_that_cannot_be_listed_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    made(tmp_path, "clients/王芳.md", "clients/locked/李强.md")
    (tmp_path / "clients/locked").chmod(0)
    try:
        if os.access(tmp_path / "clients/locked", os.R_OK):
            pytest.skip("this user may read everything")
        found = scan(tmp_path, Settings())
    finally:
        (tmp_path / "clients/locked").chmod(0o700)
    assert [file.path for file in found.notes] == ["clients/王芳.md"]
    assert [(p.path, p.text) for p in found.problems] == [("clients/locked", "N5")]


def test_a_vault_that_is_not_there_is_empty_and_says_so(tmp_path: Path) -> None:
    found = scan(tmp_path / "nowhere", Settings())
    assert found.notes == ()
    assert [p.text for p in found.problems] == ["N5"]


def test_reading_a_file_that_went_away_is_a_problem(tmp_path: Path) -> None:
    gone = Found("clients/王芳.md", tmp_path / "clients/王芳.md", 0, 0)
    source, problems = read_note_file(gone)
    assert source is None
    assert [p.text for p in problems] == ["N5"]


def test_the_suffix_in_capitals_is_a_note_too(tmp_path: Path) -> None:
    (found,) = scan(made(tmp_path, "clients/王芳.MD", text="天\x00"), Settings()).notes
    source, problems = read_note_file(found)
    assert source is not None
    assert (source.path, source.disk_path) == ("clients/王芳.md", "clients/王芳.MD")
    assert [p.path for p in problems] == ["clients/王芳.md"]
