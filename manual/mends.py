"""An example of every problem and its mend, drawn in mends/*.txt.

    ##### Y7
    === clients/王芳.md
    ---
    ✗ brithday: 1968-03-21
    ✓ birthday: 1968-03-21
    ---

`✗` marks what provokes the problem, `✓` what stands there instead; both also mark a whole file (`=== ✗ path`). What no
line can show is written in ⟨ ⟩: ⟨U+FEFF⟩ a character, ⟨GBK⟩ the file's encoding, ⟨FF⟩ a damaged byte, ⟨→ path⟩ a link,
⟨管道⟩ a pipe, ⟨×9 text⟩ a repeated text, ⟨这台电脑⟩ the folder of the vault.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from cmkb.load import all_problems as problems_of_a_day
from cmkb.load import load_settings, load_vault
from cmkb.model.codes import CODES
from cmkb.model.problem import Problem, problem
from cmkb.pages.addresses import addresses
from cmkb.site.team import TeamRefused, build_team, write_staged
from cmkb.writing.mending import mending_edit

FOLDER = Path(__file__).with_name("mends")
TODAY = date(2026, 11, 23)
CONFIG = "site_name: 试用\nplugins:\n  - cmkb\n"

# Nobody who may read everything, as an administrator may, meets these; their sentence is all that is shown.
ONLY_TOLD = {"N5": {"reason": "Permission denied"}}
# These are found when the team's site is built. All of them lie in one vault, so that there is one build.
AT_THE_TEAMS_SITE = tuple(text for text in CODES if text.startswith("P7"))

_HEAD = re.compile(r"^##### (\S+)\n", re.MULTILINE)
_FILE = re.compile(r"^=== (?:(?P<only>[✗✓]) )?(?P<path>.+)\n", re.MULTILINE)
_CHARACTER = re.compile(r"⟨U\+([0-9A-F]{4,5})⟩")
_REPEATED = re.compile(r"⟨×(\d+) ([^⟩]*)⟩")
_LINK = re.compile(r"⟨→ (.+)⟩\n?")


@dataclass(frozen=True, slots=True)
class Mend:
    """Files by path, as they are drawn. `about` is what must be said besides."""

    text: str
    about: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def changed(self) -> list[str]:
        return [
            path
            for path in dict.fromkeys([*self.before, *self.after])
            if self.before.get(path) != self.after.get(path)
        ]


@cache
def mends() -> dict[str, Mend]:
    """By the key of the problem's text."""
    found: dict[str, Mend] = {}
    for file in sorted(FOLDER.glob("*.txt")):
        _, *parts = _HEAD.split(file.read_text(encoding="utf-8"))
        for text, drawing in zip(parts[::2], parts[1::2], strict=True):
            assert text not in found, f"{text} is drawn twice"
            found[text] = _mend(text, drawing)
    return found


def _mend(text: str, drawing: str) -> Mend:
    about, *parts = _FILE.split(drawing)
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for only, path, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        if only != "✓":
            before[path] = _side(body, "✗", "✓")
        if only != "✗":
            after[path] = _side(body, "✓", "✗")
    return Mend(text, about.strip(), before, after)


def _side(body: str, mine: str, others: str) -> str:
    """The lines of one side: those of both, and its own."""
    lines = (line for line in body.splitlines(keepends=True) if line.rstrip("\n") != others)
    return "".join(
        line.removeprefix(f"{mine} ") if not line.startswith(mine + "\n") else "\n"
        for line in lines
        if not line.startswith(f"{others} ")
    )


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    for path, text in {"mkdocs.yml": CONFIG, **files}.items():
        target = folder / _plain(path, folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if link := _LINK.fullmatch(text):
            target.symlink_to(link[1])
        elif text.strip() == "⟨管道⟩":
            os.mkfifo(target)
        else:
            encoding = "gb18030" if text.startswith("⟨GBK⟩") else "utf-8"
            data = _plain(text.removeprefix("⟨GBK⟩"), folder).encode(encoding)
            target.write_bytes(data.replace("⟨FF⟩".encode(encoding), b"\xff"))
    return folder


def _plain(text: str, folder: Path) -> str:
    text = _CHARACTER.sub(lambda m: chr(int(m[1], 16)), text)
    text = text.replace("⟨这台电脑⟩", str(folder.resolve()))
    return _REPEATED.sub(lambda m: int(m[1]) * m[2], text)


# --- what cmkb says ------------------------------------------------------------------------------------------


def checked(folder: Path) -> list[Problem]:
    """What `cmkb check` says."""
    read = load_settings(folder)
    loaded = load_vault(folder, read.settings)
    _, more = addresses(loaded.vault.notes.values(), loaded.vault.attachments, loaded.vault.settings)
    return sorted({*read.problems, *problems_of_a_day(loaded, TODAY), *more})


def refused(folder: Path) -> list[Problem]:
    """What the team's build says."""
    try:
        return list(build_team(folder, today=TODAY).problems)
    except TeamRefused as error:
        return list(error.problems)


def staged(folder: Path) -> list[Problem]:
    """What it says before anything is built."""
    loaded = load_vault(folder, load_settings(folder).settings)
    return list(write_staged(folder, folder.with_name("staged"), loaded.vault).problems)


@cache
def said(text: str) -> tuple[Problem, ...]:
    """What is said of the example, before its mend."""
    if text in ONLY_TOLD:
        return (problem("clients/王芳.md", 1, 1, text, **ONLY_TOLD[text]),)
    with TemporaryDirectory(prefix="cmkb-manual-") as folder:
        return tuple(_said(Path(folder) / "vault", text, mends()[text].before))


@cache
def left(text: str) -> tuple[Problem, ...]:
    """What is said of it once it is mended."""
    if text in ONLY_TOLD:
        return ()
    with TemporaryDirectory(prefix="cmkb-manual-") as folder:
        return tuple(_said(Path(folder) / "vault", text, mends()[text].after))


def _said(folder: Path, text: str, files: Mapping[str, str]) -> Iterable[Problem]:
    if text.startswith("P8"):
        return refused(write_files(folder, files))
    if text.startswith("P6"):
        return staged(write_files(folder, files))
    if text in AT_THE_TEAMS_SITE:
        every = _team_before() if files is mends()[text].before else _team_after()
        return [one for one in every if one.path in files or one.text == text]
    return checked(write_files(folder, files))


@cache
def _team_before() -> tuple[Problem, ...]:
    return _of_all(mend.before for mend in _team())


@cache
def _team_after() -> tuple[Problem, ...]:
    return _of_all(mend.after for mend in _team())


def _team() -> Iterator[Mend]:
    return (mends()[text] for text in AT_THE_TEAMS_SITE)


def _of_all(drawn: Iterable[Mapping[str, str]]) -> tuple[Problem, ...]:
    with TemporaryDirectory(prefix="cmkb-manual-") as folder:
        files: dict[str, str] = {}
        for one in drawn:
            files |= one
        return tuple(refused(write_files(Path(folder) / "vault", files)))


def fixed(text: str) -> dict[str, bytes]:
    """The notes of the example once `cmkb check --fix` has been there."""
    with TemporaryDirectory(prefix="cmkb-manual-") as name:
        folder = write_files(Path(name), mends()[text].before)
        read = load_settings(folder)
        loaded = load_vault(folder, read.settings)
        return {
            path: mending_edit(path, loaded.vault.playbook, loaded.vault.settings)(
                (folder / path).read_bytes()
            )
            or b""
            for path in mends()[text].changed
            if path in loaded.vault.notes
        }


def wanted(text: str) -> dict[str, bytes]:
    """The notes of the example as its mend has them."""
    with TemporaryDirectory(prefix="cmkb-manual-") as name:
        folder = write_files(Path(name), mends()[text].after)
        return {path: (folder / path).read_bytes() for path in mends()[text].changed if path.endswith(".md")}
