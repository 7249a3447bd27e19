"""Do the tests notice? One place of a module after the other is changed, in a copy of the repository, and the tests
that pass there are run: a change with which all of them pass has survived and wants looking at.

    make coverage
    python -m benchmarks.mutate [--count 60] [--seed 1] [--minutes 55] [cmkb/writing cmkb/reading/records.py …]

Without paths: what loses notes or names when it is wrong. Survivors that stay, and why: benchmarks/SURVIVORS.md. The
repository may be edited meanwhile. One part alone is measured sooner than by `make coverage`, which runs every test:

    python -m coverage run -m pytest -m "not long and not browser" -p benchmarks.contexts tests/sharing
    python -m coverage combine
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutants import Change, changes

try:
    from coverage import CoverageData
except ModuleNotFoundError:
    sys.exit("coverage is not there: make coverage")

ROOT = Path(__file__).parents[1]
GRAMMAR = ("body", "counters", "entries", "fields", "line", "plan", "record_line", "record_table", "records")
PARTS = (["cmkb/sharing"], ["cmkb/writing"], [f"cmkb/reading/{name}.py" for name in GRAMMAR])
TESTS = {
    "sharing": ("tests/sharing/",),
    "writing": ("tests/writing/", "tests/cli/"),
    "reading": ("tests/reading/",),
}
# Longer is an endless loop, unless the machine is very busy
SECONDS, SECONDS_A_TEST, MOST_SECONDS = 100, 10, 600
NOTICED = "noticed"
NO_TESTS = 5  # as pytest says it


@dataclass(frozen=True)
class Passing:
    """Which tests pass a line, as `make coverage` saw it."""

    lines: dict[str, dict[int, set[str]]]  # path in the repository → line → tests

    def tests(self, change: Change) -> list[str]:
        """Those that pass least of all first, for they take least. The module's, where the line is read once for all."""
        lines = self.lines.get(change.path, {})
        by_line = [lines.get(line, set()) for line in (change.line, change.statement)]
        wanted = _near(change.path)
        found = set().union(*(by_line if change.statement else lines.values()))
        return sorted(
            (one for one in found if one.startswith(wanted)), key=lambda one: (self.passed[one], one)
        )

    def knows(self, path: str) -> bool:
        """Whether tests of the module were measured."""
        return any(test.startswith(_near(path)) for tests in self.lines[path].values() for test in tests)

    @cached_property
    def passed(self) -> Counter[str]:
        """How many lines each test passes."""
        return Counter(test for lines in self.lines.values() for tests in lines.values() for test in tests)


def _near(path: str) -> tuple[str, ...]:
    """Where the tests of a module stand."""
    return TESTS.get(path.split("/")[1], ("tests/",))


def passing(file: Path, paths: set[str]) -> Passing:
    data = CoverageData(str(file))
    data.read()
    lines: dict[str, dict[int, set[str]]] = {path: {} for path in paths}
    for measured in data.measured_files():
        path = measured[measured.rfind("/cmkb/") + 1 :]
        for line, tests in data.contexts_by_lineno(measured).items() if path in lines else ():
            lines[path].setdefault(line, set()).update(tests)
    return Passing(lines)


def copied(target: Path) -> None:
    """The repository's files as they are now."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode()
    for name in listed.split("\0"):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)


@dataclass(frozen=True)
class Ran:
    code: int | None  # of pytest; None when it took too long
    failed: str = ""  # test

    @property
    def all_passed(self) -> bool:
        return self.code == 0


def pytest(folder: Path, words: list[str]) -> Ran:
    """Until the first test fails."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-q",
        "-rfE",
        "--tb=no",
        "-m",
        "not long and not browser",
    ]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.Popen(
        [*command, *words], cwd=folder, env=environment, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, errors="replace",
    )  # fmt: skip
    try:
        said, _ = run.communicate(timeout=min(SECONDS + SECONDS_A_TEST * len(words), MOST_SECONDS))
    except BaseException as why:  # Ctrl-C as well
        os.killpg(run.pid, signal.SIGKILL)  # with the servers that its tests have started
        run.wait()
        if isinstance(why, subprocess.TimeoutExpired):
            return Ran(None)
        raise
    named = [one for one in words if f"FAILED {one}" in said or f"ERROR {one}" in said]
    return Ran(run.returncode, max(named, key=len, default=""))


@dataclass
class Trial:
    folder: Path  # a copy of the repository
    sound: dict[str, bool] = field(default_factory=dict)  # test → whether it passes with nothing changed

    def outcome(self, change: Change, tests: list[str]) -> str:
        """A test that fails without the change as well, such as one that wants another machine, notices nothing."""
        while tests:
            ran = self._with(change, tests)
            if ran.code is None:
                return "took too long"
            if ran.all_passed:
                return "survived"
            if ran.code < 0 or ran.code == NO_TESTS:
                return "was not run"
            if not ran.failed or self._is_sound(ran.failed):
                return NOTICED
            tests = [one for one in tests if one != ran.failed]
        return "passed by no test"

    def _with(self, change: Change, tests: list[str]) -> Ran:
        file = self.folder / change.path
        data = file.read_bytes()
        file.write_bytes(data[: change.start] + change.after.encode() + data[change.end :])
        try:
            return pytest(self.folder, tests)
        finally:
            file.write_bytes(data)

    def _is_sound(self, test: str) -> bool:
        if test not in self.sound:
            self.sound[test] = pytest(self.folder, [test]).all_passed
        return self.sound[test]


def chosen(root: Path, paths: list[str], count: int, chance: random.Random) -> list[Change]:
    everything = [change for path in modules(root, paths) for change in changes(root, path)]
    return chance.sample(everything, min(count, len(everything)))


def modules(root: Path, paths: list[str]) -> list[str]:
    places = [root / path.rstrip("/") for path in paths]
    for place in places:
        if not place.exists():
            sys.exit(f"{place.relative_to(root)}: no module of this repository")
    files = [
        file for place in places for file in (sorted(place.rglob("*.py")) if place.is_dir() else [place])
    ]
    return [file.relative_to(root).as_posix() for file in files]


def measured(data: Path, asked: list[Change]) -> Passing:
    """Ends where `data` cannot say which tests pass a line of now."""
    if not data.is_file():
        sys.exit(f"{data} is not there: make coverage, or one part of it: python -m benchmarks.mutate --help")
    paths = {change.path for change in asked}
    if later := [path for path in sorted(paths) if (ROOT / path).stat().st_mtime > data.stat().st_mtime]:
        sys.exit(f"changed since make coverage: {', '.join(later)}")
    passed = passing(data, paths)
    if unknown := [path for path in sorted(paths) if not passed.knows(path)]:
        sys.exit(f"{data} was measured without tests of {', '.join(unknown)}")
    return passed


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=55, help="then it stops")
    parser.add_argument("--data", type=Path, default=ROOT / "build/coverage/data", help="of make coverage")
    given = parser.parse_args()
    started, chance = time.monotonic(), random.Random(given.seed)
    parts = [given.paths] if given.paths else list(PARTS)
    with TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name).resolve()
        copied(folder)
        asked = [c for part in parts for c in chosen(folder, part, given.count // len(parts), chance)]
        chance.shuffle(asked)  # so that a run that is out of time has looked at every part
        tests_of = measured(given.data, asked).tests
        every = sorted({test for change in asked for test in tests_of(change)})
        # A name that is gone would pass for a test that fails
        if not pytest(folder, ["--collect-only", *every]).all_passed:
            sys.exit("the tests are others than those of build/coverage: make coverage")
        told = _told(Trial(folder), asked, tests_of, started + given.minutes * 60)
    said = ", ".join(f"{count} {outcome}" for outcome, count in Counter(told).items())
    print(f"{said}; {len(told)} of {len(asked)}, seed {given.seed}, {time.monotonic() - started:.0f} s")


def _told(
    trial: Trial, asked: list[Change], tests_of: Callable[[Change], list[str]], until: float
) -> list[str]:
    """Each outcome, printed as it comes: a change takes from seconds to minutes."""
    told: list[str] = []
    for change in asked:
        if time.monotonic() > until:
            break
        tests = tests_of(change)
        told.append(trial.outcome(change, tests))
        print(f"{told[-1]}: {change}  ({len(tests)} tests)", flush=True)
    if odd := sorted(test for test, sound in trial.sound.items() if not sound):
        print("fail with nothing changed, and were left out:", *odd, sep="\n  ")
    return told


if __name__ == "__main__":
    main()
