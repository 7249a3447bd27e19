"""A file becomes a note: front matter, sections, records, tasks, plan, entries and links."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from cmkb.model.note import (
    KINDS,
    Counter,
    Entry,
    FrontMatter,
    Link,
    Moment,
    Note,
    Place,
    PlanItem,
    Record,
    Section,
    SourceFile,
    links_among,
)
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.patterns import pattern
from cmkb.reading.body import LinkLine, read_body
from cmkb.reading.comments import mask_code
from cmkb.reading.counters import misread, read_counters
from cmkb.reading.entries import read_entries
from cmkb.reading.front_matter import read_front_matter
from cmkb.reading.inline import glued_tags, without
from cmkb.reading.line import Lines, all_words
from cmkb.reading.links import FoundLink
from cmkb.reading.plan import read_plan
from cmkb.reading.records import Day, meeting_record, read_records
from cmkb.reading.tasks import read_tasks
from cmkb.reading.vocabulary import vocabulary_of

_DATE_IN_NAME = pattern(
    r"(?<!\d)(?:(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2})|(\d{4})年(\d{1,2})月(\d{1,2})日?"
    r"|(\d{4})[._](\d{1,2})[._](\d{1,2}))(?!\d)"
)
_MARKUP = pattern(r"[*`]+|~~|==")
# Subfolders of `docs` whose notes have a kind of their own.
_DOCS_KINDS = {"scripts": "script", "products": "product", "howto": "howto"}


def read_note(source: SourceFile, playbook: Playbook, settings: Settings) -> tuple[Note, list[Problem]]:
    """Never raises: what cannot be read is a problem, and the rest of the note stands."""
    words = vocabulary_of(playbook)
    path = source.path
    head = read_front_matter(source, folder_kind(path, settings), playbook)
    front, kind = head.front, head.kind
    body = read_body(head.body, head.body_line, words.meanings, path)
    problems = [*head.problems, *body.problems]
    sections = body.sections
    day = _day_of(path, kind, front, problems)

    lines = Lines(words.field_keys)
    tasks, found = read_tasks(sections, path, day, lines, kind)
    problems += found
    records: list[Record] = []
    plan: list[PlanItem] = []
    targets: list[Counter] = []
    overrides: list[Counter] = []
    if kind == "journal":
        if day is not None:
            today = Day(path, day, words, lines)
            records, found = read_records(sections, today)
            problems += found
            plan, found = read_plan(sections, today)
            problems += found
        targets = read_counters(sections, ("plan", "goals"), words)
        overrides = read_counters(sections, ("summary",), words)
        problems += misread(sections, ("plan", "goals", "summary"), words, path)
    elif kind == "period":
        targets = read_counters(sections, ("goals", "plan"), words)
        overrides = read_counters(sections, ("summary",), words)
        problems += misread(sections, ("goals", "plan", "summary"), words, path)
    elif kind == "meeting" and day is not None:
        place = front.places.get("kind", Place(1, 1))
        record = meeting_record(front, path, day, place, playbook)
        records = [record] if record else []
    entries: dict[str, tuple[Entry, ...]] = {}
    for meaning in words.entry_fields:
        rows, found = read_entries(sections, meaning, path, day, words, lines)
        entries[meaning] = tuple(rows)
        problems += found

    talk = None
    if kind == "script":
        from cmkb.reading.talk_track import read_talk_track

        talk, found = read_talk_track(sections, path, lines)
        problems += found

    inside = _places_in_fields([*records, *plan, *(one for rows in entries.values() for one in rows)])
    links = [*_front_links(front), *_body_links(body.link_lines, lines, inside, path, problems)]
    note = Note(
        path=path,
        kind=kind,
        title=_title(path, kind, front, sections, lines),
        front=front,
        body=head.body,
        body_line=head.body_line,
        date=day,
        sections=sections,
        links=tuple(links),
        records=tuple(records),
        tasks=tuple(tasks),
        plan=tuple(plan),
        targets=tuple(targets),
        overrides=tuple(overrides),
        holdings=entries.get("holdings", ()),
        relations=entries.get("relations", ()),
        anniversaries=entries.get("anniversaries", ()),
        news=entries.get("news", ()),
        views=entries.get("view", ()),
        talk=talk,
    )
    return note, sorted(set(problems))


def read_head(source: SourceFile, playbook: Playbook, settings: Settings) -> Note:
    """The note by its front matter alone: kind, name, numbers, date. A title in the body is not seen."""
    head = read_front_matter(source, folder_kind(source.path, settings), playbook)
    day = _day_of(source.path, head.kind, head.front, [])
    title = _title(source.path, head.kind, head.front, (), Lines({}))
    return Note(source.path, head.kind, title, head.front, "", head.body_line, day)


_OTHER_FOLDERS = {
    "households": "household", "meetings": "meeting", "events": "event", "channels": "channel", "staff": "staff",
}  # fmt: skip


def folder_kind(path: str, settings: Settings) -> str:
    """The kind of a note by its folder; the deepest folder that is configured wins."""
    folders = {
        settings.clients: "client",
        settings.journal: "journal",
        settings.periods: "period",
        settings.cases: "case",
        **_OTHER_FOLDERS,
        **{f"{settings.docs}/{name}": kind for name, kind in _DOCS_KINDS.items()},
        **settings.folders,
    }
    folder = path
    while folder := folder.rpartition("/")[0]:
        if (kind := folders.get(folder)) in KINDS:
            return kind
    return "note"


def _title(path: str, kind: str, front: FrontMatter, sections: Iterable[Section], lines: Lines) -> str:
    """A client's name, else `title`, else the first heading of level 1, else the file's name."""
    for key in (
        ("name", "title") if kind in ("client", "household", "staff", "channel") else ("title", "name")
    ):
        named = front.fields.get(key) or front.extra.get(key)
        if isinstance(named, str) and named.strip():
            return named.strip()
    if kind != "client":
        for section in sections:
            if section.level == 1 and section.heading:
                return _MARKUP.sub("", all_words(lines.take_apart(section.heading, section.place)))
    return path.rpartition("/")[2].removesuffix(".md")


def _day_of(path: str, kind: str, front: FrontMatter, problems: list[Problem]) -> date | None:
    """The day a note is about: `date`, of a case `opened`, of a journal also the file's name."""
    said = front.fields.get("date") or (front.fields.get("opened") if kind == "case" else None)
    if isinstance(said, Moment):
        said = said.date
    written: date | None = said if isinstance(said, date) else None
    if kind != "journal":
        return written
    named = date_in_name(path)
    if written is None and named is None:
        problems.append(problem(path, 1, 1, "D1"))
    elif written is not None and named is not None and written != named:
        place = front.places.get("date", Place(1, 1))
        problems.append(problem(path, place.line, place.column, "D1.name", date=written, name=named))
    return written or named


def date_in_name(path: str) -> date | None:
    """`2026-11-23.md`, `20261123.md`, `2026-11-23 周一.md`."""
    match = _DATE_IN_NAME.search(path.rpartition("/")[2])
    if match is None:
        return None
    year, month, day = (int(group) for group in match.groups() if group is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _front_links(front: FrontMatter) -> Iterator[Link]:
    return links_among(front.fields.values())


def _places_in_fields(rows: Iterable[Record | PlanItem | Entry]) -> dict[Place, str]:
    """Where links stand that are a field's value, and that field's key."""
    places: dict[Place, str] = {}
    for row in rows:
        people = () if isinstance(row, Entry) else row.participants
        for link in (*people, *links_among(row.fields.values())):
            if link.field:
                places[link.place] = link.field
    return places


def _body_links(
    link_lines: Iterable[LinkLine],
    lines: Lines,
    inside: Mapping[Place, str],
    path: str,
    problems: list[Problem],
) -> Iterator[Link]:
    """All links of the body, and the spellings in brackets that only cmkb reads. `inside`: places in fields."""
    for text, place in link_lines:
        line = lines.take_apart(text, place)
        for field in line.found:
            if field.lenient:
                problems.append(problem(path, place.line, place.column + field.start, "I2", key=field.key))
        if "#" in text:
            spans = [(one.start, one.end) for one in line.links] + [
                (one.start, one.end) for one in line.found
            ]
            for tag, offset in glued_tags(without(mask_code(text), spans)):
                problems.append(problem(path, place.line, place.column + offset, "I5", tag=tag))
        for found in sorted((*line.links, *line.field_links), key=_start) if line.field_links else line.links:
            link = found.link
            if found.full_width:
                problems.append(problem(path, link.place.line, link.place.column, "I1", target=link.text))
            key = inside.get(link.place)
            yield replace(link, field=key) if key and key != link.field else link


def _start(found: FoundLink) -> int:
    return found.start
