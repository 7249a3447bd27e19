"""The same notes give the same bytes: under any hash seed, locale, time zone, place on the disk and order of the files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.attacks.commands import standing

PROJECT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-23"
FORMATS = ("ics", "json", "vcf", "phone")
PERIODS = ("day", "week", "month", "quarter", "year")
# What a machine may be like: environment, whether files are written in the reverse order, and where.
MACHINES: tuple[tuple[dict[str, str], bool, str], ...] = (
    ({"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai", "LC_ALL": "C.UTF-8"}, False, "a"),
    ({"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C"}, True, "另一个 地方/b"),
    ({"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "POSIX", "LANG": "tr_TR.UTF-8"}, True, "c"),
)  # fmt: skip


def copied(target: Path, backwards: bool) -> Path:
    """The sample vault, its files written in another order, and years later."""
    files = [PROJECT / "mkdocs.yml"]
    for folder in ("clients", "journal", "docs", "periods", "cases"):
        files += [file for file in (PROJECT / folder).rglob("*") if file.is_file()]
    for number, file in enumerate(sorted(files, reverse=backwards)):
        place = target / file.relative_to(PROJECT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
        if backwards:
            os.utime(place, (1_000_000_000 + number, 1_000_000_000 + number))
    return target


def outputs(folder: Path, environment: dict[str, str], out: Path) -> dict[str, object]:
    def run(*words: str) -> bytes:
        ran = subprocess.run(
            [sys.executable, "-m", "cmkb.cli", *words, "--vault", str(folder), "--today", TODAY],
            env={**os.environ, "PYTHONPATH": str(PROJECT), "NO_MKDOCS_2_WARNING": "1", **environment},
            capture_output=True,
            timeout=300,
            check=False,
        )
        assert ran.returncode in (0, 1), ran.stderr.decode()
        return ran.stdout

    out.mkdir()
    for name in FORMATS:
        run("export", name, "--output", str(out / f"export.{name}"))
    run("export", "csv", "--list", "records", "--output", str(out / "records.csv"))
    run("export", "xlsx", "--output", str(out / "export.xlsx"))
    run("export", "markdown", "--output", str(out / "tree"))
    for period in PERIODS:
        for kind in ("html", "xlsx", "md", "json"):
            run("report", period, "--format", kind, "--output", str(out / f"{period}.{kind}"))
    for words in (("today",), ("follow-ups", "--json"), ("messages",), ("check", "--json")):
        (out / "-".join(words)).write_bytes(run(*words))
    run("build")
    shutil.copytree(folder / "site", out / "site")
    run("build", "--audience", "team")
    if (folder / "site-team").exists():
        shutil.copytree(folder / "site-team", out / "site-team")
    return {path: data for path, data in standing(out).items() if "sitemap.xml" not in path}


@pytest.mark.long
def test_sites_exports_reports_and_answers_are_the_same_bytes_on_any_machine(tmp_path: Path) -> None:
    made = []
    for number, (environment, backwards, place) in enumerate(MACHINES):
        folder = copied(tmp_path / str(number) / place / "vault", backwards)
        made.append(outputs(folder, environment, tmp_path / f"out{number}"))
    first, *others = made
    assert len(first) > 200
    assert any(path.startswith("site-team/") for path in first)
    for other in others:
        assert sorted(other) == sorted(first)
        assert [path for path in first if first[path] != other[path]] == []
