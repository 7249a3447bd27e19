"""Vaults in which anything may happen, drawn by hypothesis, and the figures that a page shows of them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from hypothesis import strategies as st

from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext
from cmkb.vault import Vault
from tests.drawing import vault_of

LAST = date(2026, 12, 6)
KINDS = ("电话", "电话邀约", "需求面谈", "成交面谈", "成交", "售后", "短信", "开户")
LINE = st.builds(
    "- {}{} [[{}]]{}{}".format,
    st.sampled_from(("", "09:10 ", "14:30 ")),
    st.sampled_from(KINDS),
    st.sampled_from(("王芳", "李强", "周凯", "没有这个人")),
    st.sampled_from(("", " [结果:: 未接]", " [结果:: 成交]", " [缘由:: 生日]")),
    st.sampled_from(("", " [金额:: 20万]", " [金额:: 0.1]", " [金额:: 1234.56]", " [金额:: 123万]")),
)
COUNTER = st.builds("- {} {}".format, st.sampled_from(("传单", "短信", "电话")), st.integers(0, 60))
FIGURE = st.builds("- {} {}".format, st.sampled_from(("有效电话", "需求面谈", "销售")), st.integers(0, 99))
DAY = st.tuples(
    st.dates(date(2026, 10, 26), LAST),
    st.lists(FIGURE, max_size=2),
    st.lists(LINE | COUNTER, max_size=5),
    st.lists(FIGURE, max_size=1),
)
DAYS = st.lists(DAY, max_size=7, unique_by=lambda day: day[0])
GOALS = st.sampled_from(("", "goal_calls: 100", "goal_calls: 33\ngoal_sales: 100万\ngoal_aum: 300万"))


def vault_from(days: list[tuple[date, list[str], list[str], list[str]]], goals: str) -> Vault:
    drawing = (
        "=== clients/王芳.md\n---\n等级: 金卡\n资产: 20万\n---\n=== clients/李强.md\n=== clients/周凯.md\n"
    )
    drawing += f"=== periods/2026-11.md\n---\n{goals}\n---\n" if goals else ""
    for day, plan, records, summary in days:
        parts = ["## 计划", *plan, "## 记录", *records, "## 总结", *summary]
        drawing += "\n".join([f"=== journal/{day}.md", *parts, ""])
    return vault_of(drawing)


def context_of(vault: Vault, today: date = LAST) -> PageContext:
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    return PageContext(vault, places, (), (), today)


_ROW = re.compile(r'<tr><th scope="row">([^<]*)<.*?</th>(.*?)</tr>', re.S)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.S)


def form_of(html: str) -> dict[str, tuple[str, str, str]]:
    """Label → goal or plan, actual, rate, as a page's table of figures shows them."""
    table = html.partition('class="ck-form')[2].partition("</table>")[0]
    found = {}
    for label, rest in _ROW.findall(table.replace("</th>", "<</th>")):
        cells = [words_of(cell) for cell in _CELL.findall(rest)]
        found[unescape(label)] = (cells[0], cells[1].split(" ")[0], cells[3])
    return found


def words_of(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))).strip()


def others_of(html: str) -> dict[str, str]:
    """Figures in a line beneath the table."""
    return {
        unescape(label): unescape(value)
        for label, value in re.findall(
            r'<span>([^<]+) <a class="ck-figure"[^>]*><b class="ck-n">([^<]*)</b>', html
        )
    }
