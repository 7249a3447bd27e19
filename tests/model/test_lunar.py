"""Lunar days and the days they fall on, also where a year lacks the day or the month."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.lunar import FIRST_DAY, LAST_DAY, lunar_day, next_lunar, read_lunar_words, solar_date
from cmkb.model.note import LunarDay


def test_mid_autumn_of_2026() -> None:
    assert solar_date(2026, LunarDay(8, 15)) == date(2026, 9, 25)


def test_day_30_of_a_month_of_29_is_the_29th() -> None:
    assert solar_date(2026, LunarDay(12, 30)) == solar_date(2026, LunarDay(12, 29)) == date(2027, 2, 5)


def test_a_leap_month_that_a_year_lacks_is_the_plain_one() -> None:
    assert solar_date(2025, LunarDay(6, 8, leap=True)) == date(2025, 8, 1)
    assert solar_date(2026, LunarDay(6, 8, leap=True)) == solar_date(2026, LunarDay(6, 8))


def test_beyond_the_tables_there_is_no_day() -> None:
    assert solar_date(1899, LunarDay(1, 1)) is None
    assert solar_date(2101, LunarDay(1, 1)) is None
    assert lunar_day(date(1800, 1, 1)) is None
    assert next_lunar(LunarDay(1, 1), date.max) is None


def test_words_for_days() -> None:
    days = "正月初一 二月初十 闰六月初八 八月十五 十月二十 冬月廿三 十一月二十三 腊月三十 十二月卅"
    assert [read_lunar_words(word) for word in days.split()] == [
        LunarDay(1, 1),
        LunarDay(2, 10),
        LunarDay(6, 8, leap=True),
        LunarDay(8, 15),
        LunarDay(10, 20),
        LunarDay(11, 23),
        LunarDay(11, 23),
        LunarDay(12, 30),
        LunarDay(12, 30),
    ]
    assert read_lunar_words("十三月初一") is None


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_a_day_is_found_again_by_its_lunar_name(day: date) -> None:
    found = lunar_day(day)
    assert found is not None
    year, lunar = found
    assert solar_date(year, lunar) == day
    assert next_lunar(lunar, day) == day
