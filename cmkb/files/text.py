"""Bytes become text: which encoding, which line ends, and what had to be neutralised."""

from __future__ import annotations

import unicodedata

from cmkb.model.note import SourceFile
from cmkb.model.problem import Problem, problem

MAX_BYTES = 16 * 1024 * 1024


def decode(data: bytes, path: str) -> tuple[SourceFile, list[Problem]]:
    text = data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    name = unicodedata.normalize("NFC", path)
    return SourceFile(name, text, disk_path="" if name == path else path), []
