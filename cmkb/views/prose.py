"""What a section of a note says, as plain lines. Comments and `> [!private]` are left out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from cmkb.model.note import Item, Note, Section
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.wording import plain

Named = Callable[[str], str]  # what a wikilink names → the words for it

_PRIVATE = re.compile(r"[ \t>]*>[ \t]*\[!(?:private|私密)\]", re.IGNORECASE)
_QUOTED = re.compile(r"[ \t]*>")
_WIKILINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\\?\|([^\[\]]*))?\]\]")
_FIELD = re.compile(r"[\[(【]([^\[\]()【】:：]{1,20})[:：]{2}\s*([^\[\]()【】]*)[\])】]")
_BEFORE_BRACKET = re.compile(r"[ \t]+（")
_BOXES = {" ": "☐ ", "-": "☒ "}  # any other character is a tick


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    line: int  # of the file
    depth: int = 0
    head: bool = False  # a heading within the section


def prose(vault: Vault, note: Note, meaning: str) -> tuple[Line, ...]:
    """All sections of this meaning, in the order of the file; their sub-headings are lines too."""
    hidden = hidden_lines(note)
    named = names_in(vault, note.path)
    lines: list[Line] = []
    for section in note.sections:
        if section.scope != meaning:
            continue
        said = sorted(
            (one for one in _lines(section, named) if one.line not in hidden), key=lambda one: one.line
        )
        if section.meaning != meaning and section.heading and said:
            lines.append(Line(plain(section.heading), section.place.line, head=True))
        lines += said
    return tuple(lines)


def hidden_lines(note: Note) -> frozenset[int]:
    """Lines of the file that stand in a `> [!private]` callout."""
    if "[!" not in note.body:
        return frozenset()
    hidden: set[int] = set()
    inside = False
    for number, line in enumerate(note.body.split("\n"), note.body_line):
        inside = bool(_PRIVATE.match(line) or (inside and _QUOTED.match(line)))
        if inside:
            hidden.add(number)
    return frozenset(hidden)


def names_in(vault: Vault, path: str) -> Named:
    """Clients are called by their name, whichever of their files' names a link of the note uses."""

    def named(target: str) -> str:
        found = vault.resolved.get((path, target, ""), "")
        note = vault.notes.get(found)
        if note is None:
            return target.partition("#")[0]
        return display_name(vault, note) if note.kind == "client" else note.title

    return named


def said(text: str, named: Named) -> str:
    """Plain words that keep what inline fields say: `送资料 [期限:: 周五]` → `送资料（期限：周五）`."""
    if "[[" in text:
        text = _WIKILINK.sub(lambda m: m[2] or named(m[1]), text)
    if "::" in text or "：：" in text:
        text = _FIELD.sub(lambda m: f"（{m[1].strip()}：{m[2].strip()}）" if m[2].strip() else "", text)
        text = _BEFORE_BRACKET.sub("（", text)
    return plain(text)


def _lines(section: Section, named: Named) -> Iterator[Line]:
    for item in section.items:
        yield from _of_item(item, 0, named)
    for place, text in section.paragraphs:
        if words := said(text, named):
            yield Line(words, place.line)
    for table in section.tables:
        for number, row in zip(table.lines, table.rows, strict=True):
            cells = zip((*table.header, *("" for _ in row)), row, strict=False)
            parts = [(said(title, named), said(cell, named)) for title, cell in cells if cell]
            if parts:
                yield Line("；".join(f"{title}：{cell}" if title else cell for title, cell in parts), number)


def _of_item(item: Item, depth: int, named: Named) -> Iterator[Line]:
    box = "" if item.box is None else _BOXES.get(item.box, "☑ ")
    if words := said(item.text, named):
        yield Line(box + words, item.place.line, depth)
    for place, text in zip(item.more_lines, item.more.split("\n"), strict=False):
        if words := said(text, named):
            yield Line(words, place.line, depth + 1)
    for child in item.children:
        yield from _of_item(child, depth + 1, named)
