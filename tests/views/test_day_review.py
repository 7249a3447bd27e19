"""What a day's sheet says beside its figures: the review, the checklists signed off, the next day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cmkb.views.follow_ups import follow_ups
from cmkb.views.next_day import next_day
from cmkb.views.review import review
from cmkb.views.signed import signed_off
from tests.drawing import TODAY, drawn, vault_of


def reviewed(summary: str) -> str:
    body = "\n".join(drawn(summary).splitlines())
    vault = vault_of(f"=== journal/2026-11-23.md\n## 总结\n{body}\n")
    said = review(vault.journals[TODAY])
    lines = [f"{part}: {line}" for part, of_part in said.parts for line in of_part]
    return "\n".join([*lines, *(f"rest: {line}" for line in said.rest)])


@pytest.mark.parametrize(
    "summary",
    [
        "- 成：约得早\n- 败：促成两次就停\n- 明天：带对比表",
        "- 做成的: 约得早\n- 没做成的: 促成两次就停\n- 明天调整: 带对比表",
        "- **成**：约得早\n- **败**：促成两次就停\n- **明日调整**：带对比表",
        "- 成:约得早 败:促成两次就停 明日调整:带对比表",
        "成：约得早；败：促成两次就停；调整：带对比表",
        "### 做成的\n- 约得早\n### 没做成的\n- 促成两次就停\n### 明天调整\n- 带对比表",
    ],
)
def test_success_failure_and_what_to_change_however_they_are_written(summary: str) -> None:
    assert reviewed(summary) == "well: 约得早\nbadly: 促成两次就停\nchange: 带对比表"


def test_figures_that_correct_the_day_are_no_prose_and_other_lines_are_kept() -> None:
    assert (
        reviewed(
            """
            - 有效电话 10 (补记两通)
            - 成交面谈做了一次
            - 成：约得早
            """
        )
        == "well: 约得早\nrest: 成交面谈做了一次"
    )


def test_a_summary_without_these_words_is_all_rest() -> None:
    assert reviewed("- 先问候，再谈事。") == "rest: 先问候，再谈事。"


def test_checklists_are_signed_off_by_ticks_under_the_routine() -> None:
    vault = vault_of(
        """
        === journal/2026-11-23.md
        ## 流程
        - [x] 大门和营业厅
        - [ ] 柜台锁好
        - [x] 学新产品或正在热销的产品
        - [X] 浇花
        """
    )
    found = signed_off(vault.playbook, vault.journals[TODAY])
    told = {s.slot.title if s.slot else "": (s.done, [t.text for t in s.ticks if t.done]) for s in found}
    assert told["开门检查"] == (1, ["大门和营业厅"])
    assert told["晨会"] == (1, ["学新产品或正在热销的产品"])  # a step, beside the checklist
    assert told["收尾"] == (0, [])
    assert told[""] == (1, ["浇花"])


def test_a_checklist_is_signed_by_whom_the_journal_names() -> None:
    vault = vault_of("=== journal/2026-11-23.md\n---\n开门签字: 小林\n---\n## 流程\n- [x] 大门和营业厅\n")
    found = {s.slot.key: s.signed for s in signed_off(vault.playbook, vault.journals[TODAY]) if s.slot}
    assert (found["opening"], found["closing"], found["morning"]) == ("小林", "", "")


def test_the_first_words_of_a_step_are_enough_where_they_can_mean_only_one() -> None:
    vault = vault_of("=== journal/2026-11-23.md\n## 流程\n- [x] 翻工作日志\n- [x] 下\n")
    found = signed_off(vault.playbook, vault.journals[TODAY])
    told = {s.slot.title if s.slot else "": [t.text for t in s.ticks if t.done] for s in found}
    assert told["客户联络"] == ["翻工作日志，看今天约了谁"]
    assert told[""] == ["下"]


def test_a_journal_that_ticks_nothing_shows_no_checklists() -> None:
    vault = vault_of("=== journal/2026-11-23.md\n## 记录\n- [x] 别处的待办\n")
    assert signed_off(vault.playbook, vault.journals[TODAY]) == ()


# --- the next day ------------------------------------------------------------------------------------------


def test_the_next_working_day_skips_the_weekend() -> None:
    vault = vault_of(
        "=== journal/2026-11-20.md\n=== journal/2026-11-23.md\n## 计划\n- 有效电话 12\n- 10:15 电话 [[李强]]\n"
    )
    following = next_day(vault, (), date(2026, 11, 20), TODAY)
    assert following.date == TODAY
    assert [state.item.text or state.item.kind for state in following.plan] == ["电话"]
    assert [(t.key, t.value) for t in following.targets] == [("calls", 12)]


def test_who_works_on_a_saturday_plans_for_saturday() -> None:
    vault = vault_of("=== journal/2026-11-20.md\n=== journal/2026-11-21.md\n")
    assert next_day(vault, (), date(2026, 11, 20), TODAY).date == date(2026, 11, 21)


def test_where_no_plan_is_written_the_follow_ups_tell_with_those_of_days_off() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        - [ ] 周五的 📅 2026-11-27
        - [ ] 周六的 📅 2026-11-28
        - [ ] 周一的 📅 2026-11-30
        - [ ] 周二的 📅 2026-12-01
        """
    )
    following = next_day(vault, follow_ups(vault, TODAY), date(2026, 11, 27), TODAY)
    assert following.date == date(2026, 11, 30)
    assert [row.title for row in following.rows] == ["周六的", "周一的"]


def test_a_day_of_the_past_is_not_filled_with_what_is_open_now() -> None:
    vault = vault_of("=== clients/王芳.md\n- [ ] 旧事 📅 2026-11-19\n")
    following = next_day(vault, follow_ups(vault, TODAY), date(2026, 11, 18), TODAY)
    assert (following.written, following.rows) == (False, ())


def test_the_last_day_of_all_calendars() -> None:
    vault = vault_of("=== clients/王芳.md\n")
    assert next_day(vault, (), date.max - timedelta(1), TODAY).date == date.max
