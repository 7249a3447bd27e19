"""`cmkb log`: ten seconds of typing become one record line in the right journal, and nothing else changes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from cmkb.cli.main import main

TWO = """
=== clients/王芳-8899.md
---
姓名: 王芳
别名: [王姐]
电话: 13800008899
---
=== clients/王芳-0417.md
---
姓名: 王芳
电话: 13800000417
---
=== clients/李强.md
---
姓名: 李强
电话: 13800001203
---
=== docs/scripts/存单到期邀约.md
# 存单到期邀约
=== docs/products/稳盈90天.md
# 稳盈90天
=== journal/2026/2026-11-23.md
## 计划

- 10:15 电话 [[李强]]

## 记录

- 09:05 短信 [[李强]] 生日快乐 [缘由:: 生日]

## 总结

- 成的：两件
"""


def journal(folder: Path, day: str = "2026-11-23") -> str:
    return (folder / f"journal/2026/{day}.md").read_text(encoding="utf-8")


def logged(vault: Callable[[str], Path], cmkb: Callable[..., Any], *words: str) -> str:
    """The line that `cmkb log …` added."""
    folder = vault(TWO)
    before = journal(folder).split("\n")
    ran = cmkb(folder, "log", *words)
    assert ran.code == 0, ran.err
    added = [line for line in journal(folder).split("\n") if line not in before]
    assert len(added) == 1
    return added[0]


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (
            "李强 电话 到期续做,同意来谈 3分 周三15:00 网点",
            "- 电话 [[李强]] 到期续做,同意来谈 [时长:: 3] [结果:: 同意] [约见:: 2026-11-25 15:00] [地点:: 网点]",
        ),
        ("8899 电话 未接", "- 电话 [[王芳-8899]] [结果:: 未接]"),
        ("王姐 电话 没接", "- 电话 [[王芳-8899]] [结果:: 未接]"),
        ("王姐 电话 没人接", "- 电话 [[王芳-8899]] [结果:: 未接]"),
        ("王姐 电话 没接触过基金", "- 电话 [[王芳-8899]] 没接触过基金"),
        ("李强 电话 未接 明天再打", "- 电话 [[李强]] [结果:: 未接] [下次:: 2026-11-24 再打]"),
        ("李强 微信 发了资料，周四下午3点再联系", "- 微信 [[李强]] 发了资料，周四下午3点再联系"),
        (
            "李强 微信 发了资料 周四下午3点再联系",
            "- 微信 [[李强]] 发了资料 [下次:: 2026-11-26 下午3点再联系]",
        ),
        ("李强 电话 明天再说", "- 电话 [[李强]] 明天再说"),
        ("李强 电话 周二下午3点来网点", "- 电话 [[李强]] [约见:: 2026-11-24 15:00] [地点:: 网点]"),
        ("李强 电话 周二15:00到公司", "- 电话 [[李强]] [约见:: 2026-11-24 15:00] [地点:: 公司]"),
        ("李强 电话 周二15:00到账", "- 电话 [[李强]] 周二15:00到账"),
        ("李强 电话 周四下午3点半见面", "- 电话 [[李强]] [约见:: 2026-11-26 15:30]"),
        ("李强 需求面谈 需求:养老 45分 三年不用", "- 需求面谈 [[李强]] 三年不用 [时长:: 45] [需求:: 养老]"),
        ("李强 需求面谈 结果：看天", "- 需求面谈 [[李强]] 结果：看天"),
        ("李强 电话 他说:不急", "- 电话 [[李强]] 他说:不急"),
        ("lq 电话 聊了 半小时", "- 电话 [[李强]] 聊了 [时长:: 30]"),
        ("liqiang 微信 下周三 下午 3点 来", "- 微信 [[李强]] 来 [约见:: 2026-12-02 15:00]"),
        ("强 电话 12-05 到期，要回访", "- 电话 [[李强]] 12-05 到期，要回访"),
        ("李强 电话 未成年子女的账户", "- 电话 [[李强]] 未成年子女的账户"),
        ("李强 成交 稳盈90天 20万", "- 成交 [[李强]] [产品:: [[稳盈90天]]] [金额:: 20万]"),
        ("李强、8899 拜访 一起来的", "- 拜访 [[李强]] [[王芳-8899]] 一起来的"),
        ("传单 50", "- 传单 50"),
        ("李强 call 同意", "- 电话 [[李强]] [结果:: 同意]"),
    ],
)
def test_words_become_fields(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], words: str, line: str
) -> None:
    assert logged(vault, cmkb, *words.split()) == line
    assert logged(vault, cmkb, words) == line  # quoted as one word


def test_parts_given_by_name(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    line = logged(
        vault, cmkb, "李强", "电话", "聊到期",
        "--field", "改进=开场太快", "--field", "金额:20万", "--next", "下周三 回访", "--script", "存单到期",
        "--at", "下午3点半",
    )  # fmt: skip
    assert line == (
        "- 15:30 电话 [[李强]] 聊到期 [话术:: [[存单到期邀约]]] [金额:: 20万] [改进:: 开场太快] [下次:: 2026-12-02 回访]"
    )


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("李强 电话 聊了 3分 --field 时长=5", "- 电话 [[李强]] 聊了 3分 [时长:: 5]"),
        ("李强 电话 同意 --field 结果=未接", "- 电话 [[李强]] 同意 [结果:: 未接]"),
        ("李强 成交 20万 30万", "- 成交 [[李强]] 30万 [金额:: 20万]"),
    ],
)
def test_what_is_known_already_stays_and_the_word_remains_a_word(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], words: str, line: str
) -> None:
    assert logged(vault, cmkb, *words.split()) == line


def test_it_stands_under_its_heading_and_all_else_is_as_it_was(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(TWO)
    before = journal(folder)
    cmkb(folder, "log", "李强", "电话", "同意")
    added = "- 电话 [[李强]] [结果:: 同意]\n"
    assert journal(folder) == before.replace("[缘由:: 生日]\n", "[缘由:: 生日]\n" + added)
    cmkb(folder, "undo")
    assert journal(folder) == before


def test_a_journal_that_is_not_there_comes_from_the_playbook(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(TWO)
    cmkb(folder, "log", "李强", "电话", "同意", "--date", "上周五")
    made = journal(folder, "2026-11-20")
    assert made.startswith("---\n日期: 2026-11-20\n")
    assert "\n- 电话 [[李强]] [结果:: 同意]\n\n## 总结\n" in made
    cmkb(folder, "undo")
    assert not (folder / "journal/2026/2026-11-20.md").exists()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "## 记录\n\n- 电话 [[李强]] 来\n"),
        ("## 总结\n- 好\n", "## 记录\n\n- 电话 [[李强]] 来\n\n## 总结\n- 好\n"),
        ("## 早会\n- 利率", "## 早会\n- 利率\n\n## 记录\n\n- 电话 [[李强]] 来"),
        ("## 记录\n## 总结\n", "## 记录\n\n- 电话 [[李强]] 来\n\n## 总结\n"),
        ("- 09:00 短信 [[李强]] 好\n", "- 09:00 短信 [[李强]] 好\n- 电话 [[李强]] 来\n"),
        (
            "## 记录\n\n| 时间 | 方式 | 客户 |\n|---|---|---|\n| 15:30 | 电话 | [[李强]] |\n\n## 总结\n",
            "## 记录\n\n| 时间 | 方式 | 客户 |\n|---|---|---|\n| 15:30 | 电话 | [[李强]] |\n\n- 电话 [[李强]] 来\n\n## 总结\n",
        ),
    ],
)
def test_journals_of_every_shape(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], text: str, expected: str
) -> None:
    folder = vault(TWO)
    (folder / "journal/2026/2026-11-23.md").write_text(text, encoding="utf-8")
    ran = cmkb(folder, "log", "李强", "电话", "来")
    assert ran.code == 0, ran.err
    assert journal(folder) == expected


def test_encoding_and_line_ends_stay(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(TWO)
    file = folder / "journal/2026/2026-11-23.md"
    old = "## 记录\r\n- 09:00 短信 [[李强]] 生日快乐\r\n".encode("gb18030")
    file.write_bytes(old)
    cmkb(folder, "log", "李强", "电话", "来")
    assert file.read_bytes() == old + "- 电话 [[李强]] 来\r\n".encode("gb18030")


# --- refusals --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("王芳 电话 到期", "“王芳”可能是这 2 位"),
        ("赵敏 电话 到期", "没有找到客户“赵敏”"),
        ("李强 电话邀月 到期", "是不是 电话邀约？"),
        ("李强 到期续做", "没说是什么事"),
        ("李强 电话 --next 改天", "“改天”：“下次”看不出是哪一天"),
        ("李强 电话 --script 没有这篇", "没有叫“没有这篇”的话术"),
        ("李强 电话 --field 满意渡=满意", "是不是 满意度？"),
        ("李强 电话 --field 金额=很多", "“金额”要写一个金额"),
        ("李强 电话 --field 金额", "--field 要写成"),
        ("李强 电话 --at 25:99", "看不出是几点"),
        ("李强 电话 --date 2026-02-30", "看不出是哪一天"),
        ("李强 电话 --date 周三", "还没到"),
        ("李强 电话 [[王芳-8899]]也来了", "读回来不是同一件事"),
    ],
)
def test_what_is_not_understood_is_refused_and_nothing_written(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], words: str, said: str
) -> None:
    folder = vault(TWO)
    before = journal(folder)
    ran = cmkb(folder, "log", *words.split())
    assert ran.code == 2
    assert said in ran.err
    assert ran.err.startswith("cmkb: ")
    assert journal(folder) == before


def test_two_of_one_name_are_listed_in_json(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    ran = cmkb(vault(TWO), "log", "王芳", "电话", "到期", "--json")
    paths = [one["path"] for one in ran.json["candidates"]]
    assert (ran.code, paths) == (2, ["clients/王芳-0417.md", "clients/王芳-8899.md"])


def test_the_log_may_be_closed_by_a_code_block_that_is_open(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    """A line that nothing reads as a record is not written."""
    folder = vault(TWO)
    file = folder / "journal/2026/2026-11-23.md"
    file.write_text("## 记录\n```\n- 09:00 短信 [[李强]]\n", encoding="utf-8")
    ran = cmkb(folder, "log", "李强", "电话", "来")
    assert (ran.code, "读回来不是同一件事" in ran.err) == (2, True)


# --- clock and configuration -----------------------------------------------------------------------------------


def test_the_pinned_day_of_the_configuration_is_not_written(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(TWO + "=== mkdocs.yml\nsite_name: 试\nplugins:\n  - cmkb:\n      today: 2020-01-01\n")
    ran = cmkb(folder, "log", "李强", "电话", "来", "--json", today=None)
    now = datetime.now(ZoneInfo("Asia/Shanghai"))
    assert ran.json["path"] == f"journal/{now.year}/{now.date()}.md"
    assert ran.json["text"].endswith("电话 [[李强]] 来")
    assert ran.json["text"][2] == ":"


# --- a pasted chat ---------------------------------------------------------------------------------------------

CHAT = """王姐 2026/11/23 10:15:22
在吗？利率[微笑]降了吗

林晓 2026/11/23 10:16:01
降了：一年期 1.15 [[李强]] [结果:: 拒绝]
- [ ] 任务 📅 2026-11-24
10:30 电话 [[李强]]
[图片]
王姐撤回了一条消息
"""


def paste(folder: Path, text: bytes, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        main,
        ["log", *words, "-", "--vault", str(folder), "--today", "2026-11-23"],
        input=text,
        catch_exceptions=False,
    )
    return result.exit_code, result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_chat_becomes_one_record_with_its_words_beneath(
    vault: Callable[[str], Path], encoding: str
) -> None:
    folder = vault(TWO)
    code, said = paste(folder, CHAT.encode(encoding), "8899", "微信", "问利率")
    assert code == 0, said
    assert (
        "- 10:15 微信 [[王芳-8899]] 问利率\n"
        "    - 王姐 在吗？利率降了吗\n"
        "    - 林晓 降了：一年期 1.15 〔〔李强〕〕 〔结果： 拒绝〕\n"
        "    - 林晓 - 〔 〕 任务  2026-11-24\n"
        "    - 林晓 10:30 电话 〔〔李强〕〕\n"
        "    - 林晓 （图片）\n\n## 总结"
    ) in journal(folder)


def test_words_that_would_be_read_as_something_else_stand_in_a_code_block(
    vault: Callable[[str], Path],
) -> None:
    folder = vault(TWO)
    code, said = paste(folder, "电话\n\n好的\n".encode(), "李强", "微信")
    assert code == 0, said
    assert "微信 [[李强]]" in journal(folder)


def test_an_empty_paste_is_refused(vault: Callable[[str], Path]) -> None:
    code, said = paste(vault(TWO), b"\n", "李强", "微信")
    assert (code, "没有收到聊天内容" in said) == (2, True)


# --- the index of names ----------------------------------------------------------------------------------------


def test_a_client_who_was_renamed_a_moment_ago_is_found(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(TWO)
    cmkb(folder, "log", "lq", "电话", "来")
    (folder / "clients/李强.md").write_text("---\n姓名: 李墙\n别名: [强哥]\n---\n", encoding="utf-8")
    (folder / "clients/赵敏.md").write_text("---\n姓名: 赵敏\n---\n", encoding="utf-8")
    for who in ("强哥", "qiangge", "赵敏", "zm"):
        assert cmkb(folder, "log", who, "电话", "来").code == 0
    (folder / "clients/赵敏.md").unlink()
    assert cmkb(folder, "log", "zm", "电话", "来").code == 2


def test_a_damaged_index_is_made_anew(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(TWO)
    cmkb(folder, "log", "lq", "电话", "来")
    for damage in (b"", b"{", b"[]", b'{"basis": 1}', "\u4e2d".encode("gbk")):
        (folder / ".cmkb/names.json").write_bytes(damage)
        assert cmkb(folder, "log", "李强", "电话", "来").code == 0


def test_at_a_terminal_one_of_several_is_chosen(vault: Callable[[str], Path]) -> None:
    pty = pytest.importorskip("pty", reason="skipped: no pseudo-terminals here")
    folder = vault(TWO)
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "cmkb.cli", "log", "王芳", "电话", "同意", "--vault", str(folder)]
    process = subprocess.Popen(
        [*command, "--today", "2026-11-23"], stdin=slave, stdout=subprocess.PIPE, stderr=slave
    )
    os.close(slave)
    os.write(master, b"2\n")
    out, _ = process.communicate(timeout=60)
    os.close(master)
    assert process.returncode == 0
    assert "电话 [[王芳-8899]] [结果:: 同意]" in out.decode()
    assert "- 电话 [[王芳-8899]] [结果:: 同意]\n" in journal(folder)


def test_a_talk_track_of_a_team_folder_elsewhere_is_known(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], tmp_path: Path
) -> None:
    folder = vault(TWO)
    team = tmp_path / "team"
    team.mkdir()
    (team / "保险邀约.md").write_text("# 保险邀约\n", "utf-8")
    options = "site_name: x\nplugins:\n  - cmkb:\n      sources:\n        - path: ../team\n          to: docs/scripts/团队\n"
    (folder / "mkdocs.yml").write_text(options, "utf-8")
    for _ in range(2):
        ran = cmkb(folder, "log", "李强", "电话", "同意", "--script", "保险邀约")
        assert (ran.code, ran.err) == (0, "")
        assert "[话术:: [[保险邀约]]]" in ran.out
    (team / "保险邀约.md").rename(team / "生日邀约.md")
    assert cmkb(folder, "log", "李强", "电话", "--script", "生日邀约").code == 0
    (folder / "docs/scripts/团队").mkdir(parents=True)
    assert cmkb(folder, "log", "李强", "电话", "--script", "生日邀约").code == 0
