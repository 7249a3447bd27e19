"""The call mode of a talk track, its variables filled in for a client, and the records behind its figures."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from cmkb.site.run import build_site
from tests.conftest import draw

VAULT = """
=== mkdocs.yml
site_name: 试用
plugins:
  - cmkb:
      today: 2026-11-23
=== docs/scripts/到期邀约.md
---
类别: 邀约
缘由: 到期
渠道: 电话
状态: 已审
---
## 流程
- 问:{称呼}您好,您的{产品}{到期日}到期,方便说话吗? ^q1
    只报到期日。
    - 若 方便 → 慢一点 [[#^q2]]
    - 若 在忙 → 问几点 [outcome:: 改期] [task:: +1d 再打]
    - 若 别家高 → [[#利率太低]]
    - 若 问家里 → [[商量]]
- 问:<b>哪天</b>来?"&amp; ^q2
    - 若 周三 → 报地点 [outcome:: 同意]
## 异议
### 利率太低
- 答:看期限,{称呼}。 ^a1
- 答:看波动。 ^a2
### 没空
- 答:约周末。
## 短信版
{称呼}您好,{产品}{到期日}到期,{时间}见。
=== docs/scripts/商量.md
---
渠道: 电话
---
## 流程
- 问:{称呼},家里谁做主? ^q1
    - 若 我 → 办 [outcome:: 同意]
=== docs/products/稳盈90天.md
---
风险: R2
---
=== clients/王芳-8899.md
---
姓名: 王芳
称呼: 王姐
等级: 金卡
阶段: 售后
电话: 13812345678
---
## 持有
- [[稳盈90天]] [金额:: 20万] [买入:: 2026-09-06] [到期:: 2026-12-05]
=== clients/李强.md
---
称呼: "<i>李总</i>{产品}"
阶段: 邀约
---
=== journal/2026/2026-11-20.md
## 记录
- 10:15 电话 [[王芳-8899]] 答应来 [话术:: [[到期邀约]]] [结果:: 同意] [下次:: 2026-11-23 问到期的事]
- 10:20 电话 [[李强]] [话术:: [[到期邀约]]] [结果:: 未接]
- 10:25 电话 [[李强]] 嫌低 [话术:: [[到期邀约]]] [结果:: 拒绝] [异议:: 利率太低] [答法:: a2]
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = draw(tmp_path_factory.mktemp("talk") / "vault", VAULT)
    return build_site(folder, site_dir=folder.with_name("site")).site_dir


def address(site: Path, more: str = "", name: str = "到期邀约") -> str:
    return (site / "scripts" / f"{name}.html").as_uri() + more


def at(page: Page, time: str) -> None:
    page.clock.install(
        time=datetime.fromisoformat(f"2026-11-23T{time}").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    )


def call(page: Page) -> Locator:
    return page.get_by_role("dialog", name="通话模式")


def question(page: Page) -> Locator:
    return call(page).locator(".ck-callmode__q")


def test_one_question_at_a_time_there_and_back(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address(site))
    page.get_by_role("button", name="通话模式").click()
    expect(question(page)).to_contain_text("方便说话吗?")
    expect(question(page)).to_contain_text("只报到期日。")
    expect(call(page).get_by_role("button", name="上一句")).to_be_disabled()
    call(page).get_by_role("button", name="方便").first.click()
    expect(question(page)).to_contain_text('哪天来?"&')
    expect(question(page)).to_contain_text("先：慢一点")
    expect(call(page)).to_contain_text("第 2 句，共 2 句")
    call(page).get_by_role("button", name="上一句").click()
    expect(question(page)).to_contain_text("方便说话吗?")
    call(page).get_by_role("button", name="结束").click()
    expect(call(page)).to_have_count(0)
    expect(page.get_by_role("button", name="通话模式")).to_be_focused()
    assert "#" not in page.url


def test_buttons_are_large_enough_for_a_thumb_and_nothing_is_cut_off(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address(site, "#call"))
    for button in call(page).get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360
        if button.evaluate("node => node.classList.contains('ck-big')"):
            assert box["height"] >= 44
    assert page.evaluate("document.querySelector('.ck-callmode').scrollWidth") <= 360


def test_the_keyboard_is_enough(page: Page, site: Path) -> None:
    page.goto(address(site))
    page.get_by_role("button", name="通话模式").focus()
    page.keyboard.press("Enter")
    expect(question(page)).to_be_focused()
    page.keyboard.press("3")
    expect(question(page)).to_contain_text("利率太低")
    page.keyboard.press("Backspace")
    expect(question(page)).to_contain_text("方便说话吗?")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(question(page)).to_contain_text("哪天来?")
    page.keyboard.press("r")
    expect(call(page)).to_contain_text("第 1 句，共 2 句")
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('[role=dialog]') !== null")
    page.keyboard.press("Escape")
    expect(call(page)).to_have_count(0)


def test_the_phones_back_button_ends_the_call_and_a_link_begins_it(page: Page, site: Path) -> None:
    page.goto(address(site))
    page.get_by_role("button", name="通话模式").click()
    expect(call(page)).to_be_visible()
    page.go_back()
    expect(call(page)).to_have_count(0)
    page.goto(address(site, "#call"))
    expect(call(page)).to_be_visible()


def test_the_key_that_blanks_the_screen_hides_a_call_and_forgets_it(page: Page, site: Path) -> None:
    page.goto(address(site, "?client=王芳-8899#call"))
    expect(question(page)).to_contain_text("王姐")
    with page.expect_event("domcontentloaded"):
        page.keyboard.press("b")
    expect(question(page)).to_be_hidden()
    page.keyboard.press("x")
    expect(page.locator("[data-cmkb-page=today]")).to_be_visible()
    expect(question(page)).to_be_hidden()
    assert "client=" not in page.url


def test_opened_for_a_client_it_says_the_clients_own_words(page: Page, site: Path) -> None:
    page.goto(address(site, "?client=王芳-8899#call"))
    expect(question(page).locator("p")).to_have_text("王姐您好,您的稳盈90天12月5日到期,方便说话吗?")
    page.keyboard.press("3")
    expect(question(page)).to_contain_text("看期限,王姐。")
    page.keyboard.press("Escape")
    message = page.locator("#messages [data-text]")
    expect(message).to_have_text("王姐您好,稳盈90天12月5日到期,＿＿见。")
    expect(page.locator("#messages")).to_contain_text("缺：时间")
    page.get_by_role("button", name="不填了").click()
    expect(message).to_have_text("{称呼}您好,{产品}{到期日}到期,{时间}见。")


def test_a_name_is_text_and_fills_no_further_variable(page: Page, site: Path) -> None:
    page.goto(address(site, "?client=李强"))
    expect(page.locator("#flow .ck-say").first).to_have_text(
        "<i>李总</i>产品您好,您的＿＿＿＿到期,方便说话吗?"
    )
    expect(page.locator("#flow .ck-say i")).to_have_count(0)


def test_a_client_is_found_by_name_pinyin_and_initials(page: Page, site: Path) -> None:
    page.goto(address(site))
    field = page.get_by_label("说给谁")
    for typed in ("王", "wangf", "wf"):
        field.fill(typed)
        expect(page.locator("#talk-clients option")).to_have_count(1)
        field.press("Enter")
        expect(page.locator("#flow .ck-say").first).to_contain_text("王姐您好")
        page.get_by_role("button", name="不填了").click()
    page.goto(address(site, "?client=没有这个人"))
    expect(page.locator("[data-for]")).to_have_text("没有「没有这个人」的资料")


def test_the_calls_record_is_ready_to_be_copied(page: Page, site: Path) -> None:
    at(page, "10:15")
    page.goto(address(site, "?client=王芳-8899#call"))
    page.keyboard.press("o")
    call(page).get_by_role("button", name=re.compile("^利率太低")).click()
    call(page).get_by_role("button", name="这样答了").nth(1).click()
    page.keyboard.press("2")
    expect(question(page)).to_contain_text("待办：1 天后 再打")
    expect(question(page).locator("code")).to_have_text(
        "- 10:15 电话 [[王芳-8899]] 在忙 [话术:: [[到期邀约]]] [结果:: 改期] [异议:: 利率太低] [答法:: a2]\n"
        "- [ ] 再打 [[王芳-8899]] 📅 2026-11-24"
    )


def test_a_call_that_takes_too_long_says_so(page: Page, site: Path) -> None:
    at(page, "10:15")
    page.goto(address(site, "#call"))
    clock = call(page).locator(".ck-callmode__t")
    expect(clock).to_contain_text("0:00 / 4:00")
    page.clock.fast_forward("03:00")  # the clock goes on besides, and the machine may be slow
    expect(clock).not_to_have_attribute("data-late", "")
    page.clock.fast_forward("01:01")
    expect(clock).to_have_attribute("data-late", "")
    expect(clock).to_contain_text("4:")


def test_a_branch_into_another_talk_track_takes_the_client_along(page: Page, site: Path) -> None:
    page.goto(address(site, "?client=王芳-8899#call"))
    page.keyboard.press("4")
    question(page).get_by_role("link", name="接《商量》").click()
    expect(question(page)).to_contain_text("王姐,家里谁做主?")


def test_a_figure_shows_the_records_that_it_counts(page: Page, site: Path) -> None:
    page.goto(address(site))
    uses = page.locator(".ck-uses > li:visible")
    expect(uses).to_have_count(3)
    page.locator("#stats").get_by_role("link", name="1", exact=True).first.click()
    expect(uses).to_have_count(1)
    expect(uses).to_contain_text("答应来")
    page.locator('#stats [data-of="tier:"][data-pick="uses"]').click()
    expect(uses).to_have_count(2)
    page.get_by_role("button", name="全部").click()
    expect(uses).to_have_count(3)
    uses.first.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"2026-11-20\.html#r4$"))


def test_todays_button_opens_it_for_the_client(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.locator(".ck-task", has_text="问到期的事").get_by_role("link", name="话术").click()
    expect(page.locator("[data-for]")).to_contain_text("已用 王芳")


def test_without_scripts_it_is_a_nested_list_that_links_to_itself(browser: Browser, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False, offline=True)
    try:
        page = context.new_page()
        page.goto(address(site))
        expect(page.get_by_role("button", name="通话模式")).to_be_hidden()
        expect(page.locator("ol.ck-flow > li ul > li")).to_have_count(5)
        page.locator(".ck-branch", has_text="慢一点").click()
        assert page.evaluate("location.hash") in ("#^q2", "#%5Eq2")
        expect(page.locator("li.ck-step:target .ck-say")).to_contain_text("哪天来?")
    finally:
        context.close()


def test_on_paper_the_talk_track_is_text_without_buttons_and_clients(page: Page, site: Path) -> None:
    page.goto(address(site))
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="通话模式")).to_be_hidden()
    expect(page.get_by_label("说给谁")).to_be_hidden()
    expect(page.locator("#flow")).to_contain_text("在忙")
    expect(page.locator("#uses")).to_be_hidden()
    expect(page.locator("#没空 .ck-ans")).to_be_attached()


def test_the_library_is_narrowed_by_its_facets(page: Page, site: Path) -> None:
    page.goto((site / "scripts" / "index.html").as_uri())
    rows = page.locator(".ck-library tbody tr:not(.ck-table__g):visible")
    expect(rows).to_have_count(2)
    expect(page.locator("#stages")).to_contain_text("到期邀约")


def test_nothing_of_a_client_is_in_the_page_itself(site: Path) -> None:
    """Only in the records and in the data file, which a site without clients does not have."""
    html = (site / "scripts" / "商量.html").read_text(encoding="utf-8")
    assert "王" not in html[html.index("<article") : html.index("</article>")]


def test_a_site_without_clients_has_no_data_and_asks_for_nobody(page: Page, tmp_path: Path) -> None:
    drawing = VAULT[: VAULT.index("=== clients/")]
    folder = draw(tmp_path / "vault", drawing)
    site = build_site(folder, site_dir=tmp_path / "site").site_dir
    assert not (site / "assets" / "cmkb" / "data" / "talk.js").exists()
    page.goto(address(site, "?client=王芳-8899#call"))
    expect(question(page)).to_contain_text("{称呼}您好")
    page.keyboard.press("Escape")
    expect(page.get_by_label("说给谁")).to_have_count(0)
