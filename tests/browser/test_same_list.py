"""The list of a day, four times: on a site that was built days or weeks before, as `cmkb today` and `cmkb follow-ups`
print it on the day itself, and as a calendar holds it that was given the file of that site."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from click.testing import CliRunner
from playwright.sync_api import Page, expect

from cmkb.cli.main import main
from cmkb.load import load_settings, load_vault
from cmkb.site.run import build_site
from cmkb.views.workdays import through_days_off

ROOT = Path(__file__).parents[2]
FOLDERS = ("clients", "journal", "docs", "periods", "cases")
BUILT = date(2026, 11, 20)  # a Friday; the sample's journals go on to the Monday after it
# The day itself, the weekend and Monday after, weeks and months later; before and in the days off at New Year.
DAYS = [BUILT + timedelta(days) for days in (0, 1, 3, 10, 41, 75, 120, 300)]

ALL = """new MutationObserver(() => {
    const list = document.querySelector('[data-live="agenda"]');
    if (list) list.dataset.limit = "9999";
}).observe(document, { childList: true, subtree: true });"""
SHOWN = """list => [...list.querySelectorAll('.ck-task')].map(task => {
    const text = part => (task.querySelector(part) || {}).textContent || '';
    return [task.dataset.kind, text('.ck-who') || text('.ck-task__t'), text('.ck-task__why')];
})"""


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample as it was on Friday evening, with no day pinned."""
    folder = tmp_path_factory.mktemp("same") / "vault"
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(re.sub(r"(?m)^ *today:.*\n", "", config), encoding="utf-8")
    for journal in folder.glob("journal/*/*.md"):
        if journal.stem > BUILT.isoformat():
            journal.unlink()
    return folder


@pytest.fixture(scope="module")
def site(vault: Path) -> Path:
    return build_site(vault, site_dir=vault.with_name("site"), today=BUILT).site_dir


def printed(vault: Path, *command: str) -> Any:
    result = CliRunner().invoke(main, [*command, "--json", "--vault", str(vault)], catch_exceptions=False)
    return json.loads(result.stdout)


def said(row: dict[str, Any]) -> tuple[str, str]:
    return row["kind"], " ".join(part for part in (row["client_name"], row["title"]) if part)


def on_screen(row: dict[str, Any]) -> tuple[str, str, str]:
    """As the page words it: an overdue contact says how it went last, not its title."""
    who = row["client_name"]
    words = [row["why"]] if not who or row["kind"] == "cadence" else [row["title"], row["why"]]
    return row["kind"], who or row["title"], " · ".join(word for word in words if word)


@cache
def in_calendar(site: Path) -> tuple[tuple[Any, str, str], ...]:
    """Every row that the file holds: its event, its kind, who and what."""
    events = vobject.readOne((site / "calendar.ics").read_text(encoding="utf-8")).vevent_list
    return tuple((event, event.x_cmkb_kind.value, words) for event in events for words in _rows(event))


def _rows(event: Any) -> Iterator[str]:
    summary = event.summary.value
    shared = re.fullmatch(r"(.+) · (\d+) 件", summary)
    if shared is None:
        yield summary
        return
    lines = event.description.value.split("\n")
    assert len(lines) == int(shared[2])
    for line in lines:
        name, *words = line.split(" · ")
        yield f"{name} {words[0] if words else shared[1]}"


def due(event: Any, today: date, last: date) -> bool:
    until = getattr(event, "x_cmkb_show_until", None)
    return _day(event.x_cmkb_show_from) <= last and (until is None or _day(until) >= today)


def _day(value: Any) -> date:
    return date.fromisoformat(value.value)


def last_day_off(vault: Path, day: date) -> date:
    """As the calendar of the bank has it: what falls on days off shows on the last working day before."""
    return through_days_off(day, load_vault(vault, load_settings(vault).settings).vault.calendar)


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_the_list_of_a_day_is_the_same_everywhere(page: Page, vault: Path, site: Path, day: date) -> None:
    answer = printed(vault, "today", "--today", day.isoformat())
    today = [row for group in answer["groups"] for row in group["rows"]]
    assert len(today) > 10

    page.clock.install(time=datetime(day.year, day.month, day.day, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.add_init_script(ALL)
    page.goto((site / "index.html").as_uri())
    expect(page.locator("[data-live=count]")).to_have_text(str(len(today)))
    expect(page.locator("[data-live=agenda] .ck-task")).to_have_count(len(today))
    shown = Counter(tuple(row) for row in page.locator("[data-live=agenda]").evaluate(SHOWN))
    assert {(kind, who) for kind, who, _ in shown} == {on_screen(row)[:2] for row in today}
    plain = Counter(on_screen(row) for row in today if row["kind"] != "cadence")
    assert Counter({row: n for row, n in shown.items() if row[0] != "cadence"}) == plain

    rows = printed(vault, "follow-ups", "--days", "400", "--today", day.isoformat())
    last = last_day_off(vault, day)
    listed = [row for row in rows if row["show_from"] <= last.isoformat()]
    assert Counter(map(said, listed)) == Counter(map(said, today))

    held = Counter((kind, words) for event, kind, words in in_calendar(site) if due(event, day, last))
    assert held == Counter(map(said, today))


def test_the_calendar_page_holds_the_days_of_the_file(page: Page, site: Path) -> None:
    """And says in the browser's own today which of them is today."""
    day = date(2026, 12, 16)
    page.clock.install(time=datetime(2026, 12, 16, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.goto((site / "calendar" / "index.html").as_uri())
    week = page.locator("[data-week]:visible")
    expect(week).to_have_count(1)
    expect(week).to_have_attribute("data-week", "2026-12-14")
    expect(page.locator("[aria-current=date]")).to_have_attribute("data-day", day.isoformat())
    for number in range(7):
        date_of = date(2026, 12, 14) + timedelta(number)
        row = page.locator(f'[data-week="2026-12-14"] [data-day="{date_of}"]')
        counted = sum(
            int(text) if text else 1 for text in row.locator(".ck-cal__lines > li").evaluate_all(
                "items => items.map(item => (item.querySelector('b') || {}).textContent || '')"
            )
        )  # fmt: skip
        assert counted == sum(1 for event, _, _ in in_calendar(site) if _start(event) == date_of)


def _start(event: Any) -> date:
    start = event.dtstart.value
    return start.astimezone(ZoneInfo("Asia/Shanghai")).date() if isinstance(start, datetime) else start


def test_weeks_are_turned_and_a_week_that_the_data_lacks_says_so(page: Page, site: Path) -> None:
    page.clock.install(time=datetime(2026, 11, 23, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.goto((site / "calendar" / "index.html").as_uri())
    shown = page.locator("[data-week]:visible")
    page.get_by_role("button", name="下一周").click()
    expect(shown).to_have_attribute("data-week", "2026-11-30")
    page.get_by_role("button", name="本周").click()
    expect(shown).to_have_attribute("data-week", "2026-11-23")
    page.get_by_role("button", name="上一周").click()
    expect(shown).to_have_attribute("data-week", "2026-11-16")
    page.goto((site / "calendar" / "index.html").as_uri() + "#2026-W50")
    expect(shown).to_have_attribute("data-week", "2026-12-07")


def test_a_site_of_last_year_still_leads_to_the_running_month(page: Page, site: Path) -> None:
    page.clock.install(time=datetime(2027, 8, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.goto((site / "calendar" / "index.html").as_uri())
    expect(page.locator("[data-week]:visible")).to_have_count(0)
    expect(page.get_by_text("这份数据里没有这一周")).to_be_visible()
    page.locator("[data-month][aria-current]").click()
    expect(page.locator("h1")).to_have_text("2027年8月")
    expect(page.locator("td[aria-current=date]")).to_have_attribute("data-day", "2027-08-02")


def test_nothing_is_cut_off_on_a_phone(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for name in ("index", "2026-11", "2026-12"):
        page.goto((site / "calendar" / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") == 360
