"""The one way in which a command changes notes: all of its edits, or none.

    change_notes(folder, {"clients/王芳.md": lines_edit(add_a_line)}, command="log")

One cmkb at a time; what a command replaces is kept for `cmkb undo` first; each file is exchanged whole, and only if it
is still what was read: else the edit, a pure function, is applied to what another program saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cmkb.model.immutable import immutable
from cmkb.writing import undo
from cmkb.writing.census import count_notes, refuse_if_vanished, remember
from cmkb.writing.lock import vault_lock
from cmkb.writing.places import Listed, place_of, state_folder, sweep_aside
from cmkb.writing.refused import Changed, Stopped, WritingRefused
from cmkb.writing.replacing import (
    digest,
    discard,
    leftovers,
    put_in_place,
    read_file,
    remove_file,
    settled,
    stage,
    sweep,
    sync_files,
    sync_folder,
)
from cmkb.writing.undo import Change, Kept

# The bytes of a file → what they become; None: no file. May raise WritingRefused. Called again when the file changed.
Edit = Callable[[bytes | None], bytes | None]
Progress = Callable[[int, int], None]
TRIES = 5  # for a file that another program keeps saving
MOST_STAGED = 256  # files whose new texts lie beside them at one time


@immutable
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
    step: str = "",
) -> tuple[Change, ...]:
    """Gives what was changed. `command` is what `cmkb undo` calls it; `forced`: even if many notes have vanished.
    `progress` is told after each file how many of how many are written. Writings with the same `step`, a word from
    `new_step`, are taken back together.

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
            changes = _Writing(folder, state, edits, command, step, progress).write(changes)
        grown = sum((c.after is not None) - (c.before is not None) for c in changes if c.path.endswith(".md"))
        remember(state, count + grown)
    return changes


def new_step() -> str:
    return os.urandom(8).hex()


def preview(folder: Path, edits: Mapping[str, Edit]) -> tuple[Change, ...]:
    """What `change_notes` would do."""
    return _planned(folder.resolve(), edits)


def take_back(folder: Path) -> Undone | None:
    """Takes back the last step; None when there is none. Raises WritingRefused if a note was changed since, and
    OSError."""
    folder = folder.resolve()
    state = state_folder(folder)
    with vault_lock(state):
        _tidy(folder, state)
        last = undo.last_step(state, strict=True)
        if not last:
            return None
        changes = _back(folder, last)
        undo.reopen(last[0].folder)
        wiped = _take_back(folder, _in_order(changes), last)
        with suppress(OSError):  # the notes are as they were; once more would change nothing
            for one in last:
                undo.drop(one.folder, whole=wiped)
        remember(state, count_notes(folder))
    paths = dict.fromkeys(path for one in reversed(last) for path, *_ in one.files)
    return Undone(last[0].command, tuple(paths))


def _take_back(folder: Path, changes: Sequence[Change], last: Sequence[Kept]) -> bool:
    """All of it, or nothing. Whether none of the temporary files is left."""
    traces, written = _Traces(), list[Change]()
    listed: Listed = {}
    try:
        for change in changes:
            with _naming(change.path):
                if not _put(place_of(folder, change.path, listed), change, traces):
                    raise _changed_since(change.path, last[0].command)
            written.append(change)
        traces.sync()
    except BaseException:
        _put_back(folder, written)
        raise
    known = _digests(last)
    return traces.wiped() or not [place for place in traces.folders if not sweep(place, known)]


# --- steps -----------------------------------------------------------------------------------------------------


def _planned(folder: Path, edits: Mapping[str, Edit]) -> tuple[Change, ...]:
    """Nothing is written before every edit has said yes."""
    changes = []
    listed: Listed = {}
    for path, edit in edits.items():
        with _naming(path):
            before = read_file(place_of(folder, path, listed))
            after = edit(before)
            if after != before:
                changes.append(Change(path, before, after))
    return tuple(changes)


class _Traces:
    """Folders in which names have changed that may not be on disk yet, and the temporary files that were used."""

    def __init__(self) -> None:
        self.folders: set[Path] = set()
        self.temporaries: list[Path] = []

    def sync(self) -> None:
        for folder in sorted(self.folders):
            if folder.is_dir():
                sync_folder(folder)

    def wiped(self) -> bool:
        """Whether none of the temporary files is left."""
        return not any(map(leftovers, self.temporaries))


class _Writing:
    """Changes on their way to the disk: what is to be written, and what is."""

    def __init__(
        self,
        folder: Path,
        state: Path,
        edits: Mapping[str, Edit],
        command: str,
        step: str,
        progress: Progress | None,
    ) -> None:
        self.folder, self.state, self.edits = folder, state, edits
        self.command, self.step, self.progress = command, step, progress
        self.pending: dict[str, Change] = {}
        self.written: list[Change] = []
        self.at_hand: Change | None = None  # may be written, or not
        self.staged: dict[str, Path] = {}
        self.traces = _Traces()
        self.listed: Listed = {}

    def write(self, changes: Sequence[Change]) -> tuple[Change, ...]:
        self.entry = undo.keep(self.state, self.command, changes, self.step)
        self.pending = {change.path: change for change in _in_order(changes)}
        paths = list(self.pending)
        try:
            for first in range(0, len(paths), MOST_STAGED):
                self._write_some(paths[first : first + MOST_STAGED])
            self.traces.sync()
        except BaseException as error:
            whole = _put_back(self.folder, self._done())
            if whole:
                with suppress(OSError):
                    undo.drop(self.entry)
            if isinstance(error, KeyboardInterrupt):
                raise Stopped(whole) from error
            raise
        if self.traces.wiped():  # else the next writing looks for what is left
            undo.finish(self.entry)
        return tuple(change for change in self.pending.values() if change.after != change.before)

    def _done(self) -> list[Change]:
        """What was written, for certain: Ctrl-C may come between a writing and the note that it is done."""
        change = self.at_hand
        if change is None or change.after == change.before or (self.written and self.written[-1] is change):
            return self.written
        with suppress(OSError, WritingRefused):
            if read_file(place_of(self.folder, change.path)) == change.after:
                return [*self.written, change]
        return self.written

    def _write_some(self, paths: Sequence[str]) -> None:
        """Their texts go to disk together, then each is put in its place."""
        try:
            for path in paths:
                with _naming(path):
                    self._stage(path)
            sync_files(list(self.staged.values()))
            for path in paths:
                with _naming(path):
                    self._put(path)
                self.written.append(self.pending[path])
                if self.progress is not None:
                    self.progress(len(self.written), len(self.pending))
        finally:
            for left in self.staged.values():
                discard(left)
            self.staged.clear()

    def _stage(self, path: str) -> None:
        change = self.pending[path]
        if change.after is None:
            return
        target = place_of(self.folder, path, self.listed)
        if change.before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        self.staged[path] = stage(target, change.after)
        self.traces.temporaries.append(self.staged[path])

    def _put(self, path: str) -> None:
        target = place_of(self.folder, path, self.listed)
        for left in reversed(range(TRIES)):
            self.at_hand = change = self.pending[path]
            if change.after == change.before or _put(
                target, change, self.traces, self.staged.pop(path, None)
            ):
                return
            if not left:
                raise Changed(
                    f"{path} 正被别的程序不断改动，没有写：先在那边保存好，再试一次",
                    f"{path} is being changed by another program, nothing was written: save there, try again",
                    path,
                )
            before = settled(target)
            self.pending[path] = Change(path, before, self.edits[path](before))
            undo.keep_again(self.entry, self.command, tuple(self.pending.values()), self.step)


def _put(target: Path, change: Change, traces: _Traces, staged: Path | None = None) -> bool:
    """False, and nothing has changed, when the file is not what was read. Syncing is for when all is done."""
    if change.after is None:
        if read_file(target) != change.before:
            return False
        remove_file(target)
        traces.folders.add(target.parent)
        return True
    if staged is None:
        if change.before is None:
            target.parent.mkdir(parents=True, exist_ok=True)
        staged = stage(target, change.after)
        traces.temporaries.append(staged)
        try:
            sync_files([staged])
        except BaseException:
            discard(staged)
            raise
    written = put_in_place(staged, target, change.after, change.before)
    traces.folders.add(target.parent)
    return written


def _put_back(folder: Path, written: Sequence[Change]) -> bool:
    """Whether all of it could be taken back."""
    whole = True
    traces = _Traces()
    for change in reversed(written):
        try:
            back = Change(change.path, change.after, change.before)
            whole = (back.after == back.before or _put(place_of(folder, change.path), back, traces)) and whole
        except (OSError, WritingRefused):
            whole = False
    with suppress(OSError):
        traces.sync()
    return traces.wiped() and whole


def _in_order(changes: Sequence[Change]) -> list[Change]:
    """Files are taken away last: a note that moves is for a moment in both places, never in none."""
    return sorted(changes, key=lambda change: change.after is None)


def _back(folder: Path, last: Sequence[Kept]) -> list[Change]:
    """A file that is already as it was, since the writing was killed before it came to it, is left alone."""
    first: dict[str, tuple[Path, str]] = {}  # image of what the step found, and its digest
    newest: dict[str, str] = {}
    for one in last:
        for path, image, before, after in one.files:
            if path in first and first[path][1] != after:
                raise _changed_since(path, one.command)
            first[path] = image, before
            newest.setdefault(path, after)
    changes = []
    listed: Listed = {}
    for path, (image, before) in first.items():
        with _naming(path):
            now = read_file(place_of(folder, path, listed))
            if digest(now) == before:
                continue
            if digest(now) != newest[path]:
                raise _changed_since(path, last[0].command)
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
    """After a writing that was killed, or on a disk that would remove nothing: temporary files lie beside the notes
    that it was about. Looked for all at once, for what is of none of these writings is somebody's words."""
    sweep_aside(state)
    dropped, last = undo.dropped(state), undo.last_step(state)
    cut_short = last if last and not last[0].done else []
    whole = _swept(folder, [*dropped, *cut_short])
    undo.tidy(state, () if whole else [one.folder for one in dropped])
    if cut_short and whole:
        undo.finish(cut_short[0].folder)


def _swept(folder: Path, writings: Sequence[Kept]) -> bool:
    """Whether none of their temporary files is left."""
    known = _digests(writings)
    listed: Listed = {}
    whole = True
    paths = (path for one in writings for path, *_ in one.files)
    for beside in dict.fromkeys(path.rpartition("/")[0] for path in paths):
        with suppress(WritingRefused, OSError):
            whole = sweep(place_of(folder, f"{beside}/_".lstrip("/"), listed).parent, known) and whole
    return whole


def _digests(last: Sequence[Kept]) -> frozenset[str]:
    return frozenset[str]().union(*(one.digests for one in last))


@contextmanager
def _naming(path: str) -> Iterator[None]:
    """What the machine refused is said of the note, not of a temporary file beside it."""
    try:
        yield
    except WritingRefused:
        raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or os.strerror(error.errno or 0), path) from error
