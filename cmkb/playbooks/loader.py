"""Playbooks from YAML: the built-in ones of this folder, and a vault's own laid over one of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from cmkb.files.package import package_texts
from cmkb.files.yaml import Mapping as MappingNode
from cmkb.files.yaml import read_yaml
from cmkb.model.note import Place, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.patterns import pattern
from cmkb.playbooks.construct import construct
from cmkb.playbooks.merge import Trail, merge
from cmkb.playbooks.names import closest
from cmkb.playbooks.schema import Layer, decode
from cmkb.playbooks.settle import place_of, settle

BASE = "base"  # what every playbook shares
LAYERS = frozenset({BASE, "bank", "securities"})  # what several share: to extend, not to choose
FOLDER = "cmkb/playbooks"


@cache
def builtin_names() -> tuple[str, ...]:
    """The playbooks to choose from."""
    return tuple(sorted(_texts().keys() - LAYERS))


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
    values, problems = playbook_values(name)
    return construct(Playbook, values), tuple(problems)


def playbook_values(name: str, own: SourceFile | None = None) -> tuple[dict[str, Any], list[Problem]]:
    """What `load_playbook` makes the playbook of, by `construct`."""
    if own is not None or name not in _texts():
        return read_values(_texts(), name, own)
    values: dict[str, Any] = {}
    for layer in _chain(_texts(), name)[0]:
        values = merge(values, layer.values)
    return values, []


@cache
def _texts() -> Mapping[str, str]:
    return MappingProxyType(package_texts("playbooks", ".yml"))


def read_playbook(
    texts: Mapping[str, str], name: str, own: SourceFile | None = None
) -> tuple[Playbook, list[Problem]]:
    """As `load_playbook`, with the built-in playbooks' texts given."""
    values, problems = read_values(texts, name, own)
    playbook: Playbook = construct(Playbook, values)
    return playbook, problems


def read_values(
    texts: Mapping[str, str], name: str, own: SourceFile | None = None
) -> tuple[dict[str, Any], list[Problem]]:
    """As `playbook_values`, with the built-in playbooks' texts given."""
    problems: list[Problem] = []
    top = _read(own.path, own.text) if own else None
    base, path, place = name, "mkdocs.yml", Place(1, 1)
    if top is not None:
        problems += top.problems
        if top.values.get("extends"):
            base, path, place = top.values["extends"], top.path, place_of(top, ("extends",))
    if base not in texts and top is not None and base == top.values.get("name"):
        problems.append(problem(path, place.line, place.column, "B4.circle", names=f"{base} → {base}"))
        base = name
    if base not in texts:
        problems.append(_unknown_playbook(path, place, base, texts))
        base = next(n for n in (name, Settings().playbook, BASE) if n in texts)
    chain, faults = _chain(texts, base)
    problems += faults
    if top is None:
        *chain, top = chain
    below: dict[str, Any] = {}
    for layer in chain:
        below = merge(below, layer.values)
    values, faults = settle(below, top, own=own is not None)
    problems += faults
    if own is not None:
        values["extends"] = base
    return {"name": base, "title": base} | values, sorted(problems)


def _unknown_playbook(path: str, place: Place, name: str, texts: Mapping[str, str]) -> Problem:
    near = closest(name, texts)
    if near:
        return problem(path, place.line, place.column, "B4.near", name=name, near=near)
    known = "、".join(sorted(texts.keys() - LAYERS))
    return problem(path, place.line, place.column, "B4", name=name, known=known)


def _chain(texts: Mapping[str, str], name: str) -> tuple[list[Layer], list[Problem]]:
    """The layers from the lowest up to `name`."""
    chain: list[Layer] = []
    names: list[str] = []
    problems: list[Problem] = []
    while name:
        layer = _read(f"{FOLDER}/{name}.yml", texts[name])
        problems += layer.problems
        chain.append(layer)
        names.append(name)
        place = place_of(layer, ("extends",))
        name = layer.values.get("extends") or ""
        if name in names:
            circle = " → ".join([*names[names.index(name) :], name])
            problems.append(problem(layer.path, place.line, place.column, "B4.circle", names=circle))
            break
        if name and name not in texts:
            problems.append(_unknown_playbook(layer.path, place, name, texts))
            break
    return chain[::-1], problems


_TOP_LEVEL = pattern(r"^(?=[^\s#-])", re.MULTILINE)


@lru_cache(maxsize=32)
def _read(path: str, text: str) -> Layer:
    """One file. When it does not parse as a whole, its top-level parts are read one by one."""
    loaded = read_yaml(text)
    problems = tuple(
        problem(path, f.place.line, f.place.column, f.text, **dict(f.params)) for f in loaded.faults
    )
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
