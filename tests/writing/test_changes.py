"""Notes are changed whole or not at all, and nothing of anybody is lost."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from at_every_step import child, kill_this
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files.text import decode
from cmkb.writing.changes import Change, Edit, Undone, change_notes, new_step, preview, take_back
from cmkb.writing.exact_text import Splice, lines_edit, new_file, spliced
from cmkb.writing.lock import vault_lock
from cmkb.writing.places import state_folder
from cmkb.writing.refused import Stopped, WritingRefused
from cmkb.writing.undo import MOST_KEPT, kept

NOTE = "clients/王芳.md"


def adding(line: str) -> Edit:
    return lambda data: (data or b"") + f"{line}\n".encode()


def note(folder: Path, path: str, data: bytes) -> Path:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def everything(folder: Path) -> dict[str, bytes]:
    """All files but those of cmkb itself, hidden ones too."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".cmkb" not in p.relative_to(folder).parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in files}


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


HEARD: list[
    Callable[[str, tuple[object, ...]], None]
] = []  # a hook of the interpreter stays for ever: one for all
sys.addaudithook(lambda event, arguments: [hear(event, arguments) for hear in HEARD] and None)


def void(value: object) -> None:
    """For work whose result nobody wants."""


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


# --- places ----------------------------------------------------------------------------------------------------


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


# --- a machine that refuses ------------------------------------------------------------------------------------


def test_a_read_only_note_is_left_alone(tmp_path: Path) -> None:
    file = note(tmp_path, NOTE, b"a\n")
    file.chmod(0o444)
    with pytest.raises(PermissionError) as refused:
        change_notes(tmp_path, {"a.md": adding("x"), NOTE: adding("b")}, command="log")
    assert refused.value.filename == NOTE
    assert everything(tmp_path) == {NOTE: b"a\n"}


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


# --- others that write -----------------------------------------------------------------------------------------


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


# --- many notes gone -------------------------------------------------------------------------------------------


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


# --- lines, in every encoding ----------------------------------------------------------------------------------

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n\ufeff"), max_size=12)


@given(
    st.lists(st.tuples(words, st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=12),
    st.sampled_from(ENCODINGS),
    words,
    st.data(),
)
def test_other_lines_stay_as_they_were_byte_for_byte(
    lines: list[tuple[str, str]], encoding: str, word: str, data: st.DataObject
) -> None:
    text = "".join(line + end for line, end in lines)
    raw = text.encode(encoding)
    source, _ = decode(raw, "a.md")
    number = data.draw(st.integers(1, source.text.count("\n") + 1))
    added = spliced(raw, source, [Splice(number, number, (f"新{word}",))])
    again, _ = decode(added, "a.md")
    if (again.encoding, again.bom) == (
        source.encoding,
        source.bom,
    ):  # a word may make GB18030 look like UTF-8
        assert spliced(added, again, [Splice(number, number + 1, ())]) == raw


def test_damaged_bytes_stay_where_they_are() -> None:
    raw = "第一行好好的\n".encode() + b"bad \xff\xfe here\n" + "最后一行\n".encode()
    source, _ = decode(raw, "a.md")
    assert spliced(raw, source, [Splice(4, 4, ("新",))]) == raw + "新\n".encode()


def test_a_line_after_the_last_one_without_an_end() -> None:
    raw = "一\r\n二".encode()
    source, _ = decode(raw, "a.md")
    assert spliced(raw, source, [Splice(3, 3, ("三",))]) == "一\r\n二\r\n三".encode()


def test_a_note_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(WritingRefused, match="找不到"):
        change_notes(tmp_path, {NOTE: lines_edit(NOTE, lambda source: [])}, command="done")
