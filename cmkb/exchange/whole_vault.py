"""`cmkb export json`: the vault as data. The keys are documented in `exchange/README.md` and do not change."""

from __future__ import annotations

from datetime import date
from typing import Any

from cmkb.exchange.as_json import as_plain, follow_up, holding, record, source
from cmkb.exchange.tables import NEVER
from cmkb.model.note import Entry, Note, Task
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.completeness import completeness
from cmkb.views.follow_ups import follow_ups
from cmkb.views.wording import plain

FORMAT = 1  # grows when a key changes its meaning or goes; new keys may come


def whole_vault(vault: Vault, today: date) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "private": True,
        "date": today.isoformat(),
        "site_name": vault.settings.site_name,
        "owner": vault.settings.owner,
        "playbook": vault.playbook.name,
        "clients": [_client(vault, note) for note in vault.of_kind("client")],
        "notes": [_note(note) for note in vault.notes.values() if note.kind not in ("client", "journal")],
        "journal": [_note(note) for note in vault.of_kind("journal")],
        "records": [record(vault, one) for one in vault.records],
        "tasks": [_task(vault, note, task) for note in vault.notes.values() for task in note.tasks],
        "follow_ups": [
            follow_up(vault, row, today) for row in follow_ups(vault, today) if not row.is_far(today)
        ],
    }


def _client(vault: Vault, note: Note) -> dict[str, Any]:
    return {
        **_note(note),
        "name": display_name(vault, note),
        "completeness": round(completeness(note, vault.playbook).rate, 4),
        "holdings": [holding(note.path, entry) for entry in note.holdings],
        "relations": [_entry(note, entry) for entry in note.relations],
        "anniversaries": [_entry(note, entry) for entry in note.anniversaries],
    }


def _note(note: Note) -> dict[str, Any]:
    fields = {key: as_plain(value) for key, value in note.front.fields.items() if key not in NEVER}
    return {
        "path": note.path,
        "kind": note.kind,
        "title": note.title,
        "date": as_plain(note.date),
        "fields": fields,
        "extra": as_plain(note.front.extra),
        "body": note.body,
    }


def _entry(note: Note, entry: Entry) -> dict[str, Any]:
    return {
        "text": plain(entry.text),
        "fields": as_plain(entry.fields),
        "extra": dict(entry.extra),
        "source": source(note.path, entry.place.line),
    }


def _task(vault: Vault, note: Note, task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "text": plain(task.text),
        "open": task.open,
        "client": vault.client_of(note, task),
        "due": as_plain(task.due),
        "scheduled": as_plain(task.scheduled),
        "start": as_plain(task.start),
        "done": as_plain(task.done),
        "cancelled": as_plain(task.cancelled),
        "time": task.time,
        "recurrence": task.recurrence,
        "priority": task.priority,
        "tags": list(task.tags),
        "source": source(task.path, task.place.line),
    }
