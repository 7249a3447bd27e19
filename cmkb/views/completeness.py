"""How much of what the playbook wants to know about a client is known, and what to ask next."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.views.dates import plus

ASK_AT_ONCE = 3  # questions a conversation bears


@immutable
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


def completeness(note: Note, playbook: Playbook) -> Completeness:
    specs = wanted(note.get("status", ""), playbook)
    missing = tuple(spec for spec in specs if not _known(note, spec))
    return Completeness(len(specs) - len(missing), len(specs), missing)


def of_group(whole: Completeness, asked: int, group: str) -> Completeness:
    """The part of a client's completeness that belongs to one heading of the profile, which asks for so many."""
    missing = tuple([spec for spec in whole.missing if spec.group == group]) if asked else ()
    return Completeness(asked - len(missing), asked, missing)


@lru_cache(maxsize=256)
def wanted(status: str, playbook: Playbook) -> tuple[FieldSpec, ...]:
    """What should be known of a client: what the status asks for, else all fields marked for it."""
    specs = playbook.fields_of("client")
    named = playbook.statuses.get(status)
    if named is not None and named.complete:
        return tuple(specs[key] for key in named.complete if key in specs)
    return tuple(spec for spec in specs.values() if spec.complete)


def old_from(note: Note, spec: FieldSpec) -> date | None:
    """The day from which what is known is too old to go by; None where nothing says so."""
    day = note.get(spec.dated_by)
    if spec.fresh is None or not isinstance(day, date) or not _has(note, spec.key):
        return None
    return plus(day, spec.fresh + 1)


def ask_next(note: Note, playbook: Playbook, whole: Completeness, today: date) -> tuple[FieldSpec, ...]:
    """What is not known, then what is old."""
    if len(whole.missing) >= ASK_AT_ONCE:
        return whole.ask
    old = (spec for spec in _aging(playbook) if (day := old_from(note, spec)) and day <= today)
    return (*whole.missing, *old)[:ASK_AT_ONCE]


@lru_cache(maxsize=16)
def _aging(playbook: Playbook) -> tuple[FieldSpec, ...]:
    return tuple(spec for spec in playbook.fields_of("client").values() if spec.fresh is not None)


def _known(note: Note, spec: FieldSpec) -> bool:
    """Other keys may answer, holdings and relations written as lists too. The name is at least the file's."""
    if spec.key == "name" or _has(note, spec.key):
        return True
    return any(_has(note, other) for other in spec.answered_by.split())


def _has(note: Note, key: str) -> bool:
    if key == "holdings":
        return bool(note.holdings)
    if key == "relations":
        return bool(note.relations)
    return note.get(key) not in (None, "", ())


@immutable
class TierCompleteness:
    tier: str
    clients: int
    rate: float


def by_tier(rates: Iterable[tuple[str, float]], tiers: Iterable[str]) -> tuple[TierCompleteness, ...]:
    """From each client's tier and rate. Highest tier first, clients without a tier last; `tiers` from the lowest."""
    found: dict[str, list[float]] = {}
    for tier, rate in rates:
        found.setdefault(tier, []).append(rate)
    order = [*reversed(list(tiers)), ""]
    return tuple(
        TierCompleteness(tier, len(found[tier]), mean_rate(found[tier])) for tier in order if tier in found
    )


def mean_rate(rates: Collection[float]) -> float:
    return sum(rates) / len(rates) if rates else 1.0
