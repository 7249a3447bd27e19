"""Nobody forgotten: what the playbook's rules remind of, client by client.

A rule and a cause (this client's birthday, this holding's maturity) make one row for each time it comes round. The
row's date is the event. It is gone when records show that it was done, `Deed`s; what was not done in time stays until
`show_until`. Nothing depends on a build having happened on any one day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Reminder
from cmkb.vault import Vault
from cmkb.views.contacts import is_quiet
from cmkb.views.dates import plus
from cmkb.views.kept import Ask, afresh
from cmkb.views.occasions import Deed, Deeds
from cmkb.views.occurrences import Occurrence, Rule
from cmkb.views.talk_tracks import TalkTracks
from cmkb.views.workdays import LONGEST_BREAK

DAYS_AHEAD = 400  # for how long the browser can go on by itself


def is_shared(rule: Reminder) -> bool:
    """Of a day that many clients have at once, festivals and rhythms: one line tells it for all of them."""
    return bool(rule.festivals or (rule.every and rule.gap is None))


@immutable
class Open:
    """An occurrence that still wants something."""

    occurrence: Occurrence
    row: FollowUp


def reminders(vault: Vault, today: date, ahead: int = DAYS_AHEAD, ask: Ask = afresh) -> Iterator[Open]:
    """Everything open from the past, and all that begins to show within `ahead` days. `ask`: of one who always asks
    with the same `ahead`."""
    rules = [Rule(vault, rule, today, ahead) for rule in vault.playbook.reminders.values()]
    rules = [rule for rule in rules if rule.is_for_clients]
    deeds, tracks = Deeds(vault, today), TalkTracks(vault, today)
    for client in vault.of_kind("client"):
        if is_quiet(client, vault.playbook):
            continue
        yield from ask("reminders", client.path, partial(_of_client, client, rules, deeds, tracks, today))


def _of_client(
    client: Note, rules: Iterable[Rule], deeds: Deeds, tracks: TalkTracks, today: date
) -> list[Open]:
    found = [one for rule in rules if rule.concerns(client) for one in rule.occurrences(client)]
    return list(_open(found, deeds.of(client.path), tracks, today)) if found else []


@immutable
class Settled:
    """An occurrence, done or not. `deed` is the first that settled it; None too where the client's note did."""

    occurrence: Occurrence
    done: bool
    deed: Deed | None


def in_turn(vault: Vault, rule: Reminder, first: date, last: date, deeds: Deeds) -> Iterator[Settled]:
    """Everything of one rule whose event lies between the two days, what was done included."""
    days = (last - first).days
    whole = Rule(vault, replace(rule, done_by=()), first, days)
    asking = Rule(vault, rule, first, days) if rule.done_by else None
    for client in vault.of_kind("client"):
        if is_quiet(client, vault.playbook) or not whole.concerns(client):
            continue
        due = [one for one in whole.occurrences(client) if first <= one.turn.day <= last]
        if not due:
            continue
        still = {one.turn.day for one in asking.occurrences(client)} if asking else None
        of_client = deeds.of(client.path)
        for one in due:
            deed = _first_deed(one, of_client)
            yield Settled(one, deed is not None or (still is not None and one.turn.day not in still), deed)


def _first_deed(one: Occurrence, deeds: list[Deed]) -> Deed | None:
    earliest = plus(one.turn.steps[0], -LONGEST_BREAK)
    for index in range(bisect_left(deeds, earliest, key=lambda deed: deed.day), len(deeds)):
        if one.turn.until is not None and deeds[index].day > one.turn.until:
            return None
        if _settles(deeds[index], one):
            return deeds[index]
    return None


# --- done or not -------------------------------------------------------------------------------------------


def _open(found: list[Occurrence], deeds: list[Deed], tracks: TalkTracks, today: date) -> Iterator[Open]:
    done = _done(found, deeds) if deeds else {}
    for index, one in enumerate(found):
        if one.turn.until is not None and one.turn.until < today:
            continue
        steps, reached = one.turn.steps, done.get(index)
        step = steps[0] if reached is None else next((day for day in steps if day > reached), None)
        if step is not None:
            yield Open(one, _row(one, step, tracks))


def _done(found: list[Occurrence], deeds: Iterable[Deed]) -> dict[int, date]:
    """Place among `found` → the day up to which its steps are done. A deed that names one of several it could be
    about settles that one, else all of them."""
    done: dict[int, date] = {}
    for deed in deeds:
        fitting = [index for index, one in enumerate(found) if _settles(deed, one)]
        named = (
            [index for index in fitting if deed.names(found[index].about)] if len(fitting) > 1 else fitting
        )
        for index in named or fitting:
            done[index] = max(done.get(index, deed.until), deed.until)
    return done


def _settles(deed: Deed, one: Occurrence) -> bool:
    rule, turn = one.rule, one.turn
    if deed.until < turn.steps[0] or (turn.until is not None and deed.day > turn.until):
        return False
    topics = deed.topics
    return (
        rule.key in topics
        or (bool(rule.occasion) and rule.occasion in topics)
        or deed.kind in rule.kinds
        or (rule.by_contact and deed.contact)
    )


def _row(one: Occurrence, step: date, tracks: TalkTracks) -> FollowUp:
    rule = one.rule
    return FollowUp(
        date=one.turn.day,
        show_from=step,
        kind=rule.kind,
        title=one.title,
        path=one.path or one.client,
        line=one.line,
        client=one.client,
        why=one.why or rule.note,
        script=tracks.for_reminder(rule.occasion, one.client, one.entry) if rule.occasion else None,
        show_until=one.turn.until,
        rule=rule.key,
    )
