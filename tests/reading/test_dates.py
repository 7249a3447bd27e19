"""What people say → the day they mean. The anchor is Monday 2026-11-23."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import Moment, Planned
from cmkb.reading.dates import date_as_said, moment_as_said, planned_as_said
from cmkb.reading.said_times import time_as_said

MONDAY = date(2026, 11, 23)

SAID = """
今天        2026-11-23   today             2026-11-23   周一        2026-11-23
明天        2026-11-24   tomorrow          2026-11-24   周三        2026-11-25
后天        2026-11-25   day after tomorrow 2026-11-25  星期天      2026-11-29
大后天      2026-11-26   in 3 days         2026-11-26   周末        2026-11-28
昨天        2026-11-22   yesterday         2026-11-22   本周五      2026-11-27
前天        2026-11-21   3 days ago        2026-11-20   这周五      2026-11-27
3天后       2026-11-26   Friday            2026-11-27   上周五      2026-11-20
三天之后    2026-11-26   next Fri          2026-12-04   下周三      2026-12-02
3 天 后     2026-11-26   last Fri          2026-11-20   下个星期三  2026-12-02
过3天       2026-11-26   in 2 weeks        2026-12-07   下下周一    2026-12-07
+3d         2026-11-26   in a month        2026-12-23   下周        2026-11-30
3天前       2026-11-20   Dec 5             2026-12-05   下周末      2026-12-05
两周后      2026-12-07   Dec 5, 2027       2027-12-05   周五前      2026-11-27
1个月后     2026-12-23   December 5th      2026-12-05   月底前      2026-11-30
半个月后    2026-12-08   T+1               2026-11-24   月底        2026-11-30
半年后      2027-05-23   3个工作日后       2026-11-26   下月底      2026-12-31
一年半后    2028-05-23   下个工作日        2026-11-24   月初        2026-12-01
12-05       2026-12-05   20260301          2026-03-01   下个月初    2026-12-01
12/5        2026-12-05   2026-3-1          2026-03-01   年底        2026-12-31
12.5        2026-12-05   2026/3/1          2026-03-01   明年底      2027-12-31
12月5日     2026-12-05   2026.3.1          2026-03-01   季末        2026-12-31
十二月五号  2026-12-05   2026年3月1日      2026-03-01   下季度末    2027-03-31
5号         2026-12-05   26年3月1日        2026-03-01   3月底       2027-03-31
23号        2026-11-23   ２０２６－３－１  2026-03-01   11-22       2027-11-22
31号        2026-12-31   二〇二六年三月一日 2026-03-01  11-23       2026-11-23
下月5号     2026-12-05   明年3月1日        2027-03-01   11月25日(周三) 2026-11-25
农历八月十五 2027-09-15  八月十五(农历)    2027-09-15   初一        2026-12-09
腊月三十    2027-02-05   除夕              2027-02-05   正月初五    2027-02-10
in two weeks 2026-12-07  3 days from now   2026-11-26   end of the month 2026-11-30
in three business days 2026-11-26  a week from today 2026-11-30  end of next month 2026-12-31
5 Dec       2026-12-05   5th of December   2026-12-05   eom         2026-11-30
the 5th     2026-12-05   on Friday         2026-11-27   end of year 2026-12-31
Friday next week 2026-12-04  next quarter end 2027-03-31  on Dec 5 2026-12-05
农历闰六月初八 2027-07-11 大年初一         2027-02-06   今晚        2026-11-23
"""


def pairs(drawing: str) -> list[tuple[str, str]]:
    """Phrases and days in turn; a phrase may hold blanks."""
    found, words = [], []
    for word in drawing.split():
        if word[:3] in ("202",) and word.count("-") == 2 and len(word) == 10:
            found.append((" ".join(words), word))
            words = []
        else:
            words.append(word)
    return found


@pytest.mark.parametrize(("said", "meant"), pairs(SAID))
def test_what_is_said_is_the_day_that_is_meant(said: str, meant: str) -> None:
    assert date_as_said(said, MONDAY) == date.fromisoformat(meant)


@pytest.mark.parametrize(
    "text",
    [
        "", "再说", "明后天", "过两天", "3天", "尽快", "八月十五", "十五", "一个半月后", "周一到周五", "11月25日(周四)",
        "2026-02-30", "02-30", "13-05", "32号", "十十天后", "9999年后", "9999个工作日后", "5号楼", "12.5万", "节后首个工作日",
        "初步", "底", "2026-11-23 10:00", "x" * 1000,
    ],
)  # fmt: skip
def test_what_has_no_one_meaning_is_no_date(text: str) -> None:
    assert date_as_said(text, MONDAY) is None


def test_without_an_anchor_a_date_names_its_year() -> None:
    assert date_as_said("2026年3月1日", None) == date(2026, 3, 1)
    assert [date_as_said(said, None) for said in ("周三", "明天", "12-05", "初一")] == [None] * 4


def test_working_days_follow_the_calendar_that_is_given() -> None:
    def is_workday(day: date) -> bool:
        """2027-01-01 to 01-03 are off, Saturday 2026-12-26 is worked."""
        return day == date(2026, 12, 26) or (day.weekday() < 5 and day != date(2027, 1, 1))

    assert date_as_said("T+1", date(2026, 12, 25), is_workday) == date(2026, 12, 26)
    assert date_as_said("2个工作日后", date(2026, 12, 31), is_workday) == date(2027, 1, 5)
    assert date_as_said("节后首个工作日", date(2026, 12, 21), is_workday) == date(2027, 1, 4)


def test_a_month_later_than_the_31st_is_the_last_of_a_shorter_month() -> None:
    assert date_as_said("3个月后", date(2026, 11, 30)) == date(2027, 2, 28)


def test_29_february_without_a_year_waits_for_a_leap_year_at_most_one_year() -> None:
    assert date_as_said("02-29", date(2027, 3, 1)) == date(2028, 2, 29)
    assert date_as_said("02-29", MONDAY) is None


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2026-11-25 15:00", "2026-11-25 15:00"),
        ("2026-11-25T15:00", "2026-11-25 15:00"),
        ("2026-11-25T15:00:00", "2026-11-25 15:00"),
        ("2026/11/25 15：00", "2026-11-25 15:00"),
        ("周三15:00", "2026-11-25 15:00"),
        ("周三 下午3点", "2026-11-25 15:00"),
        ("明天下午三点半", "2026-11-24 15:30"),
        ("明早9点一刻", "2026-11-24 09:15"),
        ("今晚8点", "2026-11-23 20:00"),
        ("tomorrow 3pm", "2026-11-24 15:00"),
        ("11月25日(周三) 10点半", "2026-11-25 10:30"),
        ("15:00 12-05", "2026-12-05 15:00"),
        ("12-05 15:00-16:30", "2026-12-05 15:00"),
        ("15:00", "2026-11-23 15:00"),
        ("12-05", "2026-12-05 "),
    ],
)
def test_an_appointment_is_a_day_and_perhaps_a_time(said: str, meant: str) -> None:
    moment = moment_as_said(said, MONDAY)
    assert moment is not None
    assert f"{moment.date} {moment.time}" == meant


@pytest.mark.parametrize(
    "said", ["明天3点", "明晚", "周三 下午", "2026-11-25 25:00", "12-05 晚上12点", "再约", ""]
)
def test_a_time_that_could_be_night_or_afternoon_is_asked_for_again(said: str) -> None:
    assert moment_as_said(said, MONDAY) is None


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("9：30", "09:30"),
        ("上午10点", "10:00"),
        ("下午两点", "14:00"),
        ("中午12点", "12:00"),
        ("中午1点半", "13:30"),
        ("15点20分", "15:20"),
        ("12 am", "00:00"),
        ("3点", None),
        ("下午15点", "15:00"),
        ("25:00", None),
        ("十十点", None),
    ],
)
def test_a_time_of_day(said: str, time: str | None) -> None:
    assert time_as_said(said) == time


@pytest.mark.parametrize(
    ("said", "day", "words"),
    [
        ("12-05 回访", "2026-12-05", "回访"),
        ("12-05回访", "2026-12-05", "回访"),
        ("12-05，送资料", "2026-12-05", "送资料"),
        ("下周三再打", "2026-12-02", "再打"),
        ("周五(27日) 回访", "2026-11-27", "(27日) 回访"),
        ("3天后", "2026-11-26", ""),
        ("明天下午3点 回访 Anna", "2026-11-24", "下午3点 回访 Anna"),
        ("１２月５日　送Ａ款资料", "2026-12-05", "送Ａ款资料"),
        ("今晚打电话", "2026-11-23", "晚打电话"),
        ("初一 拜年", "2026-12-09", "拜年"),
        ("12-03 到期前打电话", "2026-12-03", "到期前打电话"),
        ("12-03到期", "2026-12-03", "到期"),
        ("周三 到三楼见面", "2026-11-25", "到三楼见面"),
        ("12-03 到2楼贵宾室", "2026-12-03", "到2楼贵宾室"),
        ("3天后至少打两次", "2026-11-26", "至少打两次"),
        ("周日到天津出差前", "2026-11-29", "到天津出差前"),
        ("12-03——送资料", "2026-12-03", "送资料"),
        ("12-05 - 回访", "2026-12-05", "回访"),
        ("12-05 到期再约", "2026-12-05", "到期再约"),  # a word, no span of days
    ],
)
def test_a_plan_begins_with_its_day(said: str, day: str, words: str) -> None:
    planned = planned_as_said(said, MONDAY)
    assert planned is not None
    assert (planned.date.isoformat(), planned.text) == (day, words)


@pytest.mark.parametrize(
    "text",
    [
        "5号楼看房",
        "12.5万",
        "12-055",
        "再打",
        "初步沟通",
        "周一到周五 培训",
        "12-05~12-07",
        "sun li 回访",
        "周一到五",
        "12-03至5日",
        "12-03到明天",
        "11-28 到月底",
        "12-03到",
        "12-05 - 12-07",
        "12-03~5",
        "周三到年底 陆续",
    ],
)
def test_words_that_only_begin_like_a_date_are_no_plan(text: str) -> None:
    assert planned_as_said(text, MONDAY) is None


DAYS = st.dates(min_value=date(1901, 1, 1), max_value=date(2099, 12, 31))


@given(DAYS, st.integers(1, 12), st.integers(1, 28))
def test_a_day_without_a_year_is_the_next_one(anchor: date, month: int, day: int) -> None:
    found = date_as_said(f"{month}月{day}日", anchor)
    assert found is not None
    assert (found.month, found.day) == (month, day)
    assert anchor <= found <= anchor + timedelta(366)


@given(DAYS, st.sampled_from("一二三四五六日"))
def test_a_weekday_is_within_the_next_seven_days_and_next_weeks_in_the_week_after(
    anchor: date, word: str
) -> None:
    found, later = date_as_said(f"周{word}", anchor), date_as_said(f"下周{word}", anchor)
    assert found is not None
    assert later is not None
    assert timedelta(0) <= found - anchor < timedelta(7)
    assert found.weekday() == later.weekday() == "一二三四五六日".index(word)
    assert later.isocalendar()[:2] == (anchor + timedelta(7)).isocalendar()[:2]


PIECES = st.lists(
    st.sampled_from(
        [
            *"0123456789一二三十周天日号月年底初后前上下半个点时:-/. +T",
            "工作日",
            "农历",
            "闰",
            "今",
            "明",
            "in ",
        ]
    ),
    max_size=12,
).map("".join)


@given(PIECES | st.text(max_size=80), st.sampled_from([MONDAY, date.min, date.max]))
def test_any_words_are_a_date_or_none(text: str, anchor: date) -> None:
    assert isinstance(date_as_said(text, anchor), date | None)
    assert isinstance(moment_as_said(text, anchor), Moment | None)
    assert isinstance(planned_as_said(text, anchor), Planned | None)
    assert isinstance(date_as_said(text, None), date | None)
