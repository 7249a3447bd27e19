"""The files of the Windows bundle, by the rules of cmd.exe and Notepad. Nothing here has run on Windows."""

from __future__ import annotations

import re
from pathlib import PureWindowsPath

import pytest

from windows_bundle.folder.cmkb import launch
from windows_bundle.folder_files import folder_files

FILES = folder_files()
STARTERS = sorted(name for name in FILES if name.endswith(".cmd"))
MADE_LATER = {r"cmkb\python\python.exe", r"cmkb\venv\Scripts\python.exe"}  # by --with-python, by 安装.cmd


def lines(name: str) -> list[str]:
    return FILES[name].decode("utf-8").split("\r\n")


def test_what_lies_in_the_bundle() -> None:
    assert set(FILES) == {
        "安装.cmd",
        "今日.cmd",
        "记一笔.cmd",
        "说明.txt",
        "cmkb/launch.py",
        "cmkb/no-python.txt",
        "cmkb/not-installed.txt",
    }
    for name in FILES:
        assert not any(PureWindowsPath(part).is_reserved() for part in PureWindowsPath(name).parts)


@pytest.mark.parametrize("name", sorted(FILES))
def test_lines_end_as_on_windows(name: str) -> None:
    assert FILES[name].count(b"\n") == FILES[name].count(b"\r\n") > 0


@pytest.mark.parametrize("name", STARTERS)
def test_the_code_page_is_set_before_the_first_chinese_word_and_those_are_only_shown(name: str) -> None:
    """cmd.exe reads a file in the code page of the moment, and stumbles over a mark at its beginning."""
    assert FILES[name].isascii() or not FILES[name].startswith(b"\xef\xbb\xbf")
    assert lines(name)[:2] == ["@echo off", "chcp 65001 >nul"]
    for line in lines(name):
        assert line.isascii() or line.startswith("echo "), line


@pytest.mark.parametrize("name", STARTERS)
def test_a_folder_with_spaces_or_signs_in_its_name_is_quoted(name: str) -> None:
    for line in lines(name):
        outside = "".join(line.split('"')[::2])
        assert "%~dp0" not in outside, line
        assert line.count('"') % 2 == 0, line


@pytest.mark.parametrize("name", STARTERS)
def test_every_file_that_is_named_is_there(name: str) -> None:
    named = {path for line in lines(name) for path in re.findall(r"%~dp0([^\"]+)", line)}
    there = {path.replace("/", "\\") for path in FILES} | MADE_LATER
    assert named <= there
    assert r"cmkb\launch.py" in named


@pytest.mark.parametrize("name", STARTERS)
def test_every_jump_has_its_label_and_every_label_its_jump(name: str) -> None:
    jumps = {label for line in lines(name) for label in re.findall(r"\bgoto (\w+)", line)}
    labels = [line[1:] for line in lines(name) if line.startswith(":")]
    assert len(labels) == len(set(labels))
    assert jumps == set(labels)


@pytest.mark.parametrize("name", STARTERS)
def test_the_window_stays_open_and_the_result_is_handed_on(name: str) -> None:
    ends = [n for n, line in enumerate(lines(name)) if line.startswith("exit /b")]
    assert [lines(name)[n] for n in ends] == ["exit /b 1", "exit /b %RESULT%"]
    assert all(lines(name)[n - 1] == "pause" for n in ends)


@pytest.mark.parametrize("name", STARTERS)
def test_settings_of_another_python_on_the_machine_do_not_matter(name: str) -> None:
    assert {'set "PYTHONHOME="', 'set "PYTHONPATH="'} < set(lines(name))


@pytest.mark.parametrize(
    ("name", "step"), [("安装.cmd", "install"), ("今日.cmd", "today"), ("记一笔.cmd", "log")]
)
def test_each_starts_its_step(name: str, step: str) -> None:
    steps = {
        words
        for line in lines(name)
        if "exist" not in line
        for words in re.findall(r'cmkb\\launch\.py" (\w+)', line)
    }
    assert steps - {"check"} == {step}
    assert callable(getattr(launch, step))


def test_without_python_it_says_what_to_do() -> None:
    starter = lines("安装.cmd")
    assert r'type "%~dp0cmkb\no-python.txt"' in starter
    text = FILES["cmkb/no-python.txt"].decode("utf-8")
    for words in ("没有找到能用的 Python", "python.org", "不要管理员权限", "--with-python"):
        assert words in text


def test_notepad_shows_the_read_me_in_chinese() -> None:
    assert FILES["说明.txt"].startswith(b"\xef\xbb\xbf")
    text = FILES["说明.txt"].decode("utf-8-sig")
    assert all(name in text for name in STARTERS)
    assert "没有在 Windows 上实际运行过" in text
