"""The grammar behind `dates.py`: what a date may begin with, each phrase a pattern and one of `date_rules`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from cmkb.model.immutable import immutable
from cmkb.model.lunar import LUNAR_DAY, LUNAR_MONTH
from cmkb.patterns import pattern
from cmkb.reading import date_rules as rules
from cmkb.reading.date_rules import IsWorkday, When
from cmkb.reading.numerals import NUMBER


class Found(NamedTuple):
    day: date
    end: int
    loose: bool  # may be the beginning of another word: wants a separator after it
    part: str  # the part of the day that the phrase named: `今晚`


@immutable
class _Phrase:
    pattern: re.Pattern[str]
    rule: Callable[[re.Match[str], When], date | None]
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
            day = phrase.rule(match, When(anchor or date.min, is_workday))
        except (ValueError, OverflowError):
            continue
        if day is not None:
            best = Found(day, match.end(), phrase.loose, "")
    if best is None:
        if anchor is not None and (match := _TONIGHT.match(words)):
            day = anchor + timedelta(rules.DAY_OFFSETS[match["day"] + "天"])
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
    return rules.WEEKDAYS[words[-1]] if words[:3] not in rules.EN_DAYS else rules.EN_DAYS[words[:3]]


_TONIGHT = pattern(r"(?P<day>[今明昨])(?P<part>晚上?|早上?)")
# Sun before a word in letters is a surname.
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


def _phrase(
    spelling: str,
    rule: Callable[[re.Match[str], When], date | None],
    relative: bool = True,
    loose: bool = False,
) -> _Phrase:
    return _Phrase(pattern(spelling.replace("{N}", NUMBER).replace(" ?", r"\s*")), rule, relative, loose)


_NEAR = "上{1,2}个?|本|这个?|下{1,3}个?"
_UNIT = (
    "个?工作日|个?交易日|working days?|business days?|天|日|days?|d|个?周|个?星期|个?礼拜|weeks?|w"
    "|个月|月|months?|m|年|years?|y"
)
_EN_COUNT = f"[0-9]{{1,4}}|{'|'.join(sorted(rules.EN_NUMBERS, key=len, reverse=True))}"
_EN_UNIT = "working days?|business days?|days?|weeks?|months?|years?"
_YEAR = "|".join(rules.YEARS)
_OF_LUNAR = r"(?:农历|阴历|旧历) ?"
_SURELY_LUNAR = (
    rf"闰?(?:正|冬|腊)月{LUNAR_DAY}|{LUNAR_MONTH}(?:初[一二三四五六七八九十]|廿[一二三四五六七八九]?|卅)"
)
_PHRASES: tuple[_Phrase, ...] = (
    _phrase(
        r"(?P<y>[0-9]{4})([-/.])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})(?![0-9])", rules.full, relative=False
    ),
    _phrase(r"(?P<y>[12][0-9]{3})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", rules.full, relative=False),
    _phrase(
        r"(?P<y>[0-9]{4}|[0-9]{2}|[零〇一二三四五六七八九]{4}) ?年 ?"
        r"(?P<m>{N}) ?月 ?(?P<d>{N}) ?[日号]?(?![0-9])",
        rules.full_in_words,
        relative=False,
    ),
    _phrase("|".join(sorted((k for k in rules.DAY_OFFSETS), key=len, reverse=True)), rules.named_day),
    _phrase(
        rf"(?P<year>{_YEAR})? ?(?P<m>[0-9]{{1,2}})[-/](?P<d>[0-9]{{1,2}})(?![0-9]|[-/][0-9])", rules.month_day
    ),
    _phrase(r"(?P<year>)(?P<m>[0-9]{1,2})\.(?P<d>[0-9]{1,2})(?![0-9.])", rules.month_day, loose=True),
    _phrase(rf"(?P<year>{_YEAR})?的? ?(?P<m>{{N}}) ?月 ?(?P<d>{{N}}) ?[日号]", rules.month_day),
    _phrase(
        rf"(?P<year>{_YEAR})? ?(?P<m>[0-9]{{1,2}}) ?月 ?(?P<d>[0-9]{{1,2}})(?![0-9日号])", rules.month_day
    ),
    _phrase(rf"(?P<month>{_NEAR})月 ?(?P<d>{{N}}) ?[日号]", rules.day_of_month),
    _phrase(r"(?P<month>)(?P<d>{N}) ?[日号](?![线楼])", rules.day_of_month, loose=True),
    _phrase(rf"(?P<week>{_NEAR})?(?:{_WEEK})(?P<weekday>[一二三四五六日天]|[1-7](?![0-9]))", rules.week_day),
    _phrase(rf"(?P<week>{_NEAR})(?:{_WEEK})(?P<weekday>末)", rules.week_day),
    _phrase("周末", rules.weekend),
    _phrase(rf"(?P<week>下{{1,3}}个?)(?:{_WEEK})初?(?![一二三四五六日天末1-7])", rules.coming_week),
    _phrase(r"(?P<week>)next week(?![a-z])", rules.coming_week),
    _phrase(rf"(?:on )?(?:(?P<week>this|next|last) )?(?P<weekday>{_EN_DAY})", rules.english_week_day),
    _phrase(
        rf"(?:on )?(?P<weekday>{_EN_DAY}) (?P<week>this|next|last) week(?![a-z])", rules.english_week_day
    ),
    _phrase(
        rf"(?P<n>{_EN_COUNT}) (?P<unit>{_EN_UNIT}) (?:later|from (?:now|today))(?![a-z])", rules.english_span
    ),
    _phrase(rf"in (?P<n>{_EN_COUNT}) (?P<unit>{_EN_UNIT})(?![a-z])", rules.english_span),
    _phrase(
        r"(?:by |at )?(?:the )?end of (?:the |this )?(?P<next>next )?(?P<unit>month|quarter|year)(?![a-z])",
        rules.english_end,
    ),
    _phrase(r"(?P<next>next )?(?P<unit>month|quarter|year)[ -]end(?![a-z])", rules.english_end),
    _phrase(r"(?P<next>(?!))?(?P<unit>(?!))?eom(?![a-z])", rules.english_end),
    _phrase(r"(?:on )?the (?P<month>)(?P<d>[0-9]{1,2})(?:st|nd|rd|th)(?! of)", rules.day_of_month),
    _phrase(rf"(?P<month>{_NEAR})?(?P<number>)月(?P<part>[底末初中])旬?", rules.part_of_month),
    _phrase(r"(?P<month>)(?P<number>{N})月(?P<part>[底末初])", rules.part_of_month),
    _phrase(rf"(?:(?P<year>{_YEAR})年?|年)(?P<part>[底末初])", rules.part_of_year),
    _phrase(rf"(?P<quarter>{_NEAR})?季度?[底末]", rules.quarter_end),
    _phrase(
        rf"(?:再?过)?(?P<half>)(?P<n>{{N}}|半) ?(?P<unit>{_UNIT})(?P<more>半)?"
        r" ?(?P<after>之?后|以后|後|之?前|以前|\ ago)",
        rules.span,
    ),
    _phrase(
        rf"(?:再?过|in )(?P<half>half an? )?(?P<n>{{N}}|半|an|a)? ?(?P<unit>{_UNIT})"
        r"(?P<more>)(?P<after>)(?![a-z])",
        rules.span,
    ),
    _phrase(rf"\+ ?(?P<half>)(?P<n>[0-9]{{1,4}}) ?(?P<unit>{_UNIT})(?P<more>)(?P<after>)", rules.span),
    _phrase(r"t ?\+ ?(?P<n>[0-9]{1,3})", rules.workday_count),
    _phrase(r"下一?个(?:工作日|交易日)|next (?:working|business) day", rules.next_workday),
    _phrase(r"节后(?:首个|第一个|首|第一)?(?:工作日|交易日|天)", rules.after_holiday),
    _phrase(rf"{_OF_LUNAR}(?P<words>{LUNAR_MONTH}{LUNAR_DAY})", rules.lunar),
    _phrase(rf"(?P<words>{LUNAR_MONTH}{LUNAR_DAY}) ?\((?:农历|阴历)\)", rules.lunar),
    _phrase(rf"(?P<words>{_SURELY_LUNAR})", rules.lunar),
    _phrase(
        rf"{_OF_LUNAR}(?P<leap>闰?)(?P<m>[0-9]{{1,2}})(?:-|/|月)(?P<d>[0-9]{{1,2}})日?(?![0-9])",
        rules.lunar_in_digits,
    ),
    _phrase("初(?P<d>[一二三四五六七八九十])", rules.lunar_first, loose=True),
    _phrase("除夕|大年三十", rules.new_years_eve),
    _phrase("大年初(?P<d>[一二三四五六七八九十])", rules.new_years_day),
    _phrase(
        rf"(?:on )?(?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_EN_MONTH})(?:,? (?P<y>[0-9]{{4}}))?(?![0-9:a-z])",
        rules.english_day,
    ),
    _phrase(
        rf"(?:on )?(?P<m>{_EN_MONTH}) (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}}))?(?![0-9:])",
        rules.english_day,
    ),
)
