"""What a report tells, row by row: plain values, names in place of links."""

from __future__ import annotations

import datetime as dt
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Moment, Planned
from cmkb.views.quota_report import Source

Number = int | float


@immutable
class About:
    """Whom or what a figure comes from: a client, or a product with its amount."""

    words: str
    amount: Number | None = None


@immutable
class Figure:
    key: str
    label: str
    title: str  # as the form calls it, else the label
    unit: str
    plan: Number | None
    actual: Number  # what counts: the manager's own figure when there is one
    derived: Number  # what the records say
    overridden: bool
    reason: str
    about: tuple[About, ...]
    unsaid: int  # records counted though they do not say their result
    records: tuple[Source, ...]

    @property
    def rate(self) -> float | None:
        return self.actual / self.plan if self.plan else None


@immutable
class Call:
    time: str
    clients: tuple[str, ...]  # paths
    name: str
    gender: str
    age: Number | None
    bought_before: tuple[str, ...]
    script: str
    script_design: str
    minutes: Number | None
    result: str
    tone: str  # ok | soon | late | "", as the playbook shows that result
    agreed: bool
    reached: bool
    appt: Moment | None
    place: str
    objection: str
    good: tuple[str, ...]
    improve: str
    next: Planned | None
    text: str
    source: Source

    @property
    def prepared(self) -> bool:
        """Whether it carries more than its result and length, as the form 电话邀约记录表 wants."""
        written = (self.script, self.script_design, self.objection, self.good, self.improve, self.next)
        return any(written) or bool(self.appt or self.place)


@immutable
class Todo:
    """Something to do on the next working day. `late`: by how many days it is overdue then."""

    date: dt.date
    time: str
    kind: str
    client: str | None
    name: str
    title: str
    why: str
    late: int
    source: Source


@immutable
class Aim:
    key: str
    label: str
    unit: str
    value: Number


@immutable
class Tomorrow:
    date: dt.date  # the next working day
    written: bool  # False: nobody planned it yet, so the items are what the follow-ups show for it
    aims: tuple[Aim, ...]
    items: tuple[Todo, ...]


@immutable
class Left:
    """Something unfinished, and for how many days."""

    title: str
    client: str | None
    name: str
    since: date
    late: int
    source: Source


@immutable
class News:
    date: dt.date
    title: str
    points: str
    products: tuple[str, ...]
    holders: tuple[str, ...]
    source: Source


@immutable
class PartLine:
    date: dt.date | None  # None of a period's own note
    name: str  # the client whom it comes from
    text: str
    depth: int
    head: bool
    source: Source


@immutable
class Part:
    """A heading of the playbook's `report`, with what was written for it."""

    key: str
    label: str
    lines: tuple[PartLine, ...]


@immutable
class Unsaid:
    """A record that counts though its result is not written."""

    time: str
    kind: str
    name: str
    text: str
    source: Source


@immutable
class Spent:
    """What one client spent."""

    client: str  # path; "" where a record names none
    name: str
    visits: int
    amount: Number
    before: Number | None  # in the period before; None of a day
    first: bool  # nothing is known from before
    records: tuple[Source, ...]


@immutable
class Summary:
    """成败分析: what went well, what went wrong, what to do otherwise; `rest` says none of these."""

    well: tuple[str, ...] = ()
    badly: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
