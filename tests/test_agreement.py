"""One figure, many places: pages, the terminal's JSON and the reports in every format say the same, and each figure
on a page leads to the records that it is made of.

Vaults in which anything may happen are drawn by hypothesis; what is compared is what a reader sees in each place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from html import unescape
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.cli.main import main
from cmkb.exchange.day_sheet import day_sheet
from cmkb.exchange.period_sheet import period_sheet
from cmkb.exchange.report_html import as_html
from cmkb.exchange.report_json import as_json
from cmkb.exchange.report_text import as_markdown
from cmkb.exchange.report_xlsx import as_xlsx
from cmkb.load import all_problems, load_settings, load_vault
from cmkb.pages import format as words
from cmkb.pages import journal, periods
from cmkb.pages.addresses import addresses
from cmkb.pages.catalog import all_pages
from cmkb.pages.context import PageContext
from cmkb.pages.period_words import rounded
from cmkb.vault import Vault
from cmkb.views.period_report import period_report
from cmkb.views.periods import total
from cmkb.views.report import day_report
from cmkb.views.spans import GRAINS, Span
from tests.conftest import draw
from tests.drawing import vault_of
from tests.workflows.followed import CONFIG, drawings

LAST = date(2026, 12, 6)
CHANGING = ("clients/index.html", "follow-ups.html", "care.html")  # whose anchors scripts read

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


@dataclass(frozen=True)
class Reported:
    """A period as the report has it, in every format."""

    context: PageContext
    span: Span

    @cached_property
    def json(self) -> dict[str, dict[str, float | None]]:
        found = as_json(period_report(self.context.periods, self.span))
        kpis = json.loads(json.dumps(found["kpis"]))
        return {kpi["title"]: kpi for kpi in kpis}

    @cached_property
    def sheet(self) -> object:
        return period_sheet(period_report(self.context.periods, self.span), owner="小卓", language="zh")


def assert_formats_agree(sheet: object, kpis: Mapping[str, dict[str, object]], day: date) -> None:
    text, html = as_markdown(sheet), as_html(sheet, "zh")  # type: ignore[arg-type]
    book = openpyxl.load_workbook(BytesIO(as_xlsx(sheet, day))).active  # type: ignore[arg-type]
    rows = [[cell for cell in row if cell is not None] for row in book.iter_rows(values_only=True)]
    for title, kpi in kpis.items():
        actual = kpi["actual"]
        shown = words.quantity(actual, str(kpi["unit"]))  # type: ignore[arg-type]
        (line,) = re.findall(rf"^\| {re.escape(title)} \| .*$", text, re.M)[:1]
        assert f"**{shown}" in line
        (of_html,) = re.findall(
            rf"<tr><th[^>]*>{title}</th>(.*?)</tr>|<tr><td[^>]*>{title}</td>(.*?)</tr>", html, re.S
        )[:1]
        assert shown in words_of("".join(of_html))
        (of_book,) = [row for row in rows if row and row[0] == title][:1]
        assert actual in of_book[1:]


@settings(max_examples=8, deadline=None)  # each makes dozens of pages and workbooks
@given(DAYS, GOALS)
def test_pages_json_and_every_format_of_the_report_have_the_same_figures(
    days: list[tuple[date, list[str], list[str], list[str]]], goals: str
) -> None:
    context = context_of(vault_from(days, goals))
    pages = {page.path: page.render() for page in periods.pages(context)}
    for grain in GRAINS:
        for span in context.periods.spans[grain]:
            reported = Reported(context, span)
            html = pages[context.period_places[span]]
            shown, others = form_of(html), others_of(html)
            for kpi in reported.json.values():
                label, unit = str(kpi["label"]), str(kpi["unit"])
                figure = words.quantity(kpi["actual"], unit)
                if label in shown:
                    assert shown[label][1] == figure
                    assert shown[label][2] == words.percent(kpi["rate"])
                    goal = "—" if kpi["plan"] is None else words.quantity(rounded(kpi["plan"], unit), unit)
                    assert shown[label][0] == goal
                    assert f"| {kpi['title']} | {goal}" in as_markdown(reported.sheet)  # type: ignore[arg-type]
                else:
                    assert others[label] == figure
            assert_formats_agree(reported.sheet, reported.json, span.end)  # type: ignore[arg-type]


@settings(max_examples=15, deadline=None)
@given(DAYS, GOALS)
def test_the_days_as_shown_add_up_to_the_period_as_shown(
    days: list[tuple[date, list[str], list[str], list[str]]], goals: str
) -> None:
    """For every KPI: the rows of the day pages are those of the day reports, and their sum the period's figure."""
    vault = vault_from(days, goals)
    context = context_of(vault)
    sheets = {page.path: page.render() for page in journal.days(context)}
    of_days: dict[date, dict[str, float]] = {}
    for day, journal_note in vault.journals.items():
        report = day_report(vault, day)
        found = {kpi["key"]: kpi for kpi in as_json(report)["kpis"]}
        shown = form_of(sheets[context.addresses.notes[journal_note.path]])
        for kpi in found.values():
            plan, actual, rate = shown[kpi["label"]]
            assert actual == words.quantity(kpi["actual"], kpi["unit"])
            assert plan == words.quantity(kpi["plan"], kpi["unit"])
            assert rate == words.percent(kpi["rate"])
        assert_formats_agree(
            day_sheet(report, owner="小卓", language="zh"), {kpi["title"]: kpi for kpi in found.values()}, day
        )
        of_days[day] = {key: kpi["actual"] for key, kpi in found.items()}
    for grain in GRAINS:
        for span in context.periods.spans[grain]:
            of_period = {k["key"]: k["actual"] for k in as_json(period_report(context.periods, span))["kpis"]}
            for key in vault.playbook.kpis:
                summed = total(found.get(key, 0) for day, found in of_days.items() if day in span)
                assert of_period.get(key, 0) == summed


# --- where a figure leads ------------------------------------------------------------------------------------

ANCHOR = re.compile(r'<a[^>]* href="([^"#]*)#([^"]+)"')


def broken_anchors(pages: Mapping[str, str]) -> Iterator[str]:
    """`page → target#anchor` of links to a place that is not there."""
    ids = {path: set(re.findall(r' id="([^"]+)"', html)) for path, html in pages.items()}
    for path, html in pages.items():
        for href, anchor in ANCHOR.findall(html):
            if "://" in href or href.startswith(("mailto:", "tel:")):
                continue
            target = normpath(join(dirname(path), unquote(unescape(href)))) if href else path
            if target in pages and target not in CHANGING and unquote(unescape(anchor)) not in ids[target]:
                yield f"{path} → {target}#{anchor}"


@pytest.mark.parametrize("text", [2, 3, 5, 6, 12, 16, 17, 18])
def test_no_figure_of_a_vault_that_follows_a_text_leads_to_nowhere(text: int, tmp_path: Path) -> None:
    head, bar, files = drawings()[text].read_text(encoding="utf-8").partition("\n=== ")
    playbook = re.findall(r"^playbook: (.+)$", head, re.M)[0]
    root = draw(tmp_path, CONFIG.format(playbook=playbook) + bar.lstrip() + files)
    loaded = load_vault(root, load_settings(root).settings)
    today = date(2026, 11, 23)
    site = all_pages(loaded.vault, all_problems(loaded, today), loaded.left_out, today)
    assert list(broken_anchors({page.path: page.render() for page in site.pages})) == []


@settings(max_examples=15, deadline=None)
@given(DAYS, GOALS)
def test_every_figure_of_a_period_leads_to_its_days_and_from_there_to_its_records(
    days: list[tuple[date, list[str], list[str], list[str]]], goals: str
) -> None:
    context = context_of(vault_from(days, goals))
    pages = {
        page.path: page.render()
        for page in (*periods.index(context), *periods.pages(context), *journal.days(context))
    }
    assert list(broken_anchors(pages)) == []
    for span in context.periods.spans["week"]:
        place = context.period_places[span]
        for label, (_, actual, _) in form_of(pages[place]).items():
            kpi = next((k for k in context.vault.playbook.kpis.values() if k.label == label), None)
            if kpi is None or actual in ("0", "—"):
                continue
            assert f'href="#k-{kpi.key}"' in pages[place]  # the figure
            for day in span.days():
                figures = context.periods.days.get(day)
                if figures is None or not figures.value(kpi.key):
                    continue
                assert figures.journal is not None
                sheet = context.addresses.notes[figures.journal]
                records = figures.rows[kpi.key].derived.records
                anchor = f"#k-{kpi.key}" if records else ""
                assert f'<a href="../{sheet}{anchor}">' in pages[place]  # its day
                if records:
                    told = re.findall(rf'<li id="k-{kpi.key}">(.*?)</li>', pages[sheet], re.S)[0]
                    assert [int(line) for line in re.findall(r'#r(\d+)"', told)] == [
                        r.place.line for r in records
                    ]


def test_the_terminal_says_what_the_page_says(tmp_path: Path) -> None:
    root = draw(
        tmp_path,
        """
        === clients/王芳.md
        === periods/2026-11.md
        ---
        goal_calls: 42
        goal_sales: 100万
        ---
        === journal/2026-11-05.md
        ## 记录
        - 10:00 电话 [[王芳]] [结果:: 接通]
        - 15:00 成交 [[王芳]] [金额:: 20.5万]
        ## 总结
        - 有效电话 3
        === journal/2026-11-20.md
        ## 记录
        - 10:00 电话 [[王芳]]
        - 电话 4
        """,
    )
    loaded = load_vault(root, load_settings(root).settings)
    context = context_of(loaded.vault, date(2026, 11, 23))
    html = next(page.render() for page in periods.pages(context) if page.path == "periods/2026-11.html")
    command = ["report", "month", "2026-11", "--json", "--vault", str(root), "--today", "2026-11-23"]
    found = json.loads(CliRunner().invoke(main, command).stdout)
    kpis = {kpi["key"]: kpi for kpi in found["kpis"]}
    assert (kpis["calls"]["plan"], kpis["calls"]["actual"], kpis["sales"]["actual"]) == (42, 8, 205_000)
    for kpi in kpis.values():
        figure = words.quantity(kpi["actual"], kpi["unit"])
        assert figure in (form_of(html).get(kpi["label"], ("", "", ""))[1], others_of(html).get(kpi["label"]))
    days = timedelta(1)
    by_day = 0
    day = date(2026, 11, 1)
    while day.month == 11:
        ran = CliRunner().invoke(
            main, ["report", "day", str(day), "--json", "--vault", str(root), "--today", str(day)]
        )
        by_day += next(kpi["actual"] for kpi in json.loads(ran.stdout)["kpis"] if kpi["key"] == "calls")
        day += days
    assert by_day == 8
