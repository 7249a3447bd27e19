"""A vault's folder becomes a Vault: files are found, read as notes, and put together.

The first half of `build.py`, on its own because the terminal's answers need no pages.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path, PurePosixPath

from cmkb.cached.notes import NoteCache
from cmkb.cached.purpose import purpose_of
from cmkb.configuration import CONFIG as CONFIG
from cmkb.configuration import HOLIDAYS, read_own_playbook, read_vault_holidays
from cmkb.configuration import load_settings as load_settings
from cmkb.files.scan import Found, LeftOut, bytes_of, not_given, scan, source_of, vault_folders
from cmkb.memory import collector_off
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.sharing.notices import pushed_notices, sharing_notices
from cmkb.sharing.sources import owner_of, twins_of_sources
from cmkb.vault import Vault, assemble
from cmkb.views.compliance import claim_problems, record_problems, shared_problems
from cmkb.views.goals import goal_problems
from cmkb.views.kept import Answers
from cmkb.views.mentions import unlinked_mentions
from cmkb.views.quality import future_records, limit_notices
from cmkb.views.talk_flow import flow_problems
from cmkb.views.variables import unknown_variables


@immutable
class Loaded:
    """A vault that was read, with everything that is wrong in it. Knows no today."""

    folder: Path
    vault: Vault
    problems: tuple[Problem, ...]  # by place
    left_out: tuple[LeftOut, ...]
    attachments: tuple[Found, ...]


@collector_off()
def load_vault(
    folder: Path, settings: Settings, cache: NoteCache | None = None, kept: Answers | None = None
) -> Loaded:
    """`cache` and `kept`, the answers of the last time: of this vault, for one who loads it again and again."""
    found = scan(folder, settings)
    problems = list(found.problems)
    playbook = read_own_playbook(folder, settings, problems)
    cache = cache or NoteCache(folder)
    cache.begin(purpose_of(playbook, settings), len(found.notes))
    paths: list[str] = []
    for number, files in cache.by_part(found.notes):
        paths += [file.path for file in files if _read(file, playbook, settings, cache, problems)]
        cache.end_part(number)
    read = [one for path in paths if (one := cache.of(path))]
    problems += [problem for one in read for problem in one.problems]
    notes = [_owned(one.note, settings) for one in read]
    attachments = (file.path for file in found.attachments)
    holidays = read_vault_holidays(folder, problems)
    vault = assemble(notes, playbook, settings, attachments, holidays)
    problems += vault.problems
    problems += limit_notices(vault)
    problems += unlinked_mentions(vault)
    problems += goal_problems(vault)
    problems += (*sharing_notices(vault, kept), *pushed_notices(vault, _repositories(folder, settings)))
    problems += twins_of_sources(vault)
    problems += (*flow_problems(vault), *unknown_variables(vault))
    problems += (*claim_problems(vault), *record_problems(vault))
    return Loaded(folder, vault, tuple(sorted(set(problems))), found.left_out, found.attachments)


def _repositories(folder: Path, settings: Settings) -> list[str]:
    """Folders of what is shared that are git repositories of their own; the vault's own is its keeper's."""
    inside = (source.path for source in settings.sources if not source.outside)
    paths = [PurePosixPath(name) for name in (settings.docs, *settings.share, *inside)]
    around = {part for path in paths for part in (path, *path.parents) if part.name}
    return sorted(part.as_posix() for part in around if (folder / part / ".git").exists())


def all_problems(loaded: Loaded, today: date) -> tuple[Problem, ...]:
    """With those that only a today can tell."""
    return tuple(
        sorted(
            {*loaded.problems, *future_records(loaded.vault, today), *shared_problems(loaded.vault, today)}
        )
    )


def folders_of(settings: Settings) -> tuple[str, ...]:
    """The folders from which a vault is read: right in it, and sources elsewhere."""
    return (*own_folders(settings), *(one.path for one in settings.sources if one.outside))


def own_folders(settings: Settings) -> tuple[str, ...]:
    """Those right in the vault."""
    return (*vault_folders(settings), HOLIDAYS)


def _read(
    file: Found, playbook: Playbook, settings: Settings, cache: NoteCache, problems: list[Problem]
) -> bool:
    """Into the cache, unless it is there. False for one that the machine does not give."""
    if cache.has(file):
        return True
    try:
        data = bytes_of(file)
    except OSError as error:
        problems.append(not_given(file, error))
        return False
    if not cache.has_same(file, data):
        source, found = source_of(file, data)
        note, more = read_note(source, playbook, settings)
        cache.put(file, data, note, (*found, *more))
    return True


def _owned(note: Note, settings: Settings) -> Note:
    """With the member of the team whose source it is from."""
    owner = owner_of(note.path, settings)
    if not owner or note.get("owner"):
        return note
    return replace(note, front=replace(note.front, fields={**note.front.fields, "owner": owner}))
