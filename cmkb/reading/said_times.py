"""A time of day as people say it: `15:00`, `下午3点半`, `3pm`."""

from __future__ import annotations

import re

from cmkb.patterns import pattern
from cmkb.reading.half_width import half_width
from cmkb.reading.numerals import NUMBER, number

LONGEST = 60

_PART = r"凌晨|清晨|清早|早上|早晨|早|上午|中午|下午|傍晚|晚上|夜里|晚"
_HOUR = rf"""(?P<part>{_PART})?\ ?(?P<hour>{NUMBER})
    (?: :(?P<minute>[0-5][0-9])(?::[0-5][0-9])?
      | [点时](?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<words>{NUMBER})分?)?
      | (?=\ ?[ap]m)
    )"""
TIME = pattern(
    _HOUR
    + rf"\ ?(?P<english>[ap]m)?(?:\ ?[-~–—至到]\ ?(?:{_PART})?(?:{NUMBER})(?:[:点时][0-5]?[0-9半]?分?))?",
    re.VERBOSE,
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚", "夜里", "pm"}
_MORNING = {"凌晨", "清晨", "清早", "早上", "早晨", "早", "上午", "am"}


def time_of(match: re.Match[str]) -> str | None:
    """`HH:MM` from a match of TIME; None where the words name no time, or none for sure."""
    try:
        hour = number(match["hour"])
        minute = number(match["minute"] or match["words"] or "0")
    except ValueError:
        return None
    minute += 30 if match["half"] else {"一": 15, "三": 45}.get(match["quarter"] or "", 0)
    part = match["english"] or match["part"] or ""
    if (part in _AFTERNOON and 1 <= hour <= 11) or (part == "中午" and 1 <= hour <= 2):
        hour += 12
    elif part in _MORNING and hour == 12 and match["english"]:
        hour = 0
    elif (part in _AFTERNOON and hour == 12 and part not in ("下午", "pm")) or (
        part in _MORNING and hour > 12
    ):
        return None
    elif not part and not match["minute"] and 1 <= hour <= 7:
        return None  # nobody means three at night, but nobody said afternoon either
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def time_as_said(text: str) -> str | None:
    """`15:00`, `下午3点半`, `3pm` → `HH:MM`. `3点` says neither morning nor afternoon and is none."""
    if len(text) > LONGEST:
        return None
    match = TIME.fullmatch(half_width(text.strip()))
    return time_of(match) if match else None
