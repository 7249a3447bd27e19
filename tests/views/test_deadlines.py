"""Deadlines of notes that are no clients: a posting at a bank begins, and things have to be done in time."""

from __future__ import annotations

from textwrap import dedent

from cmkb.views.deadlines import deadlines
from tests.drawing import drawn, open_rows, vault_of

RULES = """
    reminders:
      week: {label: 进驻一周：熟悉银行全部业务, kind: onboarding, dates: [channel.since], days: 7, lead: [3], until: 30}
      contacts: {label: 驻点一个月：都加上联系方式, kind: onboarding, dates: [channel.since], months: 1, lead: [7]}
    """


def test_days_and_months_count_from_the_day_of_the_posting() -> None:
    vault = vault_of(
        """
        === clients/网点/城南站.md
        ---
        类型: 网点
        驻点起始: 2026-10-31
        ---
        """,
        RULES,
    )
    assert open_rows(vault, kinds="onboarding") == drawn(
        """
        2026-11-07 onboarding — | 进驻一周：熟悉银行全部业务 | 城南站 | from 2026-11-04
        2026-11-30 onboarding — | 驻点一个月：都加上联系方式 | 城南站 | from 2026-11-23
        """
    )


def test_a_ticked_line_in_the_words_of_the_rule_says_it_is_done() -> None:
    drawing = """
        === clients/网点/城南站.md
        ---
        类型: 网点
        驻点起始: 2026-10-31
        ---
        - [x] 熟悉银行全部业务 ✅ 2026-11-05
        - [ ] 都加上联系方式
        """
    vault = vault_of(dedent(drawing), RULES)
    assert [(one.rule.key, one.done) for one in deadlines(vault)] == [("week", True), ("contacts", False)]
    assert "进驻一周" not in open_rows(vault, kinds="onboarding")


def test_a_year_beyond_the_calendar_is_no_reason_to_fail() -> None:
    vault = vault_of("=== a.md\n---\n类型: 网点\n驻点起始: 9999-12-31\n---\n", RULES)
    assert [one.rule.key for one in deadlines(vault)] == ["week"]
