"""axe-core finds nothing on any type of page, in light, in the dark and on a phone.

`npm install --no-save axe-core` puts it where this looks; another place is named by CMKB_AXE.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from page_types import PAGE_TYPES
from playwright.sync_api import Page

AXE = Path(
    os.environ.get("CMKB_AXE") or Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
)
needs_axe = pytest.mark.skipif(
    not AXE.is_file(), reason=f"axe-core is not there ({AXE}): npm install --no-save axe-core"
)

FOUND = """async () => (await axe.run(document, {resultTypes: ['violations'], preload: false})).violations
    .map(rule => rule.id + ': ' + rule.nodes.map(node => node.html.slice(0, 120)).join(' | '))"""
LOOKS = {
    "light": ("light", 1366),
    "dark": ("dark", 1366),
    "phone": ("light", 360),
    "dark phone": ("dark", 360),
}


@needs_axe
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_type_of_page(page: Page, sample_site: Path, look: str) -> None:
    scheme, width = LOOKS[look]
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 768})
    code = AXE.read_text(encoding="utf-8")
    found = {}
    for name, address in PAGE_TYPES.items():
        page.goto((sample_site / address).as_uri())
        page.wait_for_selector("html[data-ck-js]", state="attached")
        page.evaluate(code)
        if violations := page.evaluate(FOUND):
            found[name] = violations
    assert found == {}


@needs_axe
def test_axe_finds_nothing_in_what_opens_over_a_page(page: Page, sample_site: Path) -> None:
    code = AXE.read_text(encoding="utf-8")
    page.goto((sample_site / "index.html").as_uri())
    page.keyboard.press("/")
    page.locator(".ck-search__input").fill("王")
    page.locator("[data-search-result]").first.wait_for()
    page.evaluate(code)
    assert page.evaluate(FOUND) == []
    page.goto((sample_site / PAGE_TYPES["script"]).as_uri())
    page.locator("[data-call]").first.click()
    page.evaluate(code)
    assert page.evaluate(FOUND) == []
    page.goto((sample_site / PAGE_TYPES["clients"]).as_uri())
    page.locator("summary", has_text="列").click()
    page.evaluate(code)
    assert page.evaluate(FOUND) == []


def test_every_page_is_reached_and_left_by_the_tab_key(page: Page, sample_site: Path) -> None:
    """Whatever acts on a click also takes the focus, and shows where it is."""
    for name in ("today", "follow-ups", "clients", "client", "script", "pipeline", "check", "routine"):
        page.goto((sample_site / PAGE_TYPES[name]).as_uri())
        page.wait_for_selector("html[data-ck-js]", state="attached")
        unreachable = page.evaluate(
            """() => [...document.querySelectorAll('.ck [data-copy], .ck [data-print], .ck [data-call], .ck summary, .ck a[href], .ck button')]
                .filter(node => node.offsetParent !== null && node.tabIndex < 0).map(node => node.outerHTML.slice(0, 100))"""
        )
        assert unreachable == [], name


def test_focus_is_seen(page: Page, sample_site: Path) -> None:
    page.goto((sample_site / "index.html").as_uri())
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => { const node = document.activeElement, style = getComputedStyle(node);
                return [node.outerHTML.slice(0, 80), style.outlineStyle !== 'none' || style.boxShadow !== 'none'
                    || node.matches('input') || node === document.body || node.classList.contains('md-skip')]; }"""
        )
        if not told[1]:
            unseen.append(told[0])
    assert unseen == []


def test_who_wants_less_motion_gets_none(page: Page, sample_site: Path) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto((sample_site / "index.html").as_uri())
    moving = page.evaluate(
        """() => [...document.querySelectorAll('.ck *')].filter(node => {
            const style = getComputedStyle(node);
            return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0;
        }).map(node => node.className)"""
    )
    assert moving == []
