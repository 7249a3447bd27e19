"""Settings that let Obsidian show a vault's properties with their types, and three tables for its Bases.

Nothing of this is needed: a vault opens in Obsidian as it is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import words_of

# Obsidian's property types; any other field is text.
_TYPES = {
    "num": "number", "money": "text", "bool": "checkbox", "date": "date",
    "list": "multitext", "links": "multitext", "phones": "multitext",
}  # fmt: skip
_OWN = {"aliases": "aliases", "tags": "tags"}  # Obsidian gives these a type of its own

_APP = {
    "alwaysUpdateLinks": True,
    "newLinkFormat": "shortest",
    "useMarkdownLinks": False,
    "attachmentFolderPath": "docs/products/files",
    "userIgnoreFilters": ["site/", "site-team/", ".cmkb/"],
}


def obsidian_files(playbook: Playbook) -> dict[str, bytes]:
    """Path → content."""
    texts = {
        ".obsidian/app.json": _json(_APP),
        ".obsidian/types.json": _json({"types": property_types(playbook)}),
        "客户.base": _clients(playbook),
        "今日.base": _today(playbook),
        "话术.base": _scripts(playbook),
    }
    return {path: text.encode() for path, text in texts.items()}


def property_types(playbook: Playbook) -> dict[str, str]:
    """Name of a property, in either language → its type. A name with several meanings is text."""
    types: dict[str, str] = {}
    for spec in (spec for fields in playbook.fields.values() for spec in fields.values()):
        kind = _OWN.get(spec.key) or _TYPES.get(spec.type, "text")
        for name in (spec.key, *words_of(spec)):
            types[name] = kind if types.get(name, kind) == kind else "text"
    return dict(sorted(types.items()))


def _clients(playbook: Playbook) -> str:
    fields = playbook.fields_of("client")
    quiet = [status.key for status in playbook.statuses.values() if status.quiet]
    status = _property(fields["status"])
    return _base(
        ['file.inFolder("clients")', *(f'{status} != "{key}"' for key in quiet)],
        "客户",
        [fields[key] for key in ("tier", "stage", "next", "phones", "source") if key in fields],
        group=fields.get("tier"),
    )


def _today(playbook: Playbook) -> str:
    fields = playbook.fields_of("client")
    return _base(
        ['file.inFolder("clients")', f"{_property(fields['next'])} <= today()"],
        "今天该联系的",
        [fields[key] for key in ("next", "tier", "phones") if key in fields],
    )


def _scripts(playbook: Playbook) -> str:
    fields = playbook.fields_of("script")
    shown = [fields[key] for key in ("scene", "status", "valid_until") if key in fields]
    return _base(['file.inFolder("docs/scripts")'], "话术", shown, group=fields.get("category"))


def _property(spec: FieldSpec) -> str:
    return f'note["{spec.label}"]'


def _base(
    filters: Iterable[str], name: str, shown: Iterable[FieldSpec], group: FieldSpec | None = None
) -> str:
    """A table of Obsidian's Bases, in its YAML."""
    lines = ["filters:", "  and:", *(f"    - '{rule}'" for rule in filters)]
    lines += ["views:", "  - type: table", f"    name: {name}"]
    if group:
        lines += ["    groupBy:", f"      property: note.{group.label}", "      direction: DESC"]
    lines += ["    order:", "      - file.name", *(f"      - note.{spec.label}" for spec in shown)]
    return "\n".join(lines) + "\n"


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
