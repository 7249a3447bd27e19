"""One line in the record grammar: `10:15 电话 [[王芳]] 到期续做 [时长:: 3]`, or several joined by ` · `."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cmkb.model.note import Item, Link, Place
from cmkb.model.playbook import ActivityKind, FieldSpec
from cmkb.playbooks.names import fold
from cmkb.reading.fields import Written
from cmkb.reading.inline import InlineField, inline_fields, without
from cmkb.reading.links import FoundLink, links_in
from cmkb.reading.times import WIDTH, TimeSpan, time_at
from cmkb.reading.vocabulary import Vocabulary, folded

_MARKUP = re.compile(r"[\s*_#]*")
_GAP = re.compile(r"[\s*_:：,，、.。·\-–—]*")
_JOINT = re.compile(r"\s[·•・‧]\s")
_COUNT = re.compile(
    r"\s*+(?:[x×*]\s*)?(\d{1,3}(?:[,，]\d{3})+|\d{1,6})\s*"
    r"(?:(?:张|条|个|份|通|次|封|人|户|笔|名|位|家|件|组|批|单|场)(?!\w)(.*)|()$)",
    re.S,
)
# `时长: 45`, a child that is a field. A key is one short word: `她说：“好”` reads the same either way.
_CHILD_FIELD = re.compile(
    r"\s*([^\s:：\[\]()（）【】,，。、;；!！?？\d][^\s:：\[\]()（）【】,，。、;；!！?？]{0,19})\s?(::|：：|:|：)(?!/)\s*"
)
_UNKNOWN_KEY_MOST = 8  # longest unknown word before a single colon that is taken for a key
_BETWEEN_LINKS = re.compile(r"[\s、,，/&＆+和与及跟→]*")
_EDGES = " \t\u3000\u00a0,，、·:：-–—→*_~"
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Draft:
    """A record before its fields are typed."""

    kind: ActivityKind
    place: Place
    time: str = ""
    words: list[str] = field(default_factory=list)
    participants: list[Link] = field(default_factory=list)
    fields: list[Written] = field(default_factory=list)
    count: int | None = None
    mins: int | None = None  # from a stretch of time such as `10:15-10:40`


@dataclass(frozen=True, slots=True)
class Head:
    """How a line, or a part of one, begins. Offsets into the line."""

    time: TimeSpan | None
    kind: ActivityKind | None
    start: int  # of the time or kind
    end: int  # after time and kind


def read_head(text: str, words: Vocabulary, position: int = 0) -> Head:
    """Time and kind at the beginning, either way round; both may be absent."""
    start = position = _skip(_MARKUP, text, position)
    time = time_at(text, position)
    if time is not None:
        position = _skip(_GAP, text, time.end)
    match = words.kind.match(text, position)
    if match is None:
        return Head(time, None, start, position if time else start)
    kind = words.kinds.get(folded(match))
    position = match.end()
    if time is None:
        after = _skip(_GAP, text, position)
        time = time_at(text, after)
        if time is not None:
            position = time.end
    return Head(time, kind, start, position)


def read_line(text: str, place: Place, words: Vocabulary) -> list[Draft]:
    """The records of a line whose first character stands at `place`; none if it does not begin with a kind."""
    head = read_head(text, words)
    if head.kind is None:
        return []
    fields = inline_fields(text, words.field_keys)
    links = links_in(text, place, fields, words.field_keys)
    plain = without(text, [(f.start, f.end) for f in fields]) if fields else text
    heads, extra, plain = _parts(text, plain, links, head, words, place)
    if len(heads) == 1:
        return [_draft(plain, place, head, len(text), links, [*_written(fields, place), *extra])]
    drafts = []
    for index, part in enumerate(heads):
        end = heads[index + 1].start if index + 1 < len(heads) else len(text)
        start = part.start if index else 0
        drafts.append(
            _draft(
                plain,
                place,
                part,
                end,
                [one for one in links if start <= one.start < end],
                _written([f for f in fields if start <= f.start < end], place),
            )
        )
    return drafts


def _parts(
    text: str, plain: str, links: list[FoundLink], head: Head, words: Vocabulary, place: Place
) -> tuple[list[Head], list[Written], str]:
    """Heads of the records that ` · ` separates: only where every part has a kind.

    Otherwise a part such as `事由：到期` is a field, and is blanked out of the text.
    """
    if "·" not in plain and "•" not in plain and "・" not in plain and "‧" not in plain:
        return [head], [], plain
    masked = without(plain, [(one.start, one.end) for one in links]) if links else plain
    joints = list(_JOINT.finditer(masked))
    heads = [head]
    for joint in joints:
        part = read_head(plain, words, joint.end())
        if part.kind is None:
            break
        heads.append(part)
    else:
        return heads, [], plain
    written = []
    for index, joint in enumerate(joints):
        end = joints[index + 1].start() if index + 1 < len(joints) else len(text)
        found = words.field.match(plain, joint.end(), end)
        if found:
            at = _skip(_GAP, plain, found.end())
            place_of = Place(place.line, place.column + at)
            written.append(Written(found.group().rstrip(" :："), text[at:end].strip(), place_of))
            plain = plain[: joint.start()] + " " * (end - joint.start()) + plain[end:]
    return [head], written, plain


def _draft(
    plain: str, place: Place, head: Head, end: int, links: list[FoundLink], written: list[Written]
) -> Draft:
    """`plain`: the line without its fields."""
    assert head.kind is not None
    draft = Draft(head.kind, Place(place.line, place.column + head.start), fields=written)
    if head.time is not None and head.time.valid:
        draft.time, draft.mins = head.time.start, head.time.mins
    draft.participants = [one.link for one in links if not one.link.field]
    start = _skip(_GAP, plain, head.end)
    rest = plain[start:end]
    if not draft.participants and (first := rest[:1]) and (first.isdigit() or first in "x×*"):
        counted = _COUNT.match(rest.translate(WIDTH))
        if counted:
            draft.count = int(counted.group(1).replace(",", "").replace("，", ""))
            start += counted.end(1) if counted.group(2) is None else counted.start(2)
            if counted.group(2) is None:
                start = end
    text = words_without_links(plain, start, end, links)
    if text:
        draft.words.append(text)
    return draft


def words_without_links(plain: str, start: int, end: int, links: list[FoundLink]) -> str:
    """The words from `start` to `end`. Links at their beginning go, others become their text."""
    parts: list[str] = []
    position = start
    leading = True
    for one in links:
        if one.link.field or one.start < start:
            continue
        before = plain[position : one.start]
        if leading and _BETWEEN_LINKS.fullmatch(before):
            position = one.end
            continue
        leading = False
        parts += (before, link_words(one.link))
        position = one.end
    parts.append(plain[position:end])
    return _SPACES.sub(" ", "".join(parts)).strip(_EDGES)


def link_words(link: Link) -> str:
    return link.alias or link.target.rpartition("/")[2] or link.heading


def plain_words(plain: str, links: list[FoundLink]) -> str:
    """A line's words, each link as its text."""
    parts: list[str] = []
    position = 0
    for one in links:
        parts += (plain[position : one.start], link_words(one.link))
        position = one.end
    parts.append(plain[position:])
    return _SPACES.sub(" ", "".join(parts)).strip(_EDGES)


def child_field(child: Item, specs: Mapping[str, FieldSpec]) -> Written | None:
    """`时长: 45`, `需求：养老`, `时长:: 45`; None for other text."""
    match = _CHILD_FIELD.match(child.text)
    if match is None:
        return None
    key, colon = match.groups()
    if len(colon) == 1 and fold(key) not in specs and len(key) > _UNKNOWN_KEY_MOST:
        return None
    place = child.place
    return Written(key, child.text[match.end() :].strip(), Place(place.line, place.column + match.end()))


def further_lines(item: Item) -> Iterator[tuple[Place, str]]:
    if item.more:
        yield from zip(item.more_lines, item.more.split("\n"), strict=True)


def _written(fields: list[InlineField], place: Place) -> list[Written]:
    return [Written(f.key, f.value, Place(place.line, place.column + f.at)) for f in fields]


def _skip(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position
