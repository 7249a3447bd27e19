"""次日计划: what is planned for the working day after one, written in its journal or told by the follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Counter, Note
from cmkb.vault import Vault
from cmkb.views.dates import plus
from cmkb.views.day import PlanState, plan_states
from cmkb.views.workdays import next_workday


@immutable
class NextDay:
    date: date
    journal: Note | None
    plan: tuple[PlanState, ...]  # what is written
    targets: tuple[Counter, ...]
    # What is due that day; empty where a plan is written, and for days of the past
    rows: tuple[FollowUp, ...]
    waiting: tuple[FollowUp, ...] = ()  # what else shows then: overdue, or its turn come; the overdue first

    @property
    def written(self) -> bool:
        return bool(self.plan or self.targets)


def next_day(vault: Vault, rows: Iterable[FollowUp], day: date, today: date) -> NextDay:
    """The next working day, or a day before it that has a journal: some work on a Saturday.

    `rows` are all follow-ups; those of days off in between wait for the working day.
    """
    following = next_workday(day, vault.calendar)
    between = (plus(day, n) for n in range(1, (following - day).days))
    following = next((other for other in between if other in vault.journals), following)
    journal = vault.journals.get(following)
    plan = plan_states(vault, journal, date.max) if journal else ()
    targets = journal.targets if journal else ()
    due: tuple[FollowUp, ...] = ()
    waiting: tuple[FollowUp, ...] = ()
    if not plan and following >= today:
        rows = tuple(rows)
        due = tuple(row for row in rows if day < row.date <= following and row.kind != "cadence")
        those = {id(row) for row in due}
        others = (row for row in rows if id(row) not in those and row.kind != "appointment")
        shown = (row for row in others if row.shows_on(following))
        waiting = tuple(sorted(shown, key=lambda row: (row.date > following, row.sort_key)))
    return NextDay(following, journal, plan, targets, due, waiting)
