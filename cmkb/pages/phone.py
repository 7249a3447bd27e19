"""Today, the care texts and every client's brief in one HTML file, to be carried in a phone.

It is read from disk, so it asks for nothing outside of itself. The looks and the script that decides what today is are
the site's own. Without JavaScript it shows the day on which it was made.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from cmkb.files.package import package_texts
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.problem import Problem
from cmkb.names import names_of, numbers_of
from cmkb.pages.addresses import Addresses
from cmkb.pages.agenda import agenda, next_row
from cmkb.pages.agenda import words as agenda_words
from cmkb.pages.browser_data import by_letter, follow_up_data
from cmkb.pages.care_messages import Panel, panel
from cmkb.pages.client import brief_values
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.quick_note import quick_note_data
from cmkb.pages.today import date_line, lunar_day
from cmkb.pinyin import to_pinyin
from cmkb.vault import Vault
from cmkb.views.clients import ClientRow

PAGE = "phone.html"
CARE_DAYS = 7  # for which the texts are in the file, from the day on which it is made
FEW = 6  # rows of a group before the rest folds
TIMELINE = 8  # records of a client
# The site's scripts look for their data in files of the site; here it is on the page, and every address is one within it.
_WITHIN = "window.cmkb.load = () => Promise.resolve(); window.cmkb.url = (path) => path;"
_DARK = re.compile(r"\[data-md-color-scheme=slate\] (\{[^{}]*--ck-bg[^{}]*\})")
_ID = re.compile(r' id="[^"]*"')


@immutable
class CareDay:
    day: date
    panel: Panel


@immutable
class Entry:
    """A client in the list."""

    row: ClientRow
    address: str
    words: str  # by which the search finds it


def phone_page(vault: Vault, problems: Iterable[Problem], today: date) -> str:
    clients = vault.of_kind("client")
    places = {note.path: f"#c{number}" for number, note in enumerate(clients, 1)}
    addresses = Addresses({}, {}, frozenset(), places)
    context = PageContext(vault, addresses, tuple(problems), (), today)
    groups = agenda(
        context.rows, context.people, today, context.days_off, language=context.language, limit=None
    )
    scripts = _scripts(context)
    policy = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'"
    )
    return context.render(
        PAGE,
        PAGE,
        style=Markup(_style()),
        scripts=[Markup(script) for script in scripts],
        policy=f"{policy}; script-src {' '.join(map(_hash, scripts))}",
        date_line=date_line(context),
        lunar_day=lunar_day(context),
        pinned=vault.settings.today,
        groups=groups,
        now=next_row(groups, today),
        count=sum(group.count for group in groups),
        care=list(_care(context)),
        words=agenda_words(context.language),
        letters=[
            (letter, [_entry(context, row) for row in rows])
            for letter, rows in by_letter(context.clients.values())
        ],
        briefs=list(_briefs(context, clients)),
        few=FEW,
        most=TIMELINE,
    )


def _care(context: PageContext) -> Iterator[CareDay]:
    """Those of today even where there is nothing to send: the panel says so."""
    for days in range(CARE_DAYS):
        day = context.today + timedelta(days)
        found = panel(replace(context, today=day, kept=None))
        if found and (found.cards or not days):
            yield CareDay(day, found)


def _entry(context: PageContext, row: ClientRow) -> Entry:
    note = row.note
    names = names_of(note)
    pinyin = to_pinyin(next(iter(names), row.name), note.get("pinyin") or "")
    initials = "".join(part[:1] for part in pinyin.split())
    said = (
        row.name,
        *names,
        note.get("salutation") or "",
        pinyin.replace(" ", ""),
        initials,
        *numbers_of(note),
    )
    return Entry(row, context.addresses.url(note.path) or "", " ".join(filter(None, said)))


def _briefs(context: PageContext, clients: tuple[Note, ...]) -> Iterator[dict[str, Any]]:
    tools = PageTools(context, PAGE)
    for note in clients:
        values = brief_values(tools, note)
        values["body"] = Markup(_ID.sub("", values["body"]))  # many notes, one page: an id would not be one
        yield {"id": (context.addresses.url(note.path) or "").removeprefix("#"), **values}


def _style() -> str:
    """The site's, and its dark colours where the phone is set to dark."""
    site = package_texts("site/assets", ".css")["cmkb"]
    dark = _DARK.search(site)
    night = (
        f"@media screen and (prefers-color-scheme: dark) {{ :root, [data-md-color-scheme] {dark[1]} }}\n"
        if dark
        else ""
    )
    return site + package_texts("pages/assets", ".css")["phone"] + night


def _scripts(context: PageContext) -> list[str]:
    site = package_texts("site/assets", ".js")
    data = follow_up_data(
        context.rows,
        context.people,
        context.addresses.url,
        today=context.today,
        days_off=context.days_off,
        language=context.language,
    ).replace("<", "\\u003c")  # a note's words must not end the script
    own = package_texts("pages/assets", ".js")["phone"]
    note = quick_note_data(context, at_the_desk=False).replace("<", "\\u003c")
    return [
        site["common"],
        _WITHIN,
        data,
        note,
        site["people"],
        site["agenda"],
        site["today"],
        site["note"],
        own,
    ]


def _hash(script: str) -> str:
    return f"'sha256-{b64encode(sha256(script.encode('utf-8', 'replace')).digest()).decode()}'"
