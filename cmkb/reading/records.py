"""What happened: the records of a journal, in three spellings that mean the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import FrontMatter, Item, Link, Moment, Place, Record, Section
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.playbooks.names import fold
from cmkb.reading.fields import STRUCTURAL, Written, typed
from cmkb.reading.line import Lines, field_line, further_lines, words
from cmkb.reading.links import links_in
from cmkb.reading.record_line import Draft, Head, add_line, read_head, read_line
from cmkb.reading.record_table import table_drafts
from cmkb.reading.times import time_at
from cmkb.reading.typos import near_word
from cmkb.reading.vocabulary import Vocabulary

_WORD = pattern(r"\w{1,20}")
_LINK_NEXT = pattern(r"[\s:：]++\[\[")
_NAME = pattern(r"[^,，、;；/]+")


@immutable
class Day:
    """The journal that is read."""

    path: str
    date: date
    vocabulary: Vocabulary
    lines: Lines


def read_records(
    sections: Iterable[Section], day: Day, *, bare: bool = False
) -> tuple[list[Record], list[Problem]]:
    """`bare`: lines without a bullet are records too, as in notes from a phone."""
    sections = list(sections)
    records: list[Record] = []
    problems: list[Problem] = []
    for section, mode in zip(sections, record_modes(sections, day.vocabulary), strict=True):
        if mode == "no":
            continue
        timed = mode == "timed"
        log = not timed and section.scope != ""
        drafts: list[Draft] = []
        for item in section.items:
            drafts += _item_drafts(item, day, problems, timed=timed, log=log)
        for place, text in section.paragraphs if log or bare else ():
            drafts += _bare_drafts(text, place, day, problems, expected=bare)
        for table in section.tables:
            rows, found = table_drafts(table, day.vocabulary, day.lines, day.path, timed=timed, log=log)
            drafts += rows
            problems += found
        drafts.sort(key=_place)
        records += [_record(draft, day, problems) for draft in drafts]
    return records, problems


def _place(draft: Draft) -> tuple[int, int]:
    return draft.place.line, draft.place.column


def record_modes(sections: list[Section], vocabulary: Vocabulary) -> list[str]:
    """Whether the items of each section are records: yes, timed (only those that begin with a time) or no.

    A note's title, its only heading of level 1, stands for nothing: what follows it is above the first heading.
    """
    specs = vocabulary.playbook.sections
    tops = [section for section in sections if section.level == 1]
    first = next((section for section in sections if section.level > 0), None)
    title = first if len(tops) == 1 and tops[0] is first else None
    modes = []
    above: list[tuple[int, str]] = []
    for section in sections:
        while above and above[-1][0] >= section.level:
            above.pop()
        meaning = section.meaning or (above[-1][1] if above else "")
        if meaning:
            modes.append(specs[meaning].records)
        elif section.level == 0 or section is title:
            modes.append("yes")
        else:
            modes.append("timed")
        if section is not title or specs.get(meaning) is None or specs[meaning].records == "no":
            above.append((section.level, meaning))
    return modes


def _item_drafts(item: Item, day: Day, problems: list[Problem], *, timed: bool, log: bool) -> list[Draft]:
    """The records of an item and of what stands beneath it. `log`: say what is no record."""
    vocabulary, lines = day.vocabulary, day.lines
    head = read_head(item.text, vocabulary)
    drafts: list[Draft] = []
    if item.box is None and head.kind is not None and (head.timed or not timed):
        drafts = read_line(item.text, item.place, head, vocabulary, lines)
    if not drafts:
        timed = timed or item.box is not None
        for child in item.children:
            drafts += _item_drafts(child, day, problems, timed=timed, log=False)
        if drafts:
            _share_participants(item, drafts, lines)
        elif item.box is None:
            problems += _not_a_record(item, head, day, log=log)
        return drafts
    last = drafts[-1]
    for place, text in further_lines(item):
        if bare := _bare_drafts(text, place, day, problems, timed=timed):
            drafts += bare
            last = drafts[-1]
            continue
        field = field_line(text, place, vocabulary.record_fields) if "::" in text or "：：" in text else None
        if field is None:
            add_line(last, lines.take_apart(text, place))
        else:
            last.fields.append(field)
    for child in item.children:
        if not _add_child(last, child, day):
            drafts += _item_drafts(child, day, problems, timed=True, log=False)
    return drafts


def _bare_drafts(
    text: str, place: Place, day: Day, problems: list[Problem], *, timed: bool = False, expected: bool = False
) -> list[Draft]:
    """The records of a line without a bullet: one that begins like a record has lost it, unless `expected`."""
    head = read_head(text, day.vocabulary)
    if head.kind is None:
        return []
    if not expected:
        if not head.timed and (timed or not _LINK_NEXT.match(text, head.end)):
            return []
        problems.append(problem(day.path, place.line, place.column, "L4.bullet"))
    return read_line(text, place, head, day.vocabulary, day.lines)


def _share_participants(item: Item, drafts: list[Draft], lines: Lines) -> None:
    """Beneath a client's name alone, records without a participant are that client's."""
    if item.box is not None or "[[" not in item.text:
        return
    line = lines.take_apart(item.text, item.place)
    if not words(line):
        for draft in drafts:
            if not draft.participants and draft.count is None:
                draft.participants = [one.link for one in line.links]


def _add_child(draft: Draft, child: Item, day: Day) -> bool:
    """A child is a field of its record, or further words; False if it is a task or a record of its own."""
    if child.box is not None:
        return False
    vocabulary, lines = day.vocabulary, day.lines
    head = read_head(child.text, vocabulary)
    if head.kind is not None and head.timed:
        return False
    field = field_line(child.text, child.place, vocabulary.record_fields)
    if field is None:
        add_line(draft, lines.take_apart(child.text, child.place))
    else:
        draft.fields.append(field)
    for place, text in further_lines(child):
        if field is None:
            add_line(draft, lines.take_apart(text, place))
        else:
            draft.fields.append(Written(field.key, text, place))
    for grandchild in child.children:
        if field is not None and not field.value and grandchild.box is None and not grandchild.children:
            draft.fields.append(Written(field.key, grandchild.text, grandchild.place))
        else:
            _add_child(draft, grandchild, day)
    return True


def _record(draft: Draft, day: Day, problems: list[Problem]) -> Record:
    vocabulary = day.vocabulary
    specs = vocabulary.record_fields
    fields: list[Written] = []
    people: list[Link] = []
    for one in draft.fields:
        spec = specs.get(fold(one.key))
        if spec is None or spec.key not in STRUCTURAL:
            fields.append(one)
        elif spec.key == "client":
            people += people_in(one.value, one.place)
        elif spec.key == "time":
            draft.take_time(time_at(one.value), one.value, 0)
        else:
            draft.words.append(one.value)
    result = typed(fields, specs, vocabulary.playbook, day.path, day.date)
    problems += result.problems
    people += draft.participants
    place = draft.place
    if draft.fault:
        problems.append(problem(day.path, place.line, place.column, "L4.time", written=draft.fault))
    if draft.mins is not None and "mins" in vocabulary.playbook.record_fields:
        result.fields.setdefault("mins", draft.mins)
    return Record(
        day.path,
        place,
        day.date,
        draft.kind.key,
        draft.time,
        " ".join(draft.words),
        tuple({link.target: link for link in reversed(people)}.values())[::-1]
        if len(people) > 1
        else tuple(people),
        result.fields,
        result.extra,
        draft.count,
    )


def people_in(text: str, place: Place) -> list[Link]:
    """The people named in a client column or field: links, or plain names between commas."""
    if links := links_in(text, place):
        return [replace(one.link, field="client") for one in links]
    found = []
    for match in _NAME.finditer(text):
        name = match.group().strip()
        if name:
            blanks = len(match.group()) - len(match.group().lstrip())
            found.append(Link(name, Place(place.line, place.column + match.start() + blanks), field="client"))
    return found


def _not_a_record(item: Item, head: Head, day: Day, *, log: bool) -> Iterator[Problem]:
    """An item of the log that names no kind is words; a warning when it looks like a record."""
    text, place = item.text, item.place
    if not text or text.startswith("~~") or head.kind is not None:
        return
    linked = "[[" in text
    like_record = head.time is not None or linked or "::" in text
    if not log and (head.time is None or not linked):
        return
    found = _WORD.search(text, head.end)
    word = found.group() if found else text[:10]
    near = near_word(word, day.vocabulary.kinds) if like_record and found else None
    if near:
        yield problem(day.path, place.line, place.column, "L4.near", word=word, near=near)
    elif log and like_record:
        yield problem(day.path, place.line, place.column, "L4", word=word)
    else:
        yield problem(day.path, place.line, place.column, "L4.words", word=word)


def meeting_record(
    front: FrontMatter, path: str, day: date, place: Place, playbook: Playbook
) -> Record | None:
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
        participants=tuple(link for link in clients if isinstance(link, Link)),
        fields={
            key: values[key] for key in playbook.record_fields if key in values and key not in STRUCTURAL
        },
    )
