"""The shell around every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shell import build_shell

PAGES = {
    "index": "<div class='ck'><h1>今日</h1></div>",
    "clients/index": "<div class='ck'><h1>客户</h1></div>",
    "about": "<h1>关于</h1><p>手写的一页</p>",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shell(tmp_path_factory.mktemp("shell"), PAGES, {})


def test_pages_open_from_disk_in_silence(page: Page, site: Path) -> None:
    for name in PAGES:
        page.goto((site / f"{name}.html").as_uri())
        expect(page.locator(".md-tabs__link")).to_have_count(3)
