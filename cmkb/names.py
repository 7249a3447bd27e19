"""Which note a wikilink means: by exact file name, then client number tail, then name and alias.

Nothing is guessed: a step that finds several notes gives them all, and the caller reports the ambiguity.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cmkb.model.note import Note

TAIL = 4  # digits that people give to tell two clients of one name apart


def fold(name: str) -> str:
    return unicodedata.normalize("NFKC", name).strip().casefold()


@dataclass(frozen=True, slots=True)
class Names:
    kinds: Mapping[str, str]  # note path → kind
    by_path: Mapping[str, tuple[str, ...]]
    by_stem: Mapping[str, tuple[str, ...]]
    by_name: Mapping[str, tuple[str, ...]]
    by_tail: Mapping[str, tuple[str, ...]]  # last digits of client numbers and phones
    numbers: Mapping[str, tuple[str, ...]]  # client path → its numbers, digits only

    def find(self, target: str, kind: str = "") -> tuple[str, ...]:
        """Paths that `target` may mean; among notes of `kind` first when one is given."""
        key = fold(target.removesuffix(".md"))
        if not key:
            return ()
        if kind:
            of_kind = self._find(key, kind)
            if of_kind:
                return of_kind
        return self._find(key, "")

    def _find(self, key: str, kind: str) -> tuple[str, ...]:
        for step in (self.by_path, self.by_stem):
            if hits := self._of_kind(step.get(key, ()), kind):
                return hits
        if hits := self._of_kind(self._by_number(key), kind):
            return hits
        return self._of_kind(self.by_name.get(key, ()), kind)

    def _by_number(self, key: str) -> tuple[str, ...]:
        name, _, tail = key.rpartition("-")
        if not (tail.isdigit() and tail.isascii() and len(tail) >= TAIL):
            return ()
        hits = tuple(p for p in self.by_tail.get(tail[-TAIL:], ()) if self.has_number_ending(p, tail))
        return tuple(p for p in hits if p in self.by_name.get(name, ())) if name else hits

    def has_number_ending(self, path: str, tail: str) -> bool:
        return any(number.endswith(tail) for number in self.numbers.get(path, ()))

    def _of_kind(self, paths: tuple[str, ...], kind: str) -> tuple[str, ...]:
        return tuple(p for p in paths if self.kinds[p] == kind) if kind else paths


def names_of(note: Note) -> tuple[str, ...]:
    """The names by which people know what a note is about; its file name is not among them."""
    name = note.get("name") or note.title
    aliases = note.get("aliases") or ()
    return tuple(dict.fromkeys(n for n in (name, *aliases) if isinstance(n, str) and n.strip()))


def numbers_of(note: Note) -> tuple[str, ...]:
    """Digits of client number, member number and phones."""
    phones = note.get("phones") or ()
    written = (*phones, note.get("client_no") or "", note.get("member_no") or "")
    digits = ("".join(c for c in str(number) if c.isdigit()) for number in written)
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
        whole = fold(path.removesuffix(".md"))
        by_path.setdefault(whole, []).append(path)
        by_stem.setdefault(fold(note.stem), []).append(path)
        for name in names_of(note):
            by_name.setdefault(fold(name), []).append(path)
        if note.kind == "client":
            numbers[path] = numbers_of(note)
            for tail in {number[-TAIL:] for number in numbers[path]}:
                by_tail.setdefault(tail, []).append(path)
    return Names(kinds, _frozen(by_path), _frozen(by_stem), _frozen(by_name), _frozen(by_tail), numbers)


def _frozen(lists: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(dict.fromkeys(paths)) for key, paths in lists.items()}
