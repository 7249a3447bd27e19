"""A command as it is called, in this process."""

from __future__ import annotations

from dataclasses import dataclass

from click.testing import CliRunner

from cmkb.cli.main import main


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str


def run(*arguments: str) -> Ran:
    result = CliRunner().invoke(main, list(arguments))
    return Ran(result.exit_code, result.stdout, result.stderr)
