"""Lists and tables under known headings: holdings, relations, anniversaries, news."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from cmkb.model.note import Entry, Item, Link, Place, Section, Table
from cmkb.model.problem import Problem
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written, typed
from cmkb.reading.inline import inline_fields, without
from cmkb.reading.links import links_in
from cmkb.reading.record_line import child_field, further_lines, plain_words
from cmkb.reading.vocabulary import Vocabulary


def read_entries(
    sections: Iterable[Section], meaning: str, path: str, anchor: date | None, words: Vocabulary
) -> tuple[list[Entry], list[Problem]]:
    specs = words.entry_fields.get(meaning)
    found: list[Entry] = []
    problems: list[Problem] = []
    if specs is None:
        return found, problems
    for section in sections:
        if section.scope != meaning:
            continue
        for item in section.items:
            if item.box is None and item.text:
                found.append(_item_entry(item, meaning, path, anchor, words, problems))
        for table in section.tables:
            found += _table_entries(table, meaning, path, anchor, words, problems)
    return found, problems


def _item_entry(
    item: Item, meaning: str, path: str, anchor: date | None, words: Vocabulary, problems: list[Problem]
) -> Entry:
    written: list[Written] = []
    links: list[Link] = []
    said = [_line(item.text, item.place, meaning, words, written, links)]
    own = item.text
    for child in item.children:
        if child.box is not None:
            continue
        found = child_field(child, words.entry_fields[meaning])
        if found is not None:
            written.append(found)
            links += _links_of(found, meaning, words)
        else:
            said.append(_line(child.text, child.place, meaning, words, written, links))
    for place, line in further_lines(item):
        said.append(_line(line, place, meaning, words, written, links))
    text = "；".join(part for part in said if part)
    _take_own_words(own, said[0], item.place, links, meaning, words, written)
    return _entry(text, item.place, links, written, meaning, path, anchor, words, problems)


def _table_entries(
    table: Table, meaning: str, path: str, anchor: date | None, words: Vocabulary, problems: list[Problem]
) -> list[Entry]:
    specs = words.entry_fields[meaning]
    known = [fold(title) in specs for title in table.header]
    if not any(known):
        return []
    found = []
    for row, line, columns in zip(table.rows, table.lines, table.columns, strict=True):
        cells = [(title, cell, Place(line, at)) for title, cell, at in zip(table.header, row, columns, strict=False)]
        cells = [(title, cell.replace("\\|", "|"), place) for title, cell, place in cells if cell]
        if not cells:
            continue
        written: list[Written] = []
        links: list[Link] = []
        said = ""
        for index, (title, cell, place) in enumerate(cells):
            if index == 0 or fold(title) not in specs:
                line_links = [one.link for one in links_in(cell, place)]
                links += line_links
            else:
                links += _links_of(Written(title, cell, place), meaning, words)
            if index == 0:
                said = plain_words(cell, links_in(cell, place))
            written.append(Written(title, cell, place))
        found.append(_entry(said, cells[0][2], links, written, meaning, path, anchor, words, problems))
    return found


def _line(
    text: str, place: Place, meaning: str, words: Vocabulary, written: list[Written], links: list[Link]
) -> str:
    """Adds a line's fields and links; returns its words, a link's text among them."""
    fields = inline_fields(text, words.entry_fields[meaning])
    found = links_in(text, place, fields, words.field_keys)
    written += [Written(f.key, f.value, Place(place.line, place.column + f.at)) for f in fields]
    links += [one.link for one in found]
    outside = [one for one in found if not one.link.field]
    return plain_words(without(text, [(f.start, f.end) for f in fields]), outside)


def _take_own_words(
    line: str,
    said: str,
    place: Place,
    links: list[Link],
    meaning: str,
    words: Vocabulary,
    written: list[Written],
) -> None:
    """An entry's words fill its first field; `女儿 李小雨` fills two, relation and name."""
    specs = words.playbook.entry_fields[meaning]
    first, *others = specs.values()
    given = {spec.key for one in written if (spec := words.entry_fields[meaning].get(fold(one.key)))}
    if first.key in given or not said:
        return
    own = next((link for link in links if not link.field), None)
    if first.type in ("link", "links") and own is not None:
        written.append(Written(first.key, f"[[{own.target}]]", own.place))
        return
    name = others[0] if others and others[0].key == "name" and others[0].key not in given else None
    word, _, rest = said.partition(" ")
    if name is None:
        written.append(Written(first.key, said, place))
    else:
        written.append(Written(first.key, word, place))
        if rest:
            written.append(Written(name.key, rest.strip(), place))


def _links_of(one: Written, meaning: str, words: Vocabulary) -> list[Link]:
    spec = words.entry_fields[meaning].get(fold(one.key))
    key = spec.key if spec else one.key
    return [replace(found.link, field=key) for found in links_in(one.value, one.place)]


def _entry(
    text: str,
    place: Place,
    links: list[Link],
    written: list[Written],
    meaning: str,
    path: str,
    anchor: date | None,
    words: Vocabulary,
    problems: list[Problem],
) -> Entry:
    result = typed(written, words.entry_fields[meaning], words.playbook, path, anchor)
    problems += result.problems
    return Entry(text, place, tuple(links), result.fields, result.extra)
