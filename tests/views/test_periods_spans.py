"""Names of periods, as people write them, and the days they have."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.views.spans import GRAINS, pieces, previous, read_span, span_as_said, span_of


@pytest.mark.parametrize(
    ("written", "key", "days"),
    [
        ("2026-W48", "2026-W48", "2026-11-23 2026-11-29"),
        ("2026W48", "2026-W48", "2026-11-23 2026-11-29"),
        ("2026年第48周", "2026-W48", "2026-11-23 2026-11-29"),
        ("2026-w1", "2026-W01", "2025-12-29 2026-01-04"),
        ("2026-11", "2026-11", "2026-11-01 2026-11-30"),
        ("2026/2", "2026-02", "2026-02-01 2026-02-28"),
        ("２０２６年１１月", "2026-11", "2026-11-01 2026-11-30"),
        ("2026-Q4", "2026-Q4", "2026-10-01 2026-12-31"),
        ("2026Q1", "2026-Q1", "2026-01-01 2026-03-31"),
        ("2026年第四季度", "2026-Q4", "2026-10-01 2026-12-31"),
        ("2026-H1", "2026-H1", "2026-01-01 2026-06-30"),
        ("2026年下半年", "2026-H2", "2026-07-01 2026-12-31"),
        ("2026", "2026", "2026-01-01 2026-12-31"),
        ("2026年", "2026", "2026-01-01 2026-12-31"),
        ("2026-11 目标", "2026-11", "2026-11-01 2026-11-30"),
    ],
)
def test_a_period_is_read_as_it_is_written(written: str, key: str, days: str) -> None:
    span = read_span(written)
    assert span is not None
    assert (span.key, f"{span.start} {span.end}") == (key, days)


@pytest.mark.parametrize(
    "written", ["", "目标", "2026-13", "2026-W54", "2025-W53", "2026-Q5", "11月", "2026-11-23", "20261"]
)
def test_what_is_no_period_is_none(written: str) -> None:
    assert read_span(written) is None


DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(DAYS, st.sampled_from(GRAINS))
def test_every_day_lies_in_one_period_of_each_length_which_is_read_back_by_its_name(
    day: date, grain: str
) -> None:
    span = span_of(day, grain)
    assert day in span
    assert read_span(span.key) == span
    assert previous(span).end == span.start - timedelta(1)


@given(DAYS, st.sampled_from(GRAINS), st.sampled_from(("day", "week", "month")))
def test_pieces_are_the_period_without_gap_or_overlap(day: date, grain: str, cut: str) -> None:
    span = span_of(day, grain)
    days = [d for piece in pieces(span, cut) for d in piece.days()]
    assert days == list(span.days())


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("本周", "2026-W48"),
        ("下周", "2026-W49"),
        ("上星期", "2026-W47"),
        ("这个月", "2026-11"),
        ("下个月", "2026-12"),
        ("上月", "2026-10"),
        ("本季度", "2026-Q4"),
        ("下季度", "2027-Q1"),
        ("上半年", "2026-H1"),  # of this year, not the half before
        ("下半年", "2026-H2"),
        ("本半年", "2026-H2"),
        ("今年", "2026"),
        ("去年", "2025"),
        ("明年", "2027"),
        ("本年度", "2026"),
        ("Next month", "2026-12"),
        ("last week", "2026-W47"),
    ],
)
def test_a_period_is_understood_as_people_say_it(said: str, key: str) -> None:
    span = span_as_said(said, date(2026, 11, 23))
    assert span is not None
    assert span.key == key


@pytest.mark.parametrize("said", ["2026-11", "下周三", "月底", "去月", ""])
def test_other_words_are_no_period(said: str) -> None:
    found = span_as_said(said, date(2026, 11, 23))
    assert found is None
