"""The project's own sdist and wheel, built as whoever publishes builds them: the wheel from the unpacked sdist."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_MADE = {".git", ".venv", "site", "site-team", "dist", "build", "node_modules", ".cmkb", ".hypothesis"}
LEFT_BEHIND = ("site/index.html", "site-team/index.html", ".cmkb/undo/1", "cmkb/__pycache__/x.pyc", ".venv/x")


def copy_of_the_project(into: Path) -> Path:
    """As it is at this moment, with what a build leaves behind: nobody may publish that."""
    copy = into / "project"
    shutil.copytree(ROOT, copy, ignore=_what_was_made, symlinks=True)
    for name in LEFT_BEHIND:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).write_text("private")
    return copy


def _what_was_made(folder: str, names: list[str]) -> set[str]:
    made = {name for name in names if name == "__pycache__" or name.endswith("_cache")}
    return made | (_MADE & set(names) if Path(folder) == ROOT else set())


def build_sdist(project: Path, into: Path) -> Path:
    _hatchling(project, "sdist", into)
    return next(into.glob("cmkb-*.tar.gz"))


def build_wheel(sdist: Path, into: Path) -> Path:
    with tarfile.open(sdist) as packed:
        packed.extractall(into, filter="data")
    (unpacked,) = (folder for folder in into.iterdir() if folder.is_dir())
    _hatchling(unpacked, "wheel", into)
    return next(into.glob("cmkb-*.whl"))


def _hatchling(source: Path, what: str, into: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", what, "--directory", str(into)]
    ran = subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stderr
