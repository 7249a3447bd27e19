"""`cmkb export markdown` built by Zensical, which knows no plugins: Material's successor, should MkDocs end."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from built import broken_links, pages, requests

from tests.cli.test_export import BROKEN, SAMPLE, VAULT

ZENSICAL = shutil.which("zensical", path=str(Path(sys.executable).parent)) or shutil.which("zensical")
pytestmark = pytest.mark.skipif(
    ZENSICAL is None, reason="Zensical is not installed: pip install 'cmkb[engines]', or make test-long"
)

Run = Callable[..., Any]


def built_by_zensical(tree: Path) -> Path:
    ran = subprocess.run(
        [str(ZENSICAL), "build", "--strict"],
        cwd=tree,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "No issues found" in ran.stdout + ran.stderr
    return tree / "site"


def test_the_sample_has_the_same_pages_and_every_link_leads_somewhere(cmkb: Run, tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    assert cmkb(SAMPLE, "export", "markdown", "--output", str(tree)).code == 0
    site = built_by_zensical(tree)
    written = {file.relative_to(tree / "docs").with_suffix(".html") for file in (tree / "docs").rglob("*.md")}
    made = {file.relative_to(site) for file in site.rglob("*.html")}
    assert made - {Path("404.html")} == written
    assert broken_links(site) == []
    assert requests(site) == []  # opening a page asks nobody for anything


def test_odd_notes_and_broken_ones_are_shown_as_on_the_site(
    cmkb: Run, vault: Callable[[str], Path], tmp_path: Path
) -> None:
    tree = tmp_path / "tree"
    assert cmkb(vault(VAULT + BROKEN), "export", "markdown", "--output", str(tree)).code == 0
    site = built_by_zensical(tree)
    words = {name: re.sub(r"\s+", " ", html.text) for name, html in pages(site)}
    assert "a|b" in words["clients/丁一.html"]
    assert "{: .a } --8<--" in words["clients/丁一.html"]  # text of a note, no command to the generator
    assert "[坏" not in words["关于.html"]
    assert "javascript:" not in (site / "clients" / "丁一.html").read_text("utf-8")
    assert broken_links(site) == []
