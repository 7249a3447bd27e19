"""A team's site of 2,000 pages against a register of 10,000 clients: what the scan costs beside building the site.

    python -m benchmarks.leak_scan [PAGES] [CLIENTS]

Prints CPU seconds, the best of three, and the ratio, which is to stay below 1. Reading the private vault for its
register is told apart: each private build does it as well.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from benchmarks.vault import CONFIG, GIVEN, SURNAMES, TODAY, _prose, _script
from cmkb.load import load_settings, load_vault
from cmkb.memory import collector_off
from cmkb.pinyin import to_pinyin
from cmkb.sharing.matching import Matcher
from cmkb.sharing.register import register_of
from cmkb.sharing.scanning import Scanner
from cmkb.site.run import build_site
from cmkb.site.team import leaks, write_staged

T = TypeVar("T")
ROUNDS = 3


def make(folder: Path, pages: int, clients: int) -> None:
    chance = random.Random(1)
    (folder / "docs/scripts").mkdir(parents=True)
    (folder / "clients").mkdir()
    (folder / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    for number in range(pages):
        text = _script(chance, number) + f"\n## 说明\n{_prose(chance, 12)}\n"
        (folder / f"docs/scripts/话术{number}.md").write_text(text, encoding="utf-8")
    for number in range(clients):
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        head = f"---\n姓名: {name}\n别名: [{name[0]}{name[2]}姐]\n电话: ['139{chance.randrange(10**8):08d}']\n编号: '6{number:07d}'\n"
        (folder / f"clients/{name}-{number:05d}.md").write_text(
            head + f"微信: wx_{number:05d}\n---\n", encoding="utf-8"
        )


def timed(function: Callable[[], T]) -> tuple[float, T]:
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def main(pages: int = 2000, clients: int = 10_000) -> None:
    with TemporaryDirectory() as temporary:
        folder, staged, site = Path(temporary, "v"), Path(temporary, "staged"), Path(temporary, "site")
        make(folder, pages, clients)
        reading, loaded = timed(lambda: load_vault(folder, load_settings(folder).settings))
        staging, _ = timed(lambda: write_staged(folder, staged, loaded.vault))
        building, scanning = [], []
        for _ in range(ROUNDS):
            with chdir(staged):
                building.append(
                    timed(lambda: build_site(staged, site_dir=site, today=TODAY, audience="team"))[0]
                )
            to_pinyin.cache_clear()
            with collector_off():  # as in the command and, inside `build_site`, for the build
                scanning.append(timed(lambda: leaks(site, Scanner(Matcher(register_of(loaded.vault)))))[0])
        size = sum(file.stat().st_size for file in site.rglob("*") if file.is_file()) / 1e6
        print(f"read the private vault  {reading:6.2f} s")
        print(f"stage                   {staging:6.2f} s")
        print(f"build {pages} pages        {min(building):6.2f} s")
        print(
            f"scan {size:5.1f} MB           {min(scanning):6.2f} s, its dictionary of {clients} clients included"
        )
        print(f"scan / build            {min(scanning) / min(building):6.2f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
