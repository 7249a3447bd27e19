"""Fields of a note are set by what they mean: under the word that the note has for one, else under its label."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import read_yaml
from cmkb.model.note import Link, SourceFile
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import fold, note_fields
from cmkb.reading.front_block import split_front_matter
from cmkb.reading.front_matter import key_test
from cmkb.writing.blank_notes import quoted
from cmkb.writing.exact_text import LinesEdit, Splice
from cmkb.writing.front_edit import AsYaml, Value, front_splices


def set_fields(
    kind: str, playbook: Playbook, values: Mapping[str, tuple[FieldSpec, str | None]]
) -> LinesEdit:
    """`values`: key → its field and its value as YAML, on one line; None takes the key away."""
    return partial(_splices, kind, playbook, values)


def _splices(
    kind: str, playbook: Playbook, values: Mapping[str, tuple[FieldSpec, str | None]], source: SourceFile
) -> list[Splice]:
    spelled = _spelled(source, note_fields(playbook, kind), playbook)
    written: dict[str, Value] = {
        spelled.get(key, spec.label): None if text is None else AsYaml(text)
        for key, (spec, text) in values.items()
        if text is not None or key in spelled
    }
    return front_splices(source, written, playbook) if written else []


def _spelled(source: SourceFile, words: Mapping[str, FieldSpec], playbook: Playbook) -> dict[str, str]:
    """Key → how the note spells it; of several the first, which is the one that counts."""
    block = split_front_matter(source.text, key_test(playbook))
    root = read_yaml(block.text, block.line).root if block else None
    found: dict[str, str] = {}
    for key, _ in root.entries if isinstance(root, YamlMapping) else ():
        spec = words.get(fold(key.text))
        found.setdefault(spec.key if spec else key.text, key.text)
    return found


def yaml_value(value: Any, linked: Iterable[str] = ()) -> str:
    """A value as YAML that Obsidian and cmkb read as the same. `linked`: names that become links."""
    names = frozenset(linked)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_item(one, names) for one in value)}]"
    if isinstance(value, Link):
        return _item(value, names)
    return value if _is_day(value) else quoted(value)


def _is_day(text: str) -> bool:
    """A date says the same without quotation marks."""
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _item(value: Any, names: frozenset[str]) -> str:
    if not isinstance(value, Link):
        return quoted(str(value))
    if value.alias or value.heading or value.target in names:
        heading = f"#{value.heading}" if value.heading else ""
        alias = f"|{value.alias}" if value.alias else ""
        return quoted(f"[[{value.target}{heading}{alias}]]")
    return quoted(value.target)
