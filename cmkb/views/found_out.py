"""What records say about a client that the client's note does not have yet: income, goals, risk, family …

Which field of a record answers which key of the client is the playbook's (`tells`). The newest word counts. What the
note says itself goes before, unless its date (`dated_by`) is older than the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.views.completeness import Completeness, ask_next


@immutable
class FoundOut:
    spec: FieldSpec  # of the client
    value: Any
    record: Record


def found_out(note: Note, playbook: Playbook, timeline: Iterable[Record]) -> tuple[FoundOut, ...]:
    """In the order of the client's fields. `timeline`: newest first."""
    telling, specs = _telling(playbook), playbook.fields_of("client")
    newest: dict[str, FoundOut] = {}
    for record in timeline:
        for key in telling.keys() & record.fields.keys():
            spec = specs[telling[key]]
            value = _fitting(spec, record.fields[key])
            if value not in (None, "", ()) and spec.key not in newest:
                newest[spec.key] = FoundOut(spec, value, record)
    return tuple(newest[key] for key in specs if key in newest and _is_news(note, newest[key]))


def still_to_ask(
    note: Note, playbook: Playbook, whole: Completeness, found: Iterable[FoundOut], today: date
) -> tuple[FieldSpec, ...]:
    """What to ask next, without what was said already."""
    said = {one.spec.key for one in found}
    missing = tuple(spec for spec in whole.missing if spec.key not in said)
    return ask_next(note, playbook, replace(whole, missing=missing), today)


@lru_cache(maxsize=16)
def _telling(playbook: Playbook) -> dict[str, str]:
    """Key of a record → the client's key."""
    specs = playbook.fields_of("client")
    return {key: spec.tells for key, spec in playbook.record_fields.items() if spec.tells in specs}


def _is_news(note: Note, found: FoundOut) -> bool:
    known = note.get(found.spec.key)
    if known in (None, "", ()):
        return True
    written = note.get(found.spec.dated_by)
    return known != found.value and isinstance(written, date) and written < found.record.date


def _fitting(spec: FieldSpec, value: Any) -> Any:
    """As the client's key has it; None for a word that it would not accept."""
    if spec.type == "list" and isinstance(value, str):
        return (value,)
    if spec.type != "list" and isinstance(value, tuple):
        value = "、".join(str(one) for one in value)
    if spec.type == "enum" and spec.values and not spec.other_values:
        spoken = {word: own for own in spec.values for word in (own, *spec.value_aliases.get(own, ()))}
        return spoken.get(value)
    return value
