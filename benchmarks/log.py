"""How long `cmkb log` takes, the whole process, against an empty Python process, at several sizes of vault.

    python -m benchmarks.log [NOTES …]

The first entry of a vault makes the index of names; the figures are of those after it. CPU time and wall time, the
median of nine; beside them what Python itself and the import of click take on the same machine.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.vault import make_vault

RUNS = 9
WORDS = ("电话", "到期续做,同意来谈", "3分", "周三15:00", "网点", "--date", "2026-11-23")


def measured(command: list[str]) -> tuple[float, float]:
    """CPU and wall seconds of a process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(
        command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PYTHONPATH": os.getcwd()}
    )
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def median(command: list[str]) -> tuple[float, float]:
    runs = [measured(command) for _ in range(RUNS)]
    return statistics.median(cpu for cpu, _ in runs), statistics.median(wall for _, wall in runs)


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100, 3000, 10000]
    for name, code in (("python", "pass"), ("import click", "import click")):
        cpu, wall = median([sys.executable, "-c", code])
        print(f"{name:>24}: {cpu * 1000:5.0f} ms CPU  {wall * 1000:5.0f} ms wall")
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "vault"
            make_vault(folder, size)
            who = sorted(p.stem for p in (folder / "clients").iterdir())[0]
            log = [sys.executable, "-m", "cmkb.cli", "log", "--vault", str(folder), "--today", "2026-11-23"]
            first, _ = measured([*log, who, *WORDS])
            for name, said in (("file name", who), ("tail of a number", who[-4:])):
                cpu, wall = median([*log, said, *WORDS])
                print(
                    f"{size:>6} {name:>17}: {cpu * 1000:5.0f} ms CPU  {wall * 1000:5.0f} ms wall  (first {first:.1f} s)"
                )


if __name__ == "__main__":
    main()
