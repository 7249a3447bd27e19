"""What the .cmd files start, on this system: the steps are the same, but for the name of a venv's python."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import cmkb
from cmkb.writing.new_vault import new_vault
from windows_bundle.folder_files import folder_files

Launch = Callable[..., subprocess.CompletedProcess[str]]
TODAY = date(2026, 11, 23)


def new_notes(folder: Path) -> None:
    """As `install` makes them, with the day pinned for whoever reads."""
    new_vault(folder, playbook="bank-personal", today=TODAY, sample=False)
    config = folder / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("- cmkb:\n", f"- cmkb:\n      today: {TODAY}\n"), "utf-8"
    )


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """As unpacked by somebody, not installed."""
    folder = tmp_path / "银行 电脑 (1) & 100%" / "cmkb 试用"
    for path, content in folder_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


@pytest.fixture
def launch(bundle: Path, tmp_path: Path) -> Launch:
    """With the Python of the tests, which has cmkb."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\nprintf "%s" "$1" > "{tmp_path}/opened"\n')
    browser.chmod(0o755)
    environment = os.environ | {"PYTHONPATH": str(Path(cmkb.__file__).parents[1]), "BROWSER": str(browser)}

    def started(*words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, str(bundle / "cmkb" / "launch.py"), *words],
            input=typed,
            capture_output=True,
            encoding="utf-8",
            env=environment,
            timeout=120,
            check=False,
        )

    return started


def test_today_is_said_and_the_site_is_opened(bundle: Path, launch: Launch, tmp_path: Path) -> None:
    new_notes(bundle / "我的客户")
    ran = launch("today")
    assert ran.returncode == 0, ran.stderr
    assert "陈小满" in ran.stdout
    index = bundle / "我的客户" / "site" / "index.html"
    assert index.is_file()
    assert (tmp_path / "opened").read_text() == index.as_uri()


def test_lines_are_noted_until_an_empty_one(bundle: Path, launch: Launch) -> None:
    new_notes(bundle / "我的客户")
    ran = launch("log", typed="陈小满 电话 约了周三\n陈小满 微信 发了资料\n\n陈小满 短信 不再记\n")
    assert ran.returncode == 0, ran.stderr
    journals = "".join(f.read_text("utf-8") for f in (bundle / "我的客户" / "journal").rglob("*.md"))
    assert "电话 [[陈小满]] 约了周三" in journals
    assert "微信 [[陈小满]] 发了资料" in journals
    assert "不再记" not in journals


def test_the_window_closed_while_it_asks_is_no_error(bundle: Path, launch: Launch) -> None:
    ran = launch("log", typed="")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_notes_may_lie_elsewhere(bundle: Path, launch: Launch, tmp_path: Path) -> None:
    new_notes(tmp_path / "别处")
    (bundle / "cmkb" / "vault.txt").write_text(f"{tmp_path / '别处'}\r\n", encoding="utf-8-sig")
    assert launch("log", "陈小满 电话 别处的").returncode == 0
    journals = "".join(f.read_text("utf-8") for f in (tmp_path / "别处" / "journal").rglob("*.md"))
    assert "别处的" in journals
    assert not (bundle / "我的客户").exists()


def test_a_python_without_wheels_for_it_is_no_python_to_install_for(bundle: Path, launch: Launch) -> None:
    assert launch("check").returncode == 1
    assert launch("install").returncode == 1
    wheels = bundle / "cmkb" / "wheels"
    wheels.mkdir()
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    (wheels / f"requirements-{version}.txt").write_text("cmkb\n")
    assert launch("check").returncode == 0
