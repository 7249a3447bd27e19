"""Pages on paper: how many sheets of A4 each takes, counted in the PDF that Chromium prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SHEET = re.compile(rb"/Type\s*/Page\b(?!s)")

LINK = re.compile(rb"/URI \(\S*/site/clients/[^)]*\)")

# address on the built sample → sheets at most. The forms are handed in one by one; lists may take more.
SHEETS = {
    "clients/王芳-8899.html": 1,
    "clients/周凯.html": 1,
    "clients/何雨桐.html": 1,
    "journal/2026/2026-11-20.html": 2,  # the form, and the cards of calls and meetings
    "periods/2026-W47.html": 1,
    "periods/2026-11.html": 1,
    "forms/每日工作计划与总结表.html": 1,
    "clients/面谈/2026-11-19 陈静 需求面谈.html": 1,
    "index.html": 2,
    "care.html": 3,
    "follow-ups.html": 3,
}


def sheets(page: Page) -> int:
    return len(SHEET.findall(page.pdf(prefer_css_page_size=True, print_background=False)))


@pytest.mark.parametrize("address", SHEETS)
def test_a_page_takes_no_more_sheets_than_it_is_made_for(page: Page, sample_site: Path, address: str) -> None:
    page.goto((sample_site / address).as_uri())
    expect(page.locator("html[data-ck-js]")).to_be_attached()
    assert 1 <= sheets(page) <= SHEETS[address]


LONG = """() => {
    const more = (list, times) => { for (let i = 0; i < times; i += 1) list.append(...[...list.children].map((n) => n.cloneNode(true))); };
    for (const list of document.querySelectorAll('.ck-lines, .ck-tl, .ck-table tbody')) more(list, 4);
    const note = document.querySelector('.ck-prose');
    note.append('很长的一段话。'.repeat(2000));
}"""


def test_a_client_with_much_of_everything_is_still_one_sheet(page: Page, sample_site: Path) -> None:
    """Sixteen times the holdings, tasks and relations, and a note of pages: what does not fit ends with an ellipsis."""
    page.goto((sample_site / "clients/王芳-8899.html").as_uri())
    expect(page.locator("html[data-ck-js]")).to_be_attached()
    page.evaluate(LONG)
    assert sheets(page) == 1


def test_rows_of_a_list_in_columns_were_lost_between_two_sheets(page: Page, sample_site: Path) -> None:
    """Chromium breaks columns within a grid wrongly. The link of every row's client is in the PDF."""
    page.goto((sample_site / "follow-ups.html").as_uri())
    expect(page.locator("html[data-ck-js]")).to_be_attached()
    rows = page.locator(".ck-task a.ck-who")
    printed = page.pdf(prefer_css_page_size=True)
    assert rows.count() > 150
    assert len(LINK.findall(printed)) == rows.count()
