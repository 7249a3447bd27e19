"""A note and what was read from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, Any

from cmkb.model.immutable import immutable

if TYPE_CHECKING:
    from cmkb.model.talk_track import TalkTrack

KINDS = (
    "client", "household", "journal", "period", "meeting", "script", "product", "howto",
    "case", "event", "channel", "staff", "note",
)  # fmt: skip


@immutable
class SourceFile:
    """One file as text. `text` has "\\n" line ends and no BOM; how the bytes were is kept for writing."""

    path: str  # relative to the vault, "/" between parts, Unicode NFC
    text: str
    encoding: str = "utf-8"
    newline: str = "\n"
    bom: bool = False
    disk_path: str = ""  # as the file system spells it (NFD on some machines); "" when equal to path


@immutable(order=True)
class Place:
    """Line and column in the file, from 1; columns count characters."""

    line: int
    column: int


@immutable
class Link:
    """`[[target#heading|alias]]`, or an ordinary link to a note (`target` then has its suffix `.md`)."""

    target: str
    place: Place
    heading: str = ""
    alias: str = ""
    field: str = ""  # key of the field it stands in; such a link is no participant, unless it is `client`

    @property
    def text(self) -> str:
        return self.alias or self.target


def links_among(values: Iterable[object]) -> Iterator[Link]:
    """Of values as front matter and fields have them."""
    for value in values:
        if isinstance(value, Link):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, Link))


@immutable
class Moment:
    """A date, and a time of day when one was written (`HH:MM`)."""

    date: date
    time: str = ""


@immutable
class Planned:
    """A date with words beside it: `12-05 回访`."""

    date: date
    text: str = ""


@immutable
class LunarDay:
    month: int
    day: int
    leap: bool = False


@immutable
class MonthDay:
    month: int
    day: int


@immutable
class ChannelCadence:
    """So often by this channel, whatever else there was."""

    channel: str  # word for a kind of activity, or for a channel of several
    ideal: int
    most: int


@immutable
class Cadence:
    """Contact every `ideal` days, at the latest after `most`."""

    ideal: int
    most: int
    channels: tuple[ChannelCadence, ...] = ()


@immutable
class NoCadence:
    """`cadence: none`: this client is not to be reminded of."""


@immutable
class FrontMatter:
    """Typed values of known keys (English names), unknown keys as written, and where each key stands.

    Values by field type: text enum time → str; num money → int | float; bool → bool; date → date;
    dt → Moment; planned → Planned; list phones → tuple[str, …]; link → Link; links → tuple[Link, …];
    lunar → LunarDay; monthday → MonthDay; cadence → Cadence | NoCadence.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)  # str, or nested tuples and dicts of str
    places: Mapping[str, Place] = field(default_factory=dict)
    readable: bool = True  # False: some of the block was not understood; the note is private


@immutable
class Item:
    """A list item, with everything that is indented beneath it."""

    text: str  # the first line after the bullet and checkbox, block id cut off
    place: Place  # of the first character of `text`
    box: str | None = None  # the character in `[ ]`, None without a checkbox
    block_id: str = ""
    children: tuple[Item, ...] = ()
    more: str = ""  # further lines and paragraphs of the item, dedented
    more_lines: tuple[Place, ...] = ()  # where each line of `more` begins


@immutable
class Table:
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]  # line number of each row
    columns: tuple[tuple[int, ...], ...] = ()  # column of each cell's first character, row by row


@immutable
class Section:
    """What stands under one heading, up to the next heading of the same or a higher level.

    `meaning` is the playbook's name for the heading ("log", "plan", "holdings" …), "" for any other.
    The part above the first heading has level 0 and heading "".
    """

    heading: str
    level: int
    meaning: str
    place: Place
    items: tuple[Item, ...] = ()
    tables: tuple[Table, ...] = ()
    body: str = ""  # of the note; `text` is a part of it, which takes no room twice
    begin: int = 0
    end: int = 0
    scope: str = ""  # `meaning`, or that of the nearest heading above which has one
    paragraphs: tuple[tuple[Place, str], ...] = ()  # lines of text outside of lists and tables

    @property
    def text(self) -> str:
        """The source beneath the heading, without its sub-sections."""
        return self.body[self.begin : self.end]


@immutable
class Record:
    """Something that happened: one line of a journal, a table row, or an item with its fields beneath."""

    path: str
    place: Place
    date: date
    kind: str  # an activity kind of the playbook
    time: str = ""  # HH:MM
    text: str = ""  # the words, without time, kind, participants and fields
    participants: tuple[Link, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)  # typed as in FrontMatter
    extra: Mapping[str, str] = field(default_factory=dict)  # fields the playbook does not know
    count: int | None = None  # of a counter line such as `短信 22`


@immutable
class Task:
    """`- [ ] …` in Obsidian Tasks' grammar."""

    path: str
    place: Place
    text: str  # description without the emoji fields
    box: str  # the character between the brackets
    links: tuple[Link, ...] = ()
    due: date | None = None
    scheduled: date | None = None
    start: date | None = None
    done: date | None = None
    cancelled: date | None = None
    created: date | None = None
    time: str = ""
    recurrence: str = ""  # in English as Obsidian reads it
    priority: int = 3  # 0 highest … 5 lowest, 3 none: the order of Obsidian Tasks
    id: str = ""
    tags: tuple[str, ...] = ()
    block_id: str = ""
    section: str = ""  # meaning of the section it stands in

    @property
    def open(self) -> bool:
        return self.box not in "xX-"


@immutable
class PlanItem:
    """A line under 计划 of a journal: what is meant to be done that day."""

    path: str
    place: Place
    date: date
    text: str
    time: str = ""
    kind: str = ""
    participants: tuple[Link, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    reference: bool = False  # `↪ [[王芳#^wf02]]`: points at a task, is none itself


@immutable
class Counter:
    """A KPI's word and a number: a target under 计划 and 目标, an override under 总结."""

    key: str  # key of the KPI
    value: int | float
    place: Place
    reason: str = ""


@immutable
class Entry:
    """A row of a known list or table of a note: a holding, a relation, an anniversary, a news item."""

    text: str
    place: Place
    links: tuple[Link, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)


@immutable
class Note:
    path: str
    kind: str
    title: str
    front: FrontMatter
    body: str  # Markdown after the front matter
    body_line: int  # line of the file on which the body begins
    date: date | None = None  # of a journal, meeting, case …
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()  # all of them, front matter and fields included
    records: tuple[Record, ...] = ()
    tasks: tuple[Task, ...] = ()
    plan: tuple[PlanItem, ...] = ()
    targets: tuple[Counter, ...] = ()
    overrides: tuple[Counter, ...] = ()
    holdings: tuple[Entry, ...] = ()
    relations: tuple[Entry, ...] = ()
    anniversaries: tuple[Entry, ...] = ()
    news: tuple[Entry, ...] = ()
    views: tuple[Entry, ...] = ()  # of the market
    talk: TalkTrack | None = None  # of a talk track

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".md")

    def get(self, key: str, default: Any = None) -> Any:
        return self.front.fields.get(key, default)
