"""A period is the sum of its days: drawn journals in, figures out."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.vault import Vault
from cmkb.views.day import day_sheets
from cmkb.views.periods import Periods, period_rows, periods, table_pieces, total, value_in
from cmkb.views.spans import GRAINS, Span, pieces, span_of
from tests.drawing import TODAY, drawn, span, vault_of


def book_of(drawing: str | Vault, today: date = TODAY, own: str = "") -> Periods:
    return periods(drawing if isinstance(drawing, Vault) else vault_of(drawing, own), today)


def rows(drawing: str, name: str, today: date = TODAY) -> str:
    """`label target value rate`, only what has a target or happened."""
    lines = []
    for row in period_rows(book_of(drawing, today), span(name)):
        if row.target or row.value:
            target = f"{float(row.target.value):g}" if row.target else "—"
            rate = f"{row.rate:.0%}" if row.rate is not None else "—"
            lines.append(f"{row.kpi.label} {target} {row.value} {rate}")
    return "\n".join(lines)


WEEK = """
    === clients/王芳.md
    === clients/李强.md
    === periods/2026-W47.md
    ---
    goal_calls: 4
    ---
    === journal/2026-11-16.md
    ## 记录
    - 10:15 电话 [[王芳]] 到期续做
    - 10:20 电话 [[李强]] [结果:: 未接]
    - 14:00 需求面谈 [[王芳]]
    - 16:00 需求面谈 [[王芳]] 又坐下谈了半小时
    === journal/2026-11-18.md
    ## 记录
    - 10:15 电话 [[李强]]
    - 14:00 需求面谈 [[王芳]]
    - 15:00 成交 [[王芳]] [金额:: 20万]
    """


def test_goal_against_actual() -> None:
    expected = """
        有效电话 4 2 50%
        需求面谈 — 2 —
        销售金额 — 200000 —
        拨打电话 — 3 —
        客户会面 — 2 —
        成交笔数 — 1 —
        """
    assert rows(WEEK, "2026-W47") == drawn(expected)


def test_one_meeting_told_twice_on_a_day_counts_once_and_on_two_days_twice() -> None:
    book = book_of(WEEK)
    assert [value_in(book, "needs", Span(day, day)) for day in (date(2026, 11, 16), date(2026, 11, 18))] == [
        1,
        1,
    ]
    assert value_in(book, "needs", span("2026-11")) == 2


def test_the_figure_under_总结_stands_for_its_day() -> None:
    vault = """
        === clients/王芳.md
        === journal/2026-11-16.md
        ## 记录
        - 10:15 电话 [[王芳]]
        ## 总结
        - 有效电话 10 (路上还打了九通)
        === journal/2026-11-17.md
        ## 记录
        - 10:15 电话 [[王芳]]
        """
    row = period_rows(book_of(vault), span("2026-W47"))[0]
    assert (row.value, row.derived, len(row.overridden)) == (11, 2, 1)


def test_what_is_still_to_come_is_not_counted() -> None:
    vault = """
        === clients/王芳.md
        === clients/面谈/2026-11-25 王芳.md
        ---
        类型: 面谈
        kind: 需求
        client: "[[王芳]]"
        date: 2026-11-25 14:00
        ---
        === journal/2026-11-23.md
        ## 记录
        - 10:15 电话 [[王芳]]
        """
    assert rows(vault, "2026-W48") == "有效电话 — 1 —\n拨打电话 — 1 —"
    assert "需求面谈 — 1 —" in rows(vault, "2026-W48", date(2026, 11, 25))


def test_periods_without_records_or_goals_have_no_page_but_the_current_ones_do() -> None:
    vault = """
        === clients/王芳.md
        === journal/2026-09-01.md
        ## 记录
        - 10:15 电话 [[王芳]]
        === periods/2027.md
        """
    found = {grain: " ".join(s.key for s in spans) for grain, spans in book_of(vault).spans.items()}
    assert found == {
        "week": "2026-W36 2026-W48",
        "month": "2026-09 2026-11",
        "quarter": "2026-Q3 2026-Q4",
        "half": "2026-H2",
        "year": "2026 2027",
    }


def test_an_empty_vault_has_no_periods() -> None:
    assert not any(book_of("").spans.values())


def test_the_table_tells_where_a_figure_comes_from() -> None:
    book = book_of(WEEK)
    of_month = [
        (p.span.start.day, p.journal, p.values["calls"])
        for p in table_pieces(book, span("2026-11"), ["calls"])
    ]
    assert of_month == [(16, "journal/2026-11-16.md", 1), (18, "journal/2026-11-18.md", 1)]
    assert [p.span.key for p in table_pieces(book, span("2026"), ["calls"])] == ["2026-11"]


def test_pennies_add_up() -> None:
    assert total([0.1, 0.2]) == 0.3
    assert total([0.1] * 10) == 1


# A vault of two months in which anything may happen on any day, also around the ends of months and weeks.
KINDS = ("电话", "电话邀约", "需求面谈", "成交面谈", "成交", "售后", "短信")
LINE = st.builds(
    "- {}{} [[{}]]{}{}".format,
    st.sampled_from(("", "09:10 ", "14:30 ")),
    st.sampled_from(KINDS),
    st.sampled_from(("王芳", "李强")),
    st.sampled_from(("", " [结果:: 未接]", " [结果:: 成交]", " [缘由:: 生日]")),
    st.sampled_from(("", " [金额:: 20万]", " [金额:: 0.1]", " [金额:: 1234.56]")),
)
COUNTER = st.builds("- {} {}".format, st.sampled_from(("传单", "短信", "电话")), st.integers(0, 60))
OVERRIDE = st.builds("- {} {}".format, st.sampled_from(("有效电话", "需求面谈", "销售")), st.integers(0, 99))
DAY = st.tuples(
    st.dates(date(2026, 10, 26), date(2026, 12, 6)),
    st.lists(LINE | COUNTER, max_size=5),
    st.lists(OVERRIDE, max_size=1),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(DAY, max_size=8, unique_by=lambda day: day[0]))
def test_the_sum_of_days_is_the_period_in_every_way_of_cutting_it(
    days: list[tuple[date, list[str], list[str]]],
) -> None:
    drawing = "=== clients/王芳.md\n=== clients/李强.md\n"
    for day, records, summary in days:
        drawing += "\n".join([f"=== journal/{day}.md", "## 记录", *records, "## 总结", *summary, ""])
    vault = vault_of(drawing)
    today = date(2026, 12, 31)
    book = periods(vault, today, day_sheets(vault))
    sheets = {sheet.date: sheet for sheet in day_sheets(vault)}
    for grain in GRAINS:
        for whole in book.spans[grain]:
            of_span = {row.kpi.key: row.value for row in period_rows(book, whole)}
            for key in vault.playbook.kpis:
                of_days = [
                    row.value
                    for d in whole.days()
                    if d in sheets
                    for row in sheets[d].rows
                    if row.kpi.key == key
                ]
                assert of_span.get(key, 0) == total(of_days)
            for cut in ("day", "week", "month"):
                for key, value in of_span.items():
                    assert value == total(value_in(book, key, part) for part in pieces(whole, cut))


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_weeks_and_months_share_their_days(day: date) -> None:
    week, month = span_of(day, "week"), span_of(day, "month")
    assert day in week
    assert day in month
    assert (week.end - week.start) == timedelta(6)
