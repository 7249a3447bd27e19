"""The log of market views and how they turned out: drawn journals in, a line a day out."""

from __future__ import annotations

from cmkb.views.market_views import ViewLog, view_log
from tests.drawing import TODAY, vault_of

OWN = """
routine:
  day:
    draft: {start: "07:30", end: "07:40", title: 定观点, section: view, steps: [写]}
    revise: {start: "12:30", end: "12:45", title: 修正, section: view, steps: [改]}
    evening: {start: "20:00", end: "22:00", title: 晚间, section: view, steps: [想]}
"""


def log(drawing: str, own: str = OWN) -> ViewLog:
    return view_log(vault_of(drawing, own), TODAY)


def lines(found: ViewLog) -> list[str]:
    """`11-23 | 前一晚 | 草 | 修正 | 对照`"""
    rows = []
    for one in found.days:
        cells = ["；".join(f"{line.time} {line.text}".strip() for line in of) for of in one.said]
        rows.append(" | ".join([f"{one.day:%m-%d}", *cells, " ".join((one.score, *one.check)).strip()]))
    return rows


def test_each_line_stands_under_the_slot_that_had_begun() -> None:
    drawing = """
        === journal/2026-11-20.md
        ## 观点
        - 07:35 看多
        - 12:40 量不够，看平
        - 21:00 周一看空
        === journal/2026-11-23.md
        ## 观点
        - 没写时间的一句
        """
    found = log(drawing)
    assert ([slot.title for slot in found.columns], found.eve) == (["晚间", "定观点", "修正"], 1)
    assert lines(found) == [
        "11-23 | 21:00 周一看空 | 没写时间的一句 |  | ",
        "11-20 |  | 07:35 看多 | 12:40 量不够，看平 | ",
    ]


def test_two_on_one_line_are_two() -> None:
    found = log("=== journal/2026-11-23.md\n## 观点\n- 07:35 偏多 · 12:40 修正：震荡\n")
    assert lines(found) == ["11-23 |  | 07:35 偏多 | 12:40 修正：震荡 | "]


def test_what_was_thought_last_night_is_for_the_next_working_day() -> None:
    found = log("=== journal/2026-11-20.md\n## 观点\n- 21:00 周一看空\n")
    assert lines(found) == ["11-23 | 21:00 周一看空 |  |  | "]


def test_how_it_turned_out_is_a_line_or_a_field_and_is_counted() -> None:
    found = log(
        """
        === journal/2026-11-17.md
        ## 观点
        - 07:35 看多 [对照:: 对]
        === journal/2026-11-18.md
        ## 观点
        - 07:35 看多
        - 15:10 对照：半对，量不够
        === journal/2026-11-19.md
        ## 观点
        - 07:35 看多
        - 印证：方向不清
        === journal/2026-11-20.md
        ## 观点
        - 07:35 看多
        === journal/2026-11-23.md
        ## 观点
        - 07:35 看多
        """
    )
    assert [row.rpartition(" | ")[2] for row in lines(found)] == ["", "", "方向不清", "半对 量不够", "对"]
    assert (found.scores, found.checked, found.unchecked) == ({"对": 1, "半对": 1}, 2, 1)


def test_a_routine_without_views_has_no_log() -> None:
    assert log("=== journal/2026-11-20.md\n## 观点\n- 07:35 看多\n", "") == ViewLog()
