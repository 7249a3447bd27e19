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
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import hypothesis
import pytest

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


@pytest.fixture(autouse=True, scope="session")
def _a_home_of_the_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The key with which caches are sealed is made anew, and the user's own is let alone."""
    os.environ["XDG_STATE_HOME"] = os.environ["LOCALAPPDATA"] = str(tmp_path_factory.mktemp("state"))


# How long an example takes says more about the machine than about the code. The same examples in each run, so that
# `make test` means the same on every machine; `make test-long` looks for new ones.
hypothesis.settings.register_profile("cmkb", deadline=None, derandomize=True)
hypothesis.settings.register_profile("long", deadline=None, max_examples=1000)
hypothesis.settings.load_profile(os.environ.get("CMKB_HYPOTHESIS", "cmkb"))
