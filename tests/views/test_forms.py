"""Notes in, the filled forms out: each blank with what is known, `—` where nothing is."""

from __future__ import annotations

from datetime import date

from cmkb.pages.format import text_of
from cmkb.vault import Vault
from cmkb.views.cards import Card, call_cards, due_cards, meeting_cards, prepared_cards
from cmkb.views.day import plan_states
from cmkb.views.follow_ups import follow_ups
from cmkb.views.forms import Blank, Filled, Sources, card_forms, fill, form_named
from tests.drawing import TODAY, drawn, vault_of

CALLS = """
    === clients/李强.md
    ---
    性别: 男
    生日: 1970-07-19
    曾购买的产品: "[[安享一年]]"
    ---
    ## 持有
    - [[大额存单]] [金额:: 20万]
    - [[安享一年]] [金额:: 30万]
    === clients/孙丽.md
    === docs/products/大额存单.md
    === docs/products/安享一年.md
    === docs/scripts/到期邀约.md
    === journal/2026-11-23.md
    ## 计划
    - 10:15 电话 [[李强]] 20 万到期 · 话术:[[到期邀约]]
    - 10:30 电话 [[孙丽]]
    - 14:00 需求面谈 [[孙丽]]
    ## 记录
    - 10:16 电话 [[李强]] 说来坐坐 [时长:: 3] [结果:: 同意] [约见:: 2026-11-25 15:00] [地点:: 支行] [优点:: 准备充分、微笑热情、说得慢] [改进:: 开场太快]
    - 10:20 电话 [[孙丽]] [结果:: 未接]
    - 10:40 短信 [[孙丽]] [话术:: [[到期邀约]]]
    - 电话 5
    """


def words(blank: Blank) -> str:
    if blank.row is not None:
        return f"{blank.row.plan} {blank.row.value}"
    if blank.item.ticks:
        return " ".join((*(f"[{word}]" for word in blank.ticked), *blank.added)) or "—"
    return blank.text or text_of(blank.value) or "—"


def draw(filled: Filled) -> str:
    lines = []
    for group in filled.groups:
        lines.append(f"{group.key}")
        if group.group.table:
            lines += ["  " + " | ".join(words(b) for b in row) for row in group.rows]
        else:
            lines += [f"  {b.item.key} {words(b)}" for b in group.blanks]
    return "\n".join(lines)


def filled(vault: Vault, form: str, sources: Sources) -> str:
    found = form_named(vault.playbook, form)
    assert found is not None
    return draw(fill(vault, found, sources))


def told(cards: tuple[Card, ...]) -> str:
    """Each card's client, time and what is known on it."""
    return "\n".join(
        " ".join(
            filter(
                None,
                (
                    (card.client or "?").rpartition("/")[2].removesuffix(".md"),
                    card.time,
                    card.about,
                    *(f"{b.item.key}={words(b)}" for g in card.filled.groups for b in g.blanks if b.known),
                ),
            )
        )
        for card in cards
    )


# --- the call sheet ----------------------------------------------------------------------------------------


def test_a_call_fills_its_sheet_and_the_client_note_the_basic_facts() -> None:
    vault = vault_of(CALLS)
    (form,) = card_forms(vault.playbook)
    (card,) = call_cards(vault, form, vault.records)
    assert draw(card.filled) == drawn(
        """
        抬头
          日期 2026-11-23
          通话时间 10:16
          时长 3
        准备工作
          姓名 李强
          性别 男
          年龄 56
          曾购买的产品 安享一年、大额存单
          邀约话术 —
          邀约话术的设计 —
        电话中
          邀约时间 2026-11-25 15:00
          邀约地点 支行
          异议 —
          结果 同意
        自我总结
          本通电话的优点 [准备充分] [微笑热情] 说得慢
          改进之处 开场太快
          后续跟进 —
        """
    )


def test_a_call_that_nobody_answered_and_a_message_have_no_card() -> None:
    vault = vault_of(CALLS)
    (form,) = card_forms(vault.playbook)
    assert [card.client for card in call_cards(vault, form, vault.records)] == ["clients/李强.md"]


def test_who_is_planned_and_not_yet_called_has_a_card_prepared() -> None:
    vault = vault_of(CALLS.replace("- 10:16", "- 10:16 x"))  # that line is no record now
    (form,) = card_forms(vault.playbook)
    states = plan_states(vault, vault.journals[TODAY], date.max)
    assert told(prepared_cards(vault, form, states)) == drawn(
        """
        李强 10:15 20 万到期 日期=2026-11-23 姓名=李强 性别=男 年龄=56 曾购买的产品=安享一年、大额存单 邀约话术=到期邀约
        """
    )


def test_without_a_written_plan_the_follow_ups_have_cards() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        ---
        等级: 金卡
        建档日: 2026-11-01
        ---
        - [ ] 送方案 📅 2026-11-24
        - [ ] 再问一次 📅 2026-11-24
        === clients/李强.md
        ---
        下次联系: 2026-11-24
        ---
        """
    )
    (form,) = card_forms(vault.playbook)
    assert told(due_cards(vault, form, follow_ups(vault, TODAY))) == drawn(
        """
        王芳 送方案 日期=2026-11-24 姓名=王芳
        李强 约定的下次联系 日期=2026-11-24 姓名=李强
        """
    )


# --- meetings ----------------------------------------------------------------------------------------------


MEETING = """
    === clients/王芳.md
    === docs/products/稳盈90天.md
    === clients/面谈/2026-11-23 王芳.md
    ---
    类型: 面谈
    面谈类型: 成交
    客户: "[[王芳]]"
    面谈时间: 2026-11-23 14:00
    产品: ["[[稳盈90天]]"]
    FAB的呈现: 是
    促成次数: 3
    优点: [方案准备, 促成时坚持三次以上]
    后续跟进: 12-05 回访
    ---
    ## 方案
    一半三年，一半九十天。
    ## 促成
    1. 先问哪张卡
    === journal/2026-11-23.md
    ## 记录
    - 14:00 成交面谈 [[王芳]] 20 万
    - 16:00 成交面谈 [[李强]] [促成次数:: 2]
    """


def test_a_meeting_note_is_the_form_filled() -> None:
    vault = vault_of(MEETING)
    note = vault.notes["clients/面谈/2026-11-23 王芳.md"]
    assert filled(vault, "成交面谈记录表", Sources(note=note, day=TODAY)) == drawn(
        """
        面谈前
          客户 王芳
          时间 2026-11-23 14:00
          地点 —
          产品 稳盈90天
          理财方案 一半三年，一半九十天。
        面谈中
          FAB的呈现 是
          呈现要点 —
          客户的异议 —
          异议处理 —
          促成次数 3
          促成 1. 先问哪张卡
        结果
          结果 —
          金额 —
          时长 —
        自我总结
          本次面谈的优点 [方案准备] [促成时坚持三次以上]
          本次面谈需改进之处 —
          后续跟进 2026-12-05 回访
        """
    )


def test_a_meeting_that_has_a_note_and_a_line_is_one_card() -> None:
    vault = vault_of(MEETING)
    form = form_named(vault.playbook, "成交面谈表")
    assert form is not None
    cards = meeting_cards(vault, form, vault.records)
    assert [(c.client, c.record.path if c.record else "") for c in cards] == [
        ("clients/王芳.md", "clients/面谈/2026-11-23 王芳.md"),
        (None, "journal/2026-11-23.md"),
    ]


# --- the client's file and other forms ---------------------------------------------------------------------


def test_the_clients_file_has_every_key_of_its_groups_and_a_line_for_each_holding() -> None:
    vault = vault_of(CALLS)
    note = vault.notes["clients/李强.md"]
    text = filled(vault, "客户档案表", Sources(note=note, client=note, day=TODAY))
    labels = {
        spec.label for spec in vault.playbook.fields_of("client").values() if spec.group and not spec.hidden
    }
    assert {line.split()[0] for line in text.splitlines() if line.startswith("  ")} >= labels
    assert "持有产品\n  大额存单 | 200,000 | — | — | — | —\n  安享一年 | 300,000 |" in text


def test_without_sources_every_blank_is_blank() -> None:
    vault = vault_of("=== clients/王芳.md")
    for form in vault.playbook.forms.values():
        assert not fill(vault, form, Sources()).known


def test_a_form_of_ones_own_is_filled_without_any_code() -> None:
    own = """
        extends: bank-personal
        forms:
          来访登记:
            kind: journal
            groups:
              来访:
                table: true
                items: {时间: record.time, 客户: record.client, 事由: record.text}
        kinds:
          到访: {form: 来访登记}
        """
    vault = vault_of(
        "=== clients/王芳.md\n=== journal/2026-11-23.md\n## 记录\n- 09:40 到访 [[王芳]] 问利率\n", own
    )
    assert filled(vault, "来访登记", Sources(records=vault.records)) == "来访\n  09:40 | 王芳 | 问利率"
