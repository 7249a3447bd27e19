"""Folders and repositories of several owners in one vault: whose a note is, and which names meet."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings, Source
from cmkb.names import fold
from cmkb.vault import Vault


def source_of(path: str, settings: Settings) -> Source | None:
    """The innermost source in which a note lies."""
    around = [source for source in settings.sources if path.startswith(source.to + "/")]
    return max(around, key=lambda source: len(source.to), default=None)


def owner_of(path: str, settings: Settings) -> str:
    source = source_of(path, settings)
    return source.owner if source else ""


def twins_of_sources(vault: Vault) -> Iterator[Problem]:
    """Notes of one kind and name that come from different sources; the vault itself is one."""
    if not vault.settings.sources:
        return
    first: dict[tuple[str, str], tuple[str, Source | None]] = {}
    for note in vault.notes.values():
        here = source_of(note.path, vault.settings)
        path, other = first.setdefault((note.kind, fold(note.stem)), (note.path, here))
        if other != here:
            yield problem(note.path, 1, 1, "S3.twin", name=note.stem, other=path)
