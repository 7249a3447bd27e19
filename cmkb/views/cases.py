"""Matters that take more than a day: notes of cases, and what a journal alone tells of complaints and errands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record, Task
from cmkb.model.playbook import CaseKind, FieldSpec, Playbook
from cmkb.vault import Vault
from cmkb.views.clients import client_of
from cmkb.views.dates import plus
from cmkb.views.wording import plain, unknown_people

BEFORE_NOTE = 7  # days by which a record may precede the day on which its note says the matter began
JOURNAL_DAYS = 90  # how long a matter without a note is followed up


@immutable
class Papers:
    """Documents that a case takes."""

    have: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@immutable
class Matter:
    """A case's note, or a record that opened a matter and has no note."""

    path: str
    line: int
    title: str
    kind: str  # one of the playbook's `cases`, or the user's own word
    client: str | None
    state: str  # "" when nothing says
    opened: date | None
    due: date | None
    closed: date | None = None  # the day, as far as it is known
    open: bool = True
    waiting: bool = False
    next_task: Task | None = None
    papers: Papers = Papers()
    unsaid: tuple[FieldSpec, ...] = ()  # what the playbook wants written before such a case is closed
    note: Note | None = None
    record: Record | None = None

    def age(self, today: date) -> int | None:
        """Days since it was opened, of a closed one until it was closed."""
        if self.opened is None:
            return None
        return max(0, ((self.closed or today) - self.opened).days) if self.open or self.closed else None

    def late(self, today: date) -> int:
        """Days beyond its date; 0 while there is time, and once it is closed."""
        return max(0, (today - self.due).days) if self.open and self.due else 0


def matters(vault: Vault, today: date) -> tuple[Matter, ...]:
    """Open ones first, by date, those without one last; then the closed ones, newest first."""
    noted = [matter for note in vault.of_kind("case") if (matter := _of_note(vault, note, today))]
    found = [*noted, *_of_journals(vault, noted, today)]
    opened = sorted(
        (m for m in found if m.open), key=lambda m: (m.due or date.max, m.opened or date.max, m.path, m.line)
    )
    closed = sorted(
        (m for m in found if not m.open),
        key=lambda m: (m.closed or m.opened or date.min, m.path),
        reverse=True,
    )
    return (*opened, *closed)


def case_follow_ups(vault: Vault, today: date) -> Iterator[FollowUp]:
    """A row for each open matter that has a date. It shows as many days before as the playbook reminds of it."""
    lead = case_lead(vault.playbook)
    for matter in matters(vault, today):
        if not matter.open or matter.due is None:
            continue
        begin = matter.opened or matter.due
        yield FollowUp(
            date=matter.due,
            show_from=min(matter.due, max(begin, plus(matter.due, -lead))),
            kind="case",
            title=" ".join(part for part in (matter.kind, matter.title) if part),
            path=matter.path,
            line=matter.line,
            client=matter.client,
            why=" · ".join(part for part in (matter.state, next_words(matter)) if part),
            show_until=plus(matter.opened, JOURNAL_DAYS) if matter.record and matter.opened else None,
        )


def case_lead(playbook: Playbook) -> int:
    """Days before its date on which a case begins to show."""
    leads = (lead for rule in playbook.reminders.values() if "case.due" in rule.dates for lead in rule.lead)
    return max(leads, default=0)


def next_words(matter: Matter) -> str:
    """The first thing to do, unless it has a date and so a row of its own."""
    task = matter.next_task
    return plain(task.text) if task and not (task.due or task.scheduled or task.start) else ""


def case_kind(playbook: Playbook, kind: str) -> CaseKind:
    return playbook.cases.get(kind) or CaseKind(kind)


# --- notes -------------------------------------------------------------------------------------------------


def _of_note(vault: Vault, note: Note, today: date) -> Matter | None:
    """None for one that begins only after today."""
    opened = note.get("opened") or note.date or note.get("created")
    if opened is not None and opened > today:
        return None
    kind = case_kind(vault.playbook, note.get("kind", ""))
    state = vault.playbook.case_states.get(note.get("status", ""))
    closed = note.get("resolved")
    is_open = not (closed and closed <= today) and not (state and state.done)
    due = note.get("due")
    if due is None and opened is not None and kind.days is not None:
        due = plus(opened, kind.days)
    place = note.front.places.get("due") or note.front.places.get("status")
    papers = _papers(note, kind)
    return Matter(
        path=note.path,
        line=place.line if place else 1,
        title=_short_title(vault, note, kind.key),
        kind=kind.key,
        client=client_of(vault, note),
        state=note.get("status", ""),
        opened=opened,
        due=due,
        closed=closed if not is_open else None,
        open=is_open,
        waiting=is_open and state is not None and state.waiting,
        next_task=_next_task(note),
        papers=papers,
        unsaid=_unsaid(vault.playbook, note, kind),
        note=note,
    )


def _short_title(vault: Vault, note: Note, kind: str) -> str:
    """The title without what stands beside it anyway: month, client and kind in the file's name."""
    link = note.get("client")
    client = client_of(vault, note)
    beside = {kind, link.text if link else "", vault.notes[client].title if client else ""}
    words = [word for word in note.title.split() if word not in beside and not _is_date(word)]
    unnamed = [word for word in note.title.split() if word not in beside or word == kind]
    return " ".join(words or unnamed) or note.title


def _is_date(word: str) -> bool:
    return len(word) >= 4 and not word.strip("0123456789-./年月日")


def _next_task(note: Note) -> Task | None:
    """The first of the open tasks by date, those without one last."""
    todo = [task for task in note.tasks if task.open]
    return min(
        todo, key=lambda t: (t.due or t.scheduled or t.start or date.max, t.priority, t.place), default=None
    )


def _papers(note: Note, kind: CaseKind) -> Papers:
    """`docs` names what is there; under 材料 what is ticked is there and the rest is not; the kind names what it
    takes in any case."""
    listed = [task for task in note.tasks if task.section == "docs"]
    ticked = [plain(task.text) for task in listed if not task.open]
    wanted = [plain(task.text) for task in listed if task.open]
    have = [doc for doc in note.get("docs") or () if not any(doc in text for text in (*ticked, *wanted))]
    said = (*have, *ticked, *wanted)
    wanted += [doc for doc in kind.docs if not any(doc in text or text in doc for text in said)]
    return Papers(tuple(dict.fromkeys((*ticked, *have))), tuple(dict.fromkeys(wanted)))


def _unsaid(playbook: Playbook, note: Note, kind: CaseKind) -> tuple[FieldSpec, ...]:
    specs = playbook.fields_of("case")
    return tuple(specs[key] for key in kind.asks if key in specs and note.get(key) in (None, "", ()))


# --- records without a note --------------------------------------------------------------------------------


def _of_journals(vault: Vault, noted: list[Matter], today: date) -> Iterator[Matter]:
    """A record opens a matter of its own; a later one of the same kind and client that says it is done closes
    all before it."""
    playbook = vault.playbook
    kinds = {name: kind.case for name, kind in playbook.kinds.items() if kind.case}
    notes_of: dict[str, list[Matter]] = {}
    for matter in noted:
        if matter.client:
            notes_of.setdefault(matter.client, []).append(matter)
    waiting: dict[tuple[str, str], list[Record]] = {}
    found: list[tuple[Record, str | None, str, date | None]] = []
    for record in vault.records:
        if record.kind not in kinds or record.count is not None or record.date > today:
            continue
        kind = case_kind(playbook, kinds[record.kind])
        clients = vault.clients_of(record) or ("",)
        done = any(record.fields.get(key) not in (None, "", (), False) for key in kind.resolved_by)
        if any(_is_told(record, kind, notes_of.get(client, [])) for client in clients):
            continue
        for client in clients:
            before = waiting.setdefault((client, kind.key), [])
            if done:
                told = before if client and before else [record]
                found += [(one, client or None, kind.key, record.date) for one in told]
                if client:
                    before.clear()
            else:
                before.append(record)
    for (client, key), left in waiting.items():
        found += [(record, client or None, key, None) for record in left]
    for record, client_path, key, closed_on in found:
        yield _of_record(record, client_path, case_kind(playbook, key), closed_on)


def _of_record(record: Record, client: str | None, kind: CaseKind, closed: date | None) -> Matter:
    due = record.fields.get("due")
    if due is None and kind.days is not None:
        due = plus(record.date, kind.days)
    words = plain(record.text)
    return Matter(
        path=record.path,
        line=record.place.line,
        title=words if client else " ".join(part for part in (unknown_people(record), words) if part),
        kind=kind.key,
        client=client,
        state="",
        opened=record.date,
        due=due,
        closed=closed,
        open=closed is None,
        record=record,
    )


def _is_told(record: Record, kind: CaseKind, cases: list[Matter]) -> bool:
    """Whether a note is about the same matter: of the same client, a kind that covers it, and its time."""
    for case in cases:
        if case.kind != kind.key and case.kind not in kind.covered_by:
            continue
        begun = case.opened is None or plus(case.opened, -BEFORE_NOTE) <= record.date
        if begun and (case.closed is None or record.date <= case.closed):
            return True
    return False
