"""The Chinese lunar calendar, with the policies of the contract for days and months that a year lacks."""

from __future__ import annotations

from datetime import date

from cmkb.model.note import LunarDay
from cmkb.patterns import pattern

FIRST_YEAR, LAST_YEAR = 1900, 2100  # of borax's tables
FIRST_DAY, LAST_DAY = date(1900, 1, 31), date(2101, 1, 28)

_MONTH_NAMES = "正二三四五六七八九十冬腊"
_ONES = {c: i for i, c in enumerate("一二三四五六七八九", 1)}
_MONTHS = {"正": 1, "冬": 11, "腊": 12, "十": 10, "十一": 11, "十二": 12} | _ONES
LUNAR_MONTH = r"闰?(?:正|冬|腊|十[一二]?|[一二三四五六七八九])月"
LUNAR_DAY = r"(?:初[一二三四五六七八九十]|二十[一二三四五六七八九]?|[十廿][一二三四五六七八九]?|三十|卅)"
_WORDS = pattern(rf"(?P<leap>闰?)(?P<month>[^月闰]+)月(?P<day>{LUNAR_DAY})")


def solar_date(year: int, lunar: LunarDay) -> date | None:
    """The day in lunar year `year`; day 30 of a month of 29 is the 29th, a leap month that the year lacks
    the plain one. None outside of 1900 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    from borax.calendars.lunardate import LCalendars, LunarDate

    leap = int(lunar.leap and LCalendars.leap_month(year) == lunar.month)
    days: int = LCalendars.ndays(year, lunar.month, leap)
    day: date = LunarDate(year, lunar.month, min(lunar.day, days), leap).to_solar_date()
    return day


def next_lunar(lunar: LunarDay, anchor: date) -> date | None:
    """The first such day on or after `anchor`."""
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        day = solar_date(year, lunar)
        if day is not None and day >= anchor:
            return day
    return None


def lunar_day(day: date) -> tuple[int, LunarDay] | None:
    """Lunar year and day of a date; None outside of the tables."""
    if not FIRST_DAY <= day <= LAST_DAY:
        return None
    from borax.calendars.lunardate import LunarDate

    found = LunarDate.from_solar(day)
    return found.year, LunarDay(found.month, found.day, bool(found.leap))


def read_lunar_words(text: str) -> LunarDay | None:
    """`二月廿三`, `腊月三十`, `闰六月初八`."""
    match = _WORDS.fullmatch(text)
    if not match or match["month"] not in _MONTHS:
        return None
    return LunarDay(_MONTHS[match["month"]], _day_of_month(match["day"]), bool(match["leap"]))


def lunar_words(day: LunarDay, language: str = "zh") -> str:
    """闰六月初八, leap 6-8"""
    if language != "zh":
        return f"{'leap ' if day.leap else ''}{day.month}-{day.day}"
    tens, ones = divmod(day.day, 10)
    name = {10: "初十", 20: "二十", 30: "三十"}.get(day.day, "初十廿三"[tens] + "十一二三四五六七八九"[ones])
    return ("闰" if day.leap else "") + _MONTH_NAMES[day.month - 1] + "月" + name


def _day_of_month(words: str) -> int:
    if words in ("初十", "二十", "三十", "卅"):
        return {"初十": 10, "二十": 20, "三十": 30, "卅": 30}[words]
    tens = {"初": 0, "十": 10, "廿": 20}.get(words[0], 20)  # 二十三 too
    return tens + _ONES.get(words[-1], 0)
