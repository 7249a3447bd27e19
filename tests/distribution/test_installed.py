"""The wheel in an environment of its own, with what it asks for and nothing of a developer's, on each Python at hand."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.distribution.building import ROOT

pytestmark = pytest.mark.long

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
_NAME = re.compile(r"python3\.\d+")


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )
    assert ran.returncode == code, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


def pythons() -> dict[str, str]:
    """Version → program: of each Python that cmkb is for the first found, on the path, of pyenv or of uv."""
    folders = [Path(folder) for folder in os.environ["PATH"].split(os.pathsep)]
    folders += [*Path.home().glob(".pyenv/versions/*/bin"), *Path.home().glob(".local/share/uv/python/*/bin")]
    names = [
        path for folder in folders for path in sorted(folder.glob("python3.*")) if _NAME.fullmatch(path.name)
    ]
    found = {"{}.{}".format(*sys.version_info[:2]): sys.executable}
    for path in names:
        version = path.name.removeprefix("python")
        if int(version.partition(".")[2]) >= 11 and version not in found and _runs(path):
            found[version] = str(path)
    return found


def _runs(python: Path) -> bool:
    """Not what pyenv puts on the path for a version that is switched off."""
    return subprocess.run([python, "--version"], capture_output=True, check=False).returncode == 0


def python_of(version: str) -> str:
    return pythons().get(version) or pytest.skip(f"no Python {version} on this machine")


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skips where there is nothing to install from."""
    ask = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "click"]
    into = tmp_path_factory.mktemp("asked")
    ran = subprocess.run([*ask, "--dest", str(into)], capture_output=True, text=True, check=False)
    if ran.returncode:
        pytest.skip(f"no package registry: {ran.stderr.strip().splitlines()[-1:]}")


@pytest.fixture(scope="module", params=PYTHONS)
def installed(
    request: pytest.FixtureRequest, registry: None, wheel: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Folder of the programs of an environment that holds the wheel."""
    folder = tmp_path_factory.mktemp("有 空格 的文件夹")
    run(python_of(request.param), "-m", "venv", folder / "venv", cwd=folder)
    programs = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    install = (programs / "python", "-m", "pip", "install", "--quiet", "--only-binary=:all:")
    run(*install, "--constraint", ROOT / "constraints.txt", wheel, cwd=folder)
    return programs


def test_everything_that_loads_a_library_works_without_a_developers_tools(
    installed: Path, tmp_path: Path
) -> None:
    python, cmkb, mkdocs = installed / "python", installed / "cmkb", installed / "mkdocs"
    run(python, "-m", "pip", "check", cwd=tmp_path)
    for module in ("pytest", "openpyxl", "hatchling", "uv", "mypy"):
        run(python, "-c", f"import {module}", cwd=tmp_path, code=1)
    assert run(cmkb, "--version", cwd=tmp_path).strip()
    run(cmkb, "init", "示例", "--sample", cwd=tmp_path)
    vault = tmp_path / "示例"
    assert "王芳" in run(cmkb, "today", cwd=vault)
    run(cmkb, "log", "王芳-8899", "电话", "到期续做", cwd=vault)
    run(cmkb, "check", cwd=vault)
    run(cmkb, "build", "--strict", cwd=vault)
    assert (vault / "site" / "clients" / "王芳-8899.html").is_file()
    run(mkdocs, "build", "--strict", "--site-dir", "from-mkdocs", cwd=vault)
    assert (vault / "from-mkdocs" / "clients" / "王芳-8899.html").is_file()
    run(cmkb, "build", "--audience", "team", cwd=vault)
    for kind in ("xlsx", "ics", "vcf", "csv", "json", "phone"):
        run(cmkb, "export", kind, "--output", tmp_path / f"out.{kind}", cwd=vault)
    for kind in ("xlsx", "vcf", "csv"):
        run(cmkb, "import", tmp_path / f"out.{kind}", "--dry-run", cwd=vault)
    run(cmkb, "report", "week", "--format", "xlsx", "--output", tmp_path / "week.xlsx", cwd=vault)
    run(cmkb, "backup", tmp_path / "copy.zip", cwd=vault)


def test_a_new_vault_of_each_playbook_is_built(installed: Path, tmp_path: Path) -> None:
    names = run(installed / "cmkb", "playbook", "list", cwd=tmp_path)
    assert "members-club" in names
    for name in ("bank-personal", "members-club"):
        run(installed / "cmkb", "init", name, "--playbook", name, cwd=tmp_path)
        run(installed / "cmkb", "build", "--strict", "--vault", tmp_path / name, cwd=tmp_path)


@pytest.mark.parametrize("resolution", ["lowest-direct", "highest"])
def test_the_oldest_and_the_newest_of_what_it_asks_for_will_do(
    resolution: str, registry: None, wheel: Path, tmp_path: Path
) -> None:
    """constraints.txt says which versions are tried every day; pip of a user takes others within the ranges."""
    pytest.importorskip("uv", reason="uv, which resolves for the oldest versions, is not installed")
    listed = tmp_path / "versions.txt"
    resolve = (sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-emit-index-url")
    here = "{}.{}.{}".format(*sys.version_info[:3])
    resolve += ("--resolution", resolution, "--python-version", here, "--only-binary", ":all:")
    run(*resolve, ROOT / "pyproject.toml", "--output-file", listed, cwd=tmp_path)
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    install = (programs / "python", "-m", "pip", "install", "--quiet", "--only-binary=:all:")
    run(*install, "--requirement", listed, wheel, cwd=tmp_path)
    run(programs / "cmkb", "init", "示例", "--sample", cwd=tmp_path)
    vault = tmp_path / "示例"
    run(programs / "cmkb", "build", "--strict", cwd=vault)
    run(programs / "mkdocs", "build", "--strict", "--site-dir", "from-mkdocs", cwd=vault)
    for kind in ("xlsx", "ics", "vcf"):
        run(programs / "cmkb", "export", kind, "--output", tmp_path / f"out.{kind}", cwd=vault)
    for kind in ("xlsx", "vcf"):
        run(programs / "cmkb", "import", tmp_path / f"out.{kind}", "--dry-run", cwd=vault)


def test_it_runs_without_being_installed(registry: None, wheel: Path, tmp_path: Path) -> None:
    """`uvx cmkb` and `pipx run cmkb`, as they will be for a published wheel: the program has the package's name."""
    tried = False
    if uvx := shutil.which("uvx", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}"):
        assert run(uvx, "--quiet", "--from", wheel, "cmkb", "--version", cwd=tmp_path).strip()
        tried = True
    if pipx := shutil.which("pipx"):
        assert run(pipx, "run", "--spec", wheel, "cmkb", "--version", cwd=tmp_path).strip()
        tried = True
    if not tried:
        pytest.skip("neither uvx nor pipx is installed")
