"""What a person waits for in Chromium, opened from `file://`: the home page, the table of clients, the first hit, typing.

    python -m benchmarks.browser [CLIENTS] [RUNS] [--site FOLDER]

`--site` measures a site that is built already. Every run has a browser context of its own, without cache. Printed are
the median and the worst of the runs, as the clock went and as processor time of the page's main thread (from
Chromium's own trace), for a machine that does other work at the same time stretches the first only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.vault import make_vault
from tests.browser.find_browser import MISSING, find_browser

# Tells when the first element appeared that a script drew, and was on the screen.
WATCH = """(selector) => {
  addEventListener("DOMContentLoaded", () => {
    const first = document.querySelector(selector);
    const seen = () => {
      const node = document.querySelector(selector);
      if (!node || node === first || window.ckDrawn) return;
      window.ckDrawn = -1;
      requestAnimationFrame(() => setTimeout(() => { window.ckDrawn = performance.now(); }));
    };
    new MutationObserver(seen).observe(document.body, { childList: true, subtree: true });
  });
}"""
FIRST_HIT = """() => new Promise((resolve) => {
  const begun = performance.now();
  const seen = () => document.querySelector("[data-search-result]") && (resolve(performance.now() - begun), true);
  seen() || new MutationObserver((_, own) => { if (seen()) own.disconnect(); }).observe(document.body, { childList: true, subtree: true });
  const input = document.querySelector('[data-cmkb="search"] input');
  input.focus();
  input.value = "%s";
  input.dispatchEvent(new InputEvent("input", { bubbles: true }));
})"""
AGENDA = '[data-live="agenda"] .ck-group'
CARE = '[data-live="care"] li'
TABLE = '[data-live="clients"] tbody tr'
PAUSE = 90  # milliseconds between two keys of somebody who types fast
CATEGORIES = ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"]


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds: what the clock said, processor time until then, and the longest task by both."""

    clock: float
    cpu: float
    task: float
    task_cpu: float


def opened(page: Page, address: str, selector: str) -> float:
    page.add_init_script(f"({WATCH})({json.dumps(selector)})")
    page.goto(address, wait_until="commit")
    page.wait_for_function("window.ckDrawn > 0", polling=20, timeout=120_000)
    return float(page.evaluate("window.ckDrawn"))


def home(page: Page, site: str) -> float:
    return opened(page, f"{site}/index.html", AGENDA)


def clients(page: Page, site: str) -> float:
    return opened(page, f"{site}/clients/index.html", TABLE)


def care(page: Page, site: str) -> float:
    return opened(page, f"{site}/care.html", CARE)


def first_hit(page: Page, site: str) -> float:
    """From the pasted name to the first hit, the search never used before."""
    return float(page.evaluate(FIRST_HIT % "王芳"))


def typing_search(page: Page, site: str) -> float:
    return typed(page, '[data-cmkb="search"] input', ("wangf", "国债", "到期以后想续做", "0417"))


def typing_table(page: Page, site: str) -> float:
    return typed(page, '[data-live="clients"] input[type=search]', ("wangf", "王", "0417"))


def typed(page: Page, box: str, queries: tuple[str, ...]) -> float:
    page.locator(box).focus()
    keys = 0
    for query in queries:
        page.keyboard.press("Control+A")
        for letter in query:
            page.keyboard.insert_text(letter) if ord(letter) > 127 else page.keyboard.press(letter)
            page.wait_for_timeout(PAUSE)
            keys += 1
    return float(keys * PAUSE)


# What is measured, where it starts, and what is promised of it: milliseconds of the clock, of one task.
STEPS: dict[str, tuple[Callable[[Page, str], float], str, int | None, int | None]] = {
    "home page usable": (home, "", 500, None),
    "client table usable": (clients, "", 500, None),
    "care page usable": (care, "", 500, None),
    "first search hit": (first_hit, "index.html", 1000, None),
    "typing in the search": (typing_search, "index.html", None, 200),
    "typing in the table": (typing_table, "clients/index.html", None, 200),
}


def measure(browser: Browser, site: str, name: str) -> Figure:
    """The clock in a run of its own: tracing takes a fifth of the time."""
    clock, _ = _run(browser, site, name, traced=False)
    _, events = _run(browser, site, name, traced=True)
    return Figure(clock, *cpu(events))


def _run(browser: Browser, site: str, name: str, *, traced: bool) -> tuple[float, list[dict[str, object]]]:
    act, start, _, _ = STEPS[name]
    page = browser.new_page(locale="zh-CN", viewport={"width": 1366, "height": 768})
    try:
        if start:
            opened(page, f"{site}/{start}", AGENDA if start == "index.html" else TABLE)
            page.wait_for_timeout(300)
        if not traced:
            return act(page, site), []
        browser.start_tracing(page=page, categories=CATEGORIES)
        act(page, site)
        return 0.0, json.loads(browser.stop_tracing())["traceEvents"]
    finally:
        page.close()


def cpu(events: list[dict[str, object]]) -> tuple[float, float, float]:
    """Processor time of the main thread that was busiest, its longest task by the clock and by processor time."""
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event.get("name") == "thread_name" and event["args"] == {"name": "CrRendererMain"}
    }
    tasks: dict[tuple[object, object], list[tuple[float, float]]] = defaultdict(list)
    for event in events:
        if event.get("name") == "RunTask" and (event["pid"], event["tid"]) in main:
            wall, own = float(str(event.get("dur", 0))), float(str(event.get("tdur", 0)))
            tasks[event["pid"], event["tid"]].append((wall / 1000, own / 1000))
    if not tasks:
        raise SystemExit("Chromium's trace names no task of the page")
    busiest = max(tasks.values(), key=lambda all_of_one: sum(own for _, own in all_of_one))
    return sum(own for _, own in busiest), max(w for w, _ in busiest), max(own for _, own in busiest)


@contextmanager
def the_site(wanted: Path | None, number: int) -> Iterator[tuple[Path, str]]:
    if wanted is not None:
        yield wanted, f"{wanted.name}"
        return
    with tempfile.TemporaryDirectory() as temporary:
        vault = Path(temporary, "vault")
        # a tenth of the notes are journals, a fiftieth talk tracks
        notes = next(n for n in count(number) if n - n // 10 - n // 50 >= number)
        make_vault(vault, notes)
        print(f"building {notes} notes …", flush=True)
        subprocess.run([sys.executable, "-m", "cmkb.cli", "build"], cwd=vault, check=True)
        yield vault / "site", f"{number} clients, {notes} notes"


def say(name: str, figures: list[Figure]) -> None:
    _, _, limit, task_limit = STEPS[name]
    parts = []
    for label, values, most in (
        ("clock", [f.clock for f in figures], limit),
        ("processor", [f.cpu for f in figures], None),
        ("longest task", [f.task for f in figures], task_limit),
        ("its processor time", [f.task_cpu for f in figures], None),
    ):
        if label == "clock" and limit is None:
            continue
        promise = f" (promised {most})" if most else ""
        parts.append(f"{label} {statistics.median(values):.0f}, worst {max(values):.0f}{promise}")
    print(f"{name:22} " + " · ".join(parts), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("clients", type=int, nargs="?", default=10_000)
    parser.add_argument("runs", type=int, nargs="?", default=5)
    parser.add_argument("--site", type=Path)
    wanted = parser.parse_args()
    if find_browser() is None:
        raise SystemExit(MISSING)
    with the_site(wanted.site, wanted.clients) as (folder, title), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(), args=["--no-sandbox", "--disable-gpu"]
        )
        site = folder.resolve().as_uri()
        print(f"{title}, median and worst of {wanted.runs} runs, milliseconds")
        for name in STEPS:
            say(name, [measure(browser, site, name) for _ in range(wanted.runs)])
        load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
        print(f"Chromium {browser.version}; {platform.machine()}, {os.cpu_count()} cores{load}")
        browser.close()


if __name__ == "__main__":
    main()
