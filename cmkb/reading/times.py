"""Times of day as people write them: `10:15`, `9：5`, `下午3点半`, `10:15-10:40`."""

from __future__ import annotations

import re
from typing import NamedTuple

from cmkb.patterns import pattern

# One character becomes one character, so that offsets stay.
WIDTH = str.maketrans("０１２３４５６７８９：　－～", "0123456789: -~")

_PART = "凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|am|pm"
_ONE = (
    rf"(?:({_PART})\s{{0,3}})?(\d{{1,2}})"
    r"(?:\s?:\s?(\d{1,2})(?!\d)(?::\d\d(?!\d))?|\s?([点时])(?:(半)|(一刻)|(三刻)|(\d{1,2})分?|整)?|(?=\s?[ap]m))"
    r"(?:\s{0,3}(am|pm)\b)?"
)
_SPAN = pattern(rf"{_ONE}(?:\s{{0,3}}(?:-|–|—|~|～|至|到)\s{{0,3}}{_ONE})?(?![\d:])", re.IGNORECASE)
_COMMON = pattern(r"([01][0-9]|2[0-3]):([0-5][0-9])(?= [^\s\-–—~～至到])")
_LATER = ("下午", "傍晚", "晚上", "pm")


class TimeSpan(NamedTuple):
    """`start` as HH:MM; `mins` when an end was written; `end`: offset in the text just after."""

    start: str
    mins: int | None
    end: int
    valid: bool = True


def time_at(text: str, position: int = 0) -> TimeSpan | None:
    """The time, or stretch of time, that begins at `position`.

    Not valid: what reads as a time but is none (`25:99`), or may be in the morning or afternoon (`3点`).
    """
    character = text[position : position + 1]
    if not (character.isdigit() or character in "凌清早上中下傍晚aApP") or not character:
        return None
    if common := _COMMON.match(text, position):
        return TimeSpan(common.group(), None, common.end())
    plain = text[position : position + 60].translate(WIDTH)
    match = _SPAN.match(plain)
    if match is None:
        return None
    groups = match.groups()
    start = _minutes(groups[:9])
    end = _minutes(groups[9:], groups[0]) if groups[10] else None
    after = position + match.end()
    if start is None or (groups[10] and end is None):
        return TimeSpan("", None, after, valid=False)
    mins = end - start if end is not None and end > start else None
    return TimeSpan(f"{start // 60:02d}:{start % 60:02d}", mins, after)


def _minutes(groups: tuple[str | None, ...], part: str | None = None) -> int | None:
    """Minutes since midnight. `part`: of the day, as said with the beginning of the stretch."""
    before, hour, minute, spoken_hour, half, quarter, three, spoken, after = groups
    hours = int(hour or 0)
    minutes = 30 if half else 15 if quarter else 45 if three else int(minute or spoken or 0)
    word = (before or after or part or "").lower()
    if not word and spoken_hour and 1 <= hours <= 7:
        return None
    if (word in _LATER and 1 <= hours < 12) or (word == "中午" and 1 <= hours <= 2):
        hours += 12
    elif word == "am" and hours == 12:
        hours = 0
    if hours > 23 or minutes > 59:
        return None
    return hours * 60 + minutes
