"""The forms as pages: what a reader sees of them, without the markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import unescape

import pytest

from cmkb.model.settings import Settings
from cmkb.pages import client, forms, journal, notes
from cmkb.pages.addresses import addresses
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.vault import Vault, assemble
from tests.drawing import TODAY, vault_of

DAY = """
    === clients/李强.md
    ---
    性别: 男
    生日: 1970-07-19
    等级: 金卡
    ---
    ## 持有
    - [[大额存单]] [金额:: 20万]
    === docs/products/大额存单.md
    === journal/2026-11-23.md
    ---
    报岗: 07:50
    ---
    ## 计划
    - 有效电话 12
    - 10:15 电话 [[李强]]
    ## 流程
    - [x] 大门和营业厅
    ## 记录
    - 10:18 电话 [[李强]] [时长:: 3] [结果:: 同意] [约见:: 2026-11-25 15:00] [地点:: 支行] [优点:: 准备充分] [改进:: <b>快</b>]
    ## 财经要闻
    - 降息 [产品:: [[大额存单]]]
    ## 总结
    - 成：约得早
    - 败：讲快了
    === journal/2026-11-24.md
    ## 计划
    - 09:30 电话 [[李强]] 确认时间
    """


def context_of(vault: Vault) -> PageContext:
    places, _ = addresses(vault.notes.values(), vault.attachments, vault.settings)
    return PageContext(vault, places, (), (), TODAY)


def html_of(drawing: str, make: Callable[[PageContext], Iterable[Page]], path: str) -> str:
    context = context_of(vault_of(drawing))
    return next(page for page in make(context) if page.path == path).render()


def words(html: str) -> str:
    text = re.sub(r"</(?:div|section|article|p|li|tr|dd|header|h\d)>", "\n", html)
    text = re.sub(r"</(?:dt|td|th|a|span|b|small)>", " ", text)
    lines = (" ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def test_the_day_sheet_has_the_call_card_that_people_know() -> None:
    text = words(html_of(DAY, journal.days, "journal/2026-11-23.html"))
    card = text[text.index("电话邀约记录") :]
    assert card.startswith(
        """电话邀约记录
1 通，列 1 张 · 约成 1
李强 金卡 同意 10:18，3 分
准备 男，56岁，买过大额存单
话术 没写
约见 11-25 周三 15:00，支行
优点 准备充分
改进 <b>快</b>
后续 没写"""
    )


def test_the_day_sheet_has_the_review_facts_checklists_and_the_next_day() -> None:
    html = html_of(DAY, journal.days, "journal/2026-11-23.html")
    text = words(html)
    assert "报岗 07:50\n开门签字 未填" in text
    assert "做成的\n约得早\n没做成的\n讲快了\n明天调整\n没写" in text
    assert "次日计划\n11-24 周二" in text
    assert "09:30 电话 李强 确认时间" in text
    assert "07:50 开门检查1 / 4 没签字\n大门和营业厅 ✓" in text
    assert "大额存单" in text[text.index("财经要闻摘录") :]
    assert "<b>快</b>" not in html.replace("&lt;b&gt;", "")


def test_who_is_planned_for_tomorrow_has_a_card_to_print_with_lines_to_write_on() -> None:
    html = html_of(DAY, journal.days, "journal/2026-11-23.html")
    card = html[html.index("data-prepared") :]
    assert words(card).startswith("data-prepared>李强 金卡 09:30\n准备 男，56岁，买过大额存单 确认时间")
    assert card.count('class="ck-rule"') >= 4
    assert "data-on" not in card  # nothing is ticked yet


def test_a_call_that_was_made_has_no_prepared_card() -> None:
    assert "data-prepared" not in html_of(
        DAY.split("=== journal/2026-11-24")[0], journal.days, "journal/2026-11-23.html"
    )


def test_the_clients_page_holds_what_the_clients_file_says_beyond_the_profile() -> None:
    """The rest of it the browser takes from the profile: `tests/browser/test_client_form.py`."""
    html = html_of(DAY, client.pages, "clients/李强.html")
    assert 'href="#form-1">客户档案表</a>' in html
    rest = html[html.index('<section class="ck-file" id="form-1">') : html.index("</template>")]
    assert re.findall('<i data-f="(.*?)">', rest) == ["client.name", "client.age", "client.bought_before"]
    assert '<i data-f="client.age">56岁</i>' in rest
    assert '<tbody data-rows="持有产品"><tr><td data-l="产品"><a href="../products/' in rest


def test_a_meeting_note_is_shown_as_its_form() -> None:
    drawing = """
        === clients/王芳.md
        === clients/面谈/a.md
        ---
        类型: 面谈
        面谈类型: 需求
        客户: "[[王芳]]"
        面谈时间: 2026-11-23 14:00
        优点: [需求问全, 给她红笔]
        ---
        ## 需求挖掘
        每月 9000 元够用
        ## 别的
        下雨
        """
    html = html_of(drawing, notes.pages, "clients/面谈/a.html")
    text = words(html)
    assert "需求面谈表" in text
    assert "谈到的 每月 9000 元够用" in text
    assert "需求问全 ✓ 给她红笔" in text.replace("说好下一步 ", "").replace("\n", " ")
    assert text.endswith("其他\n别的\n下雨")


def test_a_meeting_of_an_unknown_kind_is_shown_as_it_is_written() -> None:
    drawing = "=== clients/面谈/a.md\n---\n类型: 面谈\n面谈类型: 闲聊\n---\n下雨\n"
    assert "ck-blanks" not in html_of(drawing, notes.pages, "clients/面谈/a.html")


@pytest.mark.parametrize("name", builtin_names())
def test_every_form_of_every_playbook_prints_blank(name: str) -> None:
    playbook = load_playbook(name)[0]
    context = context_of(assemble([], playbook, Settings()))
    index = words(next(iter(forms.index(context))).render())
    pages = {page.title: page.render() for page in forms.blanks(context)}
    assert set(pages) == set(playbook.forms)
    assert len({page.path for page in forms.blanks(context)}) == len(pages)
    for key, form in playbook.forms.items():
        assert key in index
        text = words(pages[key])
        for group in form.groups.values():
            assert [item.key for item in group.items.values() if item.key not in text] == []
            assert [tick for item in group.items.values() for tick in item.ticks if tick not in text] == []
        assert "ck-rule" in pages[key] or "ck-spare" in pages[key] or "ck-form--figures" in pages[key]


def test_forms_whose_names_are_no_file_names_have_addresses_of_their_own() -> None:
    own = 'extends: bank-personal\nforms:\n  A/B:\n    kind: journal\n    groups: {x: {items: {y: ""}}}\n  A／B:\n    kind: journal\n    groups: {x: {items: {y: ""}}}\n'
    vault = vault_of("=== clients/王芳.md", own)
    paths = [page.path for page in forms.blanks(context_of(vault))]
    assert len({path.casefold() for path in paths}) == len(paths) == len(vault.playbook.forms)
    assert all(path.count("/") == 1 for path in paths)
