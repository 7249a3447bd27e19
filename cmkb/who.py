"""Whom a user means: WHO is a file name, a name or part of one, pinyin, a client number, the tail of a phone.

Exact beats partial: the first step below that finds anybody decides. Several on that step are all given;
nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from cmkb.model.note import Note
from cmkb.names import NUMBER_KEYS, fold, names_of
from cmkb.pinyin import pinyin_readings
from cmkb.vault import Vault
from cmkb.views.clients import display_name

FEWEST_DIGITS = 3  # fewer are no tail of a number but chance
CLIENTS = frozenset({"client"})


_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\+?[\d\s()-]+")
_NAME_AND_TAIL = re.compile(r"(.*[^\d\s-])[\s-]*(\d+)")
_TAIL = re.compile(r"-(\d+)$")
_LATIN = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    path: str
    name: str  # told apart by a number's tail where two clients share it
    by: str  # the step that found it: file | name | number | pinyin | part | pinyin_part


def find_who(vault: Vault, who: str, kinds: Container[str] = CLIENTS) -> tuple[Candidate, ...]:
    """Notes of `kinds` that `who` may mean, in order of path: none, the one, or several to choose from."""
    wanted = _squeezed(who)
    if not wanted:
        return ()
    notes = [note for note in vault.notes.values() if note.kind in kinds]
    for by, fits in _steps(vault, who, wanted):
        if found := [note for note in notes if fits(note)]:
            return tuple(Candidate(note.path, display_name(vault, note), by) for note in found)
    return ()


def _steps(vault: Vault, who: str, wanted: str) -> Iterator[tuple[str, Callable[[Note], bool]]]:
    """Each step's name, and whether a note fits it. `wanted` is `who` folded and without spaces."""
    path = fold(who).replace("\\", "/").removeprefix("./").removesuffix(".md")
    name, digits = _name_and_digits(fold(who), wanted)
    typed = wanted.replace("'", "")

    def file(note: Note) -> bool:
        return path in (fold(note.path.removesuffix(".md")), fold(note.stem))

    def whole_name(note: Note) -> bool:
        return wanted in _names(note)

    def whole_number(note: Note) -> bool:
        return any(wanted == _squeezed(str(note.get(key) or "")) for key in NUMBER_KEYS)

    def tail(note: Note) -> bool:
        return _ends_with(_numbers(vault, note), digits) and (not name or name in _names(note))

    def pinyin(note: Note) -> bool:
        return any(typed in spelling for spelling in _spellings(note))

    def part(note: Note) -> bool:
        return wanted in _squeezed(note.stem) or any(wanted in name for name in _names(note))

    def pinyin_part(note: Note) -> bool:
        return any(spelling.startswith(typed) for both in _spellings(note) for spelling in both)

    yield "file", file
    yield "name", whole_name
    yield "number", whole_number
    if len(digits) >= FEWEST_DIGITS:
        yield "number", tail
    latin = _LATIN.fullmatch(typed) is not None
    if latin:
        yield "pinyin", pinyin
    if any(c.isalpha() for c in wanted):
        yield "part", part
    if latin:
        yield "pinyin_part", pinyin_part


def _squeezed(text: str) -> str:
    return _SPACE.sub("", fold(text))


def _names(note: Note) -> tuple[str, ...]:
    return tuple(_squeezed(name) for name in names_of(note))


def _spellings(note: Note) -> Iterator[tuple[str, str]]:
    """Pinyin run together, and its initials, for each name and reading."""
    own = note.get("pinyin") or ""
    main, *aliases = names_of(note) or (note.stem,)
    for reading in (*pinyin_readings(main, own), *(r for alias in aliases for r in pinyin_readings(alias))):
        yield reading.replace(" ", ""), "".join(syllable[0] for syllable in reading.split())


def _name_and_digits(who: str, wanted: str) -> tuple[str, str]:
    """`8899` → no name and the digits; `王芳-8899`, `王芳 8899` → the name and the digits."""
    if _NUMBER.fullmatch(who):
        return "", "".join(c for c in who if c.isdigit())
    match = _NAME_AND_TAIL.fullmatch(wanted)
    return (match[1], match[2]) if match else ("", "")


def _numbers(vault: Vault, note: Note) -> tuple[str, ...]:
    """Of its fields, and the tail in a file name such as `王芳-8899`."""
    tail = _TAIL.search(note.stem)
    return (*vault.names.numbers.get(note.path, ()), *([tail[1]] if tail else ()))


def _ends_with(numbers: tuple[str, ...], digits: str) -> bool:
    """A number given with its country code (+86 138…) is longer than the one in the note."""
    whole = 7
    return any(n.endswith(digits) or (len(n) >= whole and digits.endswith(n)) for n in numbers)
