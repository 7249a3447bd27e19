"""Playbooks from YAML: the built-in ones of this folder, and a vault's own laid over one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from cmkb.files.package import package_texts
from cmkb.files.yaml import Mapping as MappingNode
from cmkb.files.yaml import read_yaml
from cmkb.model.note import Place, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.playbooks import check
from cmkb.playbooks.merge import Trail, get, merge, missing_removals, replaced, without
from cmkb.playbooks.names import closest
from cmkb.playbooks.schema import Layer, Shape, attributes, decode

BASE = "base"  # what every playbook shares; itself no way of working
FOLDER = "cmkb/playbooks"


@lru_cache(maxsize=None)
def builtin_names() -> tuple[str, ...]:
    """The playbooks to choose from."""
    return tuple(sorted(_texts().keys() - {BASE}))


def load_playbook(name: str, own: SourceFile | None = None) -> tuple[Playbook, list[Problem]]:
    """The built-in playbook `name`, or `own` (a vault's `playbook.yml`) laid over what it extends.

    What cannot be used in `own` is a problem each, and the built-in stands in its place. An unknown `name`
    is a problem of `mkdocs.yml`, where it is chosen.
    """
    if own is None:
        playbook, problems = _builtin(name)
        return playbook, list(problems)
    return read_playbook(_texts(), name, own)


@lru_cache(maxsize=32)
def _builtin(name: str) -> tuple[Playbook, tuple[Problem, ...]]:
    """Without the checks, which the tests make: this is on the path of every command."""
    if name not in _texts():
        playbook, problems = read_playbook(_texts(), name)
        return playbook, tuple(problems)
    values: dict[str, Any] = {}
    for layer in _chain(_texts(), name)[0]:
        values = merge(values, layer.values)
    return _construct(Playbook, values), ()


@lru_cache(maxsize=None)
def _texts() -> Mapping[str, str]:
    return MappingProxyType(package_texts("playbooks", ".yml"))


def read_playbook(
    texts: Mapping[str, str], name: str, own: SourceFile | None = None
) -> tuple[Playbook, list[Problem]]:
    """As `load_playbook`, with the built-in playbooks' texts given."""
    problems: list[Problem] = []
    top: Layer | None = None
    if own is not None:
        top = _read(own.path, own.text)
        problems += top.problems
    base = (top.values.get("extends") if top else None) or name
    if base not in texts:
        where = _place(top, ("extends",)) if top and top.values.get("extends") else Place(1, 1)
        path = top.path if top and top.values.get("extends") else "mkdocs.yml"
        problems.append(_unknown_playbook(path, where, base, texts))
        base = name if name in texts else Settings().playbook if Settings().playbook in texts else BASE
    chain, faults = _chain(texts, base)
    problems += faults
    if top is None:
        *chain, top = chain
    below: dict[str, Any] = {}
    for layer in chain:
        below = merge(below, layer.values)
    values, faults = _settle(below, top)
    problems += faults
    values.setdefault("name", base)
    values.setdefault("title", values["name"])
    if own is not None:
        values["extends"] = base
    playbook: Playbook = _construct(Playbook, values)
    return playbook, sorted(problems)


def _unknown_playbook(path: str, place: Place, name: str, texts: Mapping[str, str]) -> Problem:
    near = closest(name, texts)
    if near:
        return problem(path, place.line, place.column, "B4.near", name=name, near=near)
    known = "、".join(t for t in texts if t != BASE)
    return problem(path, place.line, place.column, "B4", name=name, known=known)


def _chain(texts: Mapping[str, str], name: str) -> tuple[list[Layer], list[Problem]]:
    """The layers from the lowest up to `name`."""
    chain: list[Layer] = []
    names: list[str] = []
    problems: list[Problem] = []
    while name:
        layer = _layer(texts, name)
        problems += layer.problems
        chain.append(layer)
        names.append(name)
        place = _place(layer, ("extends",))
        name = layer.values.get("extends") or ""
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            problems.append(problem(layer.path, place.line, place.column, "B4.circle", names=circle))
            break
        if name and name not in texts:
            problems.append(_unknown_playbook(layer.path, place, name, texts))
            break
    return chain[::-1], problems


def _layer(texts: Mapping[str, str], name: str) -> Layer:
    path = f"{FOLDER}/{name}.yml"
    return _cached_layer(path, texts[name]) if texts is _texts() else _read(path, texts[name])


@lru_cache(maxsize=32)
def _cached_layer(path: str, text: str) -> Layer:
    return _read(path, text)


_TOP_LEVEL = re.compile(r"^(?=[^\s#-])", re.MULTILINE)


def _read(path: str, text: str) -> Layer:
    """One file. When it does not parse as a whole, its top-level parts are read one by one."""
    loaded = read_yaml(text)
    problems = tuple(problem(path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults)
    if loaded.root is None and loaded.faults:
        values: dict[str, Any] = {}
        places: dict[Trail, Place] = {}
        line = 1
        for part in _TOP_LEVEL.split(text):
            root = read_yaml(part, line).root
            if isinstance(root, MappingNode):
                layer = decode(root, path)
                values, places = layer.values | values, layer.places | places
                problems += layer.problems
            line += part.count("\n")
        return Layer(path, values, places, problems)
    layer = decode(loaded.root, path)
    return Layer(path, layer.values, layer.places, problems + layer.problems)


def _place(layer: Layer, trail: Trail) -> Place:
    """Where the trail stands, or the nearest thing around it."""
    while trail and trail not in layer.places:
        trail = trail[:-1]
    return layer.places.get(trail, Place(1, 1))


def _settle(below: dict[str, Any], top: Layer) -> tuple[dict[str, Any], list[Problem]]:
    """The two merged, without what cannot be used.

    What fails in `top` is a problem, is taken out of it, and what lies below stands again. What fails below
    does so because `top` took something away that it needs: that goes without a word.
    """
    problems: list[Problem] = []

    def report(trail: Trail, text: str, **params: str) -> None:
        place = _place(top, trail)
        problems.append(problem(top.path, place.line, place.column, text, **params))

    above = top.values
    for trail in missing_removals(below, above):
        report(trail, "B8", key=trail[-1])
    if below:
        for section in above.get("sections", {}).keys() - below.get("sections", {}).keys():
            trail = ("sections", section)
            if above["sections"][section] is not None:
                _report_unknown(report, trail, section, tuple(below.get("sections", {})))
            above = without(above, trail)
    # Every round takes something out, so this ends.
    while True:
        merged = merge(below, above)
        loose = list(check.dangling(merged))
        if not loose:
            broken = [f for f in check.findings(merged) if f.cut]
            if not broken:
                break
            for finding in broken:
                if get(above, finding.trail) is not None:
                    report(finding.trail, finding.text, **dict(finding.params))
                    for cut in finding.cut:
                        above = without(above, cut)
                else:
                    below = without(below, finding.trail)
            continue
        for name in loose:
            if get(above, name.trail) is not None:
                _report_dangling(report, name)
                above = _cut(above, name)
            else:
                below = _cut(below, name)
    for finding in check.findings(merged):
        if get(above, finding.trail) is not None or not below:
            report(finding.trail, finding.text, **dict(finding.params))
    return merged, problems


def _report_unknown(report: Any, trail: Trail, key: str, known: tuple[str, ...]) -> None:
    near = closest(key, known)
    if near:
        report(trail, "B1.near", key=key, near=near)
    else:
        report(trail, "B1", key=key, known="、".join(known))


def _report_dangling(report: Any, found: check.Dangling) -> None:
    near = closest(found.name, found.known)
    trail = (*found.trail, found.name) if found.listed else found.trail
    if near:
        report(trail, "B3.near", name=found.name, where=found.where, near=near)
    else:
        report(trail, "B3", name=found.name, where=found.where)


# An entry that is left without any of these has nothing to count or to look at.
_NEEDS_ONE = {
    "kpis": ("kinds", "results", "occasion_kinds"),
    "quotas": ("kpi",),
    "limits": ("kinds",),
    "reminders": ("dates", "every", "festivals"),
}


def _cut(values: dict[str, Any], found: check.Dangling) -> dict[str, Any]:
    """Without the name; a list that is left empty goes, and an entry that is left without purpose."""
    trail = found.trail
    written = get(values, trail)
    rest = tuple(n for n in written if n != found.name) if found.listed else ()
    values = replaced(values, trail, rest) if rest else without(values, trail)
    needs = _NEEDS_ONE.get(trail[0])
    entry = get(values, trail[:2])
    if needs and trail[2] in needs and not any(entry.get(n) for n in needs):
        values = without(values, trail[:2])
    return values


def _construct(record: type, values: dict[str, Any], key: str = "") -> Any:
    known = attributes(record)
    arguments = {
        name: _value(known[name], value) if isinstance(value, dict) else value
        for name, value in values.items()
        if value is not None
    }
    if "key" in known:
        arguments["key"] = key
    if "label" in known:
        arguments.setdefault("label", key)
    if "en" in known:
        arguments.setdefault("en", key.replace("_", " ").capitalize())
    return record(**arguments)


def _value(expected: Shape, value: Any) -> Any:
    if expected.form == "record" and expected.record is not None:
        return _construct(expected.record, value)
    inner = expected.of
    if expected.form == "mapping" and inner is not None:
        if inner.record is not None:
            return {key: _construct(inner.record, entry, key) for key, entry in value.items()}
        return {key: _value(inner, entry) for key, entry in value.items()}
    if expected.form == "ordered" and inner is not None and inner.record is not None:
        slots = [_construct(inner.record, entry, key) for key, entry in value.items()]
        return tuple(sorted(slots, key=lambda slot: (slot.start, slot.end)))
    return value
