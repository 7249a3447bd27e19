"""Whatever comes in between, nothing of anybody is lost: a kill, Ctrl-C, a full disk, an editor, a second cmkb."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import stat
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from at_every_step import child, kill_this
from changing import NOTE, adding, everything, note

from cmkb.writing.changes import change_notes, new_step, take_back
from cmkb.writing.exact_text import new_file
from cmkb.writing.lock import vault_lock
from cmkb.writing.places import state_folder
from cmkb.writing.refused import Stopped, WritingRefused
from cmkb.writing.undo import kept


def test_killed_at_any_step_each_note_is_old_or_new_and_the_next_writing_tidies_up(tmp_path: Path) -> None:
    step = 0
    while True:
        step += 1
        vault = tmp_path / f"{step}"
        note(vault, NOTE, b"a\n" * 100)
        note(vault, "b.md", b"b\n")

        def work(vault: Path = vault) -> None:
            change_notes(vault, {"b.md": adding("x"), NOTE: adding("cmkb")}, command="log")

        ended = child(work, step, kill_this, vault)
        files = everything(vault)
        assert files["b.md"] in (b"b\n", b"b\nx\n")
        assert files[NOTE] in (b"a\n" * 100, b"a\n" * 100 + b"cmkb\n")
        if any(files[path] != old for path, old in (("b.md", b"b\n"), (NOTE, b"a\n" * 100))):
            take_back(vault)  # half of a writing can be taken back as well
        else:
            change_notes(vault, {"c.md": adding("c")}, command="log")
            take_back(vault)
        assert everything(vault) == {NOTE: b"a\n" * 100, "b.md": b"b\n"}, f"step {step}"
        if ended == "done":
            break
    assert step > 15


def test_a_step_is_taken_back_whole_although_killed_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    step, ended = 0, ""
    while ended != "done":
        step += 1
        note(folder, NOTE, b"a\n")
        one = new_step()
        for line in "bc":
            change_notes(folder, {NOTE: adding(line), f"{line}.md": adding("x")}, command="close", step=one)
        ended = child(lambda: void(take_back(folder)), step, kill_this, folder)
        while take_back(folder):
            pass
        assert everything(folder) == {NOTE: b"a\n"}, step
        shutil.rmtree(folder)
    assert step > 10


def void(value: object) -> None:
    """For work whose result nobody wants."""


def test_ctrl_c_at_any_step_puts_everything_back(tmp_path: Path) -> None:
    """Or comes too late, when all is written."""
    folder = tmp_path / "v"
    edits = {NOTE: adding("b")} | {
        f"clients/客{n}.md": new_file(f"clients/客{n}.md", "x\n") for n in range(6)
    }

    def work() -> None:
        with contextlib.suppress(Stopped, KeyboardInterrupt):
            change_notes(folder, edits, command="import")

    def interrupt() -> None:
        raise KeyboardInterrupt

    step, ended = 0, ""
    while ended != "done":
        step += 1
        note(folder, NOTE, b"a\n")
        ended = child(work, step, interrupt, folder)
        left = {path: data for path, data in everything(folder).items() if ".cmkb-" not in path}
        assert left == {NOTE: b"a\n"} or len(left) == 7, step
        shutil.rmtree(folder)
    assert step > 40


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    """The limit on the size of files refuses just as a full disk does: in the middle of a write."""
    note(tmp_path, NOTE, b"a" * 1000)
    note(tmp_path, "b.md", b"b\n")

    def too_much() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
        with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
            change_notes(tmp_path, {"b.md": adding("b"), NOTE: adding("x" * 5000)}, command="log")

    assert child(too_much, 10_000, kill_this, tmp_path) == "done"
    assert everything(tmp_path) == {NOTE: b"a" * 1000, "b.md": b"b\n"}
    assert not list(kept(tmp_path / ".cmkb"))


def test_a_disk_that_fails_while_a_step_is_taken_back_leaves_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note(tmp_path, NOTE, b"a\n")
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        take_back(tmp_path)
    assert everything(tmp_path) == {NOTE: b"a\nb\n"}
    monkeypatch.undo()
    take_back(tmp_path)
    assert everything(tmp_path) == {NOTE: b"a\n"}


def test_a_program_that_holds_the_file_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    monkeypatch.setattr("cmkb.writing.replacing._renameat2", lambda: None)
    monkeypatch.setattr("cmkb.writing.replacing.PAUSE", 0.001)
    real, refusals = Path.replace, [PermissionError(errno.EACCES, "held")] * 3

    def replace(self: Path, target: Path) -> Path:
        if target == file and refusals:
            raise refusals.pop()
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")
    assert file.read_bytes() == b"a\nb\n"


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"")
    lines = [f"{worker}-{number}" for worker in range(4) for number in range(15)]

    def work(worker: int) -> Callable[[], None]:
        def write() -> None:
            for line in lines[worker * 15 : worker * 15 + 15]:
                change_notes(tmp_path, {NOTE: adding(line)}, command="log")

        return write

    threads = [
        threading.Thread(target=lambda w=w: child(work(w), 10**6, kill_this, tmp_path)) for w in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(file.read_text().split()) == sorted(lines)


def test_a_second_process_says_that_it_is_not_its_turn(tmp_path: Path) -> None:
    state = state_folder(tmp_path)
    with (
        vault_lock(state),
        pytest.raises(WritingRefused, match="另一个 cmkb 正在写"),
        vault_lock(state, wait=0.05),
    ):
        pass


def test_the_lock_of_a_dead_process_is_no_obstacle(tmp_path: Path) -> None:
    def die_with_lock() -> None:
        with vault_lock(state_folder(tmp_path)):
            kill_this()

    assert child(die_with_lock, 10**6, kill_this, tmp_path) == "killed"
    change_notes(tmp_path, {NOTE: adding("b")}, command="log")


@pytest.mark.skipif(sys.platform != "linux", reason="only here two names are swapped in one step")
@pytest.mark.parametrize("how", ["in place", "by rename"])
def test_an_editor_that_saves_at_any_step_loses_nothing(tmp_path: Path, how: str) -> None:
    """Both lines are there in the end, whenever the editor reads the note, adds its own and saves."""
    step = 0
    while True:
        step += 1
        vault = tmp_path / f"{step}"
        file = note(vault, NOTE, b"a\n")
        other = note(vault, "b.md", b"b\n")

        def save(file: Path = file) -> None:
            text = file.read_bytes() + b"editor\n"
            if how == "in place":
                file.write_bytes(text)
            else:
                beside = file.with_name("editor.part")
                beside.write_bytes(text)
                os.replace(beside, file)

        def work(vault: Path = vault) -> None:
            change_notes(vault, {"b.md": adding("x"), NOTE: adding("cmkb")}, command="log")

        ended = child(work, step, save, vault)
        expected = ["a", "cmkb"] if ended == "done" else ["a", "cmkb", "editor"]
        assert sorted(file.read_text().split()) == expected, f"step {step}"
        assert other.read_bytes() == b"b\nx\n"
        assert set(everything(vault)) == {NOTE, "b.md"}
        if ended == "done":
            break
    assert step > 15
