"""Every word a user may call something by: key, label, English name, alias; any case and width.

Look a word up with `table.get(fold(word))`. Tables are built once for each playbook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any, TypeVar
from unicodedata import normalize

from cmkb.model.playbook import ActivityKind, FieldSpec, Kpi, Playbook
from cmkb.patterns import pattern

T = TypeVar("T")

_SPACES = pattern(r"[\s_-]+")
_LONGEST = 64  # no name is longer; longer text is folded without being remembered


def fold(word: str) -> str:
    """The form in which words are compared: `ＶＩＰ 客户` → `vip_客户`."""
    return _remembered(word) if len(word) <= _LONGEST else _folded(word)


def _folded(word: str) -> str:
    return _SPACES.sub("_", normalize("NFKC", word).strip().casefold())


_remembered = lru_cache(maxsize=4096)(_folded)


def words_of(entry: Any) -> tuple[str, ...]:
    """Key, label, English name and aliases of an entry of a playbook, as far as its class has them."""
    key = getattr(entry, "key", "")
    label = getattr(entry, "label", "")
    en = getattr(entry, "en", "")
    more: tuple[str, ...] = getattr(entry, "aliases", ()) or getattr(entry, "headings", ())
    former: tuple[str, ...] = getattr(entry, "renamed", ())
    return tuple(w for w in (key, label, en, *more, *former) if w)


def table(entries: Mapping[str, T]) -> dict[str, T]:
    """Folded word → entry. Of two entries that claim a word, a key wins, then the earlier one."""
    found: dict[str, T] = {fold(key): entry for key, entry in entries.items()}
    for entry in entries.values():
        for word in words_of(entry):
            found.setdefault(fold(word), entry)
    return found


def by_name(entries: Mapping[str, T]) -> Mapping[str, T]:
    """For mappings that live as long as their playbook: `tiers`, `results`, `entry_fields[section]` …"""
    return _once(entries, "", lambda: table(entries))


def field_by_name(specs: Mapping[str, FieldSpec]) -> Mapping[str, FieldSpec]:
    """For `record_fields` and `entry_fields[section]`; a note's keys are `note_fields`."""
    return by_name(specs)


def note_fields(playbook: Playbook, kind: str) -> Mapping[str, FieldSpec]:
    """The front matter keys of a kind of note, those common to all kinds included."""
    return _once(playbook, f"fields {kind}", lambda: table(playbook.fields_of(kind)))


def kind_by_name(playbook: Playbook) -> Mapping[str, ActivityKind]:
    return by_name(playbook.kinds)


def kinds_by(playbook: Playbook, word: str) -> frozenset[str]:
    """Keys of the kinds that a word names: one of them, or all of a channel."""
    return _once(playbook, f"kinds by {fold(word)}", lambda: _kinds_by(playbook, fold(word)))


def _kinds_by(playbook: Playbook, word: str) -> frozenset[str]:
    named = kind_by_name(playbook).get(word)
    of_channel = {kind.key for kind in playbook.kinds.values() if kind.channel and fold(kind.channel) == word}
    return frozenset({named.key} | of_channel if named else of_channel)


def kpi_by_name(playbook: Playbook) -> Mapping[str, Kpi]:
    return by_name(playbook.kpis)


def choices(playbook: Playbook, spec: FieldSpec) -> Mapping[str, str]:
    """Folded word → the value that it means, for a field with `values` or `values_from`."""
    return _once(spec, "", lambda: _choices(playbook, spec), playbook)


def _choices(playbook: Playbook, spec: FieldSpec) -> dict[str, str]:
    found: dict[str, str] = {fold(value): value for value in spec.values}
    if spec.values_from:
        listed = getattr(playbook, spec.values_from)
        if isinstance(listed, Mapping):
            found |= {word: entry.key for word, entry in table(listed).items()}
        else:
            found |= {fold(value): value for value in listed}
    for value, aliases in spec.value_aliases.items():
        for alias in aliases:
            found.setdefault(fold(alias), value)
    return found


def closest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or None when nothing is near."""
    if len(word) > _LONGEST:
        return None
    by_form = {fold(w): w for w in words}
    from difflib import get_close_matches

    near = get_close_matches(fold(word), by_form, n=1, cutoff=0.66)
    return by_form[near[0]] if near else None


# Playbooks hold dicts and are not hashable: tables are kept by identity, together with their owners so
# that an identity is not given to something else.
_tables: dict[tuple[int, int, str], tuple[object, object, Any]] = {}
_MOST_TABLES = 2048


def _once(owner: object, what: str, make: Callable[[], T], beside: object = None) -> T:
    key = (id(owner), id(beside), what)
    if (found := _tables.get(key)) is not None:
        made: T = found[2]
        return made
    if len(_tables) >= _MOST_TABLES:
        _tables.clear()
    made = make()
    _tables[key] = (owner, beside, made)
    return made
