"""A phone number is hidden until it is clicked, with and without JavaScript; its tail finds the client."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from cmkb.site.run import build_site
from tests.conftest import draw
from tests.site.conftest import TODAY

VAULT = """
    === clients/王芳.md
    ---
    电话: ["13800008899"]
    身份证: 11010519491231002X
    ---
    丈夫 139 1234 5678
    """


@pytest.fixture(scope="module")
def page_of_client(tmp_path_factory: pytest.TempPathFactory) -> str:
    site = build_site(draw(tmp_path_factory.mktemp("v"), VAULT), today=TODAY).site_dir
    return (Path(site) / "clients" / "王芳.html").as_uri()


def look(page: Page) -> None:
    expect(page.locator(".ck-id__m").get_by_text("138 **** 8899")).to_be_visible()
    expect(page.locator(".ck-id__m").get_by_text("13800008899")).to_be_hidden()
    expect(page.get_by_text("139 1234 5678")).to_be_hidden()
    page.locator(".ck-id__m .ck-secret").click()
    dial = page.locator('.ck-id__m a[href="tel:13800008899"]')
    expect(dial).to_have_text("13800008899")
    expect(dial).to_be_visible()
    expect(page.locator(".ck-id__m").get_by_text("138 **** 8899")).to_be_hidden()
    page.get_by_text("139****5678").click()
    expect(page.get_by_text("139 1234 5678")).to_be_visible()
    assert "19491231" not in page.content()


def test_with_javascript(page: Page, page_of_client: str) -> None:
    page.goto(page_of_client)
    look(page)


def test_without_javascript(browser: Browser, page_of_client: str) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(page_of_client)
    look(page)
    context.close()


def test_with_the_keyboard(page: Page, page_of_client: str) -> None:
    page.goto(page_of_client)
    page.locator(".ck-id__m .ck-secret input").focus()
    page.keyboard.press("Space")
    expect(page.locator('.ck-id__m a[href="tel:13800008899"]')).to_be_visible()


def test_the_tail_finds_her_and_the_hit_does_not_tell_the_rest(page: Page, page_of_client: str) -> None:
    page.goto(page_of_client)
    page.keyboard.press("/")
    page.keyboard.type("8899")
    hit = page.locator("[data-search-result]").first
    expect(hit).to_contain_text("王芳")
    expect(hit).to_contain_text("138 **** 8899")
