"""How much is known of a client, and what to ask next."""

from __future__ import annotations

from cmkb.views.completeness import Completeness, by_tier, completeness
from tests.drawing import drawn, vault_of


def of(front: str, body: str = "", own: str = "") -> Completeness:
    vault = vault_of(f"=== clients/王芳.md\n---\n{drawn(front)}\n---\n{drawn(body)}\n", own)
    return completeness(vault.notes["clients/王芳.md"], vault.playbook)


def missing(found: Completeness) -> list[str]:
    return [spec.label for spec in found.missing]


OWN = """
statuses:
  意向: {complete: [name, phones, occupation, investments, family, birthday]}
"""
WANTED = "客户状态: 意向"


def test_the_share_of_wanted_fields_that_are_filled() -> None:
    found = of(f"{WANTED}\n电话: 13812345678\n职业: 会计", own=OWN)
    assert (found.known, found.wanted, found.rate) == (3, 6, 0.5)
    assert missing(found) == ["投资状况", "家庭情况", "生日"]


def test_the_name_is_known_from_the_file_and_other_keys_and_lists_may_answer() -> None:
    body = """
    ## 持有
    - 稳盈90天
    ## 关系
    - 女儿 李小雨
    """
    assert missing(of(f"{WANTED}\n农历生日: 02-23", body, OWN)) == ["电话", "职业"]


def test_zero_and_no_are_answers_but_nothing_is_none() -> None:
    own = "statuses:\n  意向: {complete: [aum, key, hobbies]}\n"
    assert missing(of(f"{WANTED}\n资产: 0\n重点客户: 否\n个人爱好: []", own=own)) == ["个人爱好"]


def test_of_a_lead_the_eleven_attributes_count_and_of_a_client_all_that_are_marked() -> None:
    assert of("客户状态: 线索").wanted == 11
    assert of("客户状态: 客户").wanted > 11
    assert of("姓名: 王芳").wanted == of("客户状态: 客户").wanted
    age = of("客户状态: 线索\n生日: 1968-03-21")
    assert "年龄" not in missing(age)  # a birthday answers it


def test_three_questions_are_what_a_conversation_bears() -> None:
    found = of("姓名: 王芳")
    assert [spec.label for spec in found.ask] == missing(found)[:3]
    assert all(spec.ask for spec in found.ask)


def test_a_playbook_that_wants_nothing_is_satisfied() -> None:
    assert Completeness(0, 0, ()).rate == 1.0


def test_by_tier_highest_first() -> None:
    vault = vault_of(
        """
        === clients/王芳.md
        ---
        等级: 金卡
        ---
        === clients/李强.md
        ---
        等级: 私行
        职业: 会计
        ---
        === clients/周凯.md
        """
    )
    clients = vault.of_kind("client")
    rates = ((note.get("tier", ""), completeness(note, vault.playbook).rate) for note in clients)
    rows = by_tier(rates, vault.playbook.tiers)
    assert [(row.tier, row.clients) for row in rows] == [("私行", 1), ("金卡", 1), ("", 1)]
    assert rows[0].rate > rows[1].rate > rows[2].rate
