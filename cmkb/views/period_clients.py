"""The clients of a period: new ones and their first call, whom we talked to, who went quiet, what was spent."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.vault import Vault
from cmkb.views.client_facts import ClientFacts, within
from cmkb.views.clients import ClientRow
from cmkb.views.contacts import RED, is_contact
from cmkb.views.periods import Periods, facts_of, total
from cmkb.views.spans import Span

Number = int | float
REASONS = ("cause", "measure", "reported")  # fields that say what was done about it


@immutable
class NewClient:
    note: Note
    since: date
    contact: Record | None  # the first since then
    in_time: bool | None  # None: there is still time
    contacts: int  # since then, up to today
    visits: int  # of these days, those on which money was spent
    spent: Number


@immutable
class Coverage:
    tier: str  # "" for clients without one
    clients: int
    contacted: int
    quiet: int  # beyond their cadence, as of today
    assets: Number  # as they stand in the notes now; 0 for a period that is over

    @property
    def rate(self) -> float | None:
        return self.contacted / self.clients if self.clients else None


@immutable
class Abnormal:
    note: Note
    reasons: dict[str, str]  # of REASONS, those that are written somewhere
    source: str  # path of the note that says so


def new_clients(book: Periods, span: Span) -> tuple[NewClient, ...]:
    """Those who became clients in the span, and whether they were called within the playbook's `welcome_days`."""
    key = ("new", span)
    if key not in book.answers:
        book.answers[key] = _new_clients(book, span)
    known: tuple[NewClient, ...] = book.answers[key]
    return known


def _new_clients(book: Periods, span: Span) -> tuple[NewClient, ...]:
    wait = timedelta(book.vault.playbook.welcome_days)
    found = []
    for path in within(book.clients.began, span):
        facts = book.clients.by_path[path]
        if facts.since is None or facts.since > book.today:
            continue
        contact = _first_contact(book, path, facts.since)
        late = (contact.date if contact else book.today) > facts.since + wait
        in_time = False if late else True if contact else None
        found.append(NewClient(facts.note, facts.since, contact, in_time, *_since(book, path, facts.since)))
    return tuple(found)


def _since(book: Periods, path: str, since: date) -> tuple[int, int, Number]:
    """Contacts, visits and what was spent from that day on: a new client in numbers (text 6)."""
    playbook = book.vault.playbook
    timeline = book.vault.timeline(path)
    first = bisect_left(timeline, since, key=lambda record: record.date)
    records = [record for record in timeline[first:] if record.date <= book.today]
    contacts = sum(1 for record in records if is_contact(record, playbook))
    visits = [record for record in records if playbook.kinds[record.kind].spending]
    amounts = (r.fields["amount"] for r in visits if isinstance(r.fields.get("amount"), int | float))
    return contacts, len({record.date for record in visits}), total(amounts)


def _first_contact(book: Periods, path: str, since: date) -> Record | None:
    """What opened the account is no call back: a sale on the first day does not count."""
    playbook = book.vault.playbook
    for record in book.vault.timeline(path):
        if since <= record.date <= book.today and is_contact(record, playbook):
            if record.date == since and playbook.kinds[record.kind].sale:
                continue
            return record
    return None


def contacted_by_tier(book: Periods, span: Span) -> dict[str, tuple[str, ...]]:
    """Paths of those whom the figures of `coverage` count, highest tier first."""
    people = book.clients
    found: dict[str, list[str]] = {}
    for path in sorted(facts_of(book, span).contacted):
        facts = people.by_path[path]
        if _counts(facts, span):
            found.setdefault(facts.tier, []).append(path)
    order = [*reversed(tuple(book.vault.playbook.tiers)), *sorted(t for t in found if t), ""]
    return {tier: tuple(found[tier]) for tier in dict.fromkeys(order) if tier in found}


def _counts(facts: ClientFacts, span: Span) -> bool:
    """Not left alone, and a client by the end of the span."""
    return not facts.quiet and (facts.since is None or facts.since <= span.end)


def coverage(book: Periods, span: Span, rows: Iterable[ClientRow] = ()) -> tuple[Coverage, ...]:
    """By tier, highest first. `rows` of the client index tell who is beyond the cadence today."""
    people = book.clients
    contacted: Counter[str] = Counter()
    for path in facts_of(book, span).contacted:
        facts = people.by_path[path]
        if _counts(facts, span):
            contacted[facts.tier] += 1
    quiet, assets = _now(book, span, rows)
    tiers = people.since_by_tier
    order = [*reversed(tuple(book.vault.playbook.tiers)), *sorted(t for t in tiers if t), ""]
    return tuple(
        Coverage(tier, count, contacted[tier], quiet[tier], total(assets.get(tier, ())))
        for tier in dict.fromkeys(order)
        if (count := bisect_right(tiers.get(tier, ()), span.end))
    )


def _now(
    book: Periods, span: Span, rows: Iterable[ClientRow]
) -> tuple[Counter[str], dict[str, list[Number]]]:
    """How many are beyond their cadence, and the assets, by tier: of the current period only."""
    quiet: Counter[str] = Counter()
    assets: dict[str, list[Number]] = {}
    if book.today in span:
        for row in rows:
            if not row.quiet and row.contact.colour(book.today) == RED:
                quiet[row.tier] += 1
        for facts in book.clients.by_path.values():
            held = facts.note.get("aum")
            if not facts.quiet and isinstance(held, int | float):
                assets.setdefault(facts.tier, []).append(held)
    return quiet, assets


def held_by_clients(book: Periods, key: str) -> Number | None:
    """The sum of a client key over all clients who are not left alone; None when the playbook has no such key."""
    if key not in book.vault.playbook.fields_of("client"):
        return None
    active = (facts.note.get(key) for facts in book.clients.by_path.values() if not facts.quiet)
    return total(value for value in active if isinstance(value, int | float))


def gone_quiet(rows: Iterable[ClientRow], today: date) -> tuple[ClientRow, ...]:
    """Clients beyond their cadence: the highest tier first, then those who wait longest."""
    late = [row for row in rows if not row.quiet and row.contact.colour(today) == RED]
    return tuple(sorted(late, key=lambda row: (-row.tier_level, row.contact.since or today, row.note.path)))


def abnormal(vault: Vault, today: date) -> tuple[Abnormal, ...]:
    """Clients marked as abnormal, with what their last record or case says about cause, measure and report."""
    cases: dict[str, list[Note]] = {}
    for case in vault.of_kind("case"):
        link = case.get("client")
        path = vault.target(case.path, link) if link else None
        if path:
            cases.setdefault(path, []).append(case)
    return tuple(
        _abnormal(vault, note, cases.get(note.path, []), today)
        for note in vault.of_kind("client")
        if note.get("abnormal")
    )


def _abnormal(vault: Vault, note: Note, cases: list[Note], today: date) -> Abnormal:
    for record in reversed(vault.timeline(note.path)):
        reasons = {key: str(record.fields[key]) for key in REASONS if record.fields.get(key)}
        if reasons and record.date <= today:
            return Abnormal(note, reasons, record.path)
    for case in sorted(cases, key=lambda case: (case.date or date.min, case.path), reverse=True):
        said = {
            "cause": case.get("cause"),
            "measure": case.get("measure"),
            "reported": case.get("reported_to"),
        }
        reasons = {key: str(value) for key, value in said.items() if value}
        if reasons:
            return Abnormal(note, reasons, case.path)
    return Abnormal(note, {}, "")
