"""All packages that cmkb needs on another system, as wheels in a folder.

uv resolves, because it judges `sys_platform == "win32"` by the system asked for; pip asks the machine that it runs on,
and colorama would be missing on Windows.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class BundleError(Exception):
    """Why there is no bundle, in one sentence."""


@dataclass(frozen=True, slots=True)
class System:
    uv: str  # what uv calls it
    wheels: tuple[str, ...]  # what its wheels are called, the newest first


WINDOWS = System("x86_64-pc-windows-msvc", ("win_amd64",))


def build_own_wheel(wheels: Path) -> Path:
    run("pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(wheels), str(ROOT))
    return next(wheels.glob("cmkb-*.whl"))


def add_wheels(wheels: Path, own: Path, python: str, system: System) -> Path:
    """What `own` needs under this Python. Gives the file that lists it, beside the wheels."""
    listed = wheels / f"requirements-{python}.txt"
    run(
        *("uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-emit-index-url"),
        *("--python-version", python, "--python-platform", system.uv, "--only-binary", ":all:"),
        *("--constraint", str(ROOT / "constraints.txt"), str(ROOT / "pyproject.toml")),
        *("--output-file", str(listed)),
    )
    platforms = [f"--platform={name}" for name in system.wheels]
    run(
        *("pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--dest", str(wheels)),
        *(*platforms, "--python-version", python, "--implementation", "cp", "--requirement", str(listed)),
    )
    version = re.match(r"cmkb-([^-]+)-", own.name)
    assert version is not None
    with listed.open("a", encoding="utf-8") as more:
        more.write(f"cmkb=={version[1]}\n")
    return listed


def unpack_into(folder: Path, wheels: Path, listed: Path, python: str, system: System) -> None:
    """Installed as they are, for a Python that has no pip."""
    platforms = [f"--platform={name}" for name in system.wheels]
    run(
        *("pip", "install", "--quiet", "--no-deps", "--no-compile", "--no-index", "--only-binary=:all:"),
        *("--find-links", str(wheels), "--target", str(folder)),
        *(*platforms, "--python-version", python, "--implementation", "cp", "--requirement", str(listed)),
    )
    shutil.rmtree(folder / "bin", ignore_errors=True)  # starters for the system that this runs on


def run(module: str, *arguments: str) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if ran.returncode:
        lines = [line for line in ran.stderr.splitlines() if line.strip()]
        raise BundleError("\n".join([f"{module} {arguments[0]} failed:", *lines[-8:]]))
