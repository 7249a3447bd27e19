"""A vault with two clients and what else is drawn."""

from __future__ import annotations

from textwrap import dedent

from cmkb.vault import Vault
from tests.drawing import vault_of

CLIENTS = """
=== clients/王芳.md
=== clients/李强.md
"""


def with_clients(drawing: str, own: str = "") -> Vault:
    return vault_of(CLIENTS + dedent(drawing), own)


def people(vault: Vault, *paths: str | None) -> str:
    return "、".join(vault.notes[path].title for path in paths if path) or "—"
