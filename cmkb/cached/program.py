"""The program itself, as part of what an answer was made with."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b

import cmkb

PACKAGE = os.path.dirname(os.path.abspath(cmkb.__file__))


@cache
def program_stamp() -> bytes:
    """Changes with the version of cmkb, with an edit of its source, with Python, and when packages are installed."""
    digest = blake2b(f"{cmkb.__version__} {sys.version}".encode(), digest_size=32)
    for path, info in sorted(_stats()):
        digest.update(f"{path} {info.st_size} {info.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.digest()


def _stats() -> Iterator[tuple[str, os.stat_result]]:
    for path in sys.path:
        if path.endswith("-packages") and os.path.isdir(path):
            yield path, os.stat(path)  # installing one changes the time of the folder
    folders = [PACKAGE]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    yield entry.path, entry.stat()
