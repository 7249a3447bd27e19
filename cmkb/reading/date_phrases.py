"""The grammar behind `dates.py`: what a date may begin with, each phrase a pattern and a rule."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cmkb.model.lunar import LUNAR_DAY, LUNAR_MONTH, lunar_day, next_lunar, read_lunar_words
from cmkb.model.note import LunarDay
from cmkb.patterns import pattern
from cmkb.reading.numerals import DIGITS, NUMBER, number

IsWorkday = Callable[[date], bool]


class Found(NamedTuple):
    day: date
    end: int
    loose: bool  # may be the beginning of another word: wants a separator after it
    part: str  # the part of the day that the phrase named: `今晚`


class _When(NamedTuple):
    anchor: date
    is_workday: IsWorkday | None


@dataclass(frozen=True, slots=True)
class _Phrase:
    pattern: re.Pattern[str]
    rule: Callable[[re.Match[str], _When], date | None]
    relative: bool = True
    loose: bool = False


def date_at_start(words: str, anchor: date | None, is_workday: IsWorkday | None) -> Found | None:
    """The longest phrase that `words` begin with."""
    best: Found | None = None
    for phrase in _PHRASES:
        if phrase.relative and anchor is None:
            continue
        match = phrase.pattern.match(words)
        if not match or (best and match.end() <= best.end):
            continue
        try:
            day = phrase.rule(match, _When(anchor or date.min, is_workday))
        except (ValueError, OverflowError):
            continue
        if day is not None:
            best = Found(day, match.end(), phrase.loose, "")
    if best is None:
        if anchor is not None and (match := _TONIGHT.match(words)):
            day = anchor + timedelta(_DAY_OFFSETS[match["day"] + "天"])
            return Found(day, match.end(), False, match["part"])
        return None
    return _with_weekday(words, best)


def _with_weekday(words: str, found: Found) -> Found | None:
    """A weekday that is given beside a date must be that date's: `11月25日(周三)`."""
    match = _BESIDE.match(words, found.end)
    if not match:
        return found
    weekday = match["bracketed"] or match["bare"]
    if _weekday(weekday) != found.day.weekday():
        return None
    return found._replace(end=match.end(), loose=False)


def _weekday(words: str) -> int:
    return _WEEKDAYS[words[-1]] if words[:3] not in _EN_DAYS else _EN_DAYS[words[:3]]


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


_DAY_OFFSETS = {
    "今天": 0, "今日": 0, "当天": 0, "当日": 0, "today": 0, "明天": 1, "明日": 1, "次日": 1, "第二天": 1,
    "tomorrow": 1, "tmr": 1, "后天": 2, "後天": 2, "day after tomorrow": 2, "the day after tomorrow": 2,
    "大后天": 3, "昨天": -1, "昨日": -1, "yesterday": -1, "前天": -2, "大前天": -3,
}  # fmt: skip
_TONIGHT = pattern(r"(?P<day>[今明昨])(?P<part>晚上?|早上?)")
_WEEKDAYS = (
    {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6, "末": 5} | {str(i + 1): i for i in range(7)}
)
_EN_DAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_EN_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# Sun before a word in letters is a surname.
_EN_NUMBERS = {
    word: n
    for n, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"), 1
    )
    for word in words.split()
}
_EN_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun(?=day|(?! [a-z])))(?:day)?(?![a-z])"
_EN_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEK = "周|星期|礼拜"
_BESIDE = pattern(
    rf"\ ?\(\ ?(?P<bracketed>(?:{_WEEK})[一二三四五六日天]|{_EN_DAY})\ ?\)"
    rf"|\ ?(?P<bare>(?:{_WEEK})[一二三四五六日天])"
)
_YEARS = {"今年": 0, "明年": 1, "后年": 2, "去年": -1, "前年": -2}


def _near(words: str) -> int:
    """`上` -1, `本` 0, `下` 1, `下下` 2."""
    words = words.rstrip("个")
    if words[:1] == "下":
        return len(words)
    return -len(words) if words[:1] == "上" else 0


def _full(match: re.Match[str], when: _When) -> date:
    return date(int(match["y"]), int(match["m"]), int(match["d"]))


def _full_in_words(match: re.Match[str], when: _When) -> date:
    year = number(match["y"])
    return date(2000 + year if year < 100 else year, number(match["m"]), number(match["d"]))


def _month_day(match: re.Match[str], when: _When) -> date:
    month, day = number(match["m"]), number(match["d"])
    if match["year"]:
        return date(when.anchor.year + _YEARS[match["year"]], month, day)
    return _next_month_day(month, day, when.anchor)


def _english_day(match: re.Match[str], when: _When) -> date:
    month, day = _EN_MONTHS[match["m"][:3]], int(match["d"])
    return date(int(match["y"]), month, day) if match["y"] else _next_month_day(month, day, when.anchor)


def _english_span(match: re.Match[str], when: _When) -> date | None:
    count = _EN_NUMBERS.get(match["n"]) or int(match["n"])
    if _WORKDAY_UNIT.search(match["unit"]):
        return _workdays_on(when, count)
    days = {"d": 1, "w": 7}.get(match["unit"][0], 0)
    months = {"m": 1, "y": 12}.get(match["unit"][0], 0)
    return _shift_month(when.anchor, count * months) + timedelta(count * days)


def _english_end(match: re.Match[str], when: _When) -> date:
    following = match["next"] is not None
    if (match["unit"] or "month") == "year":
        return date(when.anchor.year + following, 12, 31)
    if match["unit"] == "quarter":
        last = date(when.anchor.year, (when.anchor.month + 2) // 3 * 3, 1)
        return _month_end(_shift_month(last, 3 * following))
    return _month_end(_shift_month(when.anchor.replace(day=1), int(following)))


def _day_of_month(match: re.Match[str], when: _When) -> date | None:
    day, first = number(match["d"]), when.anchor.replace(day=1)
    if match["month"]:
        return _shift_month(first, _near(match["month"])).replace(day=day)
    for month in (first, _shift_month(first, 1)):
        if day <= _month_end(month).day and month.replace(day=day) >= when.anchor:
            return month.replace(day=day)
    return None


def _week_day(match: re.Match[str], when: _When) -> date:
    weekday = _WEEKDAYS[match["weekday"]]
    if not match["week"]:
        return when.anchor + timedelta((weekday - when.anchor.weekday()) % 7)
    return _monday(when.anchor) + timedelta(7 * _near(match["week"]) + weekday)


def _weekend(match: re.Match[str], when: _When) -> date:
    return when.anchor + timedelta((5 - when.anchor.weekday()) % 7)


def _english_week_day(match: re.Match[str], when: _When) -> date:
    weekday = _EN_DAYS[match["weekday"][:3]]
    if not match["week"]:
        return when.anchor + timedelta((weekday - when.anchor.weekday()) % 7)
    return _monday(when.anchor) + timedelta({"this": 0, "next": 7, "last": -7}[match["week"]] + weekday)


def _monday(day: date) -> date:
    return day - timedelta(day.weekday())


def _coming_week(match: re.Match[str], when: _When) -> date:
    return _monday(when.anchor) + timedelta(7 * _near(match["week"]) if match["week"] else 7)


def _part_of_month(match: re.Match[str], when: _When) -> date | None:
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


def _part_of_year(match: re.Match[str], when: _When) -> date:
    start = match["part"] == "初"
    if match["year"]:
        year = when.anchor.year + _YEARS[match["year"]]
        return date(year, 1, 1) if start else date(year, 12, 31)
    return _next_month_day(1, 1, when.anchor) if start else date(when.anchor.year, 12, 31)


def _quarter_end(match: re.Match[str], when: _When) -> date:
    last = date(when.anchor.year, (when.anchor.month + 2) // 3 * 3, 1)
    return _month_end(_shift_month(last, 3 * _near(match["quarter"] or "")))


def _span(match: re.Match[str], when: _When) -> date | None:
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


def _workdays_on(when: _When, count: int) -> date | None:
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


def _workday_count(match: re.Match[str], when: _When) -> date | None:
    return _workdays_on(when, int(match["n"]))


def _next_workday(match: re.Match[str], when: _When) -> date | None:
    return _workdays_on(when, 1)


def _after_holiday(match: re.Match[str], when: _When) -> date | None:
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


def _lunar(match: re.Match[str], when: _When) -> date | None:
    lunar = read_lunar_words(match["words"])
    return next_lunar(lunar, when.anchor) if lunar else None


def _lunar_in_digits(match: re.Match[str], when: _When) -> date | None:
    lunar = LunarDay(int(match["m"]), int(match["d"]), bool(match["leap"]))
    return next_lunar(lunar, when.anchor) if 1 <= lunar.month <= 12 and 1 <= lunar.day <= 30 else None


def _lunar_first(match: re.Match[str], when: _When) -> date | None:
    """`初三`: that day of this lunar month or the next."""
    wanted = DIGITS.get(match["d"], 10)
    for offset in range(32):
        day = when.anchor + timedelta(offset)
        found = lunar_day(day)
        if found and found[1].day == wanted:
            return day
    return None


def _new_years_eve(match: re.Match[str], when: _When) -> date | None:
    return next_lunar(LunarDay(12, 30), when.anchor)


def _new_years_day(match: re.Match[str], when: _When) -> date | None:
    return next_lunar(LunarDay(1, DIGITS.get(match["d"], 10)), when.anchor)


def _named_day(match: re.Match[str], when: _When) -> date:
    return when.anchor + timedelta(_DAY_OFFSETS[match[0]])


def _phrase(
    spelling: str,
    rule: Callable[[re.Match[str], _When], date | None],
    relative: bool = True,
    loose: bool = False,
) -> _Phrase:
    return _Phrase(pattern(spelling.replace("{N}", NUMBER).replace(" ?", r"\s*")), rule, relative, loose)


_NEAR = "上{1,2}个?|本|这个?|下{1,3}个?"
_UNIT = (
    "个?工作日|个?交易日|working days?|business days?|天|日|days?|d|个?周|个?星期|个?礼拜|weeks?|w"
    "|个月|月|months?|m|年|years?|y"
)
_EN_COUNT = f"[0-9]{{1,4}}|{'|'.join(sorted(_EN_NUMBERS, key=len, reverse=True))}"
_EN_UNIT = "working days?|business days?|days?|weeks?|months?|years?"
_YEAR = "|".join(_YEARS)
_OF_LUNAR = r"(?:农历|阴历|旧历) ?"
_SURELY_LUNAR = (
    rf"闰?(?:正|冬|腊)月{LUNAR_DAY}|{LUNAR_MONTH}(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅)"
)
_PHRASES: tuple[_Phrase, ...] = (
    _phrase(r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9])", _full, relative=False),
    _phrase(r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", _full, relative=False),
    _phrase(
        r"(?P<y>[0-9]{4}|[0-9]{2}|[零〇一二三四五六七八九]{4}) ?年 ?"
        r"(?P<m>{N}) ?月 ?(?P<d>{N}) ?[日号]?(?![0-9])",
        _full_in_words,
        relative=False,
    ),
    _phrase("|".join(sorted((k for k in _DAY_OFFSETS), key=len, reverse=True)), _named_day),
    _phrase(
        rf"(?P<year>{_YEAR})? ?(?P<m>[0-9]{{1,2}})[-/](?P<d>[0-9]{{1,2}})(?![0-9]|[-/][0-9])", _month_day
    ),
    _phrase(r"(?P<year>)(?P<m>[0-9]{1,2})\.(?P<d>[0-9]{1,2})(?![0-9.])", _month_day, loose=True),
    _phrase(rf"(?P<year>{_YEAR})?的? ?(?P<m>{{N}}) ?月 ?(?P<d>{{N}}) ?[日号]", _month_day),
    _phrase(rf"(?P<year>{_YEAR})? ?(?P<m>[0-9]{{1,2}}) ?月 ?(?P<d>[0-9]{{1,2}})(?![0-9日号])", _month_day),
    _phrase(rf"(?P<month>{_NEAR})月 ?(?P<d>{{N}}) ?[日号]", _day_of_month),
    _phrase(r"(?P<month>)(?P<d>{N}) ?[日号](?![线楼])", _day_of_month, loose=True),
    _phrase(rf"(?P<week>{_NEAR})?(?:{_WEEK})(?P<weekday>[一二三四五六日天]|[1-7](?![0-9]))", _week_day),
    _phrase(rf"(?P<week>{_NEAR})(?:{_WEEK})(?P<weekday>末)", _week_day),
    _phrase("周末", _weekend),
    _phrase(rf"(?P<week>下{{1,3}}个?)(?:{_WEEK})初?(?![一二三四五六日天末1-7])", _coming_week),
    _phrase(r"(?P<week>)next week(?![a-z])", _coming_week),
    _phrase(rf"(?:on )?(?:(?P<week>this|next|last) )?(?P<weekday>{_EN_DAY})", _english_week_day),
    _phrase(rf"(?:on )?(?P<weekday>{_EN_DAY}) (?P<week>this|next|last) week(?![a-z])", _english_week_day),
    _phrase(rf"(?P<n>{_EN_COUNT}) (?P<unit>{_EN_UNIT}) (?:later|from (?:now|today))(?![a-z])", _english_span),
    _phrase(rf"in (?P<n>{_EN_COUNT}) (?P<unit>{_EN_UNIT})(?![a-z])", _english_span),
    _phrase(
        r"(?:by |at )?(?:the )?end of (?:the |this )?(?P<next>next )?(?P<unit>month|quarter|year)(?![a-z])",
        _english_end,
    ),
    _phrase(r"(?P<next>next )?(?P<unit>month|quarter|year)[ -]end(?![a-z])", _english_end),
    _phrase(r"(?P<next>(?!))?(?P<unit>(?!))?eom(?![a-z])", _english_end),
    _phrase(r"(?:on )?the (?P<month>)(?P<d>[0-9]{1,2})(?:st|nd|rd|th)(?! of)", _day_of_month),
    _phrase(rf"(?P<month>{_NEAR})?(?P<number>)月(?P<part>[底末初中])旬?", _part_of_month),
    _phrase(r"(?P<month>)(?P<number>{N})月(?P<part>[底末初])", _part_of_month),
    _phrase(rf"(?:(?P<year>{_YEAR})年?|年)(?P<part>[底末初])", _part_of_year),
    _phrase(rf"(?P<quarter>{_NEAR})?季度?[底末]", _quarter_end),
    _phrase(
        rf"(?:再?过)?(?P<half>)(?P<n>{{N}}|半) ?(?P<unit>{_UNIT})(?P<more>半)?"
        r" ?(?P<after>之?后|以后|後|之?前|以前|\ ago)",
        _span,
    ),
    _phrase(
        rf"(?:再?过|in )(?P<half>half an? )?(?P<n>{{N}}|半|an|a)? ?(?P<unit>{_UNIT})"
        r"(?P<more>)(?P<after>)(?![a-z])",
        _span,
    ),
    _phrase(rf"\+ ?(?P<half>)(?P<n>[0-9]{{1,4}}) ?(?P<unit>{_UNIT})(?P<more>)(?P<after>)", _span),
    _phrase(r"t ?\+ ?(?P<n>[0-9]{1,3})", _workday_count),
    _phrase(r"下一?个(?:工作日|交易日)|next (?:working|business) day", _next_workday),
    _phrase(r"节后(?:首个|第一个|首|第一)?(?:工作日|交易日|天)", _after_holiday),
    _phrase(rf"{_OF_LUNAR}(?P<words>{LUNAR_MONTH}{LUNAR_DAY})", _lunar),
    _phrase(rf"(?P<words>{LUNAR_MONTH}{LUNAR_DAY}) ?\((?:农历|阴历)\)", _lunar),
    _phrase(rf"(?P<words>{_SURELY_LUNAR})", _lunar),
    _phrase(
        rf"{_OF_LUNAR}(?P<leap>闰?)(?P<m>[0-9]{{1,2}})(?:-|/|月)(?P<d>[0-9]{{1,2}})日?(?![0-9])",
        _lunar_in_digits,
    ),
    _phrase("初(?P<d>[一二三四五六七八九十])", _lunar_first, loose=True),
    _phrase("除夕|大年三十", _new_years_eve),
    _phrase("大年初(?P<d>[一二三四五六七八九十])", _new_years_day),
    _phrase(
        rf"(?:on )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_EN_MONTH})(?:,? (?P<y>[0-9]{{4}}))?(?![0-9:a-z])",
        _english_day,
    ),
    _phrase(
        rf"(?:on )?(?P<m>{_EN_MONTH}) (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}}))?(?![0-9:])",
        _english_day,
    ),
)
