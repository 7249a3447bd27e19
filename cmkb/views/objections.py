"""What clients say against it: how often, and which answer won them over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Place, Record
from cmkb.model.talk_track import Answer, Objection
from cmkb.playbooks.names import fold
from cmkb.reading.links import links_in
from cmkb.vault import Vault
from cmkb.views.wording import plain

_NUMBER = re.compile(r"(?:第\s*)?(\d{1,2})\s*(?:种|个|条)?")
_SEVERAL = re.compile(r"\s*[、;；/]\s*")


@immutable
class AnswerStats:
    key: str  # block id, "" when the answer has none
    text: str
    place: Place
    used: tuple[Record, ...]
    won: tuple[Record, ...]  # of these the client agreed


@immutable
class ObjectionStats:
    title: str
    met: tuple[Record, ...]
    won: tuple[Record, ...]
    answers: tuple[
        AnswerStats, ...
    ] = ()  # best first; in the order of the talk track where nothing tells them apart
    place: Place | None = None  # of its heading; None: the talk track does not have it

    @property
    def best(self) -> AnswerStats | None:
        """The answer after which most clients agreed; None where none did, or two did alike."""
        winners = [answer for answer in self.answers if answer.won]
        if not winners or (len(winners) > 1 and _rank(winners[0]) == _rank(winners[1])):
            return None
        return winners[0]


def objection_stats(
    vault: Vault, script: Note, uses: Iterable[Record], agreed: Callable[[Record], bool]
) -> tuple[ObjectionStats, ...]:
    """Of the talk track's own headings, and of what else its uses met; the most frequent first."""
    own = {fold(one.title): one for one in script.talk.objections} if script.talk else {}
    titles = {key: one.title for key, one in own.items()}
    met: dict[str, list[Record]] = {key: [] for key in own}
    for record in uses:
        for said in objections_said(vault, record):
            key = _nearest(fold(said), own)
            titles.setdefault(key, said)
            met.setdefault(key, []).append(record)
    found = [
        ObjectionStats(
            titles[key],
            tuple(records),
            tuple(r for r in records if agreed(r)),
            _answers(own[key], records, agreed) if key in own else (),
            own[key].place if key in own else None,
        )
        for key, records in met.items()
    ]
    return tuple(sorted(found, key=lambda one: -len(one.met)))


def objections_said(vault: Vault, record: Record) -> tuple[str, ...]:
    """The field's words, or those of the meeting's note; a link stands for its heading, else for its note."""
    value = record.fields.get("objection") or vault.notes[record.path].get("objections")
    if isinstance(value, tuple):
        value = "；".join(word for word in value if isinstance(word, str))
    if not isinstance(value, str) or not value.strip():
        return ()
    for one in links_in(value, record.place):
        words = one.link.alias or one.link.heading.removeprefix("^") or one.link.target
        if one.link.heading.startswith("^") and not one.link.alias:
            words = one.link.target
        value = value.replace(value[one.start : one.end], words, 1) if len(value) >= one.end else value
    return tuple(word for part in _SEVERAL.split(plain(value)) if (word := part.strip()))


def _nearest(said: str, own: dict[str, Objection]) -> str:
    """Its heading, also where the record says only part of it: `利率太低了`, `家人商量`."""
    if said in own:
        return said
    for key in own:
        if len(said) > 2 and (said in key or key in said):
            return key
    return said


def _answers(
    objection: Objection, met: list[Record], agreed: Callable[[Record], bool]
) -> tuple[AnswerStats, ...]:
    used: dict[int, list[Record]] = {index: [] for index in range(len(objection.answers))}
    for record in met:
        index = _given(record, objection.answers)
        if index is not None:
            used[index].append(record)
    found = [
        AnswerStats(
            answer.key, answer.text, answer.place, tuple(used[i]), tuple(r for r in used[i] if agreed(r))
        )
        for i, answer in enumerate(objection.answers)
    ]
    return tuple(sorted(found, key=_rank))


def _rank(answer: AnswerStats) -> tuple[float, int, int]:
    """By how many of its uses were won, then by how many times: 3 of 3 before 1 of 1 before 2 of 4, and what nobody
    has tried before what never won."""
    won, used = len(answer.won), len(answer.used)
    return -(won / used) if used else 0.0, -won, used - won


def _given(record: Record, answers: tuple[Answer, ...]) -> int | None:
    """Which answer a record says was given; the only one there is needs no saying."""
    said = record.fields.get("answer")
    if isinstance(said, str) and said.strip():
        name = said.strip().lstrip("^")
        for one in links_in(said, record.place):
            name = one.link.heading.lstrip("^") or name
        for index, answer in enumerate(answers):
            if answer.key and fold(answer.key) == fold(name):
                return index
        number = _NUMBER.fullmatch(name)
        if number and 0 < int(number[1]) <= len(answers):
            return int(number[1]) - 1
        return None
    return 0 if len(answers) == 1 else None


# --- over all talk tracks ------------------------------------------------------------------------------------


@immutable
class ObjectionTotal:
    """An objection wherever it was met."""

    title: str
    met: tuple[Record, ...]
    won: tuple[Record, ...]
    scripts: tuple[str, ...]  # paths of talk tracks that answer it
    best: AnswerStats | None
    best_in: str = ""  # path of the talk track of the best answer


def objection_totals(
    vault: Vault, found: Iterable[tuple[str, tuple[ObjectionStats, ...]]]
) -> tuple[ObjectionTotal, ...]:
    """`found`: path of a talk track and its objections. The most frequent first; titles that mean the same are one."""
    titles: dict[str, str] = {}
    groups: dict[str, list[tuple[str, ObjectionStats]]] = {}
    for path, objections in found:
        for one in objections:
            key = fold(one.title)
            titles.setdefault(key, one.title)
            groups.setdefault(key, []).append((path, one))
    totals = []
    for key, parts in groups.items():
        met = {id(record): record for _, one in parts for record in one.met}
        won = {id(record): record for _, one in parts for record in one.won}
        winners = [(path, answer) for path, one in parts for answer in one.answers if answer.won]
        winners.sort(key=lambda pair: _rank(pair[1]))
        best = winners[0] if winners else None
        if best and len(winners) > 1 and _rank(winners[1][1]) == _rank(best[1]):
            best = None
        answering = [path for path, one in parts if one.answers]
        answering += [path for path in vault.names.find(titles[key], "script") if path not in answering]
        totals.append(
            ObjectionTotal(
                titles[key],
                tuple(met.values()),
                tuple(won.values()),
                tuple(path for path in answering if vault.notes[path].kind == "script"),
                best[1] if best else None,
                best[0] if best else "",
            )
        )
    return tuple(sorted(totals, key=lambda one: (-len(one.met), -len(one.won))))
