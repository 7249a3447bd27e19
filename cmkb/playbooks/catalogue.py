"""The words of the built-in playbooks and of the calendar for Babel, which collects the texts of the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from cmkb.model.festivals import NAMES
from cmkb.playbooks.loader import BASE, load_playbook
from cmkb.playbooks.wording import CONTEXT, texts

Message = tuple[int, str, tuple[str, str], list[str]]


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    name = PurePath(file.name).stem
    found = [*texts(load_playbook(name)[0]), *(NAMES if name == BASE else ())]
    for text in found:
        yield 0, "pgettext", (CONTEXT, text), []
