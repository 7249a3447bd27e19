"""What a section of a note says, as plain lines, and a note without what one keeps to oneself.

Comments are no part of what was read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from cmkb.locales import reader, sign
from cmkb.model.immutable import immutable
from cmkb.model.note import Item, Note, Section, Table
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


@immutable
class Line:
    text: str
    line: int  # of the file
    depth: int = 0
    head: bool = False  # a heading within the section


def prose(vault: Vault, note: Note, meaning: str) -> tuple[Line, ...]:
    """All sections of this meaning, in the order of the file; their sub-headings are lines too."""
    named = names_in(vault, note.path)
    lines: list[Line] = []
    for section in note.sections:
        if section.scope != meaning:
            continue
        found = sorted(_lines(section, named), key=lambda one: one.line)
        if section.meaning != meaning and section.heading and found:
            lines.append(Line(said(section.heading, named), section.place.line, head=True))
        lines += found
    return tuple(lines)


def section_lines(vault: Vault, note: Note, section: Section) -> tuple[Line, ...]:
    """One section alone, without what stands under its sub-headings."""
    return tuple(sorted(_lines(section, names_in(vault, note.path)), key=lambda one: one.line))


def visible(note: Note) -> Note:
    """The note for others' eyes: without its hidden lines."""
    hidden = hidden_lines(note)
    if not hidden:
        return note
    return replace(
        note,
        sections=tuple(_visible_section(section, hidden) for section in note.sections),
        records=tuple(record for record in note.records if record.place.line not in hidden),
        plan=tuple(item for item in note.plan if item.place.line not in hidden),
        tasks=tuple(task for task in note.tasks if task.place.line not in hidden),
        news=tuple(entry for entry in note.news if entry.place.line not in hidden),
    )


def hidden_lines(note: Note) -> frozenset[int]:
    """Lines of the file that are nobody else's business: private sections and `> [!private]` callouts."""
    hidden: set[int] = set()
    starts = [section.place.line for section in note.sections]
    for section, following in zip(note.sections, [*starts[1:], 0], strict=False):
        if section.scope == "private":
            end = following or note.body_line + note.body.count("\n") + 1
            hidden.update(range(section.place.line, end))
    if "[!" in note.body:
        inside = False
        for number, line in enumerate(note.body.split("\n"), note.body_line):
            inside = bool(_PRIVATE.match(line) or (inside and _QUOTED.match(line)))
            if inside:
                hidden.add(number)
    return frozenset(hidden)


def _visible_section(section: Section, hidden: frozenset[int]) -> Section:
    tables = (_visible_table(table, hidden) for table in section.tables)
    return replace(
        section,
        items=_visible_items(section.items, hidden),
        tables=tuple(table for table in tables if table.rows),
        paragraphs=tuple((place, text) for place, text in section.paragraphs if place.line not in hidden),
        body="",  # as written, so of no use here
    )


def _visible_items(items: tuple[Item, ...], hidden: frozenset[int]) -> tuple[Item, ...]:
    return tuple(_visible_item(item, hidden) for item in items if item.place.line not in hidden)


def _visible_item(item: Item, hidden: frozenset[int]) -> Item:
    more = zip(item.more_lines, item.more.split("\n"), strict=False)
    kept = [(place, text) for place, text in more if place.line not in hidden]
    return replace(
        item,
        children=_visible_items(item.children, hidden),
        more="\n".join(text for _, text in kept),
        more_lines=tuple(place for place, _ in kept),
    )


def _visible_table(table: Table, hidden: frozenset[int]) -> Table:
    kept = [index for index, line in enumerate(table.lines) if line not in hidden]
    if len(kept) == len(table.lines):
        return table
    return Table(
        table.header,
        tuple(table.rows[index] for index in kept),
        tuple(table.lines[index] for index in kept),
        tuple(table.columns[index] for index in kept if index < len(table.columns)),
    )


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
        text = _FIELD.sub(_in_brackets, text)
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
                yield Line(
                    sign("；").join(f"{title}{sign('：')}{cell}" if title else cell for title, cell in parts),
                    number,
                )


def _of_item(item: Item, depth: int, named: Named) -> Iterator[Line]:
    box = "" if item.box is None else _BOXES.get(item.box, "☑ ")
    if words := said(item.text, named):
        yield Line(box + words, item.place.line, depth)
    for place, text in zip(item.more_lines, item.more.split("\n"), strict=False):
        if words := said(text, named):
            yield Line(words, place.line, depth + 1)
    for child in item.children:
        yield from _of_item(child, depth + 1, named)


def _in_brackets(field: re.Match[str]) -> str:
    key, value = field[1].strip(), field[2].strip()
    if not value:
        return ""
    return f"（{key}：{value}）" if reader() == "zh" else f"({key}: {value})"
