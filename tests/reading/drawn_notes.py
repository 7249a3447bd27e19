"""A note drawn as text goes in, what was read comes out as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from textwrap import dedent
from typing import Any

from cmkb.model.note import Item, Link, Moment, Note, Place, Planned, SourceFile, Task
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.body import Body, read_body
from cmkb.reading.note import read_note
from cmkb.reading.vocabulary import vocabulary_of

JOURNAL = "journal/2026-11-23.md"  # a Monday
CLIENT = "clients/王芳.md"


@lru_cache
def playbook() -> Playbook:
    return load_playbook("bank-personal")[0]


def read(text: str, path: str = JOURNAL) -> tuple[Note, list[Problem]]:
    return read_note(SourceFile(path, undented(text)), playbook(), Settings())


def note_of(text: str, path: str = JOURNAL) -> Note:
    return read(text, path)[0]


def body_of(text: str) -> Body:
    return read_body(undented(text), 1, vocabulary_of(playbook()).meanings, "a.md")


def undented(text: str) -> str:
    """A drawing of several lines begins with a line break; other text is meant as it is."""
    return dedent(text)[1:] if text.startswith("\n") else text


def drawn(text: str) -> str:
    return dedent(text).strip("\n")


def outline(text: str) -> str:
    """Sections with their meaning, items with box and block id, tables; `line:column` of each."""
    lines = []
    for section in body_of(text).sections:
        if section.level:
            meaning = (
                f" = {section.meaning}"
                if section.meaning
                else f" in {section.scope}"
                if section.scope
                else ""
            )
            lines.append(f"{at(section.place)} {'#' * section.level} {section.heading}{meaning}")
        depth = 1 if section.level else 0
        for item in section.items:
            lines += item_lines(item, depth)
        for table in section.tables:
            lines.append("  " * depth + "| " + " | ".join(table.header))
            for row, line, columns in zip(table.rows, table.lines, table.columns, strict=True):
                cells = (f"{column}:{cell}" for cell, column in zip(row, columns, strict=True))
                lines.append("  " * depth + f"{line} | " + " | ".join(cells))
    return "\n".join(lines)


def item_lines(item: Item, depth: int) -> Iterable[str]:
    box = f"[{item.box}] " if item.box is not None else ""
    block = f" ^{item.block_id}" if item.block_id else ""
    yield f"{'  ' * depth}{at(item.place)} {box}{item.text}{block}"
    for place, line in zip(item.more_lines, item.more.split("\n") if item.more else [], strict=True):
        yield f"{'  ' * depth}  + {at(place)} {line}"
    for child in item.children:
        yield from item_lines(child, depth + 1)


def records(text: str, path: str = JOURNAL) -> str:
    """`time kind → participants | words | fields | ?fields unknown | ×count`, then the problems."""
    note, problems = read(text, path)
    lines = []
    for record in note.records:
        parts = [" ".join(part for part in (record.time, record.kind) if part)]
        if record.participants:
            parts[0] += " → " + " ".join(link.target for link in record.participants)
        if record.count is not None:
            parts[0] += f" ×{record.count}"
        parts += [part for part in (record.text, fields(record.fields), fields(record.extra, "?")) if part]
        lines.append(" | ".join(parts))
    return "\n".join([*lines, *codes(problems)])


def tasks(text: str, path: str = CLIENT) -> str:
    note, problems = read(text, path)
    return "\n".join([*(task_line(task) for task in note.tasks), *codes(problems)])


def task_line(task: Task) -> str:
    shown = {
        "due": task.due, "scheduled": task.scheduled, "start": task.start, "done": task.done,
        "cancelled": task.cancelled, "created": task.created, "time": task.time, "every": task.recurrence,
        "priority": task.priority if task.priority != 3 else None, "id": task.id, "block": task.block_id,
        "tags": " ".join(task.tags), "links": " ".join(link.target for link in task.links),
    }  # fmt: skip
    values = fields({key: value for key, value in shown.items() if value not in ("", None)})
    return f"[{task.box}] {task.text}" + (f" | {values}" if values else "")


def codes(problems: Iterable[Problem]) -> list[str]:
    return [f"! {p.line}:{p.column} {p.text}" for p in problems]


def problems_of(text: str, path: str = JOURNAL) -> str:
    return "\n".join(codes(read(text, path)[1]))


def fields(values: Mapping[str, Any], mark: str = "") -> str:
    return " ".join(f"{mark}{key}={value(one)}" for key, one in values.items())


def value(one: Any) -> str:
    if isinstance(one, Link):
        return f"[[{one.target}]]"
    if isinstance(one, Moment):
        return f"{one.date} {one.time}".strip()
    if isinstance(one, Planned):
        return f"{one.date} {one.text}".strip()
    if isinstance(one, tuple):
        return "、".join(value(part) for part in one)
    return one.isoformat() if isinstance(one, date) else str(one)


def at(place: Place) -> str:
    return f"{place.line}:{place.column}"
