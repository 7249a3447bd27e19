"""Files of a cache, in `.cmkb/` of a vault or in the user's home, that nobody but this user of this machine can have written.

A vault may come by mail or be synced with others. So every file bears a seal made with a key from the user's own
home, and one without it is as good as none: another machine's, a damaged or half-written one. A file is replaced as
a whole, so two processes that write the same one leave the one or the other.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from hmac import compare_digest
from pathlib import Path

_KEY_SIZE, _SEAL_SIZE = 32, 32
_UNFINISHED = ".part-"
_ABANDONED = 60.0  # seconds without a change after which nobody writes it any more


class Sealed:
    """One folder of such files. Without a key, or where the folder cannot be made, it keeps nothing."""

    def __init__(self, state: Path, name: str) -> None:
        self.state = state
        self.folder = state / name
        self.swept = False

    @classmethod
    def of_vault(cls, vault: Path) -> Sealed:
        return cls(vault / ".cmkb", "cache")

    @classmethod
    def of_user(cls, name: str) -> Sealed | None:
        """For what all vaults share."""
        try:
            return cls(_key_place().parent, name)
        except RuntimeError:
            return None

    def read(self, name: str, purpose: bytes = b"") -> bytes | None:
        """What was written under this name for the same `purpose`: version, options …"""
        key = user_key()
        if key is None or self._is_foreign():
            return None
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        seal, content = data[:_SEAL_SIZE], data[_SEAL_SIZE:]
        return content if compare_digest(seal, _seal(key, name, purpose, content)) else None

    def write(self, name: str, content: bytes, purpose: bytes = b"") -> None:
        """Never fails: a full disk or a folder that is only to be read costs time, no answer."""
        key = user_key()
        if key is None or self._is_foreign():
            return
        part = self.folder / f"{_UNFINISHED}{os.urandom(6).hex()}"
        try:
            if not self.folder.is_dir():
                self._make()
            if not self.swept:
                self._sweep()
            with open(part, "xb", opener=_for_the_user_alone) as file:
                file.write(_seal(key, name, purpose, content))
                file.write(content)
            part.replace(self.folder / name)
        except OSError:
            with suppress(OSError):
                part.unlink()

    def ready(self) -> Path | None:
        """The folder, made when missing."""
        with suppress(OSError):
            if not self._is_foreign():
                if not self.folder.is_dir():
                    self._make()
                return self.folder
        return None

    def _sweep(self) -> None:
        """What a process that was killed had begun to write."""
        self.swept = True
        with os.scandir(self.folder) as entries:
            left = [entry for entry in entries if entry.name.startswith(_UNFINISHED)]
        for entry in left:
            if time.time() - entry.stat().st_mtime > _ABANDONED:
                os.unlink(entry.path)

    def _make(self) -> None:
        self.state.mkdir(mode=0o700, exist_ok=True)
        ignored = self.state / ".gitignore"
        if not ignored.exists():
            ignored.write_bytes(b"*\n")
        self.folder.mkdir(mode=0o700, exist_ok=True)

    def _is_foreign(self) -> bool:
        try:
            return self.state.is_symlink() or self.folder.is_symlink()
        except OSError:  # the disk does not tell
            return True


def _seal(key: bytes, name: str, purpose: bytes, content: bytes) -> bytes:
    seal = blake2b(key=key, digest_size=_SEAL_SIZE, person=b"cmkb cache")
    for part in (name.encode(), purpose):
        seal.update(len(part).to_bytes(8, "big") + part)
    seal.update(content)
    return seal.digest()


@cache
def user_key() -> bytes | None:
    """Made at the first use. None where the user has no home to keep it in."""
    try:
        place = _key_place()
        if (key := _key_at(place)) is not None:
            return key
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f"{_UNFINISHED}{os.urandom(6).hex()}")
        with open(part, "xb", opener=_for_the_user_alone) as file:
            file.write(os.urandom(_KEY_SIZE))
        if sys.platform != "win32" and not place.exists():
            with suppress(FileExistsError):
                os.link(part, place)  # of two processes that begin at once, one makes the key
            part.unlink()
        else:
            part.replace(place)
        return _key_at(place)
    except (OSError, RuntimeError):  # RuntimeError: no home is known
        return None


def _key_place() -> Path:
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    else:
        base = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state")
    return base / "cmkb" / "key"


def _key_at(place: Path) -> bytes | None:
    """None for one that others may read or that is damaged."""
    try:
        if sys.platform != "win32" and place.stat().st_mode & 0o077:
            return None
        key = place.read_bytes()
    except OSError:
        return None
    return key if len(key) == _KEY_SIZE else None


def _for_the_user_alone(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
