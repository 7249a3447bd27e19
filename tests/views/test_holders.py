"""Who is told of a sector's news: drawn vault in, names out."""

from __future__ import annotations

from cmkb.vault import Vault
from cmkb.views.holders import holders_of
from cmkb.views.news import news_items
from tests.drawing import vault_of

OWN = """
fields:
  product: {sector: {label: 板块, type: list}}
  journal: {sector: {label: 负责板块, en: Own sector}}
entry_fields:
  holdings: {sector: {label: 板块}}
  news: {sector: {label: 板块, type: list}}
"""
CLIENTS = """
=== docs/products/消费基金.md
---
板块: 消费
---
=== clients/有基金.md
## 持有
- [[消费基金]] [金额:: 5万]
=== clients/有股票.md
## 持有
- 锦禾食品 [板块:: 消费]
=== clients/有医药.md
## 持有
- 康宁药业 [板块:: 医药]
"""


def told(news: str, own: str = "消费") -> dict[str, list[str]]:
    vault = vault_of(
        f"{CLIENTS}=== journal/2026-11-23.md\n---\n负责板块: {own}\n---\n## 财经要闻\n- {news}\n", OWN
    )
    holders = holders_of(vault)
    return {
        item.entry.text: named(vault, {p for key in item.about for p in holders.get(key, ())})
        for item in news_items(vault)
    }


def named(vault: Vault, paths: set[str]) -> list[str]:
    return sorted(vault.notes[path].title for path in paths)


def test_news_that_speaks_of_ones_own_sector_concerns_all_who_hold_any_of_it() -> None:
    assert told("两家公司提价，消费走强") == {"两家公司提价，消费走强": ["有基金", "有股票"]}


def test_news_of_another_sector_names_it() -> None:
    assert told("集采落地 [板块:: 医药、消费]")["集采落地"] == ["有医药", "有基金", "有股票"]
    assert told("集采落地 [板块:: 医药]")["集采落地"] == ["有医药"]


def test_news_of_no_sector_and_no_product_concerns_nobody() -> None:
    assert told("央行公开市场操作") == {"央行公开市场操作": []}
    assert told("医药走强")["医药走强"] == []  # somebody else's sector, and the line does not say so


def test_the_products_of_the_sector_carry_its_news() -> None:
    vault = vault_of(f"{CLIENTS}=== journal/2026-11-23.md\n## 财经要闻\n- 提价 [板块:: 消费]\n", OWN)
    (item,) = news_items(vault)
    assert (item.products, item.sectors) == (("docs/products/消费基金.md",), ("消费",))
