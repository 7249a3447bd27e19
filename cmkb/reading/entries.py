"""Lists and tables under known headings: holdings, relations, anniversaries, news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Item, Link, Place, Section, Table
from cmkb.model.problem import Problem
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written, typed
from cmkb.reading.line import Lines, all_words, field_line, further_lines
from cmkb.reading.links import links_in
from cmkb.reading.vocabulary import Vocabulary


@immutable
class _List:
    """The known list that is read."""

    meaning: str
    path: str
    anchor: date | None
    vocabulary: Vocabulary
    lines: Lines


@dataclass(slots=True)
class _Row:
    place: Place
    said: list[str] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    def add_line(self, text: str, place: Place, known: _List) -> None:
        """Words, with links and bracketed fields."""
        line = known.lines.take_apart(text, place)
        self.written += line.fields
        self.links += [one.link for one in (*line.links, *line.field_links)]
        if said := all_words(line):
            self.said.append(said)

    def add_field(self, one: Written, known: _List) -> None:
        spec = known.vocabulary.entry_fields[known.meaning].get(fold(one.key))
        key = spec.key if spec else one.key
        self.written.append(one)
        self.links += [replace(found.link, field=key) for found in links_in(one.value, one.place)]

    def entry(self, known: _List, problems: list[Problem]) -> Entry:
        vocabulary = known.vocabulary
        specs = vocabulary.entry_fields[known.meaning]
        result = typed(self.written, specs, vocabulary.playbook, known.path, known.anchor)
        problems += result.problems
        return Entry("；".join(self.said), self.place, tuple(self.links), result.fields, result.extra)


def read_entries(
    sections: Iterable[Section],
    meaning: str,
    path: str,
    anchor: date | None,
    vocabulary: Vocabulary,
    lines: Lines,
) -> tuple[list[Entry], list[Problem]]:
    """The rows under headings of this meaning. The first of their fields is the row's own words."""
    known = _List(meaning, path, anchor, vocabulary, lines)
    found: list[Entry] = []
    problems: list[Problem] = []
    for section in sections:
        if section.scope != meaning:
            continue
        for item in section.items:
            if item.box is None and item.text:
                found.append(_item_row(item, known).entry(known, problems))
        for table in section.tables:
            found += [row.entry(known, problems) for row in _table_rows(table, known)]
    return found, problems


def _item_row(item: Item, known: _List) -> _Row:
    row = _Row(item.place)
    row.add_line(item.text, item.place, known)
    own_words = row.said[0] if row.said else ""
    for place, text in further_lines(item):
        row.add_line(text, place, known)
    for child in item.children:
        if child.box is None:
            one = field_line(child.text, child.place, known.vocabulary.entry_fields[known.meaning])
            if one is None:
                row.add_line(child.text, child.place, known)
            else:
                row.add_field(one, known)
    _take_own_words(row, own_words, known)
    return row


def _table_rows(table: Table, known: _List) -> Iterable[_Row]:
    specs = known.vocabulary.entry_fields[known.meaning]
    keys = [spec.key if (spec := specs.get(fold(title))) else "" for title in table.header]
    if not any(keys):
        return
    for cells, line, columns in zip(table.rows, table.lines, table.columns, strict=True):
        row: _Row | None = None
        for index, (cell, column) in enumerate(zip(cells, columns, strict=True)):
            if not cell:
                continue
            place = Place(line, column)
            row = row or _Row(place)
            if index >= len(keys):
                row.add_line(cell, place, known)
                continue
            if not row.said:
                row.said.append(all_words(known.lines.take_apart(cell, place)))
            row.add_field(Written(table.header[index] or "?", cell, place), known)
        if row is not None:
            yield row


def _take_own_words(row: _Row, own_words: str, known: _List) -> None:
    """An entry's words fill its first field; `女儿 李小雨` fills two, relation and name."""
    first, *others = known.vocabulary.playbook.entry_fields[known.meaning].values()
    names = known.vocabulary.entry_fields[known.meaning]
    given = {spec.key for one in row.written if (spec := names.get(fold(one.key)))}
    named = bool(others) and others[0].key == "name" and "name" not in given
    if not own_words:
        return
    if first.key in given:
        if named:
            row.written.append(Written("name", own_words, row.place))
    elif first.type in ("link", "links"):
        link = next((link for link in row.links if not link.field), None)
        own_words = f"[[{link.target}]]" if link else own_words
        row.written.append(Written(first.key, own_words, link.place if link else row.place))
    else:
        word, _, rest = own_words.partition(" ") if named else (own_words, "", "")
        row.written.append(Written(first.key, word, row.place))
        if rest:
            row.written.append(Written("name", rest, row.place))
