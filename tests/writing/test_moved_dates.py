"""The sample's dates, moved to the real today."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.lunar import solar_date
from cmkb.model.note import LunarDay
from cmkb.playbooks.loader import load_playbook
from cmkb.writing.moved_dates import (
    NEAR,
    Move,
    move_day,
    move_lunar,
    move_part,
    move_path,
    move_week,
    move_yearly,
    text_mover,
)

MONDAY = date(2026, 11, 23)
PLAYBOOK = load_playbook("bank-personal")[0]

todays = st.dates(date(2024, 1, 1), date(2060, 12, 31))
near_days = st.integers(-NEAR, NEAR).map(lambda n: MONDAY + timedelta(days=n))
working_days = near_days.filter(lambda d: d.weekday() < 5)
birthdays = st.dates(date(1930, 1, 1), date(2025, 1, 1))


def moved(text: str, today: str, written: str | None = None) -> str:
    mover = text_mover(Move(MONDAY, date.fromisoformat(today)), PLAYBOOK)
    return mover(text, date.fromisoformat(written) if written else None)


# ----------------------------------------------------------------------------------------------------- days


@pytest.mark.parametrize(
    ("day", "today", "becomes"),
    [
        ("2026-11-23", "2027-01-14", "2027-01-14"),  # today is today
        ("2026-11-20", "2027-01-14", "2027-01-13"),  # the working day before
        ("2026-11-25", "2027-01-14", "2027-01-18"),  # two working days on, over a weekend
        ("2026-11-28", "2027-01-14", "2027-01-16"),  # the coming Saturday
        ("2026-11-22", "2027-01-14", "2027-01-10"),  # last Sunday
        ("2026-11-23", "2027-01-16", "2027-01-16"),  # tried on a Saturday: its Today page must live too
        ("2026-11-20", "2027-01-16", "2027-01-15"),
        ("2026-11-24", "2027-01-16", "2027-01-18"),
    ],
)
def test_working_days_go_to_working_days(day: str, today: str, becomes: str) -> None:
    move = Move(MONDAY, date.fromisoformat(today))
    assert move_day(date.fromisoformat(day), move) == date.fromisoformat(becomes)


@given(working_days, working_days, todays)
def test_the_order_of_working_days_is_kept(one: date, other: date, today: date) -> None:
    move = Move(MONDAY, today)
    assert (move_day(one, move) < move_day(other, move)) == (one < other)


@given(near_days, todays)
def test_past_stays_past_and_weekdays_stay_weekdays(day: date, today: date) -> None:
    there = move_day(day, Move(MONDAY, today))
    assert (there > today, there < today) == (day > MONDAY, day < MONDAY)
    if day != MONDAY:
        assert max(there.weekday(), 4) == max(day.weekday(), 4)


@given(near_days)
def test_nothing_moves_on_the_day_of_the_sample(day: date) -> None:
    assert move_day(day, Move(MONDAY, MONDAY)) == day


@given(birthdays, todays, st.integers(0, 365))
def test_a_birthday_in_three_days_stays_one_in_three_days(born: date, today: date, ahead: int) -> None:
    there = move_yearly(born, Move(MONDAY, today))

    def is_kept_on(day: date, birth: date) -> bool:
        kept = birth.month, birth.day
        return (day.month, day.day) == ((2, 28) if kept == (2, 29) and not isleap(day.year) else kept)

    near = ahead - 182  # within half a year before and after
    if is_kept_on(MONDAY + timedelta(days=near), born):
        assert is_kept_on(today + timedelta(days=near), there)
    assert abs((today.year - there.year) - (MONDAY.year - born.year)) <= 4  # about as old


def test_born_on_a_leap_day() -> None:
    assert move_yearly(date(2000, 2, 29), Move(MONDAY, date(2027, 11, 23))) == date(2001, 2, 28)
    # 97 days after 2026-11-23 lies 2027-02-28, 97 days after 2027-11-25 lies 2028-03-01
    assert move_yearly(date(1985, 2, 28), Move(MONDAY, date(2027, 11, 24))) == date(1984, 2, 29)


@given(st.integers(1, 12), st.integers(1, 29), todays)
def test_a_lunar_birthday_keeps_its_distance(month: int, day: int, today: date) -> None:
    there = move_lunar(LunarDay(month, day), Move(MONDAY, today))

    def distances(lunar: LunarDay, near: date) -> set[int]:
        days = (solar_date(near.year + n, lunar) for n in (-2, -1, 0, 1))
        return {(day - near).days for day in days if day}

    assert min(distances(LunarDay(month, day), MONDAY), key=abs) in distances(there, today)


# -------------------------------------------------------------------------------------------------- periods


@given(todays)
def test_the_current_period_is_the_current_one(today: date) -> None:
    move = Move(MONDAY, today)
    assert move_part(2026, 11, 12, move) == (today.year, today.month)
    assert move_part(2026, 4, 4, move) == (today.year, (today.month + 2) // 3)
    assert move_week(2026, 48, move) == (today.isocalendar().year, today.isocalendar().week)


def test_the_week_before_the_first_is_the_last_of_the_year_before() -> None:
    assert move_week(2026, 47, Move(MONDAY, date(2027, 1, 4))) == (2026, 53)
    assert move_part(2026, 10, 12, Move(MONDAY, date(2027, 1, 4))) == (2026, 12)


# ----------------------------------------------------------------------------------------------------- text


def test_every_spelling_of_a_date() -> None:
    assert moved(
        "- [ ] 送方案 ⏫ 📅 2026-11-27 🆔 wf01\n"
        "约 11-25 下午，事由:11-24 到期，[约见:: 2026-11-25 15:00] [下次:: 12-05 回访]\n"
        "见 [[2026-W47]]、[[2026-11 扣费投诉]]、[[2026-11-20 成交面谈]]、[[2026|今年]]\n"
        "2026 年 11 月 23 日，星期一；2026年11月；11-24 周二；2028 年退休",
        today="2027-01-14",
    ) == (
        "- [ ] 送方案 ⏫ 📅 2027-01-20 🆔 wf01\n"
        "约 01-18 下午，事由:01-15 到期，[约见:: 2027-01-18 15:00] [下次:: 01-23 回访]\n"
        "见 [[2027-W01]]、[[2027-01 扣费投诉]]、[[2027-01-13 成交面谈]]、[[2027|今年]]\n"
        "2027 年 1 月 14 日，星期四；2027年1月；01-15 周五；2029 年退休"
    )


def test_what_only_looks_like_a_date_stays() -> None:
    text = "138 0000 0417，0571-8800 1512，[[王芳-0417]]，10:15-11:30，99-99，2026-13-45，2026-13，10d/15d"
    assert moved(text, today="2027-01-14") == text


def test_days_kept_every_year_know_themselves_by_their_key() -> None:
    assert moved(
        '生日: 1992-11-26\n农历生日: "10-15"\n生日(无年): 11-30\n开户日: 2026-11-20\nperiod: "2026"\n'
        "- 女儿 [生日:: 2026-01-02] [农历生日:: 十月十六]\n",
        today="2027-01-14",
    ) == (
        '生日: 1993-01-17\n农历生日: "12-07"\n生日(无年): 01-21\n开户日: 2027-01-13\nperiod: "2027"\n'
        "- 女儿 [生日:: 2026-02-23] [农历生日:: 12-08]\n"
    )


def test_a_day_without_a_year_is_near_the_day_of_its_note() -> None:
    """12-28 in a journal of January is the December before."""
    assert moved("12-28 来", today="2026-11-24", written="2026-01-05") == "12-28 来"  # a Sunday
    assert moved("12-28 来", today="2026-11-24", written="2026-11-23") == "12-29 来"  # a Monday


@pytest.mark.parametrize(
    ("path", "becomes"),
    [
        ("journal/2026/2026-11-23.md", "journal/2027/2027-01-04.md"),
        ("journal/2026/2026-11-20.md", "journal/2027/2027-01-01.md"),
        ("journal/2026/2026-11-19.md", "journal/2026/2026-12-31.md"),
        ("periods/2026.md", "periods/2027.md"),
        ("periods/2026-Q4.md", "periods/2027-Q1.md"),
        ("periods/2026-W47.md", "periods/2026-W53.md"),
        ("clients/面谈/2026-11-20 郑国栋 成交面谈.md", "clients/面谈/2027-01-01 郑国栋 成交面谈.md"),
        ("clients/王芳-8899.md", "clients/王芳-8899.md"),
    ],
)
def test_names_of_files(path: str, becomes: str) -> None:
    assert move_path(path, Move(MONDAY, date(2027, 1, 4))) == becomes


@given(st.text(), todays)
def test_any_text_can_be_moved(text: str, today: date) -> None:
    moved_text = text_mover(Move(MONDAY, today), PLAYBOOK)(text, None)
    assert moved_text.count("\n") == text.count("\n")
    assert today != MONDAY or moved_text == text


def test_periods_in_the_first_column_of_a_members_table_move_and_figures_do_not() -> None:
    assert moved("| 2026 | 有效电话 | 2026 |\n| 2026-Q4 | 有效电话 | 2300 |\n", "2027-02-10") == (
        "| 2027 | 有效电话 | 2026 |\n| 2027-Q1 | 有效电话 | 2300 |\n"
    )
