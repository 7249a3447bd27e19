"""五分钟上手, word for word in an empty folder: at its end the first own client is on the Today page."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cmkb
from manual.examples import DOCS, commands, said

PAGE = (DOCS / "start.md").read_text(encoding="utf-8")


def test_the_first_client_is_on_the_today_page(tmp_path: Path) -> None:
    program = tmp_path / "bin" / "cmkb"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cmkb.cli "$@"\n')
    program.chmod(0o755)
    empty = tmp_path / "empty"
    empty.mkdir()
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "PYTHONPATH": str(Path(cmkb.__file__).parents[1])}
    script = "\n".join(commands(PAGE))
    ran = subprocess.run(
        ["sh", "-e"],
        input=script.encode(),
        cwd=empty,
        env=environment,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    lines = [" ".join(line.split()) for line in ran.stdout.decode().splitlines()]
    for line in said(PAGE, "cmkb today"):
        assert " ".join(line.split()) in lines
    today = (empty / "我的客户" / "site" / "index.html").read_text(encoding="utf-8")
    assert "王芳" in today
    assert "17:30" in today
    assert (empty / "我的客户" / "site" / "clients" / "王芳.html").exists()


def test_each_of_the_three_ways_to_install_is_said_for_each_system() -> None:
    for words in ("pipx install .", "uv tool install .", "pip install .", "Windows", "macOS", "Linux"):
        assert words in PAGE
