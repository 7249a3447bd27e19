"""A playbook's words, prepared for reading: compiled once for each playbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from cmkb.model.immutable import immutable
from cmkb.model.playbook import ActivityKind, FieldSpec, Kpi, Playbook
from cmkb.patterns import pattern
from cmkb.playbooks.names import field_by_name, fold, kind_by_name, kpi_by_name
from cmkb.reading.headings import heading_meanings
from cmkb.reading.tasks import TASK_FIELDS


@immutable
class Vocabulary:
    playbook: Playbook
    meanings: Mapping[str, str]  # for headings.meaning_of
    kinds: Mapping[str, ActivityKind]  # by folded word
    kind: re.Pattern[str]  # matches a kind's word at the beginning of a record, the longest first
    kpis: Mapping[str, Kpi]
    kpi: re.Pattern[str]
    record_fields: Mapping[str, FieldSpec]  # by folded word
    entry_fields: Mapping[str, Mapping[str, FieldSpec]]  # section → folded word → spec
    field_keys: Mapping[str, str]  # word in lower case → key, of all fields above: names the field of a link
    field: re.Pattern[str]  # matches `结果：` at the beginning of a part


_kept: dict[int, Vocabulary] = {}
_MOST_KEPT = 16


def vocabulary_of(playbook: Playbook) -> Vocabulary:
    """Kept by identity, as a playbook holds dicts; what is kept holds its playbook, so no other gets its id."""
    found = _kept.get(id(playbook))
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(playbook)] = _build(playbook)
    return found


def _build(playbook: Playbook) -> Vocabulary:
    kinds = kind_by_name(playbook)
    kpis = kpi_by_name(playbook)
    record_fields = field_by_name(playbook.record_fields)
    entry_fields = {name: field_by_name(specs) for name, specs in playbook.entry_fields.items()}
    field_keys: dict[str, str] = {}
    for specs in (record_fields, *entry_fields.values()):
        for word, spec in specs.items():
            field_keys.setdefault(word.casefold(), spec.key)
    for word, key in TASK_FIELDS.items():
        field_keys.setdefault(word, key)
    return Vocabulary(
        playbook,
        heading_meanings(playbook.sections),
        kinds,
        _any_of(kinds, ""),
        kpis,
        _any_of(kpis, ""),
        record_fields,
        entry_fields,
        field_keys,
        _any_of(record_fields, r"\s*+[:：]"),
    )


def _any_of(words: Iterable[str], then: str) -> re.Pattern[str]:
    """Folded words, longest first; an English word ends where its letters end."""
    spellings = []
    for word in sorted((w for w in words if w), key=lambda w: (-len(w), w)):
        spelling = r"[\s_-]+".join(re.escape(part) for part in word.split("_"))
        if word[-1].isascii():
            spelling += r"(?![A-Za-z0-9_])"
        spellings.append(spelling)
    if not spellings:
        return pattern(r"(?!)")
    return pattern(f"(?:{'|'.join(spellings)}){then}", re.IGNORECASE)


def folded(match: re.Match[str]) -> str:
    return fold(match.group().rstrip(" :："))
