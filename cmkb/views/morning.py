"""What a manager reports in the morning meeting, laid out from the notes: yesterday's figures, clients whom other posts
recommended, what went well and what did not, the target clients. Computed, never written into a note."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, Record
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.day import DayRow, day_rows
from cmkb.views.review import Review, review

YESTERDAY, REVIEW, REFERRALS, TARGETS = "yesterday", "review", "referrals", "targets"


@immutable
class Referral:
    """A client whom another post recommended."""

    client: str  # path
    day: date
    by: tuple[str, ...]  # paths of those who did
    source: str  # the post, where nobody is named


@immutable
class Followed:
    """A client of the report, and the last that was done."""

    client: str
    last: Record | None
    referral: Referral | None = None


@immutable
class MorningReport:
    parts: tuple[str, ...]  # of Slot.reports
    before: date | None  # the last day with a journal
    rows: tuple[DayRow, ...]
    said: Review | None
    referrals: tuple[Followed, ...]
    targets: tuple[Followed, ...]


def morning_parts(playbook: Playbook) -> tuple[str, ...]:
    """What the routine wants laid out, in its order."""
    return tuple(dict.fromkeys(part for slot in playbook.routine.day for part in slot.reports))


def morning_report(
    vault: Vault,
    day: date,
    before: date | None,
    by_day: Mapping[date, tuple[Record, ...]],
    recommended: tuple[Referral, ...],
) -> MorningReport | None:
    """None where the routine asks for no report. `before`: the last journal day; `by_day`: records by day;
    `recommended`: of all days."""
    parts = morning_parts(vault.playbook)
    if not parts:
        return None
    journal = vault.journals.get(before) if before else None
    rows = day_rows(vault, by_day.get(before, ()), journal) if before and YESTERDAY in parts else ()
    new = tuple(one for one in recommended if before and before <= one.day < day)
    return MorningReport(
        parts,
        before,
        tuple(row for row in rows if row.plan is not None or (row.value and not row.kpi.fold)),
        review(journal) if journal and REVIEW in parts else None,
        tuple(Followed(one.client, _last(vault, one.client, day), one) for one in new)
        if REFERRALS in parts
        else (),
        _targets(vault, day) if TARGETS in parts else (),
    )


def _targets(vault: Vault, day: date) -> tuple[Followed, ...]:
    return tuple(
        Followed(note.path, _last(vault, note.path, day))
        for note in vault.of_kind("client")
        if note.get("target") is True
    )


def _last(vault: Vault, client: str, day: date) -> Record | None:
    """The last contact before the day, else the last line of any kind."""
    told = [record for record in vault.timeline(client) if record.date < day]
    contacts = (record for record in reversed(told) if is_contact(record, vault.playbook))
    return next(contacts, told[-1] if told else None)


# --- who was recommended -------------------------------------------------------------------------------------


def recommendations(vault: Vault) -> tuple[Referral, ...]:
    """Every client whom another post recommended, by day: as the client's own note says (推荐人 of the staff, or a
    来源 that is a post), on the day they came; or as a journal's line says."""
    found: dict[tuple[str, date], Referral] = {}
    for note in vault.of_kind("client"):
        by, source = _of_note(vault, note)
        day = _came(vault, note)
        if day and (by or source):
            found[note.path, day] = Referral(note.path, day, by, source)
    for record in vault.records:
        said = _of_record(vault, record) if record.count is None else None
        if said is None:
            continue
        people, source = said
        for client in vault.clients_of(record):
            known = found.get((client, record.date))
            if known is None or (people and not known.by):
                found[client, record.date] = Referral(client, record.date, people, source)
    return tuple(sorted(found.values(), key=lambda one: (one.day, one.client)))


def _of_note(vault: Vault, note: Note) -> tuple[tuple[str, ...], str]:
    links = note.get("referred_by") or ()
    source = str(note.get("source") or "")
    return _staff(vault, note.path, links), source if source in vault.playbook.posts else ""


def _of_record(vault: Vault, record: Record) -> tuple[tuple[str, ...], str] | None:
    """A line that is no contact and names one of the staff beside the client, or the post they come from."""
    kind = vault.playbook.kinds.get(record.kind)
    if kind is None or kind.contact or kind.board:
        return None
    source = str(record.fields.get("source") or "")
    people = _staff(vault, record.path, record.participants)
    if not people and source not in vault.playbook.posts:
        return None
    return people, source if source in vault.playbook.posts else ""


def _staff(vault: Vault, path: str, links: tuple[Link, ...]) -> tuple[str, ...]:
    targets = dict.fromkeys(vault.target(path, link) for link in links)
    return tuple(t for t in targets if t and t in vault.notes and vault.notes[t].kind == "staff")


def _came(vault: Vault, note: Note) -> date | None:
    """The day the note was opened, else the client's first line in a journal."""
    created = note.get("created")
    if isinstance(created, date):
        return created
    timeline = vault.timeline(note.path)
    return timeline[0].date if timeline else None
