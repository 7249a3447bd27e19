"""`cmkb new`: which file a new note becomes and what stands in it; and why one cannot be made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from cmkb.files.safe_name import safe_name
from cmkb.locales import N_, reader, translator
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.playbook import Form, Playbook
from cmkb.model.settings import Settings
from cmkb.names import fold, names_of, set_solid
from cmkb.playbooks.names import by_name, choices
from cmkb.vault import Vault
from cmkb.views.forms import form_fields
from cmkb.views.journal_places import journal_path
from cmkb.views.spans import read_span, span_as_said
from cmkb.writing.blank_notes import checklist_lines, linked, note_text, quoted, word_of
from cmkb.writing.changes import change_notes
from cmkb.writing.exact_text import new_file

# Kinds of notes that are made by name; the others are made by their form, or by day and period.
BY_NAME = ("client", "script", "product", "case", "household", "howto", "event", "channel", "staff")
KINDS = (*BY_NAME, "period", "journal")
_NAME_AND_TAIL = re.compile(r"(\S.*?)-(\d{4,})")
_MEETINGS = "面谈"  # folder for them where none is configured and none lies anywhere


@immutable
class NewNote:
    path: str  # in the vault
    text: str


@immutable
class Taken:
    """Why the name cannot be used, and what to write instead."""

    path: str  # of the note that has it
    propose: str = ""  # `王芳-尾号`: a client's name with the tail of a number


@immutable
class NoName:
    """No file can be called so, or no period is."""


def kind_named(playbook: Playbook, word: str) -> str:
    """A kind of note by its English or Chinese name; "" for any other word."""
    spec = playbook.fields_of("note").get("type")
    found = choices(playbook, spec).get(fold(word), "") if spec else ""
    return found if found in KINDS else ""


def write_note(folder: Path, note: NewNote, *, forced: bool = False) -> None:
    """Raises WritingRefused where such a file is, and OSError."""
    change_notes(folder, {note.path: new_file(note.path, note.text)}, command="new", forced=forced)


# --- notes by name -------------------------------------------------------------------------------------------


def named_note(
    vault: Vault, kind: str, name: str, today: date, form: Form | None = None
) -> NewNote | Taken | NoName:
    """`form`, when given, says what is asked of the note."""
    name = set_solid(name) if kind == "client" else " ".join(name.split())
    stem = safe_name(name)
    if not stem:
        return NoName()
    if taken := _taken(vault, kind, name, stem):
        return taken
    forms = (form,) if form else ()
    specs = vault.playbook.fields_of(kind)
    values: dict[str, str] = {}
    said: dict[str, str] = {}
    if kind == "client":
        values = {"name": quoted(_bare(name)), "created": today.isoformat()}
    elif kind == "case":
        values, said = _case(vault, name, today)
    elif "name" in specs:
        values = {"name": quoted(name)}
    if kind == "script" and specs["status"].values:
        values = {"status": specs["status"].values[0], "visibility": "private"}  # nobody has approved it yet
    if kind == "event":
        values = {"date": today.isoformat()}
    title = name if kind not in ("client", "case") and "name" not in specs else ""
    text = note_text(vault.playbook, kind, values, today, title=title, forms=forms, said=said)
    return NewNote(f"{_folder(vault.settings, kind)}/{stem}.md", text)


def _taken(vault: Vault, kind: str, name: str, stem: str) -> Taken | None:
    """A name must lead to one note: links and `show` would not know which is meant."""
    with_tail = _NAME_AND_TAIL.fullmatch(name)
    if kind == "client":
        same = [path for path in vault.names.find(name, "client") if vault.names.kinds[path] == "client"]
        if same:
            return Taken(same[0], _with_tail(_bare(name)))
        if with_tail is None and (path := _named(vault, name, ("client",))):
            return Taken(path, _with_tail(name))
    for path in (*vault.names.by_stem.get(fold(stem), ()), *vault.names.by_stem.get(fold(name), ())):
        return Taken(path, _with_tail(name) if kind == "client" and with_tail is None else "")
    path = _named(vault, name, (kind,))
    return Taken(path) if path else None


def _with_tail(name: str) -> str:
    return translator(reader())(N_("{name}-尾号")).format(name=name)


def _named(vault: Vault, name: str, kinds: Iterable[str]) -> str:
    found = (path for path in vault.names.by_name.get(fold(name), ()) if vault.names.kinds[path] in kinds)
    return next(found, "")


def _bare(name: str) -> str:
    """王芳-8899 is called 王芳."""
    match = _NAME_AND_TAIL.fullmatch(name)
    return match[1] if match else name


def _case(vault: Vault, name: str, today: date) -> tuple[dict[str, str], dict[str, str]]:
    """What the name of a case tells: `王芳 开户` is about her, and opens an account."""
    playbook = vault.playbook
    values = {"kind": "", "client": "", "opened": today.isoformat(), "due": ""}
    if (state := next(iter(playbook.case_states), "")) and "status" in playbook.fields_of("case"):
        values["status"] = state
    said: dict[str, str] = {}
    kind = next((case for word, case in by_name(playbook.cases).items() if word in fold(name)), None)
    if kind is not None:
        values["kind"] = kind.key
        said = {"docs": "\n".join(f"- [ ] {doc}" for doc in kind.docs)} if kind.docs else {}
    words = {fold(word) for word in name.split()}
    clients = [
        note for note in vault.of_kind("client") if words & {fold(n) for n in (note.stem, *names_of(note))}
    ]
    if len(clients) == 1:
        values["client"] = linked(clients[0].stem)
    return values, said


def _folder(settings: Settings, kind: str) -> str:
    """Where notes of the kind belong: a configured folder, else the usual one."""
    usual = {
        "client": settings.clients, "case": settings.cases, "period": settings.periods,
        "journal": settings.journal, "script": f"{settings.docs}/scripts",
        "product": f"{settings.docs}/products", "howto": f"{settings.docs}/howto",
        "household": "households", "event": "events", "channel": "channels", "staff": "staff",
    }  # fmt: skip
    configured = (folder for folder, of in settings.folders.items() if of == kind)
    return (next(configured, "") or usual[kind]).strip("/")


# --- meetings, periods, journals -----------------------------------------------------------------------------


def meeting_note(vault: Vault, form: Form, client: Note, today: date) -> NewNote:
    """Prepared from the form, for a client who has a note. A second one of the day gets a number."""
    playbook = vault.playbook
    kind = next((k for k in playbook.kinds.values() if k.form == form.key and k.meeting), None)
    values = {
        "type": word_of(playbook, "meeting"),
        "kind": kind.meeting if kind else "",
        "client": linked(client.stem),
        "date": today.isoformat(),
    }
    text = note_text(playbook, "meeting", values, today, forms=(form,))
    what = kind.key if kind else form.key
    stem = safe_name(f"{today.isoformat()} {_bare(client.stem)} {what}")
    folder = _meetings_folder(vault)
    paths = (f"{folder}/{stem}{f' {n}' if n > 1 else ''}.md" for n in range(1, 100))
    return NewNote(next(path for path in paths if fold(path) not in map(fold, vault.notes)), text)


def _meetings_folder(vault: Vault) -> str:
    """A configured folder, else where most of them lie."""
    settings = vault.settings
    configured = (folder for folder, kind in settings.folders.items() if kind == "meeting")
    if folder := next(configured, ""):
        return folder.strip("/")
    lying = Counter(
        note.path.rpartition("/")[0]
        for note in vault.of_kind("meeting")
        if not note.path.startswith((f"{settings.docs}/", *(f"{s.strip('/')}/" for s in settings.share)))
    )
    return (
        max(lying, key=lambda folder: (lying[folder], folder)) if lying else f"{settings.clients}/{_MEETINGS}"
    )


def period_note(vault: Vault, name: str, today: date, forms: Iterable[Form] = ()) -> NewNote | Taken | NoName:
    """`2026-12`, `2026-W49`, `2026年第四季度`, `下个月` …"""
    span = read_span(name) or span_as_said(name, today)
    if span is None:
        return NoName()
    for note in vault.of_kind("period"):
        said = read_span(str(note.get("period") or note.stem))
        if said == span:
            return Taken(note.path)
    key = quoted(span.key)
    text = note_text(vault.playbook, "period", {"period": key}, today, forms=forms)
    return NewNote(f"{_folder(vault.settings, 'period')}/{span.key}.md", text)


def journal_note(vault: Vault, day: date) -> NewNote | Taken:
    if day in vault.journals:
        return Taken(vault.journals[day].path)
    journals = {of: note.path for of, note in vault.journals.items()}
    return new_journal(vault.playbook, vault.settings, journals, day)


def new_journal(playbook: Playbook, settings: Settings, journals: Mapping[date, str], day: date) -> NewNote:
    """`journals`: paths of those that are there, by day."""
    forms = [
        form
        for form in playbook.forms.values()
        if form.kind == "journal"
        and any(scope == "journal" and key != "date" for scope, key in form_fields(form))
    ]
    said = {"flow": checklist_lines(playbook)}
    keys = (key for key in playbook.fields.get("journal", {}) if key not in ("date", "playbook"))
    values = {"date": day.isoformat(), **dict.fromkeys(keys, "")}
    text = note_text(playbook, "journal", values, day, forms=forms, said=said)
    return NewNote(journal_path(settings, journals, day), text)
