"""Which talk track a follow-up, a stage, a client gets."""

from __future__ import annotations

from datetime import date

from cmkb.vault import Vault
from cmkb.views.fit import tracks, traits_of
from cmkb.views.follow_ups import follow_ups
from cmkb.views.suggestions import Suggestions
from tests.drawing import TODAY, drawn, vault_of

SCRIPTS = """
=== docs/scripts/到期邀约.md
---
类别: 邀约
缘由: 到期
---
=== docs/scripts/面谈邀约.md
---
类别: 邀约
---
=== docs/scripts/五问.md
---
类别: 需求挖掘
适用客户: [50 岁以上]
---
=== docs/scripts/三笔账.md
---
类别: 需求挖掘
---
=== docs/scripts/半月问候.md
---
类别: 关怀
缘由: 半月关怀
---
=== docs/scripts/回看.md
---
类别: 其他
阶段: 售后
---
=== docs/scripts/旧的.md
---
类别: 需求挖掘
有效期: 2026-01-01
---
"""


def suggestions(vault: Vault, today: date = TODAY) -> Suggestions:
    traits = {one.path: one for one in traits_of(vault, today)}
    return Suggestions(vault, today, tracks(vault, today), traits)


def found(drawing: str) -> str:
    """`kind title → talk track` of all follow-ups."""
    vault = vault_of(SCRIPTS + drawn(drawing) + "\n")
    rows = suggestions(vault).with_scripts(follow_ups(vault, TODAY))
    return "\n".join(
        f"{row.kind} {row.title} → {(row.script or '—').removeprefix('docs/scripts/').removesuffix('.md')}"
        for row in rows
        if not row.rule
    )


def test_what_the_follow_up_says_goes_before_the_stage() -> None:
    assert found("""
        === clients/王芳.md
        ---
        阶段: 邀约
        生日: 1990-05-01
        ---
        - [ ] 打电话 📅 2026-11-24
        - [ ] 说存单到期的事 📅 2026-11-25
        - [ ] 准备需求面谈 📅 2026-11-26
        - [ ] 打印资料 📅 2026-11-27
        - [ ] 照 [[回看]] 报一遍 📅 2026-11-28
    """) == drawn("""
        task 打电话 → 面谈邀约
        task 说存单到期的事 → 到期邀约
        task 准备需求面谈 → 三笔账
        task 打印资料 → —
        task 照 回看 报一遍 → 回看
    """)


def test_who_is_only_to_be_contacted_again_gets_the_greeting() -> None:
    assert (
        found("""
        === clients/王芳.md
        ---
        阶段: 售后
        等级: 金卡
        开户日: 2026-11-01
        ---
    """)
        == "cadence 还没联系过 → 半月问候"
    )


def test_an_appointment_and_a_next_step_go_by_the_clients_stage_and_age() -> None:
    drawing = """
        === clients/王芳.md
        ---
        阶段: 需求面谈
        生日: {born}
        ---
        === journal/2026-11-20.md
        ## 记录
        - 10:15 电话 [[王芳]] 同意 [约见:: 2026-11-25 15:00] [话术:: [[面谈邀约]]]
    """
    assert found(drawing.format(born="1960-01-01")) == "appointment 见面 → 五问"
    assert found(drawing.format(born="1990-01-01")) == "appointment 见面 → 三笔账"


def test_a_matter_called_like_a_step_of_the_pipeline_is_no_talk() -> None:
    vault = vault_of(
        SCRIPTS
        + drawn("""
        === clients/王芳.md
        ---
        阶段: 需求面谈
        ---
        === cases/改名.md
        ---
        事项类型: 开户
        客户: "[[王芳]]"
        受理日: 2026-11-20
        期限: 2026-11-24
        状态: 提交
        ---
    """)
        + "\n"
    )
    rows = suggestions(vault).with_scripts(follow_ups(vault, TODAY))
    assert {(row.kind, row.script) for row in rows if row.kind == "case"} == {("case", None)}


def test_nobody_and_no_stage_gets_none() -> None:
    assert found("""
        === clients/王芳.md
        - [ ] 打电话 📅 2026-11-24
        === journal/2026-11-20.md
        - [ ] 打电话问分行 📅 2026-11-25
    """) == drawn("""
        task 打电话 → —
        task 打电话问分行 → —
    """)


def test_the_clients_page_has_the_follow_ups_words_then_the_stages() -> None:
    vault = vault_of(
        SCRIPTS
        + drawn("""
        === clients/王芳.md
        ---
        阶段: 售后
        ---
        - [ ] 说存单到期的事 📅 2026-11-25
    """)
        + "\n"
    )
    of_client = suggestions(vault).for_client("clients/王芳.md", follow_ups(vault, TODAY))
    assert [(one.path.rpartition("/")[2], one.why) for one in of_client] == [
        ("到期邀约.md", "说存单到期的事"),
        ("回看.md", "售后"),
    ]


def test_every_stage_has_those_of_its_own_and_of_its_kinds() -> None:
    stages = suggestions(vault_of(SCRIPTS)).of_stages()
    named = {
        stage: [path.rpartition("/")[2].removesuffix(".md") for path in paths] for stage, paths in stages
    }
    assert named["需求面谈"] == ["三笔账", "五问"]
    assert named["邀约"] == ["到期邀约", "面谈邀约"]
    assert named["售后"] == ["回看", "半月问候"]
    assert "方案" not in named
