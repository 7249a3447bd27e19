"""The sums behind the page of a thousand managers."""

from __future__ import annotations

import json

import pytest

from benchmarks.larger import Habits, Runners, at, exponent, extrapolated, many
from benchmarks.scale import RESULT
from manual.scale import page, short

SMALL = {"clients": 1000, "first_cpu": 5.0, "nothing_cpu": 0.4, "site_mb": 40.0, "cache_mb": 0.0}
LARGE = {"clients": 4000, "first_cpu": 20.0, "nothing_cpu": 0.8, "site_mb": 640.0, "cache_mb": 2.0}


def test_what_grows_with_the_clients_is_told_of_a_size_that_was_not_measured() -> None:
    assert exponent([SMALL, LARGE], "first_cpu") == pytest.approx(1)
    assert exponent([SMALL, LARGE], "nothing_cpu") == pytest.approx(0.5)
    assert exponent([SMALL, LARGE], "site_mb") == pytest.approx(2)
    assert exponent([SMALL, LARGE], "cache_mb") == 0  # nothing grows out of none
    noise = LARGE | {"nothing_cpu": 0.3}  # measured while something else ran
    assert exponent([SMALL, noise], "nothing_cpu") == 0
    told = at([SMALL, LARGE], 16_000)
    assert told == pytest.approx(
        {"clients": 16_000, "first_cpu": 80, "nothing_cpu": 1.6, "site_mb": 10_240, "cache_mb": 2}
    )
    assert extrapolated([SMALL, LARGE], 16_000)


def test_what_was_measured_is_taken_as_it_is() -> None:
    """A made-up vault has a client more or less than asked for."""
    measured = [SMALL, LARGE | {"clients": 4003}]
    assert at(measured, 4000) == LARGE | {"clients": 4003}
    assert at(measured, 1000) == SMALL
    assert not extrapolated(measured, 4000)


def test_a_thousand_of_them() -> None:
    one = {
        "record_cpu": 10.0, "first_cpu": 40.0, "today_cpu": 0.1, "peak_mb": 500, "notes_mb": 20.0, "site_mb": 200.0,
        "cache_mb": 30.0, "client_kb": 2.0, "journal_kb": 2.0,
    }  # fmt: skip
    team = {
        "clone_mb": 0.1, "docs_mb": 0.2, "site_mb": 9.7, "build_cpu": 2.0, "change_kb": 0.5, "page_kb": 5.0,
        "first_visit_mb": 0.4,
    }  # fmt: skip
    found = many(one, team, Habits())
    assert found.day_cpu == pytest.approx(20 * 10 + 30 * 0.1)
    assert found.sync_day_kb == pytest.approx(82)  # a journal and forty notes of 2 KB
    assert (found.kept_gb, found.served_gb) == (pytest.approx(250), pytest.approx(220))
    # 20,000 builds of 10 s are 200,000 s of work; a core that works half of eight hours does 14,400 of them
    assert found.with_cache == Runners(14, 7.0)
    assert found.without_cache == Runners(56, 28.0)
    assert found.first_builds == Runners(23, 11.5)  # 40,000 s within an hour
    assert (found.teams, found.team_gb, found.team_day_cpu) == (100, pytest.approx(1), pytest.approx(1000))
    assert (found.clone_gb, found.pull_day_mb) == (pytest.approx(0.1), pytest.approx(2.5))
    assert found.pages_a_second == pytest.approx(1.389, abs=0.001)
    assert (found.pages_day_gb, found.first_visits_gb) == (pytest.approx(0.2), pytest.approx(0.4))


@pytest.mark.parametrize(
    ("figure", "text"),
    [(0, "0"), (0.01234, "0.0123"), (0.5, "0.5"), (1.234, "1.23"), (57.04, "57"), (123.4, "123"), (12345, "12,345")],
)  # fmt: skip
def test_a_figure_on_the_page_has_three_digits(figure: float, text: str) -> None:
    assert short(figure) == text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_says_where_its_figures_come_from(language: str) -> None:
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    largest = found["managers"][-1]["clients"]
    measured = page(found, language, Habits(clients=largest))
    told = page(found, language, Habits(clients=2 * largest))
    for text in (measured, told):
        assert found["date"] in text
        assert found["with"] in text
    not_measured = {"zh": "没有量，是按", "en": "are not measured: they follow"}[language]
    assert not_measured not in measured
    assert not_measured in told
