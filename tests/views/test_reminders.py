"""Each rule of the playbook drawn once: notes in, rows out. `date kind who | title | why | from …`."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.views.follow_ups import follow_ups
from tests.drawing import TODAY, drawn, open_rows, vault_of

BARE = """
    reminders:
      festival: null
      adoption: null
      new_account: null
      upgrade: null
"""


def rows(drawing: str, kinds: str, today: date = TODAY, days: int = 60, own: str = BARE) -> str:
    vault = vault_of(drawing, own)
    late = [row.show_from for row in follow_ups(vault, today) if (row.show_from - today).days > days]
    found = open_rows(vault, today, kinds)
    return "\n".join(line for line in found.split("\n") if not any(f"from {day}" in line for day in late))


def client(front: str, body: str = "") -> str:
    front = "\n".join(line.strip() for line in front.strip().split("\n"))
    body = "\n".join(line.strip() for line in body.strip().split("\n"))
    return f"=== clients/王芳.md\n---\n{front}\n---\n{body}\n"


def journal(day: str, *lines: str) -> str:
    return f"=== journal/{day}.md\n## 记录\n" + "".join(f"- {line}\n" for line in lines)


# --- birthdays -----------------------------------------------------------------------------------------------


def test_a_birthday_shows_three_days_before_and_says_how_old():
    assert (
        rows(client("生日: 1978-11-25"), "birthday")
        == "2026-11-25 birthday 王芳 | 生日 | 满 48 岁 | from 2026-11-22"
    )


def test_a_birthday_of_family():
    drawing = client("等级: 金卡", "## 关系\n- 女儿 李小雨 在读高二 [生日:: 2010-11-24]")
    assert rows(drawing, "birthday") == drawn(
        "2026-11-24 birthday 王芳 | 家人生日：女儿 李小雨 | 满 16 岁 | from 2026-11-21"
    )


def test_a_birthday_without_year_has_no_age():
    assert (
        rows(client("生日(无年): 11-25"), "birthday") == "2026-11-25 birthday 王芳 | 生日 | from 2026-11-22"
    )


@pytest.mark.parametrize(
    ("use", "found"),
    [
        ("公历", ["2026-09-17"]),
        ("农历", ["2026-09-25"]),
        ("都过", ["2026-09-17", "2026-09-25"]),
    ],
)
def test_the_calendar_that_is_kept_decides_and_the_lunar_day_is_computed(use: str, found: list[str]):
    """1978-09-17 was 八月十五."""
    vault = vault_of(client(f"生日: 1978-09-17\n过哪个生日: {use}"), BARE)
    shown = [
        row for row in follow_ups(vault, date(2026, 9, 1)) if row.kind == "birthday" and row.date.year == 2026
    ]
    assert [str(row.date) for row in shown] == found


@pytest.mark.parametrize(
    ("born", "year", "kept"),
    [
        ("生日: 1992-02-29", 2027, "2027-02-28"),  # a plain year
        ("生日: 1992-02-29", 2028, "2028-02-29"),
        ('农历生日: "08-30"', 2027, "2027-09-29"),  # a month of 29 days: the 29th
        ('农历生日: "闰06-08"', 2026, "2026-07-21"),  # a year without that leap month: the plain month
        ('农历生日: "闰06-08"', 2025, "2025-08-01"),
        ("农历生日: 腊月三十", 2027, "2027-02-05"),  # the last day of the old lunar year
    ],
)
def test_days_that_not_every_year_has(born: str, year: int, kept: str):
    vault = vault_of(client(born), BARE)
    shown = {str(row.date) for row in follow_ups(vault, date(year, 1, 1)) if row.kind == "birthday"}
    assert kept in shown


def test_a_greeting_settles_the_birthday_and_the_next_one_comes_a_year_later():
    drawing = client("生日: 1978-11-25") + journal("2026-11-23", "09:05 短信 [[王芳]] 生日快乐 [缘由:: 生日]")
    vault = vault_of(drawing, BARE)
    assert [str(r.date) for r in follow_ups(vault, TODAY) if r.kind == "birthday"] == ["2027-11-25"]


@pytest.mark.parametrize(
    "line", ["微信 [[王芳]] 生日快乐", "电话 [[王芳]] 祝她生日", "短信 [[王芳]] 祝福 [缘由:: 生日祝福]"]
)
def test_words_are_enough(line: str):
    assert rows(client("生日: 1978-11-25") + journal("2026-11-23", line), "birthday") == ""


@pytest.mark.parametrize(
    "line",
    [
        "电话 [[王芳]] 生日祝福 [结果:: 未接]",
        "电话 [[王芳]] 问存单",
        "短信 [[王芳]] 降息 [缘由:: 重大信息]",
        "短信 22",
    ],
)
def test_what_is_no_greeting(line: str):
    assert rows(client("生日: 1978-11-25") + journal("2026-11-23", line), "birthday")


def test_a_greeting_that_names_the_daughter_is_hers_alone():
    drawing = client("生日: 1978-11-25", "## 关系\n- 女儿 李小雨 [生日:: 2010-11-24]") + journal(
        "2026-11-23", "短信 [[王芳]] 女儿生日快乐"
    )
    assert rows(drawing, "birthday") == "2026-11-25 birthday 王芳 | 生日 | 满 48 岁 | from 2026-11-22"


def test_a_task_ticked_off_settles_it_as_well():
    drawing = client("生日: 1978-11-25", "## 跟进\n- [x] 生日祝福 ✅ 2026-11-23")
    assert rows(drawing, "birthday") == ""


def test_done_on_friday_what_shows_on_sunday():
    """Before days off, Today shows theirs too: what is done then counts."""
    friday, monday = date(2026, 11, 20), date(2026, 11, 23)
    drawing = client("生日: 1978-11-25") + journal("2026-11-20", "短信 [[王芳]] 生日快乐")
    assert rows(drawing, "birthday", friday) == ""
    assert rows(drawing, "birthday", monday) == ""


def test_it_ends_three_days_after():
    assert rows(client("生日: 1978-11-20"), "birthday", date(2026, 11, 23))
    assert not rows(client("生日: 1978-11-20"), "birthday", date(2026, 11, 24))


# --- anniversaries, festivals --------------------------------------------------------------------------------


def test_an_anniversary_with_its_own_lead():
    drawing = client("等级: 金卡", "## 纪念日\n- 结婚纪念日 [date:: 1996-12-01] [lead:: 10]")
    assert rows(drawing, "anniversary") == (
        "2026-12-01 anniversary 王芳 | 纪念日：结婚纪念日 | 30 周年 | from 2026-11-21"
    )


def test_festivals_from_a_tier_on():
    own = "reminders:\n  festival: {festivals: [中秋, 国庆节, 行庆 09-28], from_tier: 白金}\n"
    drawing = client("等级: 白金") + "=== clients/李强.md\n---\n等级: 金卡\n---\n"
    assert rows(drawing, "festival", date(2026, 9, 20), own=own) == drawn(
        """
        2026-09-25 festival 王芳 | 节日问候：中秋 | from 2026-09-24
        2026-09-28 festival 王芳 | 节日问候：行庆 | from 2026-09-27
        2026-10-01 festival 王芳 | 节日问候：国庆 | from 2026-09-30
        """
    )


def test_one_greeting_for_one_festival():
    """In 2023 the two were two days apart, with days off between them."""
    own = "reminders:\n  festival: {festivals: [中秋, 国庆], until: 3}\n"
    drawing = client("等级: 白金") + journal("2023-09-28", "短信 [[王芳]] 中秋快乐 [缘由:: 节日]")
    assert rows(drawing, "festival", date(2023, 9, 28), own=own) == (
        "2023-10-01 festival 王芳 | 节日问候：国庆 | from 2023-09-30"
    )


# --- holdings ------------------------------------------------------------------------------------------------

HELD = "## 持有\n- [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-20]"


def test_a_maturity_is_one_row_of_three_steps():
    drawing = client("等级: 金卡", HELD)
    first = journal("2026-11-21", "短信 [[王芳]] 还有一个月到期")
    second = journal("2026-12-14", "电话 [[王芳]] 续做 [缘由:: 到期] [结果:: 接通]")
    third = journal("2026-12-19", "短信 [[王芳]] 明天到期")
    row = "2026-12-20 maturity 王芳 | 产品到期：稳盈90天 20万 | from "
    assert rows(drawing, "maturity") == row + "2026-11-20"
    assert rows(drawing + first, "maturity") == row + "2026-12-13"
    late = date(2026, 12, 19)
    assert rows(drawing + first + second, "maturity", late) == row + "2026-12-19"
    assert rows(drawing + first + second + third, "maturity", late) == ""


def test_one_late_word_settles_all_steps_before_it():
    drawing = client("等级: 金卡", HELD) + journal("2026-12-15", "短信 [[王芳]] 到期")
    assert rows(drawing, "maturity", date(2026, 12, 16)).endswith("from 2026-12-19")


def test_a_maturity_stays_for_thirty_days():
    drawing = client("等级: 金卡", HELD)
    assert rows(drawing, "maturity", date(2027, 1, 19))
    assert not rows(drawing, "maturity", date(2027, 1, 20))


def test_of_two_maturities_the_product_tells_which():
    drawing = client("等级: 金卡", HELD + "\n- [[安享一年]] [matures:: 2026-12-10]") + journal(
        "2026-11-23", "电话 [[王芳]] 到期怎么办 [产品:: [[安享一年]]]"
    )
    assert rows(drawing, "maturity") == drawn(
        """
        2026-12-10 maturity 王芳 | 产品到期：安享一年 | from 2026-12-03
        2026-12-20 maturity 王芳 | 产品到期：稳盈90天 20万 | from 2026-11-20
        """
    )


@pytest.mark.parametrize(
    ("now", "title"),
    [
        ("15.2", "止盈：沪深300定投 | 现在 15.2，定的 15"),
        ("-10", "止损：沪深300定投 | 现在 -10，定的 -8"),
        ("14.9", ""),
    ],
)
def test_take_profit_and_stop_loss(now: str, title: str):
    body = f"## 持有\n- [[沪深300定投]] [target:: 15] [stop:: -8] [现收益:: {now}] [行情日:: 2026-11-20]"
    expected = f"2026-11-20 take_profit 王芳 | {title}" if title else ""
    assert rows(client("等级: 金卡", body), "take_profit") == expected


def test_ten_days_after_a_purchase():
    drawing = client("等级: 金卡", "## 持有\n- [[稳盈90天]] [amount:: 200000] [bought:: 2026-11-15]")
    assert (
        rows(drawing, "after_purchase")
        == "2026-11-25 after_purchase 王芳 | 购买十天回访：稳盈90天 20万 | 自 11-15 起"
    )


def test_a_sale_that_stands_only_in_the_journal_counts_and_never_twice():
    sale = journal("2026-11-14", "成交 [[王芳]] [产品:: [[稳盈90天]]] [金额:: 20万]")
    bare = client("等级: 金卡")
    held = client("等级: 金卡", "## 持有\n- [[稳盈90天]] [amount:: 200000] [bought:: 2026-11-15]")
    assert rows(bare + sale, "after_purchase") == (
        "2026-11-24 after_purchase 王芳 | 购买十天回访：稳盈90天 | 11-14 成交"
    )
    assert rows(held + sale, "after_purchase").count("\n") == 0


def test_after_sale_service_settles_the_ten_days():
    drawing = client("等级: 金卡", "## 持有\n- [[稳盈90天]] [bought:: 2026-11-10]") + journal(
        "2026-11-20", "售后 [[王芳]]"
    )
    assert rows(drawing, "after_purchase") == ""


# --- the client's own days -----------------------------------------------------------------------------------


def test_newly_qualified_until_the_card_is_handed_out():
    assert rows(client("新达标日: 2026-11-10"), "newly_qualified") == (
        "2026-11-10 newly_qualified 王芳 | 新达标，约来领贵宾卡"
    )
    assert rows(client("新达标日: 2026-11-10\n贵宾卡发放日: 2026-11-18"), "newly_qualified") == ""


def test_the_risk_test_runs_out():
    drawing = client("风评到期: 2026-12-10")
    assert rows(drawing, "risk_test") == "2026-12-10 risk_test 王芳 | 风评到期 | from 2026-11-10"
    told = journal("2026-11-20", "电话 [[王芳]] 风评到期，约了来做")
    assert rows(drawing + told, "risk_test") == ""


def test_a_product_that_matures_is_no_risk_test():
    drawing = client("风评到期: 2026-12-10", HELD) + journal("2026-11-21", "电话 [[王芳]] 风评到期，约了来做")
    assert rows(drawing, "maturity risk_test").startswith("2026-12-20 maturity")


def test_a_new_client_is_welcomed_the_next_day():
    own = "reminders: {adoption: {days: 1}}"
    assert rows(client("建档日: 2026-11-22"), "adoption", own=own) == (
        "2026-11-23 adoption 王芳 | 新客户认养 | 自 11-22 起"
    )


def test_core_clients_are_greeted_in_each_half_of_the_month():
    drawing = client("核心客户: 是")
    assert rows(drawing, "greeting", days=30) == drawn(
        """
        2026-11-30 greeting 王芳 | 半月关怀 | from 2026-11-16
        2026-12-15 greeting 王芳 | 半月关怀 | from 2026-12-01
        2026-12-31 greeting 王芳 | 半月关怀 | from 2026-12-16
        """
    )
    done = journal("2026-11-18", "微信 [[王芳]] 天冷添衣 [缘由:: 半月关怀]")
    assert (
        rows(drawing + done, "greeting", days=10) == "2026-12-15 greeting 王芳 | 半月关怀 | from 2026-12-01"
    )
    assert rows(client("等级: 金卡"), "greeting") == ""


@pytest.mark.parametrize(
    ("tier", "assets", "why"),
    [
        ("金卡", "95万", "离白金还差 5万"),
        ("金卡", "110万", "资产 110万，已到白金"),
        ("金卡", "80万", ""),
        ("私行", "5000万", ""),
    ],
)
def test_the_gap_to_the_next_tier(tier: str, assets: str, why: str):
    found = rows(client(f"等级: {tier}\n资产: {assets}"), "upgrade", days=5, own="")
    assert found == (f"2026-11-30 upgrade 王芳 | 推动升级 | {why} | from 2026-11-01" if why else "")


# --- quiet ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("front", ["客户状态: 流失", "客户状态: 勿扰", "勿扰: [全部]"])
def test_nobody_is_reminded_of_a_client_who_wants_to_be_left_alone(front: str):
    assert rows(client(f"生日: 1978-11-25\n{front}"), "birthday maturity festival") == ""


def test_one_channel_less_is_no_silence():
    assert rows(client("生日: 1978-11-25\n勿扰: [短信]"), "birthday")


def test_hostile_dates_are_no_reason_to_fail():
    body = "## 持有\n- [[x]] [bought:: 9999-12-28] [matures:: 9999-12-31]\n## 纪念日\n- y [date:: 0001-01-01] [lead:: 99999]"
    found = follow_ups(
        vault_of(client("生日: 0001-01-01\n开户日: 9999-12-28\n风评到期: 0001-01-02", body)), TODAY
    )
    assert [f"{one.date} {one.rule}" for one in found] == ["2027-01-01 birthday", "2027-01-01 anniversary"]


def test_what_was_said_of_a_festival_that_is_over_does_not_settle_the_next_one():
    """In 2025 both fell into the same days off, and what is done before them counts for all of them."""
    own = "reminders:\n  festival: {festivals: [中秋, 国庆], until: 1}\n"
    drawing = client("等级: 白金") + journal("2025-09-30", "短信 [[王芳]] 国庆快乐 [缘由:: 节日]")
    for day in (date(2025, 9, 30), date(2025, 10, 2), date(2025, 10, 6)):
        assert rows(drawing, "festival", day, own=own) == (
            "2025-10-06 festival 王芳 | 节日问候：中秋 | from 2025-10-05"
        )


def test_a_greeting_for_the_son_is_none_for_the_daughter_whose_birthday_is_days_later():
    drawing = client(
        "等级: 金卡", "## 关系\n- 儿子 小乐 [生日:: 2010-09-28]\n- 女儿 小雨 [生日:: 2012-10-02]"
    )
    done = journal("2025-09-30", "短信 [[王芳]] 祝小乐生日快乐")
    for day in (date(2025, 9, 30), date(2025, 10, 2), date(2025, 10, 5)):
        assert rows(drawing + done, "birthday", day).startswith(
            "2025-10-02 birthday 王芳 | 家人生日：女儿 小雨"
        )
