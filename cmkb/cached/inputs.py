"""The files that an answer was made from, as one sweep over their names, sizes and times sees them.

Imports next to nothing: an answer that is still right is there in a tenth of a second.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from typing import NamedTuple

JUST_NOW = 2_000_000_000  # nanoseconds: the coarsest clock of a file system (FAT)
LEAST = 200  # of fewer notes nothing is kept: they are read in a tenth of a second
MOST_YOUNG = 50  # files so young that their content is compared as well
LARGEST_YOUNG = 4_000_000  # bytes
_EDITORS = (".obsidian", ".vscode")  # hidden folders of which it matters whether they are there


class NotKnowable(Exception):
    """Something could change without a sign."""


class Sweep(NamedTuple):
    lines: list[str]  # a file's name and stamp, or a folder's path with "/"
    young: tuple[tuple[str, str], ...]  # path and digest of files that may change again without a sign


def top_folders(folders: Iterable[str]) -> tuple[str, ...]:
    """Those right in the vault in which the given ones lie."""
    return tuple(sorted({name.strip("/").split("/")[0] for name in folders}))


def sweep(root: str, folders: Iterable[str], target: str = "", since: int | None = None) -> Sweep:
    """Of the vault at `root`; its `folders` count with all that is in them, `target` does not. `since`: when the
    program began, in nanoseconds; without it no file is young.

    Raises OSError, and NotKnowable for a link, behind which files change unseen, and where too much is young.
    """
    young = _Young(root, since - JUST_NOW if since is not None else None)
    lines = list(_entries(root, frozenset(folders), target, young))
    return Sweep(lines, tuple(young.found))


def changed_since(root: str, young: Iterable[Iterable[str]]) -> list[str]:
    """Which of the files that were young have another content. Raises OSError."""
    return [path for path, digest in young if content_digest(os.path.join(root, path)) != digest]


def content_digest(path: str) -> str:
    with open(path, "rb") as file:
        return blake2b(file.read(), digest_size=20).hexdigest()


def digest_of(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=20)
    digest.update("\n".join(lines).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def line_of(name: str, info: os.stat_result) -> str:
    return f"{name} {info.st_mode} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"


class _Young:
    def __init__(self, root: str, since: int | None) -> None:
        self.root = root
        self.since = since
        self.found: list[tuple[str, str]] = []

    def see(self, path: str, info: os.stat_result) -> None:
        if self.since is None or max(info.st_mtime_ns, info.st_ctime_ns) <= self.since:
            return
        if len(self.found) == MOST_YOUNG or info.st_size > LARGEST_YOUNG or not stat.S_ISREG(info.st_mode):
            raise NotKnowable(path)
        self.found.append((_path(path, self.root), content_digest(path)))


def _entries(root: str, folders: frozenset[str], target: str, young: _Young) -> Iterator[str]:
    """A line for each file that may be read. Right in the vault all that is not hidden counts, below it the vault's
    own folders, which come last, with all that is in them and the Markdown right in any other."""
    for editor in _EDITORS:
        yield f"{editor} {os.path.isdir(os.path.join(root, editor))}"
    below: list[str] = []
    for entry in _in(root):
        if entry.name.startswith(".") or entry.path == target:
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield _file(entry, young)
        elif entry.name in folders:
            below.append(entry.path)
        else:
            yield f"{entry.name}/"
            yield from (_file(one, young) for one in _in(entry.path) if one.name.endswith(".md"))
    while below:
        folder = below.pop()
        yield f"{_path(folder, root)}/"
        for entry in _in(folder):
            if not entry.is_dir(follow_symlinks=False):
                yield _file(entry, young)
            elif entry.path != target:
                below.append(entry.path)


def _path(disk: str, root: str) -> str:
    return os.path.relpath(disk, root).replace(os.sep, "/")


def _in(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str], young: _Young) -> str:
    info = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(info.st_mode):
        raise NotKnowable(entry.path)
    if young.since is not None:
        young.see(entry.path, info)
    return line_of(entry.name, info)
