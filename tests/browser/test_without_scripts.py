"""Every page without JavaScript: its answer as of the build, with the day said. And 关怀 with it, in the browser's day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from page_types import PAGE_TYPES
from playwright.sync_api import Browser, Page, expect

from cmkb.site.run import build_site
from tests.conftest import draw

ANSWERS = {
    "today": ["数据截至 11-23", "许文静", "逾期 17 天", "今日指标"],
    "follow-ups": ["数据截至 11-23", "周凯", "以后"],
    "care": ["数据截至 11-23", "马建军", "三年期大额存单 30万", "元旦"],
    "calendar": ["11-23", "许文静", "第 48 周"],
    "clients": ["陈静", "周凯", "金卡"],
    "client": ["王芳 8899", "今天 14:00", "稳盈90天"],
    "pipeline": ["需求面谈", "唐晓岚"],
    "day": ["有效电话", "100%"],
    "period-month": ["186万", "62%"],
    "script": ["这笔钱到期以后", "接着放"],
    "check": ["没有要改的"],
}


@pytest.fixture(scope="module")
def plain(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, offline=True, locale="zh-CN")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGE_TYPES)
def test_a_page_without_scripts_gives_its_answer(plain: Page, sample_site: Path, name: str) -> None:
    plain.goto((sample_site / PAGE_TYPES[name]).as_uri())
    expect(plain.locator("h1").first).to_be_visible()
    shown = " ".join(plain.locator(".ck").first.inner_text().split())
    assert "正在读入" not in shown
    for words in ANSWERS.get(name, ()):
        assert words.replace(" ", "") in shown.replace(" ", "")


def test_care_is_that_of_the_browsers_own_day(page: Page, tmp_path: Path) -> None:
    """Three hundred birthdays of a site built on Monday, opened on Friday: the first two hundred, then the others."""
    people = "\n".join(
        f"=== clients/客户{n:03}.md\n---\n生日: 1980-{11 if n % 2 else 12}-{27 if n % 2 else 25}\n---"
        for n in range(600)
    )
    config = "=== mkdocs.yml\nsite_name: 测试\ntheme: {name: material}\nplugins: [cmkb]\n"
    draw(tmp_path / "vault", config + people)
    site = build_site(tmp_path / "vault", today=date(2026, 11, 23)).site_dir
    page.clock.install(time=datetime(2026, 11, 27, 9, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.goto((site / "care.html").as_uri())
    rows = page.locator("#birthday li")
    expect(rows).to_have_count(200)
    expect(page.locator("#birthday h2 + span")).to_have_text("600")
    expect(rows.first).to_contain_text("11-27 周五")
    page.get_by_role("button", name="还有 400 件").click()
    expect(rows).to_have_count(400)
