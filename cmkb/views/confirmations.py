"""Appointments to come: who confirmed them and when, and which stand in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cmkb.model.calendar import Calendar
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Moment, Note, Record
from cmkb.vault import Vault
from cmkb.views.board import is_booking
from cmkb.views.clients import client_of
from cmkb.views.contacts import is_contact
from cmkb.views.dates import minutes_of, plus
from cmkb.views.wording import said_on
from cmkb.views.workdays import is_day_off

LONGEST_BREAK = 15  # days off in a row before which a confirmation is looked for


@immutable
class Confirmation:
    """One of the times at which an appointment is confirmed."""

    label: str  # 前一日
    day: date  # the working day on which it is due
    done: bool
    by: str = ""  # who or what did


@immutable
class Appointment:
    row: FollowUp
    confirmations: tuple[Confirmation, ...]
    clashes: tuple[FollowUp, ...]  # others at about the same time

    def unconfirmed(self, today: date) -> str:
        """The confirmation that is due and missing; of several only the last, as the others are past."""
        due = [one for one in self.confirmations if today >= one.day]
        return due[-1].label if due and not due[-1].done else ""


def coming_appointments(vault: Vault, rows: Iterable[FollowUp], today: date) -> tuple[Appointment, ...]:
    """From today on, by date and time; bookings have a list of their own. `rows`: all follow-ups."""
    sources = {(r.path, r.place.line): r for r in vault.records if isinstance(r.fields.get("appt"), Moment)}
    booked = {place for place, record in sources.items() if is_booking(vault, record)}
    coming = sorted(
        (
            row
            for row in rows
            if row.kind == "appointment" and row.date >= today and (row.path, row.line) not in booked
        ),
        key=lambda row: (row.date, row.time or "99", row.path, row.line),
    )
    meetings: dict[tuple[str, date], Note] = {}
    for note in vault.of_kind("meeting"):
        moment = note.get("date")
        if isinstance(moment, Moment) and (client := client_of(vault, note)):
            meetings[client, moment.date] = note
    of_day: dict[date, list[FollowUp]] = {}
    for row in coming:
        of_day.setdefault(row.date, []).append(row)
    minutes = vault.playbook.appointments.minutes
    found = []
    for row in coming:
        record = sources.get((row.path, row.line))
        said = [record.fields] if record else []
        if row.client and (row.client, row.date) in meetings:
            said.append(meetings[row.client, row.date].front.fields)
        steps = tuple(_confirmations(vault, row, record, said, today))
        found.append(Appointment(row, steps, _clashes(row, of_day[row.date], minutes)))
    return tuple(found)


def _confirmations(
    vault: Vault, row: FollowUp, agreed: Record | None, said: list[Mapping[str, object]], today: date
) -> Iterator[Confirmation]:
    """What stands with the appointment, else that it was agreed so late, else a contact that speaks of it."""
    steps = vault.playbook.appointments.confirm
    written = [str(word) for fields in said for word in _several(fields.get("confirmed"))]
    by = next((str(fields["confirmed_by"]) for fields in said if fields.get("confirmed_by")), "")
    anything = any(word not in steps for word in written) or (bool(by) and not written)
    for label, before in steps.items():
        day = _working_day_before(row.date, before, vault.calendar)
        if label in written or anything:
            yield Confirmation(label, day, True, by)
            continue
        if agreed and before and agreed.date >= day:
            yield Confirmation(label, day, True, said_on(agreed))
            continue
        record = _spoken_of(vault, row, day, before, today)
        who = str(record.fields.get("confirmed_by") or "") if record else ""
        yield Confirmation(label, day, record is not None, who or (said_on(record) if record else ""))


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _working_day_before(day: date, days: int, calendar: Calendar) -> date:
    """`days` days before; where that is a day off, the last working day before it."""
    found = plus(day, -days)
    for _ in range(LONGEST_BREAK if days else 0):
        if not is_day_off(found, calendar):
            break
        found = plus(found, -1)
    return found


def _spoken_of(vault: Vault, row: FollowUp, day: date, before: int, today: date) -> Record | None:
    """A contact from that day on, before the appointment (or its day), that agreed, or said so in words."""
    if row.client is None:
        return None
    for record in reversed(vault.timeline(row.client)):
        if record.date > min(row.date, today):
            continue
        if record.date < day:
            return None
        on_the_day = record.date == row.date
        if on_the_day != (before == 0) or (
            on_the_day and record.time and row.time and record.time >= row.time
        ):
            continue
        if is_contact(record, vault.playbook) and _confirms(vault, record, row):
            return record
    return None


def _confirms(vault: Vault, record: Record, row: FollowUp) -> bool:
    if record.fields.get("confirmed"):
        return True
    moment = record.fields.get("appt")
    if isinstance(moment, Moment):
        return moment.date == row.date  # another appointment is no word about this one
    result = vault.playbook.results.get(record.fields.get("result", ""))
    if result is not None and result.agreed:
        return True
    return any(word in record.text for word in vault.playbook.appointments.words)


def _clashes(row: FollowUp, others: list[FollowUp], minutes: int) -> tuple[FollowUp, ...]:
    if not row.time:
        return ()
    return tuple(
        other
        for other in others
        if other is not row
        and other.date == row.date
        and other.time
        and abs(minutes_of(other.time) - minutes_of(row.time)) < minutes
    )
