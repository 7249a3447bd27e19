"""Ways through a talk track, and sentences about those that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.model.problem import Problem
from cmkb.vault import Vault
from cmkb.views.talk_flow import flow_problems, way_of
from cmkb.views.variables import unknown_variables
from tests.drawing import drawn, vault_of

PATH = "docs/scripts/开户.md"


def said(problems: Iterable[Problem], language: str = "zh") -> str:
    return "\n".join(problem.line_of_text(language) for problem in sorted(problems))


def ways(vault: Vault) -> list[list[str]]:
    note = vault.notes[PATH]
    assert note.talk is not None
    found = []
    for step in note.talk.steps:
        of_step = [way_of(vault, note, branch) for branch in step.branches]
        found.append(
            [f"{w.kind} {w.index if w.index >= 0 else w.path or w.heading}".strip() for w in of_step]
        )
    return found


def test_where_branches_lead() -> None:
    vault = vault_of("""
        === docs/scripts/开户.md
        ## 流程
        - 问:您好? ^q1
            - 若 a → 讲 [[基金]]，再回来 [[#^q2]]
            - 若 b → [[#利率太低]]
            - 若 c → [[#^a1]]
            - 若 d → 讲 [[基金]]
            - 若 e → [[推荐]]
            - 若 f → [[#做法]]
            - 若 g → [[#^q9]]
        - 问:好吗? ^q2
            - 若 好 → 办
        ## 异议
        ### 利率太低
        - 答:看期限 ^a1
        ## 做法
        === docs/scripts/推荐.md
        === docs/products/基金.md
    """)
    assert ways(vault) == [
        [
            "step 1",
            "objection 0",
            "objection 0",
            "end",
            "note docs/scripts/推荐.md",
            "part #做法".replace("#", ""),
            "lost ^q9",
        ],
        ["end"],
    ]


def test_links_that_lead_nowhere_within_the_talk_track_or_in_another() -> None:
    vault = vault_of("""
        === docs/scripts/开户.md
        ## 流程
        - 问:您好? ^q1
            - 若 a → [[#^q2]]
            - 若 b → [[#没有的标题]]
            - 若 c → [[推荐#^q7]]
            - 若 d → [[推荐#没有]]
        === docs/scripts/推荐.md
        ## 流程
        - 说:好 ^q1
    """)
    assert said(flow_problems(vault)) == drawn("""
        docs/scripts/开户.md:3:13: K2 找不到 ^q2：在要接的那一句末尾写上 ^q2，或改成已有的编号
        docs/scripts/开户.md:4:13: K2 「开户」里没有标题“没有的标题”：核对标题，或新写一段
        docs/scripts/开户.md:5:13: K2 找不到 ^q7：在要接的那一句末尾写上 ^q7，或改成已有的编号
        docs/scripts/开户.md:6:13: K2 「推荐」里没有标题“没有”：核对标题，或新写一段
    """)


def test_a_step_that_no_answer_leads_to() -> None:
    """Unless another talk track or an objection leads there."""
    drawing = """
        === docs/scripts/开户.md
        ## 流程
        - 问:您好? ^q1
            - 若 好 → 办
        - 说:那我讲讲 ^q2
        {more}
    """
    expected = "docs/scripts/开户.md:4:3: K3 走不到这一句「那我讲讲」：在前面的「若 … →」里链接它，或删掉它"
    assert said(flow_problems(vault_of(drawing.format(more="")))) == expected
    other = (
        "=== docs/scripts/推荐.md\n        ## 流程\n        - 问:好? ^q1\n            - 若 好 → [[开户#^q2]]"
    )
    assert said(flow_problems(vault_of(drawing.format(more=other)))) == ""
    objection = "## 异议\n        ### 没空\n        - 答:就一句 [[#^q2]]"
    assert said(flow_problems(vault_of(drawing.format(more=objection)))) == ""


def test_a_loop_is_a_problem_only_when_no_answer_gets_out() -> None:
    drawing = """
        === docs/scripts/开户.md
        ## 流程
        - 问:您好? ^q1
            - 若 a → [[#^q2]]
        - 问:好吗? ^q2
            - 若 b → [[#^q3]]
        - 问:行吗? ^q3
            - 若 c → 再问 [[#^q2]]
            {out}
    """
    assert said(flow_problems(vault_of(drawing.format(out="")))) == (
        "docs/scripts/开户.md:2:3: K4 从「您好?」起绕成了圈，怎么答都出不来：给其中一句加一个结束的「若 … →」"
    )
    assert said(flow_problems(vault_of(drawing.format(out="- 若 d → 道谢")))) == ""


def test_a_question_at_the_end_without_answers_is_a_dead_end() -> None:
    vault = vault_of("""
        === docs/scripts/开户.md
        ## 流程
        - 说:您好
        - 问:方便吗? 我就说一件事，说完就挂，绝不多占您的时间
    """)
    assert said(flow_problems(vault)) == (
        "docs/scripts/开户.md:3:3: K5 问了「方便吗? 我就说一件事，说完就挂…」却没有写客户会怎么答：在下面缩进写「- 若 … → …」"
    )
    assert "has no answers" in said(flow_problems(vault), "en")


def test_variables_that_nothing_fills() -> None:
    drawing = """
        === docs/scripts/开户.md
        ## 流程
        - 说:{到其日}您好,{到期日}的{产品},{职业}也好,{时间}来?
        ## 短信版
        {口令}您好
    """
    assert said(unknown_variables(vault_of(drawing))) == drawn("""
        docs/scripts/开户.md:2:3: K6 没有什么能填进变量「到其日」：是不是想写「到期日」？
        docs/scripts/开户.md:4:1: K6 没有什么能填进变量「口令」：改用 称呼、产品、到期日 等，或在 playbook.yml 的 talk: variables 里加上它
    """)
    assert said(unknown_variables(vault_of(drawing, "talk: {variables: [口令, 到其日, 时间]}"))) == ""
