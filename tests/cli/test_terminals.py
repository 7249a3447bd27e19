"""The real program on awkward terminals: GBK consoles, closed pipes, narrow windows, hostile names."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cmkb.cli.output import width

Draw = Callable[[str], Path]
Process = Callable[..., Any]

VAULT = """
    === mkdocs.yml
    plugins:
      - cmkb:
          today: 2026-11-23
    === clients/王芳.md
    ---
    姓名: 王芳
    等级: 金卡
    ---
    - [ ] 送生日🎂花，说“多谢”，再问一遍女儿什么时候回国，要不要一起把明年的学费先锁定 📅 2026-11-20
    看 [[李雷]]
    """


def test_a_gbk_console_shows_what_it_can(vault: Draw, process: Process) -> None:
    ran = process("today", cwd=vault(VAULT), PYTHONIOENCODING="gbk")
    assert ran.returncode == 0
    assert "送生日?花，说“多谢”" in ran.stdout.decode("gbk")
    assert "找不到 [[李雷]]" in ran.stderr.decode("gbk")


def test_json_is_utf_8_on_a_gbk_console_too(vault: Draw, process: Process) -> None:
    ran = process("follow-ups", "--json", cwd=vault(VAULT), PYTHONIOENCODING="gbk")
    assert "送生日🎂花" in json.loads(ran.stdout.decode("utf-8"))[0]["title"]
    assert "王芳".encode() in ran.stdout  # not \uXXXX


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: pipes of bash are asked here")
def test_a_closed_pipe_is_no_error(vault: Draw) -> None:
    lines = "".join(f"- [ ] 第 {n} 件事 📅 2026-11-20\n" for n in range(3000))
    folder = vault(f"=== clients/王芳.md\n{lines}")
    command = (
        f"{sys.executable} -m cmkb.cli follow-ups --today 2026-11-23 | head -n 1; echo ${{PIPESTATUS[0]}}"
    )
    ran = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout == "2026年11月23日　星期一\n0\n"
    assert ran.stderr == ""


@pytest.mark.parametrize("columns", [30, 80, 200])
def test_no_line_is_wider_than_the_terminal(
    vault: Draw, cmkb: Process, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    folder = vault(VAULT)
    for command in ("today", "follow-ups", "show 王芳", "find 学费", "playbook list", "playbook show"):
        out = cmkb(folder, *command.split()).out
        assert max(map(width, out.splitlines())) <= columns
        assert "\x1b" not in out  # a pipe is no terminal: no colours


def on_a_terminal(folder: Path, *args: str, **environment: str) -> str:
    """What the program writes when its output is a terminal."""
    pty = pytest.importorskip("pty", reason="skipped: no pseudo-terminals here")
    parent, child = pty.openpty()
    env = {**os.environ, "TERM": "xterm", **environment}
    ran = subprocess.Popen([sys.executable, "-m", "cmkb.cli", *args], cwd=folder, stdout=child, env=env)
    os.close(child)
    out = b""
    try:
        while piece := os.read(parent, 65536):
            out += piece
    except OSError:  # Linux reports the end of a terminal so
        pass
    ran.wait(60)
    os.close(parent)
    return out.decode()


def test_colours_for_people_and_not_where_they_are_not_wanted(vault: Draw) -> None:
    folder = vault(VAULT)
    assert "\x1b[31m逾期 3 天\x1b[0m" in on_a_terminal(folder, "today", NO_COLOR="")
    assert "\x1b" not in on_a_terminal(folder, "today", NO_COLOR="1")
    assert "\x1b" not in on_a_terminal(folder, "today", NO_COLOR="", TERM="dumb")


HOSTILE = """
    === clients/王芳.md
    ---
    name: "\\e[2J\\e]0;owned\\a王芳\\u202e"
    ---
    - [ ] 送\x9b31m资料\x1b[5m 📅 2026-11-20
    [[\x1b[31m李雷]]
    """


def test_notes_cannot_command_the_terminal(vault: Draw, cmkb: Process) -> None:
    folder = vault(HOSTILE)
    for command in (
        ["today"],
        ["follow-ups"],
        ["show", "王芳"],
        ["find", "资料"],
        ["check"],
        ["show", "\x1b[2J"],
    ):
        for more in ([], ["--json"]):
            ran = cmkb(folder, *command, *more)
            assert ran.out or ran.err
            assert not set(ran.out + ran.err) & set("\x1b\x9b\x07\u202e")


def test_the_version_comes_at_once() -> None:
    """Starting must not import what only the site needs."""
    heavy = ("mkdocs", "jinja2", "rich", "comrak", "pypinyin", "yaml", "cmkb.build")
    code = (
        "import sys; from cmkb.cli.main import main\n"
        "try: main(['--version'])\n"
        f"except SystemExit: print([m for m in {heavy!r} if m in sys.modules])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stdout.splitlines()[1:] == ["[]"]


def test_today_does_not_wait_for_the_site_generator(vault: Draw) -> None:
    heavy = ("mkdocs", "jinja2", "rich", "comrak", "pypinyin")
    code = (
        "import sys; from cmkb.cli.main import main\n"
        "try: main(['today', '--json'])\n"
        f"except SystemExit: print([m for m in {heavy!r} if m in sys.modules], file=sys.stderr)"
    )
    folder = vault("=== clients/王芳.md\n# 王芳\n")
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.stderr == "[]\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="skipped: no /dev/full here")
def test_a_full_disk_is_one_line(vault: Draw) -> None:
    command = f"{sys.executable} -m cmkb.cli today > /dev/full"
    ran = subprocess.run(
        ["bash", "-c", command], cwd=vault(VAULT), capture_output=True, timeout=60, check=False
    )
    assert ran.returncode == 2
    assert ran.stderr.decode().splitlines()[-1] == "cmkb: 磁盘满了 (the disk is full)"


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: a shell of Windows cannot close a stream")
def test_closed_streams(vault: Draw) -> None:
    command = f"{sys.executable} -m cmkb.cli today >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], cwd=vault(VAULT), timeout=60, check=False).returncode == 0
