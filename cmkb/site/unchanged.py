"""Whether the site of the last build is the one that a build would write now. Asked before MkDocs is imported.

A build notes down what it was made from: names, sizes and times of the vault's files, the day, the program. Only a
configuration of which all that is known can be answered for; with hooks, other plugins, or files from elsewhere each
build is made. So is one after which a file is so young that it could change again without a sign.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from cmkb.cached.inputs import JUST_NOW, NotKnowable, digest_of, inputs_digest, line_of, top_folders
from cmkb.cached.program import program_stamp
from cmkb.cached.sealed import Sealed
from cmkb.model.problem import Problem, needs_mending
from cmkb.model.settings import Settings
from cmkb.site.folders import MARKER, git_would_take, in_git, is_ours
from cmkb.site.result import BuildResult

NOT_GIVEN = "N5"  # a file that the machine did not give may be there a moment later, without a new time
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


def note_inputs(folder: Path, folders: Iterable[str], target: Path, since: int) -> Whole | None:
    """Taken before a file is read. `since`: when the build began, in nanoseconds. None when it cannot be told."""
    names = top_folders(folders)
    root = folder.resolve()
    try:
        inputs = inputs_digest(str(root), names, str(target.resolve()), young=since - JUST_NOW)
    except (OSError, NotKnowable):
        return None
    return Whole(str(root), names, inputs, str(target.resolve()), _day())


def keep(
    whole: Whole, settings: Settings, today: date, site_dir: Path | None, result: BuildResult, strict: bool
) -> None:
    """After the site was put in its place. `strict`: mkdocs.yml says so."""
    if whole.day != _day() or any(p.code == NOT_GIVEN for p in result.problems):
        return
    target = Path(whole.target)
    folders = tuple(sorted(os.path.relpath(folder, target) for folder, _, _ in os.walk(target)))
    try:
        output = digest_of(_output(target, folders))
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
        if not is_ours(target) or whole.output != digest_of(_output(target, whole.output_folders)):
            return None
        if whole.inputs != inputs_digest(str(root), whole.folders, str(target)):
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


def _output(target: Path, folders: Iterable[str]) -> Iterator[str]:
    """Files that came or went show in the time of their folder."""
    for name in folders:
        yield f"{name} {os.stat(target / name).st_mtime_ns}"
    for name in (MARKER, "index.html"):
        yield line_of(name, os.stat(target / name))
