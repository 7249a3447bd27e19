"""The one-page brief of a client, and the row of the index."""

from __future__ import annotations

from datetime import date

from cmkb.vault import Vault
from cmkb.views.client import ClientBrief, age_on, client_brief, referrals
from cmkb.views.clients import ClientRow, client_rows, display_name, tier_step
from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, record_line, row_line, vault_of

VAULT = """
=== clients/王芳-8899.md
---
姓名: 王芳
性别: 女
生日: 1968-11-24
职业: 会计
等级: 金卡
资产: 86万
推荐人: ["[[李强]]"]
家庭: "[[王芳家]]"
信用卡: 三张
---
## 持有
- [[稳盈90天]] [金额:: 20万] [到期:: 2026-12-05]
- 年金 [金额:: 30万] [到期:: 2026-11-01]
- 贵州茅台 [份额:: 200]
## 关系
- 配偶 李强
## 跟进
- [ ] 送方案 📅 2026-11-27
- [ ] 问她孩子升学
- [x] 发短信
=== clients/李强.md
=== docs/households/王芳家.md
---
type: household
成员: ["[[王芳]]", "[[李强]]"]
---
=== docs/products/稳盈90天.md
=== cases/2026-11 投诉.md
---
客户: "[[王芳]]"
---
- [ ] 整理经过
=== journal/2026-11-20.md
## 记录
- 10:15 电话 [[王芳]] 到期续做 [约见:: 2026-11-24 15:00]
- [ ] 给 [[王芳]] 找利率表
=== journal/2026-11-24.md
## 记录
- 电话 [[王芳]]
"""

REMINDERS = ("birthday", "maturity", "festival")


def row_of(vault: Vault, path: str) -> ClientRow:
    rows = client_rows(vault, follow_ups(vault, TODAY), TODAY)
    return next(row for row in rows if row.note.path == path)


def brief_of(vault: Vault, path: str = "clients/王芳-8899.md") -> ClientBrief:
    rows = tuple(row for row in follow_ups(vault, TODAY) if row.client == path)
    return client_brief(vault, row_of(vault, path), rows, referrals(vault).get(path, ()), TODAY)


def test_what_is_known_by_group_and_what_is_still_wanted() -> None:
    brief = brief_of(vault_of(VAULT))
    groups = {group.title: {line.spec.label: line.value for line in group.lines} for group in brief.groups}
    assert groups["个人"]["性别"] == "女"
    assert groups["个人"]["个人爱好"] is None  # counts for completeness: to be asked
    assert "农历生日" not in groups["个人"]  # neither filled nor wanted
    assert brief.extra == {"信用卡": "三张"}
    assert brief.age == 57


def test_of_a_lead_the_profile_wants_what_completeness_wants() -> None:
    vault = vault_of("=== clients/周凯.md\n---\n客户状态: 线索\n---\n")
    brief = brief_of(vault, "clients/周凯.md")
    asked = {line.spec.key for group in brief.groups for line in group.lines if line.value is None}
    assert asked == {spec.key for spec in brief.complete.missing} | {"name"}


def test_what_happened_newest_first_and_nothing_of_tomorrow() -> None:
    vault = vault_of(VAULT.replace("- [ ] 给", "- 16:00 微信 [[王芳]]\n- [ ] 给"))
    assert [record_line(record) for record in brief_of(vault).timeline] == [
        "11-20 16:00 微信 王芳",
        "11-20 10:15 电话 王芳 到期续做",
    ]


def test_what_is_open_with_a_date_and_without_in_other_notes_too() -> None:
    vault = vault_of(VAULT)
    brief = brief_of(vault)
    assert [row_line(vault, row) for row in brief.open if row.kind not in REMINDERS] == [
        "2026-11-24 appointment 15:00 王芳 | 见面 | 11-20 电话 到期续做",
        "2026-11-27 task 王芳 | 送方案",
        "2026-12-05 cadence 王芳 | 该联系了 | 11-20 电话 到期续做 | from 2026-11-30",
    ]
    assert [task.text for task in brief.undated] == ["整理经过", "问她孩子升学", "给 [[王芳]] 找利率表"]


def test_holdings_family_and_referrals() -> None:
    vault = vault_of(VAULT)
    brief = brief_of(vault)
    assert brief.held == 500_000
    assert brief.household == ("clients/李强.md",)
    assert brief.referred_by == ("clients/李强.md",)
    assert brief_of(vault, "clients/李强.md").referred == ("clients/王芳-8899.md",)
    assert brief.mentions == ("cases/2026-11 投诉.md", "docs/households/王芳家.md")


def test_age_is_of_the_last_birthday() -> None:
    born = date(1968, 2, 29)
    assert [age_on(born, day) for day in (date(2026, 2, 28), date(2026, 3, 1), date(1960, 1, 1))] == [
        57,
        58,
        None,
    ]
    assert age_on(None, TODAY) is None


# --- the index ---------------------------------------------------------------------------------------------


def test_a_row_of_the_index() -> None:
    row = row_of(vault_of(VAULT), "clients/王芳-8899.md")
    assert (row.name, row.tier, row.tier_level, row.aum) == ("王芳", "金卡", 2, 860_000)
    assert row.matures == date(2026, 12, 5)  # the next one to come
    assert row.next_step is not None
    assert row.next_step.title == "见面"  # what comes first
    assert 0 < row.complete.rate < 1


def test_the_next_step_is_something_agreed_before_the_cadence() -> None:
    late = "=== clients/王芳.md\n---\n等级: 金卡\n建档日: 2026-01-01\n---\n"
    step = row_of(vault_of(late), "clients/王芳.md").next_step
    assert step is not None
    assert step.kind == "cadence"
    step = row_of(vault_of(late + "- [ ] 送方案 📅 2027-01-01\n"), "clients/王芳.md").next_step
    assert step is not None
    assert step.kind == "task"


def names(drawing: str) -> dict[str, str]:
    vault = vault_of(drawing)
    return {note.path: display_name(vault, note) for note in vault.of_kind("client")}


def test_two_of_one_name_are_told_apart_by_the_files_or_the_numbers_tail() -> None:
    assert names(
        """
        === clients/王芳-8899.md
        ---
        姓名: 王芳
        ---
        === clients/王芳-1203.md
        === clients/王芳.md
        ---
        电话: 13812345678
        ---
        === clients/李强-7788.md
        """
    ) == {
        "clients/王芳-8899.md": "王芳 8899",
        "clients/王芳-1203.md": "王芳 1203",
        "clients/王芳.md": "王芳 5678",
        "clients/李强-7788.md": "李强",  # there is but one
    }


def test_the_site_draws_five_steps_however_many_tiers_there_are() -> None:
    vault = vault_of("")
    assert [tier_step(vault, tier) for tier in ("普通", "私行", "")] == [1, 5, 0]
    more = vault_of("", own="tiers:\n  至尊: {cadence: 20d}\n  传世: {cadence: 20d}\n")
    assert [tier_step(more, tier) for tier in more.playbook.tiers] == [1, 2, 2, 3, 4, 4, 5]
