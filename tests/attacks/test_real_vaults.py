"""Vaults of other people's notes, which know nothing of cmkb: each builds, and what does not become a page is named.

`CMKB_VAULTS` names a folder with one vault in each folder below it, `CMKB_VAULTS=~/vaults pytest -m long
tests/attacks/test_real_vaults.py`. They are read only. Nothing of them belongs into this repository.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cmkb.site.run import build_site

TODAY = date(2026, 11, 23)
VAULTS = "CMKB_VAULTS"
LEAST = 0.995  # of the notes become a page
_GIVEN = os.environ.get(VAULTS, "")


def vaults() -> list[Path]:
    return sorted(one for one in Path(_GIVEN).expanduser().iterdir() if one.is_dir()) if _GIVEN else []


def adopted(theirs: Path, folder: Path) -> Path:
    """The vault as somebody takes it over: its folders named in the configuration, the notes beside them in docs/."""
    (folder / "docs").mkdir(parents=True)
    tops = []
    for entry in sorted(theirs.iterdir()):
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir():
            shutil.copytree(entry, folder / entry.name, symlinks=True, dirs_exist_ok=True)
            tops.append(entry.name)
        elif entry.is_file():
            shutil.copyfile(entry, folder / "docs" / entry.name)
    options = {"folders": [top for top in tops if top != "docs"], "today": str(TODAY)}
    config = {"site_name": theirs.name, "theme": "material", "plugins": [{"cmkb": options}]}
    (folder / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False), "utf-8")
    return folder


@pytest.mark.long
@pytest.mark.skipif(not _GIVEN, reason=f"skipped: {VAULTS} names no folder of vaults")
@pytest.mark.parametrize("theirs", vaults(), ids=lambda one: one.name)
def test_vaults_of_other_people_build(theirs: Path, tmp_path: Path) -> None:
    folder = adopted(theirs, tmp_path / "vault")
    given = {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.suffix.lower() == ".md" and file.is_file() and not _hidden(file.relative_to(folder))
    }
    begin = time.perf_counter()
    built = build_site(folder, today=TODAY)
    took = time.perf_counter() - begin
    named = {problem.path for problem in built.problems}
    pages = {file.relative_to(built.site_dir).as_posix() for file in built.site_dir.rglob("*.html")}
    shown = {path for path in given if _page_of(path) & pages}
    silent = sorted(path for path in given - shown if path not in named)
    codes = Counter(problem.text for problem in built.problems)
    print(
        f"\n{theirs.name}: {len(given)} notes, {len(shown)} pages, {len(given - shown)} named instead, "
        f"{len(built.problems)} problems ({codes.most_common(4)}), {len(built.warnings)} warnings, {took:.1f} s"
    )
    assert silent == []
    assert len(shown) >= LEAST * len(given)


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _page_of(path: str) -> set[str]:
    """Where a note's page may lie."""
    place = path[:-3].removeprefix("docs/")
    return {f"{place}.html", f"{place.removesuffix('README')}index.html"}
