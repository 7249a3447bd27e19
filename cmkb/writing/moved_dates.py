"""The sample's dates moved from the day it was written for to the real today, so that it is alive on any day.

Working days go to working days: the third before the old today becomes the third before the new one, a
Saturday the same Saturday counted from today. What lies farther than a year away, and what is kept every year
(birthdays, anniversaries), keeps its distance in days from today instead. Weeks, months, quarters and years
keep their distance from the current one.
"""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from cmkb.model.immutable import immutable
from cmkb.model.lunar import lunar_day, solar_date
from cmkb.model.note import LunarDay, MonthDay, Place
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import words_of
from cmkb.reading.values import parse_value

NEAR = 366  # days within which working days are counted one by one
_DAY = timedelta(days=1)
_WEEKDAYS = "一二三四五六日"


@immutable
class Move:
    old: date  # the today that the sample was written for
    new: date  # the today that it gets


# ----------------------------------------------------------------------------------------------------- days


def move_day(day: date, move: Move) -> date:
    if abs((day - move.old).days) > NEAR:
        return move_yearly(day, move)
    return _move_near(day, move)


def _move_near(day: date, move: Move) -> date:
    """Keeps its number among the working days, the Saturdays, or the Sundays before or after today."""
    if day == move.old:
        return move.new
    step = _DAY if day > move.old else -_DAY
    like = _class(day)
    between = range(1, abs((day - move.old).days) + 1)
    left = sum(_class(move.old + step * n) == like for n in between)
    moved = move.new
    while left:
        moved += step
        left -= _class(moved) == like
    return moved


def _class(day: date) -> int:
    return max(day.weekday(), 4)  # Monday to Friday are alike


def move_yearly(day: date, move: Move) -> date:
    """A day kept every year: as many days from today as before, and as many years old."""
    nearest = _nearest(day.month, day.day, move.old)
    moved = move.new + (nearest - move.old)
    year = moved.year - (nearest.year - day.year)
    while (moved.month, moved.day) == (2, 29) and not isleap(year):
        year -= 1  # born on a leap day, so in a leap year
    return _in_year(year, moved.month, moved.day)


def _nearest(month: int, day: int, near: date) -> date:
    """Raises ValueError for what is no day at all: 99-99."""
    return min((_in_year(near.year + n, month, day) for n in (-1, 0, 1)), key=lambda d: abs((d - near).days))


def _in_year(year: int, month: int, day: int) -> date:
    """The 29th of February is kept on the 28th in common years."""
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def move_lunar(day: LunarDay, move: Move) -> LunarDay:
    """A lunar birthday: as many days from today as before."""
    years = (solar_date(move.old.year + n, day) for n in (-1, 0, 1))
    nearest = min((d for d in years if d), key=lambda d: abs((d - move.old).days), default=None)
    found = lunar_day(move.new + (nearest - move.old)) if nearest else None
    return found[1] if found else day


# -------------------------------------------------------------------------------------------------- periods


def move_part(year: int, part: int, parts: int, move: Move) -> tuple[int, int]:
    """Part 1…`parts` of a year: a month of 12, a quarter of 4. Raises ValueError for a part beyond."""
    if not 1 <= part <= parts:
        raise ValueError(part)
    index = year * parts + part - 1
    moved_year, moved_part = divmod(index - _part_of(move.old, parts) + _part_of(move.new, parts), parts)
    return moved_year, moved_part + 1


def _part_of(day: date, parts: int) -> int:
    return day.year * parts + (day.month - 1) * parts // 12


def move_week(year: int, week: int, move: Move) -> tuple[int, int]:
    monday = date.fromisocalendar(year, week, 1)
    moved = monday + (_monday(move.new) - _monday(move.old))
    return moved.isocalendar().year, moved.isocalendar().week


def _monday(day: date) -> date:
    return day - _DAY * day.weekday()


# ----------------------------------------------------------------------------------------------------- text

# Every spelling of a date in the sample. Order matters: the longest form first.
_WEEKDAY = "(?:周|星期)[一二三四五六日天]"
_FORMS = {
    "day": rf"(?<![\d-])\d{{4}}-\d\d-\d\d(?![\d-])(?: {_WEEKDAY})?",
    "week": r"(?<![\d-])\d{4}-W\d\d(?!\d)",
    "quarter": r"(?<![\d-])\d{4}-Q[1-4](?!\d)",
    "half": r"(?<![\d-])\d{4}-H[12](?!\d)",
    "month": r"(?<![\d-])\d{4}-\d\d(?![\d-])",
    "day_said": rf"\d{{4}} ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日(?:，?{_WEEKDAY})?",
    "month_said": r"\d{4} ?年 ?\d{1,2} ?月",
    "year": r"\d{4}(?= ?年)|(?<=\[\[)\d{4}(?=[\]|#])|(?m:(?<=^\| )\d{4}(?= \|))",  # the last: a row of a period
    "short": rf"(?<![\d.-])(?<!\d:)\d\d-\d\d(?![\d-])(?: {_WEEKDAY})?",  # 12-05
}
_ANYWHERE = "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items())
_IN_NAMES = re.compile(_ANYWHERE)
_PARTS = {"month": 12, "month_said": 12, "quarter": 4, "half": 2}
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"\d{4}")


def move_path(path: str, move: Move) -> str:
    """`journal/2026/2026-11-23.md`, `periods/2026-W48.md`, `periods/2026.md`."""
    *folders, name = path.split("/")
    stem, dot, suffix = name.partition(".")
    moved = _move_name(stem, move)
    folders = [moved[:4] if _YEAR.fullmatch(f) and stem.startswith(f) else f for f in folders]
    return "/".join([*folders, moved + dot + suffix])


def _move_name(name: str, move: Move) -> str:
    if _YEAR.fullmatch(name):
        return _move_year(name, move)
    return _IN_NAMES.sub(lambda m: _move_form(m, move, move.old), name)


def text_mover(move: Move, playbook: Playbook) -> Callable[[str, date | None], str]:
    """A function of a note's text and its own date, near which days without a year (`12-05`) are read."""
    typed = _typed_fields(playbook)
    keys = _any_name(spec for spec, entry in typed if not entry)
    entries = _any_name(spec for spec, entry in typed if entry)
    by_name = {name: spec for spec, _ in typed for name in words_of(spec)}
    front = rf"(?m:^(?P<key>{keys}):(?P<value>[^\n]*)$)"
    inline = rf"\[(?P<entry>{entries})::(?P<words>[^\]\n]*)\]"
    dates = re.compile(f"{front}|{inline}|{_ANYWHERE}")

    def moved(match: re.Match[str], near: date) -> str:
        name = match["key"] or match["entry"]
        if not name:
            return _move_form(match, move, near)
        group = "value" if match["key"] else "words"
        before, value, after = match[0].partition(match[group].strip("\"' "))
        return before + _move_value(by_name[name], value, move, playbook) + after

    return lambda text, written: dates.sub(lambda match: moved(match, written or move.old), text)


def _typed_fields(playbook: Playbook) -> list[tuple[FieldSpec, bool]]:
    """The fields whose key says what the value is: those kept every year, and a period's own name.

    With whether it is a field of an entry (`[生日:: …]`) or a key of the front matter (`生日: …`).
    """
    yearly = {source for rule in playbook.reminders.values() if rule.yearly for source in rule.dates}
    client, period = playbook.fields.get("client", {}), playbook.fields.get("period", {})
    found = [(spec, False) for key, spec in client.items() if key in yearly]
    found += [(spec, False) for key, spec in period.items() if key == "period"]
    for section, fields in playbook.entry_fields.items():
        found += [(spec, True) for key, spec in fields.items() if f"{section}.{key}" in yearly]
    return found


def _any_name(specs: Iterable[FieldSpec]) -> str:
    return "|".join(re.escape(name) for spec in specs for name in words_of(spec)) or "(?!)"


def _move_value(spec: FieldSpec, words: str, move: Move, playbook: Playbook) -> str:
    if spec.key == "period":
        return _move_name(words, move)
    value = parse_value(spec, words, playbook, Place(1, 1)).value
    if isinstance(value, LunarDay):
        lunar = move_lunar(value, move)
        return f"{'闰' if lunar.leap else ''}{lunar.month:02}-{lunar.day:02}"
    if isinstance(value, MonthDay):
        return move_yearly(_in_year(move.old.year, value.month, value.day), move).isoformat()[5:]
    return move_yearly(value, move).isoformat() if isinstance(value, date) else words


def _move_form(match: re.Match[str], move: Move, near: date) -> str:
    form, found = match.lastgroup or "", match[0]
    numbers = [int(n) for n in _NUMBER.findall(found)]
    try:
        if form == "year":
            return _move_year(found, move)
        if form in ("day", "day_said"):
            day = move_day(date(*numbers), move)
            return _spelled_like(found, (day.year, day.month, day.day), day)
        if form == "short":
            day = move_day(_nearest(numbers[0], numbers[1], near), move)
            return _spelled_like(found, (day.month, day.day), day)
        if form == "week":
            return _spelled_like(found, move_week(numbers[0], numbers[1], move))
        year, part = numbers
        return _spelled_like(found, move_part(year, part, _PARTS[form], move))
    except ValueError:  # no date after all
        return found


def _spelled_like(found: str, numbers: tuple[int, ...], day: date | None = None) -> str:
    """The same text with other numbers, as wide as the old ones unless said in words."""
    said, left = "年" in found, iter(numbers)
    text = _NUMBER.sub(lambda m: f"{next(left):0{1 if said else len(m[0])}}", found)
    return re.sub(r"(?<=[周期])[一二三四五六日天]", _WEEKDAYS[day.weekday()], text) if day else text


def _move_year(year: str, move: Move) -> str:
    return str(int(year) - move.old.year + move.new.year)
