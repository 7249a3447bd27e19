"""Notes written at random: every page of them renders, and nothing in them becomes an element that runs."""

from __future__ import annotations

import json
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.pages.catalog import all_pages
from cmkb.pages.site import Site
from cmkb.reading.note import read_note
from cmkb.vault import assemble
from tests.drawing import playbook

MONDAY = date(2026, 11, 23)
PLACES = (
    "clients/王芳.md", "clients/李雷-8899.md", "journal/2026-11-23.md", "journal/2026-11-20.md", "docs/scripts/邀约.md",
    "docs/products/稳盈90天.md", "docs/howto/挂失.md", "cases/投诉.md", "periods/2026-11.md", "periods/2026-W47.md",
    "households/王芳家.md", "meetings/2026-11-20 面谈.md", "events/沙龙.md", "staff/小周.md", "channels/城南.md",
    "inbox/随手.md",
)  # fmt: skip
WORDS = st.sampled_from(
    (
        "王芳", "[[王芳]]", "[[李雷-8899|<marquee>老李]]", "![[王芳]]", "20万", "-5", "1e999", "2026-11-23", "2026-02-30", "02-30",
        "闰06-08", "明天", "周三", "15:00", "10d/15d", "金卡", "客户", "同意", "true", "电话", "稳盈90天", "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>", "</title>", "{{ 7*7 }}", "{% raw %}", "]]>", "javascript:alert(1)", "\u2028", "%%",
        "[a](javascript:alert(1))", "'", '"', "&lt;b&gt;", "，", "：", "[结果:: <b>]", "📅 2026-11-25", "🔁 every week", "⏳", "^id",
        "#标签", "|", "\\", "0", "13812345678", "2026-11", "全部", "",
    )
)  # fmt: skip
VALUES = st.lists(WORDS, max_size=3).map(" ".join)
LINES = st.builds(
    str.__add__,
    st.sampled_from(
        ("## 记录\n", "## 计划\n", "## 总结\n", "## 持有\n", "## 关系\n", "## 纪念日\n", "## 财经要闻\n", "## 流程\n", "## 异议\n",
         "## 目标\n", "## 跟进\n", "# ", "- ", "- [ ] ", "- [x] ", "- 10:15 电话 [[王芳]] ", "- 成交 [[王芳]] [amount:: 20万] ", "- 传单 ",
         "    - ", "> [!note] ", "| ", "|---|---|\n", "- 问：", "来电 ", "- 09:00 需求面谈 [[李雷-8899]] ", "- 配偶 ", "- 有效电话 ",
         "## 促成\n", "## 短信版\n", "### ", "- 答：{称呼}", "    - 若 ", "    - 若 是 → [[#^id]] [task:: +1d ", "    - 若 否 → [[邀约#")
    ),
    VALUES,
)  # fmt: skip
KEYS = sorted({key for kind in playbook().fields for key in playbook().fields[kind]} - {"type"})
NOTES = st.dictionaries(
    st.sampled_from(PLACES),
    st.tuples(
        st.dictionaries(st.sampled_from(KEYS), st.one_of(VALUES, st.lists(VALUES, max_size=3)), max_size=8),
        st.lists(LINES, max_size=14),
    ),
    min_size=1,
    max_size=8,
)


def site_of(notes: dict[str, str], language: str) -> Site:
    options = Settings(language=language)
    read = [read_note(SourceFile(path, text), playbook(), options) for path, text in notes.items()]
    vault = assemble((note for note, _ in read), playbook(), options)
    problems = (*(p for _, found in read for p in found), *vault.problems)
    return all_pages(vault, problems, (), MONDAY)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "style", "img", "marquee"):
            self.bad.append(tag)
        self.bad += [f"{name}={value}" for name, value in attrs if name.startswith("on")]
        self.bad += [
            value for _, value in attrs if value and value.strip().lower().startswith("javascript:a")
        ]


@pytest.mark.parametrize("language", ["zh", "en"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notes=NOTES)
def test_every_page_of_any_notes_renders(
    language: str, notes: dict[str, tuple[dict[str, str | list[str]], list[str]]]
) -> None:
    drawn = {
        path: "---\n" + "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items())
        + "---\n" + "\n".join(lines) + "\n"
        for path, (head, lines) in notes.items()
    }  # fmt: skip
    for page in site_of(drawn, language).pages:
        found = Elements()
        found.feed(page.render())
        assert found.bad == [], page.path
