"""What managers with many clients cost a machine: the figures from which the manual computes a thousand of them.

    nice -n 10 python -m benchmarks.scale [CLIENTS …]

Writes scale.json beside itself: CPU seconds (user+system, so that other work on the machine matters little), the peak
of memory, and sizes on disk, at two sizes or more, so that a larger one can be told; and what a team's talk tracks
take. Then `python -m manual.write` makes the page of it.
"""

from __future__ import annotations

import gzip
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path

from benchmarks.cold import median, run
from benchmarks.peers import CMKB, append, changed
from benchmarks.vault import make_vault

RESULT = Path(__file__).with_name("scale.json")
SIZES = (3000, 10_000)
OF_ALL_NOTES = 0.88  # are clients, see benchmarks/vault.py
RUNS = 3  # of what takes little
TRACKS = 200  # of a team
OF_VISIT = {".css", ".js", ".woff2", ".svg"}  # what every page loads, and a browser keeps


def files(folder: Path) -> Iterator[Path]:
    return (file for file in folder.rglob("*") if file.is_file())


def megabytes(found: Iterable[Path]) -> float:
    return round(sum(file.stat().st_size for file in found) / 1e6, 2)


def kilobytes(found: Iterable[Path]) -> float:
    return round(statistics.mean(file.stat().st_size for file in found) / 1e3, 1)


def of_a_manager(clients: int, folder: Path) -> dict[str, float]:
    vault, copy = folder / "vault", folder / "copy.zip"
    make_vault(vault, round(clients / OF_ALL_NOTES))
    notes = list(files(vault))
    client, journal = min((vault / "clients").iterdir()), max((vault / "journal").rglob("*.md"))
    found: dict[str, float] = {
        "clients": sum(1 for _ in files(vault / "clients")),
        "notes_mb": megabytes(notes),
        "client_kb": kilobytes(files(vault / "clients")),
        "journal_kb": kilobytes(files(vault / "journal")),
    }
    append(client, "")  # till the times of the files tell of every change
    first = run([*CMKB, "build"], vault)

    words = median(RUNS, lambda: changed(vault, client, "\n又联系过一次。\n"))
    record = changed(vault, journal, f"\n## 记录\n- 17:00 电话 [[{client.stem}]] 好\n")
    nothing = median(RUNS, lambda: run([*CMKB, "build"], vault))
    run([*CMKB, "today"], vault)
    today = median(RUNS, lambda: run([*CMKB, "today"], vault))
    found |= {
        "site_mb": megabytes(files(vault / "site")),
        "cache_mb": megabytes(files(vault / ".cmkb")),
        "site_files": sum(1 for _ in files(vault / "site")),
    }
    team = run([*CMKB, "build", "--audience", "team"], vault)
    run([*CMKB, "backup", str(copy)], vault)
    return found | {
        "first_cpu": round(first.cpu, 2),
        "words_cpu": round(words.cpu, 2),
        "record_cpu": round(record.cpu, 2),
        "nothing_cpu": round(nothing.cpu, 2),
        "today_cpu": round(today.cpu, 2),
        "team_cpu": round(team.cpu, 2),
        "peak_mb": round(max(one.peak for one in (first, words, record, team)) / 1024),
        "backup_mb": megabytes([copy]),
    }


def of_a_team(folder: Path) -> dict[str, float]:
    """The talk tracks alone, as they lie in the team's repository and as a server builds them: no client is there."""
    vault = folder / "team"
    make_vault(vault, TRACKS * 50)
    for private in ("clients", "journal"):
        shutil.rmtree(vault / private)
    docs, kept = vault / "docs", folder / "team.git"
    _git("init", "--quiet", "--initial-branch=main", str(docs))
    _commit(docs, "话术")
    before = _packed(docs, kept)
    track = min((docs / "scripts").iterdir())
    track.write_text(track.read_text("utf-8") + "\n- 又一句。\n", "utf-8")
    _commit(docs, "改")
    after = _packed(docs, kept)
    built = run([*CMKB, "build", "--audience", "team"], vault)
    site = vault / "site-team"
    pages = [len(gzip.compress(page.read_bytes())) for page in site.rglob("scripts/*.html")]
    once = [len(gzip.compress(file.read_bytes())) for file in files(site) if file.suffix in OF_VISIT]
    return {
        "tracks": TRACKS,
        "docs_mb": megabytes(file for file in files(docs) if ".git" not in file.parts),
        "clone_mb": round(before / 1e6, 3),
        "change_kb": round((after - before) / 1e3, 2),
        "build_cpu": round(built.cpu, 2),
        "peak_mb": round(built.peak / 1024),
        "site_mb": megabytes(files(site)),
        "page_kb": round(statistics.mean(pages) / 1e3, 1),
        "first_visit_mb": round(sum(once) / 1e6, 2),
    }


def _git(*words: str) -> None:
    who = ["-c", "user.name=x", "-c", "user.email=x@example.invalid", "-c", "gc.auto=0"]
    subprocess.run(["git", *who, *words], check=True, capture_output=True)


def _commit(docs: Path, what: str) -> None:
    _git("-C", str(docs), "add", "--all")
    _git("-C", str(docs), "commit", "--quiet", "-m", what)


def _packed(docs: Path, into: Path) -> int:
    """Bytes of the packs that another clone of it receives."""
    shutil.rmtree(into, ignore_errors=True)
    _git("clone", "--quiet", "--bare", "--no-local", str(docs), str(into))
    return sum(pack.stat().st_size for pack in into.rglob("*.pack"))


def main() -> None:
    sizes = sorted(map(int, sys.argv[1:])) or list(SIZES)
    if len(sizes) < 2:
        raise SystemExit("two sizes or more, from which a larger one can be told")
    managers = []
    for clients in sizes:
        with tempfile.TemporaryDirectory() as temporary:
            managers.append(of_a_manager(clients, Path(temporary)))
            print(json.dumps(managers[-1]), flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        team = of_a_team(Path(temporary))
    found = {
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day of whoever measures
        "with": f"cmkb {version('cmkb')}, Python {platform.python_version()}, {platform.system()}, "
        f"{platform.machine()}, {os.cpu_count()} cores",
        "managers": managers,
        "team": team,
    }
    RESULT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(RESULT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
