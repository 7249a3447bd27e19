"""Where a record's line goes in a journal, and the proof that it reads back as the record that was meant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cmkb.files.text import decode
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record, Section, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.patterns import pattern
from cmkb.reading.note import read_note
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, spliced
from cmkb.writing.refused import WritingRefused
from cmkb.writing.said_record import SaidRecord, bare_links, line_of, typed_fields

_ITEM = pattern(r"\s|[-*+]\s|\d{1,9}[.)]\s")
LOG = "log"


@immutable
class NewRecord:
    said: SaidRecord
    beneath: tuple[str, ...] = ()  # further lines, of a pasted chat
    beneath_is_text: bool = True  # False: they are in a code block, which is no words of the record

    def lines(self, playbook: Playbook) -> tuple[str, ...]:
        return (f"- {line_of(playbook, self.said)}", *self.beneath)


def records_edit(
    path: str, day: date, records: Sequence[NewRecord], playbook: Playbook, settings: Settings, template: str
) -> Edit:
    """Adds the records to the journal; `template` is its text where it is not there yet."""

    def apply(data: bytes | None) -> bytes:
        old = template.encode() if data is None else data
        for record in records:
            old = _with_record(old, path, day, record, playbook, settings)
        return old

    return apply


def texts_edit(
    path: str, day: date, texts: Sequence[str], playbook: Playbook, settings: Settings, template: str
) -> Edit:
    """Adds lines that are records as they stand. One with a time that is there already came twice through a sync."""

    def apply(data: bytes | None) -> bytes:
        old = template.encode() if data is None else data
        for text in texts:
            source, before = journal_in(old, path, day, playbook, settings)
            line = f"- {text}"
            if text[:1].isdigit() and line in source.text.split("\n"):
                continue
            splice = _place(source, before, (line,), playbook)
            new = spliced(old, source, [splice])
            after, _ = read_note(decode(new, path)[0], playbook, settings)
            inside = range(splice.first, splice.first + len(splice.lines))
            others = [r for r in after.records if r.place.line not in inside]
            if len(others) == len(after.records) or not _same(before, others, after, splice):
                raise _other_meaning(text, path)
            old = new
        return old

    return apply


def _same(before: Note, others: Sequence[Record], after: Note, splice: Splice) -> bool:
    moved = len(splice.lines)
    records = [_kept(r, splice.first, moved) for r in others] == [_kept(r, 0, 0) for r in before.records]
    return records and len(after.tasks) == len(before.tasks) and len(after.plan) == len(before.plan)


def _other_meaning(line: str, path: str) -> WritingRefused:
    return WritingRefused(
        f"这样写，读回来不是同一件事，没有写：换个说法，或用 --field 分开写（{line}）",
        "the line would not read back as the same record, nothing was written: say it differently, "
        "or give its parts with --field",
        path,
    )


def line_of_record(data: bytes, path: str, record: NewRecord, playbook: Playbook) -> int:
    """The line on which it stands, the last one of those that are equal."""
    source, _ = decode(data, path)
    lines = source.text.split("\n")
    return len(lines) - lines[::-1].index(record.lines(playbook)[0])


def _with_record(
    data: bytes, path: str, day: date, record: NewRecord, playbook: Playbook, settings: Settings
) -> bytes:
    source, before = journal_in(data, path, day, playbook, settings)
    splice = _place(source, before, record.lines(playbook), playbook)
    new = spliced(data, source, [splice])
    after, _ = read_note(decode(new, path)[0], playbook, settings)
    _prove(before, after, splice, record, day, playbook)
    return new


def journal_in(
    data: bytes, path: str, day: date, playbook: Playbook, settings: Settings
) -> tuple[SourceFile, Note]:
    """Raises WritingRefused for a note that is no journal of the day."""
    source, _ = decode(data, path)
    note, _ = read_note(source, playbook, settings)
    if note.kind != "journal" or note.date != day:
        raise WritingRefused(
            f"{path} 不是 {day} 的日志，没有写：看看它的“类型”和“日期”",
            f"{path} is no journal of {day}, nothing was written: look at its type and date",
            path,
        )
    return source, note


def _place(source: SourceFile, note: Note, new: tuple[str, ...], playbook: Playbook) -> Splice:
    lines = source.text.split("\n")
    section, end = _section(note, len(lines))
    if section is None:
        return _with_heading(note, lines, new, playbook)
    first = section.place.line if section.level else note.body_line
    last = end
    while last >= first and not lines[last - 1].strip():
        last -= 1
    at = last + 1
    before: tuple[str, ...] = ()
    if last < first or (last == first and section.level):  # nothing beneath the heading yet
        if at <= len(lines) and not lines[at - 1].strip() and at < len(lines):
            at += 1
        else:
            before = ("",)
    elif not _ITEM.match(lines[last - 1]):
        before = ("",)
    crowded = at <= len(lines) and at <= end and lines[at - 1].strip() != ""
    next_is_heading = at == end + 1 and at <= len(lines) and lines[at - 1].strip() != ""
    after = ("",) if crowded or next_is_heading else ()
    return Splice(at, at, (*before, *new, *after))


def _section(note: Note, count: int) -> tuple[Section | None, int]:
    """The log, and its last line. Without headings the whole note is the log."""
    sections = note.sections
    for index, section in enumerate(sections):
        only = len(sections) == 1 and section.level == 0 and section.items
        if section.meaning == LOG or only:
            end = sections[index + 1].place.line - 1 if index + 1 < len(sections) else count
            return section, end
    return None, 0


def _with_heading(note: Note, lines: list[str], new: tuple[str, ...], playbook: Playbook) -> Splice:
    """Before what sums the day up, else at the end."""
    spec = playbook.sections[LOG]
    heading = f"## {spec.headings[0]}"
    before = next((s.place.line for s in note.sections if s.meaning == "summary"), 0)
    if before:
        return Splice(before, before, (heading, "", *new, ""))
    last = len(lines)
    while last > 0 and not lines[last - 1].strip():
        last -= 1
    gap = ("",) if last else ()
    return Splice(last + 1, last + 1, (*gap, heading, "", *new))


def _prove(
    before: Note, after: Note, splice: Splice, record: NewRecord, day: date, playbook: Playbook
) -> None:
    """The line reads back as the record, and nothing else has changed its meaning."""
    found = [r for r in after.records if splice.first <= r.place.line < splice.first + len(splice.lines)]
    wanted = _meaning(record.said, typed_fields(playbook, record.said, day))
    said = [_meaning_of(r, record) for r in found]
    others = [r for r in after.records if r not in found]
    if said != [wanted] or not _same(before, others, after, splice):
        raise _other_meaning(line_of(playbook, record.said), before.path)


def _meaning(said: SaidRecord, fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        said.kind.key,
        said.time,
        said.people,
        {key: bare_links(value) for key, value in fields.items()},
        said.text,
    )


def _meaning_of(record: Record, new: NewRecord) -> tuple[Any, ...]:
    people = tuple(link.target for link in record.participants)
    fields = {key: bare_links(value) for key, value in record.fields.items()}
    text = record.text
    if new.beneath and new.beneath_is_text and text.startswith(new.said.text):
        text = new.said.text
    if record.count is not None:  # `传单 50`
        text = f"{record.count} {text}".strip()
    extra = ("extra", dict(record.extra)) if record.extra else ()
    return (record.kind, record.time, people, fields, text, *extra)


def _kept(record: Record, first: int, moved: int) -> tuple[Any, ...]:
    line = record.place.line - (moved if record.place.line >= first and first else 0)
    return line, record.kind, record.time, record.text, tuple(link.target for link in record.participants)
