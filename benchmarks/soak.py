"""Notes are edited at random while `cmkb serve` runs: does every save show, is anything lost, does anything grow?

    python -m benchmarks.soak [MINUTES] [NOTES]

Default: 60 minutes, 10,000 notes. Each save, a line more in a client's note, a record in the day's journal, a new
note, a renamed or a removed one, is waited for on its page. Prints a line a minute: saves, how long they took to show
(median and longest), resident memory of the server, its temporary files, files in the vault's folder of cmkb. At the
end every note is compared with what was written, the site with a build from nothing, and the memory of the second
half with that of the first. Exit code 1 when a save did not show, a byte differs, or temporary files were left.
"""

from __future__ import annotations

import http.client
import os
import platform
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from benchmarks.vault import TODAY, make_vault

PATIENCE = 300.0  # seconds after which a save counts as never seen
RECORDS = "## 记录\n"
JOURNAL = f"journal/{TODAY.year}/{TODAY}.md"


@dataclass(frozen=True, slots=True)
class Sample:
    saves: int
    memory: int  # kilobytes, resident
    temporary: int  # files and folders of the server's
    state: int  # files in .cmkb


@dataclass(slots=True)
class Soaked:
    samples: list[Sample] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)  # seconds until each save showed
    unseen: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)  # notes that are not what was written
    left: list[str] = field(default_factory=list)  # temporary files after the end

    def growth(self) -> float:
        """Memory of the second half against the first; the first tenth, in which caches fill, does not count."""
        memory = [sample.memory for sample in self.samples[len(self.samples) // 10 :]]
        half = len(memory) // 2
        return statistics.median(memory[half:]) / statistics.median(memory[:half]) if half else 1.0


class Vault:
    """What the notes should be, and edits of them. An edit gives the page on which it shows, and the words."""

    def __init__(self, folder: Path, seed: int = 1) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.clients = sorted(file.stem for file in (folder / "clients").glob("*.md"))
        self.written: dict[str, str | None] = {}  # None: removed
        self.number = 0

    def edit(self) -> tuple[str, str, bool]:
        """Page, words, and whether the page is to be there at all."""
        self.number += 1
        words = f"第{self.number}次保存"
        dice = self.chance.random()
        who = self.chance.choice(self.clients)
        note = f"clients/{who}.md"
        if dice < 0.65 or len(self.clients) < 10:
            self._write(note, f"{self._text(note)}\n{words}。\n")
        elif dice < 0.8:
            record = f"{RECORDS}- 16:00 电话 [[{who}]] {words}\n"
            self._write(JOURNAL, self._text(JOURNAL).replace(RECORDS, record, 1))
        elif dice < 0.9:
            who = f"新客{self.number}"
            self._write(f"clients/{who}.md", f"---\n姓名: {who}\n---\n{words}\n")
            self.clients.append(who)
        elif dice < 0.95:
            new = f"改名{self.number}"
            text = self._text(note)
            self._remove(who)
            self._write(f"clients/{new}.md", f"{text}\n{words}\n")
            self.clients.append(new)
            who = new
        else:
            self._remove(who)
            return _page(who), "", False
        return _page(who), words, True

    def _text(self, path: str) -> str:
        file = self.folder / path
        return file.read_text("utf-8") if file.exists() else RECORDS

    def _write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8", newline="\n")
        self.written[path] = text

    def _remove(self, who: str) -> None:
        (self.folder / f"clients/{who}.md").unlink()
        self.clients.remove(who)
        self.written[f"clients/{who}.md"] = None

    def differing(self) -> list[str]:
        return [
            path
            for path, text in self.written.items()
            if ((self.folder / path).read_text("utf-8") if (self.folder / path).exists() else None) != text
        ]


def _page(who: str) -> str:
    return f"/clients/{quote(who)}.html"


class Server:
    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def shows(self, page: str, words: str, there: bool) -> bool:
        """Waits until it does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                status, text = self._get(page)
                if (status == 200 and words in text) if there else status == 404:
                    return True
            except OSError:
                pass
            time.sleep(0.1)
        return False

    def _get(self, page: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request("GET", page)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8")
        finally:
            connection.close()

    def memory(self) -> int:
        asked = ["ps", "-o", "rss=", "-p", str(self.process.pid)]
        return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


@contextmanager
def serving(folder: Path, temporary: Path) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [sys.executable, "-m", "cmkb.cli", "serve", "--vault", str(folder), "--port", str(port)]
    environment = {**os.environ, "TMPDIR": str(temporary), "PYTHONUTF8": "1"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        server = Server(process, port)
        if not server.shows("/", "<html", there=True):
            raise SystemExit("the server never answered")
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def soak(folder: Path, temporary: Path, *, seconds: float = 0, saves: int = 0, every: float = 60) -> Soaked:
    """For so long, or so many saves. A sample is taken `every` so many seconds, with saves: each hundredth of them."""
    done = Soaked()
    vault = Vault(folder)
    temporary.mkdir(exist_ok=True)
    with serving(folder, temporary) as server:
        begin = sampled = time.monotonic()
        while (vault.number < saves) if saves else time.monotonic() - begin < seconds:
            page, words, there = vault.edit()
            saved = time.monotonic()
            if not server.shows(page, words, there):
                done.unseen.append(f"{vault.number}: {page} {words}")
                break
            done.waits.append(time.monotonic() - saved)
            now = time.monotonic()
            if (vault.number % max(1, saves // 100) == 0) if saves else now - sampled >= every:
                sampled = now
                done.samples.append(
                    Sample(
                        vault.number, server.memory(), _count(temporary, deep=False), _count(folder / ".cmkb")
                    )
                )
                _print(done, now - begin)
    done.differing = vault.differing()
    done.left = [entry.name for entry in temporary.iterdir()]
    return done


def _count(folder: Path, *, deep: bool = True) -> int:
    """Of temporary ones only the folders: the site itself has more pages with more notes."""
    if deep:
        return sum(1 for _ in folder.rglob("*"))
    return sum(1 for one in folder.rglob("*") if one.is_dir() and len(one.relative_to(folder).parts) <= 2)


def _print(done: Soaked, seconds: float) -> None:
    last, waits = done.samples[-1], done.waits[-50:]
    print(
        f"{seconds / 60:5.1f} min {last.saves:5d} saves, shown after {statistics.median(waits):4.1f} s (longest {max(waits):4.1f})"
        f"   {last.memory // 1024:5d} MB   {last.temporary:3d} temporary folders   {last.state:4d} files in .cmkb",
        flush=True,
    )


def as_built_anew(folder: Path, fresh: Path) -> list[str]:
    """Pages of a build that goes on from what is kept which a build from nothing makes otherwise."""
    command = [sys.executable, "-m", "cmkb.cli", "build", "--vault", str(folder), "--site-dir"]
    sites = (fresh / "kept", fresh / "anew")
    for site in sites:
        subprocess.run([*command, str(site)], check=True, stdout=subprocess.DEVNULL)
        cache = folder / ".cmkb" / "cache"
        if cache.exists():
            cache.rename(fresh / f"cache-of-{site.name}")
    kept, anew = (
        {f.relative_to(site).as_posix(): f.read_bytes() for f in site.rglob("*.*") if "sitemap" not in f.name}
        for site in sites
    )
    return [path for path in {*kept, *anew} if kept.get(path) != anew.get(path)]


def main() -> None:
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(143))  # with its server, and its vault
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    notes = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with tempfile.TemporaryDirectory() as place:
        folder, temporary = Path(place, "vault"), Path(place, "temporary")
        make_vault(folder, notes)
        done = soak(folder, temporary, seconds=minutes * 60)
        otherwise = as_built_anew(folder, Path(place))
    print(
        f"{len(done.waits)} saves, {len(done.unseen)} never shown, {len(done.differing)} notes not as written, "
        f"{len(otherwise)} pages not as built anew, {len(done.left)} temporary files left"
    )
    print(
        f"shown after {statistics.median(done.waits):.1f} s, memory of the second half x{done.growth():.3f}"
    )
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    if done.unseen or done.differing or otherwise or done.left:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
