"""What one manager with 10,000 clients costs a machine: the figures from which the manual computes a thousand of them.

    python -m benchmarks.scale [CLIENTS]

Writes scale.json beside itself: CPU seconds (user+system, so that other work on the machine matters little), the peak
of memory, and sizes on disk. `python -m manual.write` makes the page of it.
"""

from __future__ import annotations

import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.cold import run
from benchmarks.incremental import AGED, CMKB, edit
from benchmarks.vault import make_vault

RESULT = Path(__file__).with_name("scale.json")
OF_ALL_NOTES = 0.88  # are clients, see benchmarks/vault.py


def files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def megabytes(folder: Path) -> float:
    return round(sum(file.stat().st_size for file in files(folder)) / 1e6, 1)


def main() -> None:
    clients = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as temporary:
        vault = Path(temporary, "vault")
        make_vault(vault, round(clients / OF_ALL_NOTES))
        notes_mb = megabytes(vault)
        time.sleep(AGED)
        cold = run([*CMKB, "build"], vault)
        edit(min((vault / "clients").iterdir()))
        changed = run([*CMKB, "build"], vault)
        unchanged = run([*CMKB, "build"], vault)
        today = run([*CMKB, "today"], vault)
        run([*CMKB, "backup", str(Path(temporary, "copy.zip"))], vault)
        found = {
            "clients": sum(1 for _ in files(vault / "clients")),
            "notes_mb": notes_mb,
            "site_mb": megabytes(vault / "site"),
            "site_files": sum(1 for _ in files(vault / "site")),
            "cache_mb": megabytes(vault / ".cmkb"),
            "backup_mb": round(Path(temporary, "copy.zip").stat().st_size / 1e6, 1),
            "cold_cpu": round(cold.cpu, 1),
            "changed_cpu": round(changed.cpu, 1),
            "unchanged_cpu": round(unchanged.cpu, 1),
            "today_cpu": round(today.cpu, 2),
            "peak_mb": round(max(cold.peak, changed.peak) / 1024),
            "with": f"cmkb {version('cmkb')}, Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores",
        }
    RESULT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
