"""Whether the site of the last build is the one that a build would write now. Asked before MkDocs is imported.

A build notes down what it was made from: names, sizes and times of the vault's files, the day, the program. Only a
configuration of which all that is known can be answered for; with hooks, other plugins, or files from elsewhere each
build is made. So is one after which a file is so young that it could change again without a sign.
"""

from __future__ import annotations

import json
import os
import stat
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cmkb.cached.notes import JUST_NOW
from cmkb.cached.purpose import program_stamp
from cmkb.cached.sealed import Sealed
from cmkb.model.problem import Problem, needs_mending
from cmkb.model.settings import Settings
from cmkb.site.folders import MARKER, git_would_take, in_git, is_ours
from cmkb.site.result import BuildResult

_EDITORS = (".obsidian", ".vscode")  # hidden folders of which it matters whether they are there
_EPOCH = "SOURCE_DATE_EPOCH"  # what MkDocs takes for the time of the build


@dataclass(frozen=True, slots=True)
class Whole:
    """What the site was made from, and what it is."""

    vault: str
    folders: tuple[str, ...]  # of the vault, read with all that is in them
    inputs: str  # digest of the files' names, sizes and times
    target: str
    day: str  # of the build, as MkDocs writes it into the sitemap
    today: str = ""
    pinned: str = ""  # the day that stands in mkdocs.yml
    timezone: str = ""
    strict: bool = False  # mkdocs.yml says so
    output: str = ""  # digest of the target's folders
    output_folders: tuple[str, ...] = ()
    pages: int = 0
    problems: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()


class NotKnowable(Exception):
    """Something could change without a sign."""


def note_inputs(folder: Path, folders: Iterable[str], target: Path, since: int) -> Whole | None:
    """Taken before a file is read. `since`: when the build began, in nanoseconds. None when it cannot be told."""
    names = tuple(sorted({name.strip("/").split("/")[0] for name in folders}))
    root = folder.resolve()
    try:
        inputs = _digest(_entries(root, names, target.resolve(), young=since - JUST_NOW))
    except (OSError, NotKnowable):
        return None
    return Whole(str(root), names, inputs, str(target.resolve()), _day())


def keep(
    whole: Whole, settings: Settings, today: date, site_dir: Path | None, result: BuildResult, strict: bool
) -> None:
    """After the site was put in its place. `strict`: mkdocs.yml says so."""
    if whole.day != _day():
        return
    target = Path(whole.target)
    folders = tuple(sorted(os.path.relpath(folder, target) for folder, _, _ in os.walk(target)))
    try:
        output = _digest(_output(target, folders))
    except OSError:
        return
    whole = replace(
        whole,
        today=today.isoformat(),
        pinned=settings.today.isoformat() if settings.today else "",
        timezone=settings.timezone,
        strict=strict,
        output=output,
        output_folders=folders,
        pages=result.pages,
        problems=tuple(astuple(p) for p in result.problems),
        warnings=tuple(line for line in result.warnings if line != in_git(result.site_dir)),
    )
    content = json.dumps(asdict(whole), ensure_ascii=False).encode("utf-8", "surrogateescape")
    Sealed.of_vault(Path(whole.vault)).write(_name(site_dir), content, program_stamp())


def up_to_date(
    folder: Path, *, site_dir: Path | None = None, strict: bool = False, today: date | None = None
) -> BuildResult | None:
    """None when a build has to be made."""
    start = time.perf_counter()
    root = folder.resolve()
    whole = _kept(Sealed.of_vault(root).read(_name(site_dir), program_stamp()))
    if whole is None or whole.vault != str(root) or whole.day != _day():
        return None
    if (today.isoformat() if today else _today(whole)) != whole.today:
        return None
    target = Path(whole.target)
    try:
        if not is_ours(target) or whole.output != _digest(_output(target, whole.output_folders)):
            return None
        if whole.inputs != _digest(_entries(root, whole.folders, target, young=None)):
            return None
    except (OSError, NotKnowable):
        return None
    problems = tuple(map(_problem, whole.problems))
    shown = (site_dir or target).absolute()
    warnings = (*whole.warnings, *([in_git(shown)] if git_would_take(target) else []))
    written = not ((strict or whole.strict) and (needs_mending(problems) or warnings))
    seconds = time.perf_counter() - start
    return BuildResult(shown, whole.pages, problems, warnings, seconds, written, unchanged=True)


def _kept(content: bytes | None) -> Whole | None:
    if content is None:
        return None
    try:
        values: Any = json.loads(content.decode("utf-8", "surrogateescape"))
        kept: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
        return Whole(**kept)
    except (ValueError, TypeError, AttributeError):
        return None


def _problem(values: Any) -> Problem:
    path, line, column, text, params = values
    return Problem(path, line, column, text, tuple((key, value) for key, value in params))


def _name(site_dir: Path | None) -> str:
    """A file for each target that is asked for by name, and one for that of mkdocs.yml."""
    asked = str(site_dir.absolute()) if site_dir else ""
    return f"built-{blake2b(asked.encode('utf-8', 'surrogateescape'), digest_size=6).hexdigest()}"


def _day() -> str:
    return os.environ.get(_EPOCH) or datetime.now(UTC).date().isoformat()


def _today(whole: Whole) -> str:
    if whole.pinned:
        return whole.pinned
    with suppress(ValueError, OSError, KeyError):  # no such time zone any more
        return datetime.now(ZoneInfo(whole.timezone)).date().isoformat()
    return ""


def _digest(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=20)
    digest.update("\n".join(lines).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _output(target: Path, folders: Iterable[str]) -> Iterator[str]:
    """Files that came or went show in the time of their folder."""
    for name in folders:
        yield f"{name} {os.stat(target / name).st_mtime_ns}"
    for name in (MARKER, "index.html"):
        yield _line(name, os.stat(target / name))


def _entries(root: Path, folders: Iterable[str], target: Path, young: int | None) -> Iterator[str]:
    """A line for each file that a build may read. Right in the vault all that is not hidden counts, below it the
    vault's own folders with all that is in them and the Markdown right in any other.

    Raises NotKnowable for a link, behind which files change unseen, and for a file changed after `young`.
    """
    whole = set(folders)
    for editor in _EDITORS:
        yield f"{editor} {(root / editor).is_dir()}"
    below: list[str] = []
    with os.scandir(root) as top:
        entries = [entry for entry in top if not entry.name.startswith(".")]
    for entry in sorted(entries, key=lambda one: one.name):
        if Path(entry.path) == target:
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield _file(entry, young)
        elif entry.name in whole:
            below.append(entry.path)
        else:
            yield f"{entry.name}/"
            yield from (_file(one, young) for one in _in(entry.path) if one.name.endswith(".md"))
    while below:
        folder = below.pop()
        yield f"{folder}/"
        for entry in _in(folder):
            if not entry.is_dir(follow_symlinks=False):
                yield _file(entry, young)
            elif Path(entry.path) != target:
                below.append(entry.path)


def _in(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str], young: int | None) -> str:
    info = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(info.st_mode) or (young is not None and max(info.st_mtime_ns, info.st_ctime_ns) > young):
        raise NotKnowable(entry.path)
    return _line(entry.name, info)


def _line(name: str, info: os.stat_result) -> str:
    return f"{name} {info.st_mode} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"
