"""Pictures of every type of page: `make album`, or `python -m tests.browser.album [FOLDER]`.

Each on a laptop in light and dark, on a phone, and on paper (the first sheet of the PDF, where pdftoppm is installed).
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cmkb.site.run import build_site
from tests.browser.find_browser import MISSING, find_browser
from tests.browser.page_types import PAGE_TYPES

ROOT = Path(__file__).parents[2]
TALLEST = 3_000  # a long table says no more further down
LOOKS = {
    "light": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1366, "height": 768}, "color_scheme": "dark"},
    "phone": {
        "viewport": {"width": 360, "height": 740},
        "device_scale_factor": 1.5,
        "has_touch": True,
        "is_mobile": True,
    },
}


def make(folder: Path, wanted: Iterable[str] = ()) -> None:
    """Builds the sample and writes `<look>/<page>.png`; `wanted` names some pages only."""
    pages = {name: PAGE_TYPES[name] for name in wanted or PAGE_TYPES}
    with tempfile.TemporaryDirectory() as temporary, browser() as chromium:
        site = build_site(ROOT, site_dir=Path(temporary) / "site").site_dir
        for look, options in LOOKS.items():
            page = chromium.new_page(locale="zh-CN", **options)
            for name, address in pages.items():
                picture(page, site / address, folder / look / f"{name}.png")
                if name == "script":
                    call_mode(page, folder / look / "script-call.png")
            page.close()
        on_paper(chromium, site, pages, folder / "paper")


@contextmanager
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )


def open_page(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_selector("html[data-ck-js]", state="attached")
    page.wait_for_timeout(150)  # tables and lists are drawn after their data


def picture(page: Page, path: Path, target: Path) -> None:
    open_page(page, path)
    size = page.viewport_size or {"width": 1366, "height": 768}
    height = min(max(page.evaluate("document.documentElement.scrollHeight"), size["height"]), TALLEST)
    target.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(
        path=target, full_page=True, clip={"x": 0, "y": 0, "width": size["width"], "height": height}
    )


def call_mode(page: Page, target: Path) -> None:
    page.locator("[data-call]").first.click()
    page.wait_for_timeout(150)
    page.screenshot(path=target)


def on_paper(chromium: Browser, site: Path, pages: dict[str, str], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    page = chromium.new_page(locale="zh-CN", color_scheme="dark")  # paper stays white
    for name, address in pages.items():
        open_page(page, site / address)
        page.pdf(path=folder / f"{name}.pdf", prefer_css_page_size=True, print_background=False)
        if rasterize := shutil.which("pdftoppm"):
            command = [rasterize, "-png", "-r", "80", folder / f"{name}.pdf", folder / name]
            subprocess.run(command, check=True)
    page.close()


if __name__ == "__main__":
    if find_browser() is None:
        sys.exit(MISSING)
    target, *names = sys.argv[1:] or ["build/album"]
    make(Path(target), names)
    print(f"{len(list(Path(target).rglob('*.png')))} pictures: {target}")
