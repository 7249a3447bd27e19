"""Days that everybody keeps: fixed by the solar or the lunar calendar, by the sun, or by a weekday of a month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache, lru_cache

from borax.calendars.lunardate import TERMS_CN, TermUtils

from cmkb.model.immutable import immutable
from cmkb.model.lunar import FIRST_YEAR, LAST_YEAR, read_lunar_words, solar_date
from cmkb.model.note import LunarDay, MonthDay
from cmkb.patterns import pattern

_SOLAR = {
    "元旦": MonthDay(1, 1), "情人节": MonthDay(2, 14), "妇女节": MonthDay(3, 8), "劳动节": MonthDay(5, 1),
    "青年节": MonthDay(5, 4), "儿童节": MonthDay(6, 1), "建军节": MonthDay(8, 1), "教师节": MonthDay(9, 10),
    "国庆": MonthDay(10, 1), "圣诞": MonthDay(12, 25),
}  # fmt: skip
_LUNAR = {
    "春节": LunarDay(1, 1), "元宵": LunarDay(1, 15), "端午": LunarDay(5, 5), "七夕": LunarDay(7, 7),
    "中元": LunarDay(7, 15), "中秋": LunarDay(8, 15), "重阳": LunarDay(9, 9), "腊八": LunarDay(12, 8),
    "小年": LunarDay(12, 23),
}  # fmt: skip
_TERMS = {"清明": 6, "冬至": 23}  # their place among the 24 solar terms, 小寒 being 0
_WEEKDAYS = {"母亲节": (5, 2), "父亲节": (6, 3)}  # month, which of its Sundays
_OTHER_NAMES = {"新年": "元旦", "五一": "劳动节", "十一": "国庆", "三八": "妇女节", "六一": "儿童节"}

NAMES = (*_SOLAR, *_LUNAR, *_WEEKDAYS, "除夕", *TERMS_CN)  # all that days are called

_OWN = pattern(
    r"(?P<name>\S.{0,20}?)\s+(?:(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?|(?:农历)?(?P<lunar>\S+月\S+))"
)


@immutable
class Festival:
    name: str
    day: MonthDay | LunarDay | str  # a name stands for itself: 清明, 除夕


def read_festival(text: str) -> Festival | None:
    """A known name with or without 节, or a day of one's own: `行庆 06-18`, `店庆 农历八月初八`."""
    name = _OTHER_NAMES.get(text.strip(), text.strip())
    for known in (name, name.removesuffix("节"), name + "节"):
        if known in _SOLAR:
            return Festival(known, _SOLAR[known])
        if known in _LUNAR:
            return Festival(known, _LUNAR[known])
        if known in _TERMS or known in _WEEKDAYS or known == "除夕":
            return Festival(known, known)
    own = _OWN.fullmatch(name)
    if own is None:
        return None
    if own["lunar"]:
        lunar = read_lunar_words(own["lunar"])
        return Festival(own["name"], lunar) if lunar else None
    try:
        leap = date(2000, int(own["month"]), int(own["day"]))
    except ValueError:
        return None
    return Festival(own["name"], MonthDay(leap.month, leap.day))


def festival_days(festival: Festival, first: date, last: date) -> Iterator[date]:
    """Its days from `first` to `last`."""
    for year in range(first.year - 1, last.year + 1):  # the twelfth lunar month ends in the next solar year
        day = _in_year(festival.day, year)
        if day is not None and first <= day <= last:
            yield day


def named_days(first: date, last: date, own: Iterable[Festival] = ()) -> Mapping[date, tuple[str, ...]]:
    """What the days from `first` to `last` are called: the festivals that everybody knows, and `own`."""
    known = (*_LUNAR, *_SOLAR, *_TERMS, *_WEEKDAYS, "除夕")
    festivals = dict.fromkeys((*filter(None, map(read_festival, known)), *own))
    found: dict[date, tuple[str, ...]] = {}
    for festival in festivals:
        for day in festival_days(festival, first, last):
            if festival.name not in found.get(day, ()):
                found[day] = (*found.get(day, ()), festival.name)
    return found


def yearly_day(day: MonthDay | LunarDay, year: int) -> date | None:
    """Of the solar or lunar year; 29 February is the 28th in plain years."""
    if isinstance(day, LunarDay):
        return _lunar(year, day)
    try:
        return date(year, day.month, day.day)
    except ValueError:
        return date(year, 2, 28) if (day.month, day.day) == (2, 29) and 1 <= year <= 9999 else None


@cache  # a few hundred days of a few years, asked for by thousands of people
def _lunar(year: int, day: LunarDay) -> date | None:
    return solar_date(year, day)


@lru_cache(maxsize=1024)
def _in_year(day: MonthDay | LunarDay | str, year: int) -> date | None:
    if not isinstance(day, str):
        return yearly_day(day, year)
    if day == "除夕":
        spring = _lunar(year + 1, LunarDay(1, 1))
        return spring - timedelta(1) if spring else None
    if day in _TERMS:
        return _term(year, _TERMS[day])
    month, which = _WEEKDAYS[day]
    first = date(year, month, 1)
    return first + timedelta((6 - first.weekday()) % 7 + 7 * (which - 1))


def _term(year: int, index: int) -> date | None:
    if not FIRST_YEAR < year <= LAST_YEAR:
        return None
    found: date = TermUtils.nth_term_day(year, index)
    return found


# The days off by law, in the years of which nothing was announced: name → days from it on.
STATUTORY: Mapping[str, tuple[int, ...]] = {
    "元旦": (0,), "春节": (-1, 0, 1, 2), "清明": (0,), "劳动节": (0, 1), "端午": (0,), "中秋": (0,), "国庆": (0, 1, 2),
}  # fmt: skip


@lru_cache(maxsize=256)
def statutory_days(year: int) -> frozenset[date]:
    """As the law has them since 2025; which weekends are worked in exchange is announced each autumn."""
    read: Callable[[str], Festival | None] = read_festival
    found = set()
    for name, offsets in STATUTORY.items():
        festival = read(name)
        for day in festival_days(festival, date(year, 1, 1), date(year, 12, 31)) if festival else ():
            found |= {day + timedelta(n) for n in offsets}
    return frozenset(found)
