"""The words that notes may use, and what they mean: keys, headings, tiers, kinds and results of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cmkb.model.immutable import immutable

FIELD_TYPES = (
    "text", "num", "money", "bool", "date", "dt", "planned", "time", "list", "link", "links", "enum",
    "phones", "lunar", "monthday", "cadence",
)  # fmt: skip


@immutable
class FieldSpec:
    """A front matter key, a record field, or a column of a known table."""

    key: str
    label: str
    type: str = "text"
    aliases: tuple[str, ...] = ()
    renamed: tuple[str, ...] = ()  # former names: read as ever, and `check --fix` writes the present one
    values: tuple[str, ...] = ()  # of an enum or a list, in order; empty: any word
    values_from: str = ""  # or the playbook's list: tiers | stages | statuses | results | occasions | cases …
    other_values: bool = False  # words outside `values` are kept without a problem
    group: str = ""  # heading of the profile under which it is shown
    complete: bool = False  # counts for completeness
    personal: bool = False  # personal data in the sense of the law: masked in what leaves the vault
    everyday: bool = False  # personal, but tells no person from another (养老, 会计): a talk track may say it
    link_kind: str = ""  # kind of note that a link in this field means first
    unit: str = ""
    ask: str = ""  # the question that fills it, shown under "what to ask next"
    hidden: bool = False  # not shown in the profile (technical keys)
    en: str = ""  # here and below; when not given, the key in words
    value_aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # value → words that mean it
    answered_by: str = ""  # other keys, or "holdings" | "relations", that make it known as well
    dated_by: str = "updated"  # key of the date from which its value is
    fresh: int | None = None  # days after that date on which it is old and wants to be asked again
    tells: str = ""  # of a record's field: the client's key that it answers, for whoever files what was said


@immutable
class SectionSpec:
    """Headings that mean something. `records`: yes | timed (only items that begin with a time) | no."""

    key: str
    headings: tuple[str, ...]
    records: str = "timed"
    form: str = ""  # the one of `forms` that it fills


@immutable
class Tier:
    key: str
    cadence: str = "none"
    aliases: tuple[str, ...] = ()
    threshold: int | float | None = None  # assets in yuan from which a client belongs here
    en: str = ""


@immutable
class Status:
    key: str
    aliases: tuple[str, ...] = ()
    quiet: bool = False  # never reminded of
    en: str = ""
    complete: tuple[str, ...] = ()  # what counts for completeness in this status; empty: the fields' own mark


@immutable
class Stage:
    key: str
    aliases: tuple[str, ...] = ()
    records: tuple[str, ...] = ()  # activity kinds that show a client has come this far
    en: str = ""
    results: tuple[str, ...] = ()  # a record of any kind with one of these results shows it as well
    scripts: tuple[str, ...] = ()  # categories of talk tracks that help a client on from here, the best first


@immutable
class ActivityKind:
    """电话, 需求面谈 … The first word of a record."""

    key: str
    en: str = ""
    aliases: tuple[str, ...] = ()
    contact: bool = False
    inbound: bool = False  # the client called: wants a reply the same day
    channel: str = ""  # key of `no_contact` that forbids it
    in_person: bool = False  # such a record on its day shows that an appointment was kept
    meeting: str = ""  # `kind:` of a meeting note that is this activity
    sale: bool = False  # its amount counts as sales
    spending: bool = False  # its amount is what the client spent: the consumption analysis is made of it
    fields: tuple[str, ...] = ()  # record fields of its form, in order
    ticks: tuple[str, ...] = ()  # tick-list of its form: values of the field `good`
    form: str = ""  # the one of `forms` that it fills
    case: str = ""  # the one of `cases` that such a record opens when no note does
    board: str = ""  # the list on which it is shown: booking | handover | suggestion | study


@immutable
class Result:
    key: str
    aliases: tuple[str, ...] = ()
    reached: bool = True  # False: nobody was talked to, so it is no contact
    sale: bool = False
    agreed: bool = False
    moved: bool = False  # earlier appointments of the client no longer stand
    undone: bool = (
        False  # the sale has not come about, or not yet: a record of a sale kind counts for nothing
    )
    tone: str = ""  # ok | soon | late: how it is shown
    en: str = ""


@immutable
class CaseKind:
    """A matter that takes more than a day: complaint, account opening, errand … Value of a case's `kind`."""

    key: str
    aliases: tuple[str, ...] = ()
    days: int | None = None  # it is due so many days after it was opened, unless it says when itself
    docs: tuple[str, ...] = ()  # documents that it takes
    asks: tuple[str, ...] = ()  # keys of the case without which it is not closed
    resolved_by: tuple[str, ...] = ()  # record fields; one of them closes what only the journal tells
    covered_by: tuple[str, ...] = ()  # notes of these kinds, besides its own, are about the same matter
    en: str = ""
    text: int | None = None


@immutable
class CaseState:
    """How far a case is: value of its `status`, in order."""

    key: str
    aliases: tuple[str, ...] = ()
    waiting: bool = False  # for somebody else
    done: bool = False
    en: str = ""


@immutable
class Appointments:
    confirm: Mapping[str, int] = field(default_factory=dict)  # value of `confirmed` → days before
    words: tuple[str, ...] = ()  # what a record of those days says that confirms
    minutes: int = 30  # closer together, two appointments are in each other's way
    places: tuple[str, ...] = ()  # how the name of a place ends: of `周三15:00 网点` the last word is where
    note: str = ""  # how one is prepared
