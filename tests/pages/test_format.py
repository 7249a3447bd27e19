"""Typed values as people read them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.model.note import Cadence, Link, LunarDay, Moment, MonthDay, NoCadence, Place, Planned
from cmkb.pages import format as words

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (200_000, "元", "20万"),
        (8_600, "元", "8,600"),
        (150_000_000, "元", "1.5亿"),
        (12_345.5, "元", "1.23万"),
        (1_200, "个", "1,200"),
        (2.50, "小时", "2.5"),
        (0, "元", "0"),
        (None, "元", "—"),
        (None, "个", "—"),
    ],
)
def test_quantities(value: int | float | None, unit: str, shown: str) -> None:
    assert words.quantity(value, unit) == shown


def test_days() -> None:
    assert words.day(date(2026, 1, 5), MONDAY) == "01-05"
    assert words.day(date(2027, 1, 5), MONDAY) == "2027-01-05"
    assert words.day(None, MONDAY) == "—"
    assert words.weekday(MONDAY) == "周一"
    assert words.weekday(MONDAY, "en") == "Mon"
    assert words.long_date(MONDAY) == "2026年11月23日　星期一"
    assert words.long_date(MONDAY, "en") == "Monday, 23 November 2026"


def test_a_rate_and_a_phone() -> None:
    assert (words.percent(0.666), words.percent(None)) == ("67%", "—")
    assert words.phone("13812345678") == "138 **** 5678"
    assert words.phone("62341234") == "**** 1234"
    assert words.phone("95588") == "95588"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ((), ""),
        (True, "是"),
        (3, "3天"),
        (date(2026, 11, 23), "2026-11-23"),
        (Moment(MONDAY, "15:00"), "2026-11-23 15:00"),
        (Moment(MONDAY), "2026-11-23"),
        (Planned(MONDAY, "回访"), "2026-11-23 回访"),
        (LunarDay(6, 8, leap=True), "闰六月初八"),
        (MonthDay(4, 7), "04-07"),
        (Cadence(10, 15), "10天/15天"),
        (Cadence(30, 30), "30天"),
        (NoCadence(), "不提醒"),
        (Link("王芳-8899", Place(1, 1), alias="王姐"), "王姐"),
        (("养老", "", "教育"), "养老、教育"),
        ({"甲": ("乙", {"丙": "丁"})}, "甲：乙、丙：丁"),
    ],
)
def test_any_value(value: Any, shown: str) -> None:
    assert words.text_of(value, "天") == shown


def test_an_amount_in_a_field() -> None:
    assert words.text_of(200_000, kind="money") == "20万"


@given(st.floats() | st.integers())
def test_no_number_is_too_strange(value: float) -> None:
    assert words.quantity(value, "元")
    assert words.text_of(value)
