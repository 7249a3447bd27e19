"""Calls of a build fail, or the machine stops in it: the site is the old or the new one, what went wrong stands in one
line, and the next build makes the site that a fresh one makes, whatever is in the cache by then."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from built import content

from cmkb.cached.inputs import LEAST
from cmkb.site.folders import MARKER, PART
from tests.attacks.commands import TODAY
from tests.attacks.system_calls import (
    KILLED,
    READING,
    WRITING,
    Call,
    Ran,
    calls_of,
    can_trace,
    failing,
    killed,
    plain,
    quiet,
)
from tests.conftest import draw

pytestmark = pytest.mark.long
MOST = int(os.environ.get("CMKB_MOST", "4"))  # calls of one name, in one place, that are made to fail
KILLS = int(os.environ.get("CMKB_KILLS", "200"))
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
VAULT = """
    === mkdocs.yml
    site_name: 试用
    theme: material
    plugins: [cmkb]
    === clients/王芳.md
    ---
    等级: 金卡
    ---
    说了第一句。
    === clients/附件/合同.txt
    一份合同
    === journal/2026-11-23.md
    ## 记录
    - 10:15 电话 [[王芳]]
    === docs/说明.md
    # 说明
    手写的一页，见 [[王芳]]。
    === docs/scripts/邀约.md
    # 邀约
    """
# What changes from one build to the next and back; each is built in another way.
CHANGES = {
    "fields": ("等级: 金卡", "等级: 白金"),
    "words": ("第一句", "第二句"),
    "nothing": ("", ""),
}
MORE_OFTEN = {
    "nothing": 10
}  # times `MOST`: where nothing is to be done a build only looks, in a few kinds of calls
NOT_GIVEN = "文件读不出来"
ONE_LINE = re.compile(r"(?m)^cmkb: .+$")
OUR_OWN = re.compile(r"(?:^|/)(?:\.site\.cmkb-[^/]*|\.cmkb-[^/]*)$")


@dataclass(frozen=True, slots=True)
class Step:
    call: Call
    error: str
    stays: bool


class Vault:
    """A vault of enough notes to have a cache, that changes to and fro; `fresh` is what a first build makes of each."""

    def __init__(self, tmp_path: Path, change: str) -> None:
        self.folder = draw(tmp_path / "v", VAULT)
        for number in range(LEAST):
            (self.folder / f"clients/客户{number}.md").write_text("---\n等级: 金卡\n---\n", "utf-8")
        self.environment = {"XDG_STATE_HOME": str(tmp_path / "state")}
        self.trace = tmp_path / "trace"
        self.note = self.folder / "clients/王芳.md"
        self.ways = CHANGES[change]
        self.command = ["build", "--vault", str(self.folder), "--today", TODAY]
        self.words_only = change == "words"
        self.now = 0
        self.fresh = (self._fresh(), self._fresh())
        assert (self.fresh[0] == self.fresh[1]) == (change == "nothing")
        self.build()

    def turn(self) -> None:
        before, after = self.ways if self.now == 0 else reversed(self.ways)
        self.now = 1 - self.now
        if before != after:
            self.note.write_text(self.note.read_text("utf-8").replace(before, after), "utf-8")

    def _fresh(self) -> dict[str, bytes]:
        for folder in ("site", ".cmkb"):
            shutil.rmtree(self.folder / folder, ignore_errors=True)
        self.build()
        found = content(self.folder / "site")
        self.turn()
        return found

    def build(self) -> Ran:
        ran = plain(self.command, self.environment)
        assert ran.code == 0, ran
        return ran

    def traced(self) -> list[Call]:
        self.turn()
        calls, ran = calls_of(self.command, self.environment, self.trace, (*WRITING, *READING))
        assert ran.code == 0, ran
        assert content(self.folder / "site") == self.fresh[self.now]
        return [call for call in calls if str(self.folder) in call.about]

    def recovers(self, what: str) -> None:
        """What went wrong in the cache shows here, or in the next builds, which read it."""
        ran = self.build()
        site = content(self.folder / "site")
        fresh = self.fresh[self.now]
        wrong = {path for path in {*site, *fresh} if site.get(path) != fresh.get(path)}
        assert not wrong, f"{what}; then {ran}"
        if left := self.left():  # goes at the next build that has something to do, when it is old
            for one in left:
                os.utime(one, (time.time() - 7200, time.time() - 7200))
            (self.folder / "site/index.html").touch()
            self.build()
        assert not self.left(), what

    def left(self) -> list[Path]:
        return [one for one in self.folder.iterdir() if OUR_OWN.search(one.name)]

    def standing(self) -> dict[str, bytes]:
        """The site; the former one where it is when both renames back were refused, or the machine stopped between."""
        site = self.folder / "site"
        if not site.exists():
            (site,) = (found.parent for found in self.folder.glob(f".site.cmkb-*/site/{MARKER}"))
        return content(site)


def steps_of(calls: Sequence[Call], most: int) -> Iterator[Step]:
    """Of the calls of one name those about the cache, the site beside its place, and all else, in equal parts."""
    kinds: dict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in calls:
        place = re.search(r"\.cmkb/cache|\.site\.cmkb-", call.about)
        kinds[call.name, place[0] if place else ""].append(call)
    for (name, _), found in kinds.items():
        for number, call in enumerate(found[:: -(-len(found) // most)]):
            yield Step(call, ERRORS[number % 4], False)
            if name in WRITING:
                yield Step(call, ERRORS[(number + 1) % 4], True)


def attack(vault: Vault, step: Step) -> bool:
    """Whether it failed where it should: a program that reads does not always do so in the same order."""
    before = vault.fresh[vault.now]
    vault.turn()
    after = vault.fresh[vault.now]
    ran = failing(
        vault.command, vault.environment, step.call, step.error, stays=step.stays, trace=vault.trace
    )
    hit = str(vault.folder) in ran.hit
    what = f"{step.error}, stays: {step.stays}, at {ran.hit}: {ran.code} {ran.out} {ran.err}"
    if hit:
        assert "Traceback" not in ran.err, what
        assert ran.code in (0, 1, 2), what
        if ran.code == 2:
            assert len(ONE_LINE.findall(ran.err)) == 1, what
        site = vault.standing()
        wrong = [p for p in {*site, *before, *after} if site.get(p) not in (before.get(p), after.get(p))]
        if (
            ran.code == 0 and step.call.name in READING
        ):  # what was not given has its problem in a site without it
            assert site == after or NOT_GIVEN in ran.out + ran.err, what
        else:
            assert not wrong, (what, wrong)
            assert vault.words_only or site in (before, after), what  # the few files of words go one by one
            assert ran.code != 0 or site == after, what
    vault.recovers(what)
    return hit


@pytest.mark.skipif(not can_trace(), reason="skipped: no strace here")
@pytest.mark.parametrize("change", CHANGES)
def test_a_call_that_fails_in_a_build(change: str, tmp_path: Path) -> None:
    vault = Vault(tmp_path, change)
    vault.build()
    steps = list(steps_of(vault.traced(), MOST * MORE_OFTEN.get(change, 1)))
    print(f"{change}: {len(steps)} faults")
    assert len(steps) > 40
    hits = sum(attack(vault, step) for step in steps)
    print(f"{hits} of them met what they were meant for")
    assert hits > len(steps) // 2


def stands_whole(vault: Vault, before: dict[str, bytes], what: str) -> bool:
    """Whether the site that stands after the machine stopped is the new one; it is that or the old one."""
    whole, after = vault.standing(), vault.fresh[vault.now]
    if vault.words_only:  # its few files are replaced one by one
        mixed = [path for path in whole if whole[path] not in (before.get(path), after.get(path))]
        assert not [path for path in mixed if not path.rpartition("/")[2].startswith(PART)], (what, mixed)
    else:
        assert whole in (before, after), what
    return whole == after


@pytest.mark.skipif(not can_trace(), reason="skipped: no strace here")
@pytest.mark.parametrize("change", ["fields", "words"])
def test_killed_at_a_call_of_a_build(change: str, tmp_path: Path) -> None:
    vault = Vault(tmp_path, change)
    vault.build()
    steps = [step for step in steps_of(vault.traced(), MOST) if step.call.name in WRITING and not step.stays]
    hits = new = 0
    for step in steps:
        before = vault.fresh[vault.now]
        vault.turn()
        ran = killed(vault.command, vault.environment, step.call)
        hits += ran.code == KILLED
        what = f"killed before {step.call}: {ran}"
        new += stands_whole(vault, before, what)
        vault.recovers(what)
    print(f"{change}: killed at {hits} of {len(steps)} calls, {new} times with the new site in its place")
    assert hits > len(steps) // 2
    assert new < hits


def killed_after(vault: Vault, seconds: float) -> bool:
    command = [sys.executable, "-m", "cmkb.cli", *vault.command]
    with subprocess.Popen(
        command, env=quiet(vault.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as building:
        time.sleep(seconds)
        building.send_signal(signal.SIGKILL)
    return building.returncode != 0


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no SIGKILL here")
@pytest.mark.parametrize("change", ["fields", "words"])
def test_killed_at_any_moment_of_a_build(change: str, tmp_path: Path) -> None:
    vault = Vault(tmp_path, change)
    vault.turn()
    begin = time.monotonic()
    vault.build()
    longest = time.monotonic() - begin
    dice = random.Random(7)
    hits = 0
    for number in range(KILLS // 2):
        before = vault.fresh[vault.now]
        vault.turn()
        moment = dice.uniform(0, 1.3 * longest)
        hits += killed_after(vault, moment)
        what = f"{number}, after {moment:.3f} s"
        stands_whole(vault, before, what)
        vault.recovers(what)
    print(f"{change}: killed {hits} of {KILLS // 2} builds")
    assert hits > KILLS // 5
