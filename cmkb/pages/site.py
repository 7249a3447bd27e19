"""What a build produces, before any site generator is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from cmkb.model.problem import Problem
from cmkb.model.settings import Settings


@dataclass(frozen=True, slots=True)
class Page:
    """`render` gives the HTML of the page's content. It is called when the page is written, not before, so that
    ten thousand pages are never held at once."""

    path: str  # on the site, from its root: "clients/王芳.html"
    title: str
    kind: str  # kind of the note, or the generated page's own name
    render: Callable[[], str]
    note: str | None = None  # path of the note it shows


@dataclass(frozen=True, slots=True)
class Site:
    settings: Settings
    today: date
    pages: tuple[Page, ...]
    files: Mapping[str, str]  # generated data, by path on the site
    attachments: Mapping[str, str]  # path on the site → where the file lies
    by_hand: frozenset[str]  # notes of docs/ that the generator renders by itself
    problems: tuple[Problem, ...] = ()
