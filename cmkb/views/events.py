"""Events and who was contacted after them; staff of other posts and whom they sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact


@immutable
class EventRow:
    note: Note
    day: date | None
    attended: tuple[str, ...]
    leads: tuple[str, ...]
    people: int | float | None
    cost: int | float | None
    followed: int  # of the clients who came or are new: contacted since


def event_rows(vault: Vault, today: date) -> tuple[EventRow, ...]:
    """Newest first; those to come before all others."""
    found = []
    for note in vault.of_kind("event"):
        attended = vault.clients_in(note.path, note.get("attended") or ())
        leads = vault.clients_in(note.path, note.get("leads") or ())
        day = note.date
        guests = dict.fromkeys((*attended, *leads))
        followed = sum(1 for path in guests if day and _contacted_after(vault, path, day, today))
        people = note.get("people")
        count = people if people is not None else len(attended) or None
        found.append(EventRow(note, day, attended, leads, count, note.get("cost"), followed))
    return tuple(sorted(found, key=lambda row: (row.day or date.min, row.note.path), reverse=True))


def _contacted_after(vault: Vault, path: str, day: date, today: date) -> bool:
    return any(
        day < r.date <= today and is_contact(r, vault.playbook) for r in reversed(vault.timeline(path))
    )


@immutable
class StaffRow:
    note: Note
    channel: str | None
    referred: tuple[str, ...]


def staff_rows(vault: Vault, referred: Mapping[str, tuple[str, ...]]) -> tuple[StaffRow, ...]:
    """`referred`: path of a staff member → clients whom they sent."""
    found = []
    for note in vault.of_kind("staff"):
        link = note.get("channel")
        channel = vault.target(note.path, link) if link else None
        found.append(StaffRow(note, channel if channel in vault.notes else None, referred.get(note.path, ())))
    return tuple(found)
