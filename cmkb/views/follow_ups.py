"""Everything open: tasks, next contacts, appointments, cadence. Computed from records, never copied or ticked.

Which day it is decides only what counts as having happened; a row's dates do not depend on it, so the browser
can filter the same rows by its own date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from operator import attrgetter

from cmkb.locales import N_, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Note, Planned, Record, Task
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.appointments import appointments
from cmkb.views.cases import case_follow_ups
from cmkb.views.contacts import contact_state, is_contact, is_quiet
from cmkb.views.dates import plus
from cmkb.views.deadlines import deadline_follow_ups
from cmkb.views.kept import Ask, afresh
from cmkb.views.reminders import Open, reminders
from cmkb.views.wording import brief, plain, unknown_people

_KEY_OF_DAY = attrgetter("key_of_day")
UNKNOWN_DAYS = 14  # how long a next step shows that is about nobody who has a note


def follow_ups(
    vault: Vault, today: date, reminded: Iterable[Open] | None = None, ask: Ask = afresh
) -> tuple[FollowUp, ...]:
    """All rows, by date. Rows of the past are the overdue ones. `reminded`: the reminders, where they are at hand."""
    rows = [*_tasks(vault), *appointments(vault, today), *_next_of_unknown(vault, today)]
    rows += [*case_follow_ups(vault, today), *deadline_follow_ups(vault)]
    rows += [one.row for one in (reminders(vault, today) if reminded is None else reminded)]
    for client in vault.of_kind("client"):
        if not is_quiet(client, vault.playbook):
            rows += ask("next", client.path, partial(_next_contacts, vault, client, today, ask))
    return tuple(_sorted(rows))


def _sorted(rows: Iterable[FollowUp]) -> Iterator[FollowUp]:
    """Day by day: among tens of thousands most comparisons would only find the same day."""
    days: dict[date, list[FollowUp]] = {}
    for row in rows:
        days.setdefault(row.date, []).append(row)
    for day in sorted(days):
        yield from sorted(days[day], key=_KEY_OF_DAY)


def listed(rows: tuple[FollowUp, ...], today: date, days: int) -> tuple[FollowUp, ...]:
    """All that is overdue and all whose date is at most `days` ahead."""
    return tuple(
        r for r in rows if (r.date - today).days <= days and (not r.show_until or today <= r.show_until)
    )


# --- tasks -------------------------------------------------------------------------------------------------


def _tasks(vault: Vault) -> Iterator[FollowUp]:
    for note in vault.notes.values():
        for task in note.tasks:
            day = task_day(note, task)
            if day is None or not task.open:
                continue
            yield FollowUp(
                date=day,
                show_from=min(day, task.start or task.scheduled or day),
                kind="task",
                title=plain(task.text),
                path=note.path,
                line=task.place.line,
                client=vault.client_of(note, task),
                time=task.time,
                task_id=task.id,
            )


def task_day(note: Note, task: Task) -> date | None:
    """The day it is due or scheduled for, else on which it may start; in a day's plan that day."""
    planned = note.date if task.section == "plan" and note.kind == "journal" else None
    return task.due or task.scheduled or task.start or planned


# --- next contact and cadence ------------------------------------------------------------------------------


def _next_contacts(vault: Vault, client: Note, today: date, ask: Ask) -> list[FollowUp]:
    happened = [record for record in vault.timeline(client.path) if record.date <= today]
    return [*_next(vault, client, happened), *_cadence(vault, client, today, ask)]


def _next(vault: Vault, client: Note, happened: list[Record]) -> Iterator[FollowUp]:
    """The newest `下次` of the records, and `next` of the note; each until a contact from the day before it on."""
    playbook = vault.playbook
    contacts = [(index, r) for index, r in enumerate(happened) if is_contact(r, playbook)]
    last = next((i for i in reversed(range(len(happened))) if _planned(happened[i])), None)
    said = happened[last] if last is not None else None
    planned = _planned(said) if said else None
    if said and planned and last is not None:
        enough = plus(planned.date, -1)
        if not any(
            i > last and r.date >= enough and not _same_meeting(r, said, playbook) for i, r in contacts
        ):
            yield _next_row(vault, said, planned, client.path)
    day = client.get("next")
    if day is None or any(r.date >= plus(day, -1) for _, r in contacts):
        return
    replaced = said is not None and said.date >= plus(day, -1)
    if replaced or any((p := _planned(r)) and p.date == day for r in happened):  # the record's row says it
        return
    place = client.front.places.get("next")
    yield FollowUp(
        date=day,
        show_from=day,
        kind="next",
        title=translator(vault.settings.language)(N_("约定的下次联系")),
        path=client.path,
        line=place.line if place else 1,
        client=client.path,
    )


def _planned(record: Record) -> Planned | None:
    planned = record.fields.get("next")
    return planned if isinstance(planned, Planned) else None


def _same_meeting(one: Record, other: Record, playbook: Playbook) -> bool:
    """The line in the journal and the meeting's own note are one contact, not two."""
    kind = playbook.kinds.get(one.kind)
    return one.date == other.date and one.kind == other.kind and bool(kind and kind.meeting)


def _next_row(vault: Vault, record: Record, planned: Planned, client: str | None) -> FollowUp:
    return FollowUp(
        date=planned.date,
        show_from=planned.date,
        kind="next",
        title=plain(planned.text) or translator(vault.settings.language)(N_("再联系")),
        path=record.path,
        line=record.place.line,
        client=client,
        why=brief(record),
    )


def _next_of_unknown(vault: Vault, today: date) -> Iterator[FollowUp]:
    """`下次` of records about nobody who has a note. No contact can be seen to settle these, so they end."""
    for record in vault.records:
        planned = _planned(record)
        if planned is None or record.date > today or vault.clients_of(record):
            continue
        until = plus(planned.date, UNKNOWN_DAYS)
        if today <= until:
            row = _next_row(vault, record, planned, None)
            title = " ".join(part for part in (unknown_people(record), row.title) if part)
            yield replace(row, title=title, show_until=until)


def _cadence(vault: Vault, client: Note, today: date, ask: Ask) -> Iterator[FollowUp]:
    say = translator(vault.settings.language)
    state = contact_state(vault, client, today, ask)
    if state.cadence is None or state.since is None or state.soon is None or state.due is None:
        return
    if state.channel:
        title = say("该{channel}联系了").format(channel=state.channel)
        last = state.by_channel
        line, path, why = (last.place.line, last.path, brief(last)) if last else (1, client.path, "")
    elif state.last:
        title, line, path, why = say("该联系了"), state.last.place.line, state.last.path, brief(state.last)
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


def never_contacted(vault: Vault, today: date, ask: Ask = afresh) -> tuple[Note, ...]:
    """Clients with a cadence but no contact and no day to count from: grey, counted in one line."""
    states = ((note, contact_state(vault, note, today, ask)) for note in vault.of_kind("client"))
    return tuple(note for note, state in states if state.cadence is not None and state.since is None)
