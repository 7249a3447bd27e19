"""A note's head drawn in text → fields, body, and problems as `line:column code`."""

from __future__ import annotations

from textwrap import dedent

from cmkb.model.note import Link, SourceFile
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.front_matter import Head, read_front_matter

PLAYBOOK = load_playbook("bank-personal")[0]


def read(drawing: str, kind: str = "client") -> Head:
    return read_front_matter(SourceFile("clients/王芳.md", dedent(drawing).lstrip("\n")), kind, PLAYBOOK)


def found(head: Head) -> list[str]:
    return [f"{p.line}:{p.column} {p.text}" for p in head.problems]


def fields(head: Head) -> str:
    return " ".join(f"{key}={shown(value)}" for key, value in head.front.fields.items())


def shown(value: object) -> str:
    if isinstance(value, tuple):
        return f"({','.join(map(shown, value))})"
    return f"[[{value.target}]]" if isinstance(value, Link) else str(value)
