"""Each call by which a command changes the disk fails once, or from then on: every note and the site are the old or the
new ones, the command says in one line what happened, and the next command finds and leaves everything in order."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.attacks.commands import TODAY
from tests.attacks.system_calls import KILLED, READING, Call, Ran, calls_of, can_trace, failing, killed, plain
from tests.conftest import draw

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not can_trace(), reason="skipped: no strace here"),
]
MOST = int(os.environ.get("CMKB_MOST", "1"))  # readings of one kind about one file that are made to fail
EVERY = int(os.environ.get("CMKB_EVERY", "1"))  # only each n-th call, for a first look
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
VAULT = """
    === mkdocs.yml
    site_name: 试用
    theme: material
    plugins: [cmkb]
    === clients/王芳.md
    ---
    姓名：王芳
    资产: 20万
    下次联系: 2026-11-24
    ---
    - [ ] 检视 🔁 every 2 weeks 📅 2026-11-23 🆔 a1
    === clients/李强.md
    ---
    姓名：李强
    ---
    - [ ] 送资料 📅 2026-11-27 给他
    === clients/赵敏.md
    ---
    姓名: 赵敏
    电话: 13800008899
    ---
    === journal/2026/2026-11-23.md
    ## 记录

    - 10:00 电话 [[王芳]] 同意 【时长：3】
    """
SHEET = "姓名,电话,资产\n赵敏,13800008899,30万\n新客一,13900000001,5万\n新客二,13900000002,5万\n"
# Command → the one before it.
COMMANDS = {
    "log 王芳 电话 同意 周三15:00 网点": "",
    "log 李强 电话 同意 --date 昨天": "",
    "done a1": "",
    "plan": "",
    "close --well 约到了": "",
    "check --fix": "",
    "rename 王芳 王芳-8899": "",
    "new case 开户": "",
    "import SHEET": "",
    "forget 王芳 --yes": "",
    "undo": "log 王芳 电话 同意",
}
# What a command that takes two steps leaves when it stops between them: asked again it goes on.
HALVES = {"close --well 约到了": "close --no-plan --well 约到了"}
ONE_LINE = re.compile(r"(?m)^cmkb: .+$")
# A later command leaves these where another process could still be writing them.
LEFT_FOR_LATER = re.compile(r"\.part-")


class Attacked:
    """Vaults alike, each in a folder of its own, and what `words` make of them."""

    def __init__(self, tmp_path: Path, words: str, before: str = "", half: str = "") -> None:
        self.tmp_path = tmp_path
        (tmp_path / "sheet.csv").write_text(SHEET, "utf-8")
        self.environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
        self.words = [str(tmp_path / "sheet.csv") if word == "SHEET" else word for word in words.split()]
        self.start = draw(tmp_path / "start", VAULT)
        self.command(
            "log", "赵敏", "电话", "说了", folder=self.start
        )  # the key, and a count of the notes, are there
        if before:
            self.command(*before.split(), folder=self.start)
        self.old = self.half = texts(self.start)
        if half:
            self.command(*half.split(), folder=self.fresh())
            self.half = texts(tmp_path / "vault")
        done = self.fresh()
        self.calls, ran = calls_of(self.at(done, self.words), self.environment, tmp_path / "trace")
        assert ran.code in (0, 1), ran
        self.new = texts(done)
        assert self.new != self.old

    def at(self, folder: Path, words: list[str]) -> list[str]:
        return [*words, "--vault", str(folder), "--today", TODAY]

    def command(self, *words: str, folder: Path) -> Ran:
        ran = plain(self.at(folder, list(words)), self.environment)
        assert ran.code in (0, 1), ran
        return ran

    def fresh(self) -> Path:
        folder = self.tmp_path / "vault"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.start, folder, symlinks=True)
        return folder

    def steps(self) -> list[tuple[Call, str, bool]]:
        """At each call one of the errors once, and another that stays."""
        calls = [call for call in self.calls if str(self.tmp_path) in call.about][::EVERY]
        once = [(call, ERRORS[n % 4], False) for n, call in enumerate(calls)]
        stays = [(call, ERRORS[(n + 1) % 4], True) for n, call in enumerate(calls)]
        return once + stays


def texts(folder: Path) -> Mapping[str, bytes]:
    """All files but those of cmkb itself."""
    files = (f for f in folder.rglob("*") if f.is_file() and ".cmkb" not in f.relative_to(folder).parts)
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in files}


def left(folder: Path) -> list[str]:
    """Temporary files and folders of ours."""
    found = (f.relative_to(folder).as_posix() for f in folder.rglob("*"))
    ours = re.compile(r"(?:^|/)(?:\.cmkb-[^/]*|救回[^/]*|\.site\.cmkb-[^/]*|\.cmkb/(?:.*/)?\.[^/]+)$")
    return [
        f for f in found if ours.search(f) and not f.endswith("/.gitignore") and not LEFT_FOR_LATER.search(f)
    ]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words.replace(" ", "-"))
def test_a_call_that_fails_in_a_writing(words: str, tmp_path: Path) -> None:
    attacked = Attacked(tmp_path, words, COMMANDS[words], HALVES.get(words, ""))
    for call, error, stays in attacked.steps():
        folder = attacked.fresh()
        ran = failing(attacked.at(folder, attacked.words), attacked.environment, call, error, stays=stays)
        what = f"{error} at {call}, stays: {stays}: {ran}"
        now = texts(folder)
        assert "Traceback" not in ran.err, what
        assert ran.code in (0, 1, 2), what
        if ran.code == 2:
            assert len(ONE_LINE.findall(ran.err)) == 1, what
        kept = {path: text for path, text in now.items() if not path.rpartition("/")[2].startswith(".cmkb-")}
        for path, text in kept.items():
            known = [each.get(path) for each in (attacked.old, attacked.half, attacked.new)]
            assert text in known, f"{path}; {what}"
        if "没能删掉" in ran.err:  # the notes are written, the wiping has told what is left
            assert kept == attacked.new, what
            continue
        if not stays:
            assert kept in ([attacked.old, attacked.half] if ran.code == 2 else [attacked.new]), what
        if attacked.half not in (attacked.old, attacked.new):
            attacked.command(*attacked.words, folder=folder)
            assert texts(folder) == attacked.new, what
        attacked.command("log", "李强", "电话", "来过", "--force", folder=folder)
        assert left(folder) == [], what


# Of these `cmkb undo` takes back what was written before the machine stopped, too.
TAKEN_BACK = [
    words
    for words in COMMANDS
    if words.partition(" ")[0] in ("log", "done", "plan", "check", "rename", "new", "import")
]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words.replace(" ", "-"))
def test_killed_at_a_call_of_a_writing(words: str, tmp_path: Path) -> None:
    """Each note is the old or the new one; the next command tidies up; the writing is taken back whole, or goes on."""
    attacked = Attacked(tmp_path, words, COMMANDS[words], HALVES.get(words, ""))
    attacked.command("undo", folder=attacked.fresh())
    earlier = texts(tmp_path / "vault")
    hits, calls = 0, [call for call in attacked.calls if str(tmp_path) in call.about][::EVERY]
    for call in calls:
        folder = attacked.fresh()
        ran = killed(attacked.at(folder, attacked.words), attacked.environment, call)
        hits += ran.code == KILLED
        what = f"killed before {call}: {ran}"
        for path, text in texts(folder).items():
            known = [each.get(path) for each in (attacked.old, attacked.half, attacked.new)]
            assert text in known or path.rpartition("/")[2].startswith(".cmkb-"), f"{path}; {what}"
        stopped = tmp_path / "stopped"
        shutil.rmtree(stopped, ignore_errors=True)
        shutil.copytree(folder, stopped, symlinks=True)
        for unfinished in (folder / ".cmkb").glob(".*.part"):  # nobody writes it any more
            os.utime(unfinished, (time.time() - 120, time.time() - 120))
        attacked.command("log", "李强", "电话", "来过", "--force", folder=folder)
        assert left(folder) == [], what
        if words in TAKEN_BACK:
            attacked.command("undo", folder=stopped)
            assert texts(stopped) in (attacked.old, earlier), what
        elif words.startswith("forget"):
            plain(
                attacked.at(stopped, attacked.words), attacked.environment
            )  # refused where nothing is left of it
            assert texts(stopped) == attacked.new, what
    print(f"{words}: killed at {hits} of {len(calls)} calls")
    assert hits == len(calls)


def readings(attacked: Attacked) -> list[Call]:
    """Of each kind about each file or folder of the vault the first ones."""
    trace = attacked.tmp_path / "trace"
    calls, _ = calls_of(attacked.at(attacked.fresh(), attacked.words), attacked.environment, trace, READING)
    kinds: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in calls:
        if found := re.search(re.escape(str(attacked.tmp_path)) + r"/([^\">]*)", call.about):
            kinds[call.name, re.sub(r"[0-9a-f]{12,}", "*", found[1])].append(call)
    return [call for some in kinds.values() for call in some[:MOST]][::EVERY]


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words.replace(" ", "-"))
def test_a_reading_that_fails_in_a_writing(words: str, tmp_path: Path) -> None:
    """Everything is as if it had not failed, or nothing is changed: no link, no client is left behind unseen."""
    attacked = Attacked(tmp_path, words, COMMANDS[words], HALVES.get(words, ""))
    hits, calls = 0, readings(attacked)
    for number, call in enumerate(calls):
        folder = attacked.fresh()
        command = attacked.at(folder, attacked.words)
        ran = failing(command, attacked.environment, call, ERRORS[1 + number % 2], trace=tmp_path / "trace")
        if str(tmp_path) not in ran.hit:
            continue
        hits += 1
        now = texts(folder)
        what = f"{ran.hit}: {ran}"
        assert "Traceback" not in ran.err, what
        assert ran.code in (0, 1, 2), what
        if "没能删掉" in ran.err:  # the notes are written, the wiping has told what is left
            assert now == attacked.new, what
        elif ran.code == 2:
            assert len(ONE_LINE.findall(ran.err)) == 1, what
            assert now in (attacked.old, attacked.half), what
        elif words == "check --fix" and now != attacked.new:  # mends what it sees, and lists the rest
            attacked.command(*attacked.words, folder=folder)
            assert texts(folder) == attacked.new, what
        else:
            assert now == attacked.new, what
    print(f"{words}: {hits} of {len(calls)} readings failed")
    assert hits > len(calls) // 2
