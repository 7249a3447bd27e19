"""Commands that write are killed: every note is the old or the new text, whole, and nothing else lies about."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from at_every_step import child, kill_this
from changing import everything

from cmkb.cli.main import main

VAULT = """
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
资产: 20万
---
=== journal/2026/2026-11-23.md
## 记录

- 10:00 电话 [[王芳]] 同意 【时长：3】
"""
COMMANDS = {
    "log": ["log", "王芳", "电话", "同意", "周三15:00", "网点"],
    "log, a new journal": ["log", "李强", "电话", "同意", "--date", "昨天"],
    "done": ["done", "a1"],
    "snooze": ["snooze", "a1", "下周一"],
    "plan": ["plan"],
    "fix": ["check", "--fix"],
    "rename": ["rename", "王芳", "王芳-8899"],
    "close": ["close", "--well", "约到了"],
    "import": ["import", "SHEET"],
    "undo": ["undo"],
}


def run(folder: Path, words: list[str]) -> Callable[[], None]:
    def work() -> None:
        with (
            Path(os.devnull).open("w", encoding="utf-8") as nowhere,
            contextlib.redirect_stdout(nowhere),
            contextlib.redirect_stderr(nowhere),
            contextlib.suppress(SystemExit),
        ):
            main([*words, "--vault", str(folder), "--today", "2026-11-23"])

    return work


# One client is known, with another sum; the others are new.
SHEET = "姓名,电话,资产\n赵敏,13800008899,30万\n" + "".join(f"新客{n},1390000{n:04},5万\n" for n in range(9))


class Case:
    """A vault before a command, and what the command makes of it."""

    def __init__(self, start: Path, words: list[str]) -> None:
        self.start = start
        self.words = words = [str(start.with_name("新客.csv")) if word == "SHEET" else word for word in words]
        start.with_name("新客.csv").write_text(SHEET, "utf-8")
        if words == ["undo"]:
            run(start, COMMANDS["log"])()
        self.old = everything(start)
        done = start.with_name("done")
        shutil.copytree(start, done)
        run(done, words)()
        self.new = everything(done)
        assert self.new != self.old
        if words[0] == "import":
            assert len(self.new) == len(self.old) + 9
            assert "资产: 300000" in self.new["clients/赵敏.md"].decode()

    def check(self, folder: Path, what: str) -> None:
        for path, data in everything(folder).items():
            if Path(path).name.startswith(".cmkb-"):
                continue  # taken away by the next writing
            assert data in (self.old.get(path), self.new.get(path)), f"{what}: {path} is neither old nor new"
        for path in self.old.keys() & self.new.keys():
            assert (folder / path).exists(), f"{what}: {path} is gone"
        for path in self.old.keys() - self.new.keys():  # a note that moved is somewhere
            assert (folder / path).exists() or all((folder / new).exists() for new in self.new)
        run(folder, ["log", "李强", "电话", "来过"])()
        left = [path for path in everything(folder) if Path(path).name.startswith((".cmkb-", "救回"))]
        assert not left, f"{what}: {left}"


@pytest.fixture
def case(vault: Callable[[str], Path], request: pytest.FixtureRequest) -> Case:
    return Case(vault(VAULT), COMMANDS[request.param])


@pytest.mark.parametrize("case", COMMANDS, indirect=True)
def test_killed_at_every_step(case: Case, tmp_path: Path) -> None:
    """Of the many steps of a short run every third; `test_killed_a_thousand_times` takes all moments."""
    step, ended = 0, ""
    while ended != "done":
        step += 3
        folder = tmp_path / "killed"
        shutil.copytree(case.start, folder)
        ended = child(run(folder, case.words), step, kill_this, folder)
        case.check(folder, f"{case.words} step {step}")
        shutil.rmtree(folder)
    assert step > 10


def killed_after(folder: Path, words: list[str], seconds: float) -> None:
    process = os.fork()
    if process == 0:
        with contextlib.suppress(BaseException):
            run(folder, words)()
        os._exit(0)
    time.sleep(seconds)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)


def often(case: Case, tmp_path: Path, times: int) -> None:
    chance = random.Random(7)
    folder = tmp_path / "timed"
    shutil.copytree(case.start, folder)
    begin = time.monotonic()
    killed_after(folder, case.words, 0)
    run(folder, case.words)()
    longest = time.monotonic() - begin
    for number in range(times):
        shutil.rmtree(folder)
        shutil.copytree(case.start, folder)
        killed_after(folder, case.words, chance.uniform(0, longest))
        case.check(folder, f"{case.words} time {number}")


@pytest.mark.parametrize("case", ["log", "fix"], indirect=True)
def test_killed_at_random_moments(case: Case, tmp_path: Path) -> None:
    often(case, tmp_path, 15)


@pytest.mark.long
@pytest.mark.parametrize("case", COMMANDS, indirect=True)
def test_killed_a_thousand_times(case: Case, tmp_path: Path) -> None:
    often(case, tmp_path, 1000 // len(COMMANDS) + 1)
