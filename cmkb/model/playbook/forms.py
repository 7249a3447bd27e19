"""Paper forms and the report to the supervisor: what stands on them, and where in the notes it lives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cmkb.model.immutable import immutable


@immutable
class FormItem:
    """A line of a form, or a column of its table; `key` is what is printed."""

    key: str
    # Where its value lives: `client.name` or another kind's key, `record.mins`, `news.title` (an entry of a
    # section), `section.summary` (all of a section), `kpi.calls` (plan and actual). Empty: free words.
    field: str = ""
    ticks: tuple[str, ...] = ()  # to tick off, values of the field; further words may be added


@immutable
class FormGroup:
    """What stands together on a form, under the heading `key`."""

    key: str
    items: Mapping[str, FormItem] = field(default_factory=dict)
    table: bool = False  # the items are columns, with a row for each entry
    profile: str = ""  # in place of items: all the client's fields of this one of the `groups`
    note: str = ""  # when and how it is filled


@immutable
class Form:
    """A paper form of the source texts: what stands on it, and where in the notes each part lives."""

    key: str
    kind: str  # kind of note in which it is filled
    aliases: tuple[str, ...] = ()
    groups: Mapping[str, FormGroup] = field(default_factory=dict)
    usage: str = ""
    texts: tuple[int, ...] = ()
    en: str = ""


@immutable
class ReportPart:
    """A heading of the report to the supervisor, beside the figures; `key` is free."""

    key: str
    label: str
    sections: tuple[str, ...] = ()  # meanings of journal sections that belong under it
    kinds: tuple[str, ...] = ()  # records of these kinds do
    fields: tuple[str, ...] = ()  # and what these fields of any record say
    en: str = ""
