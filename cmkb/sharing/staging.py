"""Which notes and attachments the team gets, and with which words: decided from the shared folders alone.

Nothing here may look at what lies elsewhere in the vault, or the team's site would change with it. In doubt a file
stays out and is reported.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, SourceFile
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings
from cmkb.names import fold
from cmkb.reading.headings import heading_meanings
from cmkb.reading.note import read_note
from cmkb.sharing.binary import PICTURES_AND_SOUND
from cmkb.sharing.cutting import Unpaired, cut_comments, cut_private
from cmkb.sharing.unlinking import unlink, unlink_front
from cmkb.vault import link_resolver

# Of the kinds of notes these speak of nobody's clients; one of another kind stays out wherever it lies.
SHARED_KINDS = ("script", "product", "howto", "note", "event", "channel", "staff")
# Never shared, also where a folder of `share:` holds them. Beside the folders of the settings.
PRIVATE_FOLDERS = ("inbox", "households", "meetings")
# What the scan can look into, or what holds pictures and sound alone.
ATTACHMENTS = PICTURES_AND_SOUND | frozenset(
    ["svg", "pdf", "csv", "tsv", "txt", "json", "xlsx", "docx", "pptx", "ics"]
)


@immutable
class Staging:
    texts: Mapping[str, str]  # path of a note → its text as the team gets it, line for line
    attachments: tuple[str, ...]
    problems: tuple[Problem, ...]  # what stays out although it lies in a shared folder, and why


def is_in_shared_folder(path: str, settings: Settings) -> bool:
    return _under(path, settings.share) and not _under(path, _private_folders(settings))


def _private_folders(settings: Settings) -> tuple[str, ...]:
    return (settings.clients, settings.journal, settings.periods, settings.cases, *PRIVATE_FOLDERS)


def _under(path: str, folders: Iterable[str]) -> bool:
    return any(path.startswith(folder.strip("/") + "/") for folder in folders if folder.strip("/"))


def stage(
    sources: Iterable[SourceFile], attachments: Iterable[str], playbook: Playbook, settings: Settings
) -> Staging:
    """`sources` and `attachments` may be those of the whole vault; only what lies in shared folders is looked at."""
    problems: list[Problem] = []
    kept: dict[str, tuple[Note, str]] = {}
    for source in sources:
        if not is_in_shared_folder(source.path, settings):
            continue
        cut = _cut(source, playbook, settings, problems)
        if cut is not None:
            kept[source.path] = cut
    files = [path for path in attachments if is_in_shared_folder(path, settings)]
    known = [path for path in files if _is_readable(path)]
    resolve = link_resolver({path: note for path, (note, _) in kept.items()}, known, playbook)
    used: set[str] = set()
    texts: dict[str, str] = {}
    for path, (note, text) in kept.items():

        def is_shared(link: Link, path: str = path) -> bool:
            target = resolve(path, link)
            if target is not None:
                used.add(target)
            return target is not None

        head = len(text) - len(note.body)
        texts[path] = unlink_front(text[:head], is_shared) + unlink(note.body, is_shared)
        for link in note.links:  # in a field a link means its field's kind first
            is_shared(link)
    problems += _unreadable(kept, files, playbook)
    return Staging(texts, _used(known, used), tuple(sorted(set(problems))))


def _cut(
    source: SourceFile, playbook: Playbook, settings: Settings, problems: list[Problem]
) -> tuple[Note, str] | None:
    """The note and its text without what is private in it; None for a note that is not shared."""
    path = source.path
    note, _ = read_note(source, playbook, settings)
    if is_kept_private(note):
        return None
    if not source.text.endswith(note.body):
        problems.append(problem(path, 1, 1, "P6.front"))
        return None
    why = kept_back(note, playbook)
    if why is not None:
        problems.append(why)
        return None
    head = source.text[: len(source.text) - len(note.body)]
    try:
        text = cut_comments(head) + cut_private(note.body, heading_meanings(playbook.sections))
    except Unpaired as mark:  # in the front matter: that of the body was looked at
        problems.append(problem(path, mark.line, 1, "P6.comment"))
        return None
    staged, _ = read_note(replace(source, text=text), playbook, settings)
    understood = staged.front.readable and text.endswith(staged.body) and staged.kind in SHARED_KINDS
    if not understood or staged.get("visibility") == "private":
        problems.append(problem(path, 1, 1, "P6.front"))
        return None
    return staged, text


def is_kept_private(note: Note) -> bool:
    return note.front.readable and note.get("visibility") == "private"


def kept_back(note: Note, playbook: Playbook) -> Problem | None:
    """Why a note of a shared folder is not given to the team although its author did not say so."""
    if not note.front.readable:
        return problem(note.path, 1, 1, "P6.front")
    if note.kind not in SHARED_KINDS:
        return problem(note.path, 1, 1, "P6.kind", kind=note.kind)
    if told := _tells_of_a_person(note, playbook):
        place = note.front.places.get(told[0])
        line, column = (place.line, place.column) if place else (1, 1)
        return problem(note.path, line, column, "P6.person", keys="、".join(told))
    if "%%" in note.body:
        try:
            cut_comments(note.body)
        except Unpaired as mark:
            return problem(note.path, note.body_line + mark.line - 1, 1, "P6.comment")
    return None


def _tells_of_a_person(note: Note, playbook: Playbook) -> list[str]:
    """Keys of a client's front matter in a note of another kind: a client's note that was filed among the talk
    tracks. One may be a word of its author's; a number is none, nor are two."""
    if note.get("id_number"):  # which every kind of note knows
        return ["id_number"]
    if not note.front.extra:
        return []
    specs = _personal_fields(playbook)
    keys = [key for key, value in note.front.extra.items() if fold(key) in specs and str(value).strip()]
    sure = any(specs[fold(key)].type == "phones" or specs[fold(key)].hidden for key in keys)
    return keys if sure or len(keys) > 1 else []


@lru_cache(maxsize=8)
def _personal_fields(playbook: Playbook) -> Mapping[str, FieldSpec]:
    return {
        fold(word): spec
        for spec in playbook.fields_of("client").values()
        if spec.personal and not spec.everyday
        for word in (spec.key, spec.label, *spec.aliases)
    }


def _used(known: Iterable[str], used: set[str]) -> tuple[str, ...]:
    return tuple(path for path in known if path in used)


def _is_readable(path: str) -> bool:
    return posixpath.splitext(path)[1].lower().removeprefix(".") in ATTACHMENTS


def _unreadable(
    kept: Mapping[str, tuple[Note, str]], files: Iterable[str], playbook: Playbook
) -> Iterable[Problem]:
    """Attachments that a shared note refers to and that nobody can look into."""
    closed = [path for path in files if not _is_readable(path)]
    if not closed:
        return
    resolve = link_resolver({path: note for path, (note, _) in kept.items()}, closed, playbook)
    for path, (note, _) in kept.items():
        for link in note.links:
            if resolve(path, link) in closed:
                yield problem(
                    path, link.place.line, link.place.column, "P6.file", file=posixpath.basename(link.target)
                )
