"""`cmkb export`: what goes out is read back by another program."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import vobject
from built import broken_links, requests

Run = Callable[..., Any]
Draw = Callable[[str], Path]
SAMPLE = Path(__file__).resolve().parents[2]

VAULT = """
    === clients/王芳-8899.md
    ---
    编号: "0012345"
    姓名: 王芳
    称呼: 王姐
    生日: 1968-03-21
    电话: [138 0000 8899, "+852 2345 6789"]
    等级: 金卡
    资产: 86万
    单位: =HYPERLINK("http://x.example","点我")
    职业: "@会计"
    证件号: "11010519491231002X"
    宠物: 猫
    ---
    ## 持有
    - [[稳盈90天]] [金额:: 20万] [到期:: 2026-12-05]
    ## 跟进
    - [ ] 送方案 📅 2026-11-23 🆔 wf01
    === clients/李强.md
    ---
    姓名: 李强
    电话: -5
    ---
    === docs/products/稳盈90天.md
    # 稳盈90天
    === journal/2026/2026-11-20.md
    ## 记录
    - 10:15 电话 [[王芳-8899]] +涨了吗 [结果:: 接通] [时长:: 3]
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_csv_opens_in_excel_and_nothing_in_it_is_computed(cmkb: Run, vault: Draw) -> None:
    ran = cmkb(vault(VAULT), "export", "csv")
    assert ran.code == 0
    assert ran.out.startswith("\ufeff编号,姓名,")
    li, wang = rows(ran.out)
    assert wang["编号"] == "0012345"
    assert wang["单位"].startswith("'=HYPERLINK")
    assert wang["职业"] == "'@会计"
    assert wang["资产"] == "860000"
    assert wang["宠物"] == "猫"
    assert wang["笔记"] == "clients/王芳-8899.md"
    assert li["姓名"] == "李强"
    assert "11010519491231002X" not in ran.out


@pytest.mark.parametrize(
    ("name", "heads", "count"),
    [
        ("holdings", ["客户", "产品", "金额", "到期", "笔记"], 1),
        ("records", ["日期", "时间", "方式", "客户", "内容", "数量"], 1),
        ("follow-ups", ["日期", "时间", "类别", "客户", "事情", "原因", "逾期天数", "笔记"], 3),
    ],
)
def test_csv_of_the_other_lists(cmkb: Run, vault: Draw, name: str, heads: list[str], count: int) -> None:
    found = rows(cmkb(vault(VAULT), "export", "csv", "--list", name).out)
    assert list(found[0])[: len(heads)] == heads
    assert len(found) >= count - 2
    if name == "records":
        assert found[0]["内容"] == "'+涨了吗"


def test_xlsx_has_typed_columns_and_phones_as_text(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    target = tmp_path / "客户.xlsx"
    ran = cmkb(vault(VAULT), "export", "xlsx", "--output", str(target))
    assert ran.code == 0
    assert "只给自己用" in ran.err
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["客户", "持有", "记录", "跟进", "说明"]
    sheet = book["客户"]
    heads = [cell.value for cell in sheet[1]]
    wang = {head: sheet.cell(3, n + 1) for n, head in enumerate(heads)}
    assert wang["电话"].value == "13800008899、+85223456789"
    assert wang["电话"].number_format == "@"
    assert wang["编号"].value == "0012345"
    assert wang["资产"].value == 860000
    assert wang["生日"].is_date
    assert wang["单位"].data_type == "s"
    assert sheet.freeze_panes == "C2"
    assert str(book["说明"]["A1"].value).startswith("私密")
    assert book.properties.category == "private"


def test_xlsx_and_markdown_want_a_path(cmkb: Run, vault: Draw) -> None:
    for kind in ("xlsx", "markdown"):
        ran = cmkb(vault(VAULT), "export", kind)
        assert (ran.code, ran.out) == (2, "")
        assert "--output" in ran.err


@pytest.mark.parametrize("kind", ["csv", "xlsx", "vcf", "json", "phone", "ics", "markdown"])
@pytest.mark.parametrize("folder", ["docs/products", "docs/scripts", "clients", "docs"])
def test_nothing_is_exported_among_the_notes_or_into_what_is_shared(
    cmkb: Run, vault: Draw, kind: str, folder: str
) -> None:
    root = vault(VAULT)
    before = {p: p.read_bytes() for p in root.rglob("*") if p.is_file()}
    ran = cmkb(root, "export", kind, "--output", str(root / folder / f"x.{kind}"))
    assert ran.code == 2
    assert {p: p.read_bytes() for p in root.rglob("*") if p.is_file()} == before


def test_nothing_is_exported_into_a_shared_folder_of_ones_own(cmkb: Run, vault: Draw) -> None:
    root = vault(
        VAULT
        + """
    === mkdocs.yml
    site_name: 试用
    plugins:
      - cmkb:
          share: [公开/话术]
    """
    )
    for kind in ("csv", "markdown"):
        ran = cmkb(root, "export", kind, "--output", str(root / "公开/话术/x"))
        assert ran.code == 2
        assert "分享" in ran.err
    assert not (root / "公开").exists()


def test_vcards_are_read_by_another_program(cmkb: Run, vault: Draw) -> None:
    ran = cmkb(vault(VAULT), "export", "vcf")
    cards = list(vobject.readComponents(ran.out))
    wang = cards[1]
    assert wang.fn.value == "王芳"
    assert [tel.value for tel in wang.contents["tel"]] == ["13800008899", "+85223456789"]
    assert wang.tel.type_param == "CELL"
    assert wang.bday.value == "1968-03-21"
    assert wang.uid.value == "0012345"
    assert getattr(wang, "class").value == "PRIVATE"
    assert cards[0].uid.value == "cmkb:clients/李强.md"


def test_json_has_the_documented_keys(cmkb: Run, vault: Draw) -> None:
    found = cmkb(vault(VAULT), "export", "json").json
    assert (found["format"], found["private"], found["date"]) == (1, True, "2026-11-23")
    wang = found["clients"][1]
    assert wang["fields"]["phones"] == ["13800008899", "+85223456789"]
    assert "id_number" not in wang["fields"]
    assert wang["holdings"][0]["matures"] == "2026-12-05"
    assert found["records"][0]["clients"] == ["clients/王芳-8899.md"]
    assert found["tasks"][0]["id"] == "wf01"
    documented = (SAMPLE / "cmkb/exchange/README.md").read_text("utf-8")
    for key in [*found, *wang, *found["records"][0], *found["tasks"][0], *found["follow_ups"][0]]:
        assert f"`{key}`" in documented, key


def test_masked_exports_hold_no_whole_number(cmkb: Run, vault: Draw) -> None:
    root = vault(VAULT)
    for kind in ("csv", "vcf", "json"):
        out = cmkb(root, "export", kind, "--mask").out
        assert "13800008899" not in out, kind
        assert "138****8899" in out, kind
    assert "王芳" not in cmkb(root, "export", "ics", "--mask").out


def test_ics_is_the_calendar_of_the_site(cmkb: Run, vault: Draw) -> None:
    out = cmkb(vault(VAULT), "export", "ics").out
    assert out.startswith("BEGIN:VCALENDAR")
    assert "送方案" in out


# --- the page for the phone --------------------------------------------------------------------------------------


def test_phone_is_one_file_that_asks_for_nothing(cmkb: Run, vault: Draw) -> None:
    root = vault(VAULT.replace("送方案", "送方案</script><img src=x onerror=alert(1)>"))
    html = cmkb(root, "export", "phone").out
    assert not re.search(r'(?:src|href)="(?!#|tel:|sms:|\./|data:)', html)
    assert "url(http" not in html
    assert "@import" not in html
    assert "default-src 'none'" in unescape(html)
    assert 'href="tel:13800008899"' in html
    assert 'href="sms:13800008899"' in html
    assert "<img" not in html
    assert "私密" in html


def test_phone_of_an_empty_vault_says_what_to_write(cmkb: Run, vault: Draw) -> None:
    html = cmkb(vault("=== docs/about.md\n# 关于\n"), "export", "phone").out
    assert "还没有客户" in html


# --- the tree of Markdown ------------------------------------------------------------------------------------------

BROKEN = """
    === clients/丁一.md
    ---
    姓名: 丁一
    电话: 138 0000 0115
    标题: {{ macro }} <b>
    : : broken [
    ---
    # 丁一
    [[王芳-8899]] 说 [x](javascript:alert(1)) `a|b` **加粗。**后文 $x$ ==标== {: .a } --8<-- "x"

    | 甲 | 乙 |
    |---|---|
    | a\\|b | 2 |
    === docs/关于.md
    ---
    title: [坏
    ---
    看 [[稳盈90天]]
"""


def build(tree: Path, *command: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(
        command, cwd=tree, capture_output=True, text=True, timeout=300, check=False, env=env
    )


def test_markdown_tree_builds_with_plain_mkdocs_in_strict_mode(
    cmkb: Run, vault: Draw, tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    ran = cmkb(vault(VAULT + BROKEN), "export", "markdown", "--output", str(tree))
    assert ran.code == 0
    assert (tree / ".gitignore").read_text() == "*\n"
    built = build(tree, sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet")
    assert (built.returncode, built.stderr) == (0, "")
    ding = (tree / "site/clients/丁一.html").read_text("utf-8")
    assert "broken [" not in ding  # what could not be read is not shown as text
    assert "javascript:" not in ding
    assert '<a href="%E7%8E%8B%E8%8A%B3-8899.html">' in ding
    assert "a|b" in unescape(ding)
    assert "$x$ <mark>标</mark> {: .a } --8<--" in unescape(ding)
    about = (tree / "site/关于.html").read_text("utf-8")
    assert "products/%E7%A8%B3%E7%9B%8890%E5%A4%A9.html" in about
    assert "[坏" not in about


def test_the_samples_tree_has_every_page_and_no_dead_link(cmkb: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    assert cmkb(SAMPLE, "export", "markdown", "--output", str(tree)).code == 0
    built = build(tree, sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet")
    assert (built.returncode, built.stderr) == (0, "")
    assert requests(tree / "site") == []
    for page in ("index", "follow-ups", "care", "clients/index", "journal/index", "scripts/index", "check"):
        assert (tree / f"docs/{page}.md").is_file(), page
    assert broken_links(tree / "site") == []


def test_a_folder_of_somebody_else_is_never_replaced(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "mine.txt").write_text("x")
    ran = cmkb(vault(VAULT), "export", "markdown", "--output", str(tree))
    assert ran.code == 2
    assert [p.name for p in tree.iterdir()] == ["mine.txt"]


def test_an_export_twice_is_the_same(cmkb: Run, vault: Draw, tmp_path: Path) -> None:
    root = vault(VAULT)
    for kind in ("csv", "vcf", "json", "phone", "xlsx"):
        made = []
        for n in range(2):
            target = tmp_path / f"{n}.{kind}"
            assert cmkb(root, "export", kind, "--output", str(target)).code == 0
            made.append(target.read_bytes())
        assert made[0] == made[1], kind


def test_json_is_json(cmkb: Run) -> None:
    assert json.loads(cmkb(SAMPLE, "export", "json").out)["clients"]
