"""`- [ ] 送资料 ⏫ 📅 2026-11-27`: tasks as Obsidian Tasks and Dataview write them, and as people do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cmkb.model.note import Item, Place, Section, Task
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.reading.comments import mask_code
from cmkb.reading.inline import InlineField, tags_in, without
from cmkb.reading.line import Line, Lines
from cmkb.reading.recurrence import english_recurrence
from cmkb.reading.task_signs import Sign, read_signs, said_date
from cmkb.reading.times import time_at

_PRIORITY_WORDS = {
    "highest": 0, "high": 1, "medium": 2, "normal": 3, "none": 3, "low": 4, "lowest": 5,
    "最高": 0, "高": 1, "中": 2, "普通": 3, "低": 4, "最低": 5,
}  # fmt: skip
# Dataview's names for the signs, and what Chinese users call them.
TASK_FIELDS = {
    "due": "due", "截止": "due", "到期": "due", "截止日": "due", "scheduled": "scheduled", "计划": "scheduled",
    "start": "start", "开始": "start", "completion": "done", "完成": "done", "cancelled": "cancelled",
    "取消": "cancelled", "created": "created", "创建": "created", "repeat": "recurrence", "重复": "recurrence",
    "priority": "priority", "优先级": "priority", "id": "id",
}  # fmt: skip
_BLANKS = " \t\u3000\u00a0\ufe0f"
_SPACES = pattern(r"\s+")
_TIME_AT_END = pattern(r"(?<!\S)(\d{1,2}[:：]\d{2})$")


@dataclass(slots=True)
class _Reading:
    """A task line as far as it has been read. Offsets are those of the line."""

    text: str
    masked: str
    path: str
    place: Place
    values: dict[str, Any] = field(default_factory=dict)
    no_words: list[tuple[int, int]] = field(default_factory=list)  # what does not belong to the description
    problems: list[Problem] = field(default_factory=list)

    def report(self, offset: int, text: str, **params: str) -> None:
        place = self.place
        self.problems.append(problem(self.path, place.line, place.column + offset, text, **params))


def read_tasks(
    sections: Iterable[Section], path: str, anchor: date | None, lines: Lines, kind: str = "note"
) -> tuple[list[Task], list[Problem]]:
    """All tasks of a note, nested ones too. `anchor`: the day to which `周五` is relative; `kind`: of the note."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    first_with: dict[str, int] = {}
    for section in sections:
        for item in _with_box(section.items):
            task, found = read_task(item, path, anchor, lines, section.scope)
            tasks.append(task)
            problems += found
            place = task.place
            if kind == "journal" and task.recurrence and task.open:
                problems.append(problem(path, place.line, place.column, "T3"))
            if task.id:
                first = first_with.setdefault(task.id, place.line)
                if first != place.line:
                    problems.append(problem(path, place.line, place.column, "T6", id=task.id, first=first))
    return tasks, problems


def _with_box(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.box is not None:
            yield item
        if item.children:
            yield from _with_box(item.children)


def read_task(
    item: Item, path: str, anchor: date | None, lines: Lines, section: str = ""
) -> tuple[Task, list[Problem]]:
    text, place = item.text, item.place
    line = lines.take_apart(text, place)
    reading = _Reading(text, _masked(line), path, place)
    signs = [] if text.isascii() else list(read_signs(reading.masked, anchor))
    tags = tags_in(reading.masked)
    _take_signs(reading, signs)
    _take_fields(reading, line, anchor)
    _take_time_before(reading)
    fields_begin = min((sign.start for sign in signs if sign.end > sign.start), default=len(text))
    _check_order(reading, signs, tags, fields_begin)
    trailing = [(start, end) for _, start, end in tags if start > fields_begin]
    words = without(text, [*reading.no_words, *trailing])
    values = reading.values
    task = Task(
        path=path,
        place=place,
        text=_SPACES.sub(" ", words).strip(_BLANKS),
        box=item.box or " ",
        links=tuple(one.link for one in (*line.links, *line.field_links)),
        due=values.get("due"),
        scheduled=values.get("scheduled"),
        start=values.get("start"),
        done=values.get("done"),
        cancelled=values.get("cancelled"),
        created=values.get("created"),
        time=values.get("time", ""),
        recurrence=values.get("recurrence", ""),
        priority=values.get("priority", 3),
        id=values.get("id", ""),
        tags=tuple(dict.fromkeys(tag for tag, _, _ in tags)),
        block_id=item.block_id,
        section=section,
    )
    if task.recurrence and task.open and not (task.due or task.scheduled or task.start):
        reading.report(0, "T4")
    return task, reading.problems


def mended_task(text: str, anchor: date | None) -> str:
    """The line after its checkbox in the spelling that Obsidian Tasks reads; what cannot be read stays as it is.

    Words behind a sign move before the first one; dates and recurrences are respelled.
    """
    masked = _masked(Lines({}).take_apart(text, Place(1, 1)))
    signs = [sign for sign in read_signs(masked, anchor) if sign.end > sign.start]
    if not signs:
        return text
    first = signs[0].start
    tags = [(start, end) for _, start, end in tags_in(masked) if start > first]
    words, spelled = [text[:first].strip(_BLANKS)], []
    position = first
    pieces = [
        *((s.start, s.end, s.right) for s in signs),
        *((start, end, text[start:end]) for start, end in tags),
    ]
    for start, end, right in sorted(pieces):
        words.append(text[position:start].strip(_BLANKS))
        spelled.append(right)
        position = end
    words.append(text[position:].strip(_BLANKS))
    return " ".join(part for part in (*words, *spelled) if part)


def _masked(line: Line) -> str:
    """Code, links and inline fields become NULs: no sign or tag is looked for in them."""
    spans = [*((one.start, one.end) for one in line.links), *((one.start, one.end) for one in line.found)]
    return without(mask_code(line.text), spans, "\0")


def _take_signs(reading: _Reading, signs: list[Sign]) -> None:
    for sign in signs:
        if sign.variant:
            reading.report(sign.start, "T7.variant")
        if sign.fault:
            reading.report(sign.fault_at, sign.fault, **dict(sign.params))
        if sign.key and sign.value is not None:
            reading.values.setdefault(sign.key, sign.value)
        if sign.time:
            reading.values.setdefault("time", sign.time)
        reading.no_words.append((sign.start, sign.taken))


def _take_fields(reading: _Reading, line: Line, anchor: date | None) -> None:
    """Dataview's fields: those that Tasks knows become values, all leave the description."""
    for one in line.found:
        reading.no_words.append((one.start, one.end))
        key = TASK_FIELDS.get(one.key.casefold())
        if key == "recurrence":
            english = english_recurrence(one.value)
            if english is None:
                reading.report(one.at, "T2.unknown", written=one.value)
                continue
            reading.values.setdefault(key, english)
            if english != " ".join(one.value.split()):
                reading.report(one.at, "T2", written=one.value, right=english)
        elif key == "priority":
            priority = _PRIORITY_WORDS.get(one.value.casefold())
            if priority is not None:
                reading.values.setdefault(key, priority)
        elif key == "id":
            reading.values.setdefault(key, one.value)
        elif key is not None:
            _take_field_date(reading, key, one, anchor)


def _take_field_date(reading: _Reading, key: str, one: InlineField, anchor: date | None) -> None:
    said = said_date(one.value, anchor)
    if said.day is not None:
        reading.values.setdefault(key, said.day)
        if said.phrase != said.day.isoformat():
            reading.report(one.at, "T1.date", written=said.phrase, right=said.day.isoformat())
        rest = one.value[len(said.phrase) :].lstrip(" \u3000T")
        time = time_at(rest)
        if time is not None and time.valid:
            reading.values.setdefault("time", time.start)
        if rest:
            reading.report(one.at + len(one.value) - len(rest), "T1")
    elif said.impossible:
        reading.report(one.at, "T5", written=said.phrase)
    elif said.relative:
        reading.report(one.at, "T5.relative", written=said.phrase)
    else:
        reading.report(one.at, "T5.unknown")


def _take_time_before(reading: _Reading) -> None:
    """`14:30 需求面谈 …`, or a time at the end of the words."""
    masked = reading.masked
    time = time_at(masked)
    if time is not None and time.valid and (time.end == len(masked) or masked[time.end] in _BLANKS):
        if "time" not in reading.values:
            reading.values["time"] = time.start
            reading.no_words.append((0, time.end))
        return
    if "time" in reading.values or not reading.no_words:
        return
    words = masked[: min(start for start, _ in reading.no_words)].rstrip(_BLANKS)
    match = _TIME_AT_END.search(words)
    if match:
        time = time_at(masked, match.start(1))
        if time is not None and time.valid:
            reading.values["time"] = time.start
            reading.no_words.append(match.span(1))


def _check_order(
    reading: _Reading, signs: list[Sign], tags: list[tuple[str, int, int]], fields_begin: int
) -> None:
    """Obsidian reads signs from the end of the line backwards and stops at the first other word."""
    if fields_begin == len(reading.text) or any(sign.fault == "T5.unknown" for sign in signs):
        return  # words behind a sign without a date are probably the date
    masked = reading.masked
    spans = [(sign.start, sign.end) for sign in signs if sign.end > sign.start]
    spans += [(start, end) for _, start, end in tags if start > fields_begin]
    position = fields_begin
    special = -1
    for start, end in [*sorted(spans), (len(masked), len(masked))]:
        gap = masked[position:start]
        words = gap.lstrip(_BLANKS)
        if words:
            reading.report(position + len(gap) - len(words), "T1")
            return
        if special < 0 and gap.strip(" \t"):
            special = position
        position = max(position, end)
    if special >= 0 and not any(p.text == "T7" for p in reading.problems):
        reading.report(special, "T7")
