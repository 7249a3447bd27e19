"""A cold build of the same notes by cmkb and by plain MkDocs + Material, in pairs, as ratios of CPU time.

    python -m benchmarks.cold [NOTES] [PAIRS]

Plain means: the same files below docs/, out of the navigation, no search plugin's jieba, Material's defaults.
Prints user+system CPU seconds of each run, the median ratio, peak memory, and the machine.
"""

from __future__ import annotations

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.vault import make_vault

PLAIN = """site_name: 基准
docs_dir: docs
use_directory_urls: false
not_in_nav: |
  *
theme:
  name: material
  font: false
plugins:
  - search
"""


@dataclass(frozen=True, slots=True)
class Run:
    cpu: float  # seconds, user + system
    peak: int  # kilobytes


def run(command: list[str], folder: Path) -> Run:
    """Each command in a process of its own that reports its own children, so that peaks do not mix."""
    code = (
        "import resource, subprocess, sys; "
        "p = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True); "
        "u = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "p.returncode and sys.exit(p.stderr[-2000:]); print(u.ru_utime + u.ru_stime, u.ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=folder, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    cpu, peak = done.stdout.split()
    return Run(float(cpu), int(peak))


def median(runs: int, measured: Callable[[], Run]) -> Run:
    found = [measured() for _ in range(runs)]
    return Run(statistics.median(one.cpu for one in found), max(one.peak for one in found))


def put_aside(*folders: Path) -> None:
    """What a run left, for the next to begin without it. Not removed: where ten thousand files were just removed, an
    ext4 without a journal, as virtual machines have it, takes ten times as long for each new one."""
    for folder in folders:
        if folder.exists():
            aside = folder.parents[1] / "aside"
            aside.mkdir(exist_ok=True)
            folder.rename(aside / f"{folder.name}-{len(list(aside.iterdir()))}")


def installed(folder: Path) -> None:
    """A build of a few notes: templates are compiled once for an installation, as Python's modules are."""
    make_vault(folder, 20)
    run([sys.executable, "-m", "cmkb.cli", "build"], folder)


def plain_twin(vault: Path, twin: Path) -> None:
    """The same notes, as somebody without cmkb would have them."""
    for folder in ("clients", "journal"):
        shutil.copytree(vault / folder, twin / "docs" / folder)
    shutil.copytree(vault / "docs", twin / "docs", dirs_exist_ok=True)
    (twin / "docs" / "index.md").write_text("# 基准\n", encoding="utf-8")
    (twin / "mkdocs.yml").write_text(PLAIN, encoding="utf-8")


def main() -> None:
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    pairs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as temporary:
        vault, twin = Path(temporary, "vault"), Path(temporary, "plain")
        make_vault(vault, notes)
        plain_twin(vault, twin)
        installed(Path(temporary, "few"))
        ratios = []
        for _ in range(pairs):
            put_aside(vault / "site", vault / ".cmkb", twin / "site")
            ours = run([sys.executable, "-m", "cmkb.cli", "build"], vault)
            plain = run([sys.executable, "-m", "mkdocs", "build", "-q"], twin)
            ratios.append(ours.cpu / plain.cpu)
            print(
                f"cmkb {ours.cpu:6.2f} s {ours.peak // 1024:4d} MB   plain {plain.cpu:6.2f} s {plain.peak // 1024:4d} MB"
                f"   ratio {ratios[-1]:.2f}"
            )
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("cmkb", "mkdocs", "mkdocs-material", "comrak-ext")
    )
    cores = os.cpu_count()
    print(f"{notes} notes, median ratio {statistics.median(ratios):.2f}")
    print(f"{packages}; Python {platform.python_version()}, {platform.machine()}, {cores} cores")


if __name__ == "__main__":
    main()
