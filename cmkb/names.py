"""Which note a wikilink means: by exact file name, then client number tail, then name and alias.

Nothing is guessed: a step that finds several notes gives them all, and the caller reports the ambiguity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from cmkb.locales import N_, reader, translator
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.patterns import pattern

TAIL = 4  # digits that people give to tell two clients of one name apart
GONE = N_("已删除客户")
# What `gone` says in one language or another: nobody is missed there
GONE_WORDS = frozenset({GONE, "Deleted client"})
NUMBER_KEYS = ("uid", "member_no")

_FILE_TAIL = pattern(r"(?<=\S)-([0-9]{4,})$")  # of a file's name: 王芳-8899
_SET_APART = pattern(r"\s*[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,2}(?:-[0-9]{4,})?\s*")
_NO_DIGIT = pattern(r"[^0-9]+")


def gone() -> str:
    """Stands where a client was who has been forgotten."""
    return translator(reader())(GONE)


def set_solid(name: str) -> str:
    """`王 芳`, as lists set names of two characters so that they stand in line, is 王芳."""
    return "".join(name.split()) if _SET_APART.fullmatch(name) else " ".join(name.split())


def fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


@immutable
class Names:
    kinds: Mapping[str, str]  # note path → kind
    by_path: Mapping[str, tuple[str, ...]]
    by_stem: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]
    by_tail: Mapping[str, tuple[str, ...]]  # last digits of client numbers and phones
    numbers: Mapping[str, tuple[str, ...]]  # client path → its numbers, digits only, the file name's tail too

    def find(self, target: str, kind: str = "") -> tuple[str, ...]:
        """Paths that `target` may mean; among notes of `kind` first when one is given."""
        key = fold(_bare(target))
        if not key:
            return ()
        if kind:
            of_kind = self._find(key, kind)
            if of_kind:
                return of_kind
        return self._find(key, "")

    def _find(self, key: str, kind: str) -> tuple[str, ...]:
        for step in (self._by_file, self._by_number, self._by_name):
            if hits := self._of_kind(step(key), kind):
                return hits
        return ()

    def _by_file(self, key: str) -> tuple[str, ...]:
        """The whole path, its end (`scripts/邀约`), or the file's name alone."""
        if "/" not in key:
            return self.by_path.get(key) or self.by_stem.get(key, ())
        if whole := self.by_path.get(key.removeprefix("/")):
            return whole
        end = "/" + key.lstrip("/")
        return tuple(p for p in self.by_stem.get(key.rpartition("/")[2], ()) if fold(_bare(p)).endswith(end))

    def _by_name(self, key: str) -> tuple[str, ...]:
        return self.by_name.get(key, ())

    def _by_number(self, key: str) -> tuple[str, ...]:
        name, _, tail = key.rpartition("-")
        if len(tail) < TAIL or _NO_DIGIT.search(tail):
            return ()
        hits = tuple(p for p in self.by_tail.get(tail[-TAIL:], ()) if self.has_number_ending(p, tail))
        return tuple(p for p in hits if p in self.by_name.get(name, ())) if name else hits

    def spelling(self, path: str) -> str:
        """What a link to this file says: its name, or the whole path where several are called the same."""
        whole = _bare(path)
        stem = whole.rpartition("/")[2]
        return stem if len(self.by_stem.get(fold(stem), ())) == 1 else whole

    def has_number_ending(self, path: str, tail: str) -> bool:
        return any(number.endswith(tail) for number in self.numbers.get(path, ()))

    def _of_kind(self, paths: tuple[str, ...], kind: str) -> tuple[str, ...]:
        return tuple(p for p in paths if self.kinds[p] == kind) if kind else paths


def names_of(note: Note) -> tuple[str, ...]:
    """The names by which people know what a note is about.

    A client's file may carry a number's tail that is no part of the name: 王芳-8899.md is about 王芳.
    """
    name = note.get("name") or note.title
    if note.kind == "client" and name == note.stem:
        name = _FILE_TAIL.sub("", name)
    aliases = note.get("aliases") or ()
    return tuple(dict.fromkeys(n for n in (name, *aliases) if isinstance(n, str) and n.strip()))


def numbers_of(note: Note) -> tuple[str, ...]:
    """Digits of client number, member number and phones."""
    written = (*(note.get("phones") or ()), *(note.get(key) or "" for key in NUMBER_KEYS))
    digits = (_NO_DIGIT.sub("", fold(str(number))) for number in written)
    return tuple(d for d in digits if len(d) >= TAIL)


def index_names(notes: Iterable[Note]) -> Names:
    kinds: dict[str, str] = {}
    by_path: dict[str, list[str]] = {}
    by_stem: dict[str, list[str]] = {}
    by_name: dict[str, list[str]] = {}
    by_tail: dict[str, list[str]] = {}
    numbers: dict[str, tuple[str, ...]] = {}
    for note in notes:
        path = note.path
        kinds[path] = note.kind
        by_path.setdefault(fold(_bare(path)), []).append(path)
        by_stem.setdefault(fold(note.stem), []).append(path)
        for name in names_of(note):
            by_name.setdefault(fold(name), []).append(path)
        if note.kind == "client":
            tail = _FILE_TAIL.search(note.stem)
            numbers[path] = (*numbers_of(note), *([tail[1]] if tail else ()))
            for ending in {number[-TAIL:] for number in numbers[path]}:
                by_tail.setdefault(ending, []).append(path)
    return Names(kinds, _frozen(by_path), _frozen(by_stem), _frozen(by_name), _frozen(by_tail), numbers)


def _bare(path: str) -> str:
    return path.removesuffix(".md")


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(paths)) for key, paths in lists.items()}
