"""Amounts, dates and counts as the reader of a language writes them."""

from __future__ import annotations

from datetime import date

import pytest

from cmkb.locales import spoken, translator
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Cadence, LunarDay
from cmkb.pages import format as words
from cmkb.pages.period_words import short, title
from cmkb.playbooks.loader import load_playbook
from cmkb.playbooks.wording import worded
from cmkb.views.spans import span_of

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("value", "chinese", "english"),
    [
        (None, "—", "—"),
        (8600, "8,600", "8,600"),
        (352_000, "35.2万", "352K"),
        (1_234_567, "123.46万", "1.23M"),
        (-50_000, "-5万", "-50K"),
        (2_500_000_000, "25亿", "2.5B"),
    ],
)
def test_amounts_are_written_as_the_reader_counts(value: int | None, chinese: str, english: str) -> None:
    with spoken("zh"):
        assert words.amount(value) == chinese
    with spoken("en"):
        assert words.amount(value) == english


def test_values_are_written_in_the_readers_words() -> None:
    values = (True, Cadence(10, 15, ()), LunarDay(6, 8, True))
    with spoken("zh"):
        assert [words.text_of(value) for value in values] == ["是", "10天/15天", "闰六月初八"]
        assert (words.text_of(3, "分"), words.text_of(("茶", "山"))) == ("3分", "茶、山")
    with spoken("en"):
        assert [words.text_of(value) for value in values] == ["yes", "10/15 days", "leap 6-8"]
        assert (words.text_of(3, "min"), words.text_of(("tea", "hills"))) == ("3 min", "tea, hills")
    assert lunar_words(LunarDay(10, 15), "en") == "10-15"


def test_days_and_periods_are_named_as_the_reader_names_them() -> None:
    assert words.long_date(TODAY, "en") == "Wednesday, 25 November 2026"
    named = {
        grain: title(span_of(TODAY, grain), "en") for grain in ("week", "month", "quarter", "half", "year")
    }
    assert named == {
        "week": "Week 48 of 2026", "month": "November 2026", "quarter": "Q4 2026", "half": "Second half of 2026",
        "year": "2026",
    }  # fmt: skip
    assert short(span_of(TODAY, "week"), "en") == "Week 48"


@pytest.mark.parametrize(
    ("text", "n", "chinese", "english"),
    [
        ("逾期 {n} 天", 1, "逾期 1 天", "1 day late"),
        ("逾期 {n} 天", 12, "逾期 12 天", "12 days late"),
        ("{n} 位", "1", "1 位", "1 client"),
        ("{n} 位", 0, "0 位", "0 clients"),
    ],
)
def test_one_is_not_many(text: str, n: object, chinese: str, english: str) -> None:
    assert translator("zh")(text).format(n=n) == chinese
    assert translator("en")(text).format(n=n) == english


def test_units_stand_behind_one_and_many() -> None:
    books = {language: worded(load_playbook("bank-personal")[0], language) for language in ("zh", "en")}
    units = {language: book.kpis["calls"].unit for language, book in books.items()}
    with spoken("zh"):
        assert [words.with_unit(n, units["zh"]) for n in ("1", "12")] == ["1通", "12通"]
    with spoken("en"):
        assert [words.with_unit(n, units["en"]) for n in ("1", "12")] == ["1 call", "12 calls"]
        assert words.with_unit("1", "%") == "1%"
