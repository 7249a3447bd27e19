"""A vault is drawn in a test as its files look, one after the other:

=== clients/王芳.md
---
等级: 金卡
---
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]]
"""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import dedent

import hypothesis
import pytest

# The key with which caches are sealed is made anew, and the user's own is let alone. Set before anything is collected:
# some modules read a vault for their parameters, and a process keeps the key that it found first. A process that a
# test starts has been given its own.
if "CMKB_TESTS_STATE" not in os.environ:
    _STATE = TemporaryDirectory(prefix="cmkb-tests-")
    for _name in ("CMKB_TESTS_STATE", "XDG_STATE_HOME", "LOCALAPPDATA"):
        os.environ[_name] = _STATE.name

# A suite that a shell started in the background ignores Ctrl-C, and so would the servers that it stops with it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

CONFIG = "site_name: 试用\nplugins:\n  - cmkb\n"

_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)


def draw(folder: Path, drawing: str) -> Path:
    """Writes the drawing's files; a mkdocs.yml that is not drawn is a plain one."""
    _, *parts = _FILE.split(dedent(drawing).lstrip("\n"))
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    for path, text in {"mkdocs.yml": CONFIG, **files}.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def vault(tmp_path: Path) -> Callable[[str], Path]:
    """`vault(drawing)` writes a vault and gives its folder."""
    return lambda drawing: draw(tmp_path / "vault", drawing)


# How long an example takes says more about the machine than about the code. The same examples in each run, so that
# `make test` means the same on every machine; `make test-long` looks for new ones.
hypothesis.settings.register_profile("cmkb", deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("CMKB_HYPOTHESIS", "cmkb"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Cases found in a folder that moved are none, and such a test cannot fail: it must say itself when it may be skipped."""
    for item in items:
        reasons = [str(mark.kwargs.get("reason")) for mark in item.iter_markers("skip")]
        if any("empty parameter set" in one for one in reasons) and not item.get_closest_marker("skipif"):
            raise pytest.UsageError(f"{item.nodeid} has no cases")
