"""The client index: one row a client."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.names import TAIL, fold, names_of
from cmkb.vault import Vault
from cmkb.views.completeness import Completeness, completeness
from cmkb.views.contacts import ContactState, contact_state, is_quiet
from cmkb.views.kept import Ask, afresh


@immutable
class ClientRow:
    note: Note
    name: str  # told apart by a number's tail where two clients share it
    tier: str
    tier_level: int  # 1 to 5, however many tiers there are; 0 without one
    stage: str
    status: str
    quiet: bool
    source: str
    aum: int | float | None
    contact: ContactState
    next_step: FollowUp | None  # what comes first of what is open
    matures: date | None  # of the holdings, the first from today on
    complete: Completeness


def client_rows(
    vault: Vault, rows: tuple[FollowUp, ...], today: date, ask: Ask = afresh
) -> tuple[ClientRow, ...]:
    """In order of path. `rows` are all follow-ups, by date."""
    first: dict[str, FollowUp] = {}
    for row in rows:
        if row.rule and row.show_from > today:  # comes by itself, nobody planned it
            continue
        if row.client and (row.client not in first or first[row.client].kind == "cadence" != row.kind):
            first[row.client] = row
    return tuple(_row(vault, note, first.get(note.path), today, ask) for note in vault.of_kind("client"))


def _row(vault: Vault, note: Note, first: FollowUp | None, today: date, ask: Ask) -> ClientRow:
    """All but the next step comes from what the client's answers are kept for."""
    row = ask("row", note.path, partial(_without_next, vault, note, today, ask))
    return replace(row, next_step=first) if first is not None else row


def _without_next(vault: Vault, note: Note, today: date, ask: Ask) -> ClientRow:
    maturities = [h.fields["matures"] for h in note.holdings if isinstance(h.fields.get("matures"), date)]
    return ClientRow(
        note=note,
        name=display_name(vault, note),
        tier=note.get("tier", ""),
        tier_level=tier_step(vault, note.get("tier", "")),
        stage=note.get("stage", ""),
        status=note.get("status", ""),
        quiet=is_quiet(note, vault.playbook),
        source=note.get("source", ""),
        aum=note.get("aum"),
        contact=contact_state(vault, note, today, ask),
        next_step=None,
        matures=min((m for m in maturities if m >= today), default=None),
        complete=completeness(note, vault.playbook),
    )


def display_name(vault: Vault, note: Note) -> str:
    """The name; with the file name's tail, else that of a number, where several clients have the same one."""
    name = next(iter(names_of(note)), note.title)
    same = [p for p in vault.names.by_name.get(fold(name), ()) if vault.names.kinds[p] == "client"]
    if len(same) < 2:
        return name
    tail = note.stem.removeprefix(name).strip("-_ ·")
    numbers = () if tail else vault.names.numbers[note.path]
    return " ".join((name, tail or next(iter(numbers), "")[-TAIL:])).strip()


def tier_step(vault: Vault, tier: str) -> int:
    """Position of a tier on the five steps that the site draws; 0 when it is none of the playbook's."""
    level = vault.playbook.tier_level(tier)
    count = len(vault.playbook.tiers)
    if level is None:
        return 0
    return level if count <= 5 else 1 + round((level - 1) * 4 / (count - 1))


def client_of(vault: Vault, note: Note) -> str | None:
    """Path of the client whom a case or a meeting is about."""
    link = note.get("client")
    return next(iter(vault.clients_in(note.path, (link,))), None) if link else None
