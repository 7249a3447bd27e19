"""The sample vault as it is built: every page in silence, the right note first, the right day."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from drawn import DRAWN
from playwright.sync_api import Page, expect

from cmkb.site.run import build_site

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture(scope="module")
def sites_of_two_days(sample_vault: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The sample as it was on Friday evening, without a pinned day, built for that Friday and for Monday."""
    folder = tmp_path_factory.mktemp("friday") / "vault"
    shutil.copytree(sample_vault, folder)
    config = (folder / "mkdocs.yml").read_text(encoding="utf-8")
    (folder / "mkdocs.yml").write_text(re.sub(r"(?m)^ *today:.*\n", "", config), encoding="utf-8")
    for journal in folder.glob("journal/*/*.md"):
        if journal.stem > FRIDAY.isoformat():
            journal.unlink()
    friday = build_site(folder, site_dir=folder.with_name("friday"), today=FRIDAY)
    monday = build_site(folder, site_dir=folder.with_name("monday"), today=MONDAY)
    return friday.site_dir, monday.site_dir


def at(page: Page, day: date, time: str = "08:00") -> None:
    moment = datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    page.clock.install(time=moment)


def one_of_each_kind(site: Path) -> list[Path]:
    """Generated pages, and of every folder the first and the last."""
    pages = sorted(site.rglob("*.html"))
    folders = {page.parent for page in pages}
    some = [
        page
        for folder in folders
        for inside in [sorted(folder.glob("*.html"))]
        for page in {inside[0], inside[-1]}
    ]
    return sorted({*some, *site.glob("*.html")} - {site / "404.html"})


def test_every_kind_of_page_opens_from_disk_in_silence(page: Page, sample_site: Path) -> None:
    pages = one_of_each_kind(sample_site)
    assert len(pages) > 20
    for path in pages:
        page.goto(path.as_uri())
        expect(page.locator("h1").first).to_be_visible()


def test_no_page_is_wider_than_a_phone(page: Page, sample_site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for path in one_of_each_kind(sample_site):
        page.goto(path.as_uri())
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wide[path.relative_to(sample_site).as_posix()] = width
    assert wide == {}


def test_searching_finds_the_right_note_first(page: Page, sample_site: Path) -> None:
    page.goto((sample_site / "index.html").as_uri())
    page.keyboard.press("/")
    box = page.locator(".ck-search__input")
    wanted = {
        "欧阳雪": "欧阳雪",
        "雪": "欧阳雪",
        "oyx": "欧阳雪",
        "ouyangxue": "欧阳雪",
        "swj": "单文娟",
        "zengxianming": "曾宪明",
        "6801": "欧阳雪",
        "存单到期邀约": "存单到期邀约",
        "cddqyy": "存单到期邀约",
        "2026-11-20": "2026-11-20 周五",
    }
    found = {}
    for query in wanted:
        box.fill(query)
        expect(page.locator(".ck-search__state")).to_contain_text("找到")
        expect(page.locator(".ck-search__state")).not_to_contain_text("读入")
        found[query] = page.locator("[data-search-result] b").first.inner_text()
    assert found == wanted


@pytest.mark.parametrize(("name", "live"), [("index.html", "agenda"), ("follow-ups.html", "follow-ups")])
def test_the_browser_draws_what_the_build_drew_for_the_same_day(
    page: Page, sample_site: Path, name: str, live: str
) -> None:
    page.goto((sample_site / name).as_uri())
    expect(page.locator(".ck-btn[data-note]").first).to_be_visible()
    in_browser = page.locator(f'[data-live="{live}"]').evaluate(DRAWN)
    assert in_browser == drawn_by_the_build(page, sample_site / name, live)


def test_a_site_built_on_friday_shows_mondays_list_on_monday(
    page: Page, sites_of_two_days: tuple[Path, Path]
) -> None:
    friday, monday = sites_of_two_days
    at(page, MONDAY)
    page.goto((friday / "index.html").as_uri())
    expect(page.locator("h1")).to_have_text("11月23日　星期一")
    expect(page.locator(".ck-btn[data-note]").first).to_be_visible()
    in_browser = page.locator('[data-live="agenda"]').evaluate(DRAWN)
    assert in_browser == drawn_by_the_build(page, monday / "index.html", "agenda")


def test_the_pinned_day_of_the_sample_has_a_banner(page: Page, sample_site: Path) -> None:
    at(page, date(2031, 1, 1))
    page.goto((sample_site / "index.html").as_uri())
    expect(page.get_by_text("今天固定为 2026-11-23（示例）")).to_be_visible()
    expect(page.locator("h1")).to_have_text("11月23日　星期一")


def drawn_by_the_build(page: Page, path: Path, live: str) -> object:
    html = path.read_text(encoding="utf-8")
    page.set_content(html[html.index("<article") : html.index("</article>")])
    return page.locator(f'[data-live="{live}"]').evaluate(DRAWN)
