"""What is to be done and when: the day's slots, procedures, rules that remind of a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from cmkb.model.immutable import immutable


@immutable
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


@immutable
class Routine:
    day: tuple[Slot, ...] = ()
    week: tuple[str, ...] = ()
    month: tuple[str, ...] = ()


@immutable
class Step:
    """One step of a procedure; `fields` are the client's keys that it asks for."""

    key: str
    note: str = ""
    checklist: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


@immutable
class Procedure:
    """Steps in order without a time of day: how a client is served, what opens and closes the branch."""

    key: str
    label: str
    steps: Mapping[str, Step] = field(default_factory=dict)
    note: str = ""
    text: int | None = None


@immutable
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
