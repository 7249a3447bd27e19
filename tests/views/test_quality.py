"""L5 and L6: records of days to come, and beyond the playbook's soft limits."""

from __future__ import annotations

from datetime import date

from cmkb.views.quality import future_records, limit_notices
from tests.drawing import TODAY, drawn, problem_lines, vault_of


def test_a_record_of_a_day_to_come_is_questioned_a_meeting_is_an_appointment() -> None:
    vault = vault_of(
        """
        === journal/2026-11-24.md
        ## 计划
        - 电话 [[王芳]]
        ## 记录
        - 电话 [[王芳]]
        === journal/2026-11-23.md
        ## 记录
        - 电话 [[王芳]]
        === meetings/a.md
        ---
        type: meeting
        种类: 需求
        日期: 2026-11-30
        ---
        """
    )
    assert problem_lines(future_records(vault, TODAY)) == "journal/2026-11-24.md:4:3 L5"
    assert problem_lines(future_records(vault, date(2026, 11, 24))) == ""


def test_soft_limits() -> None:
    vault = vault_of(
        """
        === journal/2026-11-23.md
        ## 记录
        - 电话 [[王芳]] [时长:: 4]
        - 电话 [[王芳]] [时长:: 5]
        - 需求面谈 [[王芳]] [时长:: 50]
        - 成交面谈 [[王芳]] [促成次数:: 2]
        - 成交面谈 [[王芳]] [促成次数:: 3]
        - 成交面谈 [[王芳]]
        """
    )
    found = list(limit_notices(vault))
    assert problem_lines(found) == drawn(
        """
        journal/2026-11-23.md:3:3 L6.most
        journal/2026-11-23.md:5:3 L6.least
        """
    )
    assert [problem.message() for problem in found] == [
        "每通电话不超过四分钟 5分，超过 4分",
        "促成坚持三次以上 2次，不到 3次",
    ]


def test_limits_are_the_playbooks() -> None:
    own = "limits:\n  big: {label: 大额要双人, kinds: [成交], field: amount, most: 100万, unit: 元}\n"
    vault = vault_of("=== journal/2026-11-23.md\n- 成交 [[王芳]] [金额:: 1234567]\n", own)
    assert [problem.message() for problem in limit_notices(vault)] == ["大额要双人 1234567元，超过 1000000元"]
