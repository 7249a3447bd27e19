"""`cmkb export phone`: one file in a phone of 360 px, with and without JavaScript, on the day and days later."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from cmkb.load import load_settings, load_vault
from cmkb.pages.phone import phone_page

VAULT = {
    "mkdocs.yml": "site_name: 试用\nplugins:\n  - cmkb\n",
    "clients/王芳.md": "---\n姓名: 王芳\n称呼: 王姐\n电话: 138 0000 8899\n等级: 金卡\n---\n"
    "## 持有\n- [[稳盈90天]] [金额:: 20万] [到期:: 2026-12-05]\n## 跟进\n"
    "- [ ] 送方案 📅 2026-11-20\n- [ ] 问女儿</script><script>alert(1)</script> 📅 2026-11-25\n",
    **{f"clients/客户{n}.md": f"---\n姓名: 李{n}\n电话: 1390000{n:04}\n---\n" for n in range(12)},
    "clients/陈静.md": "---\n姓名: 陈静\n生日: 1968-11-25\n电话: 13800001015\n等级: 钻石\n---\n",
    "docs/products/稳盈90天.md": "# 稳盈90天\n",
    "docs/scripts/生日.md": "---\n类别: 关怀\n缘由: 生日\n状态: 已审\n---\n## 短信版\n{姓名}生日快乐\n",
}
MONDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 25)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("vault")
    for path, text in VAULT.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
    vault = load_vault(folder, load_settings(folder).settings).vault
    target = folder / "phone.html"
    target.write_text(phone_page(vault, (), MONDAY), "utf-8")
    return target


def open_on(page: Page, file: Path, day: date, at: str = "") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.clock.install(time=datetime(day.year, day.month, day.day, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai")))
    page.goto(file.as_uri() + at)


def test_today_is_the_phones_today(page: Page, file: Path) -> None:
    open_on(page, file, MONDAY)
    expect(page.locator("h1[data-live=date]")).to_contain_text("11月23日")
    expect(page.locator("[data-live=agenda]")).to_contain_text("送方案")
    expect(page.locator("[data-live=agenda]")).not_to_contain_text("问女儿")
    open_on(page, file, WEDNESDAY)
    expect(page.locator("h1[data-live=date]")).to_contain_text("11月25日")
    expect(page.locator("[data-live=agenda]")).to_contain_text("问女儿")
    expect(page.locator("[data-live=built]")).to_contain_text("2 天前")


def test_care_texts_are_those_of_the_day(page: Page, file: Path) -> None:
    open_on(page, file, MONDAY)
    expect(page.locator("[data-text]:visible")).to_have_count(0)
    open_on(page, file, WEDNESDAY)
    expect(page.locator("[data-text]:visible")).to_have_text(["陈静生日快乐"])
    assert page.locator("a[href^='sms:13800001015?body=']:visible").count() == 1


def test_a_brief_dials_and_leads_back(page: Page, file: Path) -> None:
    open_on(page, file, MONDAY)
    page.locator("#clients").get_by_role("link", name="王芳").click()
    brief = page.locator(".ph-brief:visible")
    expect(brief.locator("h1")).to_have_text("王芳")
    expect(brief.locator("a[href='tel:13800008899']").first).to_be_visible()
    expect(brief.locator("a[href='sms:13800008899']")).to_be_visible()
    expect(page.locator(".ph-home")).to_be_hidden()
    page.get_by_role("link", name="今日").click()
    expect(page.locator(".ph-home")).to_be_visible()
    expect(brief).to_have_count(0)


def test_clients_are_found_by_initials_and_tail(page: Page, file: Path) -> None:
    open_on(page, file, MONDAY)
    for typed in ("wf", "wangfang", "8899", "王姐"):
        page.locator(".ph-find").fill(typed)
        expect(page.locator("[data-words]:visible .ck-who")).to_have_text(["王芳"])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_phone(page: Page, file: Path, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for at in ("", "#c1", "#care", "#clients"):
        open_on(page, file, WEDNESDAY, at)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(245, 246, 248)") == (scheme == "light")


def test_it_is_read_without_javascript(browser: Browser, file: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("[data-live=agenda]")).to_contain_text("送方案")
    expect(page.locator("#clients")).to_contain_text("陈静")
    page.locator("#clients").get_by_role("link", name="陈静").click()
    expect(page.locator(".ph-brief:visible h1")).to_have_text("陈静")
    context.close()
