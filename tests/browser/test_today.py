"""Today and the follow-ups in the browser's own day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from drawn import DRAWN
from made_up import MONDAY, PEOPLE, ROWS, data_files, follow_ups_page, home
from playwright.sync_api import Page, expect
from shell import build_shell

FRIDAY = MONDAY - timedelta(3)
CHINA = ZoneInfo("Asia/Shanghai")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built on Friday."""
    return shell(tmp_path_factory.mktemp("friday"), FRIDAY)


@pytest.fixture(scope="module")
def monday_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return shell(tmp_path_factory.mktemp("monday"), MONDAY)


def shell(folder: Path, today: date, pinned: str = "") -> Path:
    pages = {"index": home(today), "follow-ups": follow_ups_page(today)}
    return build_shell(folder, pages, data_files(today), {"today": pinned})


def at(page: Page, day: date, time: str) -> None:
    hours, minutes = time.split(":")
    page.clock.install(time=datetime(day.year, day.month, day.day, int(hours), int(minutes), tzinfo=CHINA))


@pytest.mark.parametrize(("name", "live"), [("index.html", "agenda"), ("follow-ups.html", "follow-ups")])
def test_the_browser_draws_what_the_build_drew_for_the_same_day(
    page: Page, monday_site: Path, name: str, live: str
) -> None:
    at(page, MONDAY, "08:00")
    page.goto((monday_site / name).as_uri())
    expect(page.locator(".ck-btn[data-note]").first).to_be_visible()
    in_browser = page.locator(f'[data-live="{live}"]').evaluate(DRAWN)
    html = (monday_site / name).read_text(encoding="utf-8")
    page.set_content(html[html.index("<article") : html.index("</article>")])
    assert in_browser == page.locator(f'[data-live="{live}"]').evaluate(DRAWN)
    assert len(in_browser) >= 4


def test_a_site_built_on_friday_shows_mondays_list_on_monday(
    page: Page, site: Path, monday_site: Path
) -> None:
    at(page, MONDAY, "08:00")
    page.goto((site / "index.html").as_uri())
    expect(page.locator("h1")).to_have_text("11月23日　星期一")
    expect(page.locator('[data-live="built"]')).to_contain_text("数据截至 11-20（3 天前")
    expect(page.locator("[data-only]")).to_be_hidden()
    on_friday_site = page.locator('[data-live="agenda"]').evaluate(DRAWN)
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator(".ck-btn[data-note]").first).to_be_visible()
    assert on_friday_site == page.locator('[data-live="agenda"]').evaluate(DRAWN)


def test_on_friday_the_weekends_rows_show_too(page: Page, monday_site: Path) -> None:
    at(page, MONDAY + timedelta(4), "08:00")
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator("h1")).to_have_text("11月27日　星期五")
    expect(page.locator('[data-g="due"]')).to_contain_text("周六的事")
    expect(page.locator('[data-live="agenda"]')).not_to_contain_text("下周一的事")


def test_the_day_turns_at_midnight_in_the_vaults_time_zone(page: Page, monday_site: Path) -> None:
    page.clock.install(time=datetime(2026, 11, 23, 15, 58, tzinfo=ZoneInfo("UTC")))
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator("h1")).to_have_text("11月23日　星期一")
    page.clock.fast_forward("05:00")
    expect(page.locator("h1")).to_have_text("11月24日　星期二")
    expect(page.locator('[data-g="late"]')).to_contain_text("杂事")


def test_the_next_thing_is_an_appointment_within_the_hour(page: Page, monday_site: Path) -> None:
    at(page, MONDAY, "13:20")
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator(".ck-now__t")).to_contain_text("14:00 见 王芳金卡")
    expect(page.locator('[data-g="appt"] small').nth(1)).to_have_text("40 分钟后")
    expect(page.locator('[data-g="appt"] small').first).to_have_text("已过")


def test_else_it_is_what_is_late_and_the_routine_shows_where_the_day_is(
    page: Page, monday_site: Path
) -> None:
    at(page, MONDAY, "10:42")
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator(".ck-now__t")).to_contain_text("打给 欧阳雪")
    expect(page.locator(".ck-now__slot")).to_have_text("10:42客户电话 10:15–11:30还有 48 分钟")
    expect(page.locator(".ck-now a.ck-btn--main")).to_have_attribute("href", "tel:" + phone("欧阳雪"))
    expect(page.locator(".ck-day [data-now]")).to_contain_text("客户电话")
    expect(page.locator(".ck-day [data-done]")).to_have_count(1)


def phone(name: str) -> str:
    return PEOPLE[f"clients/{name}.md"].phone


def test_the_link_below_a_long_group_leads_to_all_of_it(page: Page, monday_site: Path) -> None:
    at(page, MONDAY, "08:00")
    page.goto((monday_site / "index.html").as_uri())
    page.locator('[data-g="due"]').get_by_text("还有 3 件").click()
    expect(page).to_have_url((monday_site / "follow-ups.html").as_uri() + "#today")


def test_follow_ups_are_filtered_by_reason_and_tier(page: Page, monday_site: Path) -> None:
    at(page, MONDAY, "08:00")
    page.goto((monday_site / "follow-ups.html").as_uri())
    tasks = page.locator(".ck-task")
    expect(tasks).to_have_count(len(ROWS) + 1)  # and the client for whom nothing is planned
    page.get_by_role("button", name="该联系了").click()
    expect(tasks).to_have_count(5)
    page.get_by_role("button", name="私行").click()
    expect(tasks).to_have_count(1)
    expect(page).to_have_url(re.compile("#kind=cadence&tier="))
    page.reload()
    expect(tasks).to_have_count(1)
    page.get_by_role("button", name="私行").click()
    expect(tasks).to_have_count(5)


def test_a_note_line_is_copied_with_the_time_of_the_click(page: Page, monday_site: Path) -> None:
    at(page, MONDAY, "10:42")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto((monday_site / "index.html").as_uri())
    button = page.locator('[data-g="late"] [data-note]').first
    button.click()
    expect(button).to_have_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()") == "- 10:42 电话 [[欧阳雪]] "
    page.clock.run_for(2000)
    expect(button).to_have_text("记一笔")


def test_today_pinned_in_the_configuration_shows_a_banner(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = shell(tmp_path_factory.mktemp("pinned"), MONDAY, pinned="2026-11-23")
    at(page, date(2031, 5, 1), "08:00")
    page.goto((site / "index.html").as_uri())
    expect(page.get_by_text("今天固定为 2026-11-23（示例）")).to_be_visible()
    expect(page.locator("h1")).to_have_text("11月23日　星期一")
    expect(page.locator('[data-g="late"] .ck-n')).to_have_text("3")


def test_nobodys_name_becomes_markup(page: Page, monday_site: Path) -> None:
    at(page, MONDAY, "08:00")
    page.goto((monday_site / "index.html").as_uri())
    expect(page.locator('[data-g="appt"] .ck-who').first).to_have_text("<b>郑国栋</b>")
    expect(page.locator('[data-g="due"]')).to_contain_text("<script>")
