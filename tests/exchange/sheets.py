"""Sheets for the tests of the formats: one that has every kind of block, one of hostile words."""

from __future__ import annotations

from typing import Any

from cmkb.exchange.sheet import Amount, Beside, Column, Lines, Point, Rate, Section, Sheet, Table

FIGURES = Table(
    (
        Column("环节", 2),
        Column("计划", 2, True),
        Column("实际", 2, True),
        Column("完成率", 2, True),
        Column("说明", 4),
    ),
    (
        ("有效电话", Amount(12, "通"), Amount(10, "通", strong=True), Rate(10 / 12, bar=True), "王芳、李强"),
        ("销售金额", None, Amount(250_000, "元", strong=True), None, ""),
    ),
)
CALLS = Table(
    (Column("客户", 2), Column("结果", 2), Column("约见", 8)), (("王芳", "同意 · 10:15", "周三"),), cards=True
)
SHEET = Sheet(
    title="每日工作计划与总结表",
    left="2026年11月23日",
    right="林晓",
    sections=(
        Section("", (FIGURES,)),
        Section(
            "成败分析",
            (Beside((("做成的", (Point("约成三位"),)), ("没做成的", ()), ("明天调整", (Point("早点打"),)))),),
        ),
        Section(
            "次日计划",
            (
                Lines(
                    (
                        Point("电话 李强", lead="10:15", note="晚 2 天"),
                        Point("带对比表", 1),
                        Point("会后", head=True),
                    )
                ),
            ),
            "11-24 周二",
        ),
        Section("电话邀约记录", (CALLS,)),
        Section("需要支持", (), empty="没有写"),
    ),
    signatures=("客户经理", "主管"),
    foot="号码已隐去",
)

HOSTILE = (
    "=1+1",
    "+86",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "＝1",
    "<script>alert(1)</script>",
    "a|b",
    '"><img src=x>',
    "# 大",
    "1. 一",
)


def hostile() -> Sheet:
    """The same words in every place that holds words."""
    sections = []
    for word in HOSTILE:
        table = Table((Column(word, 6), Column("数", 6)), ((word, word),))
        cards = Table(
            (Column("客户", 4), Column("结果", 4), Column(word, 4)), ((word, word, word),), cards=True
        )
        lines = Lines((Point(word, lead=word, note=word), Point(word, 2, head=True)))
        beside = Beside(((word, (Point(word),)), ("", ())))
        sections.append(Section(word, (table, cards, lines, beside), word))
    return Sheet(HOSTILE[6], HOSTILE[0], HOSTILE[1], tuple(sections), (HOSTILE[0],), HOSTILE[3])


def filled_rows(of: Any) -> list[list[Any]]:
    """Of a worksheet, without its empty cells and rows."""
    found = [[cell for cell in row if cell is not None] for row in of.iter_rows(values_only=True)]
    return [row for row in found if row]
