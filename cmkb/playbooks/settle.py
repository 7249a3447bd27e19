"""A playbook file laid over what lies beneath, without what cannot be used.

What fails in the file is a problem, is taken out of it, and what lies beneath stands again. What fails
beneath does so because the file took away something it needs: that goes without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cmkb.model.note import Place
from cmkb.model.problem import Problem, problem
from cmkb.playbooks.check import COMMON, Dangling, Finding, dangling, findings
from cmkb.playbooks.merge import Trail, get, merge, missing_removals, replaced, without
from cmkb.playbooks.names import closest
from cmkb.playbooks.schema import Layer

Values = dict[str, Any]


def settle(below: Values, top: Layer, *, own: bool = False) -> tuple[Values, list[Problem]]:
    """`own`: `top` is a vault's, and not one that the code was written along with."""
    work = _Settling(below, top)
    work.removals()
    work.sections()
    if own:
        work.types()
    # Every round takes something out, so this ends.
    while work.references() or work.entries():
        pass
    work.words()
    return work.merged(), work.problems


class _Settling:
    """The two layers while things are taken out of them."""

    def __init__(self, below: Values, top: Layer) -> None:
        self.below, self.above = below, top.values
        self.top = top
        self.problems: list[Problem] = []
        self.faulty: set[Trail] = set()  # entries with a problem: what follows from it is not said

    def merged(self) -> Values:
        return merge(self.below, self.above)

    def report(self, trail: Trail, text: str, **params: str) -> None:
        place = place_of(self.top, trail)
        self.problems.append(problem(self.top.path, place.line, place.column, text, **params))
        self.faulty.add(_entry(trail))

    def report_unknown(self, trail: Trail, text: str, word: str, among: Iterable[str], **params: str) -> None:
        if near := closest(word, among):
            self.report(trail, f"{text}.near", near=near, **params)
        else:
            self.report(trail, text, **params)

    def removals(self) -> None:
        for trail in missing_removals(self.below, self.above):
            self.report(trail, "B8", key=trail[-1])

    def sections(self) -> None:
        """What a section means is for the code to know: only the lowest layer names them."""
        known = self.below.get("sections", {})
        for section in (self.above.get("sections") or {}) if known else ():
            if section not in known:
                trail = ("sections", section)
                self.report_unknown(trail, "B1", section, known, key=section, known="、".join(known))
                self.above = without(self.above, trail)

    def types(self) -> None:
        """The code counts on what a field of a lower layer holds: its type may change only to one of the same kind."""
        for trail, key, own in _typed(self.above):
            if get(self.above, (*trail, "type")) is None:
                continue  # keeps that of the lower layer
            known = {kind for lower, name, kind in _typed(self.below) if name == key and _meet(lower, trail)}
            if any(_HOLDS.get(kind, kind) != _HOLDS.get(own, own) for kind in known):
                self.report((*trail, "type"), "B2.type", key=key, was=min(known), type=own)
                self.above = without(self.above, (*trail, "type"))

    def references(self) -> bool:
        """Whether there were names that nothing defines."""
        loose = list(dangling(self.merged()))
        for found in loose:
            if _has(self.above, found):
                trail = (*found.trail, found.name) if found.listed else found.trail
                self.report_unknown(trail, "B3", found.name, found.known, name=found.name, where=found.where)
                self.above = _cut(self.above, found)
            elif _has(self.below, found):
                self.below = _cut(self.below, found)
                if found.trail[0] == "quotas":  # without its figure it has no purpose
                    self.below = without(self.below, found.trail[:2])
                    self.above = without(self.above, found.trail[:2])
        return bool(loose)

    def entries(self) -> bool:
        """Whether there were entries that cannot be used."""
        broken = [f for f in findings(self.merged()) if f.cut]
        for found in broken:
            self.mend(found)
        return bool(broken)

    def words(self) -> None:
        for found in findings(self.merged()):
            if mine := self.mine(found):
                self.report((*mine, *found.at), found.text, **dict(found.params))

    def mend(self, found: Finding) -> None:
        before = self.above
        if mine := self.mine(found):
            if _entry(mine) not in self.faulty:
                self.report((*mine, *found.at), found.text, **dict(found.params))
            for cut in found.cut:
                self.above = without(self.above, cut)
        if self.above == before:
            self.below = without(self.below, found.entries[0])

    def mine(self, found: Finding) -> Trail:
        """The entry of the finding that stands in the file, best the one with the very word; () for none."""
        mine = [entry for entry in found.entries if get(self.above, entry) is not None]
        exact = [entry for entry in mine if (*entry, *found.at) in self.top.places]
        return (exact or mine or [()])[0]


def place_of(layer: Layer, trail: Trail) -> Place:
    """Where the trail stands, or the nearest thing around it."""
    while trail and trail not in layer.places:
        trail = trail[:-1]
    return layer.places.get(trail, Place(1, 1))


# Types whose values are of one sort.
_HOLDS = {"enum": "text", "time": "text", "money": "num", "phones": "list"}


def _typed(values: Values) -> Iterator[tuple[Trail, str, str]]:
    """Every field: its trail, its key, its type."""
    groups: list[tuple[Trail, Any]] = [(("record_fields",), values.get("record_fields"))]
    groups += [
        ((section, name), fields)
        for section in ("fields", "entry_fields")
        for name, fields in (values.get(section) or {}).items()
    ]
    for trail, fields in groups:
        for key, spec in (fields or {}).items():
            if isinstance(spec, dict):
                yield (*trail, key), key, spec.get("type") or "text"


def _meet(one: Trail, other: Trail) -> bool:
    """Whether one note, record or entry may have both. Keys of `common` are every note's."""
    return one[:-1] == other[:-1] or (one[0] == other[0] == "fields" and COMMON in (one[1], other[1]))


def _entry(trail: Trail) -> Trail:
    return trail[:3] if trail[0] in ("routine", "fields", "entry_fields") else trail[:2]


def _has(values: Values, found: Dangling) -> bool:
    written = get(values, found.trail)
    if found.listed:
        return found.name in (written or ())
    if isinstance(written, str):
        return found.name == written or found.name in written.split()
    return written is not None


def _cut(values: Values, found: Dangling) -> Values:
    """Without the name, and without the attribute when nothing is left of it."""
    rest = tuple(n for n in get(values, found.trail) if n != found.name) if found.listed else ()
    return replaced(values, found.trail, rest) if rest else without(values, found.trail)
