"""A build that takes longer than a second says on a terminal how far it is; elsewhere it says nothing."""

from __future__ import annotations

import io
from threading import Event

import pytest

from cmkb.cli import progress
from cmkb.cli.progress import build_progress
from cmkb.locales import translator

SAY = translator("zh")


class Terminal(io.StringIO):
    """Where a person looks; `seen` is set when something was written."""

    def __init__(self, looks: bool = True) -> None:
        super().__init__()
        self.looks = looks
        self.seen = Event()

    def isatty(self) -> bool:
        return self.looks

    def write(self, text: str) -> int:
        written = super().write(text)
        self.seen.set()
        return written


def test_a_long_build_says_what_it_is_at_and_leaves_the_line_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0.001)
    monkeypatch.setattr(progress, "PACE", 0.001)
    with build_progress(SAY) as tell:
        assert terminal.seen.wait(60)
        assert tell is not None
        tell(12, 3000)
        while "12 / 3000" not in terminal.getvalue():
            terminal.seen.clear()
            assert terminal.seen.wait(60)
    said = terminal.getvalue().split("\r")
    assert said[1] == "正在读笔记…"
    assert any(text.strip() == "正在写网页 12 / 3000" for text in said)
    assert said[-1] == ""
    assert said[-2].strip() == ""  # wiped: what comes next stands on an empty line


def test_a_short_build_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(progress.sys, "stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 3600)
    with build_progress(SAY) as tell:
        assert tell is not None
        tell(1, 2)
    assert terminal.getvalue() == ""


def test_where_nobody_looks_nothing_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress.sys, "stderr", Terminal(looks=False))
    with build_progress(SAY) as tell:
        assert tell is None
