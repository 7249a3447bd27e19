"""How much of what the playbook wants to know about a client is known, and what to ask next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cmkb.model.note import Note
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.vault import Vault

ASK_AT_ONCE = 3  # questions a conversation bears


@dataclass(frozen=True, slots=True)
class Completeness:
    known: int
    wanted: int
    missing: tuple[FieldSpec, ...]

    @property
    def rate(self) -> float:
        """0 to 1; a playbook that wants nothing is satisfied."""
        return self.known / self.wanted if self.wanted else 1.0

    @property
    def ask(self) -> tuple[FieldSpec, ...]:
        return self.missing[:ASK_AT_ONCE]


def completeness(note: Note, playbook: Playbook, group: str | None = None) -> Completeness:
    wanted = [
        spec
        for spec in playbook.fields_of("client").values()
        if spec.complete and (group is None or spec.group == group)
    ]
    missing = tuple(spec for spec in wanted if not _known(note, spec))
    return Completeness(len(wanted) - len(missing), len(wanted), missing)


def _known(note: Note, spec: FieldSpec) -> bool:
    """Holdings and relations written as lists answer their keys too."""
    if note.get(spec.key) not in (None, "", ()):
        return True
    if spec.answered_by == "holdings":
        return bool(note.holdings)
    if spec.answered_by == "relations":
        return bool(note.relations)
    return any(note.get(other) not in (None, "", ()) for other in spec.answered_by.split() if other)


@dataclass(frozen=True, slots=True)
class TierCompleteness:
    tier: str
    clients: int
    rate: float


def by_tier(vault: Vault) -> tuple[TierCompleteness, ...]:
    """Highest tier first, clients without a tier last."""
    tiers = [*reversed(vault.playbook.tiers), ""]
    rows = ((tier, [n for n in vault.of_kind("client") if n.get("tier", "") == tier]) for tier in tiers)
    return tuple(TierCompleteness(tier, len(notes), mean_rate(notes, vault)) for tier, notes in rows if notes)


def mean_rate(notes: Iterable[Note], vault: Vault) -> float:
    rates = [completeness(note, vault.playbook).rate for note in notes]
    return sum(rates) / len(rates) if rates else 1.0
