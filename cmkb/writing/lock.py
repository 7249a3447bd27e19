"""One cmkb at a time writes into a vault.

The operating system holds the lock and lets go of it when a process ends, however it ends: a lock of a dead
process is no obstacle.
"""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cmkb.writing.refused import WritingRefused

if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)


WAIT = 10.0  # seconds; a writing takes a fraction of one
PAUSE = 0.02
_HELD = (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
# Network drives without locks: what is compared before each write must do there.
_NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL)


@contextmanager
def vault_lock(state: Path, wait: float = WAIT) -> Iterator[None]:
    """`state`: the vault's folder of cmkb. Raises WritingRefused while another process writes, and OSError."""
    handle = os.open(state / "lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        locked = _wait_for(handle, time.monotonic() + wait)
        try:
            yield
        finally:
            if locked:
                _unlock(handle)
    finally:
        os.close(handle)


def _wait_for(handle: int, until: float) -> bool:
    while True:
        try:
            _try_lock(handle)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            if error.errno not in _HELD:
                raise
            if time.monotonic() > until:
                raise WritingRefused(
                    "另一个 cmkb 正在写这个笔记库：等它结束再试",
                    "another cmkb is writing into this vault: try again when it is done",
                ) from None
            time.sleep(PAUSE)
        else:
            return True
