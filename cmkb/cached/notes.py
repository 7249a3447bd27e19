"""Notes as they were read, so that only files that changed are read again.

A file is taken for unchanged when its size, times and number on the disk are. One that had just been written when it
was read could change again without a sign, so of such a file the content is compared too, until it has aged.
"""

from __future__ import annotations

import io
import pickle
import time
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from datetime import date
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from typing import Any, cast
from zlib import crc32

from cmkb.cached.inputs import JUST_NOW, LEAST
from cmkb.cached.sealed import Sealed
from cmkb.files.scan import Found
from cmkb.model import note as of_notes
from cmkb.model import talk_track as of_talk_tracks
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Place
from cmkb.model.problem import Problem

PARTS = 64  # files among which the notes are spread; a change writes one of them
_PROTOCOL = 5

Stamp = tuple[int, int, int, int]


@immutable
class Kept:
    stamp: Stamp
    digest: bytes  # of the content; b"" when the stamp alone tells
    note: Note
    problems: tuple[Problem, ...]


class NoteCache:
    """Of one vault. Within a process it may be used for one load after the other: `begin`, then of each of `by_part`
    its notes and `end_part`.

    `least`: of fewer notes nothing goes to disk.
    """

    def __init__(self, vault: Path, least: int = LEAST) -> None:
        self.vault = vault
        self.sealed = Sealed.of_vault(vault)
        self.least = least
        self.purpose = b""
        self.parts: list[dict[str, Kept]] = [{} for _ in range(PARTS)]
        self.put_in: list[set[str]] = [set() for _ in range(PARTS)]  # paths that are not as they were written
        self.seen: set[str] = set()
        self.now = 0
        self.goes_to_disk = False

    def begin(self, purpose: bytes, notes: int) -> None:
        """`purpose`: digest of all that a note is read with besides its file. `notes`: how many are asked for."""
        self.now = time.time_ns()
        self.seen = set()
        self.goes_to_disk = notes >= self.least
        if purpose == self.purpose:
            return
        self.purpose = purpose
        self.put_in = [set() for _ in range(PARTS)]
        self.parts = [self._part(number, purpose) if self.goes_to_disk else {} for number in range(PARTS)]

    def by_part(self, files: Iterable[Found]) -> list[tuple[int, list[Found]]]:
        """All parts, those without files too."""
        found: list[list[Found]] = [[] for _ in range(PARTS)]
        for file in files:
            found[_number(file.path)].append(file)
        return list(enumerate(found))

    def has(self, file: Found) -> bool:
        """False for a file that changed, may have changed, or is new."""
        kept = self.of(file.path)
        if kept is None or kept.stamp != _stamp(file) or kept.digest:
            return False
        self.seen.add(file.path)
        return True

    def has_same(self, file: Found, data: bytes) -> bool:
        """For one that `has` did not know: `data` is what the file holds."""
        kept = self.of(file.path)
        if kept is None or not kept.digest or kept.digest != _digest(data):
            return False
        self.put(file, data, kept.note, kept.problems)
        return True

    def put(self, file: Found, data: bytes, note: Note, problems: tuple[Problem, ...]) -> None:
        self._set(file.path, kept_of(file, data, note, problems, self.now))
        self.seen.add(file.path)

    def of(self, path: str) -> Kept | None:
        return self.parts[_number(path)].get(path)

    def end_part(self, number: int) -> None:
        """Forgets what the vault no longer has, and writes the part if it changed.

        One that is new is then the one that was written: packing leaves a second copy, in UTF-8, at each of the words
        that were packed, a quarter of what a note takes.
        """
        part, put = self.parts[number], self.put_in[number]
        gone = [path for path in part if path not in self.seen]
        for path in gone:
            del part[path]
        if not self.goes_to_disk or not (put or gone):
            return
        packed = _packed(part)
        self.sealed.write(_name(number), packed, self.purpose)
        if part.keys() == put:
            self.parts[number] = _unpacked(packed) or part
        self.put_in[number] = set()

    def alone(self, path: str, purpose: bytes) -> Kept | None:
        """As it was kept, for one who asks for a few notes and begins no load."""
        if purpose == self.purpose:
            return self.of(path)
        return self._part(_number(path), purpose).get(path)

    def replace_alone(self, path: str, purpose: bytes, kept: Kept) -> None:
        if purpose == self.purpose:
            self._set(path, kept)
        else:
            part = self._part(_number(path), purpose)
            self.sealed.write(_name(_number(path)), _packed({**part, path: kept}), purpose)

    def _set(self, path: str, kept: Kept) -> None:
        number = _number(path)
        self.parts[number][path] = kept
        self.put_in[number].add(path)

    def _part(self, number: int, purpose: bytes) -> dict[str, Kept]:
        data = self.sealed.read(_name(number), purpose)
        return _unpacked(data) if data is not None else {}


def _stamp(file: Found) -> Stamp:
    return file.size, file.mtime_ns, file.ctime_ns, file.inode


def kept_of(file: Found, data: bytes, note: Note, problems: tuple[Problem, ...], now: int) -> Kept:
    """`now`: in nanoseconds, before `data` was read."""
    young = max(file.mtime_ns, file.ctime_ns) > now - JUST_NOW
    return Kept(_stamp(file), _digest(data) if young else b"", note, problems)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=16).digest()


def _number(path: str) -> int:
    return crc32(path.encode("utf-8", "surrogatepass")) % PARTS


def _name(number: int) -> str:
    return f"notes-{number:02d}"


# Records are packed as their class and its values in order: read back five times as fast as pickle's own way, which
# goes through Python for each, and a tenth of the time that reading the notes takes.
_CLASSES: dict[tuple[str, str], type] = {
    (found.__module__, found.__qualname__): found
    for found in (
        *(v for module in (of_notes, of_talk_tracks) for v in vars(module).values() if is_dataclass(v)),
        Problem,
        Kept,
        date,
    )
    if isinstance(found, type)
}


def _reduced(cls: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    names = [field.name for field in fields(cls)]
    if len(names) < 2:  # attrgetter gives one value itself
        return lambda value: (cls, tuple(getattr(value, name) for name in names))
    values = attrgetter(*names)
    return lambda value: (cls, values(value))


_REDUCED = {cls: _reduced(cls) for cls in _CLASSES.values() if is_dataclass(cls)}


# Notes are full of the same few: each is in memory once, and quicker to look up than to make.
_SHARED: dict[type, Callable[..., Any]] = {cls: lru_cache(maxsize=1 << 16)(cls) for cls in (Place, date)}


class _Unpacker(pickle.Unpickler):
    """The seal has told that the data is ours; still nothing but records is made of it."""

    def find_class(self, module: str, name: str) -> Any:
        found = _CLASSES[module, name]
        return _SHARED.get(found, found)


def _packed(content: dict[str, Kept]) -> bytes:
    out = io.BytesIO()
    packer = pickle.Pickler(out, _PROTOCOL)
    packer.dispatch_table = _REDUCED
    packer.dump(content)
    return out.getvalue()


def _unpacked(data: bytes) -> dict[str, Kept]:
    try:
        return cast("dict[str, Kept]", _Unpacker(io.BytesIO(data)).load())
    except Exception:  # whatever it is, the notes are read again
        return {}
