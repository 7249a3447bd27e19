"""What happened: the records of a journal, in three spellings that mean the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cmkb.model.note import FrontMatter, Item, Link, Moment, Place, Record, Section
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.playbooks.names import closest, fold
from cmkb.reading.fields import Written, typed
from cmkb.reading.inline import inline_fields, without
from cmkb.reading.links import links_in
from cmkb.reading.record_line import Draft, child_field, further_lines, read_head, read_line, words_without_links
from cmkb.reading.record_table import TableReader
from cmkb.reading.vocabulary import Vocabulary

_STRUCTURAL = frozenset({"time", "kind", "client", "text"})  # fields that are parts of every record
_WORD = re.compile(r"[\w]{1,20}")


@dataclass(frozen=True, slots=True)
class Day:
    """The journal whose records are read."""

    path: str
    date: date
    words: Vocabulary


def read_records(sections: Iterable[Section], day: Day) -> tuple[list[Record], list[Problem]]:
    sections = list(sections)
    records: list[Record] = []
    problems: list[Problem] = []
    for section, mode in zip(sections, record_modes(sections, day.words), strict=True):
        if mode == "no":
            continue
        log = mode == "yes" and section.level > 0 and section.scope != ""
        for item in section.items:
            drafts, found = item_drafts(item, day, timed=mode == "timed", log=log)
            problems += found
            for draft in drafts:
                records.append(finished(draft, day, problems))
        for table in section.tables:
            reader = TableReader(table, day.words)
            drafts, found = reader.drafts(day.path, timed=mode == "timed", log=log)
            problems += found
            for draft in drafts:
                records.append(finished(draft, day, problems))
    return records, problems


def record_modes(sections: list[Section], words: Vocabulary) -> list[str]:
    """For each section: are its items records — yes, timed (only those that begin with a time) or no.

    A note's title, its only heading of level 1, stands for nothing: what follows it is above the first heading.
    """
    specs = words.playbook.sections
    tops = [s for s in sections if s.level == 1]
    title = tops[0] if len(tops) == 1 and next(s for s in sections if s.level > 0) is tops[0] else None
    modes = []
    above: list[tuple[int, str]] = []
    for section in sections:
        if section.level == 0:
            modes.append("yes")
            continue
        while above and above[-1][0] >= section.level:
            above.pop()
        if section is title and not (section.meaning and specs[section.meaning].records != "yes"):
            modes.append("yes" if section is sections[0] or section.meaning else "timed")
            continue
        meaning = section.meaning or (above[-1][1] if above else "")
        above.append((section.level, meaning))
        modes.append(specs[meaning].records if meaning else "timed")
    return modes


def item_drafts(item: Item, day: Day, *, timed: bool, log: bool) -> tuple[list[Draft], list[Problem]]:
    """The records of an item and of what stands beneath it. `timed`: only those that begin with a time."""
    problems: list[Problem] = []
    if item.box is not None:
        return _nested(item.children, day, problems, timed=True, log=False), problems
    drafts = _own_drafts(item, day, timed)
    if not drafts:
        drafts = _nested(item.children, day, problems, timed=timed, log=False)
        if drafts:
            _share_participants(item, drafts)
        else:
            problems += _not_a_record(item, day, timed=timed, log=log)
        return drafts, problems
    last = drafts[-1]
    for place, line in further_lines(item):
        _add_line(last, line, place, day.words)
    rest = [child for child in item.children if not _add_child(last, child, day.words)]
    drafts += _nested(rest, day, problems, timed=True, log=False)
    return drafts, problems


def _own_drafts(item: Item, day: Day, timed: bool) -> list[Draft]:
    drafts = read_line(item.text, item.place, day.words)
    if drafts and timed:
        head = read_head(item.text, day.words)
        if head.time is None or not head.time.valid or not item.text[head.start : head.start + 1].isdigit():
            begins = head.time is not None and head.time.valid and not day.words.kind.match(item.text, head.start)
            return drafts if begins else []
    return drafts


def _nested(
    children: Iterable[Item], day: Day, problems: list[Problem], *, timed: bool, log: bool
) -> list[Draft]:
    drafts: list[Draft] = []
    for child in children:
        found, more = item_drafts(child, day, timed=timed, log=log)
        drafts += found
        problems += more
    return drafts


def _share_participants(item: Item, drafts: list[Draft]) -> None:
    """Beneath a client's name alone, records without a participant are that client's."""
    links = links_in(item.text, item.place)
    if links and not words_without_links(item.text, 0, len(item.text), links):
        for draft in drafts:
            if not draft.participants and draft.count is None:
                draft.participants = [one.link for one in links]


def _add_line(draft: Draft, line: str, place: Place, words: Vocabulary) -> None:
    """A further line of a record: words, links and bracketed fields."""
    fields = inline_fields(line, words.field_keys)
    links = links_in(line, place, fields, words.field_keys)
    draft.fields += [Written(f.key, f.value, Place(place.line, place.column + f.at)) for f in fields]
    draft.participants += [one.link for one in links if not one.link.field]
    text = words_without_links(without(line, [(f.start, f.end) for f in fields]), 0, len(line), links)
    if text:
        draft.words.append(text)


def _add_child(draft: Draft, child: Item, words: Vocabulary) -> bool:
    """A child is a field of its record, or further words; False if it is a task or a record of its own."""
    if child.box is not None:
        return False
    head = read_head(child.text, words)
    if head.time is not None and head.kind is not None:
        return False
    found = child_field(child, words.record_fields)
    if found is None:
        _add_line(draft, child.text, child.place, words)
    else:
        draft.fields.append(found)
    for place, line in further_lines(child):
        if found is None:
            _add_line(draft, line, place, words)
        else:
            draft.fields.append(Written(found.key, line, place))
    for grandchild in child.children:
        if found is not None and grandchild.box is None and not found.value and not grandchild.children:
            draft.fields.append(Written(found.key, grandchild.text, grandchild.place))
        else:
            _add_child(draft, grandchild, words)
    return True


def finished(draft: Draft, day: Day, problems: list[Problem]) -> Record:
    words = day.words
    fields: list[Written] = []
    for one in draft.fields:
        spec = words.record_fields.get(fold(one.key))
        if spec is None or spec.key not in _STRUCTURAL:
            fields.append(one)
        else:
            _take_structural(draft, spec.key, one, words)
    result = typed(fields, words.record_fields, words.playbook, day.path, day.date)
    problems += result.problems
    if draft.mins is not None and "mins" not in result.fields and "mins" in words.playbook.record_fields:
        result.fields["mins"] = draft.mins
    return Record(
        day.path,
        draft.place,
        day.date,
        draft.kind.key,
        draft.time,
        " ".join(draft.words),
        tuple(_once_each(draft.participants)),
        result.fields,
        result.extra,
        draft.count,
    )


def _take_structural(draft: Draft, key: str, one: Written, words: Vocabulary) -> None:
    """Fields that name a part of the record itself: its time, client or words."""
    if key == "client":
        draft.participants += participants_of(one.value, one.place)
    elif key == "text":
        draft.words.append(one.value)
    elif key == "time":
        head = read_head(one.value, words)
        if head.time is not None and head.time.valid:
            draft.time, draft.mins = head.time.start, head.time.mins


def participants_of(text: str, place: Place) -> list[Link]:
    """The people named in a client column or field: links, or plain names between commas."""
    links = links_in(text, place)
    if links:
        return [one.link for one in links]
    found = []
    for match in re.finditer(r"[^,，、;；/]+", text):
        name = match.group().strip()
        if name:
            column = place.column + match.start() + len(match.group()) - len(match.group().lstrip())
            found.append(Link(name, Place(place.line, column)))
    return found


def _once_each(links: list[Link]) -> Iterator[Link]:
    seen = set()
    for link in links:
        if link.target not in seen:
            seen.add(link.target)
            yield link


def _not_a_record(item: Item, day: Day, *, timed: bool, log: bool) -> list[Problem]:
    """An item of the log that names no kind is words; worth a look when it looks like a record."""
    text = item.text.strip()
    if not text or text.startswith("~~"):
        return []
    head = read_head(text, day.words)
    place = item.place
    if head.time is not None and not head.time.valid and (log or not timed):
        return [problem(day.path, place.line, place.column, "L4.time", written=text[head.start : head.end])]
    meant = head.time is not None or "[[" in text or "::" in text
    if not (log or (meant and (not timed or head.time is not None and "[[" in text))):
        return []
    word = _WORD.search(text, head.end)
    first = word.group() if word else text[:10]
    near = closest(first, day.words.kinds) if meant and word else None
    if near:
        return [problem(day.path, place.line, place.column, "L4.near", word=first, near=near)]
    return [problem(day.path, place.line, place.column, "L4" if meant and log else "L4.words", word=first)]


def meeting_record(front: FrontMatter, path: str, day: date, place: Place, playbook: Playbook) -> Record | None:
    """The record that a meeting note is: its `kind` is some activity kind's `meeting`."""
    values = front.fields
    said = values.get("kind")
    if not isinstance(said, str):
        return None
    kind = next((k for k in playbook.kinds.values() if k.meeting and fold(k.meeting) == fold(said)), None)
    if kind is None:
        return None
    client, moment = values.get("client"), values.get("date")
    clients = (client,) if isinstance(client, Link) else client if isinstance(client, tuple) else ()
    return Record(
        path,
        place,
        day,
        kind.key,
        moment.time if isinstance(moment, Moment) else "",
        participants=tuple(replace(link, field="") for link in clients if isinstance(link, Link)),
        fields={key: values[key] for key in playbook.record_fields if key in values and key not in _STRUCTURAL},
    )
