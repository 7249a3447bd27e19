"""One figure, many places: pages, the terminal's JSON and the reports in every format say the same.

What is compared is what a reader sees in each place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from io import BytesIO
from pathlib import Path

import openpyxl
from click.testing import CliRunner
from hypothesis import given, settings

from cmkb.cli.main import main
from cmkb.exchange.day_sheet import day_sheet
from cmkb.exchange.period_sheet import period_sheet
from cmkb.exchange.report_html import as_html
from cmkb.exchange.report_json import as_json
from cmkb.exchange.report_text import as_markdown
from cmkb.exchange.report_xlsx import as_xlsx
from cmkb.load import load_settings, load_vault
from cmkb.pages import format as words
from cmkb.pages import journal, periods
from cmkb.pages.context import PageContext
from cmkb.pages.period_words import rounded
from cmkb.views.period_report import period_report
from cmkb.views.periods import total
from cmkb.views.report import day_report
from cmkb.views.spans import GRAINS, Span
from tests.conftest import draw
from tests.figures import DAYS, GOALS, context_of, form_of, others_of, vault_from, words_of


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
