"""What a date phrase means: from its match and the anchor day to a date, or to none. Its spellings: `date_phrases.py`."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from cmkb.model.lunar import lunar_day, next_lunar, read_lunar_words
from cmkb.model.note import LunarDay
from cmkb.patterns import pattern
from cmkb.reading.numerals import DIGITS, number

IsWorkday = Callable[[date], bool]


class When(NamedTuple):
    anchor: date
    is_workday: IsWorkday | None


def _shift_month(day: date, months: int) -> date:
    """The same day `months` later, at most that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _next_month_day(month: int, day: int, anchor: date) -> date:
    """The first such day on or after the anchor, this year or next."""
    for year in (anchor.year, anchor.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue  # 02-29
        if found >= anchor:
            return found
    raise ValueError


DAY_OFFSETS = {
    "今天": 0, "今日": 0, "当天": 0, "当日": 0, "today": 0, "明天": 1, "明日": 1, "次日": 1, "第二天": 1,
    "tomorrow": 1, "tmr": 1, "后天": 2, "後天": 2, "day after tomorrow": 2, "the day after tomorrow": 2,
    "大后天": 3, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 5} | {str(i + 1): i for i in range(7)}
)
EN_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_EN_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
EN_NUMBERS = {
    word: n
    for n, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
}
YEARS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}


def _near(words: str) -> int:
    """`上` -1, `本` 0, `下` 1, `下下` 2."""
    words = words.rstrip("个")
    if words[:1] == "下":
        return len(words)
    return -len(words) if words[:1] == "上" else 0


def full(match: re.Match[str], when: When) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def full_in_words(match: re.Match[str], when: When) -> date:
    year = number(match["y"])
    return date(2000 + year if year < 100 else year, number(match["m"]), number(match["d"]))


def month_day(match: re.Match[str], when: When) -> date:
    month, day = number(match["m"]), number(match["d"])
    if match["year"]:
        return date(when.anchor.year + YEARS[match["year"]], month, day)
    return _next_month_day(month, day, when.anchor)


def english_day(match: re.Match[str], when: When) -> date:
    month, day = _EN_MONTHS[match["m"][:3]], int(match["d"])
    return date(int(match["y"]), month, day) if match["y"] else _next_month_day(month, day, when.anchor)


def english_span(match: re.Match[str], when: When) -> date | None:
    count = EN_NUMBERS.get(match["n"]) or int(match["n"])
    if _WORKDAY_UNIT.search(match["unit"]):
        return _workdays_on(when, count)
    days = {"d": 1, "w": 7}.get(match["unit"][0], 0)
    months = {"m": 1, "y": 12}.get(match["unit"][0], 0)
    return _shift_month(when.anchor, count * months) + timedelta(count * days)


def english_end(match: re.Match[str], when: When) -> date:
    following = match["next"] is not None
    if (match["unit"] or "month") == "year":
        return date(when.anchor.year + following, 12, 31)
    if match["unit"] == "quarter":
        last = date(when.anchor.year, (when.anchor.month + 2) // 3 * 3, 1)
        return _month_end(_shift_month(last, 3 * following))
    return _month_end(_shift_month(when.anchor.replace(day=1), int(following)))


def day_of_month(match: re.Match[str], when: When) -> date | None:
    day, first = number(match["d"]), when.anchor.replace(day=1)
    if match["month"]:
        return _shift_month(first, _near(match["month"])).replace(day=day)
    for month in (first, _shift_month(first, 1)):
        if day <= _month_end(month).day and month.replace(day=day) >= when.anchor:
            return month.replace(day=day)
    return None


def week_day(match: re.Match[str], when: When) -> date:
    weekday = WEEKDAYS[match["weekday"]]
    if not match["week"]:
        return when.anchor + timedelta((weekday - when.anchor.weekday()) % 7)
    return _monday(when.anchor) + timedelta(7 * _near(match["week"]) + weekday)


def weekend(match: re.Match[str], when: When) -> date:
    return when.anchor + timedelta((5 - when.anchor.weekday()) % 7)


def english_week_day(match: re.Match[str], when: When) -> date:
    weekday = EN_DAYS[match["weekday"][:3]]
    if not match["week"]:
        return when.anchor + timedelta((weekday - when.anchor.weekday()) % 7)
    return _monday(when.anchor) + timedelta({"this": 0, "next": 7, "last": -7}[match["week"]] + weekday)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def coming_week(match: re.Match[str], when: When) -> date:
    return _monday(when.anchor) + timedelta(7 * _near(match["week"]) if match["week"] else 7)


def part_of_month(match: re.Match[str], when: When) -> date | None:
    first = when.anchor.replace(day=1)
    of = match["part"]
    if match["number"]:
        return _coming(of, _next_months(number(match["number"]), when.anchor), when.anchor)
    if match["month"]:
        return _of_month(of, _shift_month(first, _near(match["month"])))
    return _coming(of, (first, _shift_month(first, 1)), when.anchor)


def _next_months(month: int, anchor: date) -> tuple[date, date]:
    return date(anchor.year, month, 1), date(anchor.year + 1, month, 1)


def _of_month(part: str, first: date) -> date:
    if part in ("底", "末"):
        return _month_end(first)
    return first if part == "初" else first.replace(day=15)


def _coming(part: str, months: tuple[date, date], anchor: date) -> date | None:
    days = (_of_month(part, first) for first in months)
    return next((day for day in days if day >= anchor), None)


def part_of_year(match: re.Match[str], when: When) -> date:
    start = match["part"] == "初"
    if match["year"]:
        year = when.anchor.year + YEARS[match["year"]]
        return date(year, 1, 1) if start else date(year, 12, 31)
    return _next_month_day(1, 1, when.anchor) if start else date(when.anchor.year, 12, 31)


def quarter_end(match: re.Match[str], when: When) -> date:
    last = date(when.anchor.year, (when.anchor.month + 2) // 3 * 3, 1)
    return _month_end(_shift_month(last, 3 * _near(match["quarter"] or "")))


def span(match: re.Match[str], when: When) -> date | None:
    unit = match["unit"]
    if match[0] in ("过两天", "再过两天"):
        return None  # some day soon
    sign = -1 if match["after"].strip() in ("前", "之前", "以前", "ago") else 1
    half = bool(match["half"]) or match["n"] == "半"
    if not half and not match["n"]:
        return None
    count = 0 if half else 1 if match["n"] in ("a", "an") else number(match["n"])
    if _WORKDAY_UNIT.search(unit):
        return None if half else _workdays_on(when, sign * count)
    if _YEAR_UNIT.search(unit):
        months, days = 12 * count + (6 if half or match["more"] else 0), 0
    elif _MONTH_UNIT.search(unit):
        months, days = count, 15 if half or match["more"] else 0
    elif half or match["more"]:
        return None
    else:
        months, days = 0, count * (7 if _WEEK_UNIT.search(unit) else 1)
    return _shift_month(when.anchor, sign * months) + timedelta(sign * days)


_WORKDAY_UNIT = pattern("工作日|交易日|working|business")
_YEAR_UNIT = pattern("年|^y")
_MONTH_UNIT = pattern("月|^m")
_WEEK_UNIT = pattern("周|星期|礼拜|^w")


def _workdays_on(when: When, count: int) -> date | None:
    if abs(count) > 1000:
        return None
    is_workday = when.is_workday or (lambda day: day.weekday() < 5)
    step = timedelta(1 if count > 0 else -1)
    day, looked_at = when.anchor, 0
    while count and looked_at < 4000:
        day += step
        looked_at += 1
        if is_workday(day):
            count -= 1 if count > 0 else -1
    return day if not count else None


def workday_count(match: re.Match[str], when: When) -> date | None:
    return _workdays_on(when, int(match["n"]))


def next_workday(match: re.Match[str], when: When) -> date | None:
    return _workdays_on(when, 1)


def after_holiday(match: re.Match[str], when: When) -> date | None:
    """The first working day after the coming days off that hold a weekday. Wants a calendar of holidays."""
    if when.is_workday is None:
        return None
    holiday = False
    for offset in range(400):
        day = when.anchor + timedelta(offset)
        if when.is_workday(day):
            if holiday:
                return day
        elif day.weekday() < 5:
            holiday = True
    return None


def lunar(match: re.Match[str], when: When) -> date | None:
    lunar = read_lunar_words(match["words"])
    return next_lunar(lunar, when.anchor) if lunar else None


def lunar_in_digits(match: re.Match[str], when: When) -> date | None:
    lunar = LunarDay(int(match["m"]), int(match["d"]), bool(match["leap"]))
    return next_lunar(lunar, when.anchor) if 1 <= lunar.month <= 12 and 1 <= lunar.day <= 30 else None


def lunar_first(match: re.Match[str], when: When) -> date | None:
    """`初三`: that day of this lunar month or the next."""
    wanted = DIGITS.get(match["d"], 10)
    for offset in range(32):
        day = when.anchor + timedelta(offset)
        found = lunar_day(day)
        if found and found[1].day == wanted:
            return day
    return None


def new_years_eve(match: re.Match[str], when: When) -> date | None:
    return next_lunar(LunarDay(12, 30), when.anchor)


def new_years_day(match: re.Match[str], when: When) -> date | None:
    return next_lunar(LunarDay(1, DIGITS.get(match["d"], 10)), when.anchor)


def named_day(match: re.Match[str], when: When) -> date:
    return when.anchor + timedelta(DAY_OFFSETS[match[0]])
