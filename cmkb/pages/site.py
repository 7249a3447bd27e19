"""What a build produces, before any site generator is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from cmkb.model.immutable import immutable
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings


@immutable
class Page:
    """`render` gives the HTML of the page's content. It is called when the page is written, not before, so that
    ten thousand pages are never held at once."""

    path: str  # on the site, from its root: "clients/王芳.html"
    title: str
    kind: str  # kind of the note, or the generated page's own name
    render: Callable[[], str]
    note: str | None = None  # path of the note it shows


@immutable
class FileGroup:
    """Generated data that is made together, when it is written."""

    # On the site. After the first there may be one that ends with "/": a folder whose files only `make` can tell.
    paths: tuple[str, ...]
    make: Callable[[], Iterable[tuple[str, str | bytes]]]  # paths and contents

    def has(self, path: str) -> bool:
        return any(path.startswith(one) if one.endswith("/") else path == one for one in self.paths)


@immutable
class Prose:
    """What is needed to write a page again of whose note nothing but words changed, see `only_words.py`."""

    note: str  # its path
    page: str
    url: str  # of the page, in the search index
    targets: Mapping[str, str]  # what a link of the note names → address from the site's root, "" for none


@immutable
class HandWritten:
    """A page of docs/ that is no note: what was read at its head, and where its wikilinks lead."""

    meta: Mapping[str, Any]  # words, lists of words, and mappings of them
    links: Mapping[str, str]  # what its wikilinks name → path in the vault


@immutable
class Site:
    settings: Settings
    today: date
    pages: tuple[Page, ...]
    groups: tuple[FileGroup, ...]  # of generated data
    attachments: Mapping[str, str]  # path in the vault → path on the site
    by_hand: Mapping[str, HandWritten]  # by path in the vault: pages that the generator renders by itself
    problems: tuple[Problem, ...] = ()
    prose: Callable[[], Iterable[Prose]] = tuple
    disk: Mapping[str, Path] = field(default_factory=dict)  # path in the vault → where the attachment lies


def counted(site: Site, tell: Callable[[int, int], None]) -> Site:
    """The same site, whose pages tell as they are made how many are, of how many."""
    made, total = count(1), len(site.pages)

    def telling(render: Callable[[], str]) -> Callable[[], str]:
        def made_one() -> str:
            html = render()
            tell(next(made), total)
            return html

        return made_one

    tell(0, total)
    return replace(site, pages=tuple(replace(page, render=telling(page.render)) for page in site.pages))
