"""A week and longer as the supervisor reads it; the figures are those of the days."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cmkb.vault import Vault
from cmkb.views.period_report import PeriodReport, period_report
from cmkb.views.periods import periods
from cmkb.views.report import day_report
from cmkb.views.spans import GRAINS, span_of
from tests.drawing import TODAY, drawn, vault_of

VAULT = """
=== clients/王芳.md
---
姓名: 王芳
等级: 金卡
开户日: 2026-11-02
---
=== clients/李强.md
---
姓名: 李强
等级: 金卡
开户日: 2026-09-01
异常: 资产转走了
---
=== docs/products/稳盈90天.md
# 稳盈90天
=== periods/2026-11.md
---
period: 2026-11
goal_calls: 42
---
## 复盘
- 差在促成
> [!private]
> 不想干了
=== periods/2026-12.md
---
period: 2026-12
goal_calls: 46
---
## 计划
- 到期的全部约见
=== journal/2026-11-05.md
## 记录
- 10:00 电话 [[王芳]] [结果:: 接通]
- 15:00 成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]
- 16:00 售后 [[李强]] [原因:: 别家利率高] [措施:: 上门一趟]
## 总结
- 有效电话 3 (补记两通)
- 成：开口先报到期日
## 市场反馈
- 对面三年期 2.15
=== journal/2026-11-20.md
## 记录
- 10:00 电话 [[王芳]] [结果:: 接通]
"""


def report(grain: str, day: date = TODAY, vault: Vault | None = None) -> PeriodReport:
    vault = vault or vault_of(drawn(VAULT))
    return period_report(periods(vault, TODAY), span_of(day, grain))


def test_goal_and_actual_with_the_days_that_were_corrected() -> None:
    calls = report("month").kpis[0]
    assert (calls.key, calls.plan, calls.actual, calls.derived) == ("calls", 42, 4, 2)
    assert calls.overridden == (date(2026, 11, 5),)
    assert calls.rate == 4 / 42


def test_what_was_sold_and_who_needs_attention() -> None:
    month = report("month")
    assert [(sale.product, sale.amount, sale.count) for sale in month.sales] == [("稳盈90天", 200_000, 1)]
    assert [(new.name, str(new.since), new.in_time) for new in month.new] == [("王芳", "2026-11-02", True)]
    (abnormal,) = month.abnormal
    assert (abnormal.name, abnormal.what) == ("李强", "资产转走了")
    assert (abnormal.cause, abnormal.measure, abnormal.reported) == ("别家利率高", "上门一趟", "")
    assert [(quiet.name, quiet.days, quiet.most) for quiet in month.quiet] == [("李强", 18, 15)]


def test_what_holds_for_today_is_no_part_of_a_period_long_over() -> None:
    assert report("month", date(2026, 9, 1)).quiet == ()
    assert report("month", date(2026, 9, 1)).abnormal == ()


def test_words_of_the_period_and_of_its_days() -> None:
    month, week = report("month"), report("week", date(2026, 11, 5))
    assert [line.text for line in month.review] == ["差在促成"]
    assert [(str(day.date), day.summary.well) for day in week.summaries] == [
        ("2026-11-05", ("开口先报到期日",))
    ]
    assert month.summaries == ()
    assert [(str(line.date), line.text) for line in month.parts[0].lines] == [
        ("2026-11-05", "对面三年期 2.15")
    ]


def test_the_period_s_own_note_speaks_before_its_days() -> None:
    drawing = drawn(VAULT).replace(
        "## 复盘\n- 差在促成\n",
        "## 复盘\n- 差在促成\n## 目标客户\n- [[王芳]] 到期续做\n## 市场反馈\n- 存款都在降\n## 建议\n- 晨会短一点\n"
        "## 需要支持\n- 方案模板\n> [!private]\n> 经理太忙\n## 活动\n",
    )
    month = report("month", vault=vault_of(drawing))
    said = {
        part.key: [(line.date and str(line.date), line.text) for line in part.lines] for part in month.parts
    }
    assert said == {
        "market": [(None, "存款都在降"), ("2026-11-05", "对面三年期 2.15")],
        "suggestions": [(None, "晨会短一点")],
        "support": [(None, "方案模板")],
    }
    assert month.parts[0].lines[0].source.path == "periods/2026-11.md"
    assert [(one.heading, [line.text for line in one.lines]) for one in month.said] == [
        ("目标客户", ["王芳 到期续做"])
    ]


def test_the_next_period_with_its_goals_and_plan() -> None:
    following = report("month").next
    assert (following.period, [(aim.key, aim.value) for aim in following.aims]) == (
        "2026-12",
        [("calls", 46)],
    )
    assert [line.text for line in following.plan] == ["到期的全部约见"]


LINE = st.sampled_from(
    [
        "电话 [[王芳]] [结果:: 接通]",
        "电话 [[李强]] [结果:: 未接]",
        "电话 5",
        "需求面谈 [[王芳]]",
        "成交 [[王芳]] [金额:: 20万]",
        "成交 [[李强]] [金额:: 1234.5]",
    ]
)
DAYS = st.dictionaries(st.integers(0, 330), st.lists(LINE, max_size=4), max_size=8)


@given(DAYS, st.sampled_from(GRAINS))
def test_the_days_reports_add_up_to_the_period_s(days: dict[int, list[str]], grain: str) -> None:
    """Also where a day gave another figure, and across the edges of weeks and months."""
    drawing = "=== clients/王芳.md\n=== clients/李强.md\n"
    for ago, lines in days.items():
        records = "".join(f"- {line}\n" for line in lines)
        own = f"## 总结\n- 有效电话 {ago % 7}\n" if ago % 3 == 0 else ""
        drawing += f"=== journal/{TODAY - timedelta(ago)}.md\n## 记录\n{records}{own}"
    vault = vault_of(drawing)
    span = span_of(TODAY - timedelta(40), grain)
    whole = {kpi.key: kpi.actual for kpi in report(grain, TODAY - timedelta(40), vault).kpis}
    summed: dict[str, float] = dict.fromkeys(whole, 0)
    for day in (TODAY - timedelta(ago) for ago in days):
        for kpi in day_report(vault, day).kpis if day in span else ():
            summed[kpi.key] = summed.get(kpi.key, 0) + kpi.actual
    assert summed == whole
