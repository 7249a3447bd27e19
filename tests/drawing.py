"""A vault drawn as text goes in, answers come out as text.

Files are drawn one after the other; one without front matter or text is drawn as its first line alone:

=== clients/王芳.md
---
等级: 金卡
---
=== journal/2026-11-23.md
## 记录
- 10:15 电话 [[王芳]] 到期续做 [约见:: 2026-11-25 15:00]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from textwrap import dedent

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Note, Record, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble
from cmkb.views.clients import display_name
from cmkb.views.follow_ups import follow_ups
from cmkb.views.spans import Span, read_span

TODAY = date(2026, 11, 23)  # a Monday

_FILE = re.compile(r"^=== (.+)\n?", re.MULTILINE)


def files_of(drawing: str) -> dict[str, str]:
    _, *parts = _FILE.split(dedent(drawing).lstrip("\n"))
    return dict(zip(parts[::2], parts[1::2], strict=True))


@lru_cache
def playbook(own: str = "") -> Playbook:
    """The bank's, with a vault's own changes to it drawn in YAML."""
    changes = SourceFile("playbook.yml", dedent(own)) if own else None
    return load_playbook("bank-personal", changes)[0]


def notes_of(drawing: str, own: str = "") -> list[Note]:
    files = files_of(drawing).items()
    return [read_note(SourceFile(path, text), playbook(own), Settings())[0] for path, text in files]


def vault_of(drawing: str, own: str = "", attachments: Iterable[str] = ()) -> Vault:
    return assemble(notes_of(drawing, own), playbook(own), Settings(), attachments)


def drawn(text: str) -> str:
    return dedent(text).strip("\n")


def row_line(vault: Vault, row: FollowUp) -> str:
    """`date kind time client | title | why`, with `from …` where it shows before or after its date."""
    who = display_name(vault, vault.notes[row.client]) if row.client else "—"
    head = " ".join(part for part in (str(row.date), row.kind, row.time, who) if part)
    shown = f"from {row.show_from}" if row.show_from != row.date else ""
    return " | ".join(part for part in (head, row.title, row.why, shown) if part)


def open_rows(drawing: str | Vault, today: date = TODAY, kinds: str = "", own: str = "") -> str:
    """All follow-ups, one a line; of `kinds` only when some are given."""
    vault = drawing if isinstance(drawing, Vault) else vault_of(drawing, own)
    rows = [row for row in follow_ups(vault, today) if not kinds or row.kind in kinds.split()]
    return "\n".join(row_line(vault, row) for row in rows)


def record_line(record: Record) -> str:
    """`date time kind people words`"""
    people = "、".join(link.target for link in record.participants)
    parts = (f"{record.date:%m-%d}", record.time, record.kind, people, record.text)
    return " ".join(part for part in parts if part)


def problem_lines(problems: Iterable[Problem]) -> str:
    return "\n".join(f"{p.path}:{p.line}:{p.column} {p.text}" for p in sorted(set(problems)))


def span(name: str) -> Span:
    """`2026-W48`, `2026-11` …"""
    found = read_span(name)
    assert found is not None
    return found
