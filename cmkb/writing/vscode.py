"""Settings for VS Code: snippets for records and notes, and a JSON Schema of each kind of note's front matter."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from cmkb.model.playbook import ActivityKind, FieldSpec, Playbook
from cmkb.pinyin import to_pinyin
from cmkb.playbooks.names import choices, words_of
from cmkb.writing.templates import JOURNAL, templates

FOLDER = ".vscode"
KINDS = {
    "client": "clients",
    "script": "docs/scripts",
    "product": "docs/products",
    "case": "cases",
    "period": "periods",
}
MOST_CHOICES = 12
_DATE = "$CURRENT_YEAR-$CURRENT_MONTH-$CURRENT_DATE"
_TIME = "$CURRENT_HOUR:$CURRENT_MINUTE"


def vscode_files(playbook: Playbook) -> dict[str, bytes]:
    """Path → content."""
    schemas = {f"{FOLDER}/cmkb-{kind}.schema.json": front_matter_schema(playbook, kind) for kind in KINDS}
    settings = {
        "[markdown]": {
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
            "editor.snippetSuggestions": "top",
            "editor.wordWrap": "on",
        },
        "files.exclude": {"site": True, "site-team": True, ".cmkb": True},
        # read by extensions that check front matter against a schema
        "yaml.schemas": {
            f"./{FOLDER}/cmkb-{kind}.schema.json": f"{folder}/**/*.md" for kind, folder in KINDS.items()
        },
    }
    files = {
        f"{FOLDER}/settings.json": settings,
        f"{FOLDER}/cmkb.code-snippets": snippets(playbook),
        **schemas,
    }
    return {
        path: (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode() for path, data in files.items()
    }


# --- front matter ------------------------------------------------------------------------------------------------------


def front_matter_schema(playbook: Playbook, kind: str) -> dict[str, Any]:
    """Every word that means a field is a property. Keys beyond them are allowed, as cmkb allows them."""
    properties: dict[str, Any] = {}
    for spec in playbook.fields_of(kind).values():
        for word in words_of(spec):
            properties.setdefault(word, _property(playbook, spec, word))
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"cmkb {kind}",
        "type": "object",
        "properties": properties,
        "additionalProperties": True,
    }


def _property(playbook: Playbook, spec: FieldSpec, word: str) -> dict[str, Any]:
    found: dict[str, Any] = {"description": spec.ask or spec.label if word == spec.label else spec.label}
    single = _single(playbook, spec)
    if spec.type in ("list", "links", "phones"):
        return found | {"anyOf": [{"type": "array", "items": single}, single, {"type": "null"}]}
    return found | {"anyOf": [single, {"type": "null"}]}


def _single(playbook: Playbook, spec: FieldSpec) -> dict[str, Any]:
    if spec.type in ("num", "money"):  # 20万 is a number too
        return {"type": ["number", "string"]}
    if spec.type == "bool":
        return {"type": ["boolean", "string"]}
    if spec.type in ("enum", "list") and (spec.values or spec.values_from):
        words = list(dict.fromkeys([*choices(playbook, spec).values(), *_aliases(playbook, spec)]))
        if words and not spec.other_values:
            return {"enum": words}
        return {"type": "string", "examples": words}
    return {"type": ["string", "number"]} if spec.type in ("phones", "text") else {"type": "string"}


def _aliases(playbook: Playbook, spec: FieldSpec) -> Iterable[str]:
    for words in spec.value_aliases.values():
        yield from words
    listed = getattr(playbook, spec.values_from, ()) if spec.values_from else ()
    for entry in listed.values() if hasattr(listed, "values") else ():
        yield from words_of(entry)


# --- snippets ------------------------------------------------------------------------------------------------------------


def snippets(playbook: Playbook) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for kind in playbook.kinds.values():
        found[f"记录 {kind.key}"] = _snippet(kind.key, [_record(playbook, kind)], "一行记录")
    found["待办"] = _snippet(
        "待办", [f"- [ ] ${{1:要做的事}} [[${{2:客户}}]] 📅 ${{3:{_DATE}}}"], "一件要做的事"
    )
    for name, text in templates(playbook).items():
        found[f"新建 {name}"] = _snippet(f"新建{name}", _body(text, name == JOURNAL), "整篇笔记")
    return found


def _snippet(word: str, body: list[str], description: str) -> dict[str, Any]:
    pinyin = to_pinyin(word)
    initials = "".join(part[:1] for part in pinyin.lower().split())
    prefix = [word, initials] if initials.isascii() and len(initials) > 1 else [word]
    return {"scope": "markdown", "prefix": prefix, "body": body, "description": description}


def _record(playbook: Playbook, kind: ActivityKind) -> str:
    line = f"- {_TIME} {_plain(kind.key)} [[${{1:客户}}]] ${{2:说了什么}}"
    place = 3
    for key in kind.fields[:3]:
        spec = playbook.record_fields.get(key)
        if spec is None:
            continue
        words = (
            list(dict.fromkeys(choices(playbook, spec).values())) if spec.values or spec.values_from else []
        )
        offered = ",".join(_choice(word) for word in words[:MOST_CHOICES])
        value = f"${{{place}|{offered}|}}" if offered else f"${{{place}}}"
        line += f" [{_plain(spec.label)}:: {value}]"
        place += 1
    return line


def _body(text: str, is_journal: bool) -> list[str]:
    """What Obsidian fills in, as VS Code does."""
    text = _plain(text).replace("{{date:YYYY-MM-DD\\}\\}", _DATE)
    title = _DATE if is_journal else "$TM_FILENAME_BASE"
    return text.replace("{{title\\}\\}", title).rstrip("\n").split("\n")


def _plain(text: str) -> str:
    return re.sub(r"([\\$}])", r"\\\1", text)


def _choice(word: str) -> str:
    return re.sub(r"([\\$},|])", r"\\\1", word)
