"""A task is ticked off, or put off: its line changes, and a repeating one comes again as Obsidian Tasks writes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Place, SourceFile, Task
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.reading.inline import InlineField, without
from cmkb.reading.line import Lines
from cmkb.reading.note import read_note
from cmkb.reading.repetition import Occurrence, next_occurrence
from cmkb.reading.task_signs import Sign, read_signs, said_date
from cmkb.reading.tasks import TASK_FIELDS
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, lines_edit
from cmkb.writing.refused import WritingRefused

_BOX = re.compile(r"([\[【［])[^\[\]]?([\]】］])(\s*)$")
_BLOCK_ID = re.compile(r"\s\^[\w-]+\s*$")
_DATES = ("due", "scheduled", "start")
_MARKS = {"due": "📅", "scheduled": "⏳", "start": "🛫"}
_NOT_AGAIN = ("id", "done", "cancelled", "created")
_DEPENDS = "⛔"


@immutable
class Wanted:
    """Which task is meant: as it stood when it was listed. A line that moved is found by its words."""

    path: str
    line: int
    text: str
    id: str = ""


def done_edit(wanted: Wanted, day: date, playbook: Playbook, settings: Settings) -> Edit:
    def edit(note: Note, task: Task, line: str) -> Iterator[str]:
        if not task.open:
            raise _refused(wanted, f"已经划掉了：{task.text}", f"is done already: {task.text}")
        if "🔁" in line and not task.recurrence:
            raise _refused(
                wanted, "的重复规则看不懂，没有写：先改好 🔁", "has a recurrence that is not understood"
            )
        following = next_occurrence(task, day) if task.recurrence else None
        if task.recurrence and following is None:
            raise _refused(
                wanted, "的重复规则看不懂，没有写：先改好 🔁", "has a recurrence that is not understood"
            )
        if following is not None and _has_unread_date(line, task, note.date):
            raise _refused(
                wanted, "的日期看不懂，排不出下一次，没有写：先改好日期", "has a date that is not understood"
            )
        if following is not None:
            yield _again(line, task, following, note.date)
        yield _ticked(line, task, day)

    return _task_edit(wanted, playbook, settings, edit)


def snooze_edit(wanted: Wanted, day: date, playbook: Playbook, settings: Settings) -> Edit:
    """The date on which it shows: due, else scheduled, else start; a task without one becomes due."""

    def edit(note: Note, task: Task, line: str) -> Iterator[str]:
        if not task.open:
            raise _refused(wanted, f"已经划掉了：{task.text}", f"is done already: {task.text}")
        key = next((key for key in _DATES if getattr(task, key) is not None), "")
        if key:
            yield _with_dates(line, task, {key: day}, note.date)
        else:
            yield _appended(line, f"{_MARKS['due']} {day.isoformat()}")

    return _task_edit(wanted, playbook, settings, edit)


_OfTask = Callable[[Note, Task, str], Iterator[str]]


def _task_edit(wanted: Wanted, playbook: Playbook, settings: Settings, edit: _OfTask) -> Edit:
    def apply(source: SourceFile) -> list[Splice]:
        note, _ = read_note(source, playbook, settings)
        task = _find(note, wanted)
        number = task.place.line
        line = source.text.split("\n")[number - 1]
        return [Splice(number, number + 1, tuple(edit(note, task, line)))]

    return lines_edit(wanted.path, apply)


def _find(note: Note, wanted: Wanted) -> Task:
    """By id; else on its line with its words; else the only one with these words."""
    if wanted.id:
        found = [task for task in note.tasks if wanted.id in (task.id, task.block_id)]
    else:
        same = [task for task in note.tasks if task.text == wanted.text]
        found = [task for task in same if task.place.line == wanted.line] or same
    open_ones = [task for task in found if task.open]
    found = open_ones or found
    if len(found) != 1:
        raise _refused(
            wanted,
            f"第 {wanted.line} 行已经不是那件事了，没有写：再列一次",
            "has changed, nothing was written: list again",
        )
    return found[0]


def _refused(wanted: Wanted, zh: str, en: str) -> WritingRefused:
    return WritingRefused(f"{wanted.path} {zh}", f"{wanted.path} {en}", wanted.path)


# --- lines -----------------------------------------------------------------------------------------------------


def _ticked(line: str, task: Task, day: date) -> str:
    """With its box ticked, and the day on which it was done."""
    head, text = line[: task.place.column - 1], line[task.place.column - 1 :]
    head = _BOX.sub(lambda box: f"{box[1]}x{box[2]}{box[3]}", head)
    if _has_dataview_dates(line, task):
        return _appended(head + text, f"[completion:: {day.isoformat()}]")
    return _appended(head + text, f"✅ {day.isoformat()}")


def _appended(line: str, sign: str) -> str:
    """Obsidian reads signs from the end; only a block id stands behind them."""
    block = _BLOCK_ID.search(line)
    end = block.start() if block else len(line.rstrip())
    return f"{line[:end].rstrip()} {sign}{line[end:].rstrip()}"


def _again(line: str, task: Task, following: Occurrence, anchor: date | None) -> str:
    dates = {key: day for key in _DATES if (day := getattr(following, key)) is not None}
    moved = _with_dates(_BLOCK_ID.sub("", line), task, dates, anchor)
    head, text = moved[: task.place.column - 1], moved[task.place.column - 1 :]
    masked = _masked(text)
    gone = [(s.start, s.end) for s in read_signs(masked, anchor) if s.key in _NOT_AGAIN or s.mark == _DEPENDS]
    gone += [
        (one.start, one.end) for one in _fields(text) if TASK_FIELDS.get(one.key.casefold()) in _NOT_AGAIN
    ]
    for start, end in sorted(gone, reverse=True):
        text = text[:start].rstrip() + text[end:]
    return head + text.rstrip()


def _with_dates(line: str, task: Task, dates: dict[str, date], anchor: date | None) -> str:
    head, text = line[: task.place.column - 1], line[task.place.column - 1 :]
    spans: list[tuple[int, int, str]] = []
    seen: set[str] = set()
    for sign in _signs(text, anchor):
        if sign.key in dates and sign.value is not None and sign.key not in seen:
            seen.add(sign.key)
            spans.append((sign.start, sign.end, f"{sign.mark} {dates[sign.key].isoformat()}"))
    for one in _fields(text):
        key = TASK_FIELDS.get(one.key.casefold(), "")
        if key in dates and key not in seen:
            seen.add(key)
            spans.append((one.at, one.at + len(one.value), dates[key].isoformat()))
    for start, end, right in sorted(spans, reverse=True):
        text = text[:start] + right + text[end:]
    return head + text


def _signs(text: str, anchor: date | None) -> list[Sign]:
    return list(read_signs(_masked(text), anchor))


def _masked(text: str) -> str:
    """As the reader of tasks sees it: no sign is looked for in links and fields."""
    line = Lines({}).take_apart(text, Place(1, 1))
    spans = [*((one.start, one.end) for one in line.links), *((one.start, one.end) for one in line.found)]
    return without(line.text, spans, "\0")


def _fields(text: str) -> list[InlineField]:
    return list(Lines({}).take_apart(text, Place(1, 1)).found)


def _has_unread_date(line: str, task: Task, anchor: date | None) -> bool:
    """Such a date would stand in the next turn as it stands in this one."""
    text = line[task.place.column - 1 :]
    signs = any(sign.key in _DATES and sign.value is None for sign in _signs(text, anchor))
    return signs or any(
        TASK_FIELDS.get(one.key.casefold()) in _DATES and said_date(one.value, anchor).day is None
        for one in _fields(text)
    )


def _has_dataview_dates(line: str, task: Task) -> bool:
    text = line[task.place.column - 1 :]
    return not any(sign.key in _DATES for sign in _signs(text, None)) and any(
        TASK_FIELDS.get(one.key.casefold()) in _DATES for one in _fields(text)
    )
