"""A journal day: which planned lines were done, what is carried over, whom the news concerns."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cmkb.views.day import carried_over, day_sheets, holders_of, plan_states
from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, drawn, record_line, vault_of

CLIENTS = "=== clients/王芳.md\n=== clients/李强.md\n"


def done(plan: str, record: str, day: str = "2026-11-20") -> str:
    """The record, of `day`, that shows this line of the plan of 11-20."""
    own = f"=== journal/2026-11-20.md\n## 计划\n- {plan}\n## 记录\n"
    other = "" if day == "2026-11-20" else f"=== journal/{day}.md\n## 记录\n"
    vault = vault_of(f"{CLIENTS}{own}{other}- {record}\n")
    (state,) = plan_states(vault, vault.journals[date(2026, 11, 20)], TODAY)
    return record_line(state.done_by) if state.done_by else ""


def test_a_record_of_the_client_on_the_day_or_soon_after_shows_it() -> None:
    assert done("电话 [[王芳]] 到期", "10:15 电话 [[王芳]]") == "11-20 10:15 电话 王芳"
    assert done("电话 [[王芳]]", "电话 [[王芳]]", day="2026-11-23") == "11-23 电话 王芳"
    assert done("电话 [[王芳]]", "电话 [[王芳]]", day="2026-11-19") == ""
    assert done("电话 [[王芳]]", "电话 [[李强]]") == ""
    assert done("电话 [[王芳]]", "电话 [[王芳]]", day="2026-11-24") == ""  # tomorrow
    assert done("电话 [[王芳]]", "电话 12\n    - 客户: 王芳") == ""


@pytest.mark.parametrize(
    ("planned", "happened", "same"),
    [
        ("电话", "电话邀约", True),  # a call is a call
        ("需求面谈", "到访", True),  # who was met was met
        ("需求面谈", "成交", True),
        ("电话", "需求面谈", False),
        ("需求面谈", "电话", False),
        ("电话", "短信", False),
        ("售后", "微信", False),
        ("", "微信", True),  # a line without a kind: whatever happened
    ],
)
def test_another_kind_that_comes_to_the_same_will_do(planned: str, happened: str, same: bool) -> None:
    assert bool(done(f"{planned} [[王芳]] 到期", f"{happened} [[王芳]]")) == same


def test_either_of_a_couple_will_do() -> None:
    assert done("需求面谈 [[王芳]] [[李强]]", "需求面谈 [[李强]]") == "11-20 需求面谈 李强"


# --- carried over ------------------------------------------------------------------------------------------


def left(drawing: str, day: date = TODAY) -> str:
    vault = vault_of(CLIENTS + drawn(drawing) + "\n")
    rows = follow_ups(vault, day)
    return "\n".join(
        f"{one.since:%m-%d} {one.client.removesuffix('.md')[8:] if one.client else '—'} {one.title} "
        f"({one.path}:{one.line})"
        for one in carried_over(vault, rows, day)
    )


def test_planned_lines_without_a_record_and_tasks_overdue() -> None:
    assert left(
        """
        === journal/2026-11-20.md
        ## 计划
        - 有效电话 12
        - 10:00 电话 [[王芳]] 到期
        - 电话 [[李强]]
        - 拜访 ↪ [[李强#^lq01]]
        - 准备沙龙
        - [ ] 打印对比表
        ## 记录
        - 电话 [[李强]]
        - [ ] 回赎回到账时间 📅 2026-11-23
        """
    ) == drawn(
        """
        11-20 王芳 电话 到期 (journal/2026-11-20.md:3)
        11-20 — 打印对比表 (journal/2026-11-20.md:7)
        """
    )


def test_it_is_carried_over_days_off_and_days_without_a_journal_until_it_is_done() -> None:
    drawing = """
    === journal/2026-11-13.md
    ## 计划
    - 电话 [[王芳]] 到期
    === journal/2026-11-20.md
    ## 计划
    - 电话 [[李强]]
    ## 记录
    - 传单 50
    {}
    """
    first = "11-13 王芳 电话 到期 (journal/2026-11-13.md:2)"
    second = "11-20 李强 电话 (journal/2026-11-20.md:2)"
    assert left(drawn(drawing).format("")) == f"{first}\n{second}"
    assert left(drawn(drawing).format("- 电话 [[王芳]]")) == second
    assert left(drawn(drawing).format(""), date(2026, 11, 20)) == first
    assert left(drawn(drawing).format(""), date(2026, 11, 27)) == f"{first}\n{second}"
    assert left(drawn(drawing).format(""), date(2026, 11, 28)) == second  # after two weeks it is forgotten


def test_what_was_planned_again_is_one_line_since_the_first_day() -> None:
    assert left(
        """
        === journal/2026-11-18.md
        ## 计划
        - 电话 [[王芳]] 到期
        - 电话 [[王芳]] 生日
        === journal/2026-11-19.md
        ## 计划
        - 电话 [[王芳]] 到期,上午打
        """
    ) == ("11-18 王芳 电话 到期,上午打 (journal/2026-11-19.md:2)")


def test_what_is_done_today_is_carried_no_more() -> None:
    drawing = (
        "=== journal/2026-11-20.md\n## 计划\n- 电话 [[王芳]]\n=== journal/2026-11-23.md\n- 电话 [[王芳]]\n"
    )
    assert left(drawing) == ""
    assert left(drawing, date(2026, 11, 22)) != ""


def test_the_first_days_of_the_calendar_do_no_harm() -> None:
    assert left("=== journal/0001-01-02.md\n## 计划\n- 电话 [[王芳]]\n", date.min + timedelta(3)) != ""


# --- sheets, news ------------------------------------------------------------------------------------------


def test_days_in_order_each_knows_its_neighbours() -> None:
    vault = vault_of("=== journal/2026-11-23.md\n=== journal/2026/2026-11-20.md\n=== journal/2026-11-21.md\n")
    days = [(s.before and s.before.day, s.date.day, s.after and s.after.day) for s in day_sheets(vault)]
    assert days == [(None, 20, 21), (20, 21, 23), (21, 23, None)]


def test_news_concerns_those_who_hold_a_matching_product() -> None:
    vault = vault_of(
        """
        === docs/products/稳盈90天.md
        === docs/products/年金.md
        === clients/王芳.md
        ## 持有
        - [[稳盈90天]] [金额:: 20万]
        - [[稳盈90天]] [金额:: 5万]
        === clients/李强.md
        ## 持有
        | 产品 | 金额 |
        |---|---|
        | 稳盈90天 | 10万 |
        | 贵州茅台 | |
        === clients/周凯.md
        ## 持有
        - [[年金]]
        === journal/2026-11-23.md
        ## 财经要闻
        - 央行下调利率 [匹配产品:: [[稳盈90天]]]
        - 金价创新高
        """
    )
    assert holders_of(vault)["docs/products/稳盈90天.md"] == ("clients/李强.md", "clients/王芳.md")
    (sheet,) = day_sheets(vault)
    assert [(row.entry.text, row.holders) for row in sheet.news] == [
        ("央行下调利率", ("clients/李强.md", "clients/王芳.md")),
        ("金价创新高", ()),
    ]
