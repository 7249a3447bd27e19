"""Care messages: today's reminders as texts that can be sent, one a client.

A talk track for the reminder's occasion with a text to send (短信版, 微信版: the heading names the kind) is filled in for
the client. What is not known stays visible and keeps the message from being sent; no `{…}` ever leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.model.playbook import ActivityKind
from cmkb.playbooks.names import fold, words_of
from cmkb.vault import Vault
from cmkb.views.day import records_by_day
from cmkb.views.entry_words import FAMILY
from cmkb.views.occurrences import Occurrence
from cmkb.views.reminders import Open, reminders
from cmkb.views.talk_tracks import TalkTracks
from cmkb.views.today import Meter, meters
from cmkb.views.variables import ENGLISH, VARIABLE, Values, filled
from cmkb.views.wording import plain
from cmkb.views.workdays import through_days_off


@immutable
class Message:
    client: str  # path
    occasion: str
    row: FollowUp
    kind: str  # activity kind by which it is sent, and recorded
    script: str  # path of the talk track
    text: str  # without braces; a gap stands for what is missing
    missing: tuple[str, ...]  # variables that nothing fills: such a message is not to be sent as it is
    phone: str = ""


@immutable
class Care:
    messages: tuple[Message, ...]  # in the order of the playbook's occasions
    sent: tuple[Record, ...]  # what went out today with an occasion, oldest first
    held: int  # reminders of clients who get another message today, or got one
    meter: Meter | None  # the day's figure that counts them, 8 of 20

    def count(self, occasion: str) -> int:
        return sum(1 for message in self.messages if message.occasion == occasion)

    def count_sent(self, occasion: str) -> int:
        return sum(1 for record in self.sent if record.fields.get("occasion") == occasion)


@immutable
class _Version:
    """A text to send, of a talk track."""

    kind: ActivityKind
    text: str


def care(vault: Vault, today: date, found: Iterable[Open] | None = None) -> Care:
    """`found`: all open reminders, where somebody has them already."""
    tracks = TalkTracks(vault, today)
    versions = {note.path: tuple(_versions(vault, note)) for note in vault.of_kind("script")}
    kinds = frozenset(version.kind.key for of_note in versions.values() for version in of_note)
    records = records_by_day(vault).get(today, ())
    sent = tuple(record for record in records if record.kind in kinds and record.fields.get("occasion"))
    written_to = {path for record in sent for path in vault.clients_of(record)}
    due = [
        one for one in (reminders(vault, today, 0) if found is None else found) if _is_due(vault, one, today)
    ]
    due.sort(key=lambda one: _urgency(vault, one, today))
    chosen: dict[str, Message] = {}
    held = 0
    for one in due:
        client = one.occurrence.client
        if client in written_to:
            held += 1
            continue
        message = _message(vault, one, tracks, versions, today)
        if message is None:
            continue
        other = chosen.get(client)
        held += other is not None
        # Of several of one occasion the one that can be sent: the account has no {产品}, the holding has.
        if other is None or (other.occasion == message.occasion and other.missing and not message.missing):
            chosen[client] = message
    order = list(vault.playbook.occasions)
    messages = sorted(chosen.values(), key=lambda m: (order.index(m.occasion), m.row.date, m.client))
    return Care(tuple(messages), sent, held, _meter(vault, today, kinds))


def _is_due(vault: Vault, one: Open, today: date) -> bool:
    """A wish belongs to its day, or the last working day before; all else to the days on which its row shows."""
    row, rule = one.row, one.occurrence.rule
    if rule.occasion not in vault.playbook.occasions:
        return False
    last = through_days_off(today, vault.calendar)
    if row.show_from > last or (row.show_until and row.show_until < today):
        return False
    return today <= row.date <= last if rule.yearly else True


def _urgency(vault: Vault, one: Open, today: date) -> tuple[bool, int, date, str, int]:
    """What is of today goes before what can wait, then the order of the playbook."""
    row = one.row
    of_today = row.date == today and one.occurrence.rule.yearly
    place = vault.playbook.occasions.index(one.occurrence.rule.occasion)
    return (not of_today, place, row.date, row.path, row.line)


def _meter(vault: Vault, today: date, kinds: frozenset[str]) -> Meter | None:
    """The quota that counts such messages alone; `8 / 20`."""
    counted = (m for m in meters(vault, today) if m.kpi.kinds and kinds.issuperset(m.kpi.kinds))
    return next((m for m in counted if m.target), None)


# --- which text ----------------------------------------------------------------------------------------------


def _versions(vault: Vault, note: Note) -> Iterator[_Version]:
    for version in note.talk.versions if note.talk else ():
        text = plain(version.text)
        heading = fold(version.heading)
        named = (
            k for k in vault.playbook.kinds.values() if any(fold(word) in heading for word in words_of(k))
        )
        kind = next((k for k in named if k.channel), None)
        if text and kind is not None:
            yield _Version(kind, text)


def _message(
    vault: Vault, one: Open, tracks: TalkTracks, versions: Mapping[str, tuple[_Version, ...]], today: date
) -> Message | None:
    """None when no talk track has a text for a channel that the client allows."""
    occurrence = one.occurrence
    client = vault.notes[occurrence.client]
    refused = frozenset(client.get("no_contact") or ())
    values = Values(vault, client, today, occurrence)
    best: Message | None = None
    for path in tracks.all_for(occurrence.rule.occasion, client.path, occurrence.entry):
        liked = (client.get("prefer_channel"), vault.notes[path].get("channel"))
        allowed = [
            v
            for v in versions.get(path, ())
            if v.kind.channel not in refused and _is_about(v.text, occurrence)
        ]
        allowed.sort(
            key=lambda v: next((i for i, w in enumerate(liked) if w in (v.kind.key, v.kind.channel)), 9)
        )
        for version in allowed:
            text, missing = filled(version.text, values)
            if best is None or (best.missing and not missing):
                phone = next(iter(client.get("phones") or ()), "")
                best = Message(
                    client.path,
                    occurrence.rule.occasion,
                    one.row,
                    version.kind.key,
                    path,
                    text,
                    missing,
                    phone,
                )
    return best


def _is_about(text: str, occurrence: Occurrence) -> bool:
    """`今天是您生日` is no wish for the client's daughter: a text about family says {家人}."""
    named = any(ENGLISH.get(fold(match[1]), match[1]) == FAMILY for match in VARIABLE.finditer(text))
    return named == bool(occurrence.values.get(FAMILY))
