"""The files that an answer was made from, as one sweep over their names, sizes and times sees them.

Imports next to nothing: an answer that is still right is there in a tenth of a second.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from hashlib import blake2b

JUST_NOW = 2_000_000_000  # nanoseconds: the coarsest clock of a file system (FAT)
_EDITORS = (".obsidian", ".vscode")  # hidden folders of which it matters whether they are there


class NotKnowable(Exception):
    """Something could change without a sign."""


def top_folders(folders: Iterable[str]) -> tuple[str, ...]:
    """Those right in the vault in which the given ones lie."""
    return tuple(sorted({name.strip("/").split("/")[0] for name in folders}))


def inputs_digest(root: str, folders: Iterable[str], target: str = "", young: int | None = None) -> str:
    """Of the vault at `root`; its `folders` count with all that is in them, `target` does not.

    Raises OSError, and NotKnowable for a link, behind which files change unseen, and for a file changed after `young`.
    """
    return digest_of(_entries(root, frozenset(folders), target, young))


def digest_of(lines: Iterable[str]) -> str:
    digest = blake2b(digest_size=20)
    digest.update("\n".join(lines).encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def line_of(name: str, info: os.stat_result) -> str:
    return f"{name} {info.st_mode} {info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_ino}"


def _entries(root: str, folders: frozenset[str], target: str, young: int | None) -> Iterator[str]:
    """A line for each file that may be read. Right in the vault all that is not hidden counts, below it the vault's
    own folders with all that is in them and the Markdown right in any other."""
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
        yield f"{folder}/"
        for entry in _in(folder):
            if not entry.is_dir(follow_symlinks=False):
                yield _file(entry, young)
            elif entry.path != target:
                below.append(entry.path)


def _in(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _file(entry: os.DirEntry[str], young: int | None) -> str:
    info = entry.stat(follow_symlinks=False)
    if stat.S_ISLNK(info.st_mode) or (young is not None and max(info.st_mtime_ns, info.st_ctime_ns) > young):
        raise NotKnowable(entry.path)
    return line_of(entry.name, info)
