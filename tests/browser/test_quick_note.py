"""记一笔: a line for the journal in the clipboard, the command beside it, today's journal in the editor."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from made_up import MONDAY, data_files, home
from playwright.sync_api import Page, expect
from shell import build_shell

from cmkb.pages.javascript import assignment

BUTTONS = "".join(
    f"<button type='button' class='ck-btn' data-note='{name}'>记一笔</button>"
    for name in ("王芳-8899", "欧阳 雪", "O&amp;M 公司", "a$(x)")
)


def quick_note(address: str) -> str:
    return assignment(
        "window.cmkbQuickNote",
        {
            "record": "- {time} 电话 [[{link}]] ",
            "command": "cmkb log {who} 电话 ",
            "journal": "journal/{year}/{date}.md",
            "open": address,
        },
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("note")
    pages = {"index": home(MONDAY), "client": f"<div class='ck'><h1>王芳</h1>{BUTTONS}</div>"}
    data = {
        **data_files(MONDAY),
        "data/quick-note.js": quick_note("obsidian://open?vault=v&file=journal%2F{year}%2F{date}.md"),
    }
    built = build_shell(folder, pages, data)
    for name, address in (("file", (folder / "{date}.md").as_uri()), ("none", "")):
        place = built / name
        place.mkdir()
        (place / "quick-note.js").write_text(
            quick_note(address.replace("%7B", "{").replace("%7D", "}")), encoding="utf-8"
        )
    (folder / "2026-11-23.md").write_text("今天的日志", encoding="utf-8")
    return built


def at_ten(page: Page, day: date = MONDAY) -> None:
    moment = datetime.fromisoformat(f"{day}T10:42").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    page.clock.install(time=moment)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])


def clipboard(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def opened_by(page: Page, kind: str, site: Path) -> None:
    """As the site would be with another `editor:`."""
    text = (site / kind / "quick-note.js").read_text(encoding="utf-8")
    page.route("**/quick-note.js", lambda route: route.fulfill(body=text, content_type="text/javascript"))


def test_the_line_is_in_the_clipboard_and_the_command_beside_it(page: Page, site: Path) -> None:
    at_ten(page)
    opened_by(page, "none", site)
    page.goto((site / "client.html").as_uri())
    page.locator("[data-note]").first.click()
    panel = page.get_by_role("dialog", name="记一笔")
    expect(panel).to_be_focused()
    assert clipboard(page) == "- 10:42 电话 [[王芳-8899]] "
    expect(panel.locator("code")).to_have_text(
        ["- 10:42 电话 [[王芳-8899]] ", "cmkb log 王芳-8899 电话 ", "journal/2026/2026-11-23.md"]
    )
    panel.get_by_role("button", name="复制").nth(1).click()
    expect(panel.get_by_role("button", name="已复制")).to_be_visible()
    assert clipboard(page) == "cmkb log 王芳-8899 电话 "
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.locator("[data-note]").first).to_be_focused()


def test_todays_journal_opens_in_the_editor_that_is_configured(page: Page, site: Path) -> None:
    at_ten(page)
    opened_by(page, "file", site)
    page.goto((site / "client.html").as_uri())
    with page.expect_popup() as opened:
        page.locator("[data-note]").first.click()
    expect(opened.value.get_by_text("今天的日志")).to_be_visible()
    expect(page.get_by_role("dialog", name="记一笔")).to_be_visible()  # this page stays


def test_the_address_of_an_editor_has_the_day_filled_in(page: Page, site: Path) -> None:
    at_ten(page)
    page.goto((site / "client.html").as_uri())
    # no program is started from a test
    page.evaluate(
        "addEventListener('click', (e) => e.target.closest('a[hidden]') && e.preventDefault(), true)"
    )
    page.locator("[data-note]").first.click()
    link = page.get_by_role("dialog").get_by_role("link", name="journal/2026/2026-11-23.md")
    expect(link).to_have_attribute("href", "obsidian://open?vault=v&file=journal%2F2026%2F2026-11-23.md")


@pytest.mark.parametrize(
    ("place", "command"),
    [(1, 'cmkb log "欧阳 雪" 电话 '), (2, 'cmkb log "O&M 公司" 电话 '), (3, None)],
    ids=["a space", "an ampersand", "what a shell would run"],
)
def test_a_name_is_one_word_of_the_command_or_there_is_none(
    page: Page, site: Path, place: int, command: str | None
) -> None:
    at_ten(page)
    opened_by(page, "none", site)
    page.goto((site / "client.html").as_uri())
    page.locator("[data-note]").nth(place).click()
    said = page.get_by_role("dialog").locator("code")
    expect(said.first).to_contain_text("[[")
    commands = [text for text in said.all_text_contents() if text.startswith("cmkb")]
    assert commands == ([command] if command else [])
