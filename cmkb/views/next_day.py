"""次日计划: what is planned for the working day after one, written in its journal or told by the follow-ups."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Counter, Note
from cmkb.vault import Vault
from cmkb.views.day import PlanState, plan_states
from cmkb.views.workdays import next_workday


@dataclass(frozen=True, slots=True)
class NextDay:
    date: date
    journal: Note | None
    plan: tuple[PlanState, ...]  # what is written
    targets: tuple[Counter, ...]
    rows: tuple[
        FollowUp, ...
    ]  # what is due that day; empty where a plan is written, and for days of the past

    @property
    def written(self) -> bool:
        return bool(self.plan or self.targets)


def next_day(vault: Vault, rows: Iterable[FollowUp], day: date, today: date) -> NextDay:
    """The next working day, or a day before it that has a journal: some work on a Saturday. `rows`: all follow-ups."""
    following = next_workday(day, vault.playbook.calendar)
    earlier = (other for other in vault.journals if day < other < following)
    following = min(earlier, default=following)
    journal = vault.journals.get(following)
    plan = plan_states(vault, journal, date.max) if journal else ()
    targets = journal.targets if journal else ()
    due = (
        ()
        if plan or following < today
        else tuple(row for row in rows if row.date == following and row.kind != "cadence")
    )
    return NextDay(following, journal, plan, targets, due)
