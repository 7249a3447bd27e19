"""One line in the record grammar: `10:15 电话 [[王芳]] 到期续做 [时长:: 3]`, or several joined by ` · `."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cmkb.model.note import Link, Place
from cmkb.model.playbook import ActivityKind
from cmkb.reading.fields import Written
from cmkb.reading.line import Line, field_parts, joints, words
from cmkb.reading.times import WIDTH, TimeSpan, time_at
from cmkb.reading.vocabulary import Vocabulary, folded

_MARKUP = re.compile(r"[\s*_#]*+")
_GAP = re.compile(r"[\s*_:：,，、.。·\-–—]*+")
# A pure number, or one with a measure word: `50`, `22 条`, `3 位 路演`. Not `20万`, not a phone number.
_COUNT = re.compile(
    r"(?:[x×*]\s?)?(\d{1,3}(?:[,，]\d{3})+|\d{1,6})\s{0,3}"
    r"(?:(?:张|条|个|份|通|次|封|人|户|笔|名|位|家|件|组|批|单|场)(?!\w)|$)"
)


@dataclass(slots=True)
class Draft:
    """A record before its fields are typed."""

    kind: ActivityKind
    place: Place
    time: str = ""
    mins: int | None = None  # from a stretch of time such as `10:15-10:40`
    fault: str = ""  # a time that is none, as written
    words: list[str] = field(default_factory=list)
    participants: list[Link] = field(default_factory=list)
    fields: list[Written] = field(default_factory=list)
    count: int | None = None

    def take_time(self, time: TimeSpan | None, text: str, start: int) -> None:
        """`text[start:]` is where the time was written."""
        if time is None:
            return
        if time.valid:
            self.time, self.mins = time.start, time.mins
        else:
            self.fault = text[start : time.end].strip()


class Head(NamedTuple):
    """How a line, or a part of one, begins. Offsets into the line."""

    time: TimeSpan | None
    kind: ActivityKind | None
    start: int  # of the first of both
    time_at: int
    end: int  # after both

    @property
    def timed(self) -> bool:
        """It begins with a time."""
        return self.time is not None and self.time_at == self.start


def read_head(text: str, vocabulary: Vocabulary, position: int = 0) -> Head:
    """Time and kind at the beginning, either way round; both may be absent."""
    start = _past(_MARKUP, text, position)
    time, time_start = time_at(text, start), start
    position = _past(_GAP, text, time.end) if time else start
    match = vocabulary.kind.match(text, position)
    if match is None:
        return Head(time, None, start, start, position)
    position = match.end()
    if time is None:
        time_start = _past(_GAP, text, position)
        time = time_at(text, time_start)
        if time is not None:
            position = time.end
    return Head(time, vocabulary.kinds[folded(match)], start, time_start, position)


def read_line(line: Line, head: Head, vocabulary: Vocabulary) -> list[Draft]:
    """The records of a line that begins with `head`, which names a kind."""
    parts = _parts(line, head, vocabulary)
    if len(parts) == 1:
        line = field_parts(line, vocabulary.field)
        return [_draft(line, head, 0, len(line.text))]
    drafts = []
    start = 0
    for part, end in parts:
        drafts.append(_draft(line, part, start, end))
        start = end
    return drafts


def _parts(line: Line, head: Head, vocabulary: Vocabulary) -> list[tuple[Head, int]]:
    """Head and end of each record that ` · ` separates; the whole line unless every part has a kind."""
    between = joints(line)
    heads = [head]
    for _, after in between:
        part = read_head(line.plain, vocabulary, after)
        if part.kind is None:
            return [(head, len(line.text))]
        heads.append(part)
    return list(zip(heads, [*(start for start, _ in between), len(line.text)], strict=True))


def _draft(line: Line, head: Head, start: int, end: int) -> Draft:
    """The record that stands from `start` to `end` and begins with `head`."""
    assert head.kind is not None
    place = line.place
    draft = Draft(head.kind, Place(place.line, place.column + head.start))
    draft.take_time(head.time, line.text, head.time_at)
    draft.fields = [one for one in line.fields if start <= line.offset(one.place) < end]
    draft.participants = [one.link for one in line.links if start <= one.start < end]
    begin = _past(_GAP, line.plain, head.end)
    if not draft.participants:
        counted = _COUNT.match(line.plain[begin:end].rstrip().translate(WIDTH))
        if counted:
            draft.count = int(re.sub(r"\D", "", counted.group(1)))
            begin += counted.end()
    if said := words(line, begin, end):
        draft.words.append(said)
    return draft


def add_line(draft: Draft, line: Line) -> None:
    """A further line of a record: words, links and bracketed fields."""
    draft.fields += line.fields
    draft.participants += [one.link for one in line.links]
    if said := words(line):
        draft.words.append(said)


def _past(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
