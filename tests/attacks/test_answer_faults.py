"""Calls about what cmkb keeps in `.cmkb/` and in the user's home fail while it answers: the answer is the same one, and
so is the next."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from pathlib import Path

import pytest

from cmkb.cached.inputs import LEAST
from tests.attacks.commands import TODAY
from tests.attacks.system_calls import READING, WRITING, Call, Ran, calls_of, can_trace, failing, plain
from tests.conftest import draw

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not can_trace(), reason="skipped: no strace here"),
]
MOST = int(os.environ.get("CMKB_MOST", "4"))  # calls of one name that are made to fail
ERRORS = ("ENOSPC", "EIO", "EACCES", "EROFS")
COMMANDS = ("today", "check", "find 金卡", "show 客户7", "follow-ups --days 30")
VAULT = """
    === clients/王芳.md
    ---
    等级: 金卡
    下次联系: 2026-11-24
    ---
    - [ ] 送资料 📅 2026-11-23 🆔 a1
    """


def drawn(folder: Path) -> Path:
    draw(folder, VAULT)
    for number in range(LEAST):
        (folder / f"clients/客户{number}.md").write_text("---\n等级: 金卡\n---\n[[没有]]\n", "utf-8")
    return folder


def some(calls: list[Call], places: tuple[str, ...]) -> list[Call]:
    kinds: dict[str, list[Call]] = defaultdict(list)
    for call in calls:
        if any(place in call.about for place in places):
            kinds[call.name].append(call)
    return [call for found in kinds.values() for call in found[:: -(-len(found) // MOST)]]


@pytest.mark.parametrize("kept", ["nothing is kept", "an answer is kept"])
@pytest.mark.parametrize("words", COMMANDS)
def test_a_call_that_fails_about_what_is_kept_changes_no_answer(
    words: str, kept: str, tmp_path: Path
) -> None:
    folder, state = drawn(tmp_path / "v"), tmp_path / "state"
    environment = {"XDG_STATE_HOME": str(state)}
    command = [*words.split(), "--vault", str(folder), "--today", TODAY]

    def begin() -> None:
        for place in (folder / ".cmkb", state):
            shutil.rmtree(place, ignore_errors=True)
        if kept != "nothing is kept":
            plain(command, environment)

    def answer(ran: Ran) -> tuple[int, str]:
        return ran.code, ran.out

    begin()
    calls, ran = calls_of(command, environment, tmp_path / "trace", (*WRITING, *READING))
    right = answer(ran)
    steps = some(calls, (str(folder / ".cmkb"), str(state)))
    print(f"{words}: {len(steps)} faults")
    assert steps
    assert right[1]
    for number, call in enumerate(steps):
        begin()
        error = ERRORS[number % 4]
        ran = failing(command, environment, call, error, trace=tmp_path / "trace")
        if str(tmp_path) in ran.hit and "/clients/" not in ran.hit:
            assert answer(ran) == right, (error, ran)
            assert "Traceback" not in ran.err, (error, ran)
        assert answer(plain(command, environment)) == right, (error, ran)
