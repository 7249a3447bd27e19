"""What `cmkb check` says about sharing, before any team site is built: the author mends it while writing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from cmkb.model.note import Note, Place
from cmkb.model.problem import Problem, problem
from cmkb.reading.headings import heading_meanings
from cmkb.sharing.cutting import cut_private
from cmkb.sharing.matching import Matcher
from cmkb.sharing.numbers import personal_numbers
from cmkb.sharing.plain import readings
from cmkb.sharing.register import FAMILY, Register, register_of_notes, with_people_without_note
from cmkb.sharing.staging import is_in_shared_folder, is_kept_private, kept_back
from cmkb.vault import Vault
from cmkb.views.kept import Answers

_LONG_NUMBER = re.compile(r"\d(?:[ \-.·–—_]{0,3}\d){16}")  # long enough for an ID number


def sharing_notices(vault: Vault, kept: Answers | None = None) -> list[Problem]:
    """`kept`: of who asks again and again while most changes are none of a client's note."""
    shared = [note for note in vault.notes.values() if _is_shared(note, vault)]
    found = [*_ids_stored(vault), *_files_of_private_notes(vault, shared), *_shared_elsewhere(vault)]
    found += _kept_back(vault)
    if shared:
        matcher = Matcher(with_people_without_note(_register(vault, kept), vault))
        for note in shared:
            found += _numbers(note)
            found += _clients(note, matcher)
    return found


def _register(vault: Vault, kept: Answers | None) -> Register:
    def make() -> Register:
        return register_of_notes(vault, pinyin=False)

    if kept is None:
        return make()
    notes = tuple(vault.of_kind(kind) for kind in FAMILY)
    return kept.of("register", (notes, vault.settings.common_words, vault.playbook), make)


def _kept_back(vault: Vault) -> Iterator[Problem]:
    """What the team's build will leave out, with its words."""
    for note in vault.notes.values():
        if is_in_shared_folder(note.path, vault.settings) and not is_kept_private(note):
            why = kept_back(note, vault.playbook)
            if why is not None:
                yield why


def pushed_notices(vault: Vault, repositories: Iterable[str]) -> Iterator[Problem]:
    """`repositories`: folders of the vault that are git repositories of their own, the team's. What the team's site
    leaves out goes there as it is written."""
    folders = tuple(f"{folder}/" for folder in repositories)
    if not folders:
        return
    meanings = heading_meanings(vault.playbook.sections)
    for note in vault.notes.values():
        if note.path.startswith(folders):
            line = (
                1
                if is_kept_private(note) or kept_back(note, vault.playbook)
                else _private_line(note, meanings)
            )
            if line:
                yield problem(note.path, line, 1, "P9")


def _private_line(note: Note, meanings: Mapping[str, str]) -> int:
    """The first that a private part takes away from, 0 for none."""
    left = cut_private(note.body, meanings)
    pairs = zip(note.body.split("\n"), left.split("\n"), strict=False)
    return next((line for line, (one, other) in enumerate(pairs, note.body_line) if one != other), 0)


def _is_shared(note: Note, vault: Vault) -> bool:
    hidden = note.get("visibility") == "private" or not note.front.readable
    return not hidden and is_in_shared_folder(note.path, vault.settings)


def _lines(note: Note) -> Iterator[tuple[int, int, str]]:
    """Line, column and text. Of the front matter the values, one each; of the body all lines."""
    for key, value in {**note.front.extra, **note.front.fields}.items():
        place = note.front.places.get(key, Place(1, 1))
        yield place.line, place.column, str(value)
    yield from ((line, 1, text) for line, text in enumerate(note.body.split("\n"), note.body_line))


def _numbers(note: Note) -> Iterator[Problem]:
    for line, column, text in _lines(note):
        for number in personal_numbers(text):
            yield problem(note.path, line, column + number.start, f"P1.{number.kind}", tail=number.tail)


def _clients(note: Note, matcher: Matcher) -> Iterator[Problem]:
    """A note that names nobody is looked at once, as a whole."""
    lines = list(_lines(note))
    if not any(_hits(f"{note.path}\n{text}", matcher) for text in (note.body, *(t for _, _, t in lines))):
        return
    for line, column, text in ((1, 1, note.path), *lines):
        for term, owner in _hits(text, matcher).items():
            yield problem(note.path, line, column + max(0, text.find(term)), "P2", owner=owner)


def _hits(text: str, matcher: Matcher) -> dict[str, str]:
    return {hit.term: hit.owner for reading in readings(text) for hit in matcher.hits(reading)}


def _files_of_private_notes(vault: Vault, shared: list[Note]) -> Iterator[Problem]:
    """Attachments in a shared folder to which only private notes refer."""
    open_to_all = {note.path for note in shared}
    users: dict[str, list[tuple[str, int, int]]] = {}
    for (path, target, field), found in vault.resolved.items():
        if found in vault.attachments and is_in_shared_folder(found, vault.settings):
            links = vault.notes[path].links
            place = next((k.place for k in links if k.target == target and k.field == field), None)
            users.setdefault(found, []).append(
                (path, place.line if place else 1, place.column if place else 1)
            )
    for file, places in users.items():
        if not any(path in open_to_all for path, _, _ in places):
            yield problem(*places[0], "P3", file=file)


def _ids_stored(vault: Vault) -> Iterator[Problem]:
    for note in vault.notes.values():
        stored = note.get("id_number")
        if stored:
            place = note.front.places.get("id_number")
            yield problem(
                note.path,
                place.line if place else 1,
                place.column if place else 1,
                "P4",
                tail=str(stored)[-4:],
            )
        if not _LONG_NUMBER.search(note.body):
            continue
        for line, text in enumerate(note.body.split("\n"), note.body_line):
            for number in personal_numbers(text):
                if number.kind == "id":
                    yield problem(note.path, line, number.column, "P4", tail=number.tail)


def _shared_elsewhere(vault: Vault) -> Iterator[Problem]:
    for note in vault.notes.values():
        if note.get("visibility") == "team" and not is_in_shared_folder(note.path, vault.settings):
            place = note.front.places.get("visibility")
            yield problem(
                note.path, place.line if place else 1, place.column if place else 1, "P5",
                folders="、".join(vault.settings.share),
            )  # fmt: skip
