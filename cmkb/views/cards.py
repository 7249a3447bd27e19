"""Cards of a day: a form for each call and meeting, filled by its record, or prepared for who is planned."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import PlanItem, Record
from cmkb.model.playbook import Form
from cmkb.vault import Vault
from cmkb.views.day import PlanState
from cmkb.views.forms import Filled, Sources, fill, kinds_of_form, record_keys

_OF_EVERY_CALL = frozenset({"time", "mins", "result"})  # say nothing of how the call went
_WRITTEN = ("next", "task")  # kinds of follow-ups


@immutable
class Card:
    filled: Filled
    client: str | None  # path
    record: Record | None = None
    planned: PlanItem | None = None
    about: str = ""  # of a prepared card: why to call

    @property
    def form(self) -> Form:
        return self.filled.form

    @property
    def time(self) -> str:
        return self.record.time if self.record else self.planned.time if self.planned else ""


def call_cards(vault: Vault, form: Form, records: Iterable[Record]) -> tuple[Card, ...]:
    """One for each record of the form's kinds on which more than the time and the result is written."""
    kinds = kinds_of_form(vault.playbook, form)
    telling = frozenset(record_keys(form)) - _OF_EVERY_CALL
    found = (r for r in records if r.kind in kinds and r.count is None and telling & r.fields.keys())
    return tuple(_card(vault, form, record) for record in sorted(found, key=lambda r: r.time or "99"))


def prepared_cards(vault: Vault, form: Form, plan: Iterable[PlanState]) -> tuple[Card, ...]:
    """One for each client who is planned for a call and was not called yet."""
    kinds = kinds_of_form(vault.playbook, form, planned=True)
    cards: dict[str, Card] = {}
    for state in plan:
        item = state.item
        if state.done_by is not None or item.kind not in kinds:
            continue
        for path in state.clients:
            sources = Sources(
                client=vault.notes[path], planned=item.fields, planned_path=item.path, day=item.date
            )
            cards.setdefault(path, Card(fill(vault, form, sources), path, planned=item, about=item.text))
    return tuple(cards.values())


def due_cards(vault: Vault, form: Form, rows: Iterable[FollowUp]) -> tuple[Card, ...]:
    """One for each client of follow-ups that somebody wrote; where no plan is written, these are it."""
    cards: dict[str, Card] = {}
    for row in rows:
        if row.client and row.kind in _WRITTEN:
            sources = Sources(client=vault.notes[row.client], day=row.date)
            cards.setdefault(row.client, Card(fill(vault, form, sources), row.client, about=row.title))
    return tuple(cards.values())


def meeting_cards(vault: Vault, form: Form, records: Iterable[Record]) -> tuple[Card, ...]:
    """One for each meeting of the form's kinds; its own note tells more than the line in the journal."""
    kinds = frozenset(kind.key for kind in vault.playbook.kinds.values() if kind.form == form.key)
    met: dict[tuple[str, ...], Record] = {}
    for record in records:
        if record.kind not in kinds or record.count is not None:
            continue
        who = vault.clients_of(record) or (f"{record.path}:{record.place.line}",)
        if who not in met or _is_note_of(vault, record, form):
            met[who] = record
    return tuple(_card(vault, form, record) for record in sorted(met.values(), key=lambda r: r.time or "99"))


def _card(vault: Vault, form: Form, record: Record) -> Card:
    client = next(iter(vault.clients_of(record)), None)
    sources = Sources(
        note=vault.notes[record.path] if _is_note_of(vault, record, form) else None,
        client=vault.notes[client] if client else None,
        record=record,
        day=record.date,
    )
    return Card(fill(vault, form, sources), client, record)


def _is_note_of(vault: Vault, record: Record, form: Form) -> bool:
    """Whether the record is a note of the form's kind, and no line in a journal."""
    note = vault.notes.get(record.path)
    return note is not None and note.kind == form.kind
