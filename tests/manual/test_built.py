"""The manual as `make manual` builds it: without a warning, whole, and asking nobody for anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from manual.examples import DOCS
from tests.site.built import broken_links, requests, run


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("manual") / "site"
    config = DOCS.parent / "mkdocs.yml"
    built = run("mkdocs", "build", "--strict", "-f", str(config), "-d", str(target), cwd=target.parent)
    assert built.returncode == 0, built.stderr
    return target


def test_every_page_of_it_is_there(site: Path) -> None:
    written = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")}
    assert written <= {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def test_its_links_lead_somewhere_and_it_asks_nobody(site: Path) -> None:
    assert broken_links(site) == []
    assert requests(site) == []


def test_what_stands_elsewhere_in_the_repository_is_in_it(site: Path) -> None:
    """SHARING.md and the recipes are taken in, and not their marks."""
    assert "一个团队，一个话术仓库" in (site / "sharing.html").read_text(encoding="utf-8")
    assert "a field of a client" in (site / "developing" / "recipes.html").read_text(encoding="utf-8")
    assert [
        path.name for path in site.rglob("*.html") if "--8&lt;--" in path.read_text(encoding="utf-8")
    ] == []
