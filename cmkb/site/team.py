"""`cmkb build --audience team`: shared notes are staged in a private temporary folder, the site is built there on its
own, every byte of it is scanned, and only then is it put in its place."""

from __future__ import annotations

import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import material
import mkdocs

from cmkb.configuration import CONFIG, OWN_PLAYBOOK
from cmkb.files.scan import Found, read_note_file, scan
from cmkb.files.text import decode
from cmkb.load import folders_of, load_vault
from cmkb.memory import collector_off
from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, needs_mending, problem
from cmkb.model.settings import Settings
from cmkb.sharing.config import config_problems, custom_dir
from cmkb.sharing.matching import Hit, Matcher
from cmkb.sharing.numbers import personal_numbers
from cmkb.sharing.pictures import Unreadable, bare
from cmkb.sharing.register import register_of
from cmkb.sharing.scanning import Scanner
from cmkb.sharing.staging import Staging, is_in_shared_folder, stage
from cmkb.sharing.whence import places_of
from cmkb.site.docs_folder import ASSETS
from cmkb.site.folders import OtherAudience, check_target
from cmkb.site.run import BuildResult, build_site, settings_of
from cmkb.site.unchanged import NOT_GIVEN
from cmkb.vault import Vault

TEAM_SITE = "site-team"
_EPOCH = "SOURCE_DATE_EPOCH"  # what MkDocs takes for the time of the build
_SHIPPED = (Path(material.__file__).parent / "templates", Path(mkdocs.__file__).parent, ASSETS)


class TeamRefused(Exception):
    """The team's site was not written. `problems` say why, each with note and line."""

    def __init__(self, problems: tuple[Problem, ...], reason: str = "") -> None:
        super().__init__(reason)
        self.problems = problems


def build_team(
    folder: Path,
    *,
    site_dir: Path | None = None,
    strict: bool = False,
    today: date | None = None,
    tell: Callable[[int, int], None] | None = None,
) -> BuildResult:
    """Raises TeamRefused, BuildFailed, FolderRefused, OSError; the target is then as it was."""
    start = time.perf_counter()
    settings = settings_of(folder)
    target = (site_dir if site_dir else folder / TEAM_SITE).absolute()
    try:
        check_target(target, folder, folders_of(settings), "team")
    except OtherAudience as refused:
        raise TeamRefused((), str(refused)) from None
    vault, problems = _read(folder, settings)
    with TemporaryDirectory(prefix="cmkb-") as temporary:  # readable by its owner alone
        staged = Path(temporary) / "vault"
        staging = write_staged(folder, staged, vault)
        problems = tuple(sorted({*problems, *staging.problems}))
        if strict and needs_mending(problems):
            return BuildResult(target, 0, problems, (), time.perf_counter() - start, False)
        register = register_of(vault)
        for number, path in _numbers_of_broken_notes(folder, vault):
            register.numbers.setdefault(number, path)
        scanner = partial(Scanner, Matcher(register))
        own_paths = (str(folder.resolve()), str(staged), str(staged.resolve()))
        vet = partial(_vet, scanner=scanner, staged=staged, own_paths=own_paths)
        with chdir(staged), _day_of_build(today or settings.today):
            result = build_site(
                staged, site_dir=target, strict=strict, today=today, audience="team", vet=vet, tell=tell
            )
    # Those of a day: expired, but shared.
    told = (p for p in result.problems if is_in_shared_folder(p.path, settings))
    problems = tuple(sorted({*problems, *told}))
    return replace(result, problems=problems, seconds=time.perf_counter() - start)


def _read(folder: Path, settings: Settings) -> tuple[Vault, tuple[Problem, ...]]:
    """The whole vault, for its register, and the problems of what is shared."""
    config = _source(folder, CONFIG)
    wrong = tuple(config_problems(config, settings))
    if wrong:
        raise TeamRefused(wrong)
    loaded = load_vault(folder, settings)
    unread = tuple(
        p for p in loaded.problems if p.text == NOT_GIVEN and not is_in_shared_folder(p.path, settings)
    )
    if unread:  # whose names would not be looked for
        raise TeamRefused(unread)
    return loaded.vault, tuple(p for p in loaded.problems if is_in_shared_folder(p.path, settings))


def _numbers_of_broken_notes(folder: Path, vault: Vault) -> Iterator[tuple[str, str]]:
    """Where the front matter was not understood the numbers are looked for in the file as it is."""
    broken = {note.path for note in vault.of_kind("client") if not note.front.readable}
    for file in scan(folder, vault.settings).notes if broken else ():
        source = _note(file) if file.path in broken else None
        for found in personal_numbers(source.text, sure=False) if source else ():
            yield found.digits.lower(), file.path


def write_staged(folder: Path, staged: Path, vault: Vault) -> Staging:
    """Writes a vault of its own that holds what the team gets and nothing else. Links on the disk are not followed."""
    found = scan(folder, vault.settings)
    shared = [file for file in found.notes if is_in_shared_folder(file.path, vault.settings)]
    sources = [source for source in map(_note, shared) if source is not None]
    files = [file for file in found.attachments if is_in_shared_folder(file.path, vault.settings)]
    attachments = {file.path: file for file in files if _bare(file) is not None}
    staging = stage(sources, attachments, vault.playbook, vault.settings)
    broken = (problem(file.path, 1, 1, "P6.picture") for file in files if file.path not in attachments)
    staged.mkdir(mode=0o700)
    _write(staged / CONFIG, (folder / CONFIG).read_bytes())
    if (folder / OWN_PLAYBOOK).is_file():
        _write(staged / OWN_PLAYBOOK, (folder / OWN_PLAYBOOK).read_bytes())
    overrides = custom_dir(_source(folder, CONFIG))
    if overrides:
        _copy_tree(folder / overrides, staged / overrides)
    (staged / vault.settings.docs).mkdir(parents=True, exist_ok=True)
    for path, text in staging.texts.items():
        _write(staged / path, text.encode("utf-8", "replace"))
    for path in staging.attachments:
        _write(staged / path, _bare(attachments[path]) or b"")
    return replace(staging, problems=tuple(sorted({*staging.problems, *broken})))


def _note(file: Found) -> SourceFile | None:
    return read_note_file(file)[0]


def _source(folder: Path, name: str) -> SourceFile:
    return decode((folder / name).read_bytes(), name)[0]


def _write(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _bare(file: Found) -> bytes | None:
    """A picture, sound or film without the place where it was taken; None where nobody can tell what is in it."""
    number = os.open(file.disk, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with open(number, "rb") as opened:  # not through a link that was put there since the folder was read
        try:
            return bare(opened.read(), file.path)
        except Unreadable:
            return None


def _copy_tree(source: Path, target: Path) -> None:
    """Ordinary files alone."""
    if source.is_symlink() or not source.is_dir():
        return
    for entry in sorted(source.iterdir()):
        mode = entry.lstat().st_mode
        if stat.S_ISDIR(mode):
            _copy_tree(entry, target / entry.name)
        elif stat.S_ISREG(mode):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry, target / entry.name, follow_symlinks=False)


@contextmanager
def _day_of_build(today: date | None) -> Iterator[None]:
    """MkDocs stamps the sitemap with the time; the same notes on the same day give the same bytes."""
    if _EPOCH in os.environ:
        yield
        return
    day = datetime.combine(today, datetime.min.time(), UTC) if today else datetime.now(UTC)
    os.environ[_EPOCH] = str(int(day.replace(hour=0, minute=0, second=0, microsecond=0).timestamp()))
    try:
        yield
    finally:
        del os.environ[_EPOCH]


# --- the scan ----------------------------------------------------------------------------------


def _vet(site: Path, *, scanner: Any, staged: Path, own_paths: tuple[str, ...]) -> None:
    """Raises TeamRefused when the finished site holds anything of the register, or a path of this machine."""
    with collector_off():
        hits = leaks(site, scanner(), own_paths)
    if hits:
        raise TeamRefused(tuple(sorted(_problems(hits, staged, scanner()))))


def leaks(site: Path, scanner: Scanner, own_paths: tuple[str, ...] = ()) -> dict[Hit, str]:
    """Each hit and the first file of the site in which it stands."""
    found: dict[Hit, str] = {}
    paths = [path.encode() for path in own_paths]
    for name, file in _files(site):
        if file.is_symlink() or not file.is_file():
            found.setdefault(Hit("closed", file.name, ""), name)
            continue
        data = file.read_bytes()
        hits = scanner.hits(name, b"" if is_shipped(file.name, data) else data)
        for hit in hits:
            found.setdefault(hit, name)
        if any(path in data for path in paths):
            found.setdefault(Hit("path", "", ""), name)
    return found


def _files(site: Path) -> Iterator[tuple[str, Path]]:
    """Everything but folders, by its path in the site."""
    for folder, folders, names in os.walk(site, onerror=_refuse):
        folders.sort()
        for name in sorted([*names, *(one for one in folders if Path(folder, one).is_symlink())]):
            path = Path(folder, name)
            yield path.relative_to(site).as_posix(), path


def _refuse(error: OSError) -> None:
    """What cannot be listed was not looked through."""
    raise error


def is_shipped(name: str, data: bytes) -> bool:
    """Whether an installed package brings this very file."""
    return any(len(data) == size and path.read_bytes() == data for path, size in _shipped().get(name, ()))


@cache
def _shipped() -> dict[str, list[tuple[Path, int]]]:
    files: dict[str, list[tuple[Path, int]]] = {}
    for root in _SHIPPED:
        for folder, folders, names in os.walk(root):
            folders[:] = [one for one in folders if one not in (".icons", "__pycache__")]
            for name in names:
                path = Path(folder, name)
                files.setdefault(name, []).append((path, path.stat().st_size))
    return files


def _problems(hits: dict[Hit, str], staged: Path, scanner: Scanner) -> Iterator[Problem]:
    """One for each place in the notes; the page itself where no note says it as it stands there."""
    texts = {
        file.relative_to(staged).as_posix(): decode(file.read_bytes(), file.name)[0].text
        for file in sorted(staged.rglob("*"))
        if file.is_file()
        and file.suffix.lower() in (".md", ".yml", ".html", ".csv", ".txt", ".svg", ".json", ".css", ".js")
    }
    names = [file.relative_to(staged).as_posix() for file in sorted(staged.rglob("*")) if file.is_file()]
    found = places_of(hits, texts, names, scanner)
    for hit, page in hits.items():
        from_vault = next((name for name in names if name.endswith(f"/{page}")), page)  # docs/scripts/a.pdf
        for path, line, column in found.get(hit) or [(from_vault, 1, 1)]:
            yield problem(
                path, line, column, f"P7.{hit.kind}", term=hit.term, owner=hit.owner, tail=hit.term[-4:],
            )  # fmt: skip
