"""Whom a product suits and why; which news concerns whom, with which talk track."""

from __future__ import annotations

from datetime import date
from textwrap import dedent

import pytest

from cmkb.vault import Vault
from cmkb.views.fit import Traits, fitting, tracks, traits_of
from cmkb.views.holders import holdings_by_product
from cmkb.views.news import news_brief, news_items
from cmkb.views.products import product_rows
from tests.drawing import TODAY, drawn, vault_of

PRODUCT = "docs/products/年金.md"


def client(name: str, **says: str) -> str:
    return (
        f"=== clients/{name}.md\n---\n"
        + "".join(f"{key}: {value}\n" for key, value in says.items())
        + "---\n"
    )


def product(**says: str) -> str:
    return f"=== {PRODUCT}\n---\n" + "".join(f"{key}: {value}\n" for key, value in says.items()) + "---\n"


def suits(vault: Vault, path: str = PRODUCT, today: date = TODAY) -> str:
    holders = holdings_by_product(vault).get(path, ())
    found = fitting(vault, vault.notes[path], traits_of(vault, today), (h.path for h in holders), today)
    lines = [
        f"{vault.notes[one.path].title}: {'; '.join(one.reasons)}{' 先做风评' if one.untested else ''}"
        for one in found.clients
    ]
    return "\n".join([*lines, *([f"另有 {found.too_risky} 位风险不够"] if found.too_risky else [])])


def test_the_words_of_the_product_and_those_of_the_client_meet_in_a_topic() -> None:
    """退休 and 养老 are one topic of the playbook; the reason is what the client's note says."""
    drawing = (
        product(适合="[退休客户]")
        + client("王芳", 需求="[养老]")
        + client("李强", 职业="退休教师")
        + client("孙丽", 需求="[保密]")
    )
    assert suits(vault_of(drawing)) == drawn(
        """
        李强: 职业 退休教师
        王芳: 需求 养老
        """
    )


def test_equal_words_meet_without_a_topic() -> None:
    assert (
        suits(vault_of(product(适合="[换一辆车的钱]") + client("李强", 财务目标="[换一辆车]")))
        == "李强: 财务目标 换一辆车"
    )


@pytest.mark.parametrize(
    ("words", "fits"),
    [
        ("45 到 60 岁", True),
        ("45-60岁", True),
        ("50岁以上", True),
        ("60 岁及以上", False),
        ("50 岁以下", False),
        ("金卡及以上", True),
        ("金卡", False),
        ("白金客户", True),
        ("钻石及以上", False),
    ],
)
def test_age_and_tier_are_conditions(words: str, fits: bool) -> None:
    vault = vault_of(product(适合=f"[{words}]") + client("王芳", 生日="1970-03-21", 等级="白金"))
    assert bool(suits(vault)) is fits


def test_a_condition_that_is_not_met_rules_out_whatever_else_would_suit() -> None:
    drawing = (
        product(适合="[50 岁以上, 养老]")
        + client("王芳", 生日="2000-01-01", 需求="[养老]")
        + client("李强", 需求="[养老]")
    )
    assert suits(vault_of(drawing)) == "李强: 需求 养老"  # an age that is not known rules out nobody


def test_more_reasons_come_first_then_the_higher_tier() -> None:
    drawing = (
        product(适合="[养老, 45 到 60 岁]")
        + client("王芳", 需求="[养老]")
        + client("李强", 需求="[养老]", 等级="金卡")
        + client("孙丽", 需求="[养老]", 生日="1972-05-01")
    )
    assert [line.split(":")[0] for line in suits(vault_of(drawing)).splitlines()] == ["孙丽", "李强", "王芳"]


def test_risk_counts_by_its_place_R3_wants_C3() -> None:
    drawing = (
        product(风险="R3", 适合="[养老]")
        + client("王芳", 需求="[养老]", 风险承受能力="C3")
        + client("李强", 需求="[养老]", 风险承受能力="C2")
        + client("孙丽", 需求="[养老]")
    )
    assert suits(vault_of(drawing)) == drawn(
        """
        孙丽: 需求 养老 先做风评
        王芳: 需求 养老
        另有 1 位风险不够
        """
    )


def test_who_holds_it_who_has_too_little_and_who_is_not_to_be_called_are_not_offered_it() -> None:
    drawing = (
        product(起存="20万", 适合="[养老]")
        + client("王芳", 需求="[养老]").rstrip("\n")
        + "\n## 持有\n- [[年金]] [金额:: 20万]\n"
        + client("李强", 需求="[养老]", 资产="5万")
        + client("孙丽", 需求="[养老]", 状态="流失")
    )
    assert suits(vault_of(drawing)) == ""


@pytest.mark.parametrize("gone", [{"状态": "停售"}, {"截止日": "2026-11-22"}])
def test_a_product_that_is_gone_is_offered_to_nobody(gone: dict[str, str]) -> None:
    vault = vault_of(product(适合="[养老]", **gone) + client("王芳", 需求="[养老]"))
    assert suits(vault) == ""


def test_money_soon_due_suits_a_product_that_says_so() -> None:
    drawing = product(适合="[存单到期还没想好放哪]") + dedent(
        """
        === clients/王芳.md
        ## 持有
        - 他行存单 [金额:: 20万] [到期:: 2026-12-05]
        === clients/李强.md
        ## 持有
        - 他行存单 [金额:: 20万] [到期:: 2027-12-05]
        """
    )
    assert suits(vault_of(drawing)) == "王芳: 12-05 到期"


# --- news ------------------------------------------------------------------------------------------------------------

NEWS = """
=== docs/products/存单.md
---
适合: [养老]
---
=== docs/scripts/邀约.md
---
类别: 邀约
产品: ["[[存单]]"]
适用客户: [金卡及以上]
---
=== docs/scripts/应急.md
---
类别: 应急口径
缘由: 重大信息
产品: ["[[存单]]"]
---
=== docs/scripts/旧的.md
---
类别: 邀约
产品: ["[[存单]]"]
适用客户: [养老]
有效期: 2026-01-01
---
=== clients/王芳.md
---
等级: 金卡
---
## 持有
- [[存单]] [金额:: 20万] [到期:: 2026-12-05]
=== clients/李强.md
---
需求: [养老]
---
=== journal/2026-11-20.md
## 财经要闻
- 早几天的消息
=== journal/2026-11-23.md
## 财经要闻
- 多家银行下调存款利率 [要点:: 到期的早点约] [产品:: [[存单]]]
"""


def traits(vault: Vault) -> dict[str, Traits]:
    return {one.path: one for one in traits_of(vault, TODAY)}


def test_news_leads_to_its_products_and_these_to_holders_and_whom_they_suit_each_with_a_talk_track() -> None:
    vault = vault_of(NEWS)
    items = news_items(vault)
    assert [(item.day.day, item.entry.text) for item in items] == [
        (23, "多家银行下调存款利率"),
        (20, "早几天的消息"),
    ]

    clients = traits(vault)
    holders = holdings_by_product(vault)
    suited = {
        note.path: fitting(vault, note, clients.values(), (h.path for h in holders.get(note.path, ())), TODAY)
        for note in vault.of_kind("product")
    }
    brief = news_brief(items[0], holders, suited, clients, tracks(vault, TODAY))
    assert [(one.path, [e.fields["amount"] for e in one.holds], one.script) for one in brief.holders] == [
        ("clients/王芳.md", [200_000], "docs/scripts/邀约.md")
    ]
    # 邀约 is for gold and above, the expired one is left out
    assert [(one.path, one.reasons, one.script) for one in brief.suited] == [
        ("clients/李强.md", ("需求 养老",), "docs/scripts/应急.md")
    ]


def test_a_products_row_counts_holders_money_and_news() -> None:
    vault = vault_of(NEWS)
    (row,) = product_rows(vault, holdings_by_product(vault), news_items(vault))
    assert (len(row.holders), row.held, row.news) == (1, 200_000, 1)
    (holder,) = row.holders
    assert holder.matures(TODAY) == date(2026, 12, 5)
    assert holder.matures(date(2027, 1, 1)) is None
