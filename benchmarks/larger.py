"""From what was measured (scale.json) to what was not: a larger vault, and many managers. Pure sums."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Figures = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Habits:
    """What a manager, a team and a computing centre are supposed to do. The page says each of these."""

    managers: int = 1000
    clients: int = 10_000
    team: int = 10  # managers
    hours: int = 8
    records_a_day: int = 40  # each in the journal, each about another client
    builds_a_day: int = 20  # after records
    lists_a_day: int = 30  # cmkb today
    rush_hours: float = 1.0  # in which everybody's first build may have to be done
    busy: float = 0.5  # of a runner's time is work
    pages_a_day: int = 40  # of the team's site, each manager
    changes_a_day: int = 5  # to a team's talk tracks


def exponent(measured: Sequence[Figures], key: str) -> float:
    """Of n^x through the two largest sizes. What seems to shrink is a busy machine: nothing does with more clients."""
    less, more = measured[-2:]
    if not (less[key] and more[key]):
        return 0.0
    return max(0.0, math.log(more[key] / less[key]) / math.log(more["clients"] / less["clients"]))


def at(measured: Sequence[Figures], clients: int) -> dict[str, float]:
    """Every figure of a vault of so many clients: the measured one where there is, else from the largest on."""
    for one in measured:
        if abs(one["clients"] - clients) <= clients / 100:
            return dict(one)
    last = measured[-1]
    ratio = clients / last["clients"]
    return {key: last[key] * ratio ** exponent(measured, key) for key in last} | {"clients": clients}


def extrapolated(measured: Sequence[Figures], clients: int) -> bool:
    return not any(abs(one["clients"] - clients) <= clients / 100 for one in measured)


@dataclass(frozen=True, slots=True)
class Runners:
    """A centre that built everybody's site: what nobody needs, for comparison."""

    cores: int
    memory_gb: float


@dataclass(frozen=True, slots=True)
class Many:
    day_cpu: float  # of one manager, on their own machine
    sync_day_kb: float  # of one manager, between their own machines
    kept_gb: float  # notes, sites and caches of all of them, wherever they lie
    served_gb: float  # without the caches
    with_cache: Runners
    without_cache: Runners
    first_builds: Runners  # all within the rush
    teams: int
    team_gb: float  # repositories and sites of all teams
    team_day_cpu: float
    pull_day_mb: float  # everybody pulls every change of their team
    clone_gb: float  # once
    pages_a_second: float
    pages_day_gb: float
    first_visits_gb: float  # everybody's browser, once


def many(one: Figures, team: Figures, habits: Habits) -> Many:
    """One manager's and one team's figures, times so many."""
    everybody, teams = habits.managers, math.ceil(habits.managers / habits.team)
    builds = everybody * habits.builds_a_day
    seconds = habits.hours * 3600

    def runners(cpu: float, within: float) -> Runners:
        cores = math.ceil(cpu / (within * habits.busy))
        return Runners(cores, cores * one["peak_mb"] / 1e3)

    return Many(
        day_cpu=habits.builds_a_day * one["record_cpu"] + habits.lists_a_day * one["today_cpu"],
        sync_day_kb=one["journal_kb"] + habits.records_a_day * one["client_kb"],
        kept_gb=everybody * (one["notes_mb"] + one["site_mb"] + one["cache_mb"]) / 1e3,
        served_gb=everybody * (one["notes_mb"] + one["site_mb"]) / 1e3,
        with_cache=runners(builds * one["record_cpu"], seconds),
        without_cache=runners(builds * one["first_cpu"], seconds),
        first_builds=runners(everybody * one["first_cpu"], habits.rush_hours * 3600),
        teams=teams,
        team_gb=teams * (team["clone_mb"] + team["docs_mb"] + team["site_mb"]) / 1e3,
        team_day_cpu=teams * habits.changes_a_day * team["build_cpu"],
        pull_day_mb=everybody * habits.changes_a_day * team["change_kb"] / 1e3,
        clone_gb=everybody * team["clone_mb"] / 1e3,
        pages_a_second=everybody * habits.pages_a_day / seconds,
        pages_day_gb=everybody * habits.pages_a_day * team["page_kb"] / 1e6,
        first_visits_gb=everybody * team["first_visit_mb"] / 1e3,
    )
