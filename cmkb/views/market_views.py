"""The log of market views (text 18): what was thought the evening before, in the morning, once the market had opened,
and how it turned out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Note
from cmkb.model.playbook import FieldSpec, Playbook, Slot
from cmkb.names import fold
from cmkb.reading.times import time_at
from cmkb.vault import Vault
from cmkb.views.workdays import next_workday

SECTION = "view"
CHECK = "check"  # key of a view: how it turned out
RECENT = 20  # days of which the score is kept
_TIMES_APART = re.compile(r"\s*[·；]\s*(?=\d{1,2}[:：]\d)")


@immutable
class ViewLine:
    time: str
    text: str
    path: str


@immutable
class ViewDay:
    day: date
    path: str
    said: tuple[tuple[ViewLine, ...], ...]  # one for each column
    score: str  # a value of the check, else ""
    check: tuple[str, ...]  # in words


@immutable
class ViewLog:
    columns: tuple[
        Slot, ...
    ] = ()  # slots of the routine in which a view is written; none: the playbook wants none
    eve: int = 0  # so many of them are of the evening before
    days: tuple[ViewDay, ...] = ()  # newest first
    scores: Mapping[str, int] = field(default_factory=dict)  # of the last days, by value of the check
    checked: int = 0
    unchecked: int = 0  # of days that are over


def view_log(vault: Vault, today: date) -> ViewLog:
    playbook = vault.playbook
    columns, eve = _columns(playbook)
    if not columns:
        return ViewLog()
    spec = playbook.entry_fields.get(SECTION, {}).get(CHECK)
    before: list[tuple[ViewLine, ...]] = [()] * eve
    days = []
    for day in sorted(vault.journals):
        note = vault.journals[day]
        lines, checks = _read(note, spec)
        said = [
            tuple(line for line in lines if _column(columns, line) == index) for index in range(len(columns))
        ]
        of_day = (*before, *said[eve:])
        if any(of_day) or checks:
            score = next((value for _, value in checks if value), "")
            days.append(ViewDay(day, note.path, of_day, score, tuple(text for text, _ in checks if text)))
        before = said[:eve]
    if any(before):  # what was thought last night, for a day that has no journal yet
        last = max(vault.journals)
        rest = ((),) * (len(columns) - eve)
        days.append(
            ViewDay(next_workday(last, vault.calendar), vault.journals[last].path, (*before, *rest), "", ())
        )
    over = [one for one in days if one.day < today][-RECENT:]
    scores = Counter(one.score for one in days[-RECENT:] if one.score)
    return ViewLog(
        columns,
        eve,
        tuple(reversed(days)),
        {value: scores[value] for value in (spec.values if spec else ()) if scores[value]},
        sum(scores.values()),
        sum(1 for one in over if not one.score and not one.check),
    )


def _columns(playbook: Playbook) -> tuple[tuple[Slot, ...], int]:
    """Slots in which a view is written; those after the day's summary are of the evening before and stand first."""
    day = playbook.routine.day
    closing = next((slot.start for slot in day if slot.section == "summary"), "24:00")
    slots = [slot for slot in day if slot.section == SECTION]
    evening = [slot for slot in slots if slot.start > closing]
    return (*evening, *(slot for slot in slots if slot.start <= closing)), len(evening)


def _column(columns: tuple[Slot, ...], line: ViewLine) -> int:
    """The slot that had last begun; without a time, or before any, the first of the day's own."""
    begun = [slot for slot in columns if line.time and slot.start <= line.time]
    first = min(columns, key=lambda slot: slot.start)
    return columns.index(max(begun, key=lambda slot: slot.start) if begun else first)


def _read(note: Note, spec: FieldSpec | None) -> tuple[list[ViewLine], list[tuple[str, str]]]:
    """The day's views, and what was said of how they turned out: words and value."""
    names = _names(spec)
    lines: list[ViewLine] = []
    checks: list[tuple[str, str]] = []
    for entry in note.views:
        if value := _written(entry):
            checks.append(("", value) if spec and value in spec.values else (value, ""))
        for time, text in _parts(entry.text):
            if names and (match := names.match(text)):
                checks.append(_checked(text[match.end() :].strip(), spec))
            elif text:
                lines.append(ViewLine(time, text, note.path))
    return lines, checks


def _written(entry: Entry) -> str:
    value = entry.fields.get(CHECK)
    return value if isinstance(value, str) else ""


def _parts(text: str) -> Iterator[tuple[str, str]]:
    """`09:10 偏多 · 09:45 修正：震荡` is two."""
    for part in _TIMES_APART.split(text.strip()):
        time = time_at(part)
        yield (time.start, part[time.end :].strip()) if time and time.valid else ("", part)


def _names(spec: FieldSpec | None) -> re.Pattern[str] | None:
    if spec is None:
        return None
    words = sorted((spec.label, *spec.aliases), key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\s*[:：]\s*")


def _checked(text: str, spec: FieldSpec | None) -> tuple[str, str]:
    """`半对，量不够` is a value with its words."""
    for value in sorted(spec.values if spec else (), key=len, reverse=True):
        if fold(text).startswith(fold(value)):
            return text[len(value) :].strip(" ，,。；;：:"), value
    return text, ""
