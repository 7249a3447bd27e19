"""Which days are worked: the official calendar, the law where it is not out yet, the vault's own word before both."""

from __future__ import annotations

from datetime import date

import chinese_calendar
import pytest

from cmkb.load import load_vault
from cmkb.model.calendar import Holidays
from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.reading.holidays import read_holidays
from cmkb.views.workdays import days_off, is_day_off, is_estimated, next_workday, through_days_off
from tests.drawing import drawn, problem_lines

BANK = Holidays().calendar("bank")
EXCHANGE = Holidays().calendar("exchange")


def holidays(text: str, year: int = 2027) -> tuple[Holidays, str]:
    days, problems = read_holidays(SourceFile(f"holidays/{year}.yml", drawn(text)), year)
    return Holidays(days, frozenset([year])), problem_lines(problems)


def test_days_off_of_announced_years_are_those_of_the_official_calendar() -> None:
    days = chinese_calendar.get_dates(date(2025, 9, 1), date(2026, 2, 28))

    assert [day for day in days if is_day_off(day, BANK)] == [
        d for d in days if chinese_calendar.is_holiday(d)
    ]


@pytest.mark.parametrize(
    ("day", "bank", "exchange"),
    [
        (date(2026, 11, 23), False, False),  # a Monday
        (date(2026, 11, 22), True, True),  # a Sunday
        (date(2026, 2, 17), True, True),  # 春节
        (date(2026, 2, 14), False, True),  # the Saturday worked in exchange for it
    ],
)
def test_banks_work_on_moved_weekends_and_exchanges_never(day: date, bank: bool, exchange: bool):
    assert is_day_off(day, BANK) is bank
    assert is_day_off(day, EXCHANGE) is exchange


def test_a_year_that_is_not_announced_has_the_days_of_the_law_and_is_an_estimate():
    assert not is_estimated(2026, BANK)
    assert is_estimated(2031, BANK)
    found = sorted(day for day in days_off(date(2031, 1, 1), 365, BANK) if day.weekday() < 5)
    assert [f"{day:%m-%d}" for day in found] == [
        "01-01", "01-22", "01-23", "01-24", "05-01", "05-02", "06-24", "10-01", "10-02", "10-03",
    ]  # fmt: skip


def test_the_law_gives_what_was_announced_in_the_years_that_are_known():
    """Every day off by law was one; the rest of an announcement moves weekends."""
    for year in (2025, 2026):
        for name in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
            assert is_day_off(date(year, *name), BANK)


def test_the_vaults_own_file_goes_first():
    own, problems = holidays("休: [01-01..01-03, 02-05]\n班: [2027-02-14]")
    calendar = own.calendar("bank")
    assert problems == ""
    assert not is_estimated(2027, calendar)
    assert is_day_off(date(2027, 1, 1), calendar)
    assert is_day_off(date(2027, 2, 5), calendar)
    assert not is_day_off(date(2027, 2, 14), calendar)  # a Sunday
    assert not is_day_off(date(2027, 10, 1), calendar)  # the file tells the whole year
    assert is_day_off(date(2027, 2, 14), own.calendar("exchange"))


def test_a_file_for_an_official_year_changes_single_days():
    own, _ = holidays("off: [11-24]", 2026)
    assert is_day_off(date(2026, 11, 24), own.calendar("bank"))
    assert is_day_off(date(2026, 10, 1), own.calendar("bank"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("休: [13-01]", "holidays/2027.yml:1:5 H2"),
        ("休: [2026-10-01]", "holidays/2027.yml:1:5 H2"),
        ("休: [10-07..10-01]", "holidays/2027.yml:1:5 H2"),
        ("假: [10-01]", "holidays/2027.yml:1:1 H1"),
        ("- 10-01", "holidays/2027.yml:1:1 H1"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(text: str, problem: str):
    assert holidays(text)[1] == problem


def test_the_file_is_found_in_the_vault(vault):
    folder = vault("=== holidays/2027.yml\n休: [03-08]\n班: [03-13]\n=== holidays/notes.yml\nx: 1\n")
    loaded = load_vault(folder, Settings())
    assert is_day_off(date(2027, 3, 8), loaded.vault.calendar)
    assert not is_day_off(date(2027, 3, 13), loaded.vault.calendar)
    assert not loaded.problems


def test_before_days_off_and_after_them():
    friday = date(2026, 11, 20)
    assert through_days_off(friday, BANK) == date(2026, 11, 22)
    assert next_workday(friday, BANK) == date(2026, 11, 23)
    assert through_days_off(date(2026, 11, 18), BANK) == date(2026, 11, 18)
    assert next_workday(date.max, BANK) == date.max
