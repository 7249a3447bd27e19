"""The inbox goes into the journals: part of `cmkb close`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import date

from cmkb.cli.opening import Opened
from cmkb.cli.options import is_forced
from cmkb.files.scan import INBOX, read_note_file, scan
from cmkb.model.immutable import immutable
from cmkb.playbooks.names import fold
from cmkb.reading.vocabulary import vocabulary_of
from cmkb.vault import Vault
from cmkb.views.workdays import is_day_off
from cmkb.who import find_who
from cmkb.writing.changes import Edit, change_notes
from cmkb.writing.inbox import Left, Line, by_day, emptied_edit, in_order, inbox_lines
from cmkb.writing.journal_lines import NewRecord, records_edit, texts_edit
from cmkb.writing.new_note import NewNote, journal_note
from cmkb.writing.said_record import Speech, line_of


@immutable
class Filed:
    lines: list[tuple[str, str]] = field(default_factory=list)  # path of the journal, and the line
    left: list[Left] = field(default_factory=list)


def file_inbox(opened: Opened, step: str) -> Filed:
    """All of it in one writing, so that a line is never in both places, or in none, after `cmkb undo`."""
    vault = opened.vault
    vocabulary = vocabulary_of(vault.playbook)
    result = Filed()
    filed: list[Line] = []
    for file in scan(opened.loaded.folder, vault.settings).notes:
        if not file.path.startswith(f"{INBOX}/"):
            continue
        source, _ = read_note_file(file)
        if source is None:
            continue
        found, left = inbox_lines(
            source, opened.today, vocabulary, vault.settings, _speech(vault), _person(vault)
        )
        filed += found
        result.left.extend(left)
    if not filed:
        return result
    edits: dict[str, Edit] = {}
    for day, lines in by_day(filed).items():
        path, edit = _journal_edit(vault, day, lines, result)
        edits[path] = edit
    for path in dict.fromkeys(line.path for line in filed):
        edits[path] = emptied_edit(path, (line for line in filed if line.path == path))
    change_notes(opened.loaded.folder, edits, command="close", forced=is_forced(), step=step)
    return result


def _journal_edit(vault: Vault, day: date, lines: list[Line], result: Filed) -> tuple[str, Edit]:
    made = journal_note(vault, day)
    template = made.text if isinstance(made, NewNote) else ""
    playbook, settings = vault.playbook, vault.settings
    steps: list[Edit] = []
    for line in lines:
        if line.said is not None:
            record = [NewRecord(line.said)]
            steps.append(records_edit(made.path, day, record, playbook, settings, template))
            result.lines.append((made.path, line_of(playbook, line.said)))
        else:
            steps.append(texts_edit(made.path, day, [line.text], playbook, settings, template))
            result.lines.append((made.path, line.text))
    return made.path, in_order(steps)


def _speech(vault: Vault) -> Callable[[date], Speech]:
    def find_note(name: str, kind: str) -> str | None:
        found = find_who(vault, name, frozenset({kind}))
        exact = [one for one in found if one.by in ("file", "name")]
        return vault.names.spelling(exact[0].path) if len(exact) == 1 else None

    def speech(day: date) -> Speech:
        return Speech(
            vocabulary_of(vault.playbook), day, lambda one: not is_day_off(one, vault.calendar), find_note
        )

    return speech


def _person(vault: Vault) -> Callable[[str], str | None]:
    known: dict[str, str | None] = {}

    def person(who: str) -> str | None:
        key = fold(who)
        if key not in known:
            found = find_who(vault, who)
            known[key] = vault.names.spelling(found[0].path) if len(found) == 1 else None
        return known[key]

    return person
