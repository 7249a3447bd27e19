"""Notes as they were read, so that only files that changed are read again.

A file is taken for unchanged when its size, times and number on the disk are. One that had just been written when it
was read could change again without a sign, so of such a file the content is compared too, until it has aged.
"""

from __future__ import annotations

import io
import pickle
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date
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
from cmkb.model.note import Note
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
    """Of one vault. Within a process it may be used for one load after the other.

    `least`: of fewer notes nothing goes to disk.
    """

    def __init__(self, vault: Path, least: int = LEAST) -> None:
        self.vault = vault
        self.sealed = Sealed.of_vault(vault)
        self.least = least
        self.purpose = b""
        self.kept: dict[str, Kept] = {}
        self.changed: set[int] = set()
        self.seen: set[str] = set()
        self.now = 0

    def begin(self, purpose: bytes, notes: int) -> None:
        """`purpose`: digest of all that a note is read with besides its file. `notes`: how many are asked for."""
        self.now = time.time_ns()
        self.seen = set()
        if purpose == self.purpose:
            return
        self.purpose, self.kept, self.changed = purpose, {}, set()
        if notes >= self.least:
            for number in range(PARTS):
                self.kept |= self._part(number, purpose)

    def has(self, file: Found) -> bool:
        """False for a file that changed, may have changed, or is new."""
        kept = self.kept.get(file.path)
        if kept is None or kept.stamp != _stamp(file) or kept.digest:
            return False
        self.seen.add(file.path)
        return True

    def has_same(self, file: Found, data: bytes) -> bool:
        """For one that `has` did not know: `data` is what the file holds."""
        kept = self.kept.get(file.path)
        if kept is None or not kept.digest or kept.digest != _digest(data):
            return False
        self.put(file, data, kept.note, kept.problems)
        return True

    def put(self, file: Found, data: bytes, note: Note, problems: tuple[Problem, ...]) -> None:
        self.kept[file.path] = kept_of(file, data, note, problems, self.now)
        self.seen.add(file.path)
        self.changed.add(_number(file.path))

    def save(self) -> None:
        """Forgets what the vault no longer has, and writes the parts that changed.

        Where all did, what is kept is what was written: packing leaves a second copy, in UTF-8, at each of the words
        that were packed, a quarter of what a note takes.
        """
        for path in self.kept.keys() - self.seen:
            del self.kept[path]
            self.changed.add(_number(path))
        if len(self.kept) < self.least or not self.changed:
            return
        parts: dict[int, dict[str, Kept]] = {number: {} for number in self.changed}
        for path, kept in self.kept.items():
            if (number := _number(path)) in parts:
                parts[number][path] = kept
        all_of_them = len(parts) == PARTS
        while parts:
            number, content = parts.popitem()
            packed = _packed(content)
            self.sealed.write(_name(number), packed, self.purpose)
            if all_of_them:
                self.kept |= _unpacked(packed)
        self.changed = set()

    def alone(self, path: str, purpose: bytes) -> Kept | None:
        """As it was kept, for one who asks for a few notes and begins no load."""
        if purpose == self.purpose:
            return self.kept.get(path)
        return self._part(_number(path), purpose).get(path)

    def replace_alone(self, path: str, purpose: bytes, kept: Kept) -> None:
        if purpose == self.purpose:
            self.kept[path] = kept
            self.changed.add(_number(path))
        else:
            part = self._part(_number(path), purpose)
            self.sealed.write(_name(_number(path)), _packed({**part, path: kept}), purpose)

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


class _Unpacker(pickle.Unpickler):
    """The seal has told that the data is ours; still nothing but records is made of it."""

    def find_class(self, module: str, name: str) -> Any:
        return _CLASSES[module, name]


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
