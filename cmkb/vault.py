"""Every note at once: links resolved, records on the timelines of their clients, backlinks.

What needs more than one note is asked here; what needs a date as well is asked in `views/`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date

from cmkb.model.calendar import Calendar, Holidays
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, PlanItem, Record, Task, links_among
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.names import GONE_WORDS, Names, fold, index_names

_UPWARD = re.compile(r"^(?:\.{0,2}/)+")  # how a relative path begins: `../`, `./`


@immutable
class Backlink:
    path: str  # of the note that links here
    line: int


@immutable
class Vault:
    settings: Settings
    playbook: Playbook
    notes: Mapping[str, Note]  # by path, in order of path
    names: Names
    attachments: frozenset[str]
    resolved: Mapping[tuple[str, str, str], str]  # (note path, target, field) → path of note or attachment
    timelines: Mapping[str, tuple[Record, ...]]  # path of a client or staff note → its records, oldest first
    backlinks: Mapping[str, tuple[Backlink, ...]]
    records: tuple[Record, ...]  # all, oldest first
    problems: tuple[Problem, ...] = ()
    by_kind: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    journals: Mapping[date, Note] = field(default_factory=dict)
    tasks: Mapping[str, tuple[Task, ...]] = field(
        default_factory=dict
    )  # client path → those about the client
    calendar: Calendar = field(default_factory=Calendar)

    def of_kind(self, kind: str) -> tuple[Note, ...]:
        return self.by_kind.get(kind, ())

    def target(self, path: str, link: Link) -> str | None:
        """Path of the note or attachment that a link in the note at `path` means."""
        return self.resolved.get((path, link.target, link.field))

    def clients_in(self, path: str, links: Iterable[Link]) -> tuple[str, ...]:
        """Paths of the clients among links of the note at `path`, each once."""
        found = (self.target(path, link) for link in links)
        return tuple(
            dict.fromkeys(p for p in found if p and p in self.notes and self.notes[p].kind == "client")
        )

    def clients_of(self, record: Record) -> tuple[str, ...]:
        return self.clients_in(record.path, record.participants)

    def client_of(self, note: Note, task: Task) -> str | None:
        """The first client a task links; else the client in whose note it stands, or whom the note is about."""
        linked = self.clients_in(note.path, task.links)
        if linked:
            return linked[0]
        if note.kind == "client":
            return note.path
        about = note.get("client")
        return next(iter(self.clients_in(note.path, (about,))), None) if isinstance(about, Link) else None

    def timeline(self, path: str) -> tuple[Record, ...]:
        return self.timelines.get(path, ())


def assemble(
    notes: Iterable[Note],
    playbook: Playbook,
    settings: Settings,
    attachments: Iterable[str] = (),
    holidays: Holidays | None = None,
) -> Vault:
    """Problems of the result are those of links and of notes that contradict each other."""
    by_path = {note.path: note for note in sorted(notes, key=lambda n: n.path)}
    names = index_names(by_path.values())
    files = frozenset(attachments)
    resolve = _Resolver(by_path, names, files, playbook)
    problems: list[Problem] = []
    resolved: dict[tuple[str, str, str], str] = {}
    backlinks: dict[str, dict[Backlink, None]] = {}
    for note in by_path.values():
        for link, target in resolve.all_of(note, problems):
            resolved[note.path, link.target, link.field] = target
            if target != note.path and target in by_path:
                backlinks.setdefault(target, {})[Backlink(note.path, link.place.line)] = None
    records = sorted(
        (record for note in by_path.values() for record in note.records),
        key=lambda r: (r.date, r.time, r.path, r.place.line, r.place.column),
    )
    by_kind: dict[str, list[Note]] = {}
    for note in by_path.values():
        by_kind.setdefault(note.kind, []).append(note)
    journals = _journals(by_kind.get("journal", ()), problems)
    problems += _same_ids(by_path.values())
    vault = Vault(
        settings=settings,
        playbook=playbook,
        notes=by_path,
        names=names,
        attachments=files,
        resolved=resolved,
        timelines=_timelines(records, by_path, resolved),
        backlinks={path: tuple(links) for path, links in backlinks.items()},
        records=tuple(records),
        problems=tuple(problems),
        by_kind={kind: tuple(of_kind) for kind, of_kind in by_kind.items()},
        journals=journals,
        calendar=(holidays or Holidays()).calendar(playbook.calendar),
    )
    return replace(vault, tasks=_tasks_of_clients(vault))


def _timelines(
    records: list[Record], notes: Mapping[str, Note], resolved: Mapping[tuple[str, str, str], str]
) -> dict[str, tuple[Record, ...]]:
    timelines: dict[str, list[Record]] = {}
    for record in records:
        targets = (resolved.get((record.path, link.target, link.field)) for link in record.participants)
        for path in dict.fromkeys(targets):
            if path is not None and path in notes:
                timelines.setdefault(path, []).append(record)
    return {path: tuple(of_note) for path, of_note in timelines.items()}


def _tasks_of_clients(vault: Vault) -> dict[str, tuple[Task, ...]]:
    tasks: dict[str, list[Task]] = {}
    for note in vault.notes.values():
        for task in note.tasks:
            if client := vault.client_of(note, task):
                tasks.setdefault(client, []).append(task)
    return {client: tuple(of_client) for client, of_client in tasks.items()}


def _journals(journals: Iterable[Note], problems: list[Problem]) -> dict[date, Note]:
    by_date: dict[date, Note] = {}
    for note in journals:
        if note.date is None:
            continue
        if note.date in by_date:
            problems.append(problem(note.path, 1, 1, "J1", date=note.date, other=by_date[note.date].path))
        else:
            by_date[note.date] = note
    return by_date


def _unlinked_names(note: Note) -> Iterator[Link]:
    """What stands without brackets where a link is wanted."""
    rows: tuple[Record | PlanItem, ...] = (*note.records, *note.plan)
    for row in rows:
        yield from row.participants
        yield from links_among(row.fields.values())
    for entry in (*note.holdings, *note.relations, *note.anniversaries, *note.news, *note.views):
        yield from links_among(entry.fields.values())


def _same_ids(notes: Iterable[Note]) -> list[Problem]:
    """Task ids must be unique in the vault: `cmkb done ID` means one task."""
    first: dict[str, tuple[str, int]] = {}
    problems = []
    for note in notes:
        for task in note.tasks:
            if not task.id:
                continue
            here = (note.path, task.place.line)
            seen = first.setdefault(task.id, here)
            if seen[0] != note.path:  # within one note the task reader has said so already
                other = f"{seen[0]}:{seen[1]}"
                where = (note.path, task.place.line, task.place.column)
                problems.append(problem(*where, "T6.other", id=task.id, other=other))
    return problems


def link_resolver(
    notes: Mapping[str, Note], attachments: Iterable[str], playbook: Playbook
) -> Callable[[str, Link], str | None]:
    """(path of a note, a link in it) → path of what it means among these notes and attachments alone."""
    resolve = _Resolver(notes, index_names(notes.values()), frozenset(attachments), playbook)
    return lambda path, link: resolve.link(path, link, [])


class _Resolver:
    """Resolves links with a memory: the same target is looked up once a note kind."""

    def __init__(
        self, notes: Mapping[str, Note], names: Names, attachments: frozenset[str], playbook: Playbook
    ) -> None:
        self.notes = notes
        self.names = names
        self.attachments = attachments
        self.by_file_name: dict[str, list[str]] = {}
        for path in attachments:
            self.by_file_name.setdefault(fold(posixpath.basename(path)), []).append(path)
        specs = [playbook.record_fields, *playbook.fields.values(), *playbook.entry_fields.values()]
        self.kind_of_field = {
            key: spec.link_kind for group in specs for key, spec in group.items() if spec.link_kind
        }
        self.memory: dict[tuple[str, str], tuple[str, ...]] = {}

    def all_of(self, note: Note, problems: list[Problem]) -> Iterator[tuple[Link, str]]:
        """Each link of the note that leads somewhere, with the path of the note or attachment."""
        asked = set()
        for link in note.links:
            asked.add((link.target, link.field))
            if target := self.link(note.path, link, problems):
                yield link, target
        for link in _unlinked_names(note):
            if (link.target, link.field) not in asked:
                asked.add((link.target, link.field))
                if target := self.name(note.path, link, problems):
                    yield link, target

    def link(self, path: str, link: Link, problems: list[Problem]) -> str | None:
        if not link.target:
            return path  # [[#heading]]
        if link.target in GONE_WORDS:
            return None
        if "/" in link.target or link.target.endswith(".md"):
            for folder in (posixpath.dirname(path), ""):
                file = posixpath.normpath(posixpath.join(folder, link.target.lstrip("/")))
                if file in self.notes or file in self.attachments:
                    return file
        kind = self.kind_of_field.get(link.field, "")
        key = (link.target, kind)
        found = self.memory.get(key)
        if found is None:
            found = self.memory[key] = self._find(link.target, kind)
        if len(found) == 1:
            return found[0]
        if not found:
            problems.append(problem(path, link.place.line, link.place.column, "L1", target=link.target))
        else:
            problems.append(self._ambiguous(path, link, found))
        return None

    def name(self, path: str, link: Link, problems: list[Problem]) -> str | None:
        """That there is no note of this name matters where a client is meant, not for a product of others."""
        kind = self.kind_of_field.get(link.field, "")
        if link.target in GONE_WORDS:
            return None
        found = self.names.find(link.target, kind)
        if len(found) == 1:
            return found[0]
        if found:
            problems.append(self._ambiguous(path, link, found))
        elif kind == "client":
            problems.append(problem(path, link.place.line, link.place.column, "L1.name", name=link.target))
        return None

    def _ambiguous(self, path: str, link: Link, found: tuple[str, ...]) -> Problem:
        choices = "、".join(f"[[{self.names.spelling(p)}]]" for p in found[:5])
        return problem(path, link.place.line, link.place.column, "L2", target=link.target, choices=choices)

    def _find(self, target: str, kind: str) -> tuple[str, ...]:
        found = self.names.find(target, kind)
        if found:
            return found
        end = "/" + fold(_UPWARD.sub("", target))
        files = self.by_file_name.get(posixpath.basename(end), ())
        return tuple(sorted(path for path in files if fold("/" + path).endswith(end)))
