"""Answers about single clients, kept from one build to the next by who builds again and again.

An answer about a client comes from the client's note, records and tasks, and from what is the same for all: rules,
names, talk tracks, products. `begin` forgets every answer when any of the latter changed, `get` one when any of the
former did. What was read out of an unchanged file is the same object as before, so nothing long is compared.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

from cmkb.vault import Vault

_T = TypeVar("_T")
_OF_CLIENTS = ("client", "journal")  # kinds of notes of which only records, tasks and the client's own count


class KeptAnswers:
    def __init__(self) -> None:
        self.vault: Vault | None = None
        self.asked: object = None
        self.answers: dict[tuple[str, str], tuple[object, Any]] = {}

    def begin(self, vault: Vault, purpose: bytes, today: date) -> None:
        """`purpose`: digest of all that a note is read with besides its file."""
        asked = (purpose, today)
        if self.vault is None or asked != self.asked or not _all_else_is_the_same(self.vault, vault):
            self.answers = {}
        self.vault, self.asked = vault, asked

    def get(self, question: str, client: str, make: Callable[[], _T]) -> _T:
        """`client`: path of the note. `make` gives an answer that is not changed afterwards."""
        vault = self.vault
        assert vault is not None
        sources = (vault.notes[client], vault.timeline(client), vault.tasks.get(client, ()))
        kept = self.answers.get((question, client))
        if kept is None or kept[0] != sources:
            kept = self.answers[question, client] = (sources, make())
        answer: _T = kept[1]
        return answer


def _all_else_is_the_same(one: Vault, other: Vault) -> bool:
    return (
        one.settings == other.settings
        and one.names == other.names
        and one.attachments == other.attachments
        and one.calendar == other.calendar
        and one.by_kind.keys() == other.by_kind.keys()
        and all(one.by_kind[kind] == other.by_kind[kind] for kind in one.by_kind if kind not in _OF_CLIENTS)
        and all(
            [note.path for note in one.of_kind(kind)] == [note.path for note in other.of_kind(kind)]
            for kind in _OF_CLIENTS
        )
    )
