"""What the schema cannot say: names that refer to each other, words that mean two things, slots that overlap.

Works on the plain values of `schema.decode`, so that a finding is a trail that leads to its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from cmkb.model import playbook as model
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS
from cmkb.playbooks.construct import attributes, required
from cmkb.playbooks.merge import Trail, get
from cmkb.playbooks.names import fold

Values = dict[str, Any]

COMMON = "common"  # the entry of `fields` whose keys every kind of note has


@immutable
class Dangling:
    """`name`, written at `trail`, is not in `where`. In a list it is one of several."""

    trail: Trail
    name: str
    where: str
    known: tuple[str, ...]
    listed: bool


@immutable
class Finding:
    """Anything else: `text` is a key of CODES; `cut`, when not empty, is what makes the entry unusable."""

    entries: tuple[Trail, ...]  # those that it is about; mending one is enough
    text: str
    params: tuple[tuple[str, str], ...] = ()
    at: Trail = ()  # within the entry
    cut: tuple[Trail, ...] = ()


# (section, attribute) → what its words must name. Attributes of the same name in other sections are free.
_REFERENCES: dict[tuple[str, str], str] = {
    ("statuses", "complete"): "fields.client",
    ("stages", "records"): "kinds",
    ("stages", "results"): "results",
    ("kinds", "fields"): "record_fields",
    ("kinds", "channel"): "channels",
    ("kinds", "ticks"): "record_fields.good",
    ("kinds", "form"): "forms",
    ("kinds", "case"): "cases",
    ("cases", "asks"): "fields.case",
    ("cases", "resolved_by"): "record_fields",
    ("cases", "covered_by"): "cases",
    ("record_fields", "tells"): "fields.client",
    ("kpis", "kinds"): "kinds",
    ("kpis", "occasion_kinds"): "kinds",
    ("kpis", "results"): "results",
    ("kpis", "results_not"): "results",
    ("kpis", "occasions"): "occasions",
    ("kpis", "sum"): "record_fields",
    ("kpis", "goal"): "fields.period",
    ("quotas", "kpi"): "kpis",
    ("quotas", "reminder"): "reminders",
    ("quotas", "from_tier"): "tiers",
    ("quotas", "field"): "fields.journal",
    ("quotas", "kinds"): "kinds",
    ("quotas", "before"): "routine.day",
    ("quotas", "limit"): "limits",
    ("limits", "kinds"): "kinds",
    ("limits", "field"): "record_fields",
    ("reminders", "dates"): "dates",
    ("reminders", "occasion"): "occasions",
    ("reminders", "from_tier"): "tiers",
    ("reminders", "having"): "fields.client",
    ("reminders", "done_by"): "fields.client",
    ("reminders", "kinds"): "kinds",
    ("reminders", "records"): "kinds",
    ("reminders", "value"): "dates",
    ("reminders", "above"): "dates",
    ("reminders", "below"): "dates",
    ("sections", "form"): "forms",
    ("report", "sections"): "sections",
    ("report", "kinds"): "kinds",
    ("report", "fields"): "record_fields",
}
_SLOT_REFERENCES = {
    "quotas": "quotas",
    "kpis": "kpis",
    "section": "sections",
    "forms": "forms",
    "signed": "fields.journal",
}

# First part of a form item's `field` → the list that has the second; besides, kinds of notes and sections.
_SCOPES = {"record": "record_fields", "section": "sections", "kpi": "kpis"}


def dangling(values: Values) -> Iterator[Dangling]:
    """References to names that are defined nowhere."""
    known = _Known(values)
    for (section, attribute), where in _REFERENCES.items():
        for key, entry in values.get(section, {}).items():
            yield from known.missing(entry.get(attribute), (section, key, attribute), where)
    yield from known.missing(values.get("funnel"), ("funnel",), "kpis")
    yield from known.missing(values.get("posts"), ("posts",), "fields.client.source")
    for key, slot in (get(values, ("routine", "day")) or {}).items():
        for attribute, where in _SLOT_REFERENCES.items():
            yield from known.missing(slot.get(attribute), ("routine", "day", key, attribute), where)
    for key, procedure in values.get("procedures", {}).items():
        for name, step in procedure.get("steps", {}).items():
            here = ("procedures", key, "steps", name, "fields")
            yield from known.missing(step.get("fields"), here, "fields.client")
    for attribute, where in (("fields", "fields.client"), ("occasion", "occasions")):
        yield from known.missing(get(values, ("fit", attribute)), ("fit", attribute), where)
    yield from known.missing(get(values, ("talk", "contact")), ("talk", "contact"), "occasions")
    for trail, group in _form_groups(values):
        yield from known.missing(group.get("profile"), (*trail, "profile"), "groups")
        for name, item in group.get("items", {}).items():
            yield from known.places(item.get("field"), (*trail, "items", name, "field"))
            yield from known.ticks(item, (*trail, "items", name, "ticks"))
    for kind in values.get("fields", {}):
        if kind not in (*KINDS, COMMON):
            yield Dangling(("fields", kind), kind, "fields", (*KINDS, COMMON), False)
    for section in values.get("entry_fields", {}):
        if section not in values.get("sections", {}):
            known_sections = tuple(values.get("sections", {}))
            yield Dangling(("entry_fields", section), section, "sections", known_sections, False)
    for trail, specs in _scopes(values):
        for key, spec in specs.items():
            if trail[0] == "fields":
                scope = f"fields.{trail[1]}"
                yield from known.answers(spec.get("answered_by"), (*trail, key, "answered_by"), scope)
            if trail == ("fields", "client"):
                yield from known.missing(spec.get("group"), (*trail, key, "group"), "groups")
            for value in spec.get("value_aliases", {}):
                here = (*trail, key, "value_aliases", value)
                yield from known.missing(value, here, ".".join((*trail, key)))


class _Known:
    """The names that each list of a playbook defines."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.names: dict[str, frozenset[str]] = {}
        self.order: dict[str, tuple[str, ...]] = {}

    def missing(self, written: Any, trail: Trail, where: str) -> Iterator[Dangling]:
        listed = isinstance(written, tuple)
        for name in written if listed else (written,) if written else ():
            if where not in self.names:
                self.order[where] = tuple(self.defined(where))
                self.names[where] = frozenset(self.order[where])
            if name not in self.names[where]:
                yield Dangling(trail, name, where, self.order[where], listed)

    def answers(self, written: Any, trail: Trail, scope: str) -> Iterator[Dangling]:
        """Keys of the same scope, or a section that is written as a list, with blanks between."""
        for name in str(written or "").split():
            if name not in self.values.get("entry_fields", {}):
                yield from self.missing(name, trail, scope)

    def places(self, written: Any, trail: Trail) -> Iterator[Dangling]:
        """`record.mins`: a scope, and a name that is defined in it."""
        if not written:
            return
        scope, _, name = written.partition(".")
        where = self.scope(scope)
        if where and not any(self.missing(name, trail, where)):
            return
        yield Dangling(trail, written, where or "fields", tuple(self.all_places()), False)

    def ticks(self, item: Values, trail: Trail) -> Iterator[Dangling]:
        scope, _, name = str(item.get("field") or "").partition(".")
        where = f"{self.scope(scope)}.{name}"
        if any(self.defined(where)):
            yield from self.missing(item.get("ticks"), trail, where)

    def scope(self, name: str) -> str:
        """Where the names after `name.` are defined, "" if nowhere."""
        if name in self.values.get("entry_fields", {}):
            return f"entry_fields.{name}"
        return _SCOPES.get(name, f"fields.{name}" if name in KINDS else "")

    def all_places(self) -> Iterator[str]:
        entries = self.values.get("entry_fields", {})
        for scope in (*_SCOPES, *KINDS, *entries):
            yield from (f"{scope}.{name}" for name in self.defined(self.scope(scope)))

    def defined(self, where: str) -> Iterator[str]:
        values = self.values
        section, _, rest = where.partition(".")
        if where == "channels":
            yield from get(values, ("fields", "client", "no_contact", "values")) or ()
        elif where == "routine.day":
            yield from get(values, ("routine", "day")) or {}
        elif where == "dates":
            yield from self.defined("fields.client")
            for parts in (values.get("entry_fields", {}), values.get("fields", {})):
                for name, specs in parts.items():
                    yield from (f"{name}.{key}" for key in specs)
        elif section == "entry_fields" and "." not in rest:
            yield from values.get("entry_fields", {}).get(rest, {})
        elif section == "fields" and "." not in rest:
            yield from values.get("fields", {}).get(COMMON, {})
            yield from values.get("fields", {}).get(rest, {})
        elif rest:  # the values of one field
            spec = get(values, tuple(where.split("."))) or {}
            yield from spec.get("values", ())
            listed = values.get(spec.get("values_from", ""), ())
            yield from listed
        else:
            yield from values.get(section, ())


def _scopes(values: Values) -> Iterator[tuple[Trail, dict[str, Values]]]:
    """Every mapping of field specs, with the trail to it."""
    for kind, specs in values.get("fields", {}).items():
        yield ("fields", kind), specs
    yield ("record_fields",), values.get("record_fields", {})
    for section, specs in values.get("entry_fields", {}).items():
        yield ("entry_fields", section), specs


def _form_groups(values: Values) -> Iterator[tuple[Trail, Values]]:
    for form, entry in values.get("forms", {}).items():
        for name, group in entry.get("groups", {}).items():
            yield ("forms", form, "groups", name), group


def findings(values: Values) -> Iterator[Finding]:
    yield from _lacking(values)
    yield from _unmeasured(values)
    yield from _ranges(values)
    yield from _numbers(values)
    yield from _times(values)
    yield from _ambiguous(values)


# An entry without any of these has nothing to count or to look at.
_NEEDS_ONE = {
    "kpis": ("kinds", "results", "occasion_kinds"),
    "limits": ("kinds",),
    "quotas": ("least", "most", "before"),
    "reminders": ("dates", "every", "festivals", "records", "value"),
    "report": ("sections", "kinds", "fields"),
}


def _lacking(values: Values) -> Iterator[Finding]:
    """Entries without an attribute that has no default; such an entry cannot be used."""
    for trail, entry, record in _entries(values):
        missing = [name for name in required(record) if not entry.get(name)]
        needs = _NEEDS_ONE.get(trail[0], ())
        if needs and not any(entry.get(name) for name in needs):
            missing += [name for name in needs if name not in missing][:1]
        if missing:
            params = (("key", trail[-1]), ("missing", "、".join(missing)))
            yield Finding((trail,), "B6", params, cut=(trail,))


def _unmeasured(values: Values) -> Iterator[Finding]:
    """Quotas that want a figure of a key that holds none, or minutes before a slot without a time."""
    for key, quota in values.get("quotas", {}).items():
        here: Trail = ("quotas", key)
        spec = get(values, ("fields", "journal", str(quota.get("field") or "")))
        params: tuple[tuple[str, str], ...] = (("key", key),)
        if spec:
            kind = spec.get("type") or "text"
            wanted = ("time",) if quota.get("before") else ("num", "list")
            if kind not in wanted:
                params += (("field", quota["field"]), ("type", kind), ("wanted", "、".join(wanted)))
                yield Finding((here,), "B7.measure", params, at=("field",), cut=(here,))
        elif quota.get("before") and not quota.get("kinds"):
            params += (("missing", "field、kinds"),)
            yield Finding((here,), "B6", params, at=("before",), cut=(here,))


def _entries(values: Values) -> Iterator[tuple[Trail, Values, type]]:
    for section, shape in attributes(model.Playbook).items():
        inner = shape.of
        if shape.form == "mapping" and inner is not None and inner.record is not None:
            for key, entry in values.get(section, {}).items():
                yield (section, key), entry, inner.record
    for key, slot in (get(values, ("routine", "day")) or {}).items():
        yield ("routine", "day", key), slot, model.Slot


def _ranges(values: Values) -> Iterator[Finding]:
    for section in ("quotas", "limits"):
        for key, entry in values.get(section, {}).items():
            least, most = entry.get("least"), entry.get("most")
            if least is not None and most is not None and least > most:
                here = (section, key)
                yield Finding((here,), "B7.range", (("key", key),), cut=((*here, "least"), (*here, "most")))


_COUNTED = {"kpis": "sum", "limits": "field"}  # attributes that name a field which must hold a number
_NUMBERS = ("num", "money")


def _numbers(values: Values) -> Iterator[Finding]:
    """What is added up or held against a limit can be; a quota is counted in one way only."""
    specs = values.get("record_fields", {})
    for section, attribute in _COUNTED.items():
        for key, entry in values.get(section, {}).items():
            name = entry.get(attribute)
            if name in specs and specs[name].get("type", "text") not in _NUMBERS:
                here = (section, key)
                params = (("key", key), ("name", name))
                yield Finding((here,), "B7.number", params, at=(attribute,), cut=(here,))
    for key, entry in values.get("quotas", {}).items():
        if entry.get("kpi") and entry.get("reminder"):
            here = ("quotas", key)
            yield Finding((here,), "B7.both", (("key", key),), at=("reminder",), cut=((*here, "reminder"),))


def _times(values: Values) -> Iterator[Finding]:
    day = get(values, ("routine", "day")) or {}
    slots = [(s["start"], s["end"], key) for key, s in day.items() if "start" in s and "end" in s]
    until, last = "", ""
    for start, end, key in sorted(slots):
        here = ("routine", "day", key)
        if end <= start:
            params = (("key", key), ("start", start), ("end", end))
            yield Finding((here,), "B7.slot", params, cut=((*here, "start"), (*here, "end")))
            continue
        if start < until:
            both = (here, ("routine", "day", last))
            yield Finding(both, "B7.overlap", (("key", key), ("other", last)))
        if end > until:
            until, last = end, key


# Mappings whose entries are looked up by any of their words.
_NAMED = (
    *("tiers", "statuses", "stages", "kinds", "results"),
    *("kpis", "sections", "forms", "cases", "case_states"),
)


def _ambiguous(values: Values) -> Iterator[Finding]:
    common = values.get("fields", {}).get(COMMON, {})
    for trail, specs in _scopes(values):
        inherits = trail[0] == "fields" and trail[1] != COMMON
        yield from _claims([*([(("fields", COMMON), common)] if inherits else []), (trail, specs)])
        for key, spec in specs.items():
            yield from _value_claims((*trail, key), spec)
    for section in _NAMED:
        yield from _claims([((section,), values.get(section, {}))])


def _claims(scopes: Iterable[tuple[Trail, dict[str, Values]]]) -> Iterator[Finding]:
    """Words that two entries claim that are looked up together."""
    owners: dict[str, Trail] = {}
    for trail, entries in scopes:
        for key, entry in entries.items():
            here = (*trail, key)
            attribute = "headings" if "headings" in entry else "aliases"
            for word in (key, entry.get("label"), entry.get("en"), *entry.get(attribute, ())):
                if word and (owner := owners.setdefault(fold(word), here))[-1] != key:
                    params = (("name", word), ("one", owner[-1]), ("other", key))
                    yield Finding((here, owner), "B5", params, at=(attribute, word))


def _value_claims(trail: Trail, spec: Values) -> Iterator[Finding]:
    """Words that mean two values of one field."""
    owners = {fold(value): value for value in spec.get("values", ())}
    for value, aliases in spec.get("value_aliases", {}).items():
        for word in aliases:
            if (owner := owners.setdefault(fold(word), value)) != value:
                params = (("name", word), ("one", owner), ("other", value))
                yield Finding((trail,), "B5", params, at=("value_aliases", value, word))
