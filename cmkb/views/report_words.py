"""How a report names what the notes link to, and which lines of theirs it leaves out."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.locales import sign
from cmkb.model.note import Link, Moment, PlanItem, Planned, Record
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.prose import Named, hidden_lines, names_in, said
from cmkb.views.quota_report import Source
from cmkb.views.wording import plain

_NOBODY = ("script", "product", "howto")


def title_of(vault: Vault, path: str) -> str:
    """Of a note by its path; words that lead to none stay as they are."""
    note = vault.notes.get(path)
    if note is None:
        return path
    return display_name(vault, note) if note.kind == "client" else note.title


def participant_names(vault: Vault, record: Record | PlanItem) -> tuple[str, ...]:
    """Whom it is about; the words of links that lead nowhere included. A talk track or a product in the line is
    nobody."""
    found = ((link, vault.target(record.path, link)) for link in record.participants)
    targets = ((link, path) for link, path in found if not path or vault.notes[path].kind not in _NOBODY)
    return tuple(dict.fromkeys(title_of(vault, path) if path else link.text for link, path in targets))


def source_of(record: Record) -> Source:
    return Source(record.path, record.place.line)


def is_hidden(vault: Vault, path: str, line: int) -> bool:
    note = vault.notes.get(path)
    return note is not None and line in hidden_lines(note)


def shown_of(vault: Vault, records: Iterable[Record]) -> tuple[Record, ...]:
    """Those whose words are for others' eyes. They all count."""
    return tuple(record for record in records if not is_hidden(vault, record.path, record.place.line))


def words_of(value: object, named: Named = str) -> str:
    """Any field's value; links by the names of what they mean."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Link):
        return value.alias or named(value.target)
    if isinstance(value, Moment):
        return f"{value.date} {value.time}".rstrip()
    if isinstance(value, Planned):
        return f"{value.date} {plain(value.text)}".rstrip()
    if isinstance(value, tuple):
        return sign("、").join(filter(None, (words_of(one, named) for one in value)))
    return f"{value:,}" if isinstance(value, int | float) else said(str(value), named)


def fields_of(vault: Vault, of: Record | PlanItem) -> str:
    """What the fields say, with their labels: `资料：稳盈90天；话术：存单到期邀约`."""
    specs, named = vault.playbook.record_fields, names_in(vault, of.path)
    words = (
        (specs[key].label if key in specs else key, words_of(value, named))
        for key, value in of.fields.items()
    )
    return sign("；").join(f"{label}{sign('：')}{value}" for label, value in words if value)
