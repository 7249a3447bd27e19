"""Where each note stands on the site."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from cmkb.model.note import Note
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings

GENERATED = {
    "today": "index.html",
    "follow_ups": "follow-ups.html",
    "clients": "clients/index.html",
    "journal": "journal/index.html",
    "scripts": "scripts/index.html",
    "products": "products/index.html",
    "notes": "notes.html",
    "routine": "routine.html",
    "check": "check.html",
}
RESERVED = ("assets/", "search/", "404.html", "sitemap.xml")


@dataclass(frozen=True, slots=True)
class Addresses:
    notes: Mapping[str, str]  # note path → page path
    attachments: Mapping[str, str]  # vault path → path on the site
    by_hand: frozenset[str]
    urls: Mapping[str, str]  # path in the vault → address from the site's root, percent-encoded

    def url(self, path: str) -> str | None:
        """Address of a note or attachment from the site's root."""
        return self.urls.get(path)


def addresses(notes: Iterable[Note], attachments: Iterable[str], settings: Settings) -> tuple[Addresses, list[Problem]]:
    """Every note gets an address of its own: one that is taken, also but for letter case, is changed and reported."""
    taken: dict[str, str] = {path.casefold(): "cmkb" for path in GENERATED.values()}
    places: dict[str, str] = {}
    by_hand: set[str] = set()
    problems: list[Problem] = []
    for note in notes:
        wanted = _site_path(note.path, settings).removesuffix(".md") + ".html"
        place = wanted
        count = 2
        while place.casefold() in taken or place.casefold().startswith(RESERVED):
            place = f"{wanted.removesuffix('.html')}-{count}.html"
            count += 1
        if place != wanted:
            other = taken.get(wanted.casefold(), "cmkb")
            problems.append(problem(note.path, 1, 1, "A1", address=wanted, other=other, instead=place))
        taken[place.casefold()] = note.path
        places[note.path] = place
        if place == wanted and is_by_hand(note, settings):
            by_hand.add(note.path)
    files = {path: _site_path(path, settings) for path in attachments}
    urls = {path: quote(place) for path, place in {**files, **places}.items()}
    return Addresses(places, files, frozenset(by_hand), urls), problems


def is_by_hand(note: Note, settings: Settings) -> bool:
    """Pages of docs/ that are no notes stay with the generator's own Markdown, unless their head is broken:
    it would then print the head as text."""
    if note.stem.casefold() in ("index", "readme"):  # the generator would put these at the folder's own address
        return False
    inside = note.path.startswith(settings.docs + "/")
    return inside and note.kind == "note" and "type" not in note.front.fields and note.front.readable


def _site_path(path: str, settings: Settings) -> str:
    return path.removeprefix(settings.docs + "/")


def relative(url: str, page: str) -> str:
    """`url` from the site's root, seen from `page`."""
    return "../" * page.count("/") + url if url else posixpath.relpath(".", posixpath.dirname(page) or ".")
