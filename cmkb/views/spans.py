"""Weeks, months, quarters, halves and years: their names, their first and last day."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from unicodedata import normalize

from cmkb.model.immutable import immutable

GRAINS = ("week", "month", "quarter", "half", "year")  # finest first

_DAY = timedelta(1)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_NUMERALS = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_YEAR = r"(?P<year>[12]\d{3})"
_NAMES = {
    "week": re.compile(rf"{_YEAR}(?:-?W|年?第)(?P<part>\d{{1,2}})周?"),
    "quarter": re.compile(rf"{_YEAR}(?:-?Q|年?第?)(?P<part>[1-4一二三四])(?:季度?)?"),
    "half": re.compile(rf"{_YEAR}(?:-?H|年?)(?P<part>[12上下])(?:半年)?"),
    "month": re.compile(rf"{_YEAR}[-./年](?P<part>\d{{1,2}})月?"),
    "year": re.compile(rf"{_YEAR}年?"),
}
_SAYS_SO = {"week": "W周", "quarter": "Q季", "half": "H半"}  # without one of these it is something else

_GRAIN_SAID = {
    "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter", "季": "quarter", "半年": "half",
    "年": "year", "年度": "year", "week": "week", "month": "month", "quarter": "quarter", "half": "half", "half-year": "half",
    "year": "year",
}  # fmt: skip
_SAID = re.compile(
    r"(?P<zh>[上本这下]|[去今明](?=年))个?(?P<what>周|星期|礼拜|月|季度?|半年|年度?)"
    r"|(?P<en>last|this|next) (?P<grain>week|month|quarter|half|half-year|year)"
)


@immutable(order=True)
class Span:
    """A stretch of days, both ends included. `grain` is one of GRAINS, or "" for any other stretch."""

    start: date
    end: date
    grain: str = ""

    @property
    def key(self) -> str:
        """`2026-W48`, `2026-11`, `2026-Q4`, `2026-H2`, `2026`"""
        year, month = self.start.year, self.start.month
        if self.grain == "week":
            iso = self.start.isocalendar()
            return f"{iso.year}-W{iso.week:02}"
        if self.grain == "month":
            return f"{year}-{month:02}"
        if self.grain == "quarter":
            return f"{year}-Q{(month + 2) // 3}"
        if self.grain == "half":
            return f"{year}-H{1 if month == 1 else 2}"
        return f"{year}" if self.grain == "year" else f"{self.start}/{self.end}"

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def days(self) -> Iterator[date]:
        return (self.start + timedelta(n) for n in range((self.end - self.start).days + 1))


def span_of(day: date, grain: str) -> Span:
    """The one of this grain in which the day lies. Weeks begin on Monday."""
    if grain == "week":
        monday = day - _DAY * day.weekday()
        return Span(monday, monday + _DAY * 6, grain)
    months = _MONTHS[grain]
    first = (day.month - 1) // months * months + 1
    start = date(day.year, first, 1)
    last = first + months - 1
    end = date(day.year, 12, 31) if last == 12 else date(day.year, last + 1, 1) - _DAY
    return Span(start, end, grain)


def part_of(day: date, per: str) -> Span:
    """As `span_of`, and besides: the day itself, or its half of the month."""
    if per == "day":
        return Span(day, day)
    if per != "half-month":
        return span_of(day, per)
    month = span_of(day, "month")
    if day.day <= 15:
        return Span(month.start, month.start.replace(day=15))
    return Span(month.start.replace(day=16), month.end)


def previous(span: Span) -> Span:
    return span_of(span.start - _DAY, span.grain)


def read_span(text: str) -> Span | None:
    """`2026-W48`, `2026-11`, `2026年11月`, `2026-Q4`, `2026年第四季度`, `2026下半年`, `2026`; words may follow."""
    words = normalize("NFKC", text).strip().upper().split()
    name = words[0] if words else ""
    for grain, pattern in _NAMES.items():
        match = pattern.fullmatch(name)
        if match is None or not any(sign in name for sign in _SAYS_SO.get(grain, name)):
            continue
        try:
            return _span(grain, int(match["year"]), match.groupdict().get("part") or "1")
        except ValueError:
            return None
    return None


def span_as_said(text: str, today: date) -> Span | None:
    """`本周`, `下个月`, `上季度`, `明年`, `上半年` (of this year), `next month`."""
    match = _SAID.fullmatch(" ".join(normalize("NFKC", text).lower().split()))
    if match is None:
        return None
    which, grain = match["zh"] or match["en"], _GRAIN_SAID[match["what"] or match["grain"]]
    if grain == "half" and which in ("上", "下"):
        return _span(grain, today.year, which)
    span = span_of(today, grain)
    if which in ("上", "去", "last"):
        return previous(span)
    return span_of(span.end + _DAY, grain) if which in ("下", "明", "next") else span


def _span(grain: str, year: int, part: str) -> Span:
    """Raises ValueError for a month 13 or a week 54."""
    number = _NUMERALS.get(part) or int(part)
    if grain == "week":
        return span_of(date.fromisocalendar(year, number, 1), grain)
    return span_of(date(year, (number - 1) * _MONTHS[grain] + 1, 1), grain)


def pieces(span: Span, grain: str) -> tuple[Span, ...]:
    """The span cut into days, or into weeks or months whose ends are cut off where they reach beyond it."""
    if grain == "day":
        return tuple(Span(day, day) for day in span.days())
    found: list[Span] = []
    day = span.start
    while day <= span.end:
        whole = span_of(day, grain)
        inside = whole.start >= span.start and whole.end <= span.end
        found.append(whole if inside else Span(day, min(whole.end, span.end)))
        day = found[-1].end + _DAY
    return tuple(found)
