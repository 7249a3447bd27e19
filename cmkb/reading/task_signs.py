"""The signs of a task: `⏫ 🔁 every 2 weeks 📅 2026-11-27 🆔 wf01`, also as people spell them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from cmkb.model.immutable import immutable
from cmkb.patterns import pattern
from cmkb.reading.dates import date_as_said
from cmkb.reading.recurrence import english_recurrence
from cmkb.reading.times import WIDTH, time_at

DATES = {
    "📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start",
    "✅": "done", "❌": "cancelled", "➕": "created",
}  # fmt: skip
PRIORITIES = {"🔺": 0, "⏫": 1, "🔼": 2, "🔽": 4, "⏬": 5}
_DECORATION = "✅❌➕"  # stand in plain text too; without a date behind them they are no fields

_SIGN = pattern("[📅📆🗓⏳⌛🛫✅❌➕🔁🆔⛔🏁🔺⏫🔼🔽⏬⏰]")
_DATE = pattern(r" *+([0-9]{4}-[0-9]{2}-[0-9]{2})(?!\d)")
_ISO = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATE_LIKE = pattern(
    r"(?:(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?|(\d{4})(\d{2})(\d{2}))(?!\d)"
)
_IDS = pattern(r"([A-Za-z0-9_-]+(?: *, *[A-Za-z0-9_-]+)*)")
_THEN = pattern(r"(keep|delete)\b", re.IGNORECASE)
_BLANKS = " \t\u3000\u00a0"
_PHRASE_END = pattern(r"[,，。;；!！、()（）\[\]【】#^\0]")
_RULE_END = pattern(r"[\[【#^\0]|[(（](?!完成|做完|when)")
_ASCII_RULE = pattern(r"[A-Za-z0-9, ]+")
_LONGEST_PHRASE = 24
_MOST_SIGNS = 40  # of a line; more are not what anybody writes
_SOME_DAY = date(2026, 1, 1)  # to tell a date that needs an anchor from words that are none


@immutable
class Sign:
    """A sign with its value; offsets into the line.

    `end` is where Obsidian would stop reading it, `taken` where we do: a time of day may follow.
    `right` is the spelling that Obsidian reads. `fault` is a key of CODES, at `fault_at`.
    """

    mark: str
    key: str  # field of Task; "" of signs that are kept but not used
    start: int
    end: int
    taken: int
    right: str
    value: Any = None
    time: str = ""
    fault: str = ""
    fault_at: int = 0
    params: tuple[tuple[str, str], ...] = ()
    variant: bool = False  # followed by U+FE0F


def read_signs(masked: str, anchor: date | None) -> Iterator[Sign]:
    """The signs of a line in which links, fields and code are NULs. `anchor`: the day `周五` is relative to."""
    marks = list(islice(_SIGN.finditer(masked), _MOST_SIGNS))
    for index, found in enumerate(marks):
        mark, start, after = found.group(), found.start(), found.end()
        limit = marks[index + 1].start() if index + 1 < len(marks) else len(masked)
        variant = masked.startswith("\ufe0f", after)
        if variant:
            after += 1
        if mark in PRIORITIES:
            yield Sign(mark, "priority", start, after, after, mark, PRIORITIES[mark], variant=variant)
            continue
        sign: Sign | None
        if mark in DATES:
            sign = _date_sign(mark, masked, start, after, limit, anchor)
        elif mark == "🔁":
            sign = _rule_sign(masked, start, after, limit)
        elif mark == "⏰":
            sign = _reminder(masked, start, after, limit)
        else:
            sign = _word_sign(mark, masked, start, after, limit)
        if sign is not None:
            yield _with_variant(sign) if variant else sign


def _with_variant(sign: Sign) -> Sign:
    return Sign(
        sign.mark, sign.key, sign.start, sign.end, sign.taken, sign.right, sign.value, sign.time,
        sign.fault, sign.fault_at, sign.params, variant=True,
    )  # fmt: skip


def _date_sign(
    mark: str, masked: str, start: int, after: int, limit: int, anchor: date | None
) -> Sign | None:
    key = DATES[mark]
    strict = _DATE.match(masked, after, limit)
    if strict:
        written = strict.group(1)
        day = _iso(written)
        end = strict.end()
        time, taken = _time_behind(masked, end, limit)
        if day is None:
            params = (("written", written),)
            return Sign(
                mark, key, start, end, taken, f"{mark} {written}", None, time, "T5", strict.start(1), params
            )
        return Sign(mark, key, start, end, taken, f"{mark} {written}", day, time)
    at = _past_blanks(masked, after, limit)
    before = time_at(masked[at : min(limit, at + 60)])
    time = ""
    if before is not None and before.valid:
        time = before.start
        at = _past_blanks(masked, at + before.end, limit)
    said = said_date(masked[at:limit], anchor)
    end = at + len(said.phrase)
    params = (("written", said.phrase),)
    if said.day is not None:
        later, taken = _time_behind(masked, end, limit)
        fault, fault_at = "T1.date", at
        if _ISO.fullmatch(said.phrase) and not time:
            fault, fault_at = "T7", after
        right = said.day.isoformat()
        return Sign(
            mark, key, start, end, taken, f"{mark} {right}", said.day, time or later, fault, fault_at,
            (*params, ("right", right)),
        )  # fmt: skip
    if said.impossible or said.relative:
        fault = "T5" if said.impossible else "T5.relative"
        return Sign(mark, key, start, end, end, masked[start:end], None, time, fault, at, params)
    if mark in _DECORATION:
        return None
    return Sign(mark, key, start, after, after, mark, None, "", "T5.unknown", start)


@immutable
class SaidDate:
    phrase: str  # the beginning of the text that was read
    day: date | None = None
    impossible: bool = False  # 2026-02-30
    relative: bool = False  # needs an anchor and there is none


def said_date(text: str, anchor: date | None) -> SaidDate:
    """The longest beginning of `text` that is a date."""
    text = text[: 2 * _LONGEST_PHRASE]
    like = _DATE_LIKE.match(text.translate(WIDTH))
    if like:
        year, month, day = (int(group) for group in like.groups() if group is not None)
        try:
            return SaidDate(text[: like.end()], date(year, month, day))
        except ValueError:
            return SaidDate(text[: like.end()], impossible=True)
    stop = _PHRASE_END.search(text)
    words = text[: stop.start()] if stop else text
    cuts = [match.start() for match in re.finditer(r"\s|$", words) if match.start()][:3]
    for cut in reversed(cuts):
        phrase = words[:cut].rstrip()
        if 0 < len(phrase) <= _LONGEST_PHRASE:
            found = date_as_said(phrase, anchor)
            if found is not None:
                return SaidDate(phrase, found)
            if anchor is None and date_as_said(phrase, _SOME_DAY) is not None:
                return SaidDate(phrase, relative=True)
    return SaidDate("")


def _rule_sign(masked: str, start: int, after: int, limit: int) -> Sign:
    stop = _RULE_END.search(masked, after, limit)
    written = masked[after : stop.start() if stop else limit].rstrip(_BLANKS)
    at = after + len(written) - len(written.lstrip(_BLANKS))
    written, english = _said_rule(written.strip(_BLANKS))
    end = at + len(written)
    params: tuple[tuple[str, str], ...] = (("written", written),)
    if english is None:
        return Sign(
            "🔁", "recurrence", start, end, end, masked[start:end], None, "", "T2.unknown", at, params
        )
    fault = ""
    if masked[after:at] not in ("", " "):
        fault = "T7"
    elif " ".join(written.split()) != english:
        fault = "T2"
    params = (*params, ("right", english))
    return Sign("🔁", "recurrence", start, end, end, f"🔁 {english}", english, "", fault, at, params)


def _said_rule(text: str) -> tuple[str, str | None]:
    """The longest beginning that is a recurrence, and its English; all of the text if none is."""
    text = text[:100]
    english = english_recurrence(text)
    if english is not None:
        return text, english
    ascii_part = _ASCII_RULE.match(text)
    candidates = [ascii_part.group().rstrip()] if ascii_part else []
    cuts = [match.start() for match in re.finditer(r"[\s,，。；;]", text)][:6]
    candidates += [text[:cut] for cut in reversed(cuts)]
    for candidate in candidates:
        english = english_recurrence(candidate) if candidate else None
        if english is not None:
            return candidate, english
    return text, None


def _word_sign(mark: str, masked: str, start: int, after: int, limit: int) -> Sign | None:
    """🆔, ⛔ and 🏁: an ASCII word behind the sign."""
    at = _past_blanks(masked, after, limit)
    match = (_THEN if mark == "🏁" else _IDS).match(masked, at, limit)
    if match is None:
        return None
    fault = "T7" if masked[after:at].strip(" ") else ""
    key = "id" if mark == "🆔" else ""
    value = match.group(1)
    return Sign(mark, key, start, match.end(), match.end(), f"{mark} {value}", value, "", fault, after)


def _reminder(masked: str, start: int, after: int, limit: int) -> Sign | None:
    """⏰ with a date and time, or a time: read by other plugins, a word to Tasks."""
    strict = _DATE.match(masked, after, limit)
    at = strict.end() if strict else after
    time, taken = _time_behind(masked, at, limit)
    if not strict and not time:
        return None
    return Sign("⏰", "", start, start, taken, masked[start:taken], None, time)


def _time_behind(masked: str, after: int, limit: int) -> tuple[str, int]:
    """A time of day behind a date, and where it ends; `after` if there is none."""
    at = after
    while at < limit and masked[at] in " \t\u3000\u00a0T":
        at += 1
    time = time_at(masked[at : min(limit, at + 60)])
    if time is None or not time.valid:
        return "", after
    return time.start, at + time.end


def _past_blanks(text: str, at: int, limit: int) -> int:
    while at < limit and text[at] in _BLANKS:
        at += 1
    return at


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
