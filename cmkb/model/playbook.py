"""A playbook: how one kind of client manager works, as data. The YAML files lie in `playbooks/`.

Field names here are the keys of the YAML; `playbooks/loader.py` builds these classes from it and refuses
any other key. Mappings merge along `extends`, lists replace, `null` takes an entry away. `aliases` are the
other words that mean the entry, `en` its English label; `playbooks/names.py` looks entries up by all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

FIELD_TYPES = (
    "text", "num", "money", "bool", "date", "dt", "planned", "time", "list", "link", "links", "enum",
    "phones", "lunar", "monthday", "cadence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
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
    everyday: bool = (
        False  # personal, but its words tell no person from another: 养老, 会计, a talk track may say them
    )
    required: bool = False
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


@dataclass(frozen=True, slots=True)
class Tier:
    key: str
    cadence: str = "none"
    aliases: tuple[str, ...] = ()
    threshold: int | float | None = None  # assets in yuan from which a client belongs here
    en: str = ""


@dataclass(frozen=True, slots=True)
class Status:
    key: str
    aliases: tuple[str, ...] = ()
    quiet: bool = False  # never reminded of
    en: str = ""
    complete: tuple[str, ...] = ()  # what counts for completeness in this status; empty: the fields' own mark


@dataclass(frozen=True, slots=True)
class Stage:
    key: str
    aliases: tuple[str, ...] = ()
    records: tuple[str, ...] = ()  # activity kinds that show a client has come this far
    en: str = ""
    results: tuple[str, ...] = ()  # a record of any kind with one of these results shows it as well
    scripts: tuple[str, ...] = ()  # categories of talk tracks that help a client on from here, the best first


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class CaseState:
    """How far a case is: value of its `status`, in order."""

    key: str
    aliases: tuple[str, ...] = ()
    waiting: bool = False  # for somebody else
    done: bool = False
    en: str = ""


@dataclass(frozen=True, slots=True)
class Appointments:
    confirm: Mapping[str, int] = field(default_factory=dict)  # value of `confirmed` → days before
    words: tuple[str, ...] = ()  # what a record of those days says that confirms
    minutes: int = 30  # closer together, two appointments are in each other's way
    places: tuple[str, ...] = ()  # how the name of a place ends: of `周三15:00 网点` the last word is where
    note: str = ""  # how one is prepared


@dataclass(frozen=True, slots=True)
class Fit:
    """Which client a product or talk track suits, besides tier, age and risk."""

    fields: tuple[str, ...] = ()  # client keys that are compared with the product's own words
    topics: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # subject → words that mean it
    maturing: tuple[str, ...] = ()  # words of a product that suits money soon due
    maturing_days: int = 30
    off: tuple[str, ...] = ()  # with such a `status` a product or talk track is for nobody
    occasion: str = ""  # of talk tracks for news
    categories: tuple[str, ...] = ()  # of talk tracks that open a conversation about news, the best first


@dataclass(frozen=True, slots=True)
class Talk:
    """How talk tracks are judged, and what their texts may name."""

    least: int = 10  # of fewer uses the counts are shown, and no percentage
    days: int = 30  # how long after a use the client's next step is put down to it
    contact: str = ""  # occasion of the talk tracks for who is only to be contacted again
    approved: tuple[str, ...] = ()  # values of `status` with which one may be shared; empty: any
    variables: tuple[str, ...] = ()  # words in braces that the speaker fills in, besides what the notes know


@dataclass(frozen=True, slots=True)
class Claim:
    """What may not be said to a client; `key` is a word for it."""

    key: str
    words: tuple[str, ...] = ()  # further words
    unless: tuple[str, ...] = ()  # said so it is allowed: 不保本
    instead: str = ""  # what to say


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Kpi:
    """What is counted or summed from records."""

    key: str
    label: str
    unit: str = ""
    aliases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    results_not: tuple[str, ...] = ()  # a record with one of these does not count; without a result it does
    results: tuple[str, ...] = ()  # a record of any kind with one of these counts as well
    occasion_kinds: tuple[str, ...] = ()  # counted only when the record has one of `occasions`
    occasions: tuple[str, ...] = ()
    sum: str = ""  # field that is summed instead of counting
    once_per: tuple[str, ...] = ()  # of: date client kind product amount
    goal: str = ""  # key in a period's front matter
    fold: bool = False  # not among the rows of the day sheet
    en: str = ""


@dataclass(frozen=True, slots=True)
class Quota:
    """A number from the source texts that a day, week or month should reach or not exceed.

    It is counted by a KPI, or as clients whose turn it is by a rule of `reminders`: the number is theirs then.
    """

    key: str
    label: str
    kpi: str = ""
    reminder: str = ""
    least: int | float | None = None
    most: int | float | None = None
    unit: str = ""
    per: str = "day"  # day | week | half-month | month | each (every time: a meeting, a call)
    from_tier: str = ""  # counts only clients of this tier and above
    note: str = ""
    text: int | None = None  # number of the source text
    # Instead of a KPI, what the journal itself tells of the day: a number, how many names stand there, or a time.
    field: str = ""  # key of the journal
    kinds: tuple[str, ...] = ()  # or the time of the day's first record of one of these
    before: str = (
        ""  # slot of the routine: the figure is the minutes by which that time lies before its start
    )
    limit: str = ""  # or, each time, whether a record keeps to this one of `limits`
    boxed: bool = False  # to be reached within the slot that names it
    rota: bool = False  # whose turn it is stands in the goals of a period


@dataclass(frozen=True, slots=True)
class Limit:
    """A soft limit on one field of one kind of record; beyond it the record gets a notice."""

    key: str
    label: str
    kinds: tuple[str, ...]
    field: str
    least: int | float | None = None
    most: int | float | None = None
    unit: str = ""
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of the day's routine. Times are HH:MM; slots are in the order of their start."""

    start: str
    end: str
    title: str
    steps: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    quotas: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    section: str = ""  # meaning of the journal section that belongs to it
    note: str = ""
    text: int | None = None
    key: str = ""
    forms: tuple[str, ...] = ()  # those of the playbook's forms that it fills
    signed: str = ""  # key of the journal: who signs its checklist
    reports: tuple[str, ...] = ()  # what is laid out for it: yesterday | review | referrals | targets


@dataclass(frozen=True, slots=True)
class Routine:
    day: tuple[Slot, ...] = ()
    week: tuple[str, ...] = ()
    month: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure; `fields` are the client's keys that it asks for."""

    key: str
    note: str = ""
    checklist: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps in order without a time of day: how a client is served, what opens and closes the branch."""

    key: str
    label: str
    steps: Mapping[str, Step] = field(default_factory=dict)
    note: str = ""
    text: int | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A rule that reminds of a date. The event is the date of the field plus `months` and `days`.

    `lead` are days before the event from which it shows; several are steps, each wants a record of its own.
    """

    key: str
    label: str
    kind: str  # kind of the follow-up it makes: birthday, maturity, after_purchase …
    # client keys, section.key of an entry, kind.key of another note: `birthday`, `holdings.matures`, `staff.since`
    dates: tuple[str, ...] = ()
    days: int = 0
    months: int = 0
    lead: tuple[int, ...] = (0,)
    until: int | None = None  # days after the event on which it last shows; None: until it is done
    yearly: bool = False
    every: str = ""  # a rhythm instead of dates: half-month | month; the event is its last day
    festivals: tuple[str, ...] = ()  # days that everybody shares, instead of dates; see model/festivals.py
    occasion: str = ""
    from_tier: str = ""
    key_clients: bool = False  # core and key clients only
    having: tuple[str, ...] = ()  # only clients of whom all these keys are known
    words: tuple[str, ...] = ()  # a record that says one of these is about it, as one is that says its label
    kinds: tuple[
        str, ...
    ] = ()  # a record of one of these is enough, besides one with the occasion or its words
    by_contact: bool = False  # any contact is
    done_by: tuple[str, ...] = ()  # client keys: so is a value in one of them, a date if not before the event
    records: tuple[str, ...] = ()  # kinds of records that are the event, besides what `dates` name
    # Keys of an entry: only while the value is at one of the others or beyond it. Both limits are as written.
    value: str = ""
    above: str = ""
    below: str = ""
    gap: int | None = (
        None  # only clients whose assets are within so many percent of the next tier's threshold
    )
    note: str = ""
    text: int | None = None


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """Headings that mean something. `records`: yes | timed (only items that begin with a time) | no."""

    key: str
    headings: tuple[str, ...]
    records: str = "timed"
    form: str = ""  # the one of `forms` that it fills


@dataclass(frozen=True, slots=True)
class FormItem:
    """A line of a form, or a column of its table; `key` is what is printed."""

    key: str
    # Where its value lives: `client.name` or another kind's key, `record.mins`, `news.title` (an entry of a
    # section), `section.summary` (all of a section), `kpi.calls` (plan and actual). Empty: free words.
    field: str = ""
    ticks: tuple[str, ...] = ()  # to tick off, values of the field; further words may be added


@dataclass(frozen=True, slots=True)
class FormGroup:
    """What stands together on a form, under the heading `key`."""

    key: str
    items: Mapping[str, FormItem] = field(default_factory=dict)
    table: bool = False  # the items are columns, with a row for each entry
    profile: str = ""  # in place of items: all the client's fields of this one of the `groups`
    note: str = ""  # when and how it is filled


@dataclass(frozen=True, slots=True)
class Form:
    """A paper form of the source texts: what stands on it, and where in the notes each part lives."""

    key: str
    kind: str  # kind of note in which it is filled
    aliases: tuple[str, ...] = ()
    groups: Mapping[str, FormGroup] = field(default_factory=dict)
    usage: str = ""
    texts: tuple[int, ...] = ()
    en: str = ""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A heading of the report to the supervisor, beside the figures; `key` is free."""

    key: str
    label: str
    sections: tuple[str, ...] = ()  # meanings of journal sections that belong under it
    kinds: tuple[str, ...] = ()  # records of these kinds do
    fields: tuple[str, ...] = ()  # and what these fields of any record say
    en: str = ""


@dataclass(frozen=True, slots=True)
class Playbook:
    name: str
    title: str
    texts: tuple[int, ...] = ()
    summary: str = ""
    extends: str = ""
    calendar: str = "bank"  # bank | exchange
    funnel: tuple[str, ...] = ()  # KPIs from the first step to the sale
    welcome_days: int = 7  # within so many days a new client is called
    groups: tuple[str, ...] = ()  # profile headings in order
    posts: tuple[str, ...] = ()  # values of a client's `source` that are other posts of the house
    fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)  # note kind → key → spec
    record_fields: Mapping[str, FieldSpec] = field(default_factory=dict)
    entry_fields: Mapping[str, Mapping[str, FieldSpec]] = field(default_factory=dict)  # section → key → spec
    sections: Mapping[str, SectionSpec] = field(default_factory=dict)
    tiers: Mapping[str, Tier] = field(default_factory=dict)  # lowest first
    statuses: Mapping[str, Status] = field(default_factory=dict)
    stages: Mapping[str, Stage] = field(default_factory=dict)  # in the pipeline's order
    kinds: Mapping[str, ActivityKind] = field(default_factory=dict)
    results: Mapping[str, Result] = field(default_factory=dict)
    occasions: tuple[str, ...] = ()
    kpis: Mapping[str, Kpi] = field(default_factory=dict)
    quotas: Mapping[str, Quota] = field(default_factory=dict)
    limits: Mapping[str, Limit] = field(default_factory=dict)
    routine: Routine = field(default_factory=Routine)
    procedures: Mapping[str, Procedure] = field(default_factory=dict)
    reminders: Mapping[str, Reminder] = field(default_factory=dict)
    forms: Mapping[str, Form] = field(default_factory=dict)
    cases: Mapping[str, CaseKind] = field(default_factory=dict)
    case_states: Mapping[str, CaseState] = field(default_factory=dict)
    appointments: Appointments = field(default_factory=Appointments)
    fit: Fit = field(default_factory=Fit)
    talk: Talk = field(default_factory=Talk)
    compliance: Mapping[str, Claim] = field(default_factory=dict)
    report: Mapping[str, ReportPart] = field(default_factory=dict)

    def __hash__(self) -> int:
        return id(self)  # what is computed from a playbook is kept for it, and its mappings have no hash

    def fields_of(self, kind: str) -> Mapping[str, FieldSpec]:
        """The keys that a note of this kind may have, those common to all kinds included."""
        return _fields_of(self, kind)

    def tier_level(self, tier: str) -> int | None:
        """Position from 1 among the tiers, lowest first."""
        order = list(self.tiers)
        return order.index(tier) + 1 if tier in self.tiers else None


@lru_cache(maxsize=256)
def _fields_of(playbook: Playbook, kind: str) -> Mapping[str, FieldSpec]:
    return {**playbook.fields.get("common", {}), **playbook.fields.get(kind, {})}
