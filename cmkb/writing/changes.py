"""The one way in which a command changes notes: all of its edits, or none.

    change_notes(folder, {"clients/王芳.md": lines_edit(add_a_line)}, command="log")

One cmkb at a time; what a command replaces is kept for `cmkb undo` first; each file is exchanged whole, and only if it
is still what was read: else the edit, a pure function, is applied to what another program saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from cmkb.writing import undo
from cmkb.writing.census import count_notes, refuse_if_vanished, remember
from cmkb.writing.lock import vault_lock
from cmkb.writing.places import place_of, state_folder
from cmkb.writing.refused import Changed, WritingRefused
from cmkb.writing.replacing import digest, read_file, remove_file, replace_file, settled, sweep
from cmkb.writing.undo import Change, Kept

# The bytes of a file → what they become; None: no file. May raise WritingRefused. Called again when the file changed.
Edit = Callable[[bytes | None], bytes | None]
Progress = Callable[[int, int], None]
TRIES = 5  # for a file that another program keeps saving


@dataclass(frozen=True, slots=True)
class Undone:
    command: str
    paths: tuple[str, ...]


def change_notes(
    folder: Path,
    edits: Mapping[str, Edit],
    *,
    command: str,
    forced: bool = False,
    progress: Progress | None = None,
) -> tuple[Change, ...]:
    """Gives what was changed. `command` is what `cmkb undo` calls it; `forced`: even if many notes have vanished.
    `progress` is told after each file how many of how many are written.

    Raises WritingRefused, and OSError naming the note; in both cases every note is as it was.
    """
    folder = folder.resolve()
    state = state_folder(folder)
    with vault_lock(state):
        _tidy(folder, state)
        count = count_notes(folder)
        if not forced:
            refuse_if_vanished(state, count)
        changes = _planned(folder, edits)
        if changes:
            changes = _write(folder, state, edits, changes, command, progress)
        grown = sum((c.after is not None) - (c.before is not None) for c in changes if c.path.endswith(".md"))
        remember(state, count + grown)
    return changes


def preview(folder: Path, edits: Mapping[str, Edit]) -> tuple[Change, ...]:
    """What `change_notes` would do."""
    return _planned(folder.resolve(), edits)


def take_back(folder: Path) -> Undone | None:
    """Takes back the last writing; None when there is none. Raises WritingRefused if a note was changed since."""
    folder = folder.resolve()
    state = state_folder(folder)
    with vault_lock(state):
        _tidy(folder, state)
        last = next(undo.kept(state), None)
        if last is None:
            return None
        changes = _back(folder, last)
        undo.reopen(last.folder)
        for change in _in_order(changes):
            with _naming(change.path):
                if not _put(place_of(folder, change.path), change):
                    raise _changed_since(change.path, last.command)
        undo.drop(last.folder)
        remember(state, count_notes(folder))
    return Undone(last.command, tuple(path for path, *_ in last.files))


# --- steps -----------------------------------------------------------------------------------------------------


def _planned(folder: Path, edits: Mapping[str, Edit]) -> tuple[Change, ...]:
    """Nothing is written before every edit has said yes."""
    changes = []
    for path, edit in edits.items():
        with _naming(path):
            before = read_file(place_of(folder, path))
            after = edit(before)
            if after != before:
                changes.append(Change(path, before, after))
    return tuple(changes)


def _write(
    folder: Path,
    state: Path,
    edits: Mapping[str, Edit],
    changes: Sequence[Change],
    command: str,
    progress: Progress | None,
) -> tuple[Change, ...]:
    entry = undo.keep(state, command, changes)
    written: dict[str, Change] = {}
    pending = {change.path: change for change in _in_order(changes)}
    try:
        for path in list(pending):
            with _naming(path):
                target = place_of(folder, path)
                for left in reversed(range(TRIES)):
                    change = pending[path]
                    if change.after == change.before or _put(target, change):
                        break
                    if not left:
                        raise Changed(
                            f"{path} 正被别的程序不断改动，没有写：先在那边保存好，再试一次",
                            f"{path} is being changed by another program, nothing was written: save there, try again",
                            path,
                        )
                    before = settled(target)
                    pending[path] = Change(path, before, edits[path](before))
                    undo.keep_again(entry, command, tuple(pending.values()))
                written[path] = pending[path]
            if progress is not None:
                progress(len(written), len(pending))
    except BaseException:
        if _put_back(folder, tuple(written.values())):
            with suppress(OSError):
                undo.drop(entry)
        raise
    undo.finish(entry)
    return tuple(change for change in pending.values() if change.after != change.before)


def _put(target: Path, change: Change) -> bool:
    """False, and nothing has changed, when the file is not what was read."""
    if change.after is not None:
        if change.before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        return replace_file(target, change.after, change.before)
    if read_file(target) != change.before:
        return False
    remove_file(target)
    return True


def _put_back(folder: Path, written: Sequence[Change]) -> bool:
    """Whether all of it could be taken back."""
    whole = True
    for change in reversed(written):
        try:
            back = Change(change.path, change.after, change.before)
            whole = _put(place_of(folder, change.path), back) and whole
        except (OSError, WritingRefused):
            whole = False
    return whole


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Files are taken away last: a note that moves is for a moment in both places, never in none."""
    return sorted(changes, key=lambda change: change.after is None)


def _back(folder: Path, last: Kept) -> list[Change]:
    """A file that is already as it was, since the writing was killed before it came to it, is left alone."""
    changes = []
    for path, image, before, after in last.files:
        with _naming(path):
            now = read_file(place_of(folder, path))
            if digest(now) == before:
                continue
            if digest(now) != after:
                raise _changed_since(path, last.command)
            old = image.read_bytes() if before else None
            if digest(old) != before:
                raise WritingRefused(
                    f"{path} 的旧内容损坏了，没有撤销：用备份恢复",
                    f"what was kept of {path} is damaged, nothing was taken back: restore a backup",
                    path,
                )
            changes.append(Change(path, now, old))
    return changes


def _changed_since(path: str, command: str) -> WritingRefused:
    return WritingRefused(
        f"{path} 在 cmkb {command} 之后又改过，没有撤销：直接在文件里改",
        f"{path} was changed after cmkb {command}, nothing was taken back: change it in the file",
        path,
    )


def _tidy(folder: Path, state: Path) -> None:
    """After a writing that was killed: temporary files lie beside the notes it was about."""
    undo.tidy(state)
    last = next(undo.kept(state), None)
    if last is None or last.done:
        return
    for path, *_ in last.files:
        with suppress(WritingRefused, OSError):
            sweep(place_of(folder, path).parent, last.digests)
    undo.finish(last.folder)


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """What the machine refused is said of the note, not of a temporary file beside it."""
    try:
        yield
    except WritingRefused:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or os.strerror(error.errno or 0), path) from error
