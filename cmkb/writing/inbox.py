"""Notes from the phone, `inbox/*.md`: each line that is a record goes into the journal of its day.

A line is in the record grammar (`10:15 电话 [[王芳]] 同意`) or said as to `cmkb log` (`王芳 电话 同意 3分`). What is neither
stays in the inbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from cmkb.files.text import decode
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record, SourceFile
from cmkb.model.settings import Settings
from cmkb.playbooks.names import fold
from cmkb.reading.body import read_body
from cmkb.reading.line import Lines
from cmkb.reading.note import date_in_name, read_head
from cmkb.reading.records import Day, read_records
from cmkb.reading.said_times import time_as_said
from cmkb.reading.vocabulary import Vocabulary
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, spliced
from cmkb.writing.refused import WritingRefused
from cmkb.writing.said_record import SaidRecord, Speech, said_record

_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.、)])\s+")
_ATTACHED = re.compile(r"[ \t\u3000]")  # a line beneath a record
_MOST_WORDS_OF_A_NAME = 3

FindPerson = Callable[[str], str | None]  # as said → how a link to the one client is spelled
SpeechOf = Callable[[date], Speech]


@immutable
class Line:
    """A line of the inbox that can be filed: `text` as it will stand in the journal, without its bullet."""

    path: str
    number: int
    day: date
    text: str = ""
    said: SaidRecord | None = None
    written: str = ""  # the line as it stands in the inbox


@immutable
class Left:
    path: str
    number: int
    text: str


def inbox_lines(
    source: SourceFile,
    today: date,
    vocabulary: Vocabulary,
    settings: Settings,
    speech: SpeechOf,
    person: FindPerson,
) -> tuple[list[Line], list[Left]]:
    """`today`: the day of a note that says none."""
    note = read_head(source, vocabulary.playbook, settings)
    day = _day(note, today)
    filed: list[Line] = []
    left: list[Left] = []
    lines = source.text.split("\n")
    for number in range(note.body_line, len(lines) + 1):
        written = lines[number - 1]
        if not written.strip() or written.lstrip().startswith(("#", "---", "%%", "<!--")):
            continue
        words = _BULLET.sub("", written, count=1).strip()
        if _records(words, source.path, day, vocabulary) and not _ATTACHED.match(written):
            filed.append(Line(source.path, number, day, text=words, written=written))
        elif not _ATTACHED.match(written) and (said := _said(words, vocabulary, speech(day), person)):
            filed.append(Line(source.path, number, day, said=said, written=written))
        else:
            left.append(Left(source.path, number, words))
    return filed, left


def _day(note: Note, today: date) -> date:
    said = date_in_name(note.path) or note.date
    return said if said is not None and said <= today else today


def _records(words: str, path: str, day: date, vocabulary: Vocabulary) -> list[Record]:
    """A line with a link, or a counter, that the reader of journals takes for a record."""
    if "[ ]" in words[:4]:
        return []
    body = read_body(f"- {words}", 1, vocabulary.meanings, path)
    records, _ = read_records(body.sections, Day(path, day, vocabulary, Lines(vocabulary.field_keys)))
    whole = [record for record in records if record.participants or record.count is not None]
    return whole if len(whole) == len(records) else []


def _said(words: str, vocabulary: Vocabulary, speech: Speech, person: FindPerson) -> SaidRecord | None:
    parts = words.split()
    time = time_as_said(parts[0]) if parts else None
    if time:
        parts = parts[1:]
    for at, word in enumerate(parts[: _MOST_WORDS_OF_A_NAME + 1]):
        kind = vocabulary.kinds.get(fold(word))
        if kind is None:
            continue
        who = " ".join(parts[:at]) or next(iter(parts[at + 1 : at + 2]), "")
        rest = parts[at + 1 :] if at else parts[at + 2 :]
        found = person(who) if who else None
        if found is None:
            return None
        try:
            said = said_record(speech, kind, " ".join(rest))
        except WritingRefused:
            return None
        said.people, said.time = (found,), time or said.time
        return said
    return None


def emptied_edit(path: str, filed: Iterable[Line]) -> Edit:
    """Takes the filed lines out of the inbox; a note in which nothing is left goes."""
    wanted = {line.written for line in filed}

    def apply(data: bytes | None) -> bytes | None:
        if data is None:
            return None
        source, _ = decode(data, path)
        lines = source.text.split("\n")
        gone = [number for number, line in enumerate(lines, 1) if line in wanted]
        if len(gone) < len(wanted):
            raise WritingRefused(
                f"{path} 刚被改过，没有归档：再来一次",
                f"{path} has just changed, nothing was filed: try again",
                path,
            )
        kept = [line for number, line in enumerate(lines, 1) if number not in gone]
        if not any(line.strip() and not line.lstrip().startswith("#") for line in _body(kept)):
            return None
        return spliced(data, source, (Splice(number, number + 1, ()) for number in gone))

    return apply


def _body(lines: list[str]) -> list[str]:
    if lines and lines[0].strip() == "---" and "---" in (line.strip() for line in lines[1:]):
        end = next(n for n, line in enumerate(lines[1:], 1) if line.strip() == "---")
        return lines[end + 1 :]
    return lines


def by_day(lines: Iterable[Line]) -> Mapping[date, list[Line]]:
    days: dict[date, list[Line]] = {}
    for line in lines:
        days.setdefault(line.day, []).append(line)
    return days


def in_order(edits: Iterable[Edit]) -> Edit:
    """One after the other on the same file."""
    several = tuple(edits)

    def apply(data: bytes | None) -> bytes | None:
        for edit in several:
            data = edit(data)
        return data

    return apply
