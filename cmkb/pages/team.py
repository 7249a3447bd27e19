"""The team site's first page: what is shared, and what the team did in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from cmkb.pages import period_words as period_names
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.spans import read_span
from cmkb.views.team import GoalSum, MemberActivity, team_view

# Periods of each grain, in the order shown
MOST = {
    "month": 2,
    "quarter": 1,
    "half": 1,
    "year": 1,
    "week": 2,
}

T = TypeVar("T", GoalSum, MemberActivity)


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["today"], context.say("团队"), "team", lambda: _render(context))


def _render(context: PageContext) -> str:
    vault = context.vault
    team = team_view(vault)
    groups: dict[str, list[str]] = {}
    for note in vault.of_kind("script"):
        groups.setdefault(note.get("category") or context.say("未分类"), []).append(note.path)
    return context.render(
        "team.html",
        GENERATED["today"],
        groups=sorted(groups.items()),
        scripts=len(vault.of_kind("script")),
        products=[note.path for note in vault.of_kind("product")],
        team=team,
        by_name={note.title: note.path for note in vault.of_kind("script")},
        goals=[(_titled(period, context), rows) for period, rows in _by_period(team.goals)],
        activity=[(_titled(period, context), rows) for period, rows in _by_period(team.activity)],
        one_sided=any(0 < row.with_goal < row.members for row in team.goals),
        least=vault.playbook.talk.least,
    )


def _titled(period: str, context: PageContext) -> str:
    span = read_span(period)
    return period_names.title(span, context.language) if span else period


def _by_period(rows: Iterable[T]) -> list[tuple[str, list[T]]]:
    """The latest of each grain; one that is none comes last."""
    grouped = [(period, list(of_period)) for period, of_period in groupby(rows, lambda row: row.period)]
    by_grain: dict[str, list[tuple[str, list[T]]]] = {grain: [] for grain in (*MOST, "")}
    for period, of_period in grouped:
        span = read_span(period)
        by_grain[span.grain if span and span.grain in MOST else ""].append((period, of_period))
    return [one for grain, found in by_grain.items() for one in found[: MOST.get(grain, 1)]]
