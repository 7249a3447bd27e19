"""A playbook from plain values, by the type annotations of its dataclasses.

Plain values: str, bool, int, float, tuples of those; a dict for a mapping and for a dataclass (only with the
attributes that were written).
"""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any

from cmkb.model import playbook as model
from cmkb.model.immutable import immutable
from cmkb.patterns import pattern


@immutable
class Shape:
    """What an annotation allows: text bool int number list mapping record; ordered is a tuple of records."""

    form: str
    of: Shape | None = None
    record: type | None = None


_PLAIN = {"str": "text", "bool": "bool", "int": "int", "int | None": "int", "int | float | None": "number"}
_GENERIC = pattern(r"(?:(Mapping)\[str, (.+)\]|tuple\[(.+), \.\.\.\])")


@cache
def shape(annotation: str) -> Shape:
    """Annotations are read as they are written: resolving them by `typing` takes longer than all the rest."""
    if annotation in _PLAIN:
        return Shape(_PLAIN[annotation])
    if generic := _GENERIC.fullmatch(annotation):
        inner = shape(generic[2] or generic[3])
        return Shape("mapping" if generic[1] else "ordered" if inner.record else "list", inner)
    return Shape("record", record=getattr(model, annotation))


@cache
def attributes(record: type) -> dict[str, Shape]:
    return {f.name: shape(str(f.type)) for f in fields(record)}


@cache
def required(record: type) -> tuple[str, ...]:
    """Attributes that must be written; `key` comes from the mapping, `label` falls back to it."""
    return tuple(
        f.name
        for f in fields(record)
        if f.default is MISSING and f.default_factory is MISSING and f.name not in ("key", "label")
    )


def construct(record: type, values: dict[str, Any], key: str = "") -> Any:
    """The opposite of `schema.decode`, for values in which nothing is None and nothing required is missing."""
    known = attributes(record)
    arguments = {
        name: _built(known[name], value) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    if "key" in known:
        arguments["key"] = key
    if "label" in known:
        arguments.setdefault("label", key)
    if "en" in known:
        arguments.setdefault("en", key.replace("_", " ").capitalize())
    return record(**arguments)


def _built(expected: Shape, value: dict[str, Any]) -> Any:
    inner = expected.of
    if inner is None:
        return construct(expected.record, value) if expected.record else value
    if inner.record is None:
        return {k: _built(inner, v) if isinstance(v, dict) else v for k, v in value.items()}
    if expected.form == "mapping":
        return {key: construct(inner.record, entry, key) for key, entry in value.items()}
    slots = [construct(inner.record, entry, key) for key, entry in value.items()]
    return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end)))
