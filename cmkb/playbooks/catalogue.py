"""The words of the built-in playbooks and of the calendar for Babel, which collects the texts of the catalogues."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from cmkb.model.festivals import NAMES
from cmkb.playbooks.loader import BASE, load_playbook
from cmkb.playbooks.wording import CONTEXT, texts, units

Message = tuple[int, str, tuple[str, ...], list[str]]


def extract(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Message]:
    name = PurePath(file.name).stem
    playbook = load_playbook(name)[0]
    for text in units(playbook):  # which stand behind a figure
        yield 0, "npgettext", (CONTEXT, text, text), []
    for text in [*texts(playbook), *(NAMES if name == BASE else ())]:
        yield 0, "pgettext", (CONTEXT, text), []
