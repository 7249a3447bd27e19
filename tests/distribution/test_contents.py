"""What is in the wheel and in the sdist."""

from __future__ import annotations

import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.distribution.building import LEFT_BEHIND

SAMPLE = ("clients", "journal", "docs", "periods", "cases", "mkdocs.yml")


@pytest.fixture(scope="module")
def in_wheel(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


@pytest.fixture(scope="module")
def in_sdist(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as packed:
        return {name.partition("/")[2] for name in packed.getnames()}


def files(project: Path, name: str) -> dict[str, bytes]:
    """Path from the project's root → content."""
    top = project / name
    found = [top] if top.is_file() else sorted(top.rglob("*"))
    return {
        file.relative_to(project).as_posix(): file.read_bytes()
        for file in found
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc"
    }


def test_the_wheel_holds_the_package_with_all_its_data(project: Path, in_wheel: dict[str, bytes]) -> None:
    expected = files(project, "cmkb")
    packed = {n: b for n, b in in_wheel.items() if n.startswith("cmkb/") and not n.startswith("cmkb/sample/")}
    assert packed == expected
    kinds = {Path(name).suffix for name in packed}
    assert {".py", ".yml", ".html", ".css", ".js", ".md", ".typed"} <= kinds
    assert "cmkb/starter/clients/陈小满.md" in packed


def test_the_wheel_holds_the_sample_vault(project: Path, in_wheel: dict[str, bytes]) -> None:
    expected = {f"cmkb/sample/{n}": b for top in SAMPLE for n, b in files(project, top).items()}
    assert {n: b for n, b in in_wheel.items() if n.startswith("cmkb/sample/")} == expected
    assert "cmkb/sample/clients/王芳-8899.md" in expected


def test_the_wheel_holds_nothing_else(in_wheel: dict[str, bytes]) -> None:
    assert {name.partition("/")[0].partition("-")[0] for name in in_wheel} == {"cmkb"}


def test_the_wheel_is_for_every_system_and_says_how_it_is_started(
    wheel: Path, in_wheel: dict[str, bytes]
) -> None:
    assert wheel.name.endswith("-py3-none-any.whl")
    (entry_points,) = (b.decode() for n, b in in_wheel.items() if n.endswith("/entry_points.txt"))
    assert "cmkb = cmkb.cli.start:main" in entry_points
    assert "[mkdocs.plugins]\ncmkb = cmkb.site.plugin:CmkbPlugin" in entry_points
    (metadata,) = (b.decode() for n, b in in_wheel.items() if n.endswith("/METADATA"))
    assert "Requires-Python: >=3.11" in metadata


def test_the_sdist_is_enough_to_work_on_the_project(project: Path, in_sdist: set[str]) -> None:
    for name in ("README.md", "Makefile", "constraints.txt", ".importlinter", ".ci/run", "mkdocs.yml"):
        assert name in in_sdist
    for folder in ("tests", "manual", "benchmarks", "windows_bundle"):
        assert set(files(project, folder)) <= in_sdist


def test_what_was_built_before_is_in_neither(in_sdist: set[str], in_wheel: dict[str, bytes]) -> None:
    for name in LEFT_BEHIND:
        assert name not in in_sdist | set(in_wheel)
    assert b"private" not in in_wheel.values()
