"""What has to be kept an eye on besides matters: appointments and who confirmed them, inbound calls and their
answer, bookings, what the shift hands over, suggestions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from cmkb.model.calendar import Calendar
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Moment, Note, Record
from cmkb.reading.dates import moment_as_said, planned_as_said
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.dates import minutes_of, plus
from cmkb.views.wording import plain
from cmkb.views.workdays import is_day_off

SHOWN_DAYS = 30  # how far back the lists go
LONGEST_BREAK = 15  # days off in a row before which a confirmation is looked for
SAME_DAY, LATE, WAITING = "same_day", "late", "waiting"


# --- appointments --------------------------------------------------------------------------------------------


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
    booked = {place for place, record in sources.items() if _is_booking(vault, record)}
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
        moment, link = note.get("date"), note.get("client")
        if (
            isinstance(moment, Moment)
            and link
            and (client := next(iter(vault.clients_in(note.path, (link,))), None))
        ):
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
            yield Confirmation(label, day, True, _said_on(agreed))
            continue
        record = _spoken_of(vault, row, day, before, today)
        who = str(record.fields.get("confirmed_by") or "") if record else ""
        yield Confirmation(label, day, record is not None, who or (_said_on(record) if record else ""))


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _said_on(record: Record) -> str:
    return " ".join(part for part in (f"{record.date:%m-%d}", record.time, record.kind) if part)


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


# --- inbound calls -------------------------------------------------------------------------------------------


@immutable
class InboundCall:
    record: Record
    clients: tuple[str, ...]
    state: str  # same_day | late | waiting
    answered: str  # `16:20`, `11-24 电话`


def inbound_calls(vault: Vault, today: date) -> tuple[InboundCall, ...]:
    """Of the last days, newest first. Answered by the field 回复, or by the next contact with the same client."""
    first = plus(today, -SHOWN_DAYS)
    found = []
    for record in vault.records:
        kind = vault.playbook.kinds.get(record.kind)
        if kind is None or not kind.inbound or record.count is not None or not first <= record.date <= today:
            continue
        found.append(InboundCall(record, vault.clients_of(record), *_answer(vault, record, today)))
    return tuple(reversed(found))


def _answer(vault: Vault, call: Record, today: date) -> tuple[str, str]:
    if reply := str(call.fields.get("reply") or ""):
        said = moment_as_said(reply, call.date) or planned_as_said(reply, call.date)
        day = said.date if said else call.date
        return (SAME_DAY if day <= call.date else LATE), plain(reply)
    for client in vault.clients_of(call):
        after = False
        for record in vault.timeline(client):
            if record is call:
                after = True
            elif after and record.date <= today and _is_reply(vault, record):
                return (SAME_DAY if record.date == call.date else LATE), _said_on(record)
    return WAITING, ""


def _is_reply(vault: Vault, record: Record) -> bool:
    return is_contact(record, vault.playbook) and not vault.playbook.kinds[record.kind].inbound


# --- bookings ------------------------------------------------------------------------------------------------


@immutable
class Booking:
    record: Record
    day: date
    time: str
    client: str | None
    room: str
    manager: str
    people: int | float | None
    visits: int  # of this client before
    last_visit: Record | None
    clash: bool  # the same room is taken at about the same time
    arrived: bool  # they are here, or were


def coming_bookings(vault: Vault, today: date) -> tuple[Booking, ...]:
    """From today on, by date, time and room. A booking that names no time is for the day it was written."""
    minutes = vault.playbook.appointments.minutes
    found: list[Booking] = []
    for record in vault.records:
        if record.count is not None or not _is_booking(vault, record):
            continue
        moment = record.fields.get("appt")
        day, time = (moment.date, moment.time) if isinstance(moment, Moment) else (record.date, record.time)
        if day < today or _cancelled(vault, record):
            continue
        client = next(iter(vault.clients_of(record)), None)
        visits = [r for r in visits_of(vault, client, today) if r.date < day] if client else []
        room = plain(str(record.fields.get("room") or ""))
        manager = record.fields.get("manager")
        name = manager.text if isinstance(manager, Link) else plain(str(manager or ""))
        people = record.fields.get("people")
        last = visits[-1] if visits else None
        here = any(r.date == day and _is_there(vault, r) for r in reversed(vault.timeline(client or "")))
        found.append(Booking(record, day, time, client, room, name, people, len(visits), last, False, here))
    found.sort(key=lambda b: (b.day, b.time or "99", b.room, b.record.path, b.record.place.line))
    return tuple(_with_clash(found, minutes))


def _with_clash(bookings: list[Booking], minutes: int) -> Iterator[Booking]:
    """A booking without a time takes the room for the day."""
    in_room: dict[tuple[date, str], list[Booking]] = {}
    for booking in bookings:
        in_room.setdefault((booking.day, booking.room), []).append(booking)
    for one in bookings:
        others = [other for other in in_room[one.day, one.room] if other is not one] if one.room else []
        clash = any(
            not one.time or not other.time or abs(minutes_of(one.time) - minutes_of(other.time)) < minutes
            for other in others
        )
        yield replace(one, clash=clash)


def _is_booking(vault: Vault, record: Record) -> bool:
    kind = vault.playbook.kinds.get(record.kind)
    return kind is not None and kind.board == "booking"


def visits_of(vault: Vault, client: str, today: date) -> tuple[Record, ...]:
    """When the guest was here: what the till tells, oldest first."""
    kinds = vault.playbook.kinds
    return tuple(
        r for r in vault.timeline(client) if r.date <= today and (kind := kinds.get(r.kind)) and kind.spending
    )


def _is_there(vault: Vault, record: Record) -> bool:
    kind = vault.playbook.kinds.get(record.kind)
    return kind is not None and (kind.in_person or kind.spending)


def _cancelled(vault: Vault, booking: Record) -> bool:
    """The line itself, or a later one about the client, says that what was agreed no longer stands."""
    results = vault.playbook.results
    if (own := results.get(booking.fields.get("result", ""))) and own.moved:
        return True
    for client in vault.clients_of(booking):
        for record in reversed(vault.timeline(client)):
            if record is booking:
                break
            if (result := results.get(record.fields.get("result", ""))) and result.moved:
                return True
    return False


# --- lists of records ----------------------------------------------------------------------------------------


def listed_records(vault: Vault, board: str, today: date, days: int | None = None) -> tuple[Record, ...]:
    """Records of the kinds that belong on a list of this name (handover, suggestion), newest first."""
    kinds = {key for key, kind in vault.playbook.kinds.items() if kind.board == board}
    if not kinds:
        return ()
    first = plus(today, -days) if days is not None else date.min
    found = [r for r in vault.records if r.kind in kinds and r.count is None and first <= r.date <= today]
    return tuple(reversed(found))


# --- events and staff ----------------------------------------------------------------------------------------


@immutable
class EventRow:
    note: Note
    day: date | None
    attended: tuple[str, ...]
    leads: tuple[str, ...]
    people: int | float | None
    cost: int | float | None
    followed: int  # of the clients who came or are new: contacted since


def event_rows(vault: Vault, today: date) -> tuple[EventRow, ...]:
    """Newest first; those to come before all others."""
    found = []
    for note in vault.of_kind("event"):
        attended = vault.clients_in(note.path, note.get("attended") or ())
        leads = vault.clients_in(note.path, note.get("leads") or ())
        day = note.date
        guests = dict.fromkeys((*attended, *leads))
        followed = sum(1 for path in guests if day and _contacted_after(vault, path, day, today))
        people = note.get("people")
        count = people if people is not None else len(attended) or None
        found.append(EventRow(note, day, attended, leads, count, note.get("cost"), followed))
    return tuple(sorted(found, key=lambda row: (row.day or date.min, row.note.path), reverse=True))


def _contacted_after(vault: Vault, path: str, day: date, today: date) -> bool:
    return any(
        day < r.date <= today and is_contact(r, vault.playbook) for r in reversed(vault.timeline(path))
    )


@immutable
class StaffRow:
    note: Note
    channel: str | None
    referred: tuple[str, ...]


def staff_rows(vault: Vault, referred: Mapping[str, tuple[str, ...]]) -> tuple[StaffRow, ...]:
    """`referred`: path of a staff member → clients whom they sent."""
    found = []
    for note in vault.of_kind("staff"):
        link = note.get("channel")
        channel = vault.target(note.path, link) if link else None
        found.append(StaffRow(note, channel if channel in vault.notes else None, referred.get(note.path, ())))
    return tuple(found)
