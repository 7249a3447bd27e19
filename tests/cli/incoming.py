"""A vault to import into, and the files that come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl

Run = Callable[..., Any]
Draw = Callable[[str], Path]
VAULT = """
    === clients/王芳-8899.md
    ---
    编号: "0012345"
    姓名: 王芳   # 大客户
    电话: 138 0000 8899
    等级: 金卡
    资产: 86万
    家庭情况: 先生在公交公司，女儿读高一
    爱好: [广场舞, "养兰花"]
    ---

    # 正文 不动
    - [ ] 送方案 📅 2026-11-23
    === clients/李强.md
    ---
    name: 李强
    phones: ["13900001111"]
    ---
    === clients/无号.md
    ---
    姓名: 无号
    ---
"""


def notes(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in (folder / "clients").rglob("*.md")}


def workbook(target: Path, *rows: tuple[Any, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(target)
    return target


def text(target: Path, content: str, encoding: str = "utf-8") -> Path:
    target.write_bytes(content.encode(encoding))
    return target
