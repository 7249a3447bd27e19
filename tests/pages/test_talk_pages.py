"""The library and the pages of talk tracks, as a reader without a script sees them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from cmkb.pages.catalog import all_pages
from tests.drawing import TODAY, vault_of

TAG = re.compile(r"<[^>]*>")
CALLS = """
=== docs/scripts/到期邀约.md
---
类别: 邀约
状态: 已审
---
# 到期邀约

先报到期日。

## 流程
- 问：{称呼}您好，"{<b>}"说话方便吗？ ^q1
    - 若 方便 → 看[[稳盈90天]]，再 [[#^q2]]
    - 若 家里 → [[商量#怎么开口]]
- 问：哪天来？ ^q2
    - 若 周三 → 约 [outcome:: 同意] [task:: +1d 确认]
## 异议
### 利率太低
- 答：看期限。 ^a1
## 我的体会
慢一点。
=== docs/scripts/商量.md
---
状态: 草稿
---
## 怎么开口
=== docs/products/稳盈90天.md
=== clients/王芳.md
---
等级: 金卡
---
"""


def pages(drawing: str, today: date = TODAY) -> dict[str, str]:
    site = all_pages(vault_of(drawing), (), (), today)
    return {page.path: page.render() for page in site.pages if page.kind in ("script", "scripts")}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(TAG.sub(" ", html))).strip()


def calls(count: int, agreed: int) -> str:
    lines = [
        f"- 1{n % 10}:{n:02} 电话 [[王芳]] [话术:: [[到期邀约]]] [结果:: {'同意' if n < agreed else '拒绝'}]"
        for n in range(count)
    ]
    return CALLS + "=== journal/2026-11-20.md\n## 记录\n" + "\n".join(lines) + "\n"


def test_a_percentage_only_where_there_are_enough_uses() -> None:
    few = pages(calls(9, 6))
    assert "%" not in words(few["scripts/到期邀约.html"])
    assert "不满 10 次，只写次数" in words(few["scripts/到期邀约.html"])
    assert "6 67%" not in words(few["scripts/index.html"])
    enough = pages(calls(10, 6))
    assert "同意 6 60%" in words(enough["scripts/到期邀约.html"])
    assert "6 60%" in words(enough["scripts/index.html"])


def test_every_use_links_its_line_in_the_journal() -> None:
    html = pages(calls(3, 1))["scripts/到期邀约.html"]
    assert re.findall(r'href="\.\./(journal/2026-11-20\.html#r\d+)"', html) == [
        f"journal/2026-11-20.html#r{line}" for line in (4, 3, 2)
    ]
    assert html.count('data-figures="uses reached agreed"') == 1


def test_branches_lead_on_and_no_link_stands_within_another() -> None:
    html = pages(CALLS)["scripts/到期邀约.html"]
    flow = html[html.index('id="flow"') : html.index('id="objections"')]
    assert re.findall(r'class="ck-branch" href="([^"]*)"', flow) == [
        "#^q2",
        "../scripts/%E5%95%86%E9%87%8F.html#%E6%80%8E%E4%B9%88%E5%BC%80%E5%8F%A3",
    ]
    for branch in re.findall(r'<a class="ck-branch".*?</a>', flow, re.S):
        assert branch.count("<a ") == 1
    assert "方便 看稳盈90天，再 ， 接第 2 句 家里 接《商量》" in words(flow)
    assert "约 同意 1 天后：确认" in words(flow)


def test_a_variable_is_text_whatever_stands_in_it() -> None:
    html = pages(CALLS)["scripts/到期邀约.html"]
    assert '<var data-v="称呼">{称呼}</var>' in html
    assert "<b>}" not in html


def test_what_is_no_part_of_the_talk_track_is_shown_too() -> None:
    text = words(pages(CALLS)["scripts/到期邀约.html"])
    assert "先报到期日。" in text
    assert "我的体会 慢一点。" in text


def test_the_library_says_what_is_unused_and_unapproved() -> None:
    text = words(pages(CALLS)["scripts/index.html"])
    assert "没用过 2 到期邀约 商量" in text
    assert "没审过 1 商量" in text


def test_a_vault_without_talk_tracks_says_how_to_begin() -> None:
    text = words(pages("=== clients/王芳.md\n")["scripts/index.html"])
    assert "还没有话术" in text
    assert "## 流程" in text
