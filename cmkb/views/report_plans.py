"""What of a day was left unfinished, and what the next working day brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.locales import sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Counter, Note
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.day import CarriedOver, plan_states
from cmkb.views.next_day import NextDay, next_day
from cmkb.views.prose import names_in, said, visible
from cmkb.views.quota_report import Source
from cmkb.views.report_figures import titles
from cmkb.views.report_rows import Aim, Left, Todo, Tomorrow
from cmkb.views.report_words import fields_of, participant_names, title_of
from cmkb.views.wording import plain


def unfinished(vault: Vault, journal: Note, day: date) -> Iterator[Left]:
    for state in plan_states(vault, journal, day):
        item = state.item
        if state.clients and state.done_by is None and not item.reference:
            title = " ".join(part for part in (item.kind, plain(item.text)) if part)
            name = sign("、").join(participant_names(vault, item))
            yield Left(title, state.clients[0], name, day, 0, Source(item.path, item.place.line))


def left_over(vault: Vault, item: CarriedOver, day: date) -> Left:
    name = title_of(vault, item.client) if item.client else ""
    late = (day - item.since).days
    return Left(plain(item.title), item.client, name, item.since, late, Source(item.path, item.line))


def tomorrow(vault: Vault, rows: tuple[FollowUp, ...], day: date) -> Tomorrow:
    following = next_day(vault, rows, day, day)
    journal = visible(following.journal) if following.journal else None
    items = tuple(_written(vault, journal, rows)) if journal else ()
    return Tomorrow(
        date=following.date,
        written=bool(items),
        aims=tuple(_aims(vault.playbook, following.targets)),
        items=items or tuple(_waiting(vault, following)),
    )


def _aims(playbook: Playbook, targets: Iterable[Counter]) -> Iterator[Aim]:
    for counter in targets:
        if kpi := playbook.kpis.get(counter.key):
            yield Aim(kpi.key, titles(playbook).get(kpi.key, kpi.label), kpi.unit, counter.value)


def _written(vault: Vault, journal: Note, rows: Iterable[FollowUp]) -> Iterator[Todo]:
    """Lines of the plan and the tasks among them, in the order of the note."""
    lines = {task.place.line for task in journal.tasks if task.section == "plan"}
    tasks = (row for row in rows if row.kind == "task" and row.path == journal.path and row.line in lines)
    named = names_in(vault, journal.path)
    found = [_todo(vault, row, row.date) for row in tasks]
    for item in journal.plan:
        clients = vault.clients_in(journal.path, item.participants)
        name = sign("、").join(participant_names(vault, item))
        source = Source(item.path, item.place.line)
        words = said(item.text, named)
        client = clients[0] if clients else None
        found.append(
            Todo(item.date, item.time, item.kind, client, name, words, fields_of(vault, item), 0, source)
        )
    yield from sorted(found, key=lambda todo: todo.source.line)


def _waiting(vault: Vault, following: NextDay) -> Iterator[Todo]:
    """What is due by then, then what is overdue, then whose turn it is; as Today will show it."""
    due = sorted(following.rows, key=lambda row: (row.kind != "appointment", row.sort_key))
    for row in (*due, *following.waiting):
        yield _todo(vault, row, following.date)


def _todo(vault: Vault, row: FollowUp, following: date) -> Todo:
    name = title_of(vault, row.client) if row.client else ""
    late = row.overdue_days(following)
    source = Source(row.path, row.line)
    return Todo(row.date, row.time, row.kind, row.client, name, row.title, row.why, late, source)
