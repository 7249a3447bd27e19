"""The whole site as a plain tree of Markdown files, for any generator: no plugin, no theme, no script is needed."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from html import unescape
from urllib.parse import quote, unquote

from cmkb.exchange.cells import clean
from cmkb.exchange.html_to_markdown import ids_of, to_markdown
from cmkb.locales import translator
from cmkb.model.note import Note
from cmkb.pages.catalog import navigation
from cmkb.pages.markdown import links_as_markdown
from cmkb.pages.site import Page, Site

DOCS = "docs"  # where generators look for pages
_HREF = re.compile(r'\bhref="([^"#]*)#([^"]+)"')
_OUTSIDE = re.compile(r"(?:https?|mailto|tel|sms):", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def markdown_tree(site: Site, notes: Mapping[str, Note]) -> Iterator[tuple[str, str]]:
    """Path in the tree → text. Attachments are not among them: they lie under `DOCS` as on the site."""
    yield "mkdocs.yml", _config(site)
    yield f"{DOCS}/robots.txt", "User-agent: *\nDisallow: /\n"
    by_hand = {_place(path, site): path for path in site.by_hand}
    pages = {page.path: _md(page.path) for page in site.pages} | {
        place.removesuffix(".md") + ".html": place for place in by_hand
    }
    known = pages | {place: place for place in site.attachments.values()}
    anchors = _anchors(site.pages)
    for page in site.pages:
        text = to_markdown(page.render(), _Addresses(page.path, known, anchors), anchors.get(page.path, ()))
        yield f"{DOCS}/{_md(page.path)}", _front(page.title) + text
    for place, path in by_hand.items():
        yield f"{DOCS}/{place}", _hand_written(site, notes[path], place)


def _md(path: str) -> str:
    return path.removesuffix(".html") + ".md"


def _place(path: str, site: Site) -> str:
    return path.removeprefix(site.settings.docs + "/")


def _front(title: str) -> str:
    """In JSON's spelling, which is YAML's: no title can break the block."""
    return f"---\ntitle: {json.dumps(clean(title), ensure_ascii=False)}\n---\n\n"


class _Addresses:
    """From an address on the site to one between files; what is not in the tree is no link."""

    def __init__(self, page: str, known: Mapping[str, str], anchors: Mapping[str, frozenset[str]]) -> None:
        self.folder = posixpath.dirname(page)
        self.page = page
        self.known = known
        self.anchors = anchors

    def __call__(self, href: str) -> str | None:
        if _OUTSIDE.match(href):
            return href.partition("?")[0] if href.startswith("sms:") else href  # the text stands beside it
        if not href or _SCHEME.match(href):
            return None
        path, _, fragment = href.partition("#")
        whole = posixpath.normpath(posixpath.join(self.folder, unquote(path))) if path else self.page
        place = self.known.get(whole)
        if place is None:
            return None
        end = f"#{quote(unquote(fragment))}" if unquote(fragment) in self.anchors.get(whole, ()) else ""
        if whole == self.page:
            return end or None
        return quote(posixpath.relpath(place, self.folder or ".")) + end


def _anchors(pages: tuple[Page, ...]) -> dict[str, frozenset[str]]:
    """Page → the ids on it that some link leads to."""
    wanted: dict[str, set[str]] = {}
    there: dict[str, frozenset[str]] = {}
    for page in pages:
        html = page.render()
        there[page.path] = ids_of(html)
        folder = posixpath.dirname(page.path)
        for path, fragment in _HREF.findall(html):
            target = (
                posixpath.normpath(posixpath.join(folder, unquote(unescape(path)))) if path else page.path
            )
            wanted.setdefault(target, set()).add(unquote(unescape(fragment)))
    return {path: there[path] & names for path, names in wanted.items() if path in there}


def _hand_written(site: Site, note: Note, place: str) -> str:
    """A page of the user's own: the Markdown as it is, links of notes as ordinary ones, and a head that parses."""
    folder = posixpath.dirname(place)
    links = site.by_hand[note.path].links
    places = {page.note: _md(page.path) for page in site.pages if page.note}
    places |= {path: _place(path, site) for path in site.by_hand} | dict(site.attachments)

    def address(target: str) -> str | None:
        found = places.get(links.get(target, ""))
        return quote(posixpath.relpath(found, folder or ".")) if found else None

    return _front(note.title) + links_as_markdown(note.body.lstrip("\n"), address)


def _config(site: Site) -> str:
    """Read by MkDocs and Zensical. Whoever builds with something else does not need it."""
    say = translator(site.settings.language)
    paths = {page.path for page in site.pages}
    lines = [
        "# " + say("私密：这是客户资料。只在自己的电脑上生成和查看，不要发布。"),
        f"site_name: {_scalar(site.settings.site_name)}",
        "theme:",
        "  name: material",
        "  font: false",  # else pages ask a server for it; MkDocs' own theme loads a script from elsewhere
        f"docs_dir: {DOCS}",
        "use_directory_urls: false",
        "nav:",
    ]
    lines += [
        f"  - {_scalar(title)}: {_scalar(_md(path))}"
        for title, path in navigation(site.settings)
        if path in paths
    ]
    return "\n".join(lines) + "\n"


def _scalar(text: str) -> str:
    return json.dumps(clean(text), ensure_ascii=False)
