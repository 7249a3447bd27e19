"""The team's site by MkDocs and by ProperDocs, which stands in for it: fresh, and again after notes have changed. Both
build the private site from the vault itself; for whom is said to `cmkb build` alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cmkb.site.team import build_team
from tests.conftest import draw
from tests.sharing.canaries import canary_vault, write
from tests.site.built import content, run
from tests.site.conftest import TODAY

ROUNDS = 2
# A machine where ProperDocs is in the place of MkDocs, as its own command arranges it.
ON_PROPERDOCS = """
import properdocs.replacement, sys
from cmkb.cli.main import main
import mkdocs.commands.build
assert mkdocs.commands.build.build.__module__.startswith("properdocs")
main()
"""


def by_properdocs(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    command = ("build", "--audience", "team", "--vault", str(folder), "--today", TODAY.isoformat(), *args)
    return subprocess.run(
        [sys.executable, "-c", ON_PROPERDOCS, *command], capture_output=True, encoding="utf-8", check=False
    )


def test_canaries_in_what_properdocs_builds_fresh_and_again(tmp_path: Path) -> None:
    vault = tmp_path / "v"
    canaries = canary_vault(vault, ROUNDS)
    assert run("properdocs", "build", cwd=vault).returncode == 0
    assert canaries.shown - canaries.in_folder(vault / "site") == set()
    ran = by_properdocs(vault)
    assert ran.returncode == 0, ran.stderr
    assert (vault / "site-team/scripts/话术1.html").is_file()
    assert canaries.in_folder(vault / "site-team") == set()

    new = {place: canaries.at(place) for place in ("script made private", "section added", "name", "text")}
    write(vault, "docs/scripts/话术0.md", f"---\nvisibility: private\n---\n{new['script made private']}\n")
    write(vault, "docs/scripts/话术1.md", f"您好\n\n## 私密\n{new['section added']}\n")
    write(vault, "clients/新的.md", f"---\n姓名: {new['name']}\n---\n{new['text']}\n")
    assert run("properdocs", "build", cwd=vault).returncode == 0
    assert set(new.values()) <= canaries.in_folder(vault / "site")
    assert by_properdocs(vault).returncode == 0
    assert canaries.in_folder(vault / "site-team") == set()
    assert not (vault / "site-team/scripts/话术0.html").exists()
    fresh = build_team(vault, site_dir=tmp_path / "fresh", today=TODAY).site_dir
    assert content(fresh) == content(vault / "site-team")


@pytest.mark.parametrize("program", ["mkdocs", "properdocs", "cmkb"])
def test_audience_in_the_configuration_builds_nothing_and_says_what_does(
    program: str, tmp_path: Path
) -> None:
    """Who writes it there wants the team's site; passed over, it would be the private one."""
    folder = draw(
        tmp_path,
        "=== mkdocs.yml\nsite_name: x\ntheme: material\nplugins:\n  - cmkb: {audience: team}\n=== docs/scripts/邀约.md\n您好\n=== clients/王芳.md\n# 王芳\n",
    )
    ran = run(program, "build", cwd=folder)
    assert ran.returncode != 0
    assert "cmkb build --audience team" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (folder / "site").exists()
