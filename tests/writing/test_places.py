"""Where a writing goes: only into the vault, through no link, to the file that is meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from changing import NOTE, adding, everything, note

from cmkb.writing.changes import change_notes
from cmkb.writing.refused import WritingRefused


@pytest.mark.parametrize("path", ["../out.md", "/etc/x.md", "clients/../../out.md", "", "a//b.md", "a\\b.md"])
def test_nothing_is_written_outside_of_the_vault(tmp_path: Path, path: str) -> None:
    with pytest.raises(WritingRefused):
        change_notes(
            tmp_path / "v" if (tmp_path / "v").mkdir() is None else tmp_path,
            {path: adding("x")},
            command="new",
        )
    assert everything(tmp_path) == {}


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    elsewhere = note(tmp_path, "elsewhere/secret.md", b"mine")
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "clients").symlink_to(tmp_path / "elsewhere")
    (vault / "a.md").symlink_to(elsewhere)
    for path in ("clients/secret.md", "clients/new.md", "a.md"):
        with pytest.raises(WritingRefused, match="链接"):
            change_notes(vault, {path: adding("x")}, command="log")
    assert elsewhere.read_bytes() == b"mine"
    assert [p.name for p in (tmp_path / "elsewhere").iterdir()] == ["secret.md"]


def test_the_folder_of_cmkb_may_not_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / ".cmkb").symlink_to(tmp_path / "out")
    with pytest.raises(WritingRefused, match=r"\.cmkb 应当是一个文件夹"):
        change_notes(vault, {"a.md": adding("x")}, command="log")
    assert not list((tmp_path / "out").iterdir())


def test_a_folder_where_a_file_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / NOTE).mkdir(parents=True)
    with pytest.raises(WritingRefused, match="不是普通文件"):
        change_notes(tmp_path, {NOTE: adding("x")}, command="log")


def test_a_file_where_a_folder_should_be_is_refused(tmp_path: Path) -> None:
    note(tmp_path, "journal", b"x")
    with pytest.raises(WritingRefused, match="是文件，不是文件夹"):
        change_notes(tmp_path, {"journal/2026/a.md": adding("x")}, command="log")


def test_a_name_decomposed_by_the_file_system_is_found(tmp_path: Path) -> None:
    file = note(tmp_path, "clients/Ame\u0301lie.MD", b"a\n")
    change_notes(tmp_path, {"clients/Am\u00e9lie.md": adding("b")}, command="log")
    assert file.read_bytes() == b"a\nb\n"
    assert len(list(file.parent.iterdir())) == 1


def test_rights_stay(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    file.chmod(0o640)
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")
    assert file.stat().st_mode & 0o777 == 0o640


def test_a_read_only_note_is_left_alone(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    file.chmod(0o444)
    with pytest.raises(PermissionError) as refused:
        change_notes(tmp_path, {"a.md": adding("x"), NOTE: adding("b")}, command="log")
    assert refused.value.filename == NOTE
    assert everything(tmp_path) == {NOTE: b"a\n"}
