"""Whether the site of the last build is the one that a build would write now. Asked before MkDocs is imported.

A build notes down what it was made from: names, sizes and times of the vault's files, the day, the program. Only a
configuration of which all that is known can be answered for; with hooks, other plugins, or files from elsewhere each
build is made. Of a file so young that it could change again without a sign the content is compared.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from cmkb.cached.inputs import NotKnowable, Sweep, changed_since, digest_of, line_of, sweep, top_folders
from cmkb.cached.program import program_stamp
from cmkb.cached.sealed import Sealed
from cmkb.model.immutable import immutable
from cmkb.model.problem import Problem, needs_mending
from cmkb.model.settings import Settings
from cmkb.site.folders import MARKER, git_would_take, in_git, is_ours
from cmkb.site.result import BuildResult

MOST_CHANGED = 20  # files whose changes are looked at one by one
STAMP = 5  # words of it at the end of a file's line
NOT_GIVEN = "N5"  # a file that the machine did not give may be there a moment later, without a new time
_EPOCH = "SOURCE_DATE_EPOCH"  # what MkDocs takes for the time of the build


@immutable
class Whole:
    """What the site was made from, and what it is."""

    vault: str
    folders: tuple[str, ...]  # of the vault, read with all that is in them
    inputs: str  # a line for each file: its name, size and times
    young: tuple[Any, ...]  # path and digest of those that could have changed again without a sign
    target: str
    day: str  # of the build, as MkDocs writes it into the sitemap
    today: str = ""
    pinned: str = ""  # the day that stands in mkdocs.yml
    timezone: str = ""
    strict: bool = False  # mkdocs.yml says so
    output: str = ""  # digest of the target's folders; "" of one that nobody else writes into
    output_folders: tuple[str, ...] = ()
    pages: int = 0
    problems: tuple[Any, ...] = ()
    warnings: tuple[str, ...] = ()
    purpose: str = ""  # with what the notes were read; "" where pages cannot be written one by one


class Look(NamedTuple):
    """A site that is still what the last build made of it, and what changed in the vault since."""

    whole: Whole
    now: Sweep
    changed: tuple[str, ...]  # paths of files


def note_inputs(folder: Path, folders: Iterable[str], target: Path, since: int) -> Whole | None:
    """Taken before a file is read. `since`: when the build began, in nanoseconds. None when it cannot be told."""
    names = top_folders(folders)
    root = folder.resolve()
    try:
        found = sweep(str(root), names, str(target.resolve()), since)
    except (OSError, NotKnowable):
        return None
    return Whole(str(root), names, "\n".join(found.lines), found.young, str(target.resolve()), _day())


def finished(
    whole: Whole,
    settings: Settings,
    today: date,
    result: BuildResult,
    strict: bool,
    purpose: str,
    others: bool = True,
) -> Whole | None:
    """After the site was put in its place. `strict`: mkdocs.yml says so. `others`: somebody else could write into it."""
    if whole.day != _day() or any(p.code == NOT_GIVEN for p in result.problems):
        return None
    target = Path(whole.target)
    folders: tuple[str, ...] = ()
    output = ""
    if others:
        folders = tuple(sorted(os.path.relpath(folder, target) for folder, _, _ in os.walk(target)))
        try:
            output = output_digest(target, folders)
        except OSError:
            return None
    return replace(
        whole,
        today=today.isoformat(),
        pinned=settings.today.isoformat() if settings.today else "",
        timezone=settings.timezone,
        strict=strict,
        output=output,
        output_folders=folders,
        pages=result.pages,
        purpose=purpose,
        problems=tuple((p.path, p.line, p.column, p.text, p.params) for p in result.problems),
        warnings=tuple(line for line in result.warnings if line != in_git(result.site_dir)),
    )


def keep(whole: Whole, site_dir: Path | None) -> None:
    content = json.dumps({f.name: getattr(whole, f.name) for f in fields(whole)}, ensure_ascii=False).encode(
        "utf-8", "surrogateescape"
    )
    Sealed.of_vault(Path(whole.vault)).write(name_of_build(site_dir), content, program_stamp())


def last_build(folder: Path, site_dir: Path | None = None) -> Whole | None:
    return _kept(Sealed.of_vault(folder.resolve()).read(name_of_build(site_dir), program_stamp()))


def look(whole: Whole, folder: Path, today: date | None) -> Look | None:
    """None when more than the content of a few files changed since that build."""
    since = time.time_ns()
    root = folder.resolve()
    if whole.vault != str(root) or whole.day != _day():
        return None
    if (today.isoformat() if today else _today(whole)) != whole.today:
        return None
    target = Path(whole.target)
    try:
        if whole.output and not is_ours(target):
            return None
        if whole.output and whole.output != output_digest(target, whole.output_folders):
            return None
        now = sweep(str(root), whole.folders, str(target), since)
        changed = _changed(whole.inputs.split("\n"), now.lines)
        young = dict(now.young)
        unseen = changed_since(str(root), (one for one in whole.young if young.get(one[0]) != one[1]))
    except (OSError, NotKnowable):
        return None
    if changed is None or len(changed) + len(unseen) > MOST_CHANGED:
        return None
    return Look(whole, now, tuple(dict.fromkeys((*changed, *unseen))))


def _changed(before: list[str], now: list[str]) -> list[str] | None:
    """Paths of the files that have another stamp. None when files came or went."""
    if len(before) != len(now):
        return None
    folder, found = "", []
    for old, new in zip(before, now, strict=True):
        if old == new:
            folder = new if new.endswith("/") else folder
            continue
        name = new.rsplit(" ", STAMP)[0]
        if old.endswith("/") or name != old.rsplit(" ", STAMP)[0]:
            return None
        found.append(folder + name)
        if len(found) > MOST_CHANGED:
            return None
    return found


def seen(folder: Path, site_dir: Path | None, today: date | None) -> Look | None:
    """None when all has to be built."""
    whole = last_build(folder, site_dir)
    return look(whole, folder, today) if whole is not None else None


def same_result(found: Look, site_dir: Path | None, strict: bool) -> BuildResult:
    """What the last build said."""
    start = time.perf_counter()
    whole, target = found.whole, Path(found.whole.target)
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


def name_of_build(site_dir: Path | None) -> str:
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


def output_digest(target: Path, folders: Iterable[str]) -> str:
    """Raises OSError."""
    return digest_of(_output(target, folders))


def _output(target: Path, folders: Iterable[str]) -> Iterator[str]:
    """Files that came or went show in the time of their folder."""
    for name in folders:
        yield f"{name} {os.stat(target / name).st_mtime_ns}"
    for name in (MARKER, "index.html"):
        with suppress(FileNotFoundError):  # the development server's site bears no mark
            yield line_of(name, os.stat(target / name))
