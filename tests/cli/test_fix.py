"""`cmkb check --fix`: first shown, then written, then taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

VAULT = """
=== clients/王芳.md
---
姓名：王芳
资产: 20万
---
- [ ] 送资料 📅 2026-11-27 给她
=== clients/李强.md
---
姓名: 李强
---
"""


def test_a_dry_run_shows_each_line_and_writes_nothing(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    file = folder / "clients/王芳.md"
    before = file.read_bytes()
    ran = cmkb(folder, "check", "--fix", "--dry-run")
    assert ran.out.split("\n")[:10] == [
        "clients/王芳.md",
        "@@ -2,2 +2,2 @@",
        "-姓名：王芳",
        "-资产: 20万",
        "+姓名: 王芳",
        "+资产: 200000",
        "@@ -5 +5 @@",
        "-- [ ] 送资料 📅 2026-11-27 给她",
        "+- [ ] 送资料 给她 📅 2026-11-27",
        "会改 1 个文件，还什么都没写",
    ]
    assert ran.code == 1
    assert file.read_bytes() == before
    assert not (folder / ".cmkb").exists()


def test_mended_once_there_is_nothing_left(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(VAULT)
    file = folder / "clients/王芳.md"
    before = file.read_bytes()
    ran = cmkb(folder, "check", "--fix")
    assert ran.code == 0, ran.err
    assert file.read_text("utf-8") == (
        "---\n姓名: 王芳\n资产: 200000\n---\n- [ ] 送资料 给她 📅 2026-11-27\n"
    )
    again = cmkb(folder, "check", "--fix", "--json")
    assert again.json["changed"] == []
    cmkb(folder, "undo")
    assert file.read_bytes() == before
