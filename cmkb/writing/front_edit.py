"""Keys of a note's front matter are set, one by one, and nothing else in it changes.

yaml-edit keeps comments, order and spelling. It is young, so its result counts only when it reads back: the keys that
were set have their values, all others are what they were. Else nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yaml_edit import Document, YamlError

from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.files.yaml import Node, read_yaml
from cmkb.model.immutable import immutable
from cmkb.model.note import SourceFile
from cmkb.model.playbook import Playbook
from cmkb.reading.front_block import split_front_matter
from cmkb.reading.front_matter import key_test
from cmkb.settings import to_plain
from cmkb.writing.exact_text import Splice
from cmkb.writing.refused import WritingRefused


@immutable
class AsYaml:
    """A value as YAML, on one line, whose spelling is kept: `[a, b]`, `"[[王芳]]"`."""

    text: str


Value = str | list[str] | AsYaml | None  # None takes the key away


def front_splices(source: SourceFile, values: Mapping[str, Value], playbook: Playbook) -> list[Splice]:
    """`values`: by key as it stands in the note, or as a new one shall. Raises WritingRefused."""
    block = split_front_matter(source.text, key_test(playbook))
    if block is None:
        text = _edited("", values, source)
        return [Splice(1, 1, ("---", *text.rstrip("\n").split("\n"), "---"))] if text.strip() else []
    if block.faults or read_yaml(block.text, block.line).faults:
        raise _refused(source, "先用 cmkb check 改好", "mend it first, see cmkb check")
    new = _edited(block.text, values, source)
    if new == block.text:
        return []
    old_lines = block.text.split("\n")
    count = len(old_lines) - (1 if block.text.endswith("\n") or not block.text else 0)
    lines = tuple(new.rstrip("\n").split("\n"))
    return _smallest(Splice(block.line, block.line + count, lines), old_lines[:count])


def _edited(text: str, values: Mapping[str, Value], source: SourceFile) -> str:
    try:
        document = Document.parse(text)
        for key, value in values.items():
            if value is None:
                document.remove(key)
            elif isinstance(value, AsYaml):
                document.set(key, _node(value))
            elif document.get(key) is None or to_plain_value(text, key) != value:
                document.set(key, value)
        new = str(document)
    except (YamlError, TypeError, ValueError) as error:
        raise _refused(source, "YAML 编辑不了", "its YAML cannot be edited") from error
    if text.endswith("\n") or not text:
        new = new if new.endswith("\n") or not new else f"{new}\n"
    wanted = {k: v for k, v in _plain(text).items() if values.get(k, "") is not None}
    wanted |= {key: _meant(value) for key, value in values.items() if value is not None}
    if read_yaml(new, 1).faults or _plain(new) != wanted:
        raise _refused(source, "改完读回来不一样", "it would not read back")
    return new


def _node(value: AsYaml) -> Any:
    return Document.parse(f"x: {value.text}\n")["x"]


def _meant(value: str | list[str] | AsYaml) -> object:
    return to_plain_value(f"x: {value.text}\n", "x") if isinstance(value, AsYaml) else value


def to_plain_value(text: str, key: str) -> object:
    return _plain(text).get(key)


def _plain(text: str) -> dict[str, object]:
    root: Node | None = read_yaml(text, 1).root
    entries = root.entries if isinstance(root, YamlMapping) else ()
    return {key.text: to_plain(value) for key, value in entries}


def _smallest(splice: Splice, old: list[str]) -> list[Splice]:
    """Without the lines at both ends that stay."""
    new = list(splice.lines)
    first, last = 0, 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    while last < min(len(old), len(new)) - first and old[-1 - last] == new[-1 - last]:
        last += 1
    return [Splice(splice.first + first, splice.end - last, tuple(new[first : len(new) - last]))]


def _refused(source: SourceFile, zh: str, en: str) -> WritingRefused:
    return WritingRefused(
        f"{source.path} 的属性区没有改：{zh}",
        f"the front matter of {source.path} was left: {en}",
        source.path,
    )
