"""A cell of a chart leads to its place in the table of data, which is folded until then."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shell import build_shell

pytestmark = pytest.mark.browser

CHART = """<div class="ck"><p><a href="#busy-0-10">3</a></p><details class="ck-data"><summary>看数据</summary>
<table><tr><td><span id="busy-0-10">3</span></td></tr></table></details></div>"""


def test_a_link_to_what_is_folded_unfolds_it(page: Page, tmp_path: Path) -> None:
    address = (build_shell(tmp_path, {"routine": CHART}, {}) / "routine.html").as_uri()
    page.goto(address)
    expect(page.locator("#busy-0-10")).not_to_be_visible()
    page.click("a[href='#busy-0-10']")
    expect(page.locator("#busy-0-10")).to_be_visible()

    page.goto("about:blank")
    page.goto(address + "#busy-0-10")  # from another page
    expect(page.locator("#busy-0-10")).to_be_visible()
