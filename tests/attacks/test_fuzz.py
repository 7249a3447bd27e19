"""Whatever bytes a note holds: it is read, its page renders, and everything wrong in it is named so that it can be mended."""

from __future__ import annotations

import os
import re
import resource
import signal
import string
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from cmkb.build import compile_site
from cmkb.model.codes import CODES
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from tests.attacks import fuzzing

TODAY = date(2026, 11, 23)
AT_ONCE = 40  # notes in a vault: they meet each other, too
LONG_RUN = int(os.environ.get("CMKB_FUZZ", "20000"))
PATIENCE = 120  # seconds for a vault of AT_ONCE notes before it counts as hanging; it takes one or two
BOUNDS = (
    "L6.most",
    "L6.least",
)  # notices of a figure beyond what the playbook wants: the bound is all there is to say
_CHINESE = re.compile("[\u4e00-\u9fff]")


def site_of(folder: Path, numbers: range) -> tuple[Problem, ...]:
    """Builds the vault of these notes, renders every page, and gives the problems."""
    for number in numbers:
        path, data = fuzzing.note(number)
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    site = compile_site(folder, Settings(), TODAY)
    for page in site.pages:
        page.render()
    return site.problems


def wrong_in(problem: Problem) -> str:
    """What is missing in what is said of a problem."""
    message = problem.message()
    if problem.text not in CODES or not re.fullmatch(r"[A-Z]\d{1,2}", problem.code):
        return "code"
    if problem.line < 1 or problem.column < 1:
        return "place"
    if not problem.path or "\\" in problem.path or problem.path.startswith(("/", "..")):
        return "path"
    if problem.text in BOUNDS:
        return ""
    if len(_CHINESE.findall(message)) < 3 or not re.search("[：，；]|要写|只能|写成", message):
        return "sentence and hint"
    if re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", problem.line_of_text()):
        return "one clean line"
    return ""


def test_mutated_and_made_up_notes_are_read_and_rendered(tmp_path: Path) -> None:
    problems: set[Problem] = set()
    for start in range(0, 200, AT_ONCE):
        problems.update(site_of(tmp_path / str(start), range(start, start + AT_ONCE)))
    assert len({p.text for p in problems}) > 30  # they do reach far into what is read
    assert [(wrong_in(p), p.line_of_text()) for p in problems if wrong_in(p)] == []


def test_every_problem_has_a_chinese_sentence_with_a_hint() -> None:
    for text, code in CODES.items():
        names = {name: name for _, name, _, _ in string.Formatter().parse(code.zh) if name}
        english = {name for _, name, _, _ in string.Formatter().parse(code.en) if name}
        assert set(names) == english, text
        assert wrong_in(Problem("a.md", 1, 1, text, tuple(names.items()))) == "", text


@contextmanager
def patience(seconds: int) -> Iterator[None]:
    def give_up(number: int, frame: object) -> None:
        raise AssertionError(f"hangs: not done after {seconds} s")

    former = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, former)


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no alarm here")
def test_twenty_thousand_notes(tmp_path: Path) -> None:
    """Prints the slowest vault and the memory of the whole run."""
    slowest, at, seen = 0.0, 0, 0
    for start in range(0, LONG_RUN, AT_ONCE):
        folder = tmp_path / str(start)
        begun = time.perf_counter()
        with patience(PATIENCE):
            try:
                problems = site_of(folder, range(start, start + AT_ONCE))
            except Exception as error:
                error.add_note(f"notes {start} to {start + AT_ONCE}")
                raise
        bad = [(wrong_in(p), p.line_of_text()) for p in problems if wrong_in(p)]
        assert bad == [], start
        seen += len(problems)
        if (took := time.perf_counter() - begun) > slowest:
            slowest, at = took, start
        for file in folder.rglob("*.md"):
            file.unlink()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{LONG_RUN} notes, {seen} problems, slowest {AT_ONCE} at {at}: {slowest:.1f} s, memory {memory} MB"
    )
    assert memory < 2000
