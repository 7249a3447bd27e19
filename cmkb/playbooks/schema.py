"""The schema of a playbook is its dataclasses: YAML nodes become plain values by their type annotations.

Plain values: str, bool, int, float, tuples of those; a dict for a mapping and for a dataclass (only with the
attributes that were written). None stands for `null`: it takes away what lies beneath.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any
from unicodedata import normalize

from cmkb.files import yaml as nodes
from cmkb.model import playbook as model
from cmkb.model.cadence import read_cadence
from cmkb.model.festivals import read_festival
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS, Place
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.playbooks.construct import Shape, attributes
from cmkb.playbooks.names import closest, fold

Trail = tuple[str, ...]  # keys from the root of the file: ("kpis", "calls", "unit")

# Lists of a playbook that a field may take its values from.
LISTS = ("tiers", "stages", "statuses", "results", "occasions", "cases", "case_states")
ONE_OF: dict[tuple[type, str], tuple[str, ...]] = {
    (model.FieldSpec, "type"): model.FIELD_TYPES,
    (model.FieldSpec, "values_from"): LISTS,
    (model.FieldSpec, "link_kind"): KINDS,
    (model.Kpi, "once_per"): ("date", "client", "kind", "product", "amount"),
    (model.Quota, "per"): ("day", "week", "half-month", "month", "each"),
    (model.Result, "tone"): ("ok", "soon", "late"),
    (model.SectionSpec, "records"): ("yes", "timed", "no"),
    (model.Reminder, "every"): ("half-month", "month"),
    (model.Form, "kind"): KINDS,
    (model.ActivityKind, "board"): ("booking", "handover", "suggestion", "study"),
    (model.Slot, "reports"): ("yesterday", "review", "referrals", "targets"),
    (model.Playbook, "calendar"): ("bank", "exchange"),
}

# What a scalar or a list in place of an entry's attributes means: `金卡: 10d/15d`, `log: [记录, Log]`.
SHORT: dict[type, dict[type, str]] = {
    model.FieldSpec: {nodes.Scalar: "label"},
    model.Tier: {nodes.Scalar: "cadence"},
    model.Stage: {nodes.Sequence: "records"},
    model.SectionSpec: {nodes.Scalar: "headings", nodes.Sequence: "headings"},
    model.Claim: {nodes.Scalar: "instead", nodes.Sequence: "words"},
    model.Step: {nodes.Scalar: "note", nodes.Sequence: "checklist"},
    model.FormItem: {nodes.Scalar: "field"},
}

_TRUE = {"true", "yes", "是", "对", "√"}
_FALSE = {"false", "no", "否", "不"}
_NUMBER = pattern(r"(-?\d{1,15}(?:\.\d{1,6})?)\s*(万|亿|w)?")
_TIME = pattern(r"([01]?\d|2[0-4]):([0-5]\d)")
_FACTOR = {"": 1, "万": 10_000, "w": 10_000, "亿": 100_000_000}


@immutable
class Layer:
    """One playbook file, read: `places` says where each trail of `values` stands."""

    path: str
    values: dict[str, Any]
    places: dict[Trail, Place]
    problems: tuple[Problem, ...] = ()


def decode(root: nodes.Node | None, path: str) -> Layer:
    reading = _Reading(path, {}, [])
    values = reading.record(root, model.Playbook, ()) if root is not None else {}
    return Layer(path, values if isinstance(values, dict) else {}, reading.places, tuple(reading.problems))


class _Wrong(Exception):
    """A value that does not fit; carries the text's key of the problem and its params."""

    def __init__(self, text: str, **params: str) -> None:
        self.text, self.params = text, params


@dataclass(slots=True)
class _Reading:
    path: str
    places: dict[Trail, Place]
    problems: list[Problem]

    def wrong(self, place: Place, text: str, **params: str) -> None:
        self.problems.append(problem(self.path, place.line, place.column, text, **params))

    def record(self, node: nodes.Node, record: type, trail: Trail) -> dict[str, Any]:
        known = attributes(record)
        if not isinstance(node, nodes.Mapping):
            short = SHORT.get(record, {}).get(type(node))
            if isinstance(node, nodes.Scalar) and not node.text:
                return {}
            if short is None:
                self.wrong(node.place, "B2.mapping", key=trail[-1] if trail else "playbook")
                return {}
            return self.attribute(short, node, node.place, record, trail)
        values: dict[str, Any] = {}
        for key, value in node.entries:
            name = key.text if key.text in known else fold(key.text)
            if name not in known or (name == "key" and trail):
                self.unknown(key, [k for k in known if k != "key"])
                continue
            values |= self.attribute(name, value, key.place, record, trail)
        return values

    def attribute(
        self, name: str, node: nodes.Node, place: Place, record: type, trail: Trail
    ) -> dict[str, Any]:
        """The one entry, or nothing when there is no (right) value."""
        here = (*trail, name)
        self.places[here] = place
        if isinstance(node, nodes.Scalar) and node.plain:
            if not node.text:
                return {}
            if _is_null(node):
                return {name: None}
        expected = attributes(record)[name]
        try:
            return {name: self.value(node, expected, here, _narrow(record, name))}
        except _Wrong as wrong:
            self.wrong(node.place, wrong.text, **({"key": name} | wrong.params))
            return {}

    def value(self, node: nodes.Node, expected: Shape, trail: Trail, narrow: Callable[[str], str]) -> Any:
        if expected.form == "record" and expected.record:
            return self.record(node, expected.record, trail)
        if expected.form in ("mapping", "ordered"):
            return self.mapping(node, expected, trail, narrow)
        if expected.form == "list" and expected.of:
            return self.items(node, expected.of, trail, narrow)
        return _scalar(node, expected, narrow)

    def mapping(
        self, node: nodes.Node, expected: Shape, trail: Trail, narrow: Callable[[str], str]
    ) -> dict[str, Any]:
        if not isinstance(node, nodes.Mapping) or expected.of is None:
            raise _Wrong("B2.mapping")
        values: dict[str, Any] = {}
        for key, value in node.entries:
            here = (*trail, key.text)
            self.places[here] = key.place
            if isinstance(value, nodes.Scalar) and _is_null(value):
                values[key.text] = None
                continue
            try:
                values[key.text] = self.value(value, expected.of, here, narrow)
            except _Wrong as wrong:
                self.wrong(value.place, wrong.text, **({"key": key.text} | wrong.params))
        return values

    def items(
        self, node: nodes.Node, of: Shape, trail: Trail, narrow: Callable[[str], str]
    ) -> tuple[Any, ...]:
        if isinstance(node, nodes.Mapping):
            raise _Wrong("B2.list")
        single = isinstance(node, nodes.Scalar)
        found: list[Any] = []
        for item in (node,) if isinstance(node, nodes.Scalar) else node.items:
            try:
                value = _scalar(item, of, narrow)
            except _Wrong as wrong:
                if single:
                    raise
                self.wrong(item.place, wrong.text, **({"key": trail[-1]} | wrong.params))
                continue
            self.places[(*trail, str(value))] = item.place
            found.append(value)
        return tuple(found)

    def unknown(self, key: nodes.Scalar, known: list[str]) -> None:
        near = closest(key.text, known)
        if near:
            self.wrong(key.place, "B1.near", key=key.text, near=near)
        else:
            self.wrong(key.place, "B1", key=key.text, known="、".join(known))


def _is_null(node: nodes.Scalar) -> bool:
    return node.plain and node.text in ("null", "~", "Null", "NULL")


def _scalar(node: nodes.Node, expected: Shape, narrow: Callable[[str], str]) -> Any:
    if not isinstance(node, nodes.Scalar):
        raise _Wrong("B2.text" if expected.form == "text" else f"B2.{expected.form}")
    if expected.form == "text":
        return narrow(node.text)
    words = normalize("NFKC", node.text).strip().lower()
    if expected.form == "bool":
        if words in _TRUE:
            return True
        if words in _FALSE:
            return False
        raise _Wrong("B2.bool")
    number = _NUMBER.fullmatch(words.replace(",", "").replace("_", ""))
    if number is None:
        raise _Wrong(f"B2.{expected.form}")
    value = float(number[1]) * _FACTOR[number[2] or ""]
    if value == int(value):
        return int(value)
    if expected.form == "int":
        raise _Wrong("B2.int")
    return value


@cache
def _narrow(record: type, name: str) -> Callable[[str], str]:
    """What a text attribute must look like besides being text; returns its normal form."""
    choices = ONE_OF.get((record, name))
    if choices is not None:
        return lambda text: _choice(text, choices)
    if record is model.Slot and name in ("start", "end"):
        return _time
    if record is model.Tier and name == "cadence":
        return _cadence
    if record is model.Reminder and name == "festivals":
        return _festival
    return str.strip


def _choice(text: str, choices: tuple[str, ...]) -> str:
    word = text.strip().lower()
    if word not in choices:
        raise _Wrong("B2.choice", choices="、".join(choices))
    return word


def _time(text: str) -> str:
    found = _TIME.fullmatch(normalize("NFKC", text).strip())
    if found is None or (found[1] == "24" and found[2] != "00"):
        raise _Wrong("B2.time")
    return f"{int(found[1]):02}:{found[2]}"


def _cadence(text: str) -> str:
    if read_cadence(text) is None:
        raise _Wrong("B2.cadence")
    return text.strip()


def _festival(text: str) -> str:
    if read_festival(text) is None:
        raise _Wrong("B2.festival", name=text)
    return text.strip()
