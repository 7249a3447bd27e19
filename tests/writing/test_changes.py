"""Notes are changed whole or not at all, and taken back."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from changing import NOTE, adding, everything, note

from cmkb.writing.changes import Change, Undone, change_notes, new_step, preview, take_back
from cmkb.writing.exact_text import new_file
from cmkb.writing.refused import WritingRefused
from cmkb.writing.undo import MOST_KEPT, kept


def test_a_note_is_changed_and_taken_back(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    assert change_notes(tmp_path, {NOTE: adding("b")}, command="log") == (Change(NOTE, b"a\n", b"a\nb\n"),)
    assert file.read_bytes() == b"a\nb\n"
    undone = take_back(tmp_path)
    assert undone is not None
    assert (undone.command, undone.paths) == ("log", (NOTE,))
    assert everything(tmp_path) == {NOTE: b"a\n"}
    assert take_back(tmp_path) is None


def test_a_long_writing_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    edits = {f"clients/{n}.md": new_file(f"clients/{n}.md", "x\n") for n in range(3)}
    change_notes(tmp_path, edits, command="import", progress=lambda *done: told.append(done))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_writings_are_taken_back_one_after_the_other(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"")
    for line in "abc":
        change_notes(tmp_path, {NOTE: adding(line)}, command="log")
    for left in (b"a\nb\n", b"a\n", b""):
        take_back(tmp_path)
        assert file.read_bytes() == left


def test_writings_of_one_step_are_taken_back_together(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    change_notes(tmp_path, {NOTE: adding("earlier")}, command="log")
    step = new_step()
    for line in "bc":
        change_notes(tmp_path, {NOTE: adding(line), f"{line}.md": adding("new")}, command="close", step=step)
    assert take_back(tmp_path) == Undone("close", (NOTE, "b.md", "c.md"))
    assert everything(tmp_path) == {NOTE: b"a\nearlier\n"}
    take_back(tmp_path)
    assert file.read_bytes() == b"a\n"


def test_a_step_with_somebody_elses_words_in_between_stays(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    step = new_step()
    change_notes(tmp_path, {NOTE: adding("b")}, command="close", step=step)
    file.write_bytes(file.read_bytes() + b"mine\n")
    change_notes(tmp_path, {NOTE: adding("c")}, command="close", step=step)
    with pytest.raises(WritingRefused, match="之后又改过"):
        take_back(tmp_path)
    assert file.read_bytes() == b"a\nb\nmine\nc\n"


def test_what_was_changed_since_is_not_taken_back(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    change_notes(tmp_path, {NOTE: adding("b"), "x.md": new_file("x.md", "new")}, command="plan")
    file.write_bytes(b"a\nb\nmine\n")
    with pytest.raises(WritingRefused, match=r"王芳.md 在 cmkb plan 之后又改过"):
        take_back(tmp_path)
    assert everything(tmp_path) == {NOTE: b"a\nb\nmine\n", "x.md": b"new"}


def test_a_new_note_and_a_removed_one_are_taken_back(tmp_path: Path) -> None:
    note(tmp_path, NOTE, b"a\n")
    moved = {NOTE: lambda data: None, "clients/王芳-8899.md": new_file("clients/王芳-8899.md", "a\n")}
    change_notes(tmp_path, moved, command="rename")
    assert everything(tmp_path) == {"clients/王芳-8899.md": b"a\n"}
    take_back(tmp_path)
    assert everything(tmp_path) == {NOTE: b"a\n"}


def test_nothing_is_written_when_one_edit_refuses(tmp_path: Path) -> None:
    note(tmp_path, NOTE, b"a\n")
    note(tmp_path, "b.md", b"b")
    with pytest.raises(WritingRefused):
        change_notes(tmp_path, {NOTE: adding("x"), "b.md": new_file("b.md", "new")}, command="new")
    assert everything(tmp_path) == {NOTE: b"a\n", "b.md": b"b"}


def test_an_edit_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    before = file.stat()
    assert change_notes(tmp_path, {NOTE: lambda data: data}, command="fix") == ()
    assert file.stat().st_ino == before.st_ino
    assert not list(kept(tmp_path / ".cmkb"))


def test_a_preview_writes_nothing_at_all(tmp_path: Path) -> None:
    note(tmp_path, NOTE, b"a\n")
    assert preview(tmp_path, {NOTE: adding("b")}) == (Change(NOTE, b"a\n", b"a\nb\n"),)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["clients"]


def test_what_is_kept_for_undo_is_for_this_machine_only_and_does_not_grow(tmp_path: Path) -> None:
    note(tmp_path, NOTE, b"")
    for number in range(MOST_KEPT + 5):
        change_notes(tmp_path, {NOTE: adding(str(number))}, command="log")
    assert len(list(kept(tmp_path / ".cmkb"))) == MOST_KEPT
    assert (tmp_path / ".cmkb" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / ".cmkb" / "undo").stat().st_mode & 0o077 == 0


def test_many_new_files_do_not_make_it_look_through_the_folder_for_each(tmp_path: Path) -> None:
    def looks(count: int) -> int:
        folder = tmp_path / str(count)
        (folder / "clients").mkdir(parents=True)
        edits = {f"clients/客{n}.md": new_file(f"clients/客{n}.md", "x\n") for n in range(count)}
        seen = 0

        def counting(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal seen
            seen += event == "os.scandir" and arguments[0] == str(folder / "clients")

        HEARD.append(counting)
        change_notes(folder, edits, command="import")
        take_back(folder)
        HEARD.remove(counting)
        assert not list((folder / "clients").iterdir())
        return seen

    assert 0 < looks(5) == looks(300)


# A hook of the interpreter stays for ever: one for all
HEARD: list[Callable[[str, tuple[object, ...]], None]] = []
sys.addaudithook(lambda event, arguments: [hear(event, arguments) for hear in HEARD] and None)


@contextlib.contextmanager
def no_removing(suffix: str) -> Iterator[None]:
    """A disk that takes away no file with this end of its name."""

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event == "os.remove" and str(arguments[0]).endswith(suffix):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(arguments[0]))

    HEARD.append(refuse)
    try:
        yield
    finally:
        HEARD.remove(refuse)


def test_what_was_swapped_out_and_cannot_be_read_goes_back(tmp_path: Path) -> None:
    """It may be what an editor has just saved."""
    note(tmp_path, NOTE, b"a\n")
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")
    refused: list[str] = []

    def refuse(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" and str(arguments[0]).endswith(".old") and not refused:
            refused.append(str(arguments[0]))
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(arguments[0]))

    acts: list[Callable[[], object]] = [
        lambda: take_back(tmp_path),
        lambda: change_notes(tmp_path, {NOTE: adding("c")}, command="log"),
    ]
    for act in acts:
        refused.clear()
        HEARD.append(refuse)
        try:
            with pytest.raises(OSError, match="王芳"):
                act()
        finally:
            HEARD.remove(refuse)
        assert len(refused) == 1
        assert everything(tmp_path) == {NOTE: b"a\nb\n"}
    assert take_back(tmp_path) is not None
    assert everything(tmp_path) == {NOTE: b"a\n"}


@pytest.mark.parametrize("suffix", [".old", ".tmp"])
@pytest.mark.parametrize("writings", [1, 2])
def test_what_a_full_disk_left_beside_a_note_taken_back_goes_with_the_next_writing(
    suffix: str, writings: int, tmp_path: Path
) -> None:
    note(tmp_path, NOTE, b"a\n")
    step = new_step()
    for number in range(writings):
        change_notes(
            tmp_path, {NOTE: adding(f"b{number}"), f"{number}/x.md": adding("x")}, command="log", step=step
        )
    with no_removing(suffix):
        take_back(tmp_path)
    left = set(everything(tmp_path)) - {NOTE}
    assert bool(left) == (suffix == ".old")
    assert take_back(tmp_path) is None
    change_notes(tmp_path, {"别的.md": adding("c")}, command="log")
    assert everything(tmp_path) == {NOTE: b"a\n", "别的.md": b"c\n"}
    assert list((tmp_path / ".cmkb/undo").glob(".*")) == []


def test_as_long_as_the_disk_takes_nothing_away_it_is_tried_again(tmp_path: Path) -> None:
    """And what was left by a step that was taken back is never held for somebody's words."""
    note(tmp_path, NOTE, b"a\n")
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")
    with no_removing(".old"):
        take_back(tmp_path)
        for word in "cd":
            change_notes(tmp_path, {NOTE: adding(word)}, command="log")
        assert [name for name in everything(tmp_path) if not name.endswith(".old")] == [NOTE]
    change_notes(tmp_path, {NOTE: adding("e")}, command="log")
    assert everything(tmp_path) == {NOTE: b"a\nc\nd\ne\n"}


def test_nothing_is_written_when_a_fifth_of_the_notes_has_vanished(tmp_path: Path) -> None:
    for number in range(20):
        note(tmp_path, f"clients/{number}.md", b"x\n")
    change_notes(tmp_path, {"clients/0.md": adding("a")}, command="log")
    for number in range(10, 15):
        (tmp_path / f"clients/{number}.md").unlink()
    with pytest.raises(WritingRefused, match="上次还有 20 个笔记，现在只剩 15 个"):
        change_notes(tmp_path, {"clients/0.md": adding("b")}, command="log")
    assert (tmp_path / "clients/0.md").read_bytes() == b"x\na\n"
    change_notes(tmp_path, {"clients/0.md": adding("b")}, command="log", forced=True)
    change_notes(tmp_path, {"clients/0.md": adding("c")}, command="log")


def test_a_few_notes_may_be_deleted(tmp_path: Path) -> None:
    for number in range(20):
        note(tmp_path, f"clients/{number}.md", b"x\n")
    change_notes(tmp_path, {"clients/0.md": adding("a")}, command="log")
    for number in range(10, 14):
        (tmp_path / f"clients/{number}.md").unlink()
    change_notes(tmp_path, {"clients/0.md": adding("b")}, command="log")
    assert (tmp_path / "clients/0.md").read_bytes() == b"x\na\nb\n"
