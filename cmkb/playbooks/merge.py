"""One playbook laid over another: mappings merge deeply, lists and words replace, None takes away."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Trail = tuple[str, ...]


def merge(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A new entry of `above` stands after the entry that precedes it there; with none before it, at the end.

    So `tiers: {普通: {}, 银卡: {}}` puts 银卡 between 普通 and 金卡.
    """
    merged = dict(below)
    previous: str | None = None
    for key, value in above.items():
        if value is None:
            merged.pop(key, None)
            continue
        if key in merged:
            both = isinstance(merged[key], dict) and isinstance(value, dict)
            merged[key] = merge(merged[key], value) if both else value
        else:
            new = merge({}, value) if isinstance(value, dict) else value
            merged = _insert_after(merged, previous, key, new)
        previous = key
    return merged


def _insert_after(entries: dict[str, Any], previous: str | None, key: str, value: Any) -> dict[str, Any]:
    if previous is None or previous == next(reversed(entries), None):
        return {**entries, key: value}
    placed: dict[str, Any] = {}
    for k, v in entries.items():
        placed[k] = v
        if k == previous:
            placed[key] = value
    return placed


def missing_removals(below: dict[str, Any], above: dict[str, Any], trail: Trail = ()) -> Iterator[Trail]:
    """Trails of `above` that take away what is not there."""
    for key, value in above.items():
        lower = below.get(key)
        if value is None and key not in below:
            yield (*trail, key)
        elif isinstance(value, dict):
            yield from missing_removals(lower if isinstance(lower, dict) else {}, value, (*trail, key))


def get(values: dict[str, Any], trail: Trail) -> Any:
    """What stands at the trail, or None."""
    here: Any = values
    for key in trail:
        if not isinstance(here, dict) or key not in here:
            return None
        here = here[key]
    return here


def without(values: dict[str, Any], trail: Trail) -> dict[str, Any]:
    """A copy in which the trail's last key is gone."""
    key, rest = trail[0], trail[1:]
    if key not in values:
        return values
    if not rest:
        return {k: v for k, v in values.items() if k != key}
    return values | {key: without(values[key], rest)} if isinstance(values[key], dict) else values


def replaced(values: dict[str, Any], trail: Trail, value: Any) -> dict[str, Any]:
    """A copy with another value at the trail."""
    key, rest = trail[0], trail[1:]
    return values | {key: replaced(values.get(key, {}), rest, value) if rest else value}
