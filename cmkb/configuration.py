"""What a vault says of itself: options, its playbook, its holidays. All that is read before any note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from cmkb.files.text import decode
from cmkb.model.calendar import Holidays
from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.playbooks.wording import worded
from cmkb.settings import SettingsRead, read_settings

CONFIG = "mkdocs.yml"
OWN_PLAYBOOK = "playbook.yml"
HOLIDAYS = "holidays"


def load_settings(folder: Path) -> SettingsRead:
    """The options in the vault's mkdocs.yml. Raises OSError when there is none."""
    source, problems = _source(folder, CONFIG)
    read = read_settings(source)
    return replace(read, problems=(*problems, *read.problems))


def read_own_playbook(folder: Path, settings: Settings, problems: list[Problem]) -> Playbook:
    from cmkb.playbooks.loader import load_playbook  # a quick entry has the playbook from elsewhere

    playbook, found = load_playbook(settings.playbook, _own_playbook(folder, problems))
    problems += found
    return worded(playbook, settings.language)


def read_own_values(folder: Path, settings: Settings, problems: list[Problem]) -> dict[str, Any]:
    """What the playbook is made of, by `playbooks.construct`."""
    from cmkb.playbooks.loader import playbook_values

    values, found = playbook_values(settings.playbook, _own_playbook(folder, problems))
    problems += found
    return values


def _own_playbook(folder: Path, problems: list[Problem]) -> SourceFile | None:
    return _readable(folder, OWN_PLAYBOOK, problems) if (folder / OWN_PLAYBOOK).is_file() else None


def read_vault_holidays(folder: Path, problems: list[Problem]) -> Holidays:
    from cmkb.reading.holidays import read_holidays, year_of

    days: dict[date, bool] = {}
    years: set[int] = set()
    for file in sorted((folder / HOLIDAYS).glob("*.y*ml")):
        year = year_of(file.name)
        if year is None or not file.is_file():
            continue
        source = _readable(folder, f"{HOLIDAYS}/{file.name}", problems)
        if source is None:
            continue
        days_found, wrong = read_holidays(source, year)
        problems += wrong
        days |= days_found
        years |= {year} if days_found else set()
    return Holidays(days, frozenset(years))


def _readable(folder: Path, name: str, problems: list[Problem]) -> SourceFile | None:
    """None where the machine does not give the file: what is built in stands in for it."""
    try:
        source, found = _source(folder, name)
    except OSError as error:
        problems.append(problem(name, 1, 1, "N5", reason=error.strerror or type(error).__name__))
        return None
    problems += found
    return source


def _source(folder: Path, name: str) -> tuple[SourceFile, list[Problem]]:
    return decode((folder / name).read_bytes(), name)
