"""Dates as people say them, relative to an anchor day: `周三`, `3天后`, `12-05`, `下月底`, `明天下午3点`.

What no phrase of `date_phrases` matches is no date: nothing is guessed. A month and a day without a year
(`12-05`, `5号`), and a weekday without a week, are the next ones on or after the anchor.
Without an anchor only dates that name their year are understood.
"""

from __future__ import annotations

from datetime import date

from cmkb.model.note import Moment, Planned
from cmkb.patterns import pattern
from cmkb.reading.date_phrases import date_at_start
from cmkb.reading.date_rules import IsWorkday
from cmkb.reading.half_width import half_width
from cmkb.reading.said_times import TIME, time_as_said, time_of

LONGEST = 60  # no phrase is longer


def date_as_said(text: str, anchor: date | None, is_workday: IsWorkday | None = None) -> date | None:
    """The whole of `text` is one date, or it is none."""
    if day := iso_date(text):
        return day
    if len(text) > LONGEST:
        return None
    words = half_width(text.strip())
    found = date_at_start(words, anchor, is_workday)
    return found.day if found and _NOTHING_MORE.fullmatch(words, found.end) else None


def moment_as_said(text: str, anchor: date | None, is_workday: IsWorkday | None = None) -> Moment | None:
    """A date, a time of day, or both in either order. A time alone is of the anchor's day, of a span
    (`15:00-16:00`) its start counts."""
    if day := iso_date(text):
        return Moment(day)
    if len(text) > LONGEST:
        return None
    words = half_width(text.strip())
    if found := date_at_start(words, anchor, is_workday):
        rest = _BETWEEN.sub("", words[found.end :], count=1)
        if not rest:
            return Moment(found.day, "") if not found.part else None
        time = time_as_said(found.part + rest)
        return Moment(found.day, time) if time else None
    if match := TIME.match(words):
        time = time_of(match)
        rest = _BETWEEN.sub("", words[match.end() :], count=1)
        day = date_as_said(rest, anchor, is_workday) if rest else anchor
        return Moment(day, time) if time and day else None
    return None


def planned_as_said(text: str, anchor: date | None, is_workday: IsWorkday | None = None) -> Planned | None:
    """A date first, then words in any number: `12-05 回访`, `12-03 到期前打电话`. A time stays with the words;
    from one day to another (`周一到周五`) is no date."""
    text = text.strip()
    if day := iso_date(text):
        return Planned(day)
    words = half_width(text[:LONGEST])
    found = date_at_start(words, anchor, is_workday)
    if not found:
        return None
    rest = text[found.end :]
    separated = _SEPARATED.match(rest)
    if rest and not separated and (found.loose or rest[0].isdigit()):
        return None
    if _is_until(half_width(rest), anchor, is_workday):
        return None
    return Planned(found.day, found.part + rest[separated.end() if separated else 0 :].strip())


def _is_until(rest: str, anchor: date | None, is_workday: IsWorkday | None) -> bool:
    """Whether what follows a date leads on to another one. 到期, 到店, 至少 are words of the note."""
    sign = _UNTIL.match(rest)
    if sign is None:
        return False
    end = rest[sign.end() :]
    if not end:
        return sign[0].strip()[-1] not in "-—–"
    return date_at_start(end, anchor, is_workday) is not None or _AN_END.match(end) is not None


def iso_date(text: str) -> date | None:
    """`2026-03-01` and nothing else."""
    text = text.strip()
    if len(text) != 10 or not _ISO.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


_ISO = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BETWEEN = pattern(r"\s*(?:[,、]|的|t(?=[0-9]))?\s*")
_NOTHING_MORE = pattern(r"\s*(?:之?前|以前)?")
_SEPARATED = pattern(r"[\s,，.。;；:：、)）·—–-]+")
_UNTIL = pattern(r"\s*(?:[到至~～]|[—–-]+)\s*")  # what may lead from one day to another
_AN_END = pattern(
    r"[0-9]{1,2}\s*(?:[日号:：点时./-]|$)|[一二三四五六](?![楼层位家个次人院条样通份张])|[日天末](?:\s|$)"
    r"|(?:年|月|周|季度?)[底末初]"
)
