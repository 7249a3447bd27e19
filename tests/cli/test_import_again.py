"""Our own export comes in again: what was edited changes, and nothing else."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from cmkb.writing.changes import take_back
from tests.cli.incoming import VAULT, Draw, Run, notes, text


@pytest.mark.parametrize("kind", ["xlsx", "csv", "vcf"])
def test_out_and_in_again_changes_nothing(cmkb: Run, vault: Draw, tmp_path: Path, kind: str) -> None:
    root = vault(VAULT)
    before = notes(root)
    target = tmp_path / f"x.{kind}"
    cmkb(root, "export", kind, "--output", str(target))
    ran = cmkb(root, "import", str(target))
    assert ran.out.startswith("新建 0，更新 0，没有变化 3，没导入 0"), ran.out
    assert notes(root) == before


def test_only_the_edited_cells_change(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    target = tmp_path / "x.xlsx"
    cmkb(root, "export", "xlsx", "--output", str(target))
    book = openpyxl.load_workbook(target)
    sheet = book["客户"]
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[heads.index("姓名")].value == "王芳")
    row[heads.index("资产")].value = 900000
    row[heads.index("家庭情况")].value = None
    book.save(target)
    before = notes(root)
    ran = cmkb(root, "import", str(target), "--dry-run")
    assert notes(root) == before
    assert "资产 860000 → 900000" in ran.out
    ran = cmkb(root, "import", str(target))
    assert "1 个清空的格子没有清掉笔记里的内容" in ran.out
    old = before["clients/王芳-8899.md"].decode()
    assert notes(root) == before | {
        "clients/王芳-8899.md": old.replace("资产: 86万", "资产: 900000").encode()
    }
    cmkb(root, "import", str(target), "--clear")
    cleared = old.replace("资产: 86万", "资产: 900000").replace("家庭情况: 先生在公交公司，女儿读高一\n", "")
    assert notes(root)["clients/王芳-8899.md"].decode() == cleared
    assert "没有变化 3" in cmkb(root, "import", str(target), "--clear").out
    take_back(root)
    take_back(root)
    assert notes(root) == before


def test_a_masked_export_does_not_mask_the_notes(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    before = notes(root)
    target = tmp_path / "x.csv"
    cmkb(root, "export", "csv", "--mask", "--output", str(target))
    assert "138****8899" in target.read_text("utf-8-sig")
    cmkb(root, "import", str(target))
    assert notes(root) == before


def test_windows_line_ends_and_gbk_notes_stay_what_they_are(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    note = root / "clients/李强.md"
    note.write_bytes("---\r\n姓名: 李强\r\n电话: 13900001111\r\n---\r\n正文\r\n".encode("gb18030"))
    source = text(tmp_path / "x.csv", "姓名,电话,资产\n李强,13900001111,5万\n")
    cmkb(root, "import", str(source))
    assert note.read_bytes().decode("gb18030") == (
        "---\r\n姓名: 李强\r\n电话: 13900001111\r\n资产: 50000\r\n---\r\n正文\r\n"
    )
