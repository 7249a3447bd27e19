"""The team site's first page: what is shared, and what the team did in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import TypeVar

from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.team import GoalSum, MemberActivity, team_view

FEW = 10  # uses below which a rate says nothing
MOST_PERIODS = 6

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
        goals=_by_period(team.goals),
        activity=_by_period(team.activity),
        few=FEW,
    )


def _by_period(rows: Iterable[T]) -> list[tuple[str, list[T]]]:
    grouped = [(period, list(of_period)) for period, of_period in groupby(rows, lambda row: row.period)]
    return grouped[:MOST_PERIODS]
