"""A site in English, in the browser: what scripts and the theme say is English too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cmkb.locales import SIGNS
from cmkb.site.run import build_site
from tests.conftest import draw
from tests.english_vault import ENGLISH

CHINESE = re.compile(rf"[\u4e00-\u9fff{''.join(SIGNS)}]+")
# What is seen, read out or copied.
SAID = """() => [document.title, document.body.innerText,
  ...[...document.querySelectorAll("[title], [aria-label], [placeholder], [data-copy]")].flatMap(
    (one) => ["title", "aria-label", "placeholder", "data-copy"].map((name) => one.getAttribute(name) || ""))].join("\\n")"""


@pytest.fixture(scope="module")
def english_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = draw(tmp_path_factory.mktemp("english") / "vault", ENGLISH)
    return build_site(folder, site_dir=folder.with_name("site")).site_dir


def test_no_page_says_a_word_of_chinese(page: Page, english_site: Path) -> None:
    """The notes of this vault are English."""
    found = {}
    for path in sorted({*english_site.rglob("*.html")} - {english_site / "404.html"}):
        page.goto(path.as_uri())
        expect(page.locator("html[data-ck-js]")).to_be_attached()
        if words := CHINESE.findall(page.evaluate(SAID)):
            found[str(path.relative_to(english_site))] = words
    assert found == {}


def test_what_opens_on_a_page_is_english(page: Page, english_site: Path) -> None:
    """The search with its hits, the client table, call mode."""
    page.goto((english_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("fang")
    expect(page.get_by_role("option").first).to_be_visible()
    assert CHINESE.findall(page.evaluate(SAID)) == []
    page.goto((english_site / "clients/index.html").as_uri())
    expect(page.get_by_text("Fang Wang").first).to_be_visible()
    assert CHINESE.findall(page.evaluate(SAID)) == []
    page.goto((english_site / "scripts/Renewal.html").as_uri())
    page.locator("[data-call]").first.click()
    expect(page.locator(".ck-callmode")).to_be_visible()
    assert CHINESE.findall(page.evaluate(SAID)) == []
