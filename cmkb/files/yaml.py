"""YAML read strictly, with the place of every node: no implicit types, no tags, no merge keys.

Plain `key: value` lines, which most front matter consists of, are read by `yaml_lines`; all else by libyaml, which is
loaded when there is such a text.
"""

from __future__ import annotations

from cmkb.files.yaml_lines import read_lines
from cmkb.files.yaml_nodes import Fault, Loaded, Mapping, Node, Scalar, Sequence
from cmkb.model.note import Place

__all__ = ("MAX_BYTES", "Fault", "Loaded", "Mapping", "Node", "Scalar", "Sequence", "read_yaml", "tags_of")

MAX_BYTES = 64 * 1024


def read_yaml(text: str, first_line: int = 1, *, tags: bool = False) -> Loaded:
    """`first_line` is the line of the file on which `text` begins: places count from there. `tags`: local
    tags (`!ENV`, of other programs' files) are passed over instead of refused."""
    if len(text) > MAX_BYTES or len(text.encode("utf-8", "replace")) > MAX_BYTES:
        return Loaded(None, (Fault(Place(first_line, 1), "F6.size"),))
    if (lines := read_lines(text, first_line)) is not None:
        return Loaded(lines)
    from cmkb.files.yaml_events import read_events

    return read_events(text, first_line, tags)


def tags_of(text: str) -> list[tuple[str, Place]]:
    """Every tag in a text that was read without a fault, in full: `tag:yaml.org,2002:python/name:os.getcwd`."""
    from cmkb.files.yaml_events import read_tags

    return read_tags(text) if "!" in text else []
