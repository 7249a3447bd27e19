"""Each figure on a page, in a chart or in the JSON leads to the records that it is made of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import pytest
from hypothesis import given, settings

from cmkb.exchange.report_json import as_json
from cmkb.load import all_problems, load_settings, load_vault
from cmkb.pages import format as words
from cmkb.pages import journal, periods
from cmkb.pages.addresses import relative
from cmkb.pages.catalog import all_pages
from cmkb.pages.context import PageTools
from cmkb.pages.piece_links import kpi_cell
from cmkb.views.figures import called_kpi
from cmkb.views.period_report import period_report
from cmkb.views.periods import total, value_in
from cmkb.views.spans import GRAINS, pieces
from tests.conftest import draw
from tests.figures import DAYS, GOALS, context_of, form_of, vault_from, words_of
from tests.workflows.followed import CONFIG, drawings

CHANGING = ("clients/index.html", "follow-ups.html", "care.html")  # whose anchors scripts read
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


_LINKED = re.compile(r'<a href="([^"]*)">([^<]+)</a>')


@settings(max_examples=15, deadline=None)
@given(DAYS, GOALS)
def test_a_bar_leads_to_the_same_number_also_of_a_week_that_the_month_cuts(
    days: list[tuple[date, list[str], list[str], list[str]]], goals: str
) -> None:
    context = context_of(vault_from(days, goals))
    book = context.periods
    called = called_kpi(context.vault.playbook)
    assert called is not None
    for span in book.spans["month"]:
        tools = PageTools(context, context.period_places[span])
        html = next(page.render() for page in periods.pages(context) if page.path == tools.page)
        for piece in pieces(span, "week"):
            value = value_in(book, called.key, piece)
            if not value or piece.start > context.today:
                continue
            cell = kpi_cell(tools, piece, called.key, called.unit, value)
            assert str(cell) in html
            if piece.grain:
                place = context.period_places[piece]
                assert f'href="{relative(place, tools.page)}#k-{called.key}"' in cell
                week = next(page.render() for page in periods.pages(context) if page.path == place)
                assert form_of(week)[called.label][1] == words.quantity(value, called.unit)
            elif piece.start != piece.end:  # its days, each with its own figure, add up
                assert f'href="#c-{called.key}-{piece.start:%m%d}"' in html
                told = [label.split()[-1] for _, label in _LINKED.findall(str(cell))]
                assert sum(map(int, told)) == value


@settings(max_examples=15, deadline=None)
@given(DAYS, GOALS)
def test_every_figure_of_the_json_has_its_days_and_they_their_records(
    days: list[tuple[date, list[str], list[str], list[str]]], goals: str
) -> None:
    context = context_of(vault_from(days, goals))
    for grain in GRAINS:
        for span in context.periods.spans[grain]:
            for kpi in as_json(period_report(context.periods, span))["kpis"]:
                assert total(day["value"] for day in kpi["days"]) == kpi["actual"]
                assert total(day["derived"] for day in kpi["days"]) == kpi["derived"]
                for day in kpi["days"]:
                    if grain not in ("week", "month"):
                        assert day["records"] is None  # the month's report has them
                        continue
                    figures = context.periods.days[date.fromisoformat(day["date"])]
                    of_day = figures.rows[kpi["key"]].derived.records
                    assert day["records"] == [{"path": r.path, "line": r.place.line} for r in of_day]


def test_a_cell_of_the_hours_leads_to_the_records_of_that_hour(tmp_path: Path) -> None:
    root = draw(
        tmp_path,
        """
        === clients/王芳.md
        === journal/2026-11-02.md
        ## 记录
        - 10:05 电话 [[王芳]]
        - 10:40 短信 [[王芳]]
        === journal/2026-11-09.md
        ## 记录
        - 10:15 电话 [[王芳]]
        """,
    )
    loaded = load_vault(root, load_settings(root).settings)
    context = context_of(loaded.vault, date(2026, 11, 23))
    pages = {page.path: page.render() for page in periods.pages(context)}
    month = pages["periods/2026-11.html"]
    assert '<a href="#busy-0-10"><rect' in month
    cell = month.partition('<span id="busy-0-10">')[2].partition("</td>")[0]
    assert words_of(cell) == "311-02 2、11-09 1"
    assert [href for href, _ in _LINKED.findall(cell)] == [
        "../journal/2026-11-02.html#r2",
        "../journal/2026-11-09.html#r2",
    ]
    quarter = pages["periods/2026-Q4.html"].partition('<span id="busy-0-10">')[2].partition("</td>")[0]
    assert _LINKED.findall(quarter) == [("../periods/2026-11.html#busy-0-10", "11月 3")]
    week = pages["periods/2026-W45.html"]
    assert '<a href="../journal/2026-11-02.html#r2">1</a>' in week  # one call that Monday
