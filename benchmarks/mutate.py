"""Do the tests notice? One place of a module after the other is changed, in a copy of the repository, and the tests
that pass there are run: a change with which all of them pass has survived and wants looking at.

    make coverage
    python -m benchmarks.mutate [--count 60] [--seed 1] [--minutes 55] [cmkb/writing cmkb/reading/records.py …]

Without paths: what loses notes or names when it is wrong. Survivors that stay, and why: benchmarks/SURVIVORS.md.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from coverage import CoverageData

from benchmarks.mutants import Change, changes

ROOT = Path(__file__).parents[1]
GRAMMAR = ("body", "counters", "entries", "fields", "line", "plan", "record_line", "record_table", "records")
PARTS = (["cmkb/sharing"], ["cmkb/writing"], [f"cmkb/reading/{name}.py" for name in GRAMMAR])
TESTS = {
    "sharing": ("tests/sharing/",),
    "writing": ("tests/writing/", "tests/cli/"),
    "reading": ("tests/reading/",),
}
SECONDS = 300  # an endless loop, unless the machine is very busy
NOTICED = "noticed"


@dataclass(frozen=True)
class Passing:
    """Which tests pass a line, as `make coverage` saw it."""

    lines: dict[str, dict[int, set[str]]]  # path in the repository → line → tests

    def tests(self, change: Change) -> list[str]:
        """The module's, where the line is read once for all."""
        lines = self.lines.get(change.path, {})
        by_line = [lines.get(line, set()) for line in (change.line, change.statement)]
        wanted = TESTS.get(change.path.split("/")[1], ("tests/",))
        found = set().union(*(by_line if change.statement else lines.values()))
        return sorted(one for one in found if one.startswith(wanted))


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


def pytest(folder: Path, *words: str) -> int | None:
    """Its exit code; None when it took too long."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-m", "not long and not browser", *words]
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    silent = subprocess.DEVNULL
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, timeout=SECONDS, check=False, stdout=silent, stderr=silent
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def outcome(folder: Path, change: Change, tests: list[str]) -> str:
    if not tests:
        return "passed by no test"
    file = folder / change.path
    data = file.read_bytes()
    file.write_bytes(data[: change.start] + change.after.encode() + data[change.end :])
    try:
        code = pytest(folder, *tests)
    finally:
        file.write_bytes(data)
    return "took too long" if code is None else NOTICED if code else "survived"


def chosen(paths: list[str], count: int, chance: random.Random) -> list[Change]:
    modules = [module for path in paths for module in _modules(ROOT / path)]
    everything = [change for path in modules for change in changes(ROOT, path)]
    return chance.sample(everything, min(count, len(everything)))


def _modules(place: Path) -> list[str]:
    files = sorted(place.rglob("*.py")) if place.is_dir() else [place]
    return [file.relative_to(ROOT).as_posix() for file in files]


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
    asked = [change for part in parts for change in chosen(part, given.count // len(parts), chance)]
    chance.shuffle(asked)  # so that a run that is out of time has looked at every part
    tests_of = passing(given.data, {change.path for change in asked}).tests
    counts: dict[str, int] = {NOTICED: 0}
    with TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name).resolve()
        copied(folder)
        every = sorted({test for change in asked for test in tests_of(change)})
        # A name that is gone would pass for a test that fails
        if pytest(folder, "--collect-only", *every) != 0:
            sys.exit("the tests are others than those of build/coverage: make coverage")
        for change in asked:
            if time.monotonic() - started > given.minutes * 60:
                break
            tests = tests_of(change)
            told = outcome(folder, change, tests)
            counts[told] = counts.get(told, 0) + 1
            if told != NOTICED:
                print(f"{told}: {change}  ({len(tests)} tests)", flush=True)
    said = ", ".join(f"{count} {told}" for told, count in counts.items())
    print(f"{said} of {len(asked)}, seed {given.seed}, {time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
