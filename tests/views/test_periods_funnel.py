"""From the call to the sale, and how the work was done."""

from __future__ import annotations

from cmkb.model.note import SourceFile
from cmkb.playbooks.loader import load_playbook
from cmkb.views.funnel import cycles, funnel, median_days, narrowest, product_sales, source_rows
from cmkb.views.periods import facts_of, period_rows
from cmkb.views.practice import limit_rows, tick_table
from tests.drawing import drawn
from tests.views.test_periods import book_of, span

SALES = """
    === clients/王芳.md
    ---
    来源: 转介绍
    ---
    === clients/李强.md
    ---
    来源: 大堂
    ---
    === clients/周凯.md
    === docs/products/稳盈90天.md
    === journal/2026-10-20.md
    ## 记录
    - 10:00 线索 [[李强]]
    === journal/2026-11-02.md
    ## 记录
    - 10:00 电话 [[王芳]]
    - 10:10 电话 [[李强]]
    - 10:20 电话 [[周凯]] [结果:: 未接]
    - 10:30 电话 [[周凯]]
    === journal/2026-11-09.md
    ## 记录
    - 14:00 需求面谈 [[王芳]]
    - 15:00 需求面谈 [[李强]]
    === journal/2026-11-16.md
    ## 记录
    - 14:00 成交面谈 [[王芳]]
    - 15:00 成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]
    === journal/2026-11-18.md
    ## 记录
    - 10:00 电话 [[王芳]]
    - 15:00 成交 [[王芳]] [产品:: 定投] [金额:: 5万]
    - 16:00 成交 [[李强]] [产品:: [[稳盈90天]]] [金额:: 10万]
    """


def test_the_funnel_with_the_conversion_of_each_step() -> None:
    steps = funnel(book_of(SALES), span("2026-11"))
    found = [f"{s.kpi.label} {s.value} {f'{s.rate:.0%}' if s.rate is not None else '—'}" for s in steps]
    expected = """
        有效电话 4 —
        需求面谈 2 50%
        成交面谈 1 50%
        成交笔数 3 300%
        """
    assert "\n".join(found) == drawn(expected)
    worst = narrowest(steps)
    assert worst is not None
    assert worst.kpi.label == "需求面谈"


def test_the_funnel_has_the_figures_of_the_rows_also_where_the_manager_gave_another() -> None:
    book = book_of(SALES.rstrip(" ") + "    ## 总结\n    - 有效电话 9\n")
    rows = {row.kpi.key: row.value for row in period_rows(book, span("2026-11"))}
    assert [step.value for step in funnel(book, span("2026-11"))] == [
        rows[k] for k in book.vault.playbook.funnel
    ]
    assert rows["calls"] == 12


def test_days_from_the_first_step_to_the_sale_begin_anew_after_each_sale() -> None:
    book = book_of(SALES)
    found = cycles(book)
    # 王芳: 2 to 16 November, then 18 to 18; 李强 was a lead on 20 October.
    assert sorted(days for of_day in found.values() for days in of_day) == [0, 14, 29]
    assert median_days(found, span("2026-11")) == (14, 3)
    assert median_days(found, span("2026-10")) is None


def test_what_the_sales_are_made_of() -> None:
    found = [(row.product, row.amount, row.count) for row in product_sales(book_of(SALES), span("2026-11"))]
    assert found == [("docs/products/稳盈90天.md", 300000, 2), ("定投", 50000, 1)]


def test_where_clients_come_from_and_what_became_of_them() -> None:
    rows = source_rows(book_of(SALES), span("2026-11"), ["clients/周凯.md"])
    found = [(r.source, r.clients, r.new, r.buyers, r.deals, r.amount) for r in rows]
    assert found == [("大堂", 1, 0, 1, 1, 100000), ("转介绍", 1, 0, 1, 2, 250000), ("", 1, 1, 0, 0, 0)]


def test_another_playbook_has_another_funnel() -> None:
    own = "extends: bank-personal\nfunnel: [leads, calls]"
    steps = funnel(book_of(SALES, own=own), span("2026"))
    assert [(step.kpi.key, step.value) for step in steps] == [("leads", 1), ("calls", 4)]


def test_limits_are_counted_with_their_mean_and_what_went_beyond() -> None:
    book = book_of(
        """
        === clients/王芳.md
        === journal/2026-11-16.md
        ## 记录
        - 10:00 电话 [[王芳]] [时长:: 3]
        - 10:10 电话 [[王芳]] [时长:: 6]
        - 14:00 成交面谈 [[王芳]] [促成:: 2]
        - 15:00 电话 [[王芳]]
        """
    )
    found = [
        f"{r.limit.key} {r.measured} {r.mean:g} {len(r.beyond)}" for r in limit_rows(book, span("2026-W47"))
    ]
    assert found == ["call_minutes 2 4.5 1", "close_tries 1 2 1"]


def test_ticks_are_counted_over_weeks() -> None:
    book = book_of(
        """
        === clients/王芳.md
        === journal/2026-11-04.md
        ## 记录
        - 10:00 电话 [[王芳]] [优点:: 准备充分、微笑热情]
        === journal/2026-11-11.md
        ## 记录
        - 10:00 电话 [[王芳]] [优点:: 准备充分、说得明白]
        - 11:00 电话 [[王芳]]
        """
    )
    table = tick_table(book, span("2026-11"))
    counted = {tick: [n for n in counts if n] for tick, counts in table.rows}
    assert counted == {"准备充分": [1, 1], "微笑热情": [1]}
    assert sum(table.ticked) == 2


def test_hours_and_weekdays_of_what_was_noted_with_a_time() -> None:
    facts = facts_of(book_of(SALES), span("2026-W45"))
    assert dict(facts.hours) == {(0, 10): 4}
    assert (facts.dialled[0, 10], facts.reached[0, 10]) == (4, 3)
    assert facts.contacted == {"clients/王芳.md", "clients/李强.md", "clients/周凯.md"}


def test_a_funnel_of_unknown_figures_is_refused_with_its_line() -> None:
    source = SourceFile("playbook.yml", "extends: bank-personal\nfunnel: [calls, deal]\n")
    playbook, problems = load_playbook("bank-personal", source)
    assert [(p.line, p.text, dict(p.params)["near"]) for p in problems] == [(2, "B3.near", "deals")]
    assert playbook.funnel == ("calls",)
