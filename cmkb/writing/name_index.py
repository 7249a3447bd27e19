"""Who and what the vault knows, without reading every note: `.cmkb/names.json`.

A quick entry has no time for ten thousand files. Their names are kept with the size and the time of change that each
file had; what differs is read again, so the answer is always that of the files. Lost or damaged, it is made anew.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Container, Iterable, Mapping
from contextlib import suppress
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from cmkb import __version__
from cmkb.configuration import CONFIG, OWN_PLAYBOOK
from cmkb.files.scan import Found, read_note_file, scan, source_folder, vault_folders
from cmkb.files.text import nfc
from cmkb.identity import Named, find_named, named_of, spellings_of, traces_of
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.names import fold
from cmkb.reading.note import read_head, read_note
from cmkb.writing.places import STATE, keep_aside, place_of
from cmkb.writing.refused import WritingRefused

_FILE = "names.json"
_FORM = 3  # of the file; another one is not read
# A file that was changed just before it was read may change again without a new time of change.
_UNSETTLED = 2_000_000_000  # nanoseconds
_MOST_UNKEPT = 20
_BY_FRONT_MATTER = ("client", "journal")  # the others may be named by a heading


class Row(NamedTuple):
    """A file as it was when it was read; `kind` is "" for a file that is no note.

    Ten thousand of these are read for each entry: what only a few are asked for stays the JSON that it is.
    """

    kind: str = ""
    hay: str = ""  # in which whatever finds the note is found
    said: str = ""  # the rest of Named
    day: str = ""  # of a journal

    def named(self, path: str) -> Named:
        names, ids, numbers, written, pinyin, spellings = json.loads(self.said)
        typed = None if spellings is None else tuple((s[0], s[1]) for s in spellings)
        return Named(path, self.kind, tuple(names), tuple(ids), tuple(numbers), typed, (written, pinyin))


class _Kept(NamedTuple):
    """`stamps`: size and time of change of each file, "" for one that may have changed since without a sign."""

    stamps: dict[str, str]
    rows: dict[str, Row]


@immutable
class NameIndex:
    rows: Mapping[str, Row]  # by path

    def find(self, who: str, kinds: Container[str]) -> tuple[Named, ...]:
        """As `who.find_who`, in order of path."""
        wanted = traces_of(who)
        near = (
            row.named(path)
            for path, row in self.rows.items()
            if row.kind in kinds and any(trace in row.hay for trace in wanted)
        )
        return find_named(sorted(near, key=lambda one: one.path), who)[1]

    def journals(self) -> dict[date, str]:
        """Of two journals of one day the first counts, as everywhere."""
        days: dict[date, str] = {}
        for path, row in sorted((path, row) for path, row in self.rows.items() if row.day):
            days.setdefault(date.fromisoformat(row.day), path)
        return days

    def spelling(self, path: str) -> str:
        """What a link to the note says: its file name, or its path where several are called the same."""
        stem = path.rpartition("/")[2].removesuffix(".md")
        end = f"/{fold(stem)}"
        same = sum(end in row.hay and row.hay.partition("\n")[0].endswith(end) for row in self.rows.values())
        return stem if same == 1 else path.removesuffix(".md")


def open_index(folder: Path, settings: Settings, playbook: Playbook) -> NameIndex:
    """Read, brought up to date with the files, and kept for the next time if anything was new."""
    basis = _basis(folder)
    old = _read(folder, basis)
    stamps = _stamps(folder, settings)
    changed = [path for path, stamp in stamps.items() if old.stamps.get(path) != stamp]
    same_files = stamps.keys() == old.stamps.keys()
    if same_files and not changed:
        return NameIndex(old.rows)
    now = time.time_ns()
    rows = old.rows if same_files else {path: row for path, row in old.rows.items() if path in stamps}
    rows |= _rows(folder, settings, playbook, changed, old.rows, same_files=same_files)
    # The day's journal changes with every entry: to read it again costs less than to keep all rows again.
    if len(changed) > _MOST_UNKEPT or not same_files:
        _keep(folder, basis, _Kept(_settled(stamps, now), rows))
    return NameIndex(rows)


def with_spellings(folder: Path, index: NameIndex) -> NameIndex:
    """Pinyin is worked out once, when somebody types it, and then kept: its tables take long to load."""
    rows = dict(index.rows)
    for path, row in index.rows.items():
        if row.kind and row.kind != "journal" and (one := row.named(path)).spellings is None:
            typed = spellings_of(one)
            hay = "\n".join((row.hay, *(spelling for both in typed for spelling in both)))
            rows[path] = row._replace(hay=hay, said=_said(one, typed))
    if any(rows[path] is not row for path, row in index.rows.items()):
        basis = _basis(folder)
        stamps = _read(folder, basis).stamps
        _keep(folder, basis, _Kept({path: stamps.get(path, "") for path in rows}, rows))
    return NameIndex(rows)


# --- files -----------------------------------------------------------------------------------------------------


def _stamps(folder: Path, settings: Settings) -> dict[str, str]:
    """Size and time of change of each Markdown file that the vault shows. What of it is a note, `scan` says."""
    found: dict[str, str] = {}
    for source in settings.sources if _outside(settings) else ():
        place, fault = source_folder(folder, source)
        if source.outside and not fault:
            found |= _stamps_in([(str(place), source.to)])
    tops = [(str(folder / top), nfc(top)) for top, notes in vault_folders(settings).items() if notes]
    return found | _stamps_in(tops)  # what the vault has itself goes before


def _stamps_in(waiting: list[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, str] = {}
    while waiting:
        place, path = waiting.pop()
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    name = entry.name
                    if name[0] == ".":
                        continue
                    if name.endswith((".md", ".MD", ".Md", ".mD")):
                        info = entry.stat(follow_symlinks=False)
                        found[f"{path}/{nfc(name)[:-3]}.md"] = f"{info.st_size} {info.st_mtime_ns}"
                    elif entry.is_dir(follow_symlinks=False):
                        waiting.append((entry.path, f"{path}/{nfc(name)}"))
        except OSError:
            continue
    return found


def _outside(settings: Settings) -> tuple[str, ...]:
    """Beginnings of the paths that may stand for files elsewhere."""
    return tuple(f"{source.to}/" for source in settings.sources if source.outside)


def _settled(stamps: Mapping[str, str], read_at: int) -> dict[str, str]:
    last = read_at - _UNSETTLED
    return {path: stamp if int(stamp.split()[1]) < last else "" for path, stamp in stamps.items()}


def _rows(
    folder: Path,
    settings: Settings,
    playbook: Playbook,
    paths: Iterable[str],
    old: Mapping[str, Row],
    *,
    same_files: bool,
) -> dict[str, Row]:
    """Rows of these files. Which files are notes changes only with their names."""
    elsewhere = _outside(settings)
    paths = tuple(paths)
    by_place = same_files and not any(path.startswith(elsewhere) for path in paths)
    notes = {} if by_place else {found.path: found for found in scan(folder, settings).notes}
    rows = {}
    for path in paths:
        found = notes.get(path)
        if by_place and old[path].kind:
            with suppress(WritingRefused):  # it has become a link
                found = Found(path, place_of(folder, path), 0, 0)
        note = _note(found, settings, playbook) if found else None
        rows[path] = _row(note, old.get(path)) if note else Row()
    return rows


def _row(note: Note, old: Row | None) -> Row:
    one = named_of(note)
    before = old.named(note.path) if old and old.said else None
    known = before.spellings if before and before.said == one.said else None
    hay = (fold(one.path.removesuffix(".md")), *one.names, *one.ids, *one.numbers, "".join(one.stem.split()))
    typed = [spelling for both in known or () for spelling in both]
    day = note.date.isoformat() if note.kind == "journal" and note.date else ""
    return Row(one.kind, fold("\n".join((*hay, *typed))), _said(one, known), day)


def _said(one: Named, spellings: tuple[tuple[str, str], ...] | None) -> str:
    return json.dumps((one.names, one.ids, one.numbers, *one.said, spellings), ensure_ascii=False)


def _note(file: Found, settings: Settings, playbook: Playbook) -> Note | None:
    source, _ = read_note_file(file)
    if source is None:
        return None
    head = read_head(source, playbook, settings)
    return head if head.kind in _BY_FRONT_MATTER else read_note(source, playbook, settings)[0]


# --- the file --------------------------------------------------------------------------------------------------


def _basis(folder: Path) -> str:
    """What the rows depend on besides their own files."""
    basis = sha256(f"{__version__} {_FORM}".encode())
    for name in (CONFIG, OWN_PLAYBOOK):
        with suppress(OSError):
            basis.update((folder / name).read_bytes())
    return basis.hexdigest()


def _read(folder: Path, basis: str) -> _Kept:
    """By columns, which is how JSON reads them fastest."""
    try:
        kept = json.loads((folder / STATE / _FILE).read_bytes())
        if kept["basis"] != basis:
            return _Kept({}, {})
        stamps: dict[str, str] = kept["stamps"]
        rows = map(Row._make, zip(*(kept[name] for name in Row._fields), strict=True))
        return _Kept(stamps, dict(zip(stamps, rows, strict=True)))
    except (OSError, ValueError, KeyError, TypeError):
        return _Kept({}, {})


def _keep(folder: Path, basis: str, known: _Kept) -> None:
    rows = [known.rows[path] for path in known.stamps]
    columns = {name: [row[number] for row in rows] for number, name in enumerate(Row._fields)}
    kept = {"basis": basis, "stamps": known.stamps} | columns
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    keep_aside(folder, _FILE, text.encode("utf-8", "replace"))
