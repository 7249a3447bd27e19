"""The search box: what is found first, by which keys, and how fast."""

from __future__ import annotations

import random
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from shell import build_shell

from cmkb.pages.search_index import Facet, SearchEntry
from tests.data_files import index_of

PAGE = "<div class='ck'><h1>页</h1></div>"
ENTRIES = [
    SearchEntry(
        "clients/1.html", "王芳 8899", "客户", "金卡", ("王芳", "王姐"), ("13812345678",), "想续做存单"
    ),
    SearchEntry("clients/2.html", "王秀英", "客户", "白金", (), ("13900001111",), "王芳的婆婆"),
    SearchEntry("clients/3.html", "芳华", "客户", "", (), ("13812340000",)),
    SearchEntry("clients/4.html", "单文娟", "客户", "", (), (), "在银行工作，叫她文娟"),
    SearchEntry("clients/5.html", "盖颖", "客户", pinyin="Gě"),
    SearchEntry(
        "clients/6.html", "<img src=x onerror=alert(1)>", "客户", "<b>金卡</b>", (), (), "<script>1</script>"
    ),
    SearchEntry("scripts/1.html", "银行卡升级邀约", "话术", "邀约", (), (), "王芳这样的客户"),
    SearchEntry("journal/1.html", "2026-11-23 周一", "日志", "", (), (), "10:15 电话 王芳 ＥＴＦ定投"),
    SearchEntry(
        "journal/2.html", "2026-11-20 周五", "日志", "", (), (), "银行年会 " + "长" * 5000 + " 末尾的字"
    ),
]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages = {"index": PAGE, "clients/1": PAGE, "clients/3": PAGE}
    return build_shell(tmp_path_factory.mktemp("search"), pages, index_of(ENTRIES))


@pytest.fixture
def opened(page: Page, site: Path) -> Page:
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    return page


def ask(page: Page, query: str) -> list[str]:
    """Titles of the hits, once the bodies were searched too."""
    page.locator(".ck-search__input").fill(query)
    expect(page.locator(".ck-search__state")).not_to_contain_text("读入")
    return page.locator("[data-search-result] b").all_text_contents()


FIRST = {
    "王芳": "王芳 8899",
    "王": "王秀英",
    "芳": "芳华",
    "姐": "王芳 8899",
    "wf": "王芳 8899",
    "WangFang": "王芳 8899",
    "wangf": "王芳 8899",
    "wxy": "王秀英",
    "swj": "单文娟",
    "dwj": "单文娟",
    "gy": "盖颖",
    "银行": "银行卡升级邀约",
    "yhk": "银行卡升级邀约",
    "5678": "王芳 8899",
    "１３９００００１１１１": "王秀英",
    "etf": "2026-11-23 周一",
    "末尾的字": "2026-11-20 周五",
    "金卡 存单": "王芳 8899",
    "芳　婆婆": "王秀英",
    "11-23": "2026-11-23 周一",
}


def test_the_right_note_is_first(opened: Page) -> None:
    assert {query: ask(opened, query)[0] for query in FIRST} == FIRST


def test_every_term_must_occur(opened: Page) -> None:
    assert ask(opened, "王芳 etf") == ["2026-11-23 周一"]
    assert ask(opened, "王芳 没有的词") == []


def test_hits_stand_under_their_kind_with_the_terms_marked(opened: Page) -> None:
    ask(opened, "银行")
    headings = opened.locator(".ck-hits__h").all_text_contents()
    assert headings == ["话术1", "客户1", "日志1"]
    assert set(opened.locator("[data-search-result] mark").all_text_contents()) == {"银行"}
    ask(opened, "末尾的字")
    expect(opened.locator(".ck-hit__x mark")).to_have_text("末尾的字")


def test_slash_opens_arrows_choose_enter_goes(opened: Page, site: Path) -> None:
    opened.keyboard.insert_text("芳")
    hits = opened.locator("[data-search-result]")
    expect(hits).to_have_count(5)
    opened.keyboard.press("ArrowDown")
    expect(hits.first).to_have_attribute("aria-selected", "true")
    opened.keyboard.press("ArrowDown")
    expect(hits.nth(1)).to_have_attribute("aria-selected", "true")
    opened.keyboard.press("ArrowUp")
    opened.keyboard.press("Enter")
    expect(opened).to_have_url((site / "clients" / "3.html").as_uri())


def test_links_are_right_from_a_page_in_a_folder(page: Page, site: Path) -> None:
    page.goto((site / "clients" / "3.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("wf")
    page.locator("[data-search-result]").first.click()
    expect(page).to_have_url((site / "clients" / "1.html").as_uri())


def test_enter_before_the_index_is_there_goes_when_it_is(opened: Page, site: Path) -> None:
    opened.locator(".ck-search__input").press_sequentially("wf")
    opened.keyboard.press("Enter")
    expect(opened).to_have_url((site / "clients" / "1.html").as_uri())


def test_escape_closes(opened: Page) -> None:
    ask(opened, "芳")
    opened.keyboard.press("Escape")
    expect(opened.locator(".ck-search__panel")).to_be_hidden()
    opened.keyboard.press("/")
    expect(opened.locator("[data-search-result]")).not_to_have_count(0)


def test_a_click_elsewhere_closes(opened: Page) -> None:
    ask(opened, "芳")
    opened.mouse.click(40, 700)
    expect(opened.locator(".ck-search__panel")).to_be_hidden()


def test_pasting_with_the_mouse_finds(opened: Page) -> None:
    opened.evaluate("""() => {
        const input = document.querySelector('.ck-search__input');
        input.focus();
        document.execCommand('insertText', false, '单文娟');
    }""")
    expect(opened.locator("[data-search-result] b").first).to_have_text("单文娟")


def test_while_an_input_method_composes_nothing_is_searched(opened: Page) -> None:
    ask(opened, "芳")
    opened.locator(".ck-search__input").fill("")
    composing = opened.context.new_cdp_session(opened)
    composing.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    expect(opened.locator(".ck-search__input")).to_have_value("wang")
    opened.keyboard.press("ArrowDown")
    expect(opened.locator("[data-search-result]")).to_have_count(0)
    composing.send("Input.insertText", {"text": "王芳"})
    expect(opened.locator("[data-search-result] b").first).to_have_text("王芳 8899")


def test_nothing_found_says_what_to_try(opened: Page) -> None:
    assert ask(opened, "查无此人") == []
    expect(opened.locator(".ck-search__none")).to_contain_text("没有找到“查无此人”")
    expect(opened.locator(".ck-search__none")).to_contain_text("手机后四位")


def test_an_empty_box_says_what_can_be_asked(opened: Page) -> None:
    expect(opened.locator(".ck-search__panel")).to_contain_text("拼音首字母")


def test_a_note_cannot_become_markup(opened: Page) -> None:
    assert ask(opened, "onerror") == ["<img src=x onerror=alert(1)>"]
    assert ask(opened, "script") == ["<img src=x onerror=alert(1)>"]
    expect(opened.locator(".ck-search__panel img, .ck-search__panel script")).to_have_count(0)


def test_any_query_is_only_text(opened: Page) -> None:
    for query in ("(", "[a-", "\\", "*", "%", "'", "  ", "/" * 500, "a" * 3000, "🙂", "\u0001", "İ"):
        ask(opened, query)


def test_on_a_phone_the_search_takes_the_screen(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto((site / "index.html").as_uri())
    page.get_by_role("button", name="搜索").click()
    expect(page.locator(".ck-search__input")).to_be_focused()
    page.keyboard.insert_text("wf")
    box = page.locator(".ck-search").bounding_box()
    assert box is not None
    assert (box["width"], box["height"]) == (360, 740)
    page.get_by_role("button", name="取消").click()
    expect(page.locator(".ck-search__panel")).to_be_hidden()


def test_many_hits_are_shown_when_asked_for(page: Page, tmp_path: Path) -> None:
    entries = [SearchEntry(f"{i}.html", f"第{i:03}页", "笔记") for i in range(200)]
    site = build_shell(tmp_path, {"index": PAGE}, index_of(entries))
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.insert_text("第")
    expect(page.locator("[data-search-result]")).to_have_count(6)
    page.get_by_role("option", name="还有 194 页").click()
    expect(page.locator("[data-search-result]")).to_have_count(46)


def test_ten_thousand_notes_are_found_by_pinyin_and_by_words_at_their_end(page: Page, tmp_path: Path) -> None:
    chance = random.Random(1)
    words = ["".join(chr(0x4E00 + chance.randrange(3000)) for _ in range(3)) for _ in range(3000)]
    entries = [
        SearchEntry(
            url=f"{i}.html",
            title=chance.choice("李张刘陈") + words[i % 3000][:2],
            kind="客户",
            numbers=(f"139{i:08}",),
            text="，".join(chance.choices(words, k=145)),
        )
        for i in range(10_000)
    ]
    assert 1600 < len(entries[0].text.encode()) < 1800
    site = build_shell(tmp_path, {"index": PAGE}, index_of([*entries, *ENTRIES]))
    page.goto((site / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("wangfang")
    expect(page.locator("[data-search-result] b").first).to_have_text("王芳 8899")
    expect(page.locator(".ck-search__state")).to_have_text(re.compile(r"^找到 \d+ 页$"))
    page.locator(".ck-search__input").fill("末尾的字")
    expect(page.locator("[data-search-result] b").first).to_have_text("2026-11-20 周五")


TIER, DUE, SEEN = Facet(("等级", "tier")), Facet(("到期",), "left"), Facet(("联系",), "ago")
PEOPLE = [
    SearchEntry("1.html", "王芳", "客户", facets=((TIER, "金卡"), (DUE, date(2026, 12, 5)), (SEEN, date(2026, 11, 20)))),
    SearchEntry("2.html", "李强", "客户", text="想续做", facets=((TIER, "白金"), (DUE, date(2027, 3, 1)), (SEEN, date(2026, 8, 1)))),
    SearchEntry("3.html", "金卡权益", "话术", text="等级:金卡 的权益"),
    SearchEntry("4.html", "陈静", "客户", text="想续做", facets=((TIER, "金卡"), (DUE, date(2026, 11, 1)))),
]  # fmt: skip


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Path:
    options = {"today": "2026-11-23"}
    return build_shell(tmp_path_factory.mktemp("facets"), {"index": PAGE}, index_of(PEOPLE), options)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("等级:金卡", ["王芳", "陈静"]),
        ("等级：金卡，白金", ["王芳", "李强", "陈静"]),
        ("tier:白金", ["李强"]),
        ("等级:金卡 续做", ["陈静"]),
        ("到期<30d", ["王芳"]),
        ("到期 ＜ 30天", ["王芳"]),
        ("到期>90d", ["李强"]),
        ("到期:2027-03", ["李强"]),
        ("联系>60d", ["李强"]),
        ("到期<30d 等级:白金", []),
        ("权益:无", []),
    ],
)
def test_conditions_choose_what_words_search(page: Page, people: Path, query: str, found: list[str]) -> None:
    page.goto((people / "index.html").as_uri())
    page.keyboard.press("/")
    assert ask(page, query) == found
