"""The examples on the manual's pages: fenced blocks, by their language and title.

A block titled with a note's path is that note; blocks of one path continue each other. All blocks of a page are one vault.
A block titled `cmkb check` says which problems the vault has; a page without one has none. `sh` blocks are run, in order;
a block titled with a command holds lines of its answer. `console` blocks are for the reader only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parent / "docs"
CHECK = "cmkb check"

_BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<language>\w+)(?: title="(?P<title>[^"]*)")?\n(?P<text>.*?)^(?P=fence)$',
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    title: str
    text: str


def blocks(page: str) -> list[Block]:
    return [Block(m["language"], m["title"] or "", m["text"]) for m in _BLOCK.finditer(page)]


def vault_files(page: str) -> dict[str, str]:
    files: dict[str, str] = {}
    for block in blocks(page):
        if block.title.endswith((".md", ".yml", ".csv")):
            files[block.title] = files.get(block.title, "") + block.text
    return files


def commands(page: str) -> list[str]:
    return [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]


def said(page: str, title: str) -> list[str]:
    return [line for block in blocks(page) if block.title == title for line in block.text.splitlines()]
