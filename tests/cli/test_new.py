"""`cmkb new`: what is said, which file comes of it, and where to write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
Draw = Callable[[str], Path]

WANG = "=== clients/王芳-8899.md\n---\n姓名: 王芳\n---\n=== clients/李强.md\n# 李强\n"


def files(folder: Path) -> list[str]:
    found = (f.relative_to(folder).as_posix() for f in folder.rglob("*.md"))
    return sorted(set(found) - {"clients/王芳-8899.md", "clients/李强.md"})


def test_a_new_client(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    ran = cmkb(folder, "new", "client", "张伟")
    assert (ran.code, ran.out, ran.err) == (0, "建好了 clients/张伟.md\n", "")
    assert files(folder) == ["clients/张伟.md"]
    assert cmkb(folder, "check").code == 0
    assert cmkb(folder, "show", "张伟", "--json").json["name"] == "张伟"


def test_a_name_that_is_taken_is_refused_with_a_proposal(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    ran = cmkb(folder, "new", "client", "王芳")
    assert ran.code == 2
    assert ran.err.startswith("cmkb: 已经有一位“王芳”（clients/王芳-8899.md）。")
    assert ran.err.endswith("cmkb new client 王芳-尾号\n")
    ran = cmkb(folder, "new", "客户", "王芳", "--json")
    assert ran.json == {
        "candidates": [{"path": "clients/王芳-8899.md", "name": "王芳"}],
        "propose": "王芳-尾号",
    }
    assert files(folder) == []
    assert cmkb(folder, "new", "client", "王芳-5678").code == 0


def test_the_form_of_a_client_who_has_a_note_is_filled_there(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    ran = cmkb(folder, "new", "客户档案表", "王芳")
    assert ran.code == 2
    assert ran.err == (
        "cmkb: “王芳”已经有笔记，客户档案表就填在那里：直接改 clients/王芳-8899.md。"
        "填好的表在网站上这位客户的页面，“资料”旁边点“客户档案表”，能打印\n"
    )
    assert files(folder) == []
    assert cmkb(folder, "new", "客户档案表", "张伟").out == "建好了 clients/张伟.md\n"


def test_nothing_is_written_over(vault: Draw, cmkb: Run) -> None:
    """Not even what is no note of the vault."""
    folder = vault(WANG)
    (folder / "docs/scripts").mkdir(parents=True)
    (folder / "docs/scripts/邀约.md").mkdir()
    ran = cmkb(folder, "new", "script", "邀约")
    assert (ran.code, ran.err) == (2, "cmkb: 已经有文件 docs/scripts/邀约.md，没有动它：换一个名字\n")
    assert cmkb(folder, "new", "product", "稳盈90天").code == 0
    ran = cmkb(folder, "new", "product", "稳盈90天")
    assert ran.err.startswith("cmkb: 已经有“稳盈90天”（docs/products/稳盈90天.md），没有动它")


def test_words_need_no_quotation_marks(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    assert cmkb(folder, "new", "case", "李强", "开户").out == "建好了 cases/李强 开户.md\n"


def test_a_form_of_the_day_makes_the_journal_and_says_where_to_write(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    ran = cmkb(folder, "new", "财经要闻摘录表")
    assert ran.out.splitlines() == [
        "建好了 journal/2026/2026-11-23.md",
        "写在 journal/2026/2026-11-23.md 第 12 行“财经要闻”下面：",
        "",
        "- 新闻标题 [新闻日期:: 2026-11-23] [关键内容:: …] [匹配产品:: [[产品]]]",
    ]
    written = (folder / "journal/2026/2026-11-23.md").read_text("utf-8")
    assert written.split("\n")[11] == "## 财经要闻"
    # The day has its journal now: nothing is made or changed
    ran = cmkb(folder, "new", "电话邀约记录", "李强")
    assert ran.out.startswith("写在 journal/2026/2026-11-23.md 第 ")
    assert "\n- 10:15 电话邀约 [[李强]]\n    - 时长: \n" in ran.out.replace(":\n", ": \n")
    assert (folder / "journal/2026/2026-11-23.md").read_text("utf-8") == written


def test_a_journal_without_the_heading(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG + "=== journal/2026-11-23.md\n---\n报岗: 08:00\n---\n## 记录\n")
    ran = cmkb(folder, "new", "早会信息记录表", "--json")
    assert ran.json == {"path": "journal/2026-11-23.md", "created": False, "line": None, "text": "- "}
    assert "写进 journal/2026-11-23.md，先加一行“## 早会”" in cmkb(folder, "new", "早会信息记录表").out
    assert cmkb(folder, "new", "电话邀约记录表", "--json").json["line"] == 4


def test_tomorrows_journal(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    assert cmkb(folder, "new", "journal", "明天").out == "建好了 journal/2026/2026-11-24.md\n"


def test_a_meeting_is_about_a_client_who_has_a_note(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG + "=== clients/王芳-0417.md\n---\n姓名: 王芳\n---\n")
    ran = cmkb(folder, "new", "需求面谈表", "王芳")
    assert ran.code == 2
    assert "王芳-0417" in ran.err
    assert cmkb(folder, "new", "需求面谈表", "谁").err.startswith("cmkb: 没有找到客户“谁”")
    ran = cmkb(folder, "new", "需求面谈表", "8899")
    assert ran.out == "建好了 clients/面谈/2026-11-23 王芳 需求面谈.md\n"


def test_misuse(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    for args, said in (
        (["clinet", "张伟"], "不认识“clinet”，是不是 client？"),
        (["客户档按表", "张伟"], "不认识“客户档按表”，是不是 客户档案表？"),
        (["xyzzy"], "不认识“xyzzy”。可以新建：client、script、"),
        (["client"], "少了名字：cmkb new client 名字"),
        (["client", "..."], "“...”不能当文件名"),
        (["period", "改天"], "“改天”不是一段时间"),
    ):
        ran = cmkb(folder, "new", *args)
        assert ran.code == 2
        assert ran.err.startswith(f"cmkb: {said}")
    assert files(folder) == []


def test_the_pinned_day_of_the_site_is_not_the_day_that_is_written(vault: Draw, cmkb: Run) -> None:
    folder = vault("=== mkdocs.yml\nplugins:\n  - cmkb:\n      today: 2001-01-01\n")
    cmkb(folder, "new", "journal", today=None)
    assert not (folder / "journal/2001").exists()
    assert len(list((folder / "journal").rglob("*.md"))) == 1


def test_a_goal_of_next_month_wants_no_number(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    assert cmkb(folder, "new", "period", "下个月").out == "建好了 periods/2026-12.md\n"
    assert "下个月" in cmkb(folder, "new", "period", "改天").err


def test_a_name_with_a_gap_made_a_second_client(vault: Draw, cmkb: Run) -> None:
    folder = vault(WANG)
    assert cmkb(folder, "new", "client", "王", "芳").code == 2
    assert cmkb(folder, "new", "client", "赵　敏").out == "建好了 clients/赵敏.md\n"
    assert cmkb(folder, "new", "client", "Mary", "Wang").out == "建好了 clients/Mary Wang.md\n"
    assert cmkb(folder, "new", "product", "安 享").out == "建好了 docs/products/安 享.md\n"
