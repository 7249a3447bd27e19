"""A thousand saves in a row under `cmkb serve`: each shows, nothing is lost, neither memory nor folders grow."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from benchmarks.soak import soak
from benchmarks.vault import make_vault

SAVES = int(os.environ.get("CMKB_SAVES", "1000"))


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no signals to stop a server with")
def test_a_thousand_saves_in_a_row(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault", 100)
    done = soak(tmp_path / "vault", tmp_path / "temporary", saves=SAVES)
    first, last = done.samples[len(done.samples) // 10], done.samples[-1]
    print(f"{SAVES} saves: {first.memory // 1024} MB → {last.memory // 1024} MB, growth x{done.growth():.3f}")
    assert done.unseen == []
    assert done.differing == []
    assert done.left == []
    assert done.growth() < 1.15
    assert last.temporary <= first.temporary + 1  # a build may be at work
    assert last.state <= first.state + 2
