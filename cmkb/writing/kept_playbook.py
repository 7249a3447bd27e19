"""A vault's options and playbook without reading YAML: `.cmkb/playbook.json`.

A quick entry has no time for a thousand lines of YAML. What they came to is kept with digests of all that they were
made of, cmkb's own playbooks included; where one differs, or the file is damaged, they are read again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
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
from cmkb.playbooks.wording import worded
from cmkb.settings import Given, settings_from
from cmkb.writing.places import STATE, keep_aside

_FILE = "playbook.json"
_FORM = 1  # of the file; another one is not read


def open_playbook(folder: Path) -> tuple[Settings, Playbook]:
    """What `load_settings` and `read_own_playbook` give, without their problems. Raises OSError without a mkdocs.yml."""
    basis = _basis(folder)
    if (kept := _read(folder, basis)) is not None:
        return kept
    read = load_settings(folder)
    problems: list[Problem] = []
    values = read_own_values(folder, read.settings, problems)
    if not any(problem.text == "N5" for problem in problems):  # else another one than that of the digests
        _keep(folder, basis, read.given, values)
    return read.settings, worded(construct(Playbook, values), read.settings.language)


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
        settings = settings_from(*kept["options"])[0]
        return settings, worded(construct(Playbook, _with_tuples(kept["playbook"])), settings.language)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _keep(folder: Path, basis: str, given: Given, values: Mapping[str, Any]) -> None:
    text = json.dumps({"options": given, "playbook": values}, ensure_ascii=False)
    body = text.encode("utf-8", "replace")
    keep_aside(folder, _FILE, f"{_head(basis, body)}\n".encode() + body)


def _head(basis: str, body: bytes) -> str:
    return f"{basis} {sha256(body).hexdigest()}"


def _with_tuples(value: Any) -> Any:
    """JSON knows no tuples, and the values of a playbook no lists."""
    if isinstance(value, dict):
        return {key: _with_tuples(one) for key, one in value.items()}
    return tuple(value) if isinstance(value, list) else value
