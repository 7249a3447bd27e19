"""The report of the morning meeting, laid out from the notes of the day before: drawn vault in, lines out."""

from __future__ import annotations

from datetime import date

from cmkb.vault import Vault
from cmkb.views.day import records_by_day
from cmkb.views.morning import MorningReport, morning_report, recommendations
from tests.drawing import TODAY, vault_of

STAFF = """
=== staff/段师傅.md
---
岗位: 柜员
---
"""


def report(vault: Vault, day: date = TODAY) -> MorningReport:
    before = max((other for other in vault.journals if other < day), default=None)
    found = morning_report(vault, day, before, records_by_day(vault), recommendations(vault))
    assert found is not None
    return found


def referred(vault: Vault, day: date = TODAY) -> list[str]:
    def name(path: str) -> str:
        return vault.notes[path].title

    lines = []
    for one in report(vault, day).referrals:
        assert one.referral is not None
        by = "、".join(map(name, one.referral.by)) or one.referral.source
        last = f"{one.last.date:%m-%d} {one.last.kind}" if one.last else "—"
        lines.append(f"{name(one.client)} {by} {one.referral.day:%m-%d} {last}")
    return lines


def test_the_figures_are_those_of_the_last_day_with_a_journal() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        === journal/2026-11-20.md
        ## 计划
        - 有效电话 6 · 短信 20
        ## 记录
        - 10:10 电话 [[王芳]] [结果:: 接通]
        - 短信 21
        === journal/2026-11-23.md
        """
    )
    found = report(vault)
    assert found.before == date(2026, 11, 20)
    assert [(row.kpi.key, row.plan, row.value) for row in found.rows] == [("calls", 6, 1), ("sms", 20, 21)]


def test_who_was_recommended_since_the_last_day_by_whom_and_what_came_of_it() -> None:
    vault = vault_of(
        STAFF
        + """
=== clients/何晓.md
---
来源: 大堂
建档日: 2026-11-21
---
=== clients/方敏.md
---
推荐人: ["[[段师傅]]"]
---
=== clients/闻静.md
---
来源: 活动
建档日: 2026-11-21
---
=== clients/早客.md
---
来源: 大堂
建档日: 2026-11-02
---
=== journal/2026-11-20.md
## 记录
- 15:00 面谈 [[方敏]]
=== journal/2026-11-23.md
## 记录
- 线索 [[今天来的]] [来源:: 大堂]
"""
    )
    assert referred(vault) == ["方敏 段师傅 11-20 11-20 面谈", "何晓 大堂 11-21 —"]


def test_a_line_of_the_journal_tells_as_well_and_nobody_is_named_twice() -> None:
    vault = vault_of(
        STAFF
        + """
=== clients/方敏.md
---
来源: 柜员
建档日: 2026-11-20
---
=== clients/老客.md
---
建档日: 2020-01-01
---
=== journal/2026-11-20.md
## 记录
- 10:00 转介绍 [[段师傅]] → [[方敏]]
- 11:00 线索 [[老客]] 换房要贷款 [来源:: 大堂]
- 12:00 电话 [[老客]] 说起 [[段师傅]]
"""
    )
    assert referred(vault) == ["方敏 段师傅 11-20 11-20 转介绍", "老客 大堂 11-20 11-20 电话"]


def test_without_a_day_before_there_is_nothing_to_report_yet() -> None:
    found = report(vault_of("=== journal/2026-11-23.md\n"))
    assert (found.before, found.rows, found.referrals) == (None, (), ())


def test_a_routine_that_asks_for_no_report_gets_none() -> None:
    vault = vault_of("=== journal/2026-11-20.md\n", "routine:\n  day:\n    morning: {reports: null}\n")
    assert morning_report(vault, TODAY, date(2026, 11, 20), {}, ()) is None
