"""Who was last talked to when, and when the next contact is due."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache, partial

from cmkb.model.cadence import read_cadence
from cmkb.model.immutable import immutable
from cmkb.model.note import Cadence, NoCadence, Note, Record
from cmkb.model.playbook import Playbook
from cmkb.playbooks.names import kinds_by
from cmkb.vault import Vault
from cmkb.views.dates import plus
from cmkb.views.kept import Ask, afresh

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
EVERY_CHANNEL = frozenset({"all", "全部", "所有"})


@immutable
class ContactState:
    """What the contact colour is computed from; the colour itself needs a today."""

    last: Record | None
    since: date | None  # the day the cadence counts from: last contact, else opened, else created
    # None: not to be reminded of; with the days of `channel` where that is more urgent
    cadence: Cadence | None
    channel: str = ""  # by which it has been too long; "" where any will do
    by_channel: Record | None = None  # the last one by it

    @property
    def soon(self) -> date | None:
        return plus(self.since, self.cadence.ideal) if self.since and self.cadence else None

    @property
    def due(self) -> date | None:
        return plus(self.since, self.cadence.most) if self.since and self.cadence else None

    def colour(self, today: date) -> str:
        """Grey: never contacted, and no day from which that could be too long."""
        if self.due is None or self.soon is None:
            return GREEN if self.last else GREY
        return RED if today >= self.due else YELLOW if today >= self.soon else GREEN


def is_contact(record: Record, playbook: Playbook) -> bool:
    """A kind that counts as contact, with a result that does not say nobody was reached; no counter line."""
    kind = playbook.kinds.get(record.kind)
    if kind is None or not kind.contact or record.count is not None:
        return False
    result = playbook.results.get(record.fields.get("result", ""))
    return result is None or result.reached


def contacts(vault: Vault, path: str, today: date) -> list[Record]:
    """Real contacts with a client up to today, oldest first."""
    return [r for r in vault.timeline(path) if r.date <= today and is_contact(r, vault.playbook)]


def contacts_by_month(vault: Vault, path: str, today: date, months: int) -> tuple[tuple[date, int], ...]:
    """First day of each of the last `months` months, this one included, and how often there was contact in it."""
    firsts = _first_days(today, months)
    counts = dict.fromkeys(firsts, 0)
    for record in contacts(vault, path, today):
        month = record.date.replace(day=1)
        if month in counts:
            counts[month] += 1
    return tuple(counts.items())


@lru_cache(maxsize=16)
def _first_days(today: date, months: int) -> tuple[date, ...]:
    """Of the last months, the oldest first."""
    days = [today.replace(day=1)]
    while len(days) < months:
        days.append(plus(days[-1], -1).replace(day=1))
    return tuple(reversed(days))


def is_quiet(note: Note, playbook: Playbook) -> bool:
    """Never reminded of: by status, or because no channel is allowed."""
    status = playbook.statuses.get(note.get("status", ""))
    if status is not None and status.quiet:
        return True
    return any(channel.casefold() in EVERY_CHANNEL for channel in note.get("no_contact") or ())


def cadence_of(note: Note, playbook: Playbook) -> Cadence | None:
    """The client's own cadence, else that of the tier."""
    if is_quiet(note, playbook):
        return None
    own = note.get("cadence")
    if own is None:
        tier = playbook.tiers.get(note.get("tier", ""))
        own = read_cadence(tier.cadence) if tier else None
    return None if isinstance(own, NoCadence) else own


def contact_state(vault: Vault, note: Note, today: date, ask: Ask = afresh) -> ContactState:
    return ask("contact", note.path, partial(_contact_state, vault, note, today))


def _contact_state(vault: Vault, note: Note, today: date) -> ContactState:
    done = contacts(vault, note.path, today)
    last = done[-1] if done else None
    began = note.get("opened") or note.get("created")
    state = ContactState(last, last.date if last else began, cadence_of(note, vault.playbook))
    return _with_channels(state, done, began, vault.playbook)


def _with_channels(
    state: ContactState, done: list[Record], began: date | None, playbook: Playbook
) -> ContactState:
    """The most urgent of the cadence and those of single channels: it is late when the first of them is, and soon to
    be when the first of them is."""
    states = [state]
    for own in state.cadence.channels if state.cadence else ():
        kinds = kinds_by(playbook, own.channel)
        last = next((record for record in reversed(done) if record.kind in kinds), None)
        since = last.date if last else began
        if kinds and since:
            cadence = Cadence(own.ideal, own.most)
            states.append(ContactState(state.last, since, cadence, own.channel, last))
    if len(states) == 1:
        return state
    first = min(states, key=lambda one: one.due or date.max)
    soon = min(one.soon or date.max for one in states)
    if first.since is None or first.cadence is None:
        return first
    return replace(first, cadence=Cadence((soon - first.since).days, first.cadence.most))
