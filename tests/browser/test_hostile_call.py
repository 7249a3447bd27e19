"""The call mode walked through to its ends, with talk tracks and clients whose every text would like to run."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from hostile_vault import TEXTS, as_name, quoted, write
from playwright.sync_api import Page, expect
from test_hostile import LIVING

from cmkb.site.run import build_site

VARIABLES = ("称呼", "姓名", "产品", "到期日", "时间", "单位", "职业")
TALK = """---
类别: {quoted}
缘由: 到期
渠道: 电话
状态: 已审
---
## 流程
- 问：{variables} {text} ^q1
    {text} {variables}
    - 若 {text} → {text} [[#^q2]]
    - 若 甲{text} → {text} [outcome:: {text}] [task:: +1d {text}]
    - 若 乙 → [[#{text}]]
    - 若 丙 → [[后续|{text}]]
    - 若 丁 → {text} [[#异议一]]
- 问：{text} ^q2
    - 若 {text} → {text} [outcome:: 同意] [task:: {text}]
## 异议
### {text}
- 答：{text}，{variables}。 ^a1
### 异议一
- 答：{text} ^a2
## 短信版
{variables} {text}
"""
CLIENT = """---
姓名: {quoted}
称呼: {quoted}
单位: {quoted}
职业: {quoted}
电话: ["13800000001"]
---
## 持有
- {text} [amount:: 200000] [matures:: 2026-12-01]
"""


def stem(number: int) -> str:
    return f"{number}{as_name(TEXTS[number])}"


def track(number: int) -> str:
    return f"话{number}{as_name(TEXTS[number])}"


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile-call")
    write(folder, "mkdocs.yml", "site_name: 试用\ntheme: material\nplugins: [cmkb]\n")
    variables = "".join(f"{{{name}}}" for name in VARIABLES)
    for number, text in enumerate(TEXTS):
        write(folder, f"clients/{stem(number)}.md", CLIENT.format(quoted=quoted(text), text=text))
        talk = TALK.format(quoted=quoted(text), text=text, variables=variables)
        write(folder, f"docs/scripts/{track(number)}.md", talk)
    write(folder, "docs/scripts/后续.md", "---\n渠道: 电话\n---\n## 流程\n- 问：{称呼}，后来呢？ ^q1\n")
    build_site(folder, today=date(2026, 11, 23))
    return folder


@pytest.fixture
def walker(page: Page) -> Iterator[Page]:
    """Fails when anything opens a dialog, asks for something elsewhere, or breaks."""
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on(
        "request", lambda asked: None if asked.url.startswith(("file:", "data:")) else said.append(asked.url)
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.clock.set_fixed_time("2026-11-23T09:00:00+08:00")
    yield page
    assert said == []


def address(vault: Path, number: int, client: str) -> str:
    file = vault / f"site/scripts/{track(number)}.html"
    return f"{file.as_uri()}?client={quote(client, safe='')}#call"


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_every_way_through_a_call_is_text(number: int, walker: Page, vault: Path) -> None:
    walker.goto(address(vault, number, stem((number + 5) % len(TEXTS))))
    call = walker.locator(".ck-callmode")
    expect(call).to_be_visible()
    expect(call.locator("header b")).to_have_text(" ".join(TEXTS[(number + 5) % len(TEXTS)].split()))
    ways = call.locator(".ck-callmode__b > button")
    assert ways.count() >= 4
    seen = 0
    for first in range(ways.count()):
        ways.nth(first).click()
        assert walker.evaluate(LIVING) == []
        for key in ("1", "1", "1", "o", "1", "n"):
            walker.keyboard.press(key)
            assert walker.evaluate(LIVING) == [], (first, key)
        line = call.locator("code[data-text]").inner_text()
        seen += "[[" + stem((number + 5) % len(TEXTS)) + "]]" in line
        walker.keyboard.press("r")
    assert seen == ways.count()


def test_a_client_chosen_by_typing_or_by_an_address_is_text(walker: Page, vault: Path) -> None:
    walker.goto(address(vault, 0, "<img src=x onerror=alert(1)>").removesuffix("#call"))
    expect(walker.locator("[data-for]")).to_contain_text("<img src=x onerror=alert(1)>")
    for words in ("<", "img", "alert", '"', "javascript", "{{", *TEXTS):
        walker.locator("#talk-client").fill(words)
        assert walker.evaluate(LIVING) == [], words
    walker.locator("#talk-client").fill(TEXTS[0])
    expect(walker.locator("[data-for]")).to_contain_text(TEXTS[0])
    assert walker.evaluate(LIVING) == []


def test_an_address_of_another_talk_track_leads_to_a_page_of_the_site(walker: Page, vault: Path) -> None:
    """The call goes on there; whatever stands in the address is carried along and is none of it."""
    walker.goto(address(vault, 0, 'javascript:alert(1)//"><script>alert(1)</script>'))
    call = walker.locator(".ck-callmode")
    call.locator(".ck-callmode__b > button").nth(3).click()
    link = call.locator(".ck-callmode__q a")
    assert link.evaluate("a => a.protocol") == "file:"
    link.click()
    expect(walker.locator(".ck-callmode__q")).to_contain_text("后来呢")
    assert walker.evaluate(LIVING) == []
