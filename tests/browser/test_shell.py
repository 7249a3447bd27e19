"""The shell around every page: titles as text, keys, drawer, copying, the blank screen."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shell import build_shell

from cmkb.pages.search_index import SearchEntry
from tests.data_files import index_of

HOSTILE = '<img src=x onerror=alert(1)> & "引号" {{ 7*7 }}'
PAGES = {
    "index": """<div class="ck"><h1>今日</h1><div class="ck-chips" data-filter="#cards">
<button type="button" class="ck-chip" data-value="">全部</button>
<button type="button" class="ck-chip" data-value="生日">生日</button></div>
<ul id="cards">
<li data-value="生日"><p data-text>生日快乐</p><button type="button" data-copy>复制</button></li>
<li data-value="到期"><button type="button" data-copy="到期了">复制</button></li></ul>
<p data-from="2000-01-01" data-until="2000-01-02">旧事</p><p data-from="2000-01-01">还在</p></div>""",
    "clients/index": "<div class='ck'><h1>客户</h1></div>",
    "clients/王芳": "<div class='ck'><h1>王芳</h1></div>",
    "about": "# 关于\n\n正文",
}
NAV = [{"今日": "index.md"}, {"客户": "clients/index.md"}, {HOSTILE: "about.md"}]
INDEX = index_of(
    [
        SearchEntry("clients/%E7%8E%8B%E8%8A%B3.html", "王芳", "客户"),
        SearchEntry("about.html", "王府", "笔记"),
    ]
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shell(tmp_path_factory.mktemp("shell"), PAGES, INDEX, nav=NAV)


def test_pages_open_from_disk_and_nothing_is_asked_from_outside(page: Page, site: Path) -> None:
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        expect(page.locator("h1")).to_be_visible()
        html = (site / f"{name}.html").read_text(encoding="utf-8")
        assert "fonts.g" not in html
        assert '<meta name="robots" content="noindex' in html


def test_a_title_is_text_wherever_the_shell_shows_it(page: Page, site: Path) -> None:
    page.goto((site / "about.html").as_uri())
    expect(page.locator("header img, .md-tabs img, .md-nav img")).to_have_count(0)
    expect(page.locator(".md-tabs__item--active")).to_have_text('& "引号" {{ 7*7 }}')
    assert page.title() == '& "引号" {{ 7*7 }} - 城南支行 · 客户经理'


def test_a_title_that_the_build_has_escaped_shows_as_it_was_written(page: Page, tmp_path: Path) -> None:
    title = "<b>王</b> & 'x'"
    pages = {"index": "<h1>x</h1>", "y": "<h1>y</h1>"}
    site = build_shell(tmp_path, pages, INDEX, nav=[{escape(title): "index.md"}, {"y": "y.md"}])
    page.goto((site / "index.html").as_uri())
    expect(page.locator(".md-tabs__link").first).to_have_text(title)


def test_the_tab_of_a_folder_is_marked_on_its_pages(page: Page, site: Path) -> None:
    page.goto((site / "clients" / "王芳.html").as_uri())
    expect(page.locator(".md-tabs__item--active")).to_have_count(1)
    page.locator(".md-tabs__item--active a").click()
    expect(page).to_have_url((site / "clients" / "index.html").as_uri())


def test_the_drawer_opens_on_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((site / "index.html").as_uri())
    page.get_by_role("button", name="目录").focus()
    page.keyboard.press("Enter")
    page.locator(".md-nav--primary").get_by_text("引号").click()
    expect(page).to_have_url((site / "about.html").as_uri())


def blanked(page: Page, site: Path) -> None:
    """Covered, and neither title nor address nor what was typed tells who was there."""
    expect(page).to_have_url((site / "index.html").as_uri() + "#blank")
    expect(page.get_by_text("按任意键或点一下返回")).to_be_visible()
    expect(page.locator("h1")).to_be_hidden()
    assert page.title() == "·"


def test_b_blanks_the_screen_and_forgets_whose_page_was_open(page: Page, site: Path) -> None:
    page.goto((site / "clients" / "王芳.html").as_uri())
    with page.expect_event("domcontentloaded"):
        page.keyboard.press("b")
    blanked(page, site)
    page.keyboard.press("x")
    expect(page.locator("h1")).to_have_text("今日")
    expect(page).to_have_url((site / "index.html").as_uri())
    assert page.title() == "城南支行 · 客户经理"


def test_the_button_blanks_the_home_page_too_and_a_click_wakes_it(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".ck-search__input").fill("王芳")
    with page.expect_event("domcontentloaded"):
        page.get_by_role("button", name="遮住屏幕").click()
    blanked(page, site)
    page.mouse.click(200, 200)
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".ck-search__input")).to_have_value("")


def test_ten_minutes_without_a_hand_on_it_blank_the_screen(page: Page, site: Path) -> None:
    page.clock.install()
    page.goto((site / "clients" / "王芳.html").as_uri())
    page.clock.fast_forward("09:00")
    page.keyboard.press("Shift")
    page.clock.fast_forward("09:00")
    expect(page.locator("h1")).to_be_visible()
    with page.expect_event("domcontentloaded"):
        page.clock.fast_forward("02:00")
    blanked(page, site)


def test_a_key_pressed_while_the_blank_page_is_on_its_way_does_not_uncover_the_client(
    page: Page, site: Path
) -> None:
    page.goto((site / "clients" / "王芳.html").as_uri())
    shown = page.evaluate("""() => {
        const key = (code) => dispatchEvent(new KeyboardEvent("keydown", { code, bubbles: true }));
        key("KeyB");
        key("KeyX");
        return [document.title, getComputedStyle(document.querySelector("h1")).visibility];
    }""")
    assert shown == ["·", "hidden"]
    expect(page).to_have_url((site / "index.html").as_uri() + "#blank")


def test_t_goes_to_today_and_c_looks_for_a_client(page: Page, site: Path) -> None:
    page.goto((site / "clients" / "王芳.html").as_uri())
    page.keyboard.press("t")
    expect(page).to_have_url((site / "index.html").as_uri())
    page.wait_for_load_state()
    page.keyboard.press("c")
    expect(page.locator(".ck-search__input")).to_be_focused()
    page.keyboard.type("wf")
    expect(page.locator("[data-search-result]")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url((site / "clients" / "王芳.html").as_uri())


def test_b_in_a_text_box_is_a_letter(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".ck-search__input").focus()
    page.keyboard.press("b")
    expect(page.locator(".ck-search__input")).to_have_value("b")
    expect(page.locator("h1")).to_be_visible()


def test_copying_takes_the_text_beside_the_button_or_its_own(page: Page, site: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto((site / "index.html").as_uri())
    for place, text in ((0, "生日快乐"), (1, "到期了")):
        page.locator("[data-copy]").nth(place).click()
        expect(page.locator("[data-copy]").nth(place)).to_have_text("已复制")
        assert page.evaluate("navigator.clipboard.readText()") == text


def test_chips_choose_what_a_list_shows(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.get_by_role("button", name="生日").click()
    expect(page.locator("#cards > li:visible")).to_have_count(1)
    page.get_by_role("button", name="全部").click()
    expect(page.locator("#cards > li:visible")).to_have_count(2)


def test_parts_with_dates_show_in_their_days(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    expect(page.get_by_text("旧事")).to_be_hidden()
    expect(page.get_by_text("还在")).to_be_visible()


def test_dark_and_light_are_remembered_from_page_to_page(page: Page, site: Path) -> None:
    page.emulate_media(color_scheme="light")
    page.goto((site / "index.html").as_uri())
    page.locator(".md-header label[for^=__palette]:visible").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto((site / "clients" / "index.html").as_uri())
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")


def test_without_javascript_what_needs_it_is_not_shown(browser: object, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    expect(page.locator(".ck-search")).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    context.close()


def test_on_paper_only_the_page_itself(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.emulate_media(media="print")
    for part in (".md-header", ".md-tabs", ".md-footer"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
