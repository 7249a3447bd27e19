"""`sources:` of a mkdocs.yml that somebody else wrote: nothing is written outside of the vault, and of what lies there
nothing is read but Markdown and attachments of a folder that is named and is no link."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from cmkb.build import compile_site
from cmkb.load import load_settings
from cmkb.site.folders import FolderRefused
from cmkb.site.run import BuildFailed, build_site
from cmkb.site.team import TeamRefused, build_team
from tests.attacks.commands import cmkb, made, standing
from tests.attacks.test_paths import SECRET, VAULT, WRITING, holding
from tests.conftest import draw

TODAY = date(2026, 11, 23)
WRITTEN = "NOTE-OF-A-SOURCE"
# A source as it stands in the option → whether its notes may be read.
SOURCES = {
    "{path: ../source, to: docs/scripts/team}": True,
    "{path: ../vault/../source, to: docs/scripts/team}": True,
    "{path: ../source, to: clients}": True,
    "{path: ../source, to: ../escaped}": False,
    "{path: ../source, to: docs/../../escaped}": False,
    "{path: ../source, to: /escaped}": False,
    "{path: ../source, to: 'C:\\escaped'}": False,
    "{path: ../source, to: .git}": False,
    "{path: ../source, to: docs/.git/hooks}": False,
    "{path: ../source, to: .cmkb/cache}": False,
    "{path: ../source, to: ''}": False,
    "{path: ../link, to: docs/scripts/team}": False,
    "{path: ../link/, to: docs/scripts/team}": False,
    "{path: ../link/., to: docs/scripts/team}": False,
    "{path: ../pipe, to: docs/scripts/team}": False,
    "{path: ../source/secret.md, to: docs/scripts/team}": False,
    "{path: /proc/self, to: docs/scripts/team}": False,
    "{path: /dev, to: docs/scripts/team}": False,
    "{path: .., to: docs/scripts/team}": False,
    "{path: /, to: docs/scripts/team}": False,
    "{path: ., to: docs/scripts/team}": False,
    "{path: ../vault/site, to: docs/scripts/team}": False,
    "{path: ../vault/site-team, to: docs/scripts/team}": False,
    "{path: site, owner: x}": False,
    "{path: link, owner: x}": False,
    "{path: pipe, owner: x}": False,
    "{path: 'https://example.invalid/x.git', to: docs/scripts/team}": False,
    "{path: '~nobody/x', to: docs/scripts/team}": False,
    '{path: "../a\\0b", to: docs/scripts/team}': False,
    "{path: " + "../x" * 2000 + ", to: docs/scripts/team}": False,
    "[../source]": False,
    "{path: [../source], to: {a: b}}": False,
}

pytestmark = pytest.mark.skipif(
    not hasattr(os, "mkfifo"), reason="skipped: a file system without links and pipes"
)


def world(parent: Path, source: str) -> Path:
    """A vault with this source, beside a folder that may be one, with a link and pipes in it."""
    there = parent / "source"
    made(there, "话.md", f"---\ncategory: 邀约\n---\n{WRITTEN} [[王芳]]\n- [ ] 看 📅 2026-11-25 🆔 s1\n")
    made(parent, "elsewhere/secret.md", SECRET)
    (there / "secret.md").symlink_to(parent / "elsewhere/secret.md")
    (there / "folder").symlink_to(parent / "elsewhere")
    os.mkfifo(there / "管道.md")
    (parent / "link").symlink_to(parent / "elsewhere")
    os.mkfifo(parent / "pipe")
    folder = draw(parent / "vault", VAULT)
    (folder / "link").symlink_to(parent / "elsewhere")
    os.mkfifo(folder / "pipe")
    config = f"site_name: 试用\ntheme: material\nplugins:\n  - cmkb:\n      sources:\n        - {source}\n"
    made(folder, "mkdocs.yml", config)
    return folder


def beside(parent: Path) -> Mapping[str, object]:
    return {path: content for path, content in standing(parent).items() if not path.startswith("vault/")}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source[:60])
def test_no_source_leads_out_of_the_vault(source: str, tmp_path: Path) -> None:
    folder = world(tmp_path, source)
    before = beside(tmp_path)
    for build in (build_site, build_team, build_site):
        with suppress(BuildFailed, FolderRefused, TeamRefused, OSError):  # files of /dev come and go
            build(folder, today=TODAY)
    for words in (("today",), ("check",), ("check", "--fix"), ("find", WRITTEN)):
        assert cmkb(folder, *words).exit_code in (0, 1, 2), words
    assert holding(folder) == []
    assert beside(tmp_path) == before
    assert not list(folder.rglob(".git"))
    site = compile_site(folder, load_settings(folder).settings, TODAY)
    for place in (*site.attachments.values(), *(page.path for page in site.pages)):
        assert ".." not in place.split("/"), place
        assert not place.startswith("/"), place
    read = [page.note for page in site.pages if WRITTEN in page.render()]
    assert bool(read) == SOURCES[source], read


@pytest.mark.parametrize("words", [*WRITING, ("done", "s1"), ("rename", "话", "说")], ids=" ".join)
def test_no_command_writes_into_a_source(words: tuple[str, ...], tmp_path: Path) -> None:
    """Its notes are somebody else's: a link in them to a renamed client stays as they wrote it."""
    folder = world(tmp_path, "{path: ../source, to: docs/scripts/team}")
    before = beside(tmp_path)
    assert cmkb(folder, *words).exit_code in (0, 1, 2)
    assert beside(tmp_path) == before
    assert holding(folder) == []
