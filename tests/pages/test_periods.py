"""Pages of periods: which there are, where they stand, and that each figure leads to what is behind it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cmkb.pages import journal, notes, periods
from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext
from cmkb.vault import Vault
from tests.drawing import TODAY, vault_of

WEEK = """
    === clients/王芳.md
    ---
    等级: 金卡
    来源: 转介绍
    ---
    === docs/products/稳盈90天.md
    === periods/2026-11.md
    ---
    goal_calls: 210
    ---
    ## 复盘
    面谈约得到，**促成**做不满三次。
    === journal/2026-11-16.md
    ## 记录
    - 10:15 电话 [[王芳]] [时长:: 6]
    - 15:00 成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]
    === journal/2026-11-17.md
    ## 记录
    - 10:15 电话 [[王芳]]
    ## 总结
    - 有效电话 3 (路上打了两通)
    """


def context_of(drawing: str | Vault, today: date = TODAY, own: str = "") -> PageContext:
    vault = drawing if isinstance(drawing, Vault) else vault_of(drawing, own)
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    return PageContext(vault, places, (), (), today)


def pages_of(context: PageContext) -> dict[str, str]:
    return {page.path: page.render() for page in (*periods.index(context), *periods.pages(context))}


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def test_each_period_with_records_or_goals_has_a_page_and_the_notes_own_address_where_there_is_one() -> None:
    context = context_of(WEEK)
    assert set(pages_of(context)) == {
        "periods/index.html",
        "periods/2026-W47.html",
        "periods/2026-W48.html",
        "periods/2026-11.html",
        "periods/2026-Q4.html",
        "periods/2026-H2.html",
        "periods/2026.html",
    }
    assert [page.note for page in periods.pages(context) if page.note] == ["periods/2026-11.md"]
    assert "periods/2026-11.md" not in [page.note for page in notes.pages(context)]


def test_another_note_at_the_address_of_a_period_keeps_it() -> None:
    context = context_of(WEEK.rstrip(" ") + "    === docs/periods/2026-W47.md\n    # 一周\n")
    assert "periods/2026-W47-2.html" in pages_of(context)
    assert context.addresses.notes["docs/periods/2026-W47.md"] == "periods/2026-W47.html"


def test_goal_actual_and_rate_stand_in_one_row_with_what_the_manager_changed() -> None:
    page = words(pages_of(context_of(WEEK))["periods/2026-11.html"])
    assert "有效电话 1 天按总结里填的数；记录里共 2 210 4" in page
    assert "2%" in page
    assert "过了 15 个工作日，今天起还有 6 个" in page
    assert "促成 做不满三次" in page


def test_the_week_without_a_goal_of_its_own_shows_the_share_of_the_months() -> None:
    assert "有效电话 1 天按总结里填的数；记录里共 2 50 4" in words(
        pages_of(context_of(WEEK))["periods/2026-W47.html"]
    )


def test_every_figure_leads_to_its_column_and_each_day_of_it_to_the_day() -> None:
    html = pages_of(context_of(WEEK))["periods/2026-11.html"]
    targets = {*re.findall(r' id="([^"]+)"', html)}
    assert {href[1:] for href in re.findall(r'href="(#[^"]+)"', html)} <= targets
    assert '<a href="../journal/2026-11-16.html">11-16 周一</a>' in html
    assert '<a href="../journal/2026-11-16.html#r2">11-16 6分</a>' in html  # the call that took too long
    assert '<a href="../journal/2026-11-16.html#r3">11-16</a>' in html  # the sale


def test_a_year_is_told_by_months_which_have_pages() -> None:
    pages = pages_of(context_of(WEEK))
    assert '<a href="../periods/2026-11.html">11月</a>' in pages["periods/2026.html"]
    assert "合计" in words(pages["periods/2026.html"])


def test_charts_say_what_they_show_and_have_their_data_as_a_table() -> None:
    html = pages_of(context_of(WEEK))["periods/2026-11.html"]
    charts = re.findall(r'<figure class="ck-panel ck-chart[^>]*>(.*?)</figure>', html, re.S)
    assert len(charts) >= 4
    for chart in charts:
        assert re.search(r"<h2>[^<]+</h2><figcaption>[^<]+</figcaption>", chart)
        assert re.search(r'<svg [^>]*role="(img|group)" aria-label="[^"]+"', chart)
        assert re.search(r'<details class="ck-data">.*<tbody><tr>', chart, re.S)


def test_the_index_has_the_current_periods_first() -> None:
    html = pages_of(context_of(WEEK))["periods/index.html"]
    assert (
        words(html).index("本月")
        < words(html).index("本周")
        < words(html).index("本季")
        < words(html).index("期间")
    )


def test_without_goals_it_says_how_to_write_them() -> None:
    drawing = """
        === clients/王芳.md
        === journal/2026-11-16.md
        ## 记录
        - 10:15 电话 [[王芳]]
        """
    page = words(pages_of(context_of(drawing))["periods/2026-11.html"])
    assert "这一期没有目标" in page
    assert "periods/2026-11.md --- goal_calls: 100" in page


def test_an_empty_vault_says_what_would_be_here() -> None:
    pages = pages_of(context_of(""))
    assert list(pages) == ["periods/index.html"]
    assert "还没有可以总结的" in pages["periods/index.html"]


def test_a_period_that_is_only_planned_says_what_to_write() -> None:
    page = words(
        pages_of(context_of("=== periods/2026-12.md\n---\ngoal_calls: 100\n---\n"))["periods/2026-12.html"]
    )
    assert "23 个工作日，还没开始" in page
    assert "还没有记录" in page


CLUB = """
    name: club
    extends: bank-personal
    funnel: []
    kpis: {calls: null, needs: null, deals: null, sales: null, services: null, sold: null, accounts: null,
      rounds: {label: 巡台, kinds: [消费]}}
    """


@pytest.mark.parametrize("own", ["", CLUB])
def test_pages_need_no_figure_of_any_name(own: str) -> None:
    drawing = """
        === clients/王芳.md
        === journal/2026-11-22.md
        ## 记录
        - 20:00 消费 [[王芳]] [金额:: 1200]
        - 22:00 消费 [[王芳]] [金额:: 300]
        """
    page = words(pages_of(context_of(drawing, own=own))["periods/2026-11.html"])
    assert "消费分析 1 位客户" in page
    assert "王芳 2 1,500 750" in page


def test_words_of_notes_are_never_markup() -> None:
    drawing = """
        === clients/x.md
        ---
        姓名: <script>alert(1)</script>
        开户日: 2026-11-02
        异常: <img src=x onerror=alert(1)>
        来源: <b>
        ---
        === journal/2026-11-16.md
        ## 记录
        - 10:15 成交 [[x]] [产品:: <i>定投</i>] [金额:: 2] [时长:: 9]
        - 10:20 消费 [[x]] [金额:: 5]
        - 10:25 电话 [[x]] [时长:: 9] [优点:: <u>好</u>]
        """
    for html in pages_of(context_of(drawing)).values():
        for tag in ("<script", "<img", "<b>&", "<i>定投", "<u>好"):
            assert tag not in html


def test_words_of_a_playbook_are_never_markup() -> None:
    own = """
        name: own
        extends: bank-personal
        quotas:
          'a"><b>': {label: <i>周</i>, kpi: calls, least: 3, per: week, note: <u>注</u>}
        """
    context = context_of(WEEK, own=own)
    pages = {**pages_of(context), **{page.path: page.render() for page in journal.days(context)}}
    for html in pages.values():
        for tag in ("<b>&", "<i>周", "<u>注", 'q-a">'):
            assert tag not in html
    assert "&lt;i&gt;周&lt;/i&gt;" in pages["periods/2026-W47.html"]


def test_a_goal_for_assets_is_held_against_what_clients_have_now() -> None:
    drawing = """
        === clients/王芳.md
        ---
        资产: 30万
        ---
        === periods/2026-11.md
        ---
        资产目标: 60万
        口号: 稳
        ---
        """
    page = words(pages_of(context_of(drawing))["periods/2026-11.html"])
    assert "资产 客户现有 60万 30万 元 50%" in page
    assert "口号 稳" in page


ACCOUNTS = """
    name: accounts
    extends: bank-accounts-loans
    """


def test_the_team_s_goal_is_held_against_what_was_written_of_the_team() -> None:
    drawing = """
        === periods/2026-11.md
        ---
        团队开户目标: 90
        团队开户: 61
        团队销售目标: 800万
        ---
        """
    page = words(pages_of(context_of(drawing, own=ACCOUNTS))["periods/2026-11.html"])
    assert "团队开户 90 61 户 68%" in page
    assert "团队销售 800万 — —" in page
    assert "团队开户目标" not in page


def test_the_day_sheet_begins_with_what_was_spent_the_day_before() -> None:
    drawing = """
        === clients/王芳.md
        === clients/李强.md
        === journal/2026-11-20.md
        ## 记录
        - 20:00 消费 [[王芳]] [金额:: 1200]
        - 22:00 消费 [[王芳]] [金额:: 300]
        - 22:30 消费 [[李强]] [金额:: 2000]
        === journal/2026-11-23.md
        === journal/2026-11-24.md
        """
    context = context_of(drawing, date(2026, 11, 24))
    sheets = {page.path: words(page.render()) for page in journal.days(context)}
    assert "昨日消费分析 11-20，2 位客户，共 3,500" in sheets["journal/2026-11-23.html"]
    assert "李强 1 2,000 22:30 王芳 2 1,500 20:00 、 22:00" in sheets["journal/2026-11-23.html"]
    assert "昨日消费分析" not in sheets["journal/2026-11-24.html"]
