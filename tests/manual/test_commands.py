"""Every command and option is on the page of commands, and its examples work."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cmkb.cli.main import main
from manual.commands import all_commands, commands_page, examples, options_of

COMMANDS = dict(all_commands())
TODAY = "2026-11-23"


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_or_option_is_undocumented(name: str) -> None:
    sections = dict(
        re.findall(r"^#{2,3} cmkb (.+?)\n(.*?)(?=^#{2,3} cmkb |\Z)", commands_page(), re.M | re.S)
    )
    section = sections[name]
    options = options_of(name, COMMANDS[name])
    assert [o.opts[-1] for o in options if o.opts[-1] not in section] == []
    assert [o.opts[-1] for o in options if not o.help] == [], "an option without its line of help"
    assert examples().get(name), "a command without an example"


def test_no_example_is_of_a_command_that_is_gone() -> None:
    assert set(examples()) <= set(COMMANDS)


def test_each_example_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    runner = CliRunner()
    assert runner.invoke(main, ["init", str(tmp_path / "v"), "--sample", "--today", TODAY]).exit_code == 0
    monkeypatch.chdir(tmp_path / "v")
    failed = []
    for name, shown in examples().items():
        for example in shown:
            program, *args = shlex.split(example["run"].replace("{number}", _first_task(runner)))
            assert program == "cmkb"
            assert args[: len(name.split())] == name.split(), example
            if example.get("waits"):
                continue
            day = [] if "--today" in args or name.split()[0] in ("playbook", "init") else ["--today", TODAY]
            front = [] if name in ("report", "playbook") else day
            result = runner.invoke(main, [*front, *args], catch_exceptions=False)
            if result.exit_code != example.get("code", 0):
                failed.append((example["run"], result.exit_code, result.output))
    assert failed == []


def _first_task(runner: CliRunner) -> str:
    """Its number in the list, as somebody reads it off the terminal."""
    listed = runner.invoke(main, ["follow-ups", "--today", TODAY]).stdout
    found = re.search(r"#(\d+)", listed)
    assert found
    return found[1]
