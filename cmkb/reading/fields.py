"""Fields as written become typed values: of a record, an entry, a plan item."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cmkb.model.note import Place
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.model.problem import Problem, problem
from cmkb.playbooks.names import fold
from cmkb.reading.typos import near_word
from cmkb.reading.values import parse_value

# Record fields that are parts of every record instead: a table needs columns for them.
STRUCTURAL = frozenset({"time", "kind", "client", "text"})


class Written(NamedTuple):
    """A field as it stands in the note; `place` is the value's."""

    key: str
    value: str
    place: Place


@dataclass(slots=True)
class Typed:
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def typed(
    written: Iterable[Written],
    specs: Mapping[str, FieldSpec],
    playbook: Playbook,
    path: str,
    anchor: date | None,
) -> Typed:
    """A value that is none of its type stays in `extra`, with a problem. Texts and lists add up."""
    result = Typed()
    for one in written:
        if not one.value:
            continue
        spec = specs.get(fold(one.key))
        if spec is None:
            _add_text(result.extra, one.key, one.value)
            _question(one, specs, path, result.problems)
            continue
        parsed = parse_value(spec, one.value, playbook, one.place, anchor)
        if parsed.text:
            place = one.place
            result.problems.append(
                problem(path, place.line, place.column, parsed.text, **dict(parsed.params))
            )
        if parsed.value is None:
            _add_text(result.extra, one.key, one.value)
        elif spec.key not in result.fields:
            result.fields[spec.key] = parsed.value
        elif isinstance(parsed.value, tuple):
            result.fields[spec.key] += parsed.value
        elif spec.type == "text":
            result.fields[spec.key] += f"；{parsed.value}"
        elif result.fields[spec.key] != parsed.value:
            _add_text(result.extra, one.key, one.value)
            place = one.place
            result.problems.append(problem(path, place.line, place.column, "L4.twice", key=one.key))
    return result


def _add_text(extra: dict[str, str], key: str, value: str) -> None:
    extra[key] = f"{extra[key]}；{value}" if key in extra else value


# Comparing a word with all others costs more than reading the note.
_nearest = lru_cache(maxsize=4096)(near_word)


def _question(one: Written, specs: Mapping[str, FieldSpec], path: str, problems: list[Problem]) -> None:
    near = _nearest(one.key, tuple(specs))
    if near is not None:
        place = one.place
        problems.append(problem(path, place.line, place.column, "Y7.field", key=one.key, near=near))
