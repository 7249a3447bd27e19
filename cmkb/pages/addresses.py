"""Where each note and attachment stands on the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import quote
from zlib import crc32

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.model.problem import Problem, problem
from cmkb.model.settings import Settings

GENERATED = {
    "today": "index.html",
    "follow_ups": "follow-ups.html",
    "care": "care.html",
    "calendar": "calendar/index.html",
    "clients": "clients/index.html",
    "pipeline": "pipeline.html",
    "journal": "journal/index.html",
    "periods": "periods/index.html",
    "scripts": "scripts/index.html",
    "products": "products/index.html",
    "news": "news.html",
    "cases": "cases/index.html",
    "notes": "notes.html",
    "routine": "routine.html",
    "forms": "forms/index.html",
    "check": "check.html",
}
OF_THE_GENERATOR = ("404.html", "sitemap.xml", "sitemap.xml.gz", "calendar.ics")
OWN_FOLDER = "assets/cmkb"  # scripts, styles and data of the pages
RESERVED = ("assets", "search", "forms", "calendar")  # folders of the theme, of blank forms, of months
LONGEST_NAME = 255  # bytes of a file's name on common file systems
_SELF = "cmkb"  # who holds an address that belongs to no note


@immutable
class Addresses:
    notes: Mapping[str, str]  # note path → page path
    attachments: Mapping[str, str]  # path in the vault → path on the site
    by_hand: frozenset[str]  # notes that the generator renders by itself
    urls: Mapping[str, str]  # path in the vault → address from the site's root, percent-encoded

    def url(self, path: str) -> str | None:
        """Address of a note or attachment from the site's root."""
        return self.urls.get(path)


def addresses(
    notes: Iterable[Note], attachments: Iterable[str], settings: Settings
) -> tuple[Addresses, list[Problem]]:
    """Everything gets an address of its own: one that is taken, also but for letter case, is changed. A note's
    is then reported; attachments have no address that anybody types."""
    places = _Places()
    pages: dict[str, str] = {}
    by_hand: set[str] = set()
    problems: list[Problem] = []
    for note in notes:
        wanted = site_path(note.path, settings).removesuffix(".md") + ".html"
        place, holder = places.take(wanted, note.path, RESERVED)
        if holder:
            problems.append(problem(note.path, 1, 1, "A1", address=wanted, other=holder, instead=place))
        elif place == wanted and is_by_hand(note, settings):
            by_hand.add(note.path)
        pages[note.path] = place
    files: dict[str, str] = {}
    # those of docs/ first: the generator would put them there by itself, over the theme's own files if need be
    for path in sorted(attachments, key=lambda path: (not in_docs(path, settings), path)):
        reserved = (OWN_FOLDER,) if in_docs(path, settings) else RESERVED
        files[path], _ = places.take(site_path(path, settings), path, reserved)
    urls = {path: quote(place) for path, place in {**files, **pages}.items()}
    return Addresses(pages, files, frozenset(by_hand), urls), problems


def is_by_hand(note: Note, settings: Settings) -> bool:
    """Pages of docs/ that are no notes stay with the generator's own Markdown, unless their head is broken:
    it would then print the head as text."""
    # The generator would put these at the folder's own address
    if note.stem.casefold() in ("index", "readme"):
        return False
    return (
        in_docs(note.path, settings)
        and note.kind == "note"
        and not any(note.path.startswith(one.to + "/") for one in settings.sources if one.outside)
        and "type" not in note.front.fields
        and note.front.readable
    )


def in_docs(path: str, settings: Settings) -> bool:
    return path.startswith(settings.docs + "/")


def site_path(path: str, settings: Settings) -> str:
    """docs/ is the site's root, all else lies as in the vault."""
    return path.removeprefix(settings.docs + "/")


def relative(url: str, page: str) -> str:
    """`url` from the site's root, seen from `page`."""
    return "../" * page.count("/") + url


class _Places:
    """What is taken so far, by folded address: no file twice, and no file where a folder must be."""

    def __init__(self) -> None:
        self.files: dict[str, str] = {}
        self.folders: dict[str, str] = {}
        for path in (*GENERATED.values(), *OF_THE_GENERATOR):
            self.take(path, _SELF, ())

    def take(self, wanted: str, owner: str, reserved: tuple[str, ...]) -> tuple[str, str]:
        """An address for `owner`, the wanted one if it is free; and who holds that, "" when nobody does."""
        *folders, name = wanted.split("/")
        place = holder = ""
        for folder in folders:
            place, held = _free(
                place, folder, lambda key: _SELF if key in reserved else self.files.get(key, "")
            )
            holder = holder or held
            self.folders.setdefault(place.casefold(), owner)
            place += "/"
        place, held = _free(place, name, lambda key: self.files.get(key) or self.folders.get(key, ""))
        self.files[place.casefold()] = owner
        return place, holder or held


def _free(folder: str, name: str, holder: Callable[[str], str]) -> tuple[str, str]:
    """`folder` and the name, with a number where somebody holds that; and who does."""
    place = folder + _fitted(name)
    first = held = holder(place.casefold())
    stem, dot, suffix = name.rpartition(".")
    count = 2
    while held:
        place = folder + _fitted(f"{stem}-{count}{dot}{suffix}" if stem else f"{name}-{count}")
        held = holder(place.casefold())
        count += 1
    return place, first


def _fitted(name: str) -> str:
    """A name that grew too long for the file system is cut, and told apart by a checksum of the whole."""
    data = name.encode("utf-8", "replace")
    if len(data) <= LONGEST_NAME:
        return name
    stem, dot, suffix = name.rpartition(".")
    end = f"-{crc32(data):08x}{dot}{suffix}"
    return stem.encode("utf-8", "replace")[: LONGEST_NAME - len(end.encode())].decode("utf-8", "ignore") + end


def for_client(path: str) -> str:
    """What `assets/talk.js` reads: the note's name, spelled as encodeURIComponent does."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    return "?client=" + quote(stem, safe="!~*'()")
