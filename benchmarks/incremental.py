"""What it costs to go on from the last build: nothing changed, one note changed, a list in the terminal.

    python -m benchmarks.incremental [NOTES] [RUNS]

CPU seconds, user+system, medians, all in one run: `cmkb build` cold, with one note changed and with nothing changed
against plain MkDocs + Material of the same notes, which has no way to build less; `cmkb today` against ripgrep (when
it is there) that looks for a word in the same notes; the rebuild within a process as `cmkb serve` does it.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.cold import Run, median, plain_twin, put_aside, run
from benchmarks.vault import TODAY, make_vault

CMKB = [sys.executable, "-m", "cmkb.cli"]
AGED = 2.5  # seconds after which the times of a file tell of every change
IN_ONE_PROCESS = """
import sys, time
from pathlib import Path
from datetime import date
from cmkb.build import compile_site
from cmkb.cached.notes import NoteCache
from cmkb.load import load_settings
from cmkb.memory import collector_off
folder, note = Path(sys.argv[1]), Path(sys.argv[2])
settings, cache = load_settings(folder).settings, NoteCache(folder)
for _ in range(2):
    note.write_text(note.read_text("utf-8") + "又一行。\\n", "utf-8")
    begin = time.process_time()
    with collector_off():
        site = compile_site(folder, settings, date.fromisoformat(sys.argv[3]), cache=cache)
        for page in site.pages:
            page.render()
print(time.process_time() - begin)
"""


def edit(note: Path) -> None:
    note.write_text(note.read_text("utf-8") + "\n又联系过一次。\n", "utf-8")
    time.sleep(AGED)


def main() -> None:
    notes = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    runs = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as temporary:
        vault, twin = Path(temporary, "vault"), Path(temporary, "plain")
        make_vault(vault, notes)
        plain_twin(vault, twin)
        note = min((vault / "clients").iterdir())
        time.sleep(AGED)

        def cold() -> Run:
            put_aside(vault / "site", vault / ".cmkb")
            return run([*CMKB, "build"], vault)

        def changed() -> Run:
            edit(note)
            return run([*CMKB, "build"], vault)

        plain = median(1, lambda: run([sys.executable, "-m", "mkdocs", "build", "-q"], twin))
        lines = [("plain MkDocs + Material, whatever changed", plain)]
        lines.append(("cmkb build, cold", median(1, cold)))
        lines.append(("cmkb build, one note changed", median(runs, changed)))
        lines.append(("cmkb build, nothing changed", median(runs, lambda: run([*CMKB, "build"], vault))))
        print(f"{notes} notes, CPU seconds, ratio to plain, peak memory")
        for name, one in lines:
            print(f"{name:45} {one.cpu:7.2f} {one.cpu / plain.cpu:7.3f} {one.peak // 1024:5d} MB", flush=True)

        code = [sys.executable, "-c", IN_ONE_PROCESS, str(vault), str(note), TODAY.isoformat()]
        within = subprocess.run(code, capture_output=True, text=True, check=True).stdout
        print(
            f"{'pages again within a process, one note changed':45} {float(within):7.2f} {float(within) / plain.cpu:7.3f}"
        )

        today = median(runs, lambda: run([*CMKB, "today"], vault))
        print(f"{'cmkb today, notes read before':45} {today.cpu:7.2f}         {today.peak // 1024:5d} MB")
        if shutil.which("rg"):
            found = median(
                runs,
                lambda: run(["rg", "--no-ignore", "--count", "电话", "clients", "journal", "docs"], vault),
            )
            print(f"{'ripgrep':45} {found.cpu:7.2f}   cmkb today is {today.cpu / found.cpu:.1f} times that")
    packages = ", ".join(f"{n} {version(n)}" for n in ("cmkb", "mkdocs", "mkdocs-material", "comrak-ext"))
    print(f"{packages}; Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
