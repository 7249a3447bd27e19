"""Reminders about notes that are no clients: what has to be done within days of a posting, an event, a staff
member's first day. The rules are the playbook's, with `dates: [channel.since]`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS, Moment, Note
from cmkb.model.playbook import Playbook, Reminder
from cmkb.vault import Vault
from cmkb.views.dates import plus
from cmkb.views.wording import plain

ELSEWHERE = ("client", "case")  # kinds whose dates are followed up by views of their own


@immutable
class Deadline:
    note: Note
    rule: Reminder
    due: date
    done: bool  # the note has a ticked line in the words of the rule

    def late(self, today: date) -> int:
        return 0 if self.done else max(0, (today - self.due).days)


def deadlines(vault: Vault) -> tuple[Deadline, ...]:
    """By date. Nothing is done by itself: the note says so, `- [x] 熟悉银行全部业务`."""
    found = [
        Deadline(note, rule, due, is_done(note, rule))
        for rule, kind, key in _rules(vault.playbook)
        for note in vault.of_kind(kind)
        if (due := _event(note, key, rule)) is not None
    ]
    return tuple(sorted(found, key=lambda d: (d.due, d.note.path, d.rule.key)))


def deadline_follow_ups(vault: Vault) -> Iterator[FollowUp]:
    for one in deadlines(vault):
        if one.done:
            continue
        yield FollowUp(
            date=one.due,
            show_from=plus(one.due, -max(one.rule.lead, default=0)),
            kind=one.rule.kind,
            title=one.rule.label,
            path=one.note.path,
            line=1,
            why=one.note.title,
            show_until=plus(one.due, one.rule.until) if one.rule.until is not None else None,
        )


def is_done(note: Note, rule: Reminder) -> bool:
    """A label `驻点一个月：加上飞信` is ticked in all its words or in those after the colon."""
    words = {rule.label, rule.label.replace(":", "：").rpartition("：")[2]}
    ticked = (plain(task.text) for task in note.tasks if not task.open)
    return any(word in text for text in ticked for word in words)


def _rules(playbook: Playbook) -> Iterator[tuple[Reminder, str, str]]:
    """Rule, kind of note, key. A section of entries may have the name of no kind."""
    for rule in playbook.reminders.values():
        for name in rule.dates:
            kind, dot, key = name.partition(".")
            if dot and kind in KINDS and kind not in ELSEWHERE and kind not in playbook.entry_fields:
                yield rule, kind, key


def _event(note: Note, key: str, rule: Reminder) -> date | None:
    value = note.get(key)
    day = value.date if isinstance(value, Moment) else value
    if not isinstance(day, date):
        return None
    try:
        return plus(day + relativedelta(months=rule.months), rule.days)
    except (OverflowError, ValueError):  # the year 9999 has no next month
        return None
