"""Generated data for the browser: follow-ups, the client table, the search index; and the calendar for a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, lru_cache

from cmkb import pinyin_tables
from cmkb.locales import N_, spoken
from cmkb.model.note import Note
from cmkb.model.playbook import Playbook
from cmkb.names import names_of, numbers_of
from cmkb.pages import format as words
from cmkb.pages.browser_data import client_data, follow_up_files
from cmkb.pages.calendar import ICS
from cmkb.pages.calendar_ics import calendar_ics
from cmkb.pages.care import groups as care_groups
from cmkb.pages.care_data import care_data
from cmkb.pages.client_form import client_forms_data
from cmkb.pages.context import PageContext
from cmkb.pages.markdown import without_comments
from cmkb.pages.masked import masked_text
from cmkb.pages.note_words import words_of_note
from cmkb.pages.notes import KIND_LABELS
from cmkb.pages.quick_note import quick_note_data
from cmkb.pages.search_index import NAMES, Facet, SearchEntry, index_files
from cmkb.pages.site import FileGroup
from cmkb.pages.talk_data import has_talk_data, talk_data
from cmkb.views.wording import plain

FOLDER = "assets/cmkb/"
_FIRST = ("client", "script", "product", "household", "case")  # kinds that are looked for most


def browser_files(context: PageContext) -> tuple[FileGroup, ...]:
    search = _group(context, f"{NAMES} search/", lambda: _search(context))
    if context.vault.settings.audience == "team":
        return (search,)
    groups = [
        _group(context, "data/follow-ups.js data/follow-ups-later.js", lambda: _follow_ups(context).items()),
        _file(context, "data/clients.js", _clients),
        _file(context, "data/quick-note.js", quick_note_data),
        _file(context, "data/client-forms.js", client_forms_data),
        _file(context, "data/care.js", lambda context: care_data(context, care_groups(context))),
        search,
    ]
    if has_talk_data(context.vault):
        groups.append(_file(context, "data/talk.js", _talk))
    return (
        *groups,
        FileGroup((ICS,), lambda: [(ICS, calendar_ics(context.vault, context.rows, context.today))]),
    )


def _file(context: PageContext, path: str, make: Callable[[PageContext], str]) -> FileGroup:
    return _group(context, path, lambda: [(path, make(context))])


def _group(context: PageContext, paths: str, make: Callable[[], Iterable[tuple[str, str]]]) -> FileGroup:
    def in_folder() -> Iterator[tuple[str, str | bytes]]:
        with spoken(context.language):
            for path, content in make():
                yield FOLDER + path, content

    return FileGroup(tuple(FOLDER + path for path in paths.split()), in_folder)


def _search(context: PageContext) -> Iterator[tuple[str, str]]:
    yield from index_files(_entries(context))
    pinyin_tables.let_go()  # of names that were not read by now there are few


def _follow_ups(context: PageContext) -> dict[str, str]:
    return follow_up_files(
        context.rows,
        context.people,
        context.addresses.url,
        today=context.today,
        days_off=context.days_off,
        without_next=context.without_next,
        language=context.language,
    )


def _clients(context: PageContext) -> str:
    playbook = context.vault.playbook
    return client_data(
        context.clients.values(),
        context.addresses.url,
        tiers=tuple(playbook.tiers),
        stages=tuple(playbook.stages),
        products=_products(context),
        language=context.language,
    )


def _talk(context: PageContext) -> str:
    return talk_data(context.vault, context.clients, context.reminders, context.today)


def _products(context: PageContext) -> dict[str, list[str]]:
    """Path of a client → names of the products that they hold."""
    found: dict[str, list[str]] = {}
    for product, holders in context.holdings.items():
        if product in context.vault.notes:
            for holder in holders:
                found.setdefault(holder.path, []).append(context.vault.notes[product].title)
    return found


def _entries(context: PageContext) -> Iterator[SearchEntry]:
    """Newest journals first; kinds that people look for before the others."""
    order = {kind: index for index, kind in enumerate(_FIRST)}
    notes = sorted(
        context.vault.notes.values(),
        key=lambda n: (order.get(n.kind, 9), -(n.date.toordinal() if n.date else 0), n.path),
    )
    for note in notes:
        url = context.addresses.url(note.path)
        if url:
            yield _entry(context, note, url)


def _entry(context: PageContext, note: Note, url: str) -> SearchEntry:
    title, subtitle = (
        note.title,
        _facts(note, "category", "status", "owner")
        if note.kind in ("script", "product")
        else _facts(note, "category", "status"),
    )
    if note.kind == "client":
        row = context.clients[note.path]
        title = row.name
        subtitle = " · ".join(filter(None, (row.tier, row.stage, _facts(note, "occupation", "employer"))))
    elif note.kind == "journal" and note.date:
        title = f"{note.date.isoformat()} {words.weekday(note.date, context.language)}"
    return SearchEntry(
        url=url,
        title=title,
        kind=context.say(KIND_LABELS.get(note.kind, note.kind)),
        subtitle=subtitle,
        names=tuple(dict.fromkeys((*names_of(note), _facts(note, "salutation") or note.title))),
        numbers=numbers_of(note) if note.kind == "client" else (),
        text=_text(context, note)
        if context.vault.settings.audience == "team"
        else masked_text(_text(context, note)),
        pinyin=_facts(note, "pinyin"),
        facets=tuple(_facets(context, note)),
    )


def _facets(context: PageContext, note: Note) -> Iterator[tuple[Facet, str | date]]:
    """What a note says of itself in words of a list, such as tier and stage; of clients the days that matter as well."""
    for key, facet in _choices(context.vault.playbook, note.kind):
        value = note.get(key)
        if isinstance(value, str) and value:
            yield facet, value
    if note.kind != "client":
        return
    row = context.clients[note.path]
    for label, key, measure, day in (
        (N_("到期"), "matures", "left", row.matures),
        (N_("下次"), "next", "left", row.next_step.date if row.next_step else None),
        (N_("联系"), "contact", "ago", row.contact.last.date if row.contact.last else None),
    ):
        if day:
            yield _facet(context.say(label), key, label, measure=measure), day


@lru_cache(maxsize=64)
def _choices(playbook: Playbook, kind: str) -> tuple[tuple[str, Facet], ...]:
    """Keys that have lists of values."""
    return tuple(
        (key, _facet(spec.label, key, *spec.aliases))
        for key, spec in playbook.fields_of(kind).items()
        if spec.type == "enum" or spec.values or spec.values_from
    )


@cache
def _facet(*names: str, measure: str = "") -> Facet:
    return Facet(tuple(dict.fromkeys(names)), measure)


def _facts(note: Note, *keys: str) -> str:
    return " · ".join(filter(None, (words.text_of(note.get(key)) for key in keys)))


def _text(context: PageContext, note: Note) -> str:
    """As the page shows them."""
    if note.path in context.addresses.by_hand:
        return plain(without_comments(note.body))
    return words_of_note(note, context.vault.playbook)
