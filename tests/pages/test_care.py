"""关怀 and the panel of care messages on Today: a vault drawn in text goes in, the page's words come out."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from cmkb.pages.catalog import all_pages
from tests.data_files import data_of
from tests.drawing import TODAY, vault_of
from tests.pages.shown import words

VAULT = """
=== clients/王芳.md
---
等级: 金卡
称呼: 王姐
生日: 1980-11-23
电话: 13800001234
---
## 持有
- [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-05]
=== clients/李强.md
---
等级: 金卡
核心客户: 是
---
## 纪念日
- 店庆 [date:: 2010-02-10]
=== clients/<b>坏</b>.md
---
生日: 1980-11-24
---
=== docs/scripts/生日短信.md
---
缘由: 生日
---
## 短信版
{称呼}，生日快乐 & 安康！
=== docs/scripts/到期.md
---
缘由: 到期
---
## 短信版
{称呼}您好，{暗号}
=== journal/2026-11-23.md
## 记录
- 09:00 短信 [[李强]] 天冷添衣 [缘由:: 半月关怀]
"""


@lru_cache
def page(path: str, drawing: str = VAULT) -> str:
    site = all_pages(vault_of(drawing), (), (), TODAY)
    return next(page for page in site.pages if page.path == path).render()


def test_the_page_lists_by_kind_what_comes():
    text = words(page("care.html"))
    assert "到期 1 12-05 周六 王芳 金卡 稳盈90天 20万" in text
    assert "11-23 周一 王芳 金卡 满 46 岁" in text
    assert "节日 2 2027-01-01 周五 元旦 2 位" in text
    assert text.index("到期") < text.index("纪念日") < text.index("节日 2")


def test_every_row_carries_its_days_for_the_browsers_own_today():
    rows = re.findall(r'<li data-care="([^"]+)" data-care-until="([^"]+)"', page("care.html"))
    assert ("2026-12-05", "2027-01-04") in rows
    assert max(day for day, _ in rows) <= "2027-02-21"  # without a script, the 90 days


def test_a_festival_is_one_line_however_many_clients_it_has():
    assert page("care.html").count("元旦") == 1


def test_names_are_text():
    assert "<b>坏</b>" not in page("care.html")


def test_the_days_off_of_years_to_come_are_called_an_estimate():
    assert "2027 年的节假日还没公布" in words(page("care.html"))


def test_an_empty_page_says_what_to_write():
    assert "生日: 1978-09-17" in words(page("care.html", "=== clients/甲.md\n---\n等级: 普通\n---\n"))


def test_the_panel_on_today_has_the_text_to_copy_and_to_send():
    html = page("index.html")
    panel = html[html.index('id="messages"') :]
    assert "王姐，生日快乐 &amp; 安康！" in panel
    assert 'href="sms:13800001234?body=%E7%8E%8B%E5%A7%90' in panel
    assert "关怀短信 1 / 20 金卡及以上 · 写好了 1 条" in words(html)
    assert "今天已发 1 条" in words(panel)


def test_what_is_missing_is_said_and_not_to_be_copied():
    drawing = VAULT.replace("生日: 1980-11-23\n", "")
    html = page("index.html", drawing)
    card = re.search(r'<li class="ck-msg" data-value="到期">.*?</li>', html, re.DOTALL)
    assert card is not None
    assert "缺：暗号" in words(card[0])
    assert "data-copy" not in card[0]
    assert "{" not in card[0]
    assert "sms:" not in card[0]


def test_more_than_six_fold():
    people = "".join(f"=== clients/客{n}.md\n---\n生日: 1980-11-23\n---\n" for n in range(9))
    html = page("index.html", VAULT + people)
    assert html.count("data-rest") == 4
    assert "再看 4 条" in html


def test_reminders_of_later_months_are_no_next_step_and_not_yet_open():
    drawing = "=== clients/甲.md\n---\n等级: 普通\n生日: 1980-07-01\n---\n"
    site = all_pages(vault_of(drawing, "reminders: {festival: null}"), (), (), date(2026, 11, 23))
    shown = {page.path: page for page in site.pages}
    text = words(shown["follow-ups.html"].render())
    assert "没有下一步" in text
    assert "生日" not in text
    birthday = (date(2027, 7, 1) - date(1970, 1, 1)).days  # kept for the browser all the same
    assert (
        f"[{birthday},{birthday - 3},{birthday + 3}," in data_of(site)["assets/cmkb/data/follow-ups-later.js"]
    )
