"""The team's site is byte for byte that of the same vault without its private half, or with another one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cmkb.load import load_settings, load_vault
from cmkb.site.team import build_team, write_staged
from tests.sharing.generated import private_half, shared_half, without_private_half
from tests.site.conftest import TODAY

VAULTS_BUILT = 5
VAULTS_STAGED = 60
VAULTS_LONG = 40


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() if file.is_file() else b""
        for file in sorted(folder.rglob("*"))
    }


def site(folder: Path) -> dict[str, bytes]:
    return contents(build_team(folder, site_dir=folder.parent / "out", today=TODAY).site_dir)


def staged(folder: Path) -> dict[str, bytes]:
    copy = folder.parent / f"staged-{len(list(folder.parent.iterdir()))}"
    write_staged(folder, copy, load_vault(folder, load_settings(folder).settings).vault)
    return contents(copy)


def three_ways(folder: Path, seed: int, look: object) -> list[dict[str, bytes]]:
    """What `look` sees of the whole vault, without its private half, and with another one."""
    assert callable(look)
    shared_half(folder, random.Random(seed))
    private_half(folder, random.Random(seed + 1))
    seen = [look(folder)]
    without_private_half(folder)
    seen.append(look(folder))
    private_half(folder, random.Random(seed + 2))
    seen.append(look(folder))
    return seen


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


@pytest.mark.parametrize("seed", range(VAULTS_BUILT))
def test_the_teams_site(seed: int, tmp_path: Path) -> None:
    whole, without, replaced = three_ways(tmp_path / "v", seed * 10, site)
    assert differing(whole, without) == []
    assert differing(whole, replaced) == []
    assert any(name.startswith("scripts/") and name != "scripts/index.html" for name in whole)


@pytest.mark.parametrize("seed", range(VAULTS_STAGED))
def test_the_staged_copy(seed: int, tmp_path: Path) -> None:
    whole, without, replaced = three_ways(tmp_path / "v", 1000 + seed * 10, staged)
    assert differing(whole, without) == []
    assert differing(whole, replaced) == []
    assert not [name for name in whole if "clients" in name or "journal" in name]


@pytest.mark.long
@pytest.mark.parametrize("seed", range(VAULTS_LONG))
def test_the_teams_site_of_many_vaults(seed: int, tmp_path: Path) -> None:
    whole, without, replaced = three_ways(tmp_path / "v", 5000 + seed * 10, site)
    assert differing(whole, without) == []
    assert differing(whole, replaced) == []


def test_another_day_another_place_another_time_zone_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared_half(tmp_path / "a" / "v", random.Random(7))
    shared_half(tmp_path / "b" / "another name", random.Random(7))
    one = site(tmp_path / "a" / "v")
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    assert differing(one, site(tmp_path / "b" / "another name")) == []
