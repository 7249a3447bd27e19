"""Front matter: a note's block of `key: value` lines becomes typed fields, unknown keys, and problems.

What cannot be read never becomes text, and never makes a note public: with any error the note is unreadable
(`FrontMatter.readable`), and so private.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from cmkb.files.yaml import MAX_BYTES, Node, Scalar, Sequence, read_yaml
from cmkb.files.yaml import Mapping as YamlMapping
from cmkb.model.codes import CODES
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS, FrontMatter, Link, Moment, Place, SourceFile
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.playbooks.names import choices, fold, note_fields
from cmkb.reading.front_block import KEY_LINE, Block, split_front_matter
from cmkb.reading.front_mending import Mended, mend_front_matter
from cmkb.reading.typos import near_word
from cmkb.reading.values import LIST_TYPES, Located, parse_value, parse_values

VISIBILITY = "visibility"
AUDIENCES = ("private", "team")
MOST_QUESTIONED = 20  # unknown keys of one note that are compared with the known ones
MOST_LINES_NAMED = 20


@immutable
class Head:
    """What was read from the head of a note, and the rest of it."""

    front: FrontMatter
    kind: str  # `type:` if it names one, else the folder's
    body: str
    body_line: int  # line of the file on which `body` begins
    problems: tuple[Problem, ...] = ()


def read_front_matter(
    source: SourceFile, folder_kind: str, playbook: Playbook, anchor: date | None = None
) -> Head:
    """`anchor`: the day to which `周三` is relative; by default the note's own `date`, if it has one."""
    is_key = key_test(playbook)
    block = split_front_matter(source.text, is_key)
    if block is None:
        return Head(FrontMatter(), folder_kind, source.text, 1)
    reading = _Reading(source.path, playbook, folder_kind, anchor)
    for place, text in block.faults:
        reading.report(place, text)
    if (lost := block.text.find("\ufffd")) >= 0:  # what the file held there could not be decoded
        line_start = block.text.rfind("\n", 0, lost) + 1
        place = Place(block.line + block.text.count("\n", 0, lost), lost - line_start + 1)
        reading.report(place, "F4.control")
    _read_block(block, reading, is_key)
    readable = not any(CODES[p.text].severity == "error" or p.text[0] == "F" for p in reading.problems)
    if not readable and reading.fields.get(VISIBILITY) == "team":
        reading.fields[VISIBILITY] = "private"
    broken = any(p.text[0] == "F" for p in reading.problems)  # as a block: then only known keys are sure
    front = FrontMatter(reading.fields, {} if broken else reading.extra, reading.places, readable)
    return Head(front, reading.kind, block.body, block.body_line, tuple(sorted(reading.problems)))


def key_test(playbook: Playbook) -> Callable[[str], bool]:
    """Tells the words that are keys of any kind of note."""
    return partial(_is_key, _all_words(playbook))


def _is_key(words: frozenset[str], word: str) -> bool:
    return fold(word) in words


_words: dict[int, tuple[Playbook, frozenset[str]]] = {}


def _all_words(playbook: Playbook) -> frozenset[str]:
    """Every word for a key of any kind of note. Kept by identity, with the playbook so that it lasts."""
    kept = _words.get(id(playbook))
    if kept is None:
        if len(_words) > 64:
            _words.clear()
        kinds = {*KINDS, *playbook.fields}
        kept = playbook, frozenset(word for kind in kinds for word in note_fields(playbook, kind))
        _words[id(playbook)] = kept
    return kept[1]


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    path: str
    playbook: Playbook
    kind: str
    anchor: date | None
    fields: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)  # key → line of its first entry

    def report(self, place: Place, text: str, **params: object) -> None:
        self.problems.append(problem(self.path, place.line, place.column, text, **params))


# In a block that does not parse, more likely the body's than a comment.
_HEADING = pattern(r"^#{1,6} (?=\S)", re.MULTILINE)


def _read_block(block: Block, reading: _Reading, is_key: Callable[[str], bool]) -> None:
    mended = mend_front_matter(block.text, block.line, is_key)
    loaded = read_yaml(mended.text, block.line)
    root = loaded.root
    if isinstance(root, YamlMapping):
        for fault in loaded.faults:
            reading.report(mended.place(fault.place), fault.text, **dict(fault.params))
        for place, text in mended.findings:
            reading.report(place, text)
        _read_entries(root, mended, reading)
    elif isinstance(root, Sequence):
        reading.report(mended.place(root.place), "F3.list")
        entries = [entry for item in root.items if isinstance(item, YamlMapping) for entry in item.entries]
        _read_entries(YamlMapping(tuple(entries), root.place), mended, reading)
    elif root is not None:
        reading.report(mended.place(root.place), "F3.text")
    elif loaded.faults:
        for fault in loaded.faults:
            params = dict(fault.params)
            if not params or is_key(params.get("key", "")):  # else the "key" may be anything
                reading.report(mended.place(fault.place), fault.text, **params)
        if heading := _HEADING.search(block.text):
            reading.report(Place(block.line + block.text.count("\n", 0, heading.start()), 1), "F2.late")
        _salvage(mended, block.line, reading, is_key)


# --- entries -----------------------------------------------------------------------------------


def _read_entries(root: YamlMapping, mended: Mended, reading: _Reading) -> None:
    _find_kind(root, reading)
    specs = note_fields(reading.playbook, reading.kind)
    entries = [(key, value, specs.get(fold(key.text))) for key, value in root.entries]
    # The note's own date comes first: other dates may be relative to it.
    entries.sort(key=lambda entry: entry[2] is None or entry[2].key != "date")
    unknown = []
    for key, value, spec in entries:
        if spec is None:
            unknown.append((key, value))
        else:
            _read_known(key, value, spec, mended, reading)
            if spec.key == "date" and reading.anchor is None:
                reading.anchor = _day(reading.fields.get("date"))
    for number, (key, value) in enumerate(unknown):
        _read_unknown(key, value, specs if number < MOST_QUESTIONED else {}, mended, reading)


def _day(value: object) -> date | None:
    return value.date if isinstance(value, Moment) else value if isinstance(value, date) else None


def _find_kind(root: YamlMapping, reading: _Reading) -> None:
    common = note_fields(reading.playbook, reading.kind)
    for key, value in root.entries:
        spec = common.get(fold(key.text))
        if spec is not None and spec.key == "type" and isinstance(value, Scalar):
            named = choices(reading.playbook, spec).get(fold(value.text), fold(value.text))
            if named in KINDS:
                reading.kind = named
            return


def _read_known(key: Scalar, node: Node, spec: FieldSpec, mended: Mended, reading: _Reading) -> None:
    name = spec.key
    place = mended.place(node.place)
    if spec.renamed and fold(key.text) in map(fold, spec.renamed):
        right = spec.key if key.text.isascii() else spec.label
        reading.report(mended.place(key.place), "Y9", written=key.text, right=right)
    absent = _is_absent(node)
    if absent:
        value = None
    elif name == VISIBILITY:
        value = _visibility(node, place, spec, reading)
    else:
        value = _typed(node, spec, mended, reading)
    if name in reading.lines:
        line = mended.place(key.place).line
        if value is not None and _bare(value) != _bare(reading.fields.get(name)):
            reading.report(mended.place(key.place), "Y8", key=spec.label or name, first=reading.lines[name])
            if name == VISIBILITY:
                reading.fields[name] = "private"
            elif name in reading.fields:
                reading.extra[key.text] = _plain(node)
            else:
                reading.fields[name] = value
        reading.lines.setdefault(name, line)
        return
    reading.lines[name] = mended.place(key.place).line
    reading.places[name] = place
    if value is not None:
        reading.fields[name] = value
    elif not absent:
        reading.extra[key.text] = _plain(node)


def _visibility(node: Node, place: Place, spec: FieldSpec, reading: _Reading) -> str:
    """`private` or `team`, exactly; anything else is an error and private."""
    if isinstance(node, Scalar) and node.text in AUDIENCES:
        return node.text
    reading.report(place, "Y6.visibility", key=spec.label or spec.key)
    return "private"


_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


def _is_absent(node: Node) -> bool:
    if isinstance(node, Scalar):
        return (node.plain and node.text in _NULLS) or not node.text.strip()
    return isinstance(node, Sequence) and not node.items


def _typed(node: Node, spec: FieldSpec, mended: Mended, reading: _Reading) -> Any:
    """The value of a known key that is not absent, None when it has none that is valid."""
    if isinstance(node, YamlMapping):
        reading.report(mended.place(node.place), "Y6.nested", key=spec.label or spec.key)
        return None
    if isinstance(node, Scalar):
        raw, place = _written(node, spec, mended, reading)
        parsed = parse_value(spec, raw, reading.playbook, place, reading.anchor, strict=True)
        if parsed.text:
            reading.report(mended.place(node.place), parsed.text, **dict(parsed.params))
        return parsed.value
    if (link := _nested_link(node)) is not None:
        reading.report(mended.place(node.place), "Y1")
        return parse_value(spec, link, reading.playbook, mended.place(node.place), reading.anchor).value
    items = []
    for item in node.items:
        if isinstance(item, Scalar) and not _is_absent(item):
            items.append(_written(item, spec, mended, reading))
        elif isinstance(item, Sequence) and (link := _nested_link(item)) is not None:
            reading.report(mended.place(item.place), "Y1")
            items.append((link, mended.place(item.place)))
        elif not _is_absent(item):
            reading.report(mended.place(item.place), "Y6.nested", key=spec.label or spec.key)
    value, findings = parse_values(spec, items, reading.playbook, reading.anchor, strict=True)
    _report_items(findings, spec, reading)
    return value


def _report_items(findings: tuple[Located, ...], spec: FieldSpec, reading: _Reading) -> None:
    for found in findings:
        reading.report(found.place, found.parsed.text, **dict(found.parsed.params))
        if found.parsed.value is None and spec.type in LIST_TYPES:
            name = spec.label or spec.key
            reading.extra[name] = (*reading.extra.get(name, ()), found.raw)


def _nested_link(node: Sequence) -> str | None:
    """`[[王芳]]` without quotes is a list in a list to YAML."""
    inner = node.items[0] if len(node.items) == 1 else None
    if isinstance(inner, Sequence) and inner.items and all(isinstance(item, Scalar) for item in inner.items):
        return f"[[{', '.join(item.text for item in inner.items if isinstance(item, Scalar))}]]"
    return None


_LEADING_ZERO = pattern(r"0[0-9]+")
_TOO_LONG_NUMBER = pattern(r"[0-9]{16,}")  # beyond 2**53: other programs round it
_CURLY = pattern(r"[“”‘’](?P<inside>[^“”‘’]*)[“”‘’]")


def _written(node: Scalar, spec: FieldSpec | None, mended: Mended, reading: _Reading) -> tuple[str, Place]:
    """A scalar's text and the place of its first character; reports what other programs would make of it."""
    place = mended.place(node.place)
    if not node.plain:
        return node.text, mended.place(Place(node.place.line, node.place.column + 1))
    text = node.text
    if text[:1].isdigit():
        if _LEADING_ZERO.fullmatch(text):
            reading.report(place, "Y2")
        elif _TOO_LONG_NUMBER.fullmatch(text):
            reading.report(place, "Y4")
    elif text[:1] in "“”‘’" and (curly := _CURLY.fullmatch(text)):
        reading.report(place, "I8")
        return curly["inside"], Place(place.line, place.column + 1)
    elif text[:1] in "“‘" and spec is not None and spec.type in LIST_TYPES:
        reading.report(place, "I8")
    return text, place


def _read_unknown(
    key: Scalar, node: Node, specs: Mapping[str, FieldSpec], mended: Mended, reading: _Reading
) -> None:
    place = mended.place(key.place)
    reading.places.setdefault(key.text, mended.place(node.place))
    reading.extra[key.text] = _plain(node)
    if isinstance(node, Scalar):
        _written(node, None, mended, reading)
    near = near_word(key.text, specs)
    if near is None or specs[near].key in reading.lines:
        return
    spec = specs[near]
    shown = spec.label if not key.text.isascii() and fold(spec.key) == near else near
    reading.report(place, "Y7", key=" ".join(key.text.split()), near=shown or spec.key)
    if spec.key == VISIBILITY:
        # `visiblity: private` was meant to keep the note from the team.
        reading.report(place, "Y6.visibility", key=spec.label or spec.key)
        reading.fields[VISIBILITY] = "private"


def _plain(node: Node) -> Any:
    """As written: str, tuple or dict."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        link = _nested_link(node)
        return link if link is not None else tuple(_plain(item) for item in node.items)
    return {key.text: _plain(value) for key, value in node.entries}


def _bare(value: Any) -> Any:
    """For comparing: links without their places."""
    if isinstance(value, Link):
        return value.target, value.heading
    return tuple(_bare(item) for item in value) if isinstance(value, tuple) else value


# --- a block that does not parse ---------------------------------------------------------------


def _salvage(mended: Mended, first_line: int, reading: _Reading, is_key: Callable[[str], bool]) -> None:
    """Known keys whose lines are valid by themselves are kept; of the rest only the line numbers are told."""
    chunks = _chunks(mended.text[:MAX_BYTES], first_line)
    roots = [(line, _single(text, line) if is_key(key) else None) for line, key, text in chunks]
    for _, root in roots:
        if root is not None:
            _find_kind(root, reading)
    specs = note_fields(reading.playbook, reading.kind)
    unread = []
    for line, root in roots:
        if root is None or not _keep(root, specs, mended, reading):
            unread.append(line)
    if set(unread) - {p.line for p in reading.problems}:
        more = " …" if len(unread) > MOST_LINES_NAMED else ""
        lines = "、".join(map(str, unread[:MOST_LINES_NAMED])) + more
        reading.report(Place(unread[0], 1), "F4.unread", lines=lines)


_CONTINUED = pattern(r"[ \t]|-[ \t]|-?$|#")


def _chunks(text: str, first_line: int) -> list[tuple[int, str, str]]:
    """Line, key and text of each line that does not continue the one before; key "" where there is none."""
    chunks: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(text.split("\n"), first_line):
        line = line.lstrip("\t")
        key = KEY_LINE.match(line)
        if key:
            chunks.append((number, key["key"], [line]))
        elif chunks and chunks[-1][1] and _CONTINUED.match(line):
            chunks[-1][2].append(line)
        elif line.strip() and line[0] != "#":
            chunks.append((number, "", [line]))
    return [(number, key, "\n".join(lines)) for number, key, lines in chunks]


def _single(text: str, line: int) -> YamlMapping | None:
    loaded = read_yaml(text, line)
    root = loaded.root
    return root if isinstance(root, YamlMapping) and not loaded.faults and len(root.entries) == 1 else None


def _keep(root: YamlMapping, specs: Mapping[str, FieldSpec], mended: Mended, reading: _Reading) -> bool:
    """Whether the entry was understood. Problems of a value would tell it, so none are reported."""
    key, node = root.entries[0]
    spec = specs.get(fold(key.text))
    if spec is None or spec.key in reading.fields:
        return False
    trial = _Reading(reading.path, reading.playbook, reading.kind, reading.anchor)
    _read_known(key, node, spec, mended, trial)
    if any(CODES[p.text].severity == "error" for p in trial.problems) or (
        spec.key not in trial.fields and not _is_absent(node)
    ):
        return False
    reading.fields.update(trial.fields)
    reading.places.update(trial.places)
    return True
