"""Matters: a vault drawn in text goes in, what is open comes out."""

from __future__ import annotations

from datetime import date, timedelta
from textwrap import dedent

from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.vault import Vault
from cmkb.views.cases import Matter, case_follow_ups, matters
from tests.drawing import TODAY, drawn, open_rows, vault_of

CLIENT = """
=== clients/王芳.md
---
姓名: 王芳
等级: 普通
联系频率: none
---
"""


def with_client(drawing: str, own: str = "") -> Vault:
    return vault_of(CLIENT + dedent(drawing), own)


def line(vault: Vault, matter: Matter, today: date) -> str:
    """`kind title who | state | since | due | what`"""
    who = vault.notes[matter.client].title if matter.client else "—"
    age = matter.age(today)
    parts = [
        f"{matter.kind} {matter.title} {who}",
        matter.state,
        f"{age} 天" if age is not None else "",
        f"完 {matter.closed or '哪天没写'}" if not matter.open else "",
        f"{'等 ' if matter.waiting else ''}{matter.due or '没有期限'}" if matter.open else "",
        f"晚 {late} 天" if (late := matter.late(today)) else "",
        f"下一步 {matter.next_task.text}" if matter.next_task else "",
        f"有 {'、'.join(matter.papers.have)}" if matter.papers.have else "",
        f"缺 {'、'.join(matter.papers.missing)}" if matter.papers.missing else "",
        f"没写 {'、'.join(spec.label for spec in matter.unsaid)}" if matter.unsaid else "",
    ]
    return " | ".join(part for part in parts if part)


def all_matters(drawing: str, today: date = TODAY, own: str = "") -> str:
    vault = with_client(drawing, own)
    return "\n".join(line(vault, matter, today) for matter in matters(vault, today))


# --- notes of cases ------------------------------------------------------------------------------------------


def test_a_case_says_how_far_it_is_since_when_until_when_and_what_comes_next() -> None:
    found = all_matters(
        """
        === cases/2026-11 王芳 经营贷.md
        ---
        事项类型: 贷款
        客户: "[[王芳]]"
        受理日: 2026-11-04
        期限: 2026-11-20
        状态: 收集
        材料: [身份证]
        ---
        ## 材料
        - [x] 营业执照
        - [ ] 近半年流水 📅 2026-11-24
        - [ ] 妻子同来签字
        """
    )
    assert found == drawn(
        """
        贷款 经营贷 王芳 | 收集 | 19 天 | 2026-11-20 | 晚 3 天 | 下一步 近半年流水 | 有 营业执照、身份证 | 缺 近半年流水、妻子同来签字 | 没写 金额
        """
    )


def test_without_a_date_the_kind_of_case_has_its_time_box() -> None:
    """A complaint wants an answer within a week, an errand within three days; others take what they take."""
    found = all_matters(
        """
        === cases/a.md
        ---
        事项类型: 投诉
        客户: "[[王芳]]"
        受理日: 2026-11-20
        ---
        === cases/b.md
        ---
        事项类型: 委托
        受理日: 2026-11-22
        ---
        === cases/c.md
        ---
        事项类型: 其他
        受理日: 2026-11-01
        ---
        """
    )
    assert found == drawn(
        """
        委托 b — | 1 天 | 2026-11-25
        投诉 a 王芳 | 3 天 | 2026-11-27 | 没写 原因、措施、上报、满意度
        其他 c — | 22 天 | 没有期限
        """
    )


def test_what_waits_for_others_is_told_apart() -> None:
    found = all_matters(
        """
        === cases/收款码.md
        ---
        类型: case
        事项类型: 其他
        受理日: 2026-11-18
        状态: 审批
        ---
        """
    )
    assert found == "其他 收款码 — | 等行内 | 5 天 | 等 没有期限"


def test_a_case_is_closed_by_its_state_or_by_the_day_on_which_it_was() -> None:
    """Closed ones stand last, the newest first; their age is the time they took."""
    found = all_matters(
        """
        === cases/a.md
        ---
        事项类型: 其他
        受理日: 2026-11-01
        状态: 完成
        ---
        === cases/b.md
        ---
        事项类型: 其他
        受理日: 2026-11-01
        办结日: 2026-11-05
        ---
        === cases/c.md
        ---
        事项类型: 其他
        受理日: 2026-11-01
        期限: 2026-11-30
        办结日: 2026-12-01
        ---
        """
    )
    assert found == drawn(
        """
        其他 c — | 22 天 | 2026-11-30
        其他 b — | 4 天 | 完 2026-11-05
        其他 a — | 完成 | 完 哪天没写
        """
    )


def test_a_playbook_may_name_the_documents_that_a_kind_of_case_takes() -> None:
    found = all_matters(
        """
        === cases/a.md
        ---
        事项类型: 开户
        受理日: 2026-11-20
        材料: [身份证原件]
        ---
        """,
        own="cases: {开户: {docs: [身份证, 申请表]}}",
    )
    assert found == "开户 a — | 3 天 | 2026-11-30 | 有 身份证原件 | 缺 申请表"


# --- journals alone --------------------------------------------------------------------------------------------


def test_a_complaint_in_the_journal_stays_open_until_a_record_says_it_is_done() -> None:
    drawing = """
        === journal/2026-11-16.md
        ## 记录
        - 投诉 [[王芳]] 年费没人通知
        === journal/2026-11-20.md
        ## 记录
        - 投诉 [[王芳]] 退了 60 元 [满意度:: 满意]
        """
    assert all_matters(drawing, date(2026, 11, 19)) == "投诉 年费没人通知 王芳 | 3 天 | 2026-11-23"
    assert all_matters(drawing) == "投诉 年费没人通知 王芳 | 4 天 | 完 2026-11-20"


def test_each_errand_is_a_matter_of_its_own_and_may_be_closed_on_its_own_line() -> None:
    found = all_matters(
        """
        === journal/2026-11-20.md
        ## 记录
        - 委托 [[王芳]] 打印回单 [办结:: 11-23]
        - 委托 [[王芳]] 换卡 [期限:: 2026-12-01]
        - 委托 没留名的阿姨问密码
        """
    )
    assert found == drawn(
        """
        委托 没留名的阿姨问密码 — | 3 天 | 2026-11-23
        委托 换卡 王芳 | 3 天 | 2026-12-01
        委托 打印回单 王芳 | 0 天 | 完 2026-11-20
        """
    )


def test_what_a_note_is_about_is_not_listed_twice() -> None:
    """The record of a few days before its note belongs to it, and what is said until it is closed."""
    found = all_matters(
        """
        === cases/扣费.md
        ---
        事项类型: 投诉
        客户: "[[王芳]]"
        受理日: 2026-11-12
        状态: 完成
        办结日: 2026-11-17
        ---
        === journal/2026-11-10.md
        ## 记录
        - 投诉 [[王芳]] 扣费
        === journal/2026-11-14.md
        ## 记录
        - 委托 [[王芳]] 查扣费明细
        === journal/2026-11-20.md
        ## 记录
        - 投诉 [[王芳]] 又扣了一次
        """
    )
    assert [part.split(" | ")[0] for part in found.splitlines()] == ["投诉 又扣了一次 王芳", "投诉 扣费 王芳"]


# --- follow-ups ------------------------------------------------------------------------------------------------


def test_an_open_case_is_followed_up_on_its_day_and_shows_some_days_before() -> None:
    """As many as the playbook's rule for 期限 says, but not before it was opened; tasks have rows of their own."""
    vault = with_client(
        """
        === cases/回单.md
        ---
        事项类型: 委托
        客户: "[[王芳]]"
        受理日: 2026-11-13
        期限: 2026-11-24
        状态: 核实
        ---
        - [ ] 授权书样张 📅 2026-11-26
        === cases/换卡.md
        ---
        事项类型: 委托
        受理日: 2026-11-22
        期限: 2026-11-23
        ---
        - [ ] 问卡部
        === cases/办完.md
        ---
        期限: 2026-11-23
        状态: 完成
        ---
        """
    )
    assert open_rows(vault) == drawn(
        """
        2026-11-23 case — | 委托 换卡 | 问卡部 | from 2026-11-22
        2026-11-24 case 王芳 | 委托 回单 | 核实 | from 2026-11-21
        2026-11-26 task 王芳 | 授权书样张
        """
    )


def test_a_matter_of_the_journal_is_not_followed_up_for_ever() -> None:
    drawing = """
        === journal/2026-06-01.md
        ## 记录
        - 投诉 [[王芳]] 等了四十分钟
        """
    vault = with_client(drawing)
    (matter,) = matters(vault, TODAY)
    assert matter.open
    (row,) = case_follow_ups(vault, TODAY)
    assert row.show_until == date(2026, 6, 1) + timedelta(90)
    assert not row.shows_on(TODAY)


day = st.dates(date(2026, 10, 1), date(2026, 12, 31))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(day, st.sampled_from(["投诉", "委托"]), st.booleans()), max_size=6), day)
def test_what_is_open_only_grows_older(records: list[tuple[date, str, bool]], today: date) -> None:
    """A matter that is open tomorrow was open today, unless it began in between; its dates never move."""
    files: dict[date, list[str]] = {}
    for on, kind, done in records:
        files.setdefault(on, []).append(f"- {kind} [[王芳]] 事{' [办结:: 是]' if done else ''}")
    drawing = CLIENT + "".join(
        f"=== journal/{on}.md\n## 记录\n" + "\n".join(lines) + "\n" for on, lines in files.items()
    )
    vault = vault_of(drawing)

    def opened(on: date) -> dict[tuple[str, int], date | None]:
        return {(m.path, m.line): m.due for m in matters(vault, on) if m.open}

    before, after = opened(today), opened(today + timedelta(1))
    new = {key for key in after if key not in before}
    assert all(vault.notes[path].date == today + timedelta(1) for path, _ in new)
    assert all(before[key] == due for key, due in after.items() if key in before)
