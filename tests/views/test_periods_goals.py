"""Goals: who wrote them for what, and what that means for a week or a day."""

from __future__ import annotations

from datetime import date

from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.views.goals import day_target, due, goal_problems, goals_of, target
from tests.drawing import drawn, files_of, playbook, problem_lines, span, vault_of


def targets(drawing: str, *names: str, kpi: str = "calls", own: str = "") -> str:
    """`period target`, with `(own)` for the period's own goal and `of n days` for one that is not for all days."""
    goals = goals_of(vault_of(drawing, own))
    lines = []
    for name in names:
        found = target(goals, kpi, span(name))
        if found is None:
            lines.append(f"{name} —")
            continue
        kind = "(own)" if found.goal else "" if found.whole else f"of {found.days} days"
        lines.append(f"{name} {float(found.value):g} {kind}".strip())
    return "\n".join(lines)


def test_a_goal_stands_in_the_front_matter_or_as_counters() -> None:
    vault = """
        === periods/2026-11.md
        ---
        goal_calls: 210
        销售目标: 300万
        ---
        === periods/十二月.md
        ---
        期间: 2026年12月
        ---
        ## 目标
        - 有效电话 220 · 销售 320万
        """
    assert targets(vault, "2026-11", "2026-12") == "2026-11 210 (own)\n2026-12 220 (own)"
    assert targets(vault, "2026-11", "2026-12", kpi="sales") == "2026-11 3e+06 (own)\n2026-12 3.2e+06 (own)"


def test_a_coarser_goal_spreads_over_its_working_days() -> None:
    # November 2026 has 21 working days; its first day is a Sunday, its last a Monday.
    vault = """
        === periods/2026-11.md
        ---
        goal_calls: 210
        ---
        """
    expected = """
        2026-11 210 (own)
        2026-W45 50
        2026-W49 10 of 1 days
        2026-W40 —
        """
    assert targets(vault, "2026-11", "2026-W45", "2026-W49", "2026-W40") == drawn(expected)


def test_the_finer_goal_wins_where_there_is_one() -> None:
    vault = """
        === periods/2026-11.md
        ---
        goal_calls: 210
        ---
        === periods/2026-W46.md
        ---
        goal_calls: 80
        ---
        """
    assert (
        targets(vault, "2026-W45", "2026-W46", "2026-11")
        == "2026-W45 50\n2026-W46 80 (own)\n2026-11 210 (own)"
    )
    assert day_target(goals_of(vault_of(vault)), "calls", date(2026, 11, 9)) == 16


def test_the_days_own_plan_wins_over_all() -> None:
    vault = """
        === periods/2026-W46.md
        ---
        goal_calls: 50
        ---
        === journal/2026-11-09.md
        ## 计划
        - 有效电话 30
        """
    goals = goals_of(vault_of(vault))
    assert [day_target(goals, "calls", date(2026, 11, 9 + n)) for n in range(3)] == [30, 10, 10]


def test_a_week_across_two_months_takes_its_days_from_both() -> None:
    # Monday 30 November, then Tuesday to Friday of December, which has 23 working days.
    vault = """
        === periods/2026-11.md
        ---
        goal_calls: 210
        ---
        === periods/2026-12.md
        ---
        goal_calls: 460
        ---
        """
    assert targets(vault, "2026-W49") == "2026-W49 90"


def test_a_working_saturday_of_a_bank_has_its_share_and_none_on_an_exchange() -> None:
    # Saturday 10 October 2026 makes up for the National Day holiday: a bank works, an exchange does not.
    vault = """
        === periods/2026-W41.md
        ---
        goal_calls: 60
        ---
        """
    saturday = date(2026, 10, 10)
    bank = day_target(goals_of(vault_of(vault)), "calls", saturday)
    exchange = day_target(
        goals_of(vault_of(vault, "extends: bank-personal\ncalendar: exchange")), "calls", saturday
    )
    assert bank is not None
    assert bank > 0
    assert exchange == 0


def test_a_week_without_a_working_day_spreads_over_all_its_days() -> None:
    vault = """
        === periods/2026-W40.md
        ---
        goal_calls: 70
        ---
        """
    goals = goals_of(vault_of(vault))
    days = [day_target(goals, "calls", day) for day in span("2026-W40").days()]
    assert sum(day or 0 for day in days) == 70


def test_plans_of_some_days_are_no_goal_of_the_month() -> None:
    vault = """
        === journal/2026-11-09.md
        ## 计划
        - 有效电话 30
        """
    assert targets(vault, "2026-11", "2026-W46", kpi="calls") == "2026-11 30 of 1 days\n2026-W46 30 of 1 days"


def test_what_should_be_there_by_today_counts_the_working_days_before_it() -> None:
    goals = goals_of(
        vault_of(
            """
            === periods/2026-11.md
            ---
            goal_calls: 210
            ---
            """
        )
    )
    november = span("2026-11")
    assert due(goals, "calls", november, date(2026, 11, 23)) == 15 / 21
    assert due(goals, "calls", november, date(2026, 10, 23)) == 0
    assert due(goals, "calls", november, date(2026, 12, 1)) == 1
    assert due(goals, "calls", span("2026-W46"), date(2026, 11, 11)) == 2 / 5


def test_goals_for_nobody_knows_when_and_two_notes_for_one_month_are_said() -> None:
    vault = vault_of(
        """
        === periods/2026-11.md
        === periods/README.md
        === periods/十一月.md
        ---
        period: 2026-11
        ---
        === periods/年底冲刺.md
        """
    )
    expected = """
        periods/十一月.md:2:9 G2
        periods/年底冲刺.md:1:1 G1
        """
    assert problem_lines(goal_problems(vault)) == drawn(expected)


def test_goals_that_count_for_nothing_are_said() -> None:
    """A line is lost as a whole when one of its words is no KPI's; so is a key that no KPI has."""
    drawing = """
        === periods/2026-11.md
        ---
        goal_foo: 3
        goal_calls: 100
        开心目标: 5
        ---
        ## 目标
        - 有效电活 100 · 销售 50万
        - 开心 3 · 需求面谈 20
        - 学会 2 个新产品
        === journal/2026-11-23.md
        ## 计划
        - 需求面 2
        - 14:00 需求面谈 3 号会议室
        - 电话 12
        """
    files = (SourceFile(path, text) for path, text in files_of(drawing).items())
    found = [p for file in files for p in read_note(file, playbook(), Settings())[1]]
    lines = problem_lines(p for p in (*goal_problems(vault_of(drawing)), *found) if p.code == "G3")
    assert lines == drawn("""
        journal/2026-11-23.md:2:3 G3.near
        periods/2026-11.md:2:11 G3.key
        periods/2026-11.md:4:7 G3.key
        periods/2026-11.md:7:3 G3.near
        periods/2026-11.md:8:3 G3
        """)
