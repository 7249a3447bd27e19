"""A canary in each private place, linked from the scripts in every way: none in any byte of the team's site; the
same scanner finds them in the private one, which shows that it sees."""

from __future__ import annotations

from pathlib import Path

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.site.run import build_site
from cmkb.site.team import build_team, write_staged
from tests.sharing.canaries import canary_vault
from tests.site.built import run
from tests.site.conftest import TODAY

EACH_ROUND = 44
MANY = 10_000


def look_for(folder: Path, rounds: int) -> None:
    vault = folder / "v"
    canaries = canary_vault(vault, rounds)
    assert len(canaries.places) == rounds * EACH_ROUND
    assert canaries.in_folder(vault) == set(canaries.places)

    private = build_site(vault, today=TODAY).site_dir
    missing = canaries.shown - canaries.in_folder(private)
    assert {canaries.places[word] for word in missing} == set()

    team = build_team(vault, today=TODAY).site_dir
    assert (team / "scripts/话术0.html").is_file()
    assert {canaries.places[word] for word in canaries.in_folder(team)} == set()

    staged = folder / "staged"
    write_staged(vault, staged, load_vault(vault, load_settings(vault).settings).vault)
    assert {canaries.places[word] for word in canaries.in_folder(staged)} == set()
    ran = run("properdocs", "build", cwd=staged)
    assert ran.returncode == 0, ran.stderr
    assert (staged / "site/scripts/话术0.html").is_file()
    assert {canaries.places[word] for word in canaries.in_folder(staged)} == set()


def test_hundreds_of_canaries(tmp_path: Path) -> None:
    look_for(tmp_path, 8)


@pytest.mark.long
def test_ten_thousand_canaries(tmp_path: Path) -> None:
    look_for(tmp_path, MANY // EACH_ROUND + 1)
