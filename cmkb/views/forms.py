"""The playbook's forms filled from the notes: every blank with what is known, and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import Any, NamedTuple

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Link, Moment, Note, Record, Section
from cmkb.model.playbook import FieldSpec, Form, FormGroup, FormItem, Playbook
from cmkb.playbooks.names import by_name, fold
from cmkb.vault import Vault
from cmkb.views.client import age_on, profile_keys
from cmkb.views.day import DayRow

# A meeting's keys that a record in the journal spells otherwise.
_OF_RECORD = {"products": "product", "objections": "objection"}


@immutable
class Sources:
    """Whence a form is filled; without a source its blanks stay blank."""

    note: Note | None = None  # of the form's own kind
    client: Note | None = None
    record: Record | None = None
    records: tuple[Record, ...] = ()  # rows of a table of records
    planned: Mapping[str, Any] = field(default_factory=dict)  # record fields that a plan gives already
    planned_path: str = ""
    rows: Mapping[str, DayRow] = field(default_factory=dict)  # by KPI
    day: date | None = None  # ages are of this day


class Blank(NamedTuple):
    """One blank of a form. At most one of `value`, `text` and `row` is filled. A tuple, as a vault's clients fill ten
    thousands of them."""

    item: FormItem
    spec: FieldSpec | None = None  # None for free words, sections and figures
    value: Any = None  # typed as in FrontMatter
    path: str = ""  # note in which the value stands; links are seen from there
    text: str = ""  # Markdown of a section
    heading: str = ""  # of that section
    row: DayRow | None = None
    what: str = ""  # value | section | kpi | free

    @property
    def known(self) -> bool:
        return self.value not in (None, "", ()) or bool(self.text.strip()) or self.row is not None

    @property
    def ticked(self) -> tuple[str, ...]:
        """Which of the tick-list's words are said."""
        said = _words(self.value)
        return tuple(word for word in self.item.ticks if word in said)

    @property
    def added(self) -> tuple[str, ...]:
        """What is said beside the tick-list."""
        return tuple(word for word in _words(self.value) if word not in self.item.ticks)


@immutable
class FilledGroup:
    key: str
    group: FormGroup
    blanks: tuple[Blank, ...] = ()
    rows: tuple[tuple[Blank, ...], ...] = ()  # of a table


@immutable
class Filled:
    form: Form
    groups: tuple[FilledGroup, ...]

    @property
    def known(self) -> bool:
        return any(b.known for g in self.groups for b in g.blanks) or any(g.rows for g in self.groups)


def form_named(playbook: Playbook, word: str) -> Form | None:
    """By title, with or without 表, English name or alias."""
    forms = by_name(playbook.forms)
    return forms.get(fold(word)) or forms.get(fold(word + "表"))


def card_forms(playbook: Playbook) -> tuple[Form, ...]:
    """Forms of which each record of a day fills one: those with single fields of a record."""
    return tuple(
        form
        for form in playbook.forms.values()
        if form.kind == "journal" and any(_is_card(group) for group in form.groups.values())
    )


def _is_card(group: FormGroup) -> bool:
    return not group.table and any(item.field.startswith("record.") for item in group.items.values())


def kinds_of_form(playbook: Playbook, form: Form, planned: bool = False) -> frozenset[str]:
    """Activity kinds that fill the form: those that name it, and for a call sheet every other kind of call without
    a form of its own. Any call can be prepared on it: `planned`."""
    own = [kind for kind in playbook.kinds.values() if kind.form == form.key]
    channels = {kind.channel for kind in own if kind.channel}
    others = (k for k in playbook.kinds.values() if k.channel in channels and (planned or not k.form))
    return frozenset(kind.key for kind in (*own, *others))


def record_keys(form: Form) -> tuple[str, ...]:
    """The record fields that stand on the form, in its order."""
    return tuple(key for scope, key in form_fields(form) if scope == "record")


def meeting_keys(form: Form) -> frozenset[str]:
    """The record fields that a meeting's form takes from a line in a journal, minutes and result included."""
    keys = (key for scope, key in form_fields(form) if scope in (form.kind, "section"))
    return frozenset(_OF_RECORD.get(key, key) for key in keys)


def form_fields(form: Form) -> tuple[tuple[str, str], ...]:
    """`record.mins` → ("record", "mins"), for every blank that lives somewhere, in the form's order."""
    parts = (item.field.partition(".") for item in items_of(form) if item.field)
    return tuple((scope, key) for scope, _, key in parts)


def items_of(form: Form) -> Iterator[FormItem]:
    for group in form.groups.values():
        yield from group.items.values()


def spec_of(playbook: Playbook, item: FormItem) -> FieldSpec | None:
    scope, _, key = item.field.partition(".")
    if scope == "record":
        return playbook.record_fields.get(key)
    if scope in playbook.entry_fields:
        return playbook.entry_fields[scope].get(key)
    return playbook.fields_of(scope).get(key) if key and scope not in ("section", "kpi") else None


def fill(vault: Vault, form: Form, sources: Sources) -> Filled:
    return Filled(form, tuple(_group(vault, laid, sources) for laid in _layout(vault.playbook, form).groups))


@immutable
class Beyond:
    """What a client fills in of a form and what does not stand like that in the profile."""

    blanks: tuple[Blank, ...]
    rows: Mapping[str, tuple[tuple[Blank, ...], ...]]  # of each table, by its group


def beyond_profile(vault: Vault, form: Form, client: Note, day: date) -> Beyond:
    """The rest of the form shows what `stands_in_profile` tells of."""
    sources = Sources(note=client, client=client, day=day)
    known = client.front.fields
    blanks: list[Blank] = []
    rows: dict[str, tuple[tuple[Blank, ...], ...]] = {}
    for laid in _layout(vault.playbook, form).groups:
        if laid.group.table:
            if found := tuple(_rows(vault, laid, sources)):
                rows[laid.key] = found
            continue
        for item, spec, key in laid.beyond:
            if key:
                value, path = _of_client(vault, key, sources)
                if value not in (None, "", ()) and value is not known.get(key):
                    blanks.append(Blank(item, spec, value, path, what="value"))
            elif (blank := _blank(vault, item, spec, sources)).known:
                blanks.append(blank)
    return Beyond(tuple(blanks), rows)


def stands_in_profile(playbook: Playbook, item: FormItem, spec: FieldSpec | None) -> bool:
    """Whether what a client fills in here is what the profile says under the label of `spec`. Of `_MORE_THAN_A_KEY` that is
    so as long as nothing else is known."""
    scope, _, key = item.field.partition(".")
    return scope == "client" and spec is not None and not item.ticks and key in profile_keys(playbook)


_MORE_THAN_A_KEY = ("name", "age", "bought_before")  # keys that `_of_client` answers from more than the key


@immutable
class _Laid:
    """A group of the form with the specs of its items: the same for everybody whose form is filled."""

    key: str
    group: FormGroup
    items: tuple[tuple[FormItem, FieldSpec | None], ...]
    scope: str  # of a table: what its rows are
    columns: tuple[tuple[FormItem, FieldSpec | None, str, bool], ...]  # with key, and whether links say it
    # With the key under which the profile may say it
    beyond: tuple[tuple[FormItem, FieldSpec | None, str], ...]


@immutable
class _Layout:
    groups: tuple[_Laid, ...]


_kept: dict[tuple[int, str], tuple[Playbook, _Layout]] = {}
_MOST_KEPT = 256


def _layout(playbook: Playbook, form: Form) -> _Layout:
    """Kept by identity, as a playbook holds dicts; what is kept holds its playbook, so no other gets its id."""
    found = _kept.get((id(playbook), form.key))
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        laid = (_lay_group(playbook, form, name, group) for name, group in form.groups.items())
        layout = _Layout(tuple(group for group in laid if group.items))
        found = _kept[id(playbook), form.key] = (playbook, layout)
    return found[1]


def _lay_group(playbook: Playbook, form: Form, name: str, group: FormGroup) -> _Laid:
    items = tuple((item, spec_of(playbook, item)) for item in _items(playbook, form, group))
    beyond = []
    for item, spec in items:
        key = item.field.partition(".")[2] if stands_in_profile(playbook, item, spec) else ""
        if not key or key in _MORE_THAN_A_KEY:
            beyond.append((item, spec, key))
    scope = next((s for item, _ in items if (s := item.field.partition(".")[0])), "")
    columns = tuple((item, spec, item.field.partition(".")[2], _is_link(spec)) for item, spec in items)
    return _Laid(name, group, items, scope, columns, tuple(beyond))


def _items(playbook: Playbook, form: Form, group: FormGroup) -> Iterator[FormItem]:
    if not group.profile:
        yield from group.items.values()
        return
    for spec in playbook.fields_of(form.kind).values():
        if spec.group == group.profile and not spec.hidden:
            yield FormItem(spec.label, f"{form.kind}.{spec.key}")


def _group(vault: Vault, laid: _Laid, sources: Sources) -> FilledGroup:
    if laid.group.table:
        blanks = tuple(Blank(item, spec, what="value") for item, spec in laid.items)
        return FilledGroup(laid.key, laid.group, blanks, tuple(_rows(vault, laid, sources)))
    blanks = tuple(_blank(vault, item, spec, sources) for item, spec in laid.items)
    return FilledGroup(laid.key, laid.group, blanks)


# --- tables --------------------------------------------------------------------------------------------------


def _rows(vault: Vault, laid: _Laid, sources: Sources) -> Iterator[tuple[Blank, ...]]:
    if laid.scope == "record":
        for record in sources.records:
            of_row = Sources(record=record, client=_client(vault, record), day=record.date)
            yield tuple(_blank(vault, item, spec, of_row) for item, spec in laid.items)
    elif sources.note is not None:
        path = sources.note.path
        for entry in entries_of(sources.note, laid.scope):
            known, links = entry.fields, entry.links or None
            yield tuple(
                [
                    Blank(item, spec, known.get(key, links if link else None), path, what="value")
                    for item, spec, key, link in laid.columns
                ]
            )


_ENTRIES = {scope: scope for scope in ("holdings", "relations", "anniversaries", "news")} | {"view": "views"}


def entries_of(note: Note, scope: str) -> tuple[Entry, ...]:
    name = _ENTRIES.get(scope)
    found: tuple[Entry, ...] = getattr(note, name) if name else ()
    return found


def _is_link(spec: FieldSpec | None) -> bool:
    """Whether the links of a row say it, when no field does."""
    return spec is not None and spec.type in ("link", "links")


def _client(vault: Vault, record: Record) -> Note | None:
    return next((vault.notes[path] for path in vault.clients_of(record)), None)


# --- single blanks -------------------------------------------------------------------------------------------


def _blank(vault: Vault, item: FormItem, spec: FieldSpec | None, sources: Sources) -> Blank:
    scope, _, key = item.field.partition(".")
    if scope == "section":
        return _section(item, key, sources)
    if scope == "kpi":
        return Blank(item, row=sources.rows.get(key), what="kpi")
    if not scope:
        return Blank(item, what="free")
    if scope == "record":
        value, path = _of_record(key, sources)
    elif scope == "client":
        value, path = _of_client(vault, key, sources)
    else:
        value, path = _of_note(scope, key, sources)
    return Blank(item, spec, value, path, what="value")


def _section(item: FormItem, meaning: str, sources: Sources) -> Blank:
    """All that stands under the heading; of a record the field of that name."""
    if sources.note is not None:
        found = section_of(sources.note, meaning)
        if found is None:
            return Blank(item, path=sources.note.path, what="section")
        return Blank(item, text=found.text, heading=found.heading, path=sources.note.path, what="section")
    said = sources.record.fields.get(meaning) if sources.record else None
    text = said if isinstance(said, str) else ""
    return Blank(item, text=text, path=sources.record.path if sources.record else "", what="section")


def section_of(note: Note, meaning: str) -> Section | None:
    return next((section for section in note.sections if section.meaning == meaning), None)


def _of_record(key: str, sources: Sources) -> tuple[Any, str]:
    record = sources.record
    if record is None:
        return sources.planned.get(key), sources.planned_path
    structural = {
        "time": record.time, "kind": record.kind, "client": record.participants, "text": record.text,
    }  # fmt: skip
    return structural[key] if key in structural else record.fields.get(key), record.path


def _of_note(scope: str, key: str, sources: Sources) -> tuple[Any, str]:
    note, record = sources.note, sources.record
    if note is not None and (note.kind == scope or record is None):
        value = note.get(key)
        return (note.date if value is None and key == "date" else value), note.path
    if scope == "journal" and key == "date":
        return (record.date if record else sources.day if sources.client else None), ""
    if record is None:
        return None, ""
    if key == "client":
        return record.participants, record.path
    if key == "date":
        return Moment(record.date, record.time), record.path
    return record.fields.get(_OF_RECORD.get(key, key)), record.path


def _of_client(vault: Vault, key: str, sources: Sources) -> tuple[Any, str]:
    note = sources.client
    if note is None:
        return None, ""
    value = note.front.fields.get(key)
    if key == "name":
        value = value or note.title
    elif key == "age" and sources.day is not None:
        value = age_on(note.get("birthday"), sources.day) or value
    elif key == "bought_before":
        value = bought_before(vault, note)
    return value, note.path


def bought_before(vault: Vault, note: Note) -> tuple[Link, ...]:
    """What the client's note says was bought, and what is or was held."""
    links = list(note.get("bought_before") or ())
    if not links and not note.holdings:
        return ()
    for holding in note.holdings:
        product = holding.fields.get("product")
        links += [product] if isinstance(product, Link) else holding.links
    found: dict[str, Link] = {}
    for link in links:
        found.setdefault(vault.target(note.path, link) or fold(link.target), link)
    return tuple(found.values())


def _words(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(one) for one in value) if isinstance(value, tuple) else ()
