"""What a note can be called by, and which one a user means: file name, name or part of it, pinyin, number, tail.

Exact beats partial: the first step below that finds anybody decides. Several on that step are all given;
nothing is guessed. Needs no vault, so that a quick entry can ask an index.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.names import NUMBER_KEYS, fold, names_of, numbers_of
from cmkb.patterns import pattern
from cmkb.pinyin import pinyin_readings

FEWEST_DIGITS = 3  # fewer are no tail of a number but chance

_SPACE = pattern(r"\s+")
_NUMBER = pattern(r"\+?[\d\s()-]+")
_NAME_AND_TAIL = pattern(r"(.*[^\d\s-])[\s-]*(\d+)")
_TAIL = pattern(r"-(\d+)$")
_LATIN = pattern(r"[a-z]+")


@immutable
class Named:
    """What a note can be called by. Names and numbers of its own (`ids`) folded and without spaces."""

    path: str
    kind: str
    names: tuple[str, ...]
    ids: tuple[str, ...]
    numbers: tuple[str, ...]  # digits only, the file name's tail too
    # Pinyin run together, and its initials, for each name and reading; None until somebody types Latin letters.
    spellings: tuple[tuple[str, str], ...] | None = None
    # Main name and aliases as written, between line ends, and the note's own pinyin
    said: tuple[str, str] = ("", "")

    @property
    def stem(self) -> str:
        return self.path.rpartition("/")[2].removesuffix(".md")


def find_named(named: Iterable[Named], who: str) -> tuple[str, tuple[Named, ...]]:
    """The step that found anybody, and whom."""
    wanted = _squeezed(who)
    if not wanted:
        return "", ()
    named = tuple(named)
    for by, fits in _steps(who, wanted):
        if found := tuple(one for one in named if fits(one)):
            return by, found
    return "", ()


def traces_of(who: str) -> tuple[str, ...]:
    """Whoever is found has one of these in a name, number, path or spelling: to look closely at few of many."""
    wanted = _squeezed(who)
    digits = _name_and_digits(fold(who), wanted)[1]
    path = fold(who).replace("\\", "/").removeprefix("./").removesuffix(".md")
    traces = (path, wanted, wanted.replace("'", ""), digits[-7:] if len(digits) >= FEWEST_DIGITS else "")
    return tuple(dict.fromkeys(trace for trace in traces if trace))


def typed_in_latin(who: str) -> bool:
    return _LATIN.fullmatch(_squeezed(who).replace("'", "")) is not None


def named_of(note: Note) -> Named:
    names = names_of(note)
    tail = _TAIL.search(note.stem)
    ids = (_squeezed(str(note.get(key) or "")) for key in NUMBER_KEYS)
    return Named(
        note.path,
        note.kind,
        tuple(_squeezed(name) for name in names),
        tuple(one for one in ids if one),
        (*(numbers_of(note) if note.kind == "client" else ()), *([tail[1]] if tail else ())),
        said=("\n".join(names or (note.stem,)), str(note.get("pinyin") or "")),
    )


def spellings_of(one: Named) -> tuple[tuple[str, str], ...]:
    if one.spellings is not None:
        return one.spellings
    main, *aliases = one.said[0].split("\n")
    readings = (
        *pinyin_readings(main, one.said[1]),
        *(r for alias in aliases for r in pinyin_readings(alias)),
    )
    return tuple((r.replace(" ", ""), "".join(syllable[0] for syllable in r.split())) for r in readings)


def _steps(who: str, wanted: str) -> Iterator[tuple[str, Callable[[Named], bool]]]:
    """Each step's name, and whether a note fits it. `wanted` is `who` folded and without spaces."""
    path = fold(who).replace("\\", "/").removeprefix("./").removesuffix(".md")
    name, digits = _name_and_digits(fold(who), wanted)
    typed = wanted.replace("'", "")

    def file(one: Named) -> bool:
        return path in (fold(one.path.removesuffix(".md")), fold(one.stem))

    def whole_name(one: Named) -> bool:
        return wanted in one.names

    def whole_number(one: Named) -> bool:
        return wanted in one.ids

    def tail(one: Named) -> bool:
        return _ends_with(one.numbers, digits) and (not name or name in one.names)

    def pinyin(one: Named) -> bool:
        return any(typed in spelling for spelling in spellings_of(one))

    def part(one: Named) -> bool:
        return wanted in _squeezed(one.stem) or any(wanted in name for name in one.names)

    def pinyin_part(one: Named) -> bool:
        return any(spelling.startswith(typed) for both in spellings_of(one) for spelling in both)

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


def _name_and_digits(who: str, wanted: str) -> tuple[str, str]:
    """`8899` → no name and the digits; `王芳-8899`, `王芳 8899` → the name and the digits."""
    if _NUMBER.fullmatch(who):
        return "", "".join(c for c in who if c.isdigit())
    match = _NAME_AND_TAIL.fullmatch(wanted)
    return (match[1], match[2]) if match else ("", "")


def _ends_with(numbers: tuple[str, ...], digits: str) -> bool:
    """A number given with its country code (+86 138…) is longer than the one in the note."""
    whole = 7
    return any(n.endswith(digits) or (len(n) >= whole and digits.endswith(n)) for n in numbers)
