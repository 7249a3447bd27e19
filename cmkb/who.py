"""Which notes of a vault a user means by WHO; see `identity.py` for how."""

from __future__ import annotations

from collections.abc import Container

from cmkb.identity import find_named, named_of
from cmkb.model.immutable import immutable
from cmkb.vault import Vault
from cmkb.views.clients import display_name

CLIENTS = frozenset({"client"})


@immutable
class Candidate:
    path: str
    name: str  # told apart by a number's tail where two clients share it
    by: str  # the step that found it: file | name | number | pinyin | part | pinyin_part


def find_who(vault: Vault, who: str, kinds: Container[str] = CLIENTS) -> tuple[Candidate, ...]:
    """Notes of `kinds` that `who` may mean, in order of path: none, the one, or several to choose from."""
    named = (named_of(note) for note in vault.notes.values() if note.kind in kinds)
    by, found = find_named(named, who)
    return tuple(Candidate(one.path, display_name(vault, vault.notes[one.path]), by) for one in found)
