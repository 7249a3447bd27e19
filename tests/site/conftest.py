from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cmkb.site.run import build_site
from tests.conftest import draw

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = ("clients", "journal", "docs", "periods", "cases", "mkdocs.yml")
TODAY = date(2026, 11, 23)

Build = Callable[[str], Path]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample vault."""
    folder = tmp_path_factory.mktemp("sample") / "笔记 vault"
    folder.mkdir()
    for name in SAMPLE:
        source = PROJECT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy(source, folder / name)
    return folder


@pytest.fixture(scope="session")
def sample_site(sample: Path) -> Path:
    result = build_site(sample, strict=True)
    assert result.written, (result.warnings, [p.line_of_text() for p in result.problems])
    return result.site_dir


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """`built(drawing)` builds the vault that is drawn and gives the folder of its site."""

    def build(drawing: str) -> Path:
        return build_site(draw(tmp_path_factory.mktemp("vault"), drawing), today=TODAY).site_dir

    return build
