"""Appointments: agreed in a record, planned in a journal, prepared in a meeting's note, and which took place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from cmkb.locales import N_, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Moment, PlanItem, Record
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.clients import client_of
from cmkb.views.contacts import is_contact
from cmkb.views.dates import plus
from cmkb.views.wording import brief, plain, unknown_people

UNCONFIRMED_DAYS = 14  # how long a past appointment without a record is still asked about


def appointments(vault: Vault, today: date) -> tuple[FollowUp, ...]:
    """Those to come, and those of the past that no record confirms. Each once, the record's own row first."""
    pasts = _Pasts(vault, today)
    agreed = list(_agreed(vault, pasts, today))
    standing = [row for row, stands in agreed if stands]
    settled = [row for row, stands in agreed if not stands]
    return tuple(_once(standing, settled, [*_planned(vault, pasts, today), *_prepared(vault, today)]))


@dataclass(slots=True)
class _Past:
    """What happened with a client, as far as it tells what became of appointments. Numbers are places in it."""

    records: list[Record] = field(default_factory=list)
    contact: int = -1  # the last one
    moved: int = -1  # the last record after which earlier appointments no longer stand
    contact_on: dict[date, int] = field(default_factory=dict)  # the last one of each day
    met_on: dict[date, int] = field(default_factory=dict)  # the last in person
    met_untimed: dict[date, int] = field(default_factory=dict)  # the last in person that has no time

    def kept(self, moment: Moment, after: int) -> bool:
        """Whether it took place, or its day was spoken about later. `after`: where it was agreed, -1 before all.

        In person at any time of the day, since people come early; otherwise not before the time agreed.
        """
        if self.contact > after and self.records[self.contact].date > moment.date:
            return True
        if self.met_on.get(moment.date, -1) > after or self.met_untimed.get(moment.date, after) != after:
            return True
        spoken = self.contact_on.get(moment.date, -1)
        return spoken > after and bool(moment.time) and self.records[spoken].time >= moment.time


class _Pasts(dict[str, _Past]):
    """Client → what happened, put together when the first appointment with them asks for it."""

    def __init__(self, vault: Vault, today: date) -> None:
        super().__init__()
        self.vault, self.today = vault, today

    def __missing__(self, client: str) -> _Past:
        past = self[client] = _past(self.vault, client, self.today)
        return past


def _past(vault: Vault, client: str, today: date) -> _Past:
    past = _Past([record for record in vault.timeline(client) if record.date <= today])
    for index, record in enumerate(past.records):
        if _moves(record, vault.playbook):
            past.moved = index
        if not is_contact(record, vault.playbook):
            continue
        past.contact = past.contact_on[record.date] = index
        if vault.playbook.kinds[record.kind].in_person:
            past.met_on[record.date] = index
            if not record.time:
                past.met_untimed[record.date] = index
    return past


def _moves(record: Record, playbook: Playbook) -> bool:
    result = playbook.results.get(record.fields.get("result", ""))
    return result is not None and result.moved


# --- where they come from ----------------------------------------------------------------------------------


def _agreed(vault: Vault, pasts: _Pasts, today: date) -> Iterator[tuple[FollowUp, bool]]:
    """`约见` of records, and whether it still stands: neither kept nor postponed."""
    for client in vault.of_kind("client"):
        for index, record in enumerate(vault.timeline(client.path)):  # the past's, and what lies ahead
            moment = _agreed_for(record, today)
            if moment is not None:
                past = pasts[client.path]
                stands = past.moved <= index and not past.kept(moment, index)
                yield _agreed_row(vault, record, moment, client.path), stands
    for record in vault.records:
        moment = _agreed_for(record, today)
        if moment is not None and not vault.clients_of(record):
            yield _agreed_row(vault, record, moment, None), True


def _agreed_for(record: Record, today: date) -> Moment | None:
    moment = record.fields.get("appt")
    if not isinstance(moment, Moment) or record.date > today or _is_over(moment.date, today):
        return None
    return moment


def _is_over(day: date, today: date) -> bool:
    return plus(day, UNCONFIRMED_DAYS) < today


def _agreed_row(vault: Vault, record: Record, moment: Moment, client: str | None) -> FollowUp:
    place = plain(str(record.fields.get("place", "")))
    title = "" if client else unknown_people(record)
    row = _row(vault, moment, client, record.path, record.place.line, title)
    return replace(row, why=" · ".join(part for part in (place, brief(record)) if part))


def _planned(vault: Vault, pasts: _Pasts, today: date) -> Iterator[FollowUp]:
    """Lines of a plan with a time, a client and no kind but one in person: `- 14:00 需求面谈 [[王芳]]`."""
    for journal in vault.of_kind("journal"):
        if journal.date is None or _is_over(journal.date, today):
            continue
        for item in journal.plan:
            if item.time and not item.reference and _in_person(item, vault.playbook):
                yield from _planned_rows(vault, item, pasts)


def _planned_rows(vault: Vault, item: PlanItem, pasts: _Pasts) -> Iterator[FollowUp]:
    moment = Moment(item.date, item.time)
    title = " ".join(part for part in (item.kind, plain(item.text)) if part)
    for client in vault.clients_in(item.path, item.participants):
        past = pasts[client]
        moved = past.moved >= 0 and past.records[past.moved].date >= item.date
        if not moved and not past.kept(moment, -1):
            yield _row(vault, moment, client, item.path, item.place.line, title)


def _in_person(item: PlanItem, playbook: Playbook) -> bool:
    kind = playbook.kinds.get(item.kind)
    return kind is None or kind.in_person


def _prepared(vault: Vault, today: date) -> Iterator[FollowUp]:
    """Meeting notes of today and later without a result; from the day after on they are records."""
    for note in vault.of_kind("meeting"):
        moment = note.get("date")
        if not isinstance(moment, Moment) or moment.date < today or note.get("result"):
            continue
        title = note.records[0].kind if note.records else note.title
        row = _row(vault, moment, client_of(vault, note), note.path, 1, title)
        yield replace(row, why=plain(str(note.get("place") or "")), show_until=moment.date)


def _row(vault: Vault, moment: Moment, client: str | None, path: str, line: int, title: str) -> FollowUp:
    return FollowUp(
        date=moment.date,
        show_from=moment.date,
        kind="appointment",
        title=title or translator(vault.settings.language)(N_("见面")),
        path=path,
        line=line,
        client=client,
        time=moment.time,
        show_until=plus(moment.date, UNCONFIRMED_DAYS),
    )


def _once(
    standing: Iterable[FollowUp], settled: Iterable[FollowUp], elsewhere: Iterable[FollowUp]
) -> Iterator[FollowUp]:
    """One client is not seen twice in one hour, and a line without a time means the day's appointment.

    What is settled in the records is settled in plans and meeting notes too.
    """
    slots: dict[tuple[str, date], list[_Slot]] = {}
    shown: list[_Slot] = []
    for rows, stands in ((standing, True), (settled, False), (elsewhere, True)):
        for row in rows:
            same_day = slots.setdefault((row.client, row.date), []) if row.client else []
            known = next((slot for slot in same_day if slot.holds(row)), None)
            if known is None:
                known = _Slot(row)
                same_day.append(known)
                if stands:
                    shown.append(known)
            elif stands and not known.row.time:
                known.row = replace(known.row, time=row.time)
    return (slot.row for slot in shown)


@dataclass(slots=True)
class _Slot:
    row: FollowUp

    def holds(self, row: FollowUp) -> bool:
        return self.row.time == row.time or not self.row.time or not row.time
