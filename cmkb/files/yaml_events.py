"""YAML of any form, by the events of libyaml; and the cause of what does not parse, as its writer sees it.

Events are used instead of documents: composing recurses in C and crashes on deep input, events stop where we stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from cmkb.files.yaml_nodes import Fault, Loaded, Mapping, Node, Scalar, Sequence
from cmkb.model.note import Place
from cmkb.patterns import pattern

MAX_DEPTH = 20
MAX_ALIASED = 100


class _Refused(Exception):
    """Reading stops here; carries the fault to `read_yaml`."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault


def read_events(text: str, first_line: int, tags: bool) -> Loaded:
    """As `read_yaml`, for a text of any form that is not too long."""
    faults: list[Fault] = []
    try:
        root = _Reader(text.translate(_BREAKS), first_line, tags, faults).document()
    except _Refused as refused:
        return Loaded(None, (refused.fault, *faults))
    except (yaml.YAMLError, UnicodeError) as error:
        return Loaded(None, (_cause(error, text, first_line), *faults))
    return Loaded(root, tuple(faults))


def read_tags(text: str) -> list[tuple[str, Place]]:
    found: list[tuple[str, Place]] = []
    for event in yaml.parse(text.translate(_BREAKS), Loader=yaml.CSafeLoader):
        tag, mark = getattr(event, "tag", None), event.start_mark
        if tag is not None and mark is not None:
            found.append((tag, Place(mark.line + 1, mark.column + 1)))
    return found


# Line breaks to YAML alone would shift its line numbers against everybody else's.
_BREAKS = dict.fromkeys((0x85, 0x2028, 0x2029), " ")

# --- why a text does not parse -----------------------------------------------------------------

_MERGE_MARKS = pattern(r"^(?:<{7}|={7}|>{7}|\|{7})(?=[ \r\n]|\Z)", re.MULTILINE)
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_TAB = pattern(r"[ ]*\t")
_VALUE = pattern(r"(?:[ ]*-[ ]+)*(?:[^\s:'\"][^:]*:[ ]+)?(?P<first>\S)")
_SECOND_COLON = pattern(r"[^'\"\[{]*?:[ ].*:(?:[ ]|$)")
_FIRST = {"@": "reserved", "`": "reserved", "%": "reserved", "*": "star", "&": "star", "!": "star"}


def _cause(error: Exception, text: str, first_line: int) -> Fault:
    """The fault as its writer sees it: where the mistake was made, seldom where the parser noticed it."""
    if marks := _MERGE_MARKS.search(text):
        return _fault_at(text, marks.start(), first_line, "F4.merge_marks")
    if control := _CONTROL.search(text):
        return _fault_at(text, control.start(), first_line, "F4.control")
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        return Fault(Place(first_line, 1), "F4.syntax")
    lines = text.split("\n")
    mark, start = error.problem_mark, error.context_mark or error.problem_mark
    context = error.context or ""

    def at(mark: yaml.Mark, reason: str) -> Fault:
        line = min(mark.line, len(lines) - 1)
        return Fault(Place(first_line + line, mark.column + 1), f"F4.{reason}")

    if "nesting depth" in (error.problem or ""):  # libyaml counts too, from 0.2.6 on, and less patiently
        return Fault(Place(first_line + mark.line, mark.column + 1), "F6.depth")
    line = lines[mark.line] if mark.line < len(lines) else ""
    if _TAB.match(line):
        return at(mark, "tab")
    if "quoted scalar" in context:
        return at(start, "quote")
    value = _VALUE.match(line)
    if value and value["first"] in _FIRST and mark.column >= value.start("first"):
        return at(mark, _FIRST[value["first"]])
    if value and value["first"] in "'\"" and mark.column > value.start("first"):
        return at(mark, "after_quote")
    if "flow" in context:
        return at(start, "bracket")
    if "mapping values" in (error.problem or ""):
        return at(mark, "colon" if _SECOND_COLON.match(line) else "indent")
    if "simple key" in context:
        return at(start, "no_colon")
    if "block" in context:
        return at(mark, "indent")
    return at(mark, "syntax")


def _fault_at(text: str, offset: int, first_line: int, reason: str) -> Fault:
    before = text[:offset]
    return Fault(Place(first_line + before.count("\n"), offset - before.rfind("\n")), reason)


# --- nodes from events -------------------------------------------------------------------------


class _Reader:
    """Builds nodes from the event stream of one text."""

    def __init__(self, text: str, first_line: int, tags: bool, faults: list[Fault]) -> None:
        self.events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.first_line = first_line
        self.tags = tags
        self.faults = faults
        self.anchors: dict[str, tuple[Node, int]] = {}
        self.count = 0
        self.aliased = 0

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return (
            Place(self.first_line, 1) if mark is None else Place(self.first_line + mark.line, mark.column + 1)
        )

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise _Refused(Fault(self.place(event), "F4.documents"))
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, 1)
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        place = self.place(event)
        if depth > MAX_DEPTH:
            raise _Refused(Fault(place, "F6.depth"))
        if isinstance(event, yaml.AliasEvent):
            return self.alias(event.anchor or "", place)
        assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        if event.tag is not None and not self.tags:
            raise _Refused(Fault(place, "F4.tag"))
        before = self.count
        self.count += 1
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            text = event.value
            if event.style == '"' and _CONTROL.search(text):  # "\\0" writes what a file may not hold
                text = _CONTROL.sub("\ufffd", text)
            node = Scalar(text, not event.style, place)
        elif isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            node = Sequence(tuple(items), place)
        else:
            node = self.mapping(place, depth)
        if event.anchor is not None:
            self.anchors[event.anchor] = (node, self.count - before)
        return node

    def mapping(self, place: Place, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            if not isinstance(key, Scalar):
                raise _Refused(Fault(key.place, "F4.key"))
            if key.plain and key.text == "<<":
                raise _Refused(Fault(key.place, "F4.merge"))
            value = self.node(next(self.events), depth + 1)
            if key.text in entries:
                first = entries[key.text][0].place
                self.faults.append(
                    Fault(
                        key.place,
                        "F5",
                        (("key", " ".join(key.text.split())[:40]), ("first", str(first.line))),
                    )
                )
            else:
                entries[key.text] = (key, value)
        return Mapping(tuple(entries.values()), place)

    def alias(self, name: str, place: Place) -> Node:
        if name not in self.anchors:
            raise _Refused(Fault(place, "F4.alias"))
        node, size = self.anchors[name]
        self.aliased += size
        self.count += size  # of the node that the alias stands in
        if self.aliased > MAX_ALIASED:
            raise _Refused(Fault(place, "F6.aliases"))
        return node
