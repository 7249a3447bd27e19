"""The client table: choosing, sorting, finding; its state stands in the address."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_up import CLIENTS, MONDAY, client, clients_page, data_files
from playwright.sync_api import Page, expect
from shell import build_shell


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_shell(
        tmp_path_factory.mktemp("clients"), {"clients/index": clients_page()}, data_files(MONDAY)
    )


def at(page: Page, days: int = 0) -> None:
    page.clock.install(time=datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai")) + timedelta(days))


@pytest.fixture
def table(page: Page, site: Path) -> Page:
    at(page)
    page.goto((site / "clients" / "index.html").as_uri())
    expect(page.locator(".ck-table")).to_be_visible()
    return page


def names(page: Page) -> list[str]:
    return page.locator("tbody .ck-who").all_text_contents()


def colours(page: Page) -> dict[str, str | None]:
    rows = page.locator("tbody tr").all()
    return {r.locator(".ck-who").inner_text(): r.locator(".ck-dot").get_attribute("data-c") for r in rows}


def test_in_the_order_of_pinyin(table: Page) -> None:
    assert names(table) == ["<b>郑国栋</b>", "何雨桐", "欧阳雪", "单文娟", "王芳", "闲人"]


def test_found_by_part_of_the_name_pinyin_alias_and_end_of_the_phone(table: Page) -> None:
    box = table.get_by_role("searchbox")
    for query, found in (
        ("芳", "王芳"),
        ("wf", "王芳"),
        ("ouyang", "欧阳雪"),
        ("王姐", "王芳"),
        ("5678", "王芳"),
    ):
        box.fill(query)
        assert names(table) == [found]
    box.fill("没有这个人")
    expect(table.locator(".ck-empty")).to_contain_text("没有这样的客户")


def test_sorted_by_a_column_with_empty_cells_last_either_way(table: Page) -> None:
    head = table.get_by_role("button", name="资产")
    head.click()
    assert (names(table)[0], names(table)[-1]) == ("欧阳雪", "何雨桐")
    expect(table.locator("th[aria-sort=descending]")).to_have_text("资产")
    head.click()
    expect(table.locator("th[aria-sort=ascending]")).to_have_text("资产")
    assert (names(table)[-2], names(table)[-1]) == ("欧阳雪", "何雨桐")


def test_facets_count_and_choose(table: Page) -> None:
    tier = table.get_by_role("group", name="等级")
    expect(tier.get_by_label("普通")).to_be_visible()
    table.get_by_role("group", name="联系").get_by_label("超过期限").check()
    assert names(table) == ["欧阳雪", "单文娟"]
    expect(tier.locator("label")).to_have_count(2)
    tier.get_by_label("私行").check()
    assert names(table) == ["欧阳雪"]
    table.get_by_role("button", name="清除筛选").click()
    assert len(names(table)) == len(CLIENTS)


def test_a_letter_shows_its_surnames(table: Page) -> None:
    table.get_by_role("navigation", name="按拼音").get_by_text("S").click()
    assert names(table) == ["单文娟"]


def test_the_address_keeps_the_choice(table: Page) -> None:
    table.get_by_role("group", name="等级").get_by_label("普通").check()
    table.get_by_role("button", name="完整率").click()
    table.get_by_role("searchbox").fill("人")
    table.reload()
    expect(table.locator("th[aria-sort=ascending]")).to_have_text("完整率")
    expect(table.get_by_role("searchbox")).to_have_value("人")
    assert names(table) == ["闲人"]


def test_colours_are_those_of_the_browsers_day(page: Page, site: Path) -> None:
    at(page, days=8)
    page.goto((site / "clients" / "index.html").as_uri())
    expect(page.locator(".ck-table")).to_be_visible()
    assert colours(page) == {
        "<b>郑国栋</b>": "yellow",  # 3 + 8 days since the last contact, ideally 10
        "何雨桐": "yellow",  # never contacted, a client for 5 + 8 days
        "欧阳雪": "red",
        "单文娟": "red",
        "王芳": "red",
        "闲人": "grey",
    }


def test_the_keyboard_keeps_its_place_in_the_facets(table: Page) -> None:
    box = table.get_by_role("group", name="等级").get_by_label("普通")
    box.focus()
    table.keyboard.press("Space")
    expect(box).to_be_focused()
    expect(box).to_be_checked()


def test_without_data_the_plain_list_stands(page: Page, tmp_path: Path) -> None:
    nobody = {"data/clients.js": "window.cmkbClients={rows:[]};"}
    pages = build_shell(tmp_path, {"clients/index": clients_page()}, nobody)
    page.goto((pages / "clients" / "index.html").as_uri())
    expect(page.get_by_role("link", name="王芳")).to_be_visible()


def test_ten_thousand_clients_are_drawn_two_hundred_at_a_time(page: Page, tmp_path: Path) -> None:
    many = [client(f"客户{i:05}") for i in range(10_000)]
    site = build_shell(tmp_path, {"clients/index": clients_page()}, data_files(MONDAY, many))
    at(page)
    page.goto((site / "clients" / "index.html").as_uri())
    expect(page.locator("tbody tr")).to_have_count(200)
    page.get_by_role("button", name="再显示 200 位").click()
    expect(page.locator("tbody tr")).to_have_count(400)
    page.get_by_role("searchbox").fill("09999")
    assert names(page) == ["客户09999"]


def test_on_a_phone_the_facets_are_folded(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    at(page)
    page.goto((site / "clients" / "index.html").as_uri())
    expect(page.get_by_role("group", name="等级")).to_be_hidden()
    page.get_by_text("筛选", exact=True).click()
    expect(page.get_by_role("group", name="等级")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= 360


def test_products_and_completeness_are_facets(table: Page) -> None:
    table.get_by_role("group", name="持有产品").get_by_label("稳盈90天").check()
    assert names(table) == ["欧阳雪", "王芳"]
    table.get_by_role("button", name="全部").click()
    table.get_by_role("group", name="完整率").get_by_label("不到一半").check()
    assert names(table) == ["何雨桐"]


def test_columns_are_chosen_and_stay_with_the_address(table: Page) -> None:
    table.locator("summary", has_text="列").click()
    table.get_by_role("group", name="列", exact=True).get_by_label("资产").uncheck()
    expect(table.locator("thead")).not_to_contain_text("资产")
    expect(table.locator("tbody tr").first.locator("td")).to_have_count(8)
    table.reload()
    expect(table.locator("thead")).to_contain_text("阶段")
    expect(table.locator("thead")).not_to_contain_text("资产")


def test_a_view_is_saved_shown_again_and_deleted(table: Page) -> None:
    views = table.get_by_role("group", name="常用视图")
    views.get_by_role("button", name="超过期限").click()
    assert names(table) == ["欧阳雪", "单文娟"]
    expect(views.get_by_role("button", name="超过期限")).to_have_attribute("aria-pressed", "true")
    table.get_by_role("group", name="等级").get_by_label("私行").check()
    views.get_by_role("button", name="存为常用").click()
    table.get_by_label("给这个视图起个名字").fill("<b>急的</b>")
    table.keyboard.press("Enter")
    views.get_by_role("button", name="全部").click()
    assert len(names(table)) == len(CLIENTS)
    table.reload()
    views.get_by_role("button", name="<b>急的</b>", exact=True).click()
    assert names(table) == ["欧阳雪"]
    views.get_by_role("button", name="删掉视图").click()
    expect(views.get_by_role("button", name="<b>急的</b>", exact=True)).to_have_count(0)


def test_arrows_lead_from_the_box_along_the_names(table: Page) -> None:
    table.get_by_role("searchbox", name="在客户里找").focus()
    table.keyboard.press("ArrowDown")
    table.keyboard.press("ArrowDown")
    expect(table.locator("tbody .ck-who").nth(1)).to_be_focused()
    table.keyboard.press("ArrowUp")
    table.keyboard.press("ArrowUp")
    expect(table.get_by_role("searchbox", name="在客户里找")).to_be_focused()
