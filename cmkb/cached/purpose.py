"""What a note is read with besides its own file: options, playbook, and the program itself."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from pathlib import Path

import cmkb
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings

PACKAGE = Path(cmkb.__file__).parent


def purpose_of(playbook: Playbook, settings: Settings) -> bytes:
    """Digest of it. The day, the site's name and the editor's address say nothing about a note."""
    read_with = replace(settings, today=None, site_name="", editor="")
    digest = blake2b(program_stamp(), digest_size=32)
    digest.update(repr((read_with, playbook)).encode("utf-8", "backslashreplace"))
    return digest.digest()


@cache
def program_stamp() -> bytes:
    """Changes with the version of cmkb, with an edit of its source, with Python, and when packages are installed."""
    digest = blake2b(f"{cmkb.__version__} {sys.version}".encode(), digest_size=32)
    for path, info in sorted(_stats()):
        digest.update(f"{path} {info.st_size} {info.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.digest()


def _stats() -> Iterator[tuple[str, os.stat_result]]:
    for path in sys.path:
        if path.endswith("-packages") and os.path.isdir(
            path
        ):  # installing one changes the time of the folder
            yield path, os.stat(path)
    folders = [str(PACKAGE)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.is_dir():
                    if entry.name != "__pycache__":
                        folders.append(entry.path)
                else:
                    yield entry.path, entry.stat()
