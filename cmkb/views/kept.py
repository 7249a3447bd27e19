"""Answers about single clients and days, kept from one build of the development server to the next.

An answer about a client comes from the client's note, records and tasks, and from what is the same for all: rules,
names, talk tracks, products. When any of the latter changed no answer is kept, when any of the former did none about
that client. Others say themselves what else they come from. What was read out of an unchanged file is the same object
as before, so nothing long is compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Protocol, TypeVar

from cmkb.vault import Vault

_T = TypeVar("_T")
_OF_CLIENTS = ("client", "journal")  # kinds of notes of which only records, tasks and the client's own count


class Ask(Protocol):
    def __call__(self, question: str, client: str, make: Callable[[], _T]) -> _T:
        """`client`: path of the note. `make` gives the answer, which nobody changes afterwards."""


def afresh(question: str, client: str, make: Callable[[], _T]) -> _T:
    """For who asks each question once."""
    return make()


class Answers:
    """About one vault on one day. Its pages may be made after a later build began, which has answers of its own."""

    def __init__(self) -> None:
        self.by_client: dict[str, dict[str, Any]] = {}  # question → client → answer
        self.others: dict[str, tuple[object, Any]] = {}  # question → what its answer comes from, the answer

    def get(self, question: str, client: str, make: Callable[[], _T]) -> _T:
        of_question = self.by_client.setdefault(question, {})
        if client not in of_question:
            of_question[client] = make()
        answer: _T = of_question[client]
        return answer

    def of(self, question: str, sources: object, make: Callable[[], _T]) -> _T:
        """An answer that comes from what is the same for all and from `sources`, nothing else."""
        kept = self.others.get(question)
        if kept is None or kept[0] != sources:
            kept = self.others[question] = (sources, make())
        answer: _T = kept[1]
        return answer

    def without(self, clients: frozenset[str]) -> Answers:
        """A copy that knows nothing about these."""
        copy = Answers()
        copy.others = dict(self.others)
        for question, answers in self.by_client.items():
            copy.by_client[question] = {c: answer for c, answer in answers.items() if c not in clients}
        return copy


class KeptAnswers:
    """Those of the last build."""

    def __init__(self) -> None:
        self.vault: Vault | None = None
        self.asked: object = None
        self.last = Answers()

    def begin(self, vault: Vault, purpose: bytes, today: date) -> Answers:
        """What is known already about this vault. `purpose`: digest of all that a note is read with besides its file."""
        asked, former = (purpose, today), self.vault
        if former is None or asked != self.asked or not _all_else_is_the_same(former, vault):
            self.last = Answers()
        else:
            self.last = self.last.without(frozenset(_changed(former, vault)))
        self.vault, self.asked = vault, asked
        return self.last


def _changed(one: Vault, other: Vault) -> Iterator[str]:
    """Clients of whom the two vaults, which have the same, say different things."""
    for path in (note.path for note in other.of_kind("client")):
        if (
            one.notes[path] != other.notes[path]
            or one.timeline(path) != other.timeline(path)
            or one.tasks.get(path) != other.tasks.get(path)
        ):
            yield path


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
