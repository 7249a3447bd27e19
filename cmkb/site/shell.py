"""The theme around a page, rendered once a class of pages and joined with each page's own part.

The theme's templates see of one of our pages only its depth, its folder (the active tab), its title and its content,
so pages that agree in the first two share their shell, and MkDocs copies them like any other file. Where somebody else's
template or plugin could look at a page, each goes through MkDocs by itself; a test compares both ways byte for byte.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from secrets import token_hex

import jinja2
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Navigation

from cmkb.site.made_page import NO_PAGE, MadeFile, MadePage, encoded

# Nobody else can say these.
_TITLE, _CONTENT = (f"cmkb-{part}-{token_hex(16)}" for part in ("title", "content"))
_TITLE_BYTES, _CONTENT_BYTES = _TITLE.encode(), _CONTENT.encode()
_OWN_PART = re.compile(f"({_TITLE}|{_CONTENT})")
# What happens to a page on its way through MkDocs.
_OF_PAGES = (
    "pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page",
)  # fmt: skip


class Shells:
    """`take` after the navigation is known; pages are rendered as MkDocs copies files, when `env` is set."""

    env: jinja2.Environment

    def __init__(self, nav: Navigation, files: Files, config: MkDocsConfig) -> None:
        self.nav = nav
        self.files = files
        self.config = config
        self.parts: dict[tuple[int, str], list[bytes]] = {}
        self.marked = {id(page) for page in nav.pages}
        self.later = False

    def take(self, later: bool = False) -> dict[str, MadeFile]:
        """Pages of the navigation are marked in it and drafts bear MkDocs' mark, so these stay with MkDocs. `later`: what
        is taken is written by somebody else when it is asked for, the navigation's pages too. By path on the site."""
        self.later = later
        taken: dict[str, MadeFile] = {}
        for file in self.files:
            if (
                isinstance(file, MadeFile)
                and isinstance(file.page, MadePage)
                and file.inclusion is InclusionLevel.NOT_IN_NAV
            ) and (later or id(file.page) not in self.marked):
                file.shells = self
                taken[file.dest_uri] = file
        return taken

    def html(self, page: MadePage) -> bytes:
        return self._whole(page) if id(page) in self.marked else self._joined(page)

    def _joined(self, page: MadePage) -> bytes:
        path = page.made.path
        key = (path.count("/"), path.partition("/")[0] if "/" in path else "")
        parts = self.parts.get(key)
        if parts is None:
            parts = self.parts[key] = self._render(page)
        title = encoded(escape(" ".join(page.made.title.split())))
        content = encoded(page.made.render())
        return b"".join(
            [title if part is _TITLE_BYTES else content if part is _CONTENT_BYTES else part for part in parts]
        )

    def _whole(self, page: MadePage) -> bytes:
        """By itself, as MkDocs does it."""
        page.read_source(self.config)
        page.render(self.config, self.files)
        page.active = True
        try:
            page.fill()
            return encoded(self._in_theme(page))
        finally:
            page.active = False
            page.let_go()

    def _in_theme(self, page: MadePage) -> str:
        context = get_context(self.nav, self.files, self.config, page)
        return self.env.get_template("main.html").render(context)

    def _render(self, page: MadePage) -> list[bytes]:
        stand_in = copy.copy(page)
        stand_in.made = NO_PAGE
        stand_in.read_source(self.config)
        stand_in.render(self.config, self.files)
        stand_in.title = _TITLE
        stand_in.active = True
        del stand_in.meta["title"]
        stand_in.content = f"<h1></h1>{_CONTENT}"
        html = self._in_theme(stand_in)
        html = html.replace(f"<h1></h1>{_CONTENT}", _CONTENT)
        known = {_TITLE: _TITLE_BYTES, _CONTENT: _CONTENT_BYTES}
        return [known.get(part) or encoded(part) for part in _OWN_PART.split(html)]


def why_not(config: MkDocsConfig, own: object) -> str:
    """What of somebody else could look at a page or change it; "" when nothing can."""
    if config.theme.name != "material":
        return str(config.theme.name)
    if config.theme.custom_dir:
        return "custom_dir"
    return next(_strangers(config, own), "")


def _strangers(config: MkDocsConfig, own: object) -> Iterator[str]:
    for event in _OF_PAGES:
        for method in config.plugins.events.get(event, []):
            plugin = getattr(method, "__self__", None)
            if plugin is not own:
                yield type(plugin).__name__ if plugin is not None else f"hook on_{event}"
