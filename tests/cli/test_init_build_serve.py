"""Commands that write: a new vault, and its site."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cmkb.cli.main import main

Run = Callable[..., Any]
Draw = Callable[[str], Path]
TODAY = "2027-03-05"
NOTES = """
    === clients/王芳.md
    # 王芳
    === docs/about.md
    # 说明
    """


def test_a_new_vault_answers_at_once(tmp_path: Path, cmkb: Run) -> None:
    folder = tmp_path / "我的 笔记"
    ran = CliRunner().invoke(main, ["init", str(folder), "--today", TODAY])
    assert ran.exit_code == 0, ran.stderr
    assert ran.stdout.startswith(f"建好了 {folder}（")
    assert "cmkb today" in ran.stdout
    ran = cmkb(folder, "today", "--strict", today=TODAY)
    assert (ran.code, ran.err) == (0, "")
    assert "今天没有要办的事" not in ran.out  # a newcomer sees a first client on the first day


def test_a_new_vault_with_the_sample_has_no_problems(tmp_path: Path, cmkb: Run) -> None:
    folder = tmp_path / "vault"
    assert CliRunner().invoke(main, ["init", str(folder), "--sample", "--today", TODAY]).exit_code == 0
    assert cmkb(folder, "check", today=TODAY).code == 0
    kinds = {row["kind"] for row in cmkb(folder, "follow-ups", "--json", today=TODAY).json}
    assert {"appointment", "task", "next", "cadence"} <= kinds


def test_the_folder_may_be_given_as_the_vault(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", "--vault", str(tmp_path / "a")]).exit_code == 0
    assert (tmp_path / "a" / "mkdocs.yml").is_file()


def test_init_never_touches_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "家书.md").write_text("亲爱的", encoding="utf-8")
    ran = CliRunner().invoke(main, ["init", str(tmp_path)])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("cmkb: ")
    assert ran.stderr.count("\n") == 1
    assert [p.name for p in tmp_path.iterdir()] == ["家书.md"]


def test_init_knows_the_playbooks(tmp_path: Path) -> None:
    ran = CliRunner().invoke(main, ["init", str(tmp_path / "a"), "--playbook", "bank-personel"])
    assert ran.exit_code == 2
    assert ran.stderr.startswith("cmkb: 没有工作方法 bank-personel，是不是 bank-personal？")
    assert not (tmp_path / "a").exists()


def test_build(vault: Draw, cmkb: Run, tmp_path: Path) -> None:
    folder = vault(NOTES + "看 [[李雷]]\n")
    ran = cmkb(folder, "build")
    assert ran.code == 0
    assert ran.err == "docs/about.md:2:3: L1 找不到 [[李雷]]：核对名字，或新建这个笔记\n"
    assert ran.out.endswith(f"：{folder / 'site' / 'index.html'}\n")
    assert (folder / "site" / "index.html").is_file()
    other = tmp_path / "other"
    assert cmkb(folder, "build", "--site-dir", str(other), "--strict").code == 1
    assert not other.exists()  # --strict does not write a site with problems


def test_a_site_never_replaces_a_folder_of_others(vault: Draw, cmkb: Run, tmp_path: Path) -> None:
    folder = vault(NOTES)
    precious = tmp_path / "照片"
    precious.mkdir()
    (precious / "1.jpg").write_bytes(b"x")
    for target in (precious, folder):
        ran = cmkb(folder, "build", "--site-dir", str(target))
        assert ran.code == 2
        assert ran.err.startswith(f"cmkb: {target}")
    assert [p.name for p in precious.iterdir()] == ["1.jpg"]


def test_a_broken_mkdocs_yml_is_no_traceback(vault: Draw, cmkb: Run) -> None:
    ran = cmkb(vault("=== mkdocs.yml\nsite_name: [\n"), "build")
    assert ran.code == 2
    assert ran.err.startswith("cmkb: ")
    assert "Traceback" not in ran.err


@pytest.mark.skipif(sys.platform == "win32", reason="skipped: no signals to stop the server with")
def test_serve_until_ctrl_c(vault: Draw) -> None:
    folder = vault(NOTES)
    port = 20000 + os.getpid() % 20000
    server = subprocess.Popen(
        [sys.executable, "-m", "cmkb.cli", "serve", "--port", str(port)],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        page = _when_ready(server, f"http://127.0.0.1:{port}/")
        assert "试用" in page
        taken = CliRunner().invoke(main, ["serve", "--vault", str(folder), "--port", str(port)])
        assert taken.exit_code == 2
        assert taken.stderr.startswith("cmkb: 端口被别的程序占用")
    finally:
        server.send_signal(signal.SIGINT)
        output, _ = server.communicate(timeout=300)
    assert b"Traceback" not in output


def _when_ready(server: subprocess.Popen[bytes], address: str) -> str:
    while server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=60) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server ended with {server.returncode}")
