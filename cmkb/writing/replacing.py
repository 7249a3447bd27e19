"""The bytes of one file are exchanged whole: a reader, or a power cut, sees the old ones or the new ones.

Written beside it, flushed to disk, and put in its place in one step. Where the system can swap two names, what was
replaced is looked at afterwards: an editor that saved in the last moment is noticed, and its text is still there.
"""

from __future__ import annotations

import ctypes
import errno
import hashlib
import os
import stat
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

PREFIX, BEING_WRITTEN, SWAPPED = ".cmkb-", ".tmp", ".old"
TRIES = 6  # another program may hold the file for a moment: a sync, a virus scanner
PAUSE = 0.1  # seconds, longer each time
FEW, AT_ONCE = 4, 16  # files to sync one by one, threads to sync more of them
_AT_CWD, _EXCHANGE = -100, 2
T = TypeVar("T")
_CANNOT_SWAP = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV)


def digest(data: bytes | None) -> str:
    """ "" for a file that is not there."""
    return "" if data is None else hashlib.sha256(data).hexdigest()


def read_file(target: Path) -> bytes | None:
    """None for a file that is not there. An editor that has just emptied a file is given time to fill it."""
    data = _read(target)
    if data == b"" and _age(target) < 1:
        return settled(target)
    return data


def settled(target: Path) -> bytes | None:
    """The file's bytes once they stay what they are for a moment: another program is writing them."""
    data = _read(target)
    for _ in range(20):
        time.sleep(0.05)
        later = _read(target)
        if later == data:
            return data
        data = later
    return data


def stage(target: Path, data: bytes) -> Path:
    """A file beside the target that holds what it is to become; `sync_files` before it is put in its place."""
    _refuse_read_only(target)
    temporary = target.parent / f"{PREFIX}{os.urandom(8).hex()}{BEING_WRITTEN}"
    try:
        with temporary.open("xb") as file:
            file.write(data)
    except BaseException:
        discard(temporary)
        raise
    return temporary


def put_in_place(staged: Path, target: Path, data: bytes, before: bytes | None) -> bool:
    """Puts `data`, which is staged, where `before` is; None: where no file is. False, and nothing has changed, when
    another program saved since `before` was read. Raises OSError for what the machine refuses; then the file is as
    it was. The folder is not synced.
    """
    try:
        if before is None:
            return _patiently(lambda: _move_to_free(staged, target, data))
        _keep_rights(staged, target)
        return _swap(staged, target, data, before)
    finally:
        discard(staged)


def discard(staged: Path) -> None:
    with suppress(OSError):
        staged.unlink()


def leftovers(staged: Path) -> list[Path]:
    """What is there of a staged file and of the one that it was swapped with."""
    return [one for one in (staged, staged.with_suffix(SWAPPED)) if os.path.lexists(one)]


def write_whole(target: Path, data: bytes) -> None:
    """For a file that is no note: puts `data` in its place, whatever stands there. Whole, or not at all."""
    staged = stage(target, data)
    try:
        sync_files([staged])
        if target.exists():
            _keep_rights(staged, target)
        _patiently(lambda: staged.replace(target))
    finally:
        discard(staged)
    sync_folder(target.parent)


def remove_file(target: Path) -> None:
    """The folder is not synced."""
    _refuse_read_only(target)
    _patiently(target.unlink)


def sync_files(files: Sequence[Path]) -> None:
    """What was written into them is on disk. Several at once share what the file system does for each."""
    if len(files) <= FEW:
        for file in files:
            _sync(file)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(_sync, files))


def _sync(file: Path) -> None:
    with file.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """So that a power cut does not take back a rename. Windows has nothing of the kind."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # network drives
            raise OSError(error.errno, os.strerror(error.errno or 0), str(folder)) from error
    finally:
        os.close(handle)


def sweep(folder: Path, known: frozenset[str]) -> bool:
    """Takes away what a writing that was killed left in `folder`, and says whether nothing of it is left. `known`:
    digests of what it read and wrote.

    What was swapped out and is neither was saved by somebody else in that moment: it stays, under a name that is seen.
    """
    try:
        with os.scandir(folder) as entries:
            left = [Path(e.path) for e in entries if e.name.startswith(PREFIX) and e.is_file()]
    except OSError:
        return True  # the folder is gone, or tells nothing
    whole = True
    for file in left:
        try:
            if file.suffix == BEING_WRITTEN or (
                file.suffix == SWAPPED and digest(file.read_bytes()) in known
            ):
                file.unlink()
            elif file.suffix == SWAPPED:
                file.rename(folder / f"救回-{file.stem.removeprefix(PREFIX)}.md")
        except OSError:
            whole = False
    return whole


# --- steps -----------------------------------------------------------------------------------------------------


def _read(target: Path) -> bytes | None:
    try:
        return target.read_bytes()
    except FileNotFoundError:
        return None


def _age(target: Path) -> float:
    try:
        return time.time() - target.stat().st_mtime
    except OSError:
        return 0.0


def _refuse_read_only(target: Path) -> None:
    """A rename would replace a file that its owner protects."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return
    if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))


def _write_new(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _keep_rights(temporary: Path, target: Path) -> None:
    there = target.stat()
    temporary.chmod(stat.S_IMODE(there.st_mode))
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(temporary, there.st_uid, there.st_gid)


def _swap(temporary: Path, target: Path, data: bytes, before: bytes) -> bool:
    """Whether `before` was what stood there. What another program saved stays, or is put back."""
    out = temporary.with_suffix(SWAPPED)
    temporary.rename(out)
    ours = True  # what `out` holds: nobody misses it
    try:
        if _read(target) != before:
            return False
        if not _patiently(lambda: _exchange(out, target)):
            _patiently(lambda: out.replace(target))
            return True
        try:
            ours = _read(out) == before
        except OSError:  # nobody can tell whose words those are: they go back
            ours = False
            _exchange(out, target)
            with suppress(OSError):
                ours = _read(out) == data
            raise
        if ours:
            return True
        _exchange(out, target)
        ours = _read(out) == data
        if not ours:  # saved once more, over ours: the newest is the one to keep
            _exchange(out, target)
            ours = True
        return False
    finally:
        if ours:  # else the disk failed meanwhile: `sweep` will bring it back
            discard(out)


def _exchange(one: Path, other: Path) -> bool:
    """Both names in one step; False where the system cannot."""
    swap = _renameat2()
    if swap is None:
        return False
    if swap(_AT_CWD, os.fsencode(one), _AT_CWD, os.fsencode(other), _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _CANNOT_SWAP:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _renameat2() -> Any:
    if sys.platform != "linux":
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def _move_to_free(temporary: Path, target: Path, data: bytes) -> bool:
    """Never replaces: a rename does not on Windows, a hard link does not anywhere."""
    try:
        if os.name == "nt":
            temporary.rename(target)
            return True
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:  # a disk without hard links: USB sticks, some network drives
            _write_at_once(target, data)
    except FileExistsError:
        return False
    return True


def _write_at_once(target: Path, data: bytes) -> None:
    try:
        _write_new(target, data)
    except FileExistsError:
        raise
    except OSError:
        with suppress(OSError):
            target.unlink()
        raise


def _patiently(step: Callable[[], T]) -> T:
    for attempt in range(1, TRIES + 1):
        try:
            return step()
        except PermissionError:
            if attempt == TRIES:
                raise
            time.sleep(PAUSE * attempt)
    raise AssertionError
