"""Chromium without a network. A page that asks for anything outside, or uses the console, fails its test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from find_browser import MISSING, find_browser
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from cmkb.site.run import build_site

BROWSER = find_browser()
ROOT = Path(__file__).parents[2]
OF_THE_SAMPLE = ("clients", "journal", "docs", "periods", "cases")

PATIENCE = 30_000  # milliseconds: a machine that is busy with much else must not fail a test
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if BROWSER is None:
                item.add_marker(pytest.mark.skip(reason=MISSING.splitlines()[1]))


@pytest.fixture(scope="session")
def sample_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample") / "vault"
    for name in OF_THE_SAMPLE:
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    return folder


@pytest.fixture(scope="session")
def sample_site(sample_vault: Path) -> Path:
    return build_site(sample_vault, site_dir=sample_vault.with_name("site")).site_dir


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_type_launch_args,
        "executable_path": BROWSER,
        "args": ["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "viewport": {"width": 1280, "height": 800},
        "offline": True,
    }


@pytest.fixture
def context(context: BrowserContext) -> Iterator[BrowserContext]:
    said: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        said.append(f"{message.type}: {message.text}")

    def asked(request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:")):
            said.append(f"asked for {request.url}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # the page was left before its icon was there
            said.append(f"{request.failure}: {request.url}")

    context.on("console", heard)
    context.on("weberror", lambda error: said.append(f"error: {error.error}"))
    context.on("request", asked)
    context.on("requestfailed", failed)
    yield context
    assert said == []


@pytest.fixture
def page(page: Page) -> Page:
    page.set_default_timeout(PATIENCE)
    return page
