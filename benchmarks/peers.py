"""cmkb and what a user would take instead, the same notes, one after the other in one run.

    python -m benchmarks.peers [NOTES …] [--runs N] [--write FILE]

CPU seconds, user+system of the whole process, medians, and peak memory. A program that is not on the path is left out
and named. Plain means MkDocs + Material's defaults, every note out of the navigation, no jieba. Hugo and Eleventy have
the least layout that shows a title and the text, and no search; ripgrep looks for one word.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from benchmarks.cold import Run, installed, median, plain_twin, put_aside, run
from benchmarks.vault import TODAY, make_vault

CMKB = [sys.executable, "-m", "cmkb.cli"]
AGED = 2.5  # seconds after which the times of a file tell of every change
HUGO = (
    'title = "基准"\ndisableKinds = ["taxonomy", "term", "RSS"]\n[markup.goldmark.renderer]\nunsafe = false\n'
)
LAYOUT = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>\n"
ELEVENTY = (
    'module.exports = (c) => { c.addGlobalData("layout", "base.njk"); '
    'return { dir: { input: "docs", includes: "../_includes", output: "site" } }; };\n'
)
NJK = "<!doctype html><title>{{ title }}</title><main>{{ content | safe }}</main>\n"
IN_SERVE = """
import gc, sys, time
from pathlib import Path
from cmkb.memory import keep_out_of_the_way
from mkdocs.commands.build import build
from mkdocs.config import load_config
folder, note, journal, site = map(Path, sys.argv[1:5])
def configured():
    return load_config(config_file=str(folder / "mkdocs.yml"), site_dir=str(site))
config = configured()
config.plugins.on_startup(command="serve", dirty=False)
build(config)
plugin = config.plugins["cmkb"]
plugin.served.take()
plugin.taken()
gc.enable()
keep_out_of_the_way()
def everything():
    sys.exit("a whole build")
def page(note):
    return note.relative_to(folder).with_suffix(".html").as_posix()
def seconds(changed, text, build_all, shown):
    changed.write_text(changed.read_text("utf-8") + text, "utf-8")
    begin = time.process_time()
    plugin.words_or_all(build_all)()
    assert plugin.served.make(shown)
    return time.process_time() - begin
for _ in range(3):
    words = seconds(note, "又一行。\\n", everything, page(note))
again = plugin.served.keep_answering(lambda: build(configured()), print)
for turn in range(3):
    record = seconds(journal, f"- 18:0{turn} 电话 [[{note.stem}]] 好\\n", again, page(journal))
for turn in range(3):
    home = seconds(journal, f"- 19:0{turn} 电话 [[{note.stem}]] 好\\n", again, "index.html")
print(words, record, home)
"""


class Row(NamedTuple):
    what: str
    run: Run

    @property
    def cpu(self) -> float:
        return self.run.cpu

    @property
    def peak(self) -> int:
        return self.run.peak


def append(note: Path, text: str) -> None:
    note.write_text(note.read_text("utf-8") + text, "utf-8")
    time.sleep(AGED)


def changed(vault: Path, note: Path, text: str) -> Run:
    append(note, text)
    return run([*CMKB, "build"], vault)


def cmkb(vault: Path, runs: int) -> Iterator[Row]:
    def cold() -> Run:
        put_aside(vault / "site", vault / ".cmkb")
        return run([*CMKB, "build"], vault)

    client, journal = min((vault / "clients").iterdir()), max((vault / "journal").rglob("*.md"))
    yield Row("cmkb build, cold", median(1, cold))
    yield Row(
        "cmkb build, words of one note", median(runs, lambda: changed(vault, client, "\n又见了一面。\n"))
    )
    yield Row(
        "cmkb build, a record in one journal",
        median(1, lambda: changed(vault, journal, f"\n## 记录\n- 17:00 电话 [[{client.stem}]] 好\n")),
    )
    yield Row("cmkb build, nothing changed", median(runs, lambda: run([*CMKB, "build"], vault)))
    with tempfile.TemporaryDirectory() as served:
        code = [sys.executable, "-c", IN_SERVE, str(vault), str(client), str(journal), served]
        within = subprocess.run(code, capture_output=True, text=True, check=True, cwd=Path.cwd()).stdout
        words, record, home = map(float, within.split()[-3:])
        yield Row("cmkb serve, words of one note, its page", Run(words, 0))
        yield Row("cmkb serve, a record in one journal, its page", Run(record, 0))
        yield Row("cmkb serve, a record in one journal, the home page", Run(home, 0))
    time.sleep(AGED)
    yield Row("cmkb today, for the first time", run([*CMKB, "today"], vault))
    yield Row("cmkb today, asked again", median(max(runs, 5), lambda: run([*CMKB, "today"], vault)))


def others(vault: Path, twin: Path, runs: int) -> Iterator[Row]:
    plain_twin(vault, twin)
    if shutil.which("rg"):
        command = ["rg", "--no-ignore", "--count", "电话", "clients", "journal", "docs"]
        yield Row("ripgrep, a scan", median(max(runs, 5), lambda: run(command, vault)))
    yield Row("plain MkDocs + Material", _cold(runs, [sys.executable, "-m", "mkdocs", "build", "-q"], twin))
    if _installed("properdocs"):
        command = [sys.executable, "-m", "properdocs", "build", "-q"]
        yield Row("ProperDocs + Material", _cold(runs, command, twin))
    if program := shutil.which("zensical"):
        yield Row("Zensical", _cold(runs, [program, "build"], twin, twin / ".cache"))
    if program := shutil.which("hugo"):
        # Else all notes are parts of one page
        (twin / "docs" / "index.md").rename(twin / "docs" / "_index.md")
        _write(twin, {"hugo.toml": HUGO, "config.toml": HUGO, "layouts/_default/single.html": LAYOUT})
        _write(twin, {"layouts/_default/list.html": LAYOUT, "layouts/index.html": LAYOUT})
        command = [program, "--quiet", "--contentDir", "docs", "--destination", "site"]
        yield Row("Hugo, least layout", _cold(runs, command, twin, twin / "resources"))
    if program := shutil.which("eleventy"):
        _write(twin, {".eleventy.js": ELEVENTY, "_includes/base.njk": NJK})
        yield Row("Eleventy, least layout", _cold(runs, [program, "--quiet"], twin))


def _cold(runs: int, command: list[str], folder: Path, *kept: Path) -> Run:
    def once() -> Run:
        put_aside(folder / "site", *kept)
        return run(command, folder)

    return median(runs, once)


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _versions() -> Iterator[str]:
    for name in ("cmkb", "mkdocs", "mkdocs-material", "properdocs", "comrak-ext"):
        yield f"{name} {_installed(name) or '(not here)'}"
    for program, asked in (
        ("zensical", "--version"),
        ("hugo", "version"),
        ("eleventy", "--version"),
        ("rg", "--version"),
    ):
        if shutil.which(program):
            said = subprocess.run([program, asked], capture_output=True, text=True, check=False).stdout
            yield f"{program} {' '.join(said.split()[:3]).removeprefix(program).strip()}"
        else:
            yield f"{program} (not here)"


def measured(notes: int, runs: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as temporary:
        vault, twin = Path(temporary, "vault"), Path(temporary, "plain")
        make_vault(vault, notes)
        installed(Path(temporary, "few"))
        time.sleep(AGED)
        rows: list[Row] = []
        for row in chain(others(vault, twin, runs), cmkb(vault, runs)):
            print(f"{notes:7} {row.what:52} {row.cpu:8.2f} s {row.peak // 1024:5} MB", flush=True)
            rows.append(row)
        return rows


def table(found: dict[int, list[Row]]) -> Iterator[str]:
    """Each size with its figures and ratios to plain; last the exponent with which the time grows."""
    sizes = list(found)
    yield "| | " + " | ".join(f"{n:,}: s | of plain | MB" for n in sizes) + " | grows as n^ |"
    yield "|---|" + "--:|--:|--:|" * len(sizes) + "--:|"
    plain = {n: next(row.cpu for row in found[n] if row.what.startswith("plain")) for n in sizes}
    for what in [row.what for row in found[sizes[0]]]:
        rows = {n: row for n in sizes for row in found[n] if row.what == what}
        cells = [
            f"{rows[n].cpu:.2f} | {rows[n].cpu / plain[n]:.3f} | {rows[n].peak // 1024 or '–'}" for n in rows
        ]
        first, last = min(sizes), max(sizes)
        grows = "–"
        if first != last and rows[first].cpu and rows[last].cpu:
            grows = f"{math.log(rows[last].cpu / rows[first].cpu) / math.log(last / first):.2f}"
        yield f"| {what} | " + " | ".join(cells) + f" | {grows} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("notes", type=int, nargs="*", default=[3000, 10000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    found = {notes: measured(notes, given.runs) for notes in given.notes}
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}"
    text = "\n".join(
        (
            f"Made-up notes of {TODAY}, medians of {given.runs}; `python -m benchmarks.peers`.",
            "",
            *table(found),
            "",
            f"{', '.join(_versions())}. {machine}.",
            "",
        )
    )
    print(text)
    if given.write is not None:
        given.write.write_text(f"# Results\n\n{text}", "utf-8")


if __name__ == "__main__":
    main()
