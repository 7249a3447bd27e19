"""日程: a vault drawn in text goes in, the words of the pages come out. What the browser makes of them: tests/browser."""

from __future__ import annotations

import re
from datetime import date

import pytest

from cmkb.model.calendar import Calendar
from cmkb.model.settings import Settings
from cmkb.pages.catalog import all_pages, navigation
from cmkb.vault import Vault
from cmkb.views.calendar import calendar, lunar_name
from cmkb.views.follow_ups import follow_ups
from cmkb.views.spans import span_of
from cmkb.views.workdays import HOLIDAY, WEEKEND, WORKED, day_kind
from tests.drawing import TODAY, drawn, vault_of
from tests.pages.shown import words

QUIET = "reminders: {festival: null, adoption: null, new_account: null, upgrade: null}"
VAULT = """
=== clients/王芳.md
---
等级: 金卡
生日: 1980-11-27
---
## 持有
- [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-05]
## 跟进
- [ ] 送方案 📅 2026-11-24
=== clients/坏.md
---
姓名: <b>坏</b>
等级: 金卡
---
=== journal/2026-11-20.md
## 记录
- 10:15 电话 [[王芳]] 同意来谈 [约见:: 2026-11-25 15:00]
- 短信 20
=== journal/2026-06-01.md
## 记录
- 09:00 电话 [[坏]] 下次再说 [下次:: 2026-11-26]
"""


def page(path: str, vault: Vault, today: date = TODAY) -> str:
    site = all_pages(vault, (), (), today)
    return next(page for page in site.pages if page.path == path).render()


def days(html: str) -> str:
    """A line for each day of the list."""
    rows = re.findall(r'<li class="ck-cal__row".*?</div></li>', html, re.DOTALL)
    return "\n".join(
        words(re.sub(r"<(\w+)[^>]* hidden[^>]*>.*?</\1>", "", row, flags=re.DOTALL)) for row in rows
    )


def cell(html: str, day: str) -> str:
    found = re.search(rf'<td data-day="{day}".*?</td>', html, re.DOTALL)
    assert found
    return words(found[0])


def test_the_running_week_says_what_each_day_holds() -> None:
    html = page("calendar/index.html", vault_of(VAULT, QUIET))
    week = re.search(r'<section[^>]*id="2026-W48">.*?</section>', html, re.DOTALL)
    assert week
    assert days(week[0]) == drawn(
        """
        周一 11-23 十五 空着，可以约人
        周二 11-24 十六 待办 王芳 金卡 送方案
        周三 11-25 十七 15:00 王芳 金卡 见面 · 11-20 电话 同意来谈
        周四 11-26 十八 下次联系 <b>坏</b> 金卡 再联系 · 06-01 电话 下次再说
        周五 11-27 十九 生日 王芳 金卡 满 46 岁
        周六 11-28 二十 休息
        周日 11-29 廿一 休息
        """
    )


def test_other_weeks_wait_for_the_browser_that_opens_the_page_later() -> None:
    html = page("calendar/index.html", vault_of(VAULT, QUIET))
    weeks = re.findall(r'data-week="([\d-]+)" id="[^"]+"( hidden)?>', html)
    assert [monday for monday, hidden in weeks if not hidden] == ["2026-11-23"]
    assert weeks[0][0] == "2026-11-16"
    assert len(weeks) == 10


def test_a_month_is_a_grid_and_a_list_of_the_days_that_hold_something() -> None:
    html = page("calendar/2026-11.html", vault_of(VAULT, QUIET))
    assert cell(html, "2026-11-25") == "25 十七 15:00 王芳 1"
    assert cell(html, "2026-11-27") == "27 十九 生日 1 1"
    assert cell(html, "2026-11-22") == "22 小雪"
    assert days(html).splitlines()[0].startswith("周二 11-24")
    assert html.count("<td data-day=") == 30


def test_a_day_that_was_leads_to_its_journal() -> None:
    html = page("calendar/2026-11.html", vault_of(VAULT, QUIET))
    assert re.search(
        r'<td data-day="2026-11-20"[^>]*><div class="ck-cal__d"><a href="\.\./journal/2026-11-20\.html">',
        html,
    )


def test_what_is_still_open_of_a_day_that_was_says_so() -> None:
    html = page("calendar/2026-11.html", vault_of(VAULT, QUIET), date(2026, 11, 25))
    assert "周二 11-24 十六 1 件没办 待办 王芳 金卡 送方案" in days(html)


def test_months_with_journals_and_those_that_reminders_reach_have_a_page() -> None:
    site = all_pages(vault_of(VAULT, QUIET), (), (), TODAY)
    found = [page.path for page in site.pages if page.kind == "calendar"]
    assert found[:3] == ["calendar/index.html", "calendar/2026-06.html", "calendar/2026-11.html"]
    assert found[-1] == "calendar/2027-12.html"  # 400 days on
    assert len(found) == 16


def test_of_many_years_of_journals_the_last_months_have_a_page() -> None:
    old = "".join(
        f"=== journal/{year}-{month:02d}-01.md\n## 记录\n" for year in (2024, 2025) for month in range(1, 13)
    )
    spans = calendar(vault_of(old, QUIET), (), TODAY).months
    assert spans[0].key == "2025-01"
    assert sum(span < span_of(TODAY, "month") for span in spans) == 12


def test_a_busy_day_stays_readable() -> None:
    people = "".join(
        f"=== clients/客户{n:02d}.md\n---\n等级: 金卡\n生日: 1980-11-26\n---\n" for n in range(30)
    )
    html = page("calendar/2026-11.html", vault_of(people, QUIET))
    line = next(line for line in days(html).splitlines() if "11-26" in line)
    assert line == "周四 11-26 十八 生日 30 件 " + " 、 ".join(f"客户{n:02d}" for n in range(8)) + " 等"
    assert cell(html, "2026-11-26") == "26 十八 生日 30 30"


def test_an_empty_vault_says_what_to_write() -> None:
    vault = vault_of("=== docs/scripts/a.md\n---\n缘由: 生日\n---\n", QUIET)
    assert "还没有安排" in words(page("calendar/index.html", vault))
    assert "这个月还没有安排" in words(page("calendar/2026-12.html", vault))
    assert "- [ ] 送资料 [due:: 2026-12-01]" in page("calendar/2026-12.html", vault)


def test_words_of_notes_become_no_markup() -> None:
    for path in ("calendar/index.html", "calendar/2026-11.html"):
        html = page(path, vault_of(VAULT, QUIET))
        assert "<b>坏</b>" not in html
        assert "&lt;b&gt;坏&lt;/b&gt;" in html


def test_it_has_a_tab_of_its_own_and_an_address_that_no_note_takes() -> None:
    assert ("日程", "calendar/index.html") in navigation(Settings())
    vault = vault_of("=== docs/calendar/index.md\n# 我的\n=== docs/calendar/2026-11.md\n# 我的\n", QUIET)
    paths = [page.path for page in all_pages(vault, (), (), TODAY).pages]
    assert len(paths) == len({path.casefold() for path in paths})
    assert "calendar/2026-11.html" in paths


# --- festivals and days off ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2026-10-01", HOLIDAY),
        ("2026-10-03", HOLIDAY),  # a Saturday within the holiday
        ("2026-10-10", WORKED),
        ("2026-10-17", WEEKEND),
        ("2026-10-09", ""),
        ("2031-10-02", HOLIDAY),  # by law; nothing is announced yet
        ("2031-10-05", WEEKEND),
    ],
)
def test_what_a_day_is_to_those_who_work(day: str, kind: str) -> None:
    assert day_kind(date.fromisoformat(day), Calendar()) == kind


def test_the_vaults_own_word_and_the_exchange() -> None:
    own = Calendar(
        "bank",
        off=frozenset({date(2026, 11, 28)}),
        work=frozenset({date(2026, 11, 29)}),
        years=frozenset({2026}),
    )
    assert day_kind(date(2026, 11, 28), own) == HOLIDAY
    assert day_kind(date(2026, 11, 29), own) == WORKED
    assert day_kind(date(2026, 10, 10), Calendar("exchange")) == WEEKEND


def test_festivals_and_days_off_are_marked_and_guesses_are_called_so() -> None:
    vault = vault_of(VAULT, "reminders: {festival: {festivals: [行庆 09-28]}}")
    html = page("calendar/2026-09.html", vault, date(2026, 9, 1))
    assert cell(html, "2026-09-25") == "25 休 中秋"
    assert cell(html, "2026-09-20") == "20 班 初十"
    assert cell(html, "2026-09-28").startswith("28 行庆")
    assert "预估" not in html
    assert "2027 年的节假日还没公布，放假的日子是预估" in page(
        "calendar/2027-10.html", vault, date(2026, 9, 1)
    )


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 11, 9), ("十月", "")),
        (date(2025, 7, 25), ("闰六月", "")),
        (date(2026, 11, 22), ("十四", "小雪")),
        (date(1800, 1, 1), ("", "")),
    ],
)
def test_lunar_days_in_a_cell(day: date, name: tuple[str, str]) -> None:
    assert lunar_name(day) == name


def test_every_row_of_the_follow_ups_stands_on_its_day() -> None:
    vault = vault_of(VAULT)
    rows = follow_ups(vault, TODAY)
    book = calendar(vault, rows, TODAY)
    shown = [row for span in book.months for day in book.days(span) for row in day.rows]
    assert shown == [row for row in rows if row.date >= date(2026, 6, 1)]


def test_the_last_days_of_the_calendar_are_no_reason_to_fail() -> None:
    book = calendar(vault_of("=== clients/王芳.md\n---\n等级: 金卡\n---\n"), (), date(9999, 12, 1))
    assert book.months[-1].key == "9999-12"
