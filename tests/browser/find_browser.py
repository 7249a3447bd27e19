"""The Chromium that the browser tests run in. `python -m tests.browser.find_browser` names it."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"{ProgramFiles}\Google\Chrome\Application\chrome.exe",
    r"{ProgramFiles(x86)}\Google\Chrome\Application\chrome.exe",
    r"{LOCALAPPDATA}\Google\Chrome\Application\chrome.exe",
    r"{ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe",
)
MISSING = (
    "没有找到 Chromium 或 Chrome：浏览器测试跳过。装一个，或运行 playwright install chromium。\n"
    "No Chromium or Chrome found: browser tests are skipped. Install one, or run: playwright install chromium"
)


def find_browser() -> str | None:
    """Path of an installed browser of the Chromium family; else of the one that Playwright downloaded."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    for place in PLACES:
        try:
            path = Path(place.format_map(os.environ))
        except KeyError:
            continue
        if path.is_file():
            return str(path)
    return _of_playwright()


def _of_playwright() -> str | None:
    home = os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or {
        "darwin": "~/Library/Caches/ms-playwright",
        "win32": "~/AppData/Local/ms-playwright",
    }.get(sys.platform, "~/.cache/ms-playwright")
    wanted = (
        "chrome",
        "chrome.exe",
        "Chromium",
        "headless_shell",
        "headless_shell.exe",
        "chrome-headless-shell",
    )
    for folder in sorted(Path(home).expanduser().glob("chromium*"), reverse=True):
        for name in wanted:
            if found := next((p for p in folder.rglob(name) if p.is_file()), None):
                return str(found)
    return None


if __name__ == "__main__":
    found = find_browser()
    print(f"Browser tests run in {found}" if found else MISSING)
