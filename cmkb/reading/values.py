"""What people write becomes typed values: one function for each type of `model.playbook.FIELD_TYPES`.

Value shapes are those of `model.note.FrontMatter`. Nothing is guessed: what has no one meaning is no value.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from unicodedata import normalize

from cmkb.model.cadence import read_cadence
from cmkb.model.immutable import immutable
from cmkb.model.lunar import read_lunar_words
from cmkb.model.note import Cadence, Link, LunarDay, MonthDay, Place
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.patterns import pattern
from cmkb.playbooks.names import choices, fold, kinds_by
from cmkb.reading.dates import date_as_said, iso_date, moment_as_said, planned_as_said
from cmkb.reading.links import links_in
from cmkb.reading.numbers import read_number
from cmkb.reading.phones import read_phones
from cmkb.reading.said_times import time_as_said

LIST_TYPES = frozenset({"list", "links", "phones"})


@immutable
class Parsed:
    """`value` is None when the text has none of the type; `text` then is a key of CODES.

    With a value, `text` tells what was lost or (with `strict`) that only cmkb reads this spelling. Both are
    empty for a text without content.
    """

    value: Any
    text: str = ""
    params: tuple[tuple[str, str], ...] = ()


_NOTHING = Parsed(None)


class Located(NamedTuple):
    """A finding about one of several values."""

    place: Place
    parsed: Parsed
    raw: str


class _Given(NamedTuple):
    spec: FieldSpec
    raw: str  # stripped, not empty
    playbook: Playbook
    place: Place
    anchor: date | None
    strict: bool


def parse_value(
    spec: FieldSpec,
    raw: str,
    playbook: Playbook,
    place: Place,
    anchor: date | None = None,
    *,
    strict: bool = False,
) -> Parsed:
    """`place` is of the first character of `raw`; `anchor` the day to which `周三` and `12-05` are relative
    (without one a date names its year); `strict`: report spellings that Obsidian reads as mere text."""
    text = raw.strip()
    if not text:
        return _NOTHING
    if spec.type == "text":
        return Parsed(text)
    if spec.type == "date" and (day := iso_date(text)):
        return Parsed(day)
    if text[0] in _QUOTES:
        text = _unquoted(text)
        if not text:
            return _NOTHING
    if len(text) != len(raw):
        place = Place(place.line, place.column + raw.index(text[0]))
    return _READERS[spec.type](_Given(spec, text, playbook, place, anchor, strict))


def parse_values(
    spec: FieldSpec,
    raws: Iterable[tuple[str, Place]],
    playbook: Playbook,
    anchor: date | None = None,
    *,
    strict: bool = False,
) -> tuple[Any, tuple[Located, ...]]:
    """The items of a YAML list as one value; each may itself hold several. Findings tell which were none.

    A field of a single value takes a list of one; several texts are joined.
    """
    found: list[Any] = []
    findings: list[Located] = []
    items = [(raw, place) for raw, place in raws if raw.strip()]
    if spec.type == "text":
        return ("、".join(raw.strip() for raw, _ in items) or None), ()
    if spec.type == "list" and _any_words(spec) and not any(_PARTED.search(raw) for raw, _ in items):
        return (tuple(dict.fromkeys(raw.strip() for raw, _ in items)) or None), ()
    for raw, place in items:
        parsed = parse_value(spec, raw, playbook, place, anchor, strict=strict)
        if parsed.text:
            findings.append(Located(place, parsed, raw))
        if spec.type in LIST_TYPES:
            found += parsed.value or ()
        elif parsed.value is not None:
            found.append(parsed.value)
    if spec.type in LIST_TYPES:
        return (tuple(dict.fromkeys(found)) or None), tuple(findings)
    if len(found) > 1:
        raw, place = items[1]
        return None, (*findings, Located(place, _invalid(spec, "Y6.one"), raw))
    return (found[0] if found else None), tuple(findings)


# --- text --------------------------------------------------------------------------------------

_QUOTES = "\"'“”‘’＂＇"
_PAIRS = {'"': '"”', "'": "'’", "“": '”"“', "”": '”"', "‘": "’'‘", "’": "’'", "＂": "＂", "＇": "＇"}
_PARTED = pattern(r"[,，、;；\n#＃\"'“”‘’＂＇\[]")
_PIECE = pattern(
    r"(?:\[\[[^\[\]\n]*\]\]|（[^（）\n]*）|\([^()\n]*\)|“[^“”\n]*”|《[^《》\n]*》|[^,，、;；\n])+"
)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[-1] in _PAIRS.get(text[0], "") and not any(c in _QUOTES for c in text[1:-1]):
        return text[1:-1].strip()
    return text


def split_list(text: str) -> list[tuple[str, int]]:
    """Items between commas of either width, `、` and `;`, each with its offset; brackets hold together."""
    items = []
    for match in _PIECE.finditer(text):
        written = match.group().strip()
        item = _unquoted(written)
        if item:
            items.append((item, match.start() + match.group().index(written) + written.index(item)))
    return items


def is_full_width(text: str) -> bool:
    """Digits, letters or signs typed with a Chinese input method, which other programs do not read."""
    return not text.isascii() and any("！" <= c <= "～" or c == "　" for c in text)


def _key(spec: FieldSpec) -> tuple[str, str]:
    return "key", spec.label or spec.key


def _invalid(spec: FieldSpec, text: str, **params: str) -> Parsed:
    return Parsed(None, text, (_key(spec), *params.items()))


def _lenient(given: _Given, value: Any, text: str, written: str) -> Parsed:
    """A value that only cmkb reads from this spelling; `written`: how every program would."""
    if not given.strict:
        return Parsed(value)
    if is_full_width(given.raw):
        text = "I4"
    return Parsed(value, text, (_key(given.spec), ("written", written)))


# --- numbers, booleans -------------------------------------------------------------------------

_TRUE = {"是", "yes", "y", "true", "√", "✓", "✔", "☑", "对", "有", "1", "on"}
_FALSE = {"否", "no", "n", "false", "×", "✗", "✘", "x", "☐", "不", "不是", "没有", "无", "0", "off"}


def _number(given: _Given) -> Parsed:
    found = read_number(given.raw, given.spec.unit, money=given.spec.type == "money")
    if found is None:
        return _invalid(given.spec, f"Y6.{given.spec.type}")
    if found.about:
        return Parsed(found.value, "Y5.about", (_key(given.spec), ("written", str(found.value))))
    return Parsed(found.value) if found.plain else _lenient(given, found.value, "Y5", str(found.value))


def _bool(given: _Given) -> Parsed:
    word = normalize("NFKC", given.raw).casefold()
    if word in _TRUE or word in _FALSE:
        value = word in _TRUE
        if word in ("true", "false"):
            return Parsed(value)
        return _lenient(given, value, "Y6.bool_word", str(value).lower())
    return _invalid(given.spec, "Y6.bool")


# --- dates and times ---------------------------------------------------------------------------

_LOOKS_LIKE_DATE = pattern(r"(?:[0-9]{4}[-/.年])?[0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{8}")
_PLAIN_MOMENT = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")


def _no_date(given: _Given, text: str) -> Parsed:
    """Why a text is no date: it names none, no year, or a day that does not exist."""
    words = normalize("NFKC", given.raw[:20])
    impossible = _LOOKS_LIKE_DATE.match(words)
    if impossible and _is_impossible(impossible.group(), given.anchor):
        return _invalid(given.spec, "F7" if given.strict else "T5.value")
    if given.anchor is None and date_as_said(given.raw, date(2024, 1, 1)):
        return _invalid(given.spec, "Y6.year")
    return _invalid(given.spec, text)


def _is_impossible(words: str, anchor: date | None) -> bool:
    return date_as_said(words, anchor or date(2024, 1, 1)) is None


def _date(given: _Given) -> Parsed:
    day = date_as_said(given.raw, given.anchor)
    if day is None:
        return _no_date(given, "Y6.date")
    if given.anchor is not None and _MONTH_DAY.fullmatch(normalize("NFKC", given.raw)):
        day = _nearer(day, given.anchor)
    return Parsed(day) if given.raw == day.isoformat() else _lenient(given, day, "Y3", day.isoformat())


def _nearer(day: date, anchor: date) -> date:
    """A plain date field tells of what was as often as of what will be (买入 11-05), so a day without a
    year is the nearest one; appointments and plans take the next."""
    try:
        year_before = day.replace(year=day.year - 1)
    except ValueError:
        return day  # 02-29, or the year 1
    return year_before if anchor - year_before < day - anchor else day


def _moment(given: _Given) -> Parsed:
    moment = moment_as_said(given.raw, given.anchor)
    if moment is None:
        return _no_date(given, "Y6.dt")
    if _PLAIN_MOMENT.fullmatch(given.raw):
        return Parsed(moment)
    return _lenient(given, moment, "Y3", f"{moment.date.isoformat()} {moment.time}".strip())


def _planned(given: _Given) -> Parsed:
    planned = planned_as_said(given.raw, given.anchor)
    return Parsed(planned) if planned else _no_date(given, "Y6.date")


def _time(given: _Given) -> Parsed:
    time = time_as_said(given.raw)
    if time is None:
        return _invalid(given.spec, "Y6.time")
    return Parsed(time) if time == given.raw else _lenient(given, time, "Y6.time_word", time)


_LUNAR_PREFIX = pattern(r"^(?:农历|阴历|旧历)\s*")
_LUNAR_DIGITS = pattern(r"(闰?)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?")
_WITH_YEAR = pattern(r"(?:[12][0-9]{3}|[零〇一二三四五六七八九]{4})[-/.年]\s*(?=.)")


def _lunar(given: _Given) -> Parsed:
    words = _LUNAR_PREFIX.sub("", normalize("NFKC", given.raw[:40]).strip())
    year = _WITH_YEAR.match(words)
    words = re.sub(r"\s+", "", words[year.end() :] if year else words)
    lunar = read_lunar_words(words)
    if lunar is None and (match := _LUNAR_DIGITS.fullmatch(words)):
        lunar = LunarDay(int(match[2]), int(match[3]), bool(match[1]))
    if lunar is None or not (1 <= lunar.month <= 12 and 1 <= lunar.day <= 30):
        return _invalid(given.spec, "Y6.lunar")
    if year:
        return _lenient(given, lunar, "Y6.no_year", f"{'闰' * lunar.leap}{lunar.month:02}-{lunar.day:02}")
    return Parsed(lunar)


_MONTH_DAY = pattern(r"([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?")


def _month_day(given: _Given) -> Parsed:
    words = re.sub(r"\s+", "", normalize("NFKC", given.raw[:40]))
    year = _WITH_YEAR.match(words)
    match = _MONTH_DAY.fullmatch(words[year.end() :] if year else words)
    if not match:
        return _invalid(given.spec, "Y6.monthday")
    try:
        day = date(2024, int(match[1]), int(match[2]))  # a leap year: 02-29 is somebody's birthday
    except ValueError:
        return _invalid(given.spec, "F7" if given.strict else "T5.value")
    value = MonthDay(day.month, day.day)
    return _lenient(given, value, "Y6.no_year", f"{day:%m-%d}") if year else Parsed(value)


def _cadence(given: _Given) -> Parsed:
    cadence = read_cadence(given.raw[:120])
    for own in cadence.channels if isinstance(cadence, Cadence) else ():
        if not kinds_by(given.playbook, own.channel):
            return Parsed(cadence, "Y6.cadence_channel", (("key", given.spec.label), ("word", own.channel)))
    return Parsed(cadence) if cadence is not None else _invalid(given.spec, "Y6.cadence")


# --- words of the playbook ---------------------------------------------------------------------

_MOST_CHOICES = 12
_TAG_END = pattern(r"[,，、;；\s#＃]+")


def _any_words(spec: FieldSpec) -> bool:
    return not spec.values and not spec.values_from


def _enum(given: _Given) -> Parsed:
    spec = given.spec
    if _any_words(spec):
        return Parsed(given.raw)
    words = choices(given.playbook, spec)
    value = words.get(fold(given.raw))
    if value is not None:
        return Parsed(value)
    return Parsed(given.raw) if spec.other_values else _not_among(spec, words.values())


def _not_among(spec: FieldSpec, values: Iterable[str]) -> Parsed:
    listed = list(dict.fromkeys(values))
    more = " …" if len(listed) > _MOST_CHOICES else ""
    return _invalid(spec, "Y6.enum", choices=" | ".join(listed[:_MOST_CHOICES]) + more)


def _list(given: _Given) -> Parsed:
    spec = given.spec
    if spec.key == "tags":
        return Parsed(tuple(dict.fromkeys(tag for tag in _TAG_END.split(given.raw) if tag)) or None)
    items = [item for item, _ in split_list(given.raw)]
    if not items or _any_words(spec):
        return Parsed(tuple(items) or None)
    words = choices(given.playbook, spec)
    values = tuple(dict.fromkeys(words.get(fold(item), item) for item in items))
    if spec.other_values or all(fold(item) in words for item in items):
        return Parsed(values)
    return replace(_not_among(spec, words.values()), value=values)


def _phones(given: _Given) -> Parsed:
    phones = read_phones(given.raw)
    text = "Y6.phone" if phones.unread else "Y6.phone_words" if phones.words else ""
    if not text and given.strict and is_full_width(given.raw):
        return _lenient(given, phones.numbers, "I4", ", ".join(phones.numbers))
    return Parsed(phones.numbers or None, text, (_key(given.spec),) if text else ())


# --- links -------------------------------------------------------------------------------------

_BETWEEN_LINKS = pattern(r"[\s,，、;；和与]*")


def _links(given: _Given) -> Parsed:
    links: list[Link] = []
    position = 0
    for found in links_in(given.raw, given.place):
        links += _plain_names(given, given.raw[position : found.start], position)
        links.append(replace(found.link, field=given.spec.key))
        position = found.end
    links += _plain_names(given, given.raw[position:], position)
    return Parsed(tuple(links) or None)


def _plain_names(given: _Given, text: str, offset: int) -> list[Link]:
    """Names without brackets: in a field that wants links they are meant as such."""
    if _BETWEEN_LINKS.fullmatch(text):
        return []
    column = given.place.column + offset
    return [
        Link(name, Place(given.place.line, column + at), field=given.spec.key)
        for name, at in split_list(text)
        if not _BETWEEN_LINKS.fullmatch(name)
    ]


def _link(given: _Given) -> Parsed:
    found = links_in(given.raw, given.place)
    if not found:
        return Parsed(Link(given.raw, given.place, field=given.spec.key))
    link = replace(found[0].link, field=given.spec.key)
    if len(found) > 1:
        return _invalid(given.spec, "Y6.one")
    if found[0].start > 0 or found[0].end < len(given.raw):
        return Parsed(link, "Y6.link_words", (_key(given.spec),))
    return Parsed(link)


_READERS: dict[str, Callable[[_Given], Parsed]] = {
    "num": _number, "money": _number, "bool": _bool, "date": _date, "dt": _moment,
    "planned": _planned, "time": _time, "list": _list, "link": _link, "links": _links, "enum": _enum,
    "phones": _phones, "lunar": _lunar, "monthday": _month_day, "cadence": _cadence,
}  # fmt: skip
