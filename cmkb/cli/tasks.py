"""Which task the user means: an id, a number of the last list, `path:line`, or words of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cmkb.cli.opening import Opened
from cmkb.cli.output import safe, say_json
from cmkb.cli.refusal import Refusal
from cmkb.cli.remembering import left_in_state
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Note, Task
from cmkb.names import fold
from cmkb.pages.agenda import Group
from cmkb.vault import Vault
from cmkb.writing.last_list import keep_list, kept_list
from cmkb.writing.task_edits import Wanted

Numbers = dict[tuple[str, int], int]  # path and line of a task → its number in the list

_NUMBER = re.compile(r"#?(\d{1,4})")
_PLACE = re.compile(r"(.+\.md):(\d+)")


def numbered(opened: Opened, rows: Iterable[FollowUp]) -> Numbers:
    """Gives the tasks among the rows numbers, and keeps them for the next command."""
    vault = opened.vault
    tasks: list[Wanted] = []
    numbers: Numbers = {}
    for row in rows:
        task = _at(vault, row.path, row.line) if row.kind == "task" else None
        if task is not None and (row.path, row.line) not in numbers:
            tasks.append(_wanted(task))
            numbers[row.path, row.line] = len(tasks)
    left_in_state(*keep_list(opened.loaded.folder, tasks))
    return numbers


def in_order(groups: Iterable[Group]) -> list[FollowUp]:
    return [row.follow_up for group in groups for row in group.rows if row.follow_up is not None]


def the_task(opened: Opened, given: str, as_json: bool) -> Wanted:
    """Raises Refusal unless it is one. An id that is a number goes before the number in the list."""
    vault = opened.vault
    word = given.strip().removeprefix("^")
    by_id = [
        (note, task)
        for note in vault.notes.values()
        for task in note.tasks
        if word and word in (task.id, task.block_id)
    ]
    found = [pair for pair in by_id if pair[1].open] or by_id
    if len(found) > 1:
        raise _several(opened, given, found, as_json)
    if found:
        task = found[0][1]
        return Wanted(task.path, task.place.line, task.text, word)
    if match := _NUMBER.fullmatch(word):
        return _of_list(opened, int(match[1]))
    if match := _PLACE.fullmatch(word.replace("\\", "/")):
        at = _at(vault, match[1], int(match[2]))
        if at is not None:
            return _wanted(at)
    said = _by_words(vault, word)
    if len(said) > 1:
        raise _several(opened, given, said, as_json)
    if said:
        return _wanted(said[0][1])
    text = opened.say("没有找到任务“{id}”：写它的几个字或 🆔，或者先 cmkb follow-ups，再写前面的序号")
    raise Refusal(text.format(id=safe(given)))


def _by_words(vault: Vault, words: str) -> list[tuple[Note, Task]]:
    """Open tasks whose text has all of them; of several, those that say nothing else."""
    terms = fold(words).split()
    found = [
        (note, task)
        for note in vault.notes.values()
        for task in note.tasks
        if task.open and terms and all(term in fold(task.text) for term in terms)
    ]
    exact = [pair for pair in found if fold(pair[1].text) == " ".join(terms)]
    return exact or found


def _of_list(opened: Opened, number: int) -> Wanted:
    kept = kept_list(Path(opened.loaded.folder))
    if not 1 <= number <= len(kept):
        text = opened.say("上一次列出的任务里没有第 {n} 个：先 cmkb follow-ups 或 cmkb today")
        raise Refusal(text.format(n=number))
    return kept[number - 1]


def _several(opened: Opened, given: str, found: list[tuple[Note, Task]], as_json: bool) -> Refusal:
    places = [f"{note.path}:{task.place.line}" for note, task in found]
    if as_json:
        say_json({"candidates": [{"path": note.path, "line": task.place.line} for note, task in found]})
    text = opened.say("“{id}”不止一个：写成 文件:行号").format(id=safe(given))
    lines = (f"  {safe(place)} {safe(task.text)}" for place, (_, task) in zip(places, found, strict=True))
    return Refusal(text, more=tuple(lines))


def _wanted(task: Task) -> Wanted:
    return Wanted(task.path, task.place.line, task.text)


def _at(vault: Vault, path: str, line: int) -> Task | None:
    note = vault.notes.get(path)
    return next((task for task in note.tasks if task.place.line == line), None) if note else None
