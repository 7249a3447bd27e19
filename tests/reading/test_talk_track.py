"""A talk track's body becomes steps, objections, closing attempts and messages."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.model.talk_track import Promise, TalkTrack
from cmkb.reading.note import read_note
from tests.drawing import drawn, playbook, problem_lines

PATH = "docs/scripts/开户.md"


def read(text: str) -> TalkTrack:
    return read_with_problems(text)[0]


def read_with_problems(text: str) -> tuple[TalkTrack, str]:
    note, problems = read_note(SourceFile(PATH, drawn(text) + "\n"), playbook(), Settings())
    assert note.talk is not None
    return note.talk, problem_lines(problems)


def flow(talk: TalkTrack) -> str:
    """`1 ^q1 ? 问句` and beneath it `  答 | 怎么办 | 链接 | 结果 | +天 待办 | 进第几句`."""
    lines = []
    for number, step in enumerate(talk.steps, 1):
        parts = [str(number), f"^{step.key}" if step.key else "", "?" if step.asks else "", step.text]
        lines.append(" ".join(part for part in parts if part))
        lines += [f"  # {hint}" for hint in step.hints]
        for branch in step.branches:
            links = " ".join(f"{link.target}#{link.heading}" for link in branch.links)
            tasks = " ".join(f"+{one.days} {one.text}" for one in branch.promises)
            into = f"→{branch.into + 1}" if branch.into is not None else ""
            cells = (branch.answer, branch.words, links, branch.outcome, tasks, into)
            lines.append("  " + " | ".join(cells).rstrip(" |"))
        if step.following is not None and not step.branches:
            lines.append(f"  ↓{step.following + 1}")
    return "\n".join(lines)


def test_the_flow_of_the_data_model() -> None:
    talk = read("""
        ## 流程
        - 问:您好{称呼},请问您炒股么? ^q1
          - 若 是 → [[#^q2]]
          - 若 否 → [[新股民开户]]
        - 问:请问您是我们的客户么? ^q2
          - 若 是,资产达标 → [[产品推荐]]
          - 若 是,未达标 → 服务并请转介绍 [outcome:: 转介绍]
          - 若 否 → [[#^q3]]
        - 问:最近做得怎么样? ^q3
          - 若 好 → 分享,荐资讯
          - 若 不好 → 介绍产品,留电话 [outcome:: 留资] [task:: +3d 电话跟进]
    """)
    assert flow(talk) == drawn("""
        1 ^q1 ? 您好{称呼},请问您炒股么?
          是 |  | #^q2
          否 | [[新股民开户]] | 新股民开户#
        2 ^q2 ? 请问您是我们的客户么?
          是,资产达标 | [[产品推荐]] | 产品推荐#
          是,未达标 | 服务并请转介绍 |  | 转介绍
          否 |  | #^q3
        3 ^q3 ? 最近做得怎么样?
          好 | 分享,荐资讯
          不好 | 介绍产品,留电话 |  | 留资 | +3 电话跟进
    """)


def test_people_type_it_in_other_ways() -> None:
    """Numbers, full-width signs, arrows of all sorts, no 若, fields beneath, the next question right there."""
    talk = read("""
        ## 话术流程
        1. 问：您好，方便吗？ ^q1
            - 如果 方便 -> 说下去 [[#^q2]]
            - 在忙 ⇒ 问几点
                - 结果: 改期
                - 待办：两周后 再打
            - 若不用了：道谢
            - 语气放慢
        2. 我说：那我直说了 ^q2
        3. 您看哪天？
            - 若 周三 → 
                - 问:上午还是下午？
                    - 若 上午 → 定九点
    """)
    assert flow(talk) == drawn("""
        1 ^q1 ? 您好，方便吗？
          # 语气放慢
          方便 | 说下去 | #^q2
          在忙 | 问几点 |  | 改期 | +14 再打
          不用了 | 道谢
        2 ^q2 那我直说了
          ↓3
        3 ? 您看哪天？
          周三 |  |  |  |  | →4
        4 ? 上午还是下午？
          上午 | 定九点
    """)


def test_objections_stand_under_headings_whatever_these_mean_elsewhere() -> None:
    talk = read("""
        ## 异议
        ### 收益
        - 答:看期限。 [task:: +2d 问他比过没有] ^a1
        - 看波动,回到 [[#^q1]]
        ### 要和家人商量
        应该的,请他一起来。
        ## 促成
        1. 二选一
        2. 先办一半
        ## 短信版
        {称呼}您好，到期了。

        只发给金卡。
    """)
    said = [(o.title, [(a.key, a.text) for a in o.answers]) for o in talk.objections]
    assert said == [
        ("收益", [("a1", "看期限。"), ("", "看波动,回到")]),
        ("要和家人商量", [("", "应该的,请他一起来。")]),
    ]
    promise = talk.objections[0].answers[0].promises[0]
    assert (promise.days, promise.text) == (2, "问他比过没有")
    assert [attempt.text for attempt in talk.attempts] == ["二选一", "先办一半"]
    assert [(v.heading, v.text) for v in talk.versions] == [("短信版", "{称呼}您好，到期了。")]


def test_a_day_of_the_week_is_no_number_of_days() -> None:
    talk = read("""
        ## 流程
        - 问:行吗? ^q1
            - 若 行 → 约 [待办:: 周三 再打]
    """)
    promise = talk.steps[0].branches[0].promises[0]
    assert promise == Promise("周三 再打", promise.place, None)


def test_what_is_wrong_is_told_with_its_line() -> None:
    _, problems = read_with_problems("""
        ## 流程
        - 问:您好? ^q1
            - 若 是 →
            - 若 否 → 道谢 [task:: +3x 再打]
        - 问:再见? ^q1
        ## 异议
        ### 利率: 太低
        - 答:看期限
        ### 没空
    """)
    assert problems == drawn("""
        docs/scripts/开户.md:3:7 K1
        docs/scripts/开户.md:4:24 K9
        docs/scripts/开户.md:5:3 K8
        docs/scripts/开户.md:7:1 K7
        docs/scripts/开户.md:9:1 K5.objection
    """)


@given(
    st.lists(
        st.sampled_from(
            [
                "- 问:a",
                "  - 若 b → c",
                "    - 若",
                "## 异议",
                "### x",
                "- 答",
                "→",
                "  -",
                "## 流程",
                "\t- 问",
            ]
        )
    )
)
def test_nothing_that_is_typed_breaks_it_and_every_index_is_one_of_a_step(lines: list[str]) -> None:
    talk = read("## 流程\n" + "\n".join(lines))
    for step in talk.steps:
        indexes = [step.following, *(branch.into for branch in step.branches)]
        assert all(index is None or 0 <= index < len(talk.steps) for index in indexes)
