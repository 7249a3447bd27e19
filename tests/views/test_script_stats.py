"""What talk tracks achieved."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cmkb.views.script_stats import Counts, ScriptStats, script_stats, share
from tests.drawing import TODAY, vault_of

INVITATION = """
    === docs/scripts/到期邀约.md
    ---
    状态: 已审
    ---
    ## 流程
    - 问:{称呼}您好,方便说话吗? ^q1
        - 若 方便 → 约时间
    ## 异议
    ### 利率太低
    - 答:看期限。 ^a1
    - 答:看波动。 ^a2
    ### 没空
    - 答:约周末。
    === clients/王芳.md
    ---
    等级: 金卡
    ---
    === clients/李强.md
    ---
    等级: 白金
    ---
"""


def stats(drawing: str, today: date = TODAY, own: str = "") -> ScriptStats:
    return script_stats(vault_of(INVITATION + drawing, own), today)["docs/scripts/到期邀约.md"]


def test_a_use_is_a_record_that_names_the_talk_track() -> None:
    found = stats("""
    === journal/2026-11-02.md
    ## 记录
    - 10:15 电话 [[王芳]] [话术:: [[到期邀约]]] [结果:: 同意]
    - 10:20 电话 [[李强]] [话术:: [[到期邀约]]] [结果:: 未接]
    - 10:25 电话 [[李强]] [话术:: [[到期邀约]]]
    - 10:30 电话 [[李强]] [结果:: 同意]
    - 短信 22 [话术:: [[到期邀约]]]
    """)
    assert found.total.counts == Counts(uses=25, reached=24, answered=1, agreed=1, advanced=0, sold=0)
    assert [r.time for r in found.total.unsaid] == ["10:25"]
    assert [r.time for r in found.total.agreed] == ["10:15"]
    assert found.last_used == date(2026, 11, 2)


def test_the_next_stage_counts_within_thirty_days_and_only_for_the_clients_of_the_use() -> None:
    drawing = """
    === journal/2026-10-01.md
    ## 记录
    - 10:15 电话 [[王芳]] [话术:: [[到期邀约]]] [结果:: 同意]
    - 10:20 电话 [[李强]] [话术:: [[到期邀约]]] [结果:: 同意]
    === journal/{day}.md
    ## 记录
    - 14:00 需求面谈 [[王芳]]
    - 15:00 成交 [[王芳]] [金额:: 20万]
    """
    assert stats(drawing.format(day="2026-10-31")).total.counts == Counts(2, 2, 2, 1, 1, answered=2)
    assert stats(drawing.format(day="2026-11-01")).total.counts == Counts(2, 2, 2, 0, 0, answered=2)
    assert stats(drawing.format(day="2026-09-30")).total.counts == Counts(2, 2, 2, 0, 0, answered=2)
    assert stats(drawing.format(day="2026-11-01"), own="talk: {days: 60}").total.counts == Counts(
        2, 2, 2, 1, 1, answered=2
    )


def test_a_client_who_was_not_reached_did_not_come_further_by_it() -> None:
    found = stats("""
    === journal/2026-11-02.md
    ## 记录
    - 10:15 电话 [[王芳]] [话术:: [[到期邀约]]] [结果:: 未接]
    - 14:00 需求面谈 [[王芳]]
    """)
    assert found.total.counts == Counts(uses=1)


def test_a_meeting_that_ends_in_a_sale_has_itself_come_further() -> None:
    found = stats("""
    === journal/2026-11-02.md
    ## 记录
    - 14:00 成交面谈 [[王芳]] [话术:: [[到期邀约]]] [结果:: 成交] [金额:: 20万]
    - 15:00 成交面谈 [[李强]] [话术:: [[到期邀约]]] [结果:: 未成]
    """)
    assert found.total.counts == Counts(uses=2, reached=2, answered=2, agreed=1, advanced=1, sold=1)


def test_a_meetings_line_and_its_own_note_are_one_use() -> None:
    found = stats("""
    === journal/2026-11-02.md
    ## 记录
    - 14:00 成交面谈 [[王芳]] [话术:: [[到期邀约]]]
    === meetings/2026-11-02 王芳.md
    ---
    类型: 面谈
    种类: 成交
    客户: "[[王芳]]"
    日期: 2026-11-02 14:00
    话术: "[[到期邀约]]"
    结果: 成交
    异议: [没空, 怕亏]
    ---
    """)
    assert [(one.title, len(one.won)) for one in found.objections if one.met] == [("没空", 1), ("怕亏", 1)]
    assert found.total.counts == Counts(uses=1, reached=1, answered=1, agreed=1, advanced=1, sold=1)


def test_uses_by_tier_channel_stage_and_month() -> None:
    found = stats("""
    === journal/2026-10-02.md
    ## 记录
    - 10:15 电话 [[王芳]] [话术:: [[到期邀约]]]
    - 11:00 需求面谈 [[王芳]]
    === journal/2026-11-02.md
    ## 记录
    - 10:15 短信 [[王芳]] [话术:: [[到期邀约]]]
    - 10:20 电话 [[李强]] [话术:: [[到期邀约]]]
    - 10:25 面谈 [[没有笔记的人]] [话术:: [[到期邀约]]]
    """)
    sizes = {name: {key: len(tally.uses) for key, tally in parts.items()} for name, parts in found.by.items()}
    assert sizes["tier"] == {"白金": 1, "金卡": 2, "": 1}
    assert sizes["channel"] == {"电话": 2, "短信": 1, "面谈": 1}
    assert sizes["stage"] == {"需求面谈": 1, "": 3}
    assert sizes["month"] == {"2026-11": 3, "2026-10": 1}


def test_the_most_frequent_objection_comes_first_and_the_answer_that_won_before_others() -> None:
    found = stats("""
    === journal/2026-11-02.md
    ## 记录
    - 10:00 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: 利率太低] [答法:: a2] [结果:: 同意]
    - 10:05 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: 利率太低] [答法:: 1] [结果:: 拒绝]
    - 10:10 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: 利率太低] [答法:: [[到期邀约#^a2]]] [结果:: 同意]
    - 10:15 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: 利率太低] [结果:: 拒绝]
    - 10:20 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: [[到期邀约#没空]]] [结果:: 同意]
    - 10:25 电话 [[王芳]] [话术:: [[到期邀约]]] [异议:: 怕亏] [结果:: 拒绝]
    """)
    said = [(o.title, len(o.met), len(o.won), bool(o.place)) for o in found.objections]
    assert said == [("利率太低", 4, 2, True), ("没空", 1, 1, True), ("怕亏", 1, 0, False)]
    low, busy, _ = found.objections
    assert [(a.key, len(a.used), len(a.won)) for a in low.answers] == [("a2", 2, 2), ("a1", 1, 0)]
    assert low.best
    assert low.best.text == "看波动。"
    assert [len(a.used) for a in busy.answers] == [1]  # the only answer there is


def test_what_speaks_against_using_it() -> None:
    drawing = """
    === docs/scripts/旧的.md
    ---
    状态: 已审
    有效期: 2026-11-22
    ---
    === docs/scripts/草稿.md
    ---
    状态: 草稿
    ---
    === docs/scripts/停用.md
    ---
    状态: 停用
    ---
    """
    found = script_stats(vault_of(INVITATION + drawing), TODAY)
    flags = {path.rpartition("/")[2]: one.state.flags for path, one in found.items()}
    assert flags == {
        "到期邀约.md": ("unused",),
        "旧的.md": ("unused", "expired"),
        "草稿.md": ("unused", "unapproved"),
        "停用.md": ("unused", "retired"),
    }


def test_two_of_three_are_no_percentage() -> None:
    assert share(2, 3, 10) is None
    assert share(0, 0, 0) is None
    assert share(6, 10, 10) == 0.6


@given(st.lists(st.sampled_from(["同意", "未接", "拒绝", "成交", ""]), max_size=12))
def test_every_way_to_divide_the_uses_adds_up_to_all_of_them(results: list[str]) -> None:
    lines = "\n".join(
        f"    - 1{i % 10}:00 {'电话' if i % 2 else '需求面谈'} [[{'王芳' if i % 3 else '李强'}]] [话术:: [[到期邀约]]]"
        + (f" [结果:: {result}]" if result else "")
        for i, result in enumerate(results)
    )
    found = stats(f"\n    === journal/2026-11-02.md\n    ## 记录\n{lines}\n")
    for parts in found.by.values():
        assert sum((tally.counts for tally in parts.values()), Counts()) == found.total.counts
    total = found.total
    assert {id(r) for r in total.agreed} <= {id(r) for r in total.reached} <= {id(r) for r in total.uses}
