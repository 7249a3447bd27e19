"""Keys of a note's front matter are set; nothing else in the file changes.

yaml-edit makes the edit. What it made is read again, as every note is read, and compared: other keys, unknown ones and
the body must be what they were, and the keys that were set must say what was wanted. Else nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from functools import partial
from typing import Any

import yaml_edit

from cmkb.model.note import Link, Place, SourceFile
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import fold, note_fields
from cmkb.reading.front_block import Block, split_front_matter
from cmkb.reading.front_matter import Head, read_front_matter
from cmkb.writing.blank_notes import quoted
from cmkb.writing.exact_text import LinesEdit, Splice
from cmkb.writing.refused import WritingRefused


def set_keys(kind: str, playbook: Playbook, values: Mapping[str, tuple[FieldSpec, str | None]]) -> LinesEdit:
    """`values`: key → its field and its value as YAML, on one line; None takes the key away."""
    return partial(_edit, kind, playbook, values)


def yaml_value(value: Any, linked: Iterable[str] = ()) -> str:
    """A typed value as YAML that Obsidian and cmkb read as the same. `linked`: names that become links."""
    names = frozenset(linked)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(_item(one, names) for one in value)}]"
    if isinstance(value, Link):
        return _item(value, names)
    return value if isinstance(value, str) and _is_bare(value) else quoted(str(value))


def _is_bare(text: str) -> bool:
    """A date or a whole number says the same without quotation marks."""
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def _item(value: Any, names: frozenset[str]) -> str:
    if not isinstance(value, Link):
        text = quoted(str(value))
        return text if text.startswith('"') or not {",", "[", "]", "{", "}"} & set(text) else f'"{text}"'
    if value.alias or value.heading or value.target in names:
        heading = f"#{value.heading}" if value.heading else ""
        alias = f"|{value.alias}" if value.alias else ""
        return quoted(f"[[{value.target}{heading}{alias}]]")
    return quoted(value.target)


def _edit(
    kind: str, playbook: Playbook, values: Mapping[str, tuple[FieldSpec, str | None]], source: SourceFile
) -> list[Splice]:
    words = note_fields(playbook, kind)
    block = split_front_matter(source.text, lambda word: fold(word) in words)
    lines = source.text.split("\n")
    if block is None:
        new = [f"{spec.label}: {text}" for spec, text in values.values() if text is not None]
        splices = [Splice(1, 1, ("---", *new, "---", ""))] if new else []
    else:
        splices = _splices(block, _edited(block, words, values, source))
    _compare(source, "\n".join(_applied(lines, splices)), kind, playbook, values)
    return splices


def _edited(
    block: Block,
    words: Mapping[str, FieldSpec],
    values: Mapping[str, tuple[FieldSpec, str | None]],
    source: SourceFile,
) -> str:
    try:
        file = yaml_edit.YamlFile.parse(block.text)
        document = file.ensure_document() if block.text.strip() else None
        mapping = document.as_mapping() if document is not None else None
        if mapping is None:
            if block.text.strip():
                raise _cannot(source)
            return "".join(f"{spec.label}: {text}\n" for spec, text in values.values() if text is not None)
        spelled: dict[str, str] = {}
        for key in mapping:
            spec = words.get(fold(str(key)))
            spelled.setdefault(spec.key if spec else str(key), str(key))
        for name, (spec, text) in values.items():
            key = spelled.get(name, spec.label)
            if text is not None:
                mapping[key] = _node(text)
            elif name in spelled:
                del mapping[key]
        return str(file)
    except (yaml_edit.YamlError, AttributeError, TypeError, KeyError):
        raise _cannot(source) from None


def _node(text: str) -> Any:
    """Keeps the spelling, which yaml-edit would choose itself for a plain value."""
    return yaml_edit.YamlFile.parse(f"x: {text}\n").ensure_document()["x"]


def _splices(block: Block, text: str) -> list[Splice]:
    """Only the lines that differ."""
    old, new = block.text.split("\n"), text.split("\n")
    if old and old[-1] == "" and new[-1] != "":
        new.append("")
    if new and new[-1] == "" and old[-1] != "":
        new.pop()
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found.append(Splice(block.line + i1, block.line + i2, tuple(new[j1:j2])))
    return found


def _applied(lines: list[str], splices: Iterable[Splice]) -> list[str]:
    lines = list(lines)
    for splice in sorted(splices, key=lambda s: s.first, reverse=True):
        lines[splice.first - 1 : splice.end - 1] = splice.lines
    return lines


def _compare(
    source: SourceFile,
    text: str,
    kind: str,
    playbook: Playbook,
    values: Mapping[str, tuple[FieldSpec, str | None]],
) -> None:
    before = read_front_matter(source, kind, playbook)
    after = read_front_matter(replace(source, text=text), kind, playbook)
    keys = set(values)
    same = (
        _without(before, keys) == _without(after, keys)
        and _bare(before.front.extra, keys) == _bare(after.front.extra, keys)
        and before.body.strip("\n") == after.body.strip("\n")
        and before.kind == after.kind
        and (after.front.readable or not before.front.readable)
        and all((text is not None) == (_has(after, key, spec)) for key, (spec, text) in values.items())
    )
    if not same:
        raise _cannot(source)


def _has(head: Head, key: str, spec: FieldSpec) -> bool:
    return key in head.front.fields or key in head.front.extra or spec.label in head.front.extra


def _without(head: Head, keys: set[str]) -> dict[str, Any]:
    return {key: _still(value) for key, value in head.front.fields.items() if key not in keys}


def _bare(extra: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in extra.items() if key not in keys}


def _still(value: Any) -> Any:
    """Links without their places: lines may have moved."""
    if isinstance(value, Link):
        return replace(value, place=Place(1, 1))
    return tuple(map(_still, value)) if isinstance(value, tuple) else value


def _cannot(source: SourceFile) -> WritingRefused:
    return WritingRefused(
        f"{source.path} 的属性写法太特别，怕改坏，没有写：先运行 cmkb check，按提示改好开头的属性",
        f"the front matter of {source.path} is written in a way that was not changed: run cmkb check and mend it first",
        source.path,
    )
