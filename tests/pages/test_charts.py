"""Charts: figures go in, an SVG comes out that can be read without seeing it."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from cmkb.pages.charts import Bar, Beat, Cell, Step, bars, cumulative, heat, rhythm, shares, steps

WORDS = {"now": "186万", "goal": "目标 300万", "first": "11-01", "last": "11-30", "today": "今天"}


def tree(svg: Markup) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def texts(svg: Markup) -> list[str]:
    return [node.text or "" for node in tree(svg).iter("text")]


def rects(svg: Markup, kind: str) -> list[dict[str, float]]:
    found = [node.attrib for node in tree(svg).iter("rect") if node.get("class") == kind]
    return [{k: float(v) for k, v in attributes.items() if k != "class"} for attributes in found]


def test_a_bar_is_as_high_as_its_value_and_its_frame_as_the_plan() -> None:
    svg = bars([Bar("2–6", 30, 60, "30", "计划 60，实际 30"), Bar("9–13", 60, 60, "60", "")], "有效电话")
    (half, full), (plan, _) = rects(svg, "bar"), rects(svg, "plan")
    assert half["height"] * 2 == pytest.approx(full["height"], abs=0.2)
    assert plan["height"] == full["height"]
    assert texts(svg) == ["30", "2–6", "60", "9–13"]
    assert "计划 60，实际 30" in [node.text for node in tree(svg).iter("title")]
    assert tree(svg).get("aria-label") == "有效电话"


def test_what_is_still_to_come_has_a_frame_and_no_bar() -> None:
    svg = bars([Bar("30", None, 12, "", "")], "")
    assert (len(rects(svg, "plan")), len(rects(svg, "bar"))) == (1, 0)


def test_labels_of_many_bars_leave_some_out_rather_than_overlap() -> None:
    many = [Bar(f"{n}月", n, None, str(n), "") for n in range(1, 25)]
    labels = [text for text in texts(bars(many, "")) if text.endswith("月")]
    assert 5 <= len(labels) <= 12


def test_the_line_of_sales_ends_today_and_the_goal_at_the_end() -> None:
    svg = cumulative([50, 186], 4, 300, WORDS, "")
    paths = {node.get("class"): node.get("d") or "" for node in tree(svg).iter("path")}
    ends = {kind: [float(n) for n in re.findall(r"[\d.]+", d)[-2:]] for kind, d in paths.items()}
    assert ends["trend"][0] < ends["plan"][0]
    assert ends["trend"][1] > ends["plan"][1]  # lower on the page
    assert {"186万", "目标 300万", "11-01", "11-30"} <= set(texts(svg))


def test_steps_lead_to_the_figures_behind_them() -> None:
    svg = steps(
        [Step("电话", 100, "100", "", "电话 100", "#k-calls"), Step("面谈", 25, "25", "25%", "面谈 25")], ""
    )
    assert [node.get("href") for node in tree(svg).iter("a")] == ["#k-calls"]
    first, second = rects(svg, "bar")
    assert first["width"] == pytest.approx(second["width"] * 4, rel=0.05)


def test_five_shades_from_least_to_most_and_none_for_too_few() -> None:
    cells = [Cell(n, str(n)) for n in (0, 25, 50, 75, 100)] + [Cell(None, "–")]
    shades = [node.get("class") for node in tree(heat(list("abcdef"), [("周一", cells)], "")).iter("rect")]
    assert shades == ["h0", "h1", "h2", "h3", "h4", "h0"]


def test_rows_of_different_things_are_shaded_each_for_itself() -> None:
    rows = [("传单", [Cell(50, "50"), Cell(100, "100")]), ("面谈", [Cell(1, "1"), Cell(2, "2")])]
    shades = [node.get("class") for node in tree(heat(["周一", "周二"], rows, "", by_row=True)).iter("rect")]
    assert shades == ["h0", "h4", "h0", "h4"]


def test_a_client_without_a_contact_within_the_term_is_marked() -> None:
    beats = [Beat("王芳", "a.html", (40, 13), 15, ("", "")), Beat("欧阳雪", "b.html", (38,), 30, ("",))]
    late = [
        node.text
        for node in tree(rhythm(beats, 84, ("12 周前", "今天"), "")).iter("text")
        if "late" in (node.get("class") or "")
    ]
    assert late == ["38 / 30"]


def test_a_long_name_is_cut_off_and_its_whole_stands_in_the_title() -> None:
    name = "一个名字特别特别长的结构性存款产品第二期"
    svg = shares([Step(name, 1, "1", "100%", name)], "")
    assert texts(svg)[0].endswith("…")
    assert name in [node.text for node in tree(svg).iter("title")]


NASTY = "</svg><script>alert(1)</script>\"&'"
DRAWN: list[Callable[[str, float], Markup]] = [
    lambda words, n: bars([Bar(words, n, n, words, words)], words),
    lambda words, n: cumulative([n, n], 3, n, dict.fromkeys(WORDS, words), words),
    lambda words, n: steps([Step(words, n, words, words, words, words)], words),
    lambda words, n: shares([Step(words, n, words, words, words, words)], words),
    lambda words, n: heat([words], [(words, [Cell(n, words, words)])], words),
    lambda words, n: rhythm([Beat(words, words, (int(n) % 90,), 9, (words,))], 84, (words, words), words),
]


@pytest.mark.parametrize("draw", DRAWN)
def test_words_of_notes_are_never_markup(draw: Callable[[str, float], Markup]) -> None:
    assert not list(tree(draw(NASTY, 3)).iter("script"))


@pytest.mark.parametrize("draw", DRAWN)
@given(st.integers(0, 10**12) | st.floats(0, 1e12))
def test_any_figures_give_a_drawing(draw: Callable[[str, float], Markup], n: float) -> None:
    assert "nan" not in draw("王芳", n)


def test_nothing_at_all_is_drawn_too() -> None:
    for svg in (
        bars([], ""),
        cumulative([], 0, None, WORDS, ""),
        steps([], ""),
        shares([], ""),
        heat([], [], ""),
    ):
        assert tree(svg).tag.endswith("svg")
        assert "nan" not in svg
