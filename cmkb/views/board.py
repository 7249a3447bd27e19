"""What hangs on the board: bookings to come, and lists of records such as what a shift hands over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Moment, Record
from cmkb.vault import Vault
from cmkb.views.dates import minutes_of, plus
from cmkb.views.wording import plain


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
        if record.count is not None or not is_booking(vault, record):
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


def is_booking(vault: Vault, record: Record) -> bool:
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


def listed_records(vault: Vault, board: str, today: date, days: int | None = None) -> tuple[Record, ...]:
    """Records of the kinds that belong on a list of this name (handover, suggestion), newest first."""
    kinds = {key for key, kind in vault.playbook.kinds.items() if kind.board == board}
    if not kinds:
        return ()
    first = plus(today, -days) if days is not None else date.min
    found = [r for r in vault.records if r.kind in kinds and r.count is None and first <= r.date <= today]
    return tuple(reversed(found))
