"""The client's file, filled in by the browser, says what the form filled from the note says (`views/forms.py`)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cmkb.load import load_settings, load_vault
from cmkb.site.run import build_site
from tests.conftest import draw
from tests.filled_form import filled_forms

TODAY = date(2026, 11, 23)
AWKWARD = """
=== mkdocs.yml
site_name: 测试
theme: {name: material}
plugins: [cmkb]
=== playbook.yml
extends: bank-personal
fields:
  client:
    secret: {label: 暗号, hidden: true}
    loves: {label: 嗜好, group: 个人, type: list}
forms:
  回访表:
    kind: client
    groups:
      一:
        items: {姓名: client.name, 暗号: client.secret, 喜欢: {field: client.loves, ticks: [茶, 酒]}, 意见: ""}
      持有:
        table: true
        items: {产品: holdings.product, 金额: holdings.amount}
=== docs/products/大额存单.md
=== clients/李强.md
---
姓名: 李"强"</i><b>强
性别: 男
生日: 1970-07-19
电话: [13800001234, 021-5555888]
重点客户: 是
核心客户: 否
暗号: 芝麻 & 开门
嗜好: [茶, "[[大额存单]]", 书法]
曾购买的产品: "[[大额存单]]"
职业: 见 [[大额存单]]
地址: "<img src=x onerror=alert(1)>"
---
## 待办
- [ ] 寄 **资料** [due:: 2026-12-01]

  带 `代码`
## 持有
- [[大额存单]] [金额:: 20万]
=== clients/一字没写.md
=== clients/两个待办.md
---
姓名: 两个待办
年龄: 40
---
## 待办
- [ ] 甲
## 待办
- [ ] 乙
=== clients/斜体.md
## *待办*
- [ ] 丙
"""


def blanks(page: Page, sheet: str) -> list[str]:
    """What each blank and each cell of a table says, and which words are ticked."""
    found: list[str] = page.locator(sheet).evaluate_all(
        """sheets => sheets.flatMap(sheet => [...sheet.querySelectorAll('header h2, .ck-blanks dt, .ck-blanks dd, tr')].map(
            one => one.innerHTML.replace(/ id="[^"]*"/g, '').replace(/<[^>]*> ?✓<[^>]*>/g, '✓').replace(/\\s+/g, ' ').replace(/> </g, '><').trim()
        ))"""
    )
    return found


@pytest.fixture(scope="module")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "vault"
    draw(folder, AWKWARD)
    build_site(folder, today=TODAY)
    return folder


def check(page: Page, folder: Path, site: Path, today: date) -> int:
    count = 0
    vault = load_vault(folder, load_settings(folder).settings).vault
    for address, form, _, html in filled_forms(vault, today):
        page.goto((site / address).as_uri() + f"#{form}")
        expect(page.locator(f"#{form} article")).to_be_visible()
        drawn = blanks(page, f"#{form} article")
        page.evaluate(
            "html => { const one = document.createElement('article'); one.id = 'expected'; one.innerHTML = html; document.body.append(one); }",
            html,
        )
        assert drawn[1:] == blanks(page, "#expected"), (address, form)
        page.evaluate("document.getElementById('expected').remove()")
        count += 1
    return count


def test_the_form_of_each_client_says_what_the_note_says(
    page: Page, sample_vault: Path, sample_site: Path
) -> None:
    assert check(page, sample_vault, sample_site, TODAY) >= 30


def test_awkward_names_values_and_headings_stand_on_the_form(page: Page, awkward: Path) -> None:
    assert check(page, awkward, awkward / "site", TODAY) == 8


def test_a_form_is_drawn_when_it_is_asked_for_and_leads_back(page: Page, awkward: Path) -> None:
    page.goto((awkward / "site/clients/李强.html").as_uri())
    assert page.locator(".ck-file article").count() == 0
    page.get_by_role("link", name="客户档案表").click()
    expect(page.locator("#form-1 h2").first).to_have_text("客户档案表")
    expect(page.locator("#brief")).to_be_hidden()
    page.get_by_role("link", name="‹ 李").click()
    expect(page.locator("#brief")).to_be_visible()
    expect(page.locator("#form-1")).to_be_hidden()
    page.go_back()
    expect(page.locator("#form-1 article")).to_be_visible()
    assert page.locator("#form-1 article").count() == 1
