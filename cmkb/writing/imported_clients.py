"""Clients from a file become notes and changes of notes: edits for `change_notes`.

Values are words, numbers, booleans, links, or tuples of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cmkb.model.note import Link
from cmkb.model.playbook import FieldSpec
from cmkb.vault import Vault
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import lines_edit, new_file
from cmkb.writing.front_fields import set_fields, yaml_value


def new_client(vault: Vault, path: str, values: Iterable[tuple[FieldSpec, Any]], today: date) -> Edit:
    """A lean note: what is known, and the day it came."""
    given = {spec.key: (spec, value) for spec, value in values}
    specs = vault.playbook.fields_of("client")
    if "created" in specs and "created" not in given:
        given["created"] = (specs["created"], today.isoformat())
    order = [*vault.playbook.fields.get("client", {}), *specs]
    keys = sorted(given, key=lambda key: (key != "name", order.index(key) if key in order else len(order)))
    lines = [f"{given[key][0].label}: {_yaml(vault, given[key][1])}" for key in keys]
    return new_file(path, "---\n" + "\n".join(lines) + "\n---\n")


def changed_client(vault: Vault, path: str, values: Mapping[str, tuple[FieldSpec, Any]]) -> Edit:
    """None as a value takes the key away."""
    written = {
        key: (spec, None if value is None else _yaml(vault, value)) for key, (spec, value) in values.items()
    }
    return lines_edit(path, set_fields("client", vault.playbook, written))


def _yaml(vault: Vault, value: Any) -> str:
    links = value if isinstance(value, tuple) else (value,)
    names = [one.target for one in links if isinstance(one, Link) and len(vault.names.find(one.target)) == 1]
    return yaml_value(value, names)
