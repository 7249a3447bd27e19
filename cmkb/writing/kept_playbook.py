"""A vault's options and playbook without reading YAML: `.cmkb/playbook.json`.

A quick entry has no time for a thousand lines of YAML. What they came to is kept with digests of all that they were
made of, cmkb's own playbooks included; where one differs, or the file is damaged, they are read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from cmkb import __version__
from cmkb.configuration import CONFIG, OWN_PLAYBOOK, load_settings, read_own_values
from cmkb.files.package import package_digest
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.playbooks.construct import construct
from cmkb.writing.places import STATE, keep_aside

_FILE = "playbook.json"
_FORM = 1  # of the file; another one is not read


def open_playbook(folder: Path) -> tuple[Settings, Playbook]:
    """What `load_settings` and `read_own_playbook` give, without their problems. Raises OSError without a mkdocs.yml."""
    basis = _basis(folder)
    if (kept := _read(folder, basis)) is not None:
        return kept
    settings = load_settings(folder).settings
    problems: list[Problem] = []
    values = read_own_values(folder, settings, problems)
    if not any(problem.text == "N5" for problem in problems):  # else another one than that of the digests
        _keep(folder, basis, settings, values)
    return settings, construct(Playbook, values)


def _basis(folder: Path) -> str:
    basis = sha256(f"{__version__} {_FORM} {package_digest('playbooks', '.yml')}".encode())
    for name in (CONFIG, OWN_PLAYBOOK):
        data = None
        with suppress(OSError):
            data = (folder / name).read_bytes()
        basis.update(b"-" if data is None else sha256(data).digest())
    return basis.hexdigest()


def _read(folder: Path, basis: str) -> tuple[Settings, Playbook] | None:
    try:
        head, _, body = (folder / STATE / _FILE).read_bytes().partition(b"\n")
        if head.decode("ascii") != _head(basis, body):
            return None
        kept = json.loads(body)
        return _settings(kept["settings"]), construct(Playbook, _with_tuples(kept["playbook"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(folder: Path, basis: str, settings: Settings, values: Mapping[str, Any]) -> None:
    options = {field.name: getattr(settings, field.name) for field in fields(settings)}
    if settings.today is not None:
        options["today"] = settings.today.isoformat()
    body = json.dumps({"settings": options, "playbook": values}, ensure_ascii=False).encode(
        "utf-8", "replace"
    )
    keep_aside(folder, _FILE, f"{_head(basis, body)}\n".encode() + body)


def _head(basis: str, body: bytes) -> str:
    return f"{basis} {sha256(body).hexdigest()}"


def _settings(options: Mapping[str, Any]) -> Settings:
    known: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in options.items()
    }
    if known["today"] is not None:
        known["today"] = date.fromisoformat(known["today"])
    return Settings(**known)


def _with_tuples(value: Any) -> Any:
    """JSON knows no tuples, and the values of a playbook no lists."""
    if isinstance(value, dict):
        return {key: _with_tuples(one) for key, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
