"""Everything open: tasks, next contacts, appointments, cadence. Computed from records, never copied or ticked.

Which day it is decides only what counts as having happened; a row's dates do not depend on it, so the browser
can filter the same rows by its own date.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from cmkb.locales import translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Moment, Note, Planned, Record, Task
from cmkb.vault import Vault
from cmkb.views.contacts import contact_state, is_contact, is_quiet
from cmkb.views.wording import plain

UNCONFIRMED_DAYS = 14  # how long a past appointment without a record is still asked about


def follow_ups(vault: Vault, today: date) -> tuple[FollowUp, ...]:
    """All rows, by date. Rows of the past are the overdue ones."""
    rows = [
        *_tasks(vault),
        *(row for client in vault.of_kind("client") for row in _of_client(vault, client, today)),
        *_planned_appointments(vault, today),
        *_meetings(vault, today),
    ]
    return tuple(sorted(_once(rows), key=lambda row: row.sort_key))


def listed(rows: tuple[FollowUp, ...], today: date, days: int) -> tuple[FollowUp, ...]:
    """All that is overdue and all whose date is at most `days` ahead."""
    return tuple(r for r in rows if (r.date - today).days <= days and (not r.show_until or today <= r.show_until))


def _once(rows: list[FollowUp]) -> Iterator[FollowUp]:
    """An appointment may stand in a record, a plan and a meeting note: it is shown once, the record's row first."""
    seen: set[tuple[object, ...]] = set()
    for row in rows:
        if row.kind == "appointment" and row.client:
            # one client is not seen twice in one hour; a plan without a time means the day's appointment
            key = (row.client, row.date, row.time)
            if key in seen or (not row.time and any(k[:2] == key[:2] for k in seen)):
                continue
            seen.add(key)
        yield row


# --- tasks -------------------------------------------------------------------------------------------------


def _tasks(vault: Vault) -> Iterator[FollowUp]:
    for note in vault.notes.values():
        for task in note.tasks:
            day = task.due or task.scheduled
            if day is None or not task.open:
                continue
            client = task_client(vault, note, task)
            yield FollowUp(
                date=day,
                show_from=min(day, task.start or task.scheduled or day),
                kind="task",
                title=plain(task.text),
                path=note.path,
                line=task.place.line,
                client=client,
                time=task.time,
                task_id=task.id,
            )


def task_client(vault: Vault, note: Note, task: Task) -> str | None:
    """The first client it links; else the client in whose note it stands, or whom the case is about."""
    linked = vault.clients_in(note.path, task.links)
    if linked:
        return linked[0]
    if note.kind == "client":
        return note.path
    about = note.get("client")
    return next(iter(vault.clients_in(note.path, (about,))), None) if about else None


# --- next contact, appointment, cadence ------------------------------------------------------------------------


def _of_client(vault: Vault, client: Note, today: date) -> Iterator[FollowUp]:
    if is_quiet(client, vault.playbook):
        return
    happened = [r for r in vault.timeline(client.path) if r.date <= today]
    yield from _next(vault, client, happened)
    yield from _appointments(vault, client, happened)
    yield from _cadence(vault, client, today)


def _next(vault: Vault, client: Note, happened: list[Record]) -> Iterator[FollowUp]:
    """The newest `下次` of the records, and `next` of the note; each until a contact from the day before it on."""
    say = translator(vault.settings.language)
    contacts = [(index, r.date) for index, r in enumerate(happened) if is_contact(r, vault.playbook)]
    scheduled = [(index, r) for index, r in enumerate(happened) if isinstance(r.fields.get("next"), Planned)]
    taken: set[date] = set()
    if scheduled:
        index, record = scheduled[-1]
        planned = record.fields["next"]
        done = any(i > index and day >= planned.date - timedelta(1) for i, day in contacts)
        if not done:
            taken.add(planned.date)
            yield FollowUp(
                date=planned.date,
                show_from=planned.date,
                kind="next",
                title=plain(planned.text) or say("再联系"),
                path=record.path,
                line=record.place.line,
                client=client.path,
                why=_brief(record),
            )
    day = client.get("next")
    if day is not None and day not in taken and not any(d >= day - timedelta(1) for _, d in contacts):
        place = client.front.places.get("next")
        yield FollowUp(
            date=day,
            show_from=day,
            kind="next",
            title=say("约定的下次联系"),
            path=client.path,
            line=place.line if place else 1,
            client=client.path,
        )


def _appointments(vault: Vault, client: Note, happened: list[Record]) -> Iterator[FollowUp]:
    for index, record in enumerate(happened):
        appointment = record.fields.get("appt")
        if not isinstance(appointment, Moment):
            continue
        later = happened[index + 1 :]
        if _kept(vault, appointment, later) or _moved(vault, later):
            continue
        place = plain(str(record.fields.get("place", "")))
        why = " · ".join(part for part in (place, _brief(record)) if part)
        yield _appointment(vault, appointment, client.path, record.path, record.place.line, why, "")


def _appointment(
    vault: Vault, moment: Moment, client: str | None, path: str, line: int, why: str, title: str
) -> FollowUp:
    say = translator(vault.settings.language)
    return FollowUp(
        date=moment.date,
        show_from=moment.date,
        kind="appointment",
        title=title or say("见面"),
        path=path,
        line=line,
        client=client,
        time=moment.time,
        why=why,
        show_until=moment.date + timedelta(UNCONFIRMED_DAYS),
    )


def _kept(vault: Vault, appointment: Moment, later: list[Record]) -> bool:
    """Whether a record shows that the appointment took place, or that its day was spoken about afterwards."""
    for record in later:
        if record.date > appointment.date and is_contact(record, vault.playbook):
            return True
        if record.date == appointment.date:
            kind = vault.playbook.kinds.get(record.kind)
            if kind and kind.in_person and is_contact(record, vault.playbook):
                return True
            if record.time and appointment.time and record.time >= appointment.time:
                return True
    return False


def _moved(vault: Vault, later: list[Record]) -> bool:
    results = vault.playbook.results
    return any((result := results.get(r.fields.get("result", ""))) and result.moved for r in later)


def _cadence(vault: Vault, client: Note, today: date) -> Iterator[FollowUp]:
    say = translator(vault.settings.language)
    state = contact_state(vault, client, today)
    if state.cadence is None or state.since is None or state.soon is None or state.due is None:
        return
    if state.last:
        title, line, path, why = say("该联系了"), state.last.place.line, state.last.path, _brief(state.last)
    else:
        title, line, path, why = say("还没联系过"), 1, client.path, ""
    yield FollowUp(
        date=state.due,
        show_from=state.soon,
        kind="cadence",
        title=title,
        path=path,
        line=line,
        client=client.path,
        why=why,
    )


def never_contacted(vault: Vault, today: date) -> tuple[Note, ...]:
    """Clients with a cadence but no contact and no day to count from: grey, counted in one line."""
    states = ((note, contact_state(vault, note, today)) for note in vault.of_kind("client"))
    return tuple(note for note, state in states if state.cadence is not None and state.since is None)


# --- appointments that no record made ---------------------------------------------------------------------------


def _planned_appointments(vault: Vault, today: date) -> Iterator[FollowUp]:
    """Lines of a plan with a time, a client and no kind but one in person: `- 14:00 需求面谈 [[王芳]]`."""
    for day, journal in vault.journals.items():
        if day < today - timedelta(UNCONFIRMED_DAYS):
            continue
        for item in journal.plan:
            clients = vault.clients_in(journal.path, item.participants)
            kind = vault.playbook.kinds.get(item.kind)
            if not item.time or item.reference or not clients or (kind and not kind.in_person):
                continue
            moment = Moment(item.date, item.time)
            happened = [r for r in vault.timeline(clients[0]) if item.date <= r.date <= today]
            if _kept(vault, moment, happened):
                continue
            title = " ".join(part for part in (item.kind, plain(item.text)) if part)
            yield _appointment(vault, moment, clients[0], journal.path, item.place.line, "", title)


def _meetings(vault: Vault, today: date) -> Iterator[FollowUp]:
    """Meeting notes of a coming day; those of past days are records."""
    for note in vault.of_kind("meeting"):
        moment = note.get("date")
        if not isinstance(moment, Moment) or moment.date < today or note.get("result"):
            continue
        about = note.get("client")
        client = next(iter(vault.clients_in(note.path, (about,))), None) if about else None
        yield _appointment(vault, moment, client, note.path, 1, "", note.title)


def _brief(record: Record) -> str:
    """`11-20 电话 到期续做,同意来谈`"""
    parts = (f"{record.date:%m-%d}", record.kind, str(record.fields.get("result", "")), plain(record.text))
    return " ".join(dict.fromkeys(part for part in parts if part))
