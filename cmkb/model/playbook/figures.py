"""What is counted, and how much of it is wanted."""

from __future__ import annotations

from cmkb.model.immutable import immutable


@immutable
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


@immutable
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


@immutable
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
