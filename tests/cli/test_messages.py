"""`cmkb messages`: in the terminal, as JSON, as CSV for bulk sending."""

from __future__ import annotations

import csv

import pytest

from cmkb.cli.messages import harmless

VAULT = """
=== clients/王芳.md
---
称呼: 王姐
生日: 1980-11-23
电话: 13800001234
---
=== clients/李强.md
---
称呼: =HYPERLINK("x")
生日: 1980-11-23
电话: 13800005678
---
=== clients/赵敏.md
---
生日: 1980-11-23
---
=== docs/scripts/生日短信.md
---
缘由: 生日
---
## 短信版
{称呼}，生日快乐
"""


def test_in_the_terminal(cmkb, vault):
    ran = cmkb(vault(VAULT), "messages")
    assert ran.code == 0
    assert "短信 0 / 20" in ran.out
    assert "王芳 短信 13800001234\n    王姐，生日快乐" in ran.out


def test_as_json(cmkb, vault):
    found = cmkb(vault(VAULT), "messages", "--json").json
    assert (found["sent"], found["target"]) == (0, 20)
    assert found["groups"] == [{"occasion": "生日", "ready": 3, "sent": 0}]
    assert [m["text"] for m in found["messages"] if m["client_name"] == "王芳"] == ["王姐，生日快乐"]
    assert all(not m["missing"] and "{" not in m["text"] for m in found["messages"])


def test_as_csv_for_spreadsheets_without_formulas_and_without_those_who_lack_something(cmkb, vault, tmp_path):
    file = tmp_path / "短信.csv"
    ran = cmkb(vault(VAULT), "messages", "--csv", str(file))
    assert ran.code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["电话", "姓名", "渠道", "缘由", "内容", "客户"]
    assert {row[0] for row in rows[1:]} == {"13800001234", "13800005678"}
    assert '\'=HYPERLINK("x")，生日快乐' in {row[4] for row in rows}
    assert "赵敏 缺 电话" in ran.err


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", " =1"])
def test_no_cell_is_a_formula(cell: str):
    assert harmless(cell) == f"'{cell}"


def test_nothing_to_send_is_said(cmkb, vault):
    assert "今天没有写好的短信" in cmkb(vault("=== clients/甲.md\n---\n等级: 普通\n---\n"), "messages").out
