"""`cmkb plan` and `cmkb close`: the evening's work, done twice the same as once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

VAULT = """
=== clients/王芳.md
---
姓名: 王芳
首选渠道: 微信
下次联系: 2026-11-24
---
## 跟进

- [ ] 送方案 📅 2026-11-24 ^wf1
- [ ] 写贺卡 📅 2026-11-23
=== clients/李强.md
---
姓名: 李强
生日: 1970-11-24
---
=== clients/赵敏.md
---
姓名: 赵敏
建档日: 2026-01-01
等级: 金卡
---
=== journal/2026/2026-11-23.md
## 计划

- 电话 [[赵敏]] 问候

## 记录

- 10:00 电话 [[王芳]] 约好了 [约见:: 2026-11-24 15:00] [地点:: 网点]
- 11:00 来电 [[李强]] 问利率
"""
NEXT = "journal/2026/2026-11-24.md"


def block(text: str) -> list[str]:
    return text.partition("<!-- cmkb:plan 2026-11-24 -->\n")[2].partition("<!-- /cmkb -->")[0].splitlines()


def test_the_next_working_day_is_planned_by_reference(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    ran = cmkb(folder, "plan")
    assert ran.code == 0, ran.err
    lines = block((folder / NEXT).read_text("utf-8"))
    assert "- ↪ [[王芳#^wf1]]" in lines
    assert "- 15:00 ↪ [[王芳]] · 事由:见面；写贺卡" in lines
    assert any(line.startswith("- 电话 ↪ [[李强]] · 事由:生日") for line in lines)
    assert "送方案" not in "\n".join(lines), "a reference, no copy"


def test_what_is_left_of_earlier_days_comes_before_new_work(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    late = "=== clients/周凯.md\n---\n姓名: 周凯\n---\n- [ ] 回利率 📅 2026-11-18\n"
    folder = vault(VAULT + late)
    cmkb(folder, "plan")
    lines = block((folder / NEXT).read_text("utf-8"))
    assert "- 电话 ↪ [[周凯]] · 事由:回利率" in lines


def test_planned_twice_is_planned_once(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(VAULT)
    cmkb(folder, "plan")
    once = (folder / NEXT).read_bytes()
    assert cmkb(folder, "plan", "--json").json["lines"] == []
    assert (folder / NEXT).read_bytes() == once
    cmkb(folder, "undo")
    assert not (folder / NEXT).exists()


@pytest.mark.parametrize(
    "own",
    [
        "## 计划\n\n- 09:00 先去 [[李强]] 家\n我的话，不要动  \n\n## 记录\n",
        "---\ndate: 2026-11-24\n---\r\n## 计划\r\n- 有效电话 3\r\n",
        "## 早会\n- 利率\n",
        "## 计划\n<!-- cmkb:plan 2026-11-24 -->\n- 我改过的一行 [[李强]]\n<!-- /cmkb -->\n- 后面的\n",
        "",
    ],
)
def test_what_the_user_wrote_stays_word_for_word(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], own: str
) -> None:
    folder = vault(VAULT)
    file = folder / NEXT
    file.write_bytes(own.encode())
    ran = cmkb(folder, "plan")
    assert ran.code == 0, ran.err
    new = file.read_bytes().decode()
    lines = iter(new.splitlines(keepends=True))
    assert all(any(line == other for other in lines) for line in own.splitlines(keepends=True))
    if "[[李强]]" in own:
        assert new.count("[[李强]]") == 1, "who is planned already is not planned again"
    if "有效电话 3" in own:
        assert new.count("有效电话") == 1
    once = file.read_bytes()
    cmkb(folder, "plan")
    assert file.read_bytes() == once


@pytest.mark.parametrize("below", ["## 流程\n- [ ] 打卡\n", "## 记录\n", "## 总结\n"])
def test_a_plan_stands_below_the_morning_and_above_what_the_day_brings(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], below: str
) -> None:
    folder = vault(VAULT)
    morning = "# 周二\n\n## 早会\n- 利率\n\n"
    (folder / NEXT).write_bytes((morning + below).encode())
    assert cmkb(folder, "plan").code == 0
    new = (folder / NEXT).read_text("utf-8")
    assert new.startswith(f"{morning}## 计划\n\n<!-- cmkb:plan ")
    assert new.endswith(f"<!-- /cmkb -->\n\n{below}")


def test_a_day_by_its_name_and_days_that_cannot_be_planned(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    assert cmkb(folder, "plan", "下周一", "--json").json["date"] == "2026-11-30"
    assert cmkb(folder, "plan", "昨天").code == 2
    assert cmkb(folder, "plan", "改天").code == 2


def test_on_a_friday_the_monday_is_planned(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    ran = cmkb(vault(VAULT), "plan", "--json", today="2026-11-27")
    assert ran.json["date"] == "2026-11-30"


# --- close -----------------------------------------------------------------------------------------------------


def test_the_evening(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(VAULT)
    ran = cmkb(folder, "close", "--well", "约到王芳", "--change", "早点打")
    out = ran.out
    assert ran.code == 0, ran.err
    for said in ("李强 来电没回", "王芳 写贺卡", "赵敏 电话 问候 计划了，没有记录", "有效电话 2"):
        assert said in out
    assert "问利率\n\n## 总结\n\n- 做成的：约到王芳\n- 明天调整：早点打" in (
        folder / "journal/2026/2026-11-23.md"
    ).read_text("utf-8")
    assert (folder / NEXT).exists()
    before = (folder / "journal/2026/2026-11-23.md").read_bytes()
    cmkb(folder, "close", "--well", "约到王芳", "--change", "早点打")
    assert (folder / "journal/2026/2026-11-23.md").read_bytes() == before


INBOX = """- 15:10 电话 [[王芳]] 同意来 [结果:: 同意]
李强 微信 发了对比表 2分
16:00 赵敏 电话 未接
传单 20
看不懂的一行
"""


def test_the_inbox_is_filed_and_what_is_unclear_stays(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    inbox = folder / "inbox/2026-11-20 手机.md"
    inbox.parent.mkdir()
    inbox.write_text(INBOX, "utf-8")
    ran = cmkb(folder, "close", "--no-plan", "--json")
    assert [one["text"] for one in ran.json["left_in_inbox"]] == ["看不懂的一行"]
    assert inbox.read_text("utf-8") == "看不懂的一行\n"
    journal = (folder / "journal/2026/2026-11-20.md").read_text("utf-8")
    assert (
        "- 15:10 电话 [[王芳]] 同意来 [结果:: 同意]\n"
        "- 微信 [[李强]] 发了对比表 [时长:: 2]\n"
        "- 16:00 电话 [[赵敏]] [结果:: 未接]\n"
        "- 传单 20\n"
    ) in journal
    cmkb(folder, "undo")
    assert inbox.read_text("utf-8") == INBOX
    assert not (folder / "journal/2026/2026-11-20.md").exists()


def test_the_whole_close_is_taken_back_in_one_step(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    """It writes up to three times: the inbox, the summary, the plan."""
    folder = vault(VAULT)
    (folder / "inbox").mkdir()
    (folder / "inbox/2026-11-20 手机.md").write_text(INBOX, "utf-8")
    before = {f: f.read_bytes() for f in folder.rglob("*.md")}
    cmkb(folder, "log", "王芳", "电话", "同意")
    logged = {f: f.read_bytes() for f in folder.rglob("*.md")}
    ran = cmkb(folder, "close", "--well", "约到了")
    assert ran.code == 0
    assert "约到了" in (folder / "journal/2026/2026-11-23.md").read_text("utf-8")
    assert (folder / NEXT).exists()
    ran = cmkb(folder, "undo")
    assert ran.out.startswith("撤销了 cmkb close：\n")
    assert {f: f.read_bytes() for f in folder.rglob("*.md")} == logged
    assert cmkb(folder, "undo").out.startswith("撤销了 cmkb log：\n")
    assert {f: f.read_bytes() for f in folder.rglob("*.md")} == before


def test_a_line_that_came_twice_through_a_sync_is_filed_once(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(VAULT)
    (folder / "inbox").mkdir()
    for name in ("2026-11-23 a.md", "2026-11-23 b.md"):
        (folder / "inbox" / name).write_text("15:10 电话 [[王芳]] 同意\n", "utf-8")
    cmkb(folder, "close", "--no-plan")
    assert (folder / "journal/2026/2026-11-23.md").read_text("utf-8").count("15:10") == 1
    assert not list((folder / "inbox").iterdir()), "a note in which nothing is left goes"
