"""`cmkb check --fix`: spellings that only cmkb reads become those that every program reads.

Each fix is a line of its own. It stands only if the note then means what it meant before and the problem is gone;
else the line stays as it was. All other bytes stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

from cmkb.files.text import decode
from cmkb.model.codes import CODES
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, spliced
from cmkb.writing.mended_lines import candidates
from cmkb.writing.refused import WritingRefused

MOST_PASSES = 60
_OF_THE_FILE = ("I6", "I7")  # how its characters are stored
_LOST = "\ufffd"


@immutable
class Mended:
    data: bytes
    fixed: tuple[Problem, ...] = ()  # with the places that they had when their turn came


def mending_edit(path: str, playbook: Playbook, settings: Settings) -> Edit:
    def apply(data: bytes | None) -> bytes | None:
        return None if data is None else mended(data, path, playbook, settings).data

    return apply


def mended(data: bytes, path: str, playbook: Playbook, settings: Settings) -> Mended:
    """Twice is the same as once. A note whose characters are damaged stays as it is."""
    source, problems = decode(data, path)
    fixed: list[Problem] = []
    if any(problem.text in ("N2", "N3") for problem in problems):
        return Mended(data)
    of_file = [problem for problem in problems if problem.code in _OF_THE_FILE]
    if of_file:
        try:
            data, source = _as_utf8(data, source)
        except WritingRefused:
            return Mended(data)
        fixed += of_file
    note, problems = read_note(source, playbook, settings)
    hopeless: set[tuple[str, str]] = set()  # line and code that no candidate mended
    for _ in range(MOST_PASSES):
        turn = _first_of_each_line(problems, source, hopeless)
        if not turn:
            break
        step = _mend(data, source, note, turn, problems, playbook, settings, hopeless)
        if step is None:
            continue
        data, done = step
        fixed += done
        source, _ = decode(data, path)
        note, problems = read_note(source, playbook, settings)
    return Mended(data, tuple(fixed))


def _as_utf8(data: bytes, source: SourceFile) -> tuple[bytes, SourceFile]:
    """Line ends stay what they are, each one."""
    spliced(data, source, [Splice(1, 1, ())])  # refuses what would not come back the same
    text = data.decode("utf-16" if source.encoding.startswith("utf-16") else _codec(source))
    return text.encode(), replace(source, encoding="utf-8", bom=False)


def _codec(source: SourceFile) -> str:
    if source.encoding == "utf-8":
        return "utf-8-sig"
    return "utf-32" if source.encoding.startswith("utf-32") else source.encoding


def _first_of_each_line(
    problems: Iterable[Problem], source: SourceFile, hopeless: set[tuple[str, str]]
) -> list[Problem]:
    """From the end of a line to its beginning: what is mended first does not move what comes next."""
    lines = source.text.split("\n")
    turn: dict[int, Problem] = {}
    for problem in sorted(problems, key=lambda p: (p.line, p.column)):
        if not problem.fixable or problem.code in _OF_THE_FILE or problem.line > len(lines):
            continue
        if (lines[problem.line - 1], problem.text) not in hopeless:
            turn[problem.line] = problem
    return list(turn.values())


def _mend(
    data: bytes,
    source: SourceFile,
    note: Note,
    turn: list[Problem],
    problems: list[Problem],
    playbook: Playbook,
    settings: Settings,
    hopeless: set[tuple[str, str]],
) -> tuple[bytes, list[Problem]] | None:
    """All lines at once if that goes well, else the first one that does. None: another line is hopeless now."""
    firsts = [next(iter(candidates(problem, source, note, playbook)), None) for problem in turn]
    apart = [c for c in firsts if c is not None]
    if len(apart) > 1 and len(apart) == len(turn) and not _overlap(apart):
        together = [splice for candidate in apart for splice in candidate]
        if new := _proven(data, source, note, together, turn, problems, playbook, settings):
            return new, turn
    lines = source.text.split("\n")
    for problem in turn:
        for candidate in candidates(problem, source, note, playbook):
            if new := _proven(data, source, note, candidate, [problem], problems, playbook, settings):
                return new, [problem]
        hopeless.add((lines[problem.line - 1], problem.text))
    return None


def _overlap(splices: list[tuple[Splice, ...]]) -> bool:
    spans = sorted((s.first, s.end) for candidate in splices for s in candidate)
    return any(after[0] < before[1] for before, after in pairwise(spans)) or any(
        len(s.lines) != s.end - s.first for candidate in splices for s in candidate
    )


def _proven(
    data: bytes,
    source: SourceFile,
    note: Note,
    splices: Iterable[Splice],
    fixed: list[Problem],
    problems: list[Problem],
    playbook: Playbook,
    settings: Settings,
) -> bytes | None:
    """The new bytes, if the note means the same, these problems are gone and no others have come."""
    try:
        new = spliced(data, source, splices)
    except WritingRefused:
        return None
    after_source, _ = decode(new, source.path)
    after, left = read_note(after_source, playbook, settings)
    if new == data or meaning(after) != meaning(note):
        return None
    before_count, after_count = _counted(problems), _counted(left)
    for text in {problem.text for problem in fixed}:
        if after_count.get(text, 0) > before_count[text] - sum(p.text == text for p in fixed):
            return None
    worse = (t for t, n in after_count.items() if n > before_count.get(t, 0) and CODES[t].severity != "info")
    return None if any(not CODES[text].fixable for text in worse) else new


def _counted(problems: Iterable[Problem]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for problem in problems:
        counts[problem.text] = counts.get(problem.text, 0) + 1
    return counts


def meaning(note: Note) -> tuple[Any, ...]:
    """What a note says, wherever it stands in it."""
    return (
        note.kind,
        note.date,
        _plain(note.front.fields),
        tuple(
            _plain((r.date, r.kind, r.time, r.text, r.participants, r.fields, r.count)) for r in note.records
        ),
        tuple(
            _plain(
                (
                    t.text,
                    t.box,
                    t.due,
                    t.scheduled,
                    t.start,
                    t.done,
                    t.time,
                    t.recurrence,
                    t.priority,
                    t.id,
                    t.tags,
                )
            )
            for t in note.tasks
        ),
        tuple(_plain((p.text, p.time, p.kind, p.participants, p.fields)) for p in note.plan),
        tuple((c.key, c.value) for c in (*note.targets, *note.overrides)),
        tuple(
            _plain((e.text, e.links, e.fields))
            for e in (*note.holdings, *note.relations, *note.anniversaries, *note.news)
        ),
        sorted((link.target, link.heading) for link in note.links),
        tuple(section.meaning for section in note.sections),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Link):
        return value.target, value.heading
    if isinstance(value, tuple | list):
        return tuple(_plain(one) for one in value)
    if isinstance(value, dict):
        return tuple((key, _plain(one)) for key, one in sorted(value.items()))
    return value
