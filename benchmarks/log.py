"""How long `cmkb log` takes, the whole process, at several sizes of vault, against what Python and its libraries take.

    python -m benchmarks.log [NOTES …]

The first entry of a vault makes the index of names; the figures are of those after it. CPU time and wall time, medians
of nine, all processes in turn so that a loaded machine slows each alike: what counts there is the ratio to
`import click, yaml`. Modules are compiled before, as an installation does.
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
REFERENCE = "import click, yaml"
WORDS = ("电话", "到期续做,同意来谈", "3分", "周三15:00", "网点", "--date", "2026-11-23")


def measured(command: list[str], compiled: str) -> tuple[float, float]:
    """CPU and wall seconds of a process."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": os.getcwd(), "PYTHONPYCACHEPREFIX": compiled}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    wall = time.perf_counter() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100, 3000, 10000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as place:
            folder, compiled = Path(place) / "vault", f"{place}/compiled"
            make_vault(folder, size)
            who = sorted(p.stem for p in (folder / "clients").iterdir())[0]
            log = [sys.executable, "-m", "cmkb.cli", "log", "--vault", str(folder), "--today", "2026-11-23"]
            commands = {
                "python": [sys.executable, "-c", "pass"],
                REFERENCE: [sys.executable, "-c", REFERENCE],
                "log, file name": [*log, who, *WORDS],
                "log, tail of a number": [*log, who[-4:], *WORDS],
            }
            first = {name: measured(command, compiled)[1] for name, command in commands.items()}
            print(f"{size} notes, the first entry {first['log, file name']:.1f} s wall")
            runs = {name: [measured(commands[name], compiled)] for name in commands}
            for _ in range(RUNS - 1):
                for name, command in commands.items():
                    runs[name].append(measured(command, compiled))
            reference = statistics.median(cpu for cpu, _ in runs[REFERENCE])
            for name, found in runs.items():
                cpu = statistics.median(cpu for cpu, _ in found)
                wall = statistics.median(wall for _, wall in found)
                print(
                    f"{name:>24}: {cpu * 1000:5.0f} ms CPU  {wall * 1000:5.0f} ms wall  x{cpu / reference:.2f}"
                )


if __name__ == "__main__":
    main()
