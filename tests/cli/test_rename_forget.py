"""`cmkb rename`, `cmkb forget`, `cmkb backup`."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

VAULT = """
=== clients/王芳.md
---
姓名: 王芳
别名: [王姐]
电话: 13800008899
---
![[合同.png]] ![[大家的.png]]
=== clients/李强.md
---
姓名: 李强
推荐人: "[[王芳]]"
---
见 [她](王芳.md#跟进)，也叫 [[王姐]]，[[王芳|芳]] ![[大家的.png]]
=== clients/王芳家.md
---
类型: 家庭
成员: ["[[王芳]]", "[[李强]]"]
---
=== journal/2026/2026-11-20.md
## 计划

- 电话 [[王芳]] 说存单

## 记录

- 10:00 电话 [[王芳]] 婆婆住院了 [时长:: 3] [结果:: 同意] [地点:: 家里]
    - 改进: 太快
- 11:00 成交 [[王芳]] 她说要存 [金额:: 20万]
- 12:00 拜访 [[王芳]] [[李强]] 一家都在
- 13:00 电话 [[李强]] 说起王芳

| 时间 | 方式 | 客户 | 结果 | 备注 |
|---|---|---|---|---|
| 15:30 | 电话 | 王芳 | 同意 | 私房话 |

- [ ] 给[[王芳]]送伞 📅 2026-11-24
"""


@pytest.fixture
def folder(vault: Callable[[str], Path]) -> Path:
    made = vault(VAULT)
    (made / "attachments").mkdir()
    for name in ("合同.png", "大家的.png"):
        (made / "attachments" / name).write_bytes(b"png")
    return made


def text(folder: Path, path: str) -> str:
    return (folder / path).read_text("utf-8")


def test_a_client_gets_a_number_and_all_links_follow(folder: Path, cmkb: Callable[..., Any]) -> None:
    old = {p: p.read_bytes() for p in folder.rglob("*.md")}
    ran = cmkb(folder, "rename", "王芳", "王芳-8899")
    assert ran.code == 0, ran.err
    assert text(folder, "clients/王芳-8899.md") == old[folder / "clients/王芳.md"].decode()
    assert not (folder / "clients/王芳.md").exists()
    li = text(folder, "clients/李强.md")
    assert '推荐人: "[[王芳-8899]]"' in li
    assert "[她](王芳-8899.md#跟进)，也叫 [[王姐]]，[[王芳-8899|芳]]" in li
    assert "- 11:00 成交 [[王芳-8899]] 她说要存 [金额:: 20万]" in text(folder, "journal/2026/2026-11-20.md")
    assert cmkb(folder, "show", "王芳", "--json").json["path"] == "clients/王芳-8899.md"
    cmkb(folder, "undo")
    assert {p: p.read_bytes() for p in folder.rglob("*.md")} == old


def test_a_new_name_is_the_clients_name_too(folder: Path, cmkb: Callable[..., Any]) -> None:
    cmkb(folder, "rename", "王芳", "王方")
    assert text(folder, "clients/王方.md").startswith("---\n姓名: 王方\n别名: [王姐]\n")
    assert "| 15:30 | 电话 | 王方 |" in text(folder, "journal/2026/2026-11-20.md")


@pytest.mark.parametrize(
    ("name", "said"), [("李强", "已经有“李强”"), ("王芳", "本来就叫"), ("...", "不能当文件名")]
)
def test_names_that_cannot_be(folder: Path, cmkb: Callable[..., Any], name: str, said: str) -> None:
    ran = cmkb(folder, "rename", "王芳", name)
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert (folder / "clients/王芳.md").exists()


def totals(folder: Path, cmkb: Callable[..., Any]) -> list[tuple[str, object]]:
    kpis = cmkb(folder, "report", "day", "2026-11-20", "--json").json["kpis"]
    return [(kpi["key"], kpi["actual"]) for kpi in kpis]


def test_a_forgotten_client_is_nowhere_and_the_totals_hold(folder: Path, cmkb: Callable[..., Any]) -> None:
    cmkb(folder, "log", "王芳", "电话", "说了私事")
    (folder / "site").mkdir()
    (folder / "site/.cmkb-site").write_text("cmkb\n")
    (folder / "site/index.html").write_text("王芳")
    before = totals(folder, cmkb)
    ran = cmkb(folder, "forget", "王芳", "--yes", "--json")
    assert ran.code == 0, ran.err
    assert ran.json["removed"] == ["clients/王芳.md", "attachments/合同.png"]
    assert not (folder / "site").exists()
    assert (folder / "attachments/大家的.png").exists()
    assert totals(folder, cmkb) == before
    assert ran.json["days_with_other_totals"] == []
    journal = text(folder, "journal/2026/2026-11-20.md")
    for line in (
        "- 10:00 电话 已删除客户 [时长:: 3] [结果:: 同意]\n- 11:00 成交 已删除客户 [金额:: 200000]\n",
        "- 12:00 拜访 [[李强]] 已删除客户\n",
        "- 13:00 电话 [[李强]] 说起已删除客户\n",
        "| 15:30 | 电话 | 已删除客户 | 同意 |  |",
        "- 电话 已删除客户\n",
        "- [ ] 已删除客户 📅 2026-11-24\n",
    ):
        assert line in journal
    for file in folder.rglob("*"):
        if file.is_file():
            data = file.read_bytes()
            for word in ("13800008899", "婆婆", "私房话", "私事"):
                assert word.encode() not in data, file
            assert "王芳".encode() not in data or file.name == "王芳家.md", file
    assert cmkb(folder, "undo").code == 2, "there is nothing to take back"
    assert "L1" not in cmkb(folder, "check").err.replace("L1 找不到 [[王姐]]", "")


def test_nobody_is_forgotten_by_accident(folder: Path, cmkb: Callable[..., Any]) -> None:
    old = {p: p.read_bytes() for p in folder.rglob("*.md")}
    assert cmkb(folder, "forget", "王芳").code == 2
    shown = cmkb(folder, "forget", "王芳", "--dry-run").out
    assert "会删掉：\n  clients/王芳.md\n  attachments/合同.png\n" in shown
    assert "同步软件的历史版本和回收站" in shown
    assert {p: p.read_bytes() for p in folder.rglob("*.md")} == old


def test_a_backup_holds_every_file_and_is_never_written_over(
    folder: Path, cmkb: Callable[..., Any], tmp_path: Path
) -> None:
    cmkb(folder, "log", "王芳", "电话", "来")
    target = tmp_path / "out" / "b.zip"
    ran = cmkb(folder, "backup", str(target), "--json")
    with zipfile.ZipFile(target) as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}
    outside = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and ".cmkb" not in p.parts
    }
    assert inside == outside
    assert json.loads(ran.out)["files"] == len(outside)
    assert target.stat().st_mode & 0o077 == 0
    assert cmkb(folder, "backup", str(target)).code == 2
    assert [p.name for p in target.parent.iterdir()] == ["b.zip"]
    assert cmkb(folder, "backup", str(folder / "clients/b.zip")).code == 2
