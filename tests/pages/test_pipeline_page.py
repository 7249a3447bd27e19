"""漏斗: a vault drawn in text goes in, the board and the charts come out."""

from __future__ import annotations

from cmkb.pages.catalog import all_pages
from tests.drawing import TODAY, vault_of
from tests.pages.shown import words

VAULT = """
=== clients/王芳.md
---
阶段: 售后
等级: 金卡
来源: 大堂
资产: 30万
---
=== clients/李强.md
---
阶段: 邀约
来源: 转介绍
推荐人: "[[王芳]]"
资产: 12万
---
=== clients/坏.md
---
姓名: <b>坏</b>
阶段: 邀约
来源: <i>网</i>
推荐人: "[[李强]]"
---
=== journal/2026-11-20.md
## 记录
- 10:00 电话 [[李强]] [结果:: 同意]
- 10:10 电话 [[王芳]] [结果:: 同意]
- 15:00 成交 [[李强]] [金额:: 5万]
"""


def page(drawing: str = VAULT) -> str:
    site = all_pages(vault_of(drawing), (), (), TODAY)
    return next(page for page in site.pages if page.path == "pipeline.html").render()


def test_clients_stand_under_their_stage_and_the_number_leads_to_the_table() -> None:
    html = page()
    column = words(html[html.index("<h2>邀约</h2>") :])
    assert column.startswith("邀约 2 位 12万 李强 12万 <b>坏</b>")
    assert 'href="clients/index.html#stage=%E9%82%80%E7%BA%A6"' in html


def test_the_funnel_of_the_month_leads_to_its_records() -> None:
    html = page()
    assert "2026年11月 · 从有效电话到成交笔数" in html
    assert 'href="periods/2026-11.html#k-' in html


def test_sources_tell_how_many_of_their_clients_bought() -> None:
    html = page()
    assert "转介绍来的买得最多：1 位里 1 位" in words(html)
    assert "clients/index.html#source=%E8%BD%AC%E4%BB%8B%E7%BB%8D" in html


def test_the_tree_of_referrals_names_whom_each_brought() -> None:
    html = page()
    assert "王芳带来最多：2 位；转介绍来的共 2 位，资产 12万" in words(html)
    assert "<title>王芳，售后，30万，一共带来 2 位</title>" in html


def test_words_of_notes_are_never_markup() -> None:
    html = page()
    assert "<b>坏" not in html
    assert "<i>网" not in html


def test_an_empty_vault_says_what_to_write() -> None:
    html = page("=== docs/about.md\n# 关于\n")
    assert "还没有客户" in html
    assert "推荐人" in html
