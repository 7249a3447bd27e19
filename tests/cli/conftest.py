from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cmkb.cli.main import main

TODAY = "2026-11-23"  # a Monday


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def cmkb() -> Callable[..., Ran]:
    """`cmkb(folder, "show", "王芳")` on 2026-11-23, unless `today` says otherwise or is None."""

    def run(folder: Path, *args: str, today: str | None = TODAY) -> Ran:
        more = ["--today", today] if today else []
        result = CliRunner().invoke(main, [*args, "--vault", str(folder), *more], catch_exceptions=False)
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """The real program: `process("today", cwd=folder, NO_COLOR="1")`."""

    def run(*args: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
        env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8")}
        return subprocess.run(
            [sys.executable, "-m", "cmkb.cli", *args],
            cwd=cwd or tmp_path,
            env=env | environment,
            capture_output=True,
            timeout=60,
            check=False,
        )

    return run
