"""What is kept of notes between runs never changes an answer, whatever happens to the files."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.cached import notes as cached_notes
from cmkb.cached.notes import NoteCache
from cmkb.cached.purpose import purpose_of
from cmkb.files.scan import scan
from cmkb.load import Loaded, load_settings, load_vault
from tests.conftest import draw

SAMPLE = Path(__file__).resolve().parents[2]
VAULT = """
=== clients/王芳.md
---
姓名: 王芳
等级: 金卡
生日: 1968-11-30
---
看 [[李雷]]、[[没有的]]
- [ ] 送资料 📅 2026-11-23
=== clients/李雷.md
# 李雷
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]] 到期续做 [结果:: 待定] [时长:: 5]
=== docs/scripts/邀约.md
# 邀约
## 流程
- 问:好吗 ^q1
  - 若 好 → [[#^q1]]
"""
Draw = Callable[[str], Path]


def load(folder: Path, least: int = 0) -> Loaded:
    """As a new process would."""
    return load_vault(folder, load_settings(folder).settings, NoteCache(folder, least))


def fresh(folder: Path) -> Loaded:
    """Without any cache."""
    return load(folder, least=10**9)


def known(folder: Path) -> list[str]:
    """Paths of the notes that a new process would not read."""
    settings = load_settings(folder).settings
    found = scan(folder, settings).notes
    cache = NoteCache(folder, least=0)
    cache.begin(purpose_of(fresh(folder).vault.playbook, settings), len(found))
    return [file.path for file in found if cache.has(file)]


def age(folder: Path) -> None:
    """The files, and with them what the cache thinks of them, were written long ago."""
    time.sleep(cached_notes.JUST_NOW / 10**9 + 0.1)
    load(folder)


def cache_files(folder: Path) -> list[Path]:
    return sorted((folder / ".cmkb" / "cache").glob("notes-*"))


def test_what_was_read_before_is_not_read_again_and_says_the_same(vault: Draw) -> None:
    folder = vault(VAULT)
    first = load(folder)
    assert known(folder) == []  # just written: it could change again within the same tick
    age(folder)
    assert known(folder) == sorted(first.vault.notes)
    again = load(folder)
    assert again.vault.notes == first.vault.notes == fresh(folder).vault.notes
    assert again.problems == first.problems
    assert [p.text for p in again.problems if p.path == "clients/王芳.md"] == ["L1"]


def test_the_sample_is_the_same_from_the_cache(tmp_path: Path) -> None:
    settings = load_settings(SAMPLE).settings
    cache = NoteCache(tmp_path, least=0)
    one = load_vault(SAMPLE, settings, cache)
    two = load_vault(SAMPLE, settings, NoteCache(tmp_path, least=0))
    assert two.vault.notes == one.vault.notes
    for note in one.vault.notes.values():  # equal mappings may differ in their order
        assert list(two.vault.notes[note.path].front.fields) == list(note.front.fields)
    assert two.problems == one.problems


def test_an_edit_of_equal_length_and_time_is_seen(vault: Draw) -> None:
    folder = vault(VAULT)
    age(folder)
    note = folder / "clients" / "王芳.md"
    info = note.stat()
    note.write_text(note.read_text("utf-8").replace("金卡", "白金"), "utf-8", newline="\n")
    os.utime(note, ns=(info.st_atime_ns, info.st_mtime_ns))
    assert load(folder).vault.notes["clients/王芳.md"].get("tier") == "白金"


def test_an_edit_within_the_same_tick_is_seen(vault: Draw) -> None:
    """As on a file system whose clock ticks every two seconds and that numbers no files."""
    folder = vault(VAULT)
    settings = load_settings(folder).settings
    load(folder)
    note = folder / "clients" / "王芳.md"
    (before,) = [file for file in scan(folder, settings).notes if file.path == "clients/王芳.md"]
    note.write_text(note.read_text("utf-8").replace("金卡", "白金"), "utf-8", newline="\n")
    cache = NoteCache(folder, least=0)
    cache.begin(purpose_of(fresh(folder).vault.playbook, settings), 4)
    assert not cache.has(before)
    assert not cache.has_same(before, note.read_bytes())


def test_a_file_from_the_future_is_compared_by_its_content(vault: Draw) -> None:
    folder = vault(VAULT)
    note = folder / "clients" / "王芳.md"
    later = time.time() + 10**6
    os.utime(note, (later, later))
    age(folder)
    assert "clients/王芳.md" not in known(folder)
    assert load(folder).vault.notes == fresh(folder).vault.notes


def test_an_option_that_changes_what_a_note_is_reads_it_again(vault: Draw) -> None:
    folder = vault(VAULT)
    age(folder)
    draw(
        folder,
        "=== mkdocs.yml\nsite_name: 试用\nplugins:\n  - cmkb: {clients: docs/scripts, folders: {clients: note}}\n",
    )
    assert known(folder) == []
    kinds = {path: note.kind for path, note in load(folder).vault.notes.items()}
    assert kinds["clients/王芳.md"] == "note"
    draw(folder, "=== playbook.yml\ntiers: {特级: {}}\n")
    assert known(folder) == []


def test_a_note_that_is_gone_leaves_the_cache(vault: Draw) -> None:
    folder = vault(VAULT)
    load(folder)
    (folder / "clients" / "王芳.md").unlink()
    load(folder)
    kept = b"".join(file.read_bytes() for file in cache_files(folder))
    assert "李雷".encode() in kept
    assert b"1968" not in kept
    assert "姓名: 王芳".encode() not in kept


@given(data=st.data())
def test_damaged_files_are_no_obstacle(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = draw(tmp_path_factory.mktemp("vault"), VAULT)
    expected = load(folder)
    for file in cache_files(folder):
        content = file.read_bytes()
        how = data.draw(st.sampled_from(["cut", "flip", "empty", "append"]))
        place = data.draw(st.integers(0, len(content) - 1))
        if how == "flip":
            content = content[:place] + bytes([content[place] ^ 0x55]) + content[place + 1 :]
        else:
            content = {"cut": content[:place], "empty": b"", "append": content + b"x"}[how]
        file.write_bytes(content)
    assert known(folder) == []
    assert load(folder).vault.notes == expected.vault.notes


def test_one_part_is_not_taken_for_another(vault: Draw) -> None:
    folder = vault(VAULT)
    age(folder)
    one, two, *_ = cache_files(folder)
    one.write_bytes(two.read_bytes())
    assert load(folder).vault.notes == fresh(folder).vault.notes


def test_what_another_user_sealed_is_not_read(vault: Draw, tmp_path: Path) -> None:
    folder = vault(VAULT)
    age(folder)
    code = (
        "import sys; from tests.cached.test_note_cache import known; from pathlib import Path;"
        "print(len(known(Path(sys.argv[1]))))"
    )
    for state, expected in ((os.environ["XDG_STATE_HOME"], "4"), (str(tmp_path / "other"), "0")):
        ran = subprocess.run(
            [sys.executable, "-c", code, str(folder)],
            env={**os.environ, "XDG_STATE_HOME": state, "LOCALAPPDATA": state, "PYTHONPATH": str(SAMPLE)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (ran.stdout.strip(), ran.stderr) == (expected, "")


def test_nothing_but_records_is_made_of_the_data(tmp_path: Path) -> None:
    class Harmful:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "harm"),)

    assert cached_notes._unpacked(pickle.dumps({"x": Harmful()})) == {}
    assert not (tmp_path / "harm").exists()


def test_a_state_folder_that_is_a_link_gets_nothing(vault: Draw, tmp_path: Path) -> None:
    folder = vault(VAULT)
    (tmp_path / "elsewhere").mkdir()
    try:
        (folder / ".cmkb").symlink_to(tmp_path / "elsewhere")
    except OSError:
        pytest.skip("skipped: no right to make links here")
    load(folder)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_small_vault_keeps_no_files(vault: Draw) -> None:
    folder = vault(VAULT)
    load_vault(folder, load_settings(folder).settings)
    assert not (folder / ".cmkb").exists()


def test_git_takes_nothing_of_it(vault: Draw) -> None:
    folder = vault(VAULT)
    load(folder)
    assert (folder / ".cmkb" / ".gitignore").read_text() == "*\n"
    if sys.platform != "win32":
        assert {file.stat().st_mode & 0o077 for file in cache_files(folder)} == {0}


def test_processes_that_load_and_edit_at_once_all_see_the_files(vault: Draw) -> None:
    folder = vault(VAULT)
    code = (
        "import sys; from tests.cached.test_note_cache import *; f=Path(sys.argv[1]); n=f/'clients'/sys.argv[2]\n"
        "for i in range(15):\n"
        "    n.write_text(f'---\\n姓名: 某{i:02d}\\n---\\n','utf-8')\n"
        "    assert load(f).vault.notes['clients/'+sys.argv[2]].get('name') == f'某{i:02d}', i\n"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(folder), f"{name}.md"],
            env={**os.environ, "PYTHONPATH": str(SAMPLE)}, stderr=subprocess.PIPE, text=True,
        )
        for name in "甲乙"
    ]  # fmt: skip
    assert [run.communicate()[1] for run in runs] == ["", ""]
    assert load(folder).vault.notes == fresh(folder).vault.notes
    assert not list((folder / ".cmkb" / "cache").glob(".part-*"))
