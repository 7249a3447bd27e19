"""One line in the record grammar: `10:15 电话 [[王芳]] 到期续做 [时长:: 3]`, or several joined by ` · `."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cmkb.model.note import Link, Place
from cmkb.model.playbook import ActivityKind
from cmkb.patterns import pattern
from cmkb.reading.fields import Written
from cmkb.reading.line import Line, Lines, field_parts, joints, words
from cmkb.reading.times import WIDTH, TimeSpan, time_at
from cmkb.reading.vocabulary import Vocabulary, folded

_MARKUP = pattern(r"[\s*_#]*+")
_GAP = pattern(r"[\s*_:：,，、.。·\-–—]*+")
# A pure number, or one with a measure word: `50`, `22 条`, `3 位 路演`. Not `20万`, not a phone number.
_COUNT = pattern(
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


def read_line(text: str, place: Place, head: Head, vocabulary: Vocabulary, lines: Lines) -> list[Draft]:
    """The records of a line that begins with `head`, which names a kind."""
    line = lines.take_apart(text, place)
    between = joints(line)
    if between and all(read_head(line.plain, vocabulary, after).kind for _, after in between):
        drafts = []
        bounds = [0, *(offset for joint in between for offset in joint), len(text)]
        for start, end in zip(bounds[::2], bounds[1::2], strict=True):
            part = lines.take_apart(text[start:end], Place(place.line, place.column + start))
            drafts.append(_draft(part, read_head(part.text, vocabulary)))
        return drafts
    return [_draft(field_parts(line, between, vocabulary.field) if between else line, head)]


def _draft(line: Line, head: Head) -> Draft:
    assert head.kind is not None
    place, plain = line.place, line.plain
    draft = Draft(head.kind, Place(place.line, place.column + head.start))
    draft.take_time(head.time, line.text, head.time_at)
    draft.fields = list(line.fields)
    draft.participants = [one.link for one in line.links]
    begin = _past(_GAP, plain, head.end)
    if not draft.participants and (
        counted := _COUNT.match(plain[begin : begin + 40].rstrip().translate(WIDTH))
    ):
        draft.count = int(re.sub(r"\D", "", counted.group(1)))
        begin += counted.end()
    if said := words(line, begin):
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
