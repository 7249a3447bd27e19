"""An answer that was printed before is printed again only while it is the one that would be found anew."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import pytest

from cmkb.cached import answers
from cmkb.cached.inputs import JUST_NOW
from cmkb.cached.notes import LEAST
from tests.conftest import draw

ROOT = Path(__file__).resolve().parents[2]
CONFIG = "=== mkdocs.yml\nsite_name: 试用\nplugins:\n  - cmkb: {today: 2026-11-23}\n"
VAULT = CONFIG + "".join(
    f"=== clients/某{number:03d}.md\n---\n等级: 金卡\n建档日: 2026-11-02\n---\n- [ ] 送资料{number} 📅 2026-11-23\n"
    for number in range(LEAST)
)
# The program, which tells at its end whether it found the answer anew.
PROGRAM = """
import sys
from cmkb.cli.start import main
try:
    main()
finally:
    sys.stdout.flush()
    print("found anew" if "click" in sys.modules else "kept", file=sys.stderr)
"""


class Said(NamedTuple):
    code: int
    out: bytes
    err: str
    kept: bool


def ask(folder: Path, *arguments: str, **environment: str) -> Said:
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")}
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        cwd=folder,
        env={**env, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        timeout=120,
        check=False,
    )
    *err, how = ran.stderr.decode("utf-8").splitlines()
    assert how in ("kept", "found anew"), ran.stderr
    return Said(ran.returncode, ran.stdout, "\n".join(err), how == "kept")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = draw(tmp_path_factory.mktemp("drawn") / "vault", VAULT)
    long_ago = time.time_ns() - 10 * JUST_NOW
    time.sleep(JUST_NOW / 10**9 + 0.1)  # a file's change of times is no older than this
    for path in folder.rglob("*.md"):
        os.utime(path, ns=(long_ago, long_ago))
    time.sleep(JUST_NOW / 10**9 + 0.1)
    return folder


@pytest.fixture
def folder(drawn: Path) -> Path:
    """Nothing of it is kept."""
    shutil.rmtree(drawn / ".cmkb", ignore_errors=True)
    return drawn


def test_the_second_answer_is_the_first_without_looking_for_it(folder: Path) -> None:
    for question in (
        ("today",),
        ("--vault", ".", "today", "--json"),
        ("follow-ups", "--days=3", "--strict"),
        ("show", "某001"),
        ("check", "--today", "2026-11-24"),
    ):
        first, second = ask(folder, *question), ask(folder, *question)
        assert (first.kept, second.kept) == (False, True), question
        assert second[:3] == first[:3], question


def test_another_width_another_option_or_another_day_is_another_question(folder: Path) -> None:
    first = ask(folder, "today")
    for arguments, environment in (
        (("today",), {"COLUMNS": "40"}),
        (("today", "--today", "2026-11-24"), {}),
    ):
        assert not ask(folder, *arguments, **environment).kept
    again = ask(folder, "today")
    assert again.out == first.out


def test_what_writes_or_is_not_understood_is_never_answered_from_before() -> None:
    for arguments in (
        ["check", "--fix"],
        ["messages", "--csv", "x.csv"],
        ["report", "day"],
        ["build"],
        ["today", "--help"],
        ["--version"],
        ["today", "--vault"],
        [],
        ["--vault", "today"],
    ):
        assert answers.question([*arguments]) is None, arguments


def test_a_question_that_several_fit_is_asked_again(folder: Path) -> None:
    for _ in range(2):
        said = ask(folder, "show", "某")
        assert (said.code, said.kept) == (2, False)


def test_the_numbers_of_the_last_list_are_those_of_the_kept_one(folder: Path) -> None:
    listed = folder / ".cmkb" / "last-list.json"
    ask(folder, "today")
    of_today = listed.read_bytes()
    ask(folder, "follow-ups", "--today", "2026-11-30")
    assert listed.read_bytes() != of_today
    assert ask(folder, "today").kept
    assert listed.read_bytes() == of_today


CHANGES: dict[str, Callable[[Path], object]] = {
    "a note of equal length and time": lambda folder: _same_time(folder / "clients" / "某007.md"),
    "a new note": lambda folder: (folder / "clients" / "新人.md").write_text("- [ ] 打电话 📅 2026-11-23\n"),
    "a note that is gone": lambda folder: (folder / "clients" / "新人.md").unlink(),
    "a note that was renamed": lambda folder: (folder / "clients" / "某008.md").rename(
        folder / "clients" / "改名.md"
    ),
    "a playbook": lambda folder: (folder / "playbook.yml").write_text("tiers: {特级: {}}\n", "utf-8"),
    "holidays": lambda folder: draw(folder, CONFIG + "=== holidays/2026.yml\nholidays: [2026-11-23]\n"),
    "an option": lambda folder: draw(folder, CONFIG.replace("11-23", "11-24")),
    "a folder of notes that nobody reads": lambda folder: draw(folder, CONFIG + "=== 别处/某.md\n---\n---\n"),
}


def _same_time(note: Path) -> None:
    info = note.stat()
    note.write_text(note.read_text("utf-8").replace("送资料", "送合同"), "utf-8", newline="\n")
    os.utime(note, ns=(info.st_atime_ns, info.st_mtime_ns))


def test_whatever_changed_the_answer_is_found_anew(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "vault"
    shutil.copytree(folder, own)
    for what, change in CHANGES.items():
        keep(own)
        assert stands(own), what
        change(own)
        assert not stands(own), what


def test_a_note_that_was_just_written_may_change_again_unseen(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "vault"
    shutil.copytree(folder, own)  # written now
    keep(own, later=0)
    assert not stands(own)


def test_without_a_day_in_the_configuration_the_clock_is_asked(folder: Path) -> None:
    for day, right in ((answers._day_in("Asia/Shanghai"), True), ("2026-11-22", False)):
        keep(folder, day=day, pinned=False)
        assert stands(folder) == right


def keep(folder: Path, later: int = JUST_NOW, day: str = "2026-11-23", pinned: bool = True) -> None:
    """An answer made `later` nanoseconds from now."""
    asked = answers.question(["today", "--vault", str(folder)])
    assert asked is not None
    since = time.time_ns() + later
    basis = answers.basis_of(asked, ["clients", "holidays"], day, pinned, "Asia/Shanghai", since)
    if basis is not None:
        answers.keep_answer(asked, basis, answers.Answer((("out", "好\n"),), 0, ()))


def stands(folder: Path) -> bool:
    asked = answers.question(["today", "--vault", str(folder)])
    return asked is not None and answers.kept_answer(asked) is not None


def test_a_damaged_or_foreign_answer_is_none(folder: Path, tmp_path: Path) -> None:
    first = ask(folder, "today")
    (kept,) = (folder / ".cmkb" / "cache").glob("answer-*")
    whole = kept.read_bytes()
    for content in (b"", whole[:-1], whole[:40] + b"x" + whole[41:]):
        kept.write_bytes(content)
        again = ask(folder, "today")
        assert (again.kept, again.out) == (False, first.out)
    other = str(tmp_path / "other")
    assert not ask(folder, "today", XDG_STATE_HOME=other, LOCALAPPDATA=other).kept


def test_two_processes_at_once_say_the_same(folder: Path) -> None:
    with ThreadPoolExecutor(2) as both:
        one, two = both.map(lambda _: ask(folder, "today"), range(2))
    assert one.out == two.out
    assert ask(folder, "today").kept


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="skipped: no device that is full")
def test_a_full_disk_is_said_of_a_kept_answer_too(folder: Path) -> None:
    ask(folder, "today")
    command = f"{sys.executable} -m cmkb.cli today >/dev/full"
    env = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    ran = subprocess.run(command, shell=True, cwd=folder, env=env, capture_output=True, check=False)
    assert ran.returncode == 2
    assert b"Traceback" not in ran.stderr
