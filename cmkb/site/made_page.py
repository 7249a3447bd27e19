"""A page whose HTML cmkb made: MkDocs only wraps the theme around it, or not even that (`shell.py`)."""

from __future__ import annotations

import os
from html import escape
from typing import Any, Protocol

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cmkb.pages.site import FileGroup
from cmkb.pages.site import Page as SitePage

NO_PAGE = SitePage("", "", "", str)


class MadePage(Page):
    """Nothing of a note reaches the theme but an escaped title: a client's words collide with the theme's keys.

    The content is filled in when the page is written and let go afterwards, so that pages are streamed.
    """

    def __init__(self, made: SitePage, title: str, file: File, config: MkDocsConfig) -> None:
        super().__init__(escape(title, quote=True), file, config)
        self.made = made
        self.edit_url = None

    def read_source(self, config: MkDocsConfig) -> None:
        self.markdown = ""
        self.meta: dict[str, Any] = {"hide": ["navigation", "toc"], "title": self.title}

    def render(self, config: MkDocsConfig, files: Files) -> None:
        self.content = ""
        self.toc = TableOfContents([])
        self.present_anchor_ids = None  # not known before the content is: MkDocs then checks no anchors of it
        self.links_to_anchors = None

    def fill(self) -> None:
        self.content = self.made.render()

    def let_go(self) -> None:
        self.content = ""


class PageShells(Protocol):
    """See `shell.py`."""

    later: bool  # somebody else writes the pages

    def html(self, page: MadePage) -> bytes:
        """Of the whole page."""


class MadeFile(File):
    """The file of a MadePage. With `shells` set it is one that MkDocs copies: our page in the shell that it shares with
    others. Links to it lead to the same address either way."""

    shells: PageShells | None = None

    def is_documentation_page(self) -> bool:
        return self.shells is None and bool(super().is_documentation_page())

    def html(self) -> bytes:
        assert self.shells is not None
        assert isinstance(self.page, MadePage)
        return self.shells.html(self.page)

    def copy_file(self, dirty: bool = False) -> None:
        if self.shells is None:
            super().copy_file(dirty)
        elif not self.shells.later:
            write(os.path.join(self.dest_dir, self.dest_uri), self.html())


class DataFile(File):
    """Generated data. All of a group is made when MkDocs copies the first of its files, and let go file by file.

    A plugin may look at what it holds, which is made for that, and put something else in its place.
    """

    group: FileGroup
    is_first: bool
    others: bytes | None = None  # what somebody else wants to have written

    @property
    def content_bytes(self) -> bytes:
        if self.others is not None:
            return self.others
        return next(in_bytes(content) for path, content in self.group.make() if path == self.dest_uri)

    @content_bytes.setter
    def content_bytes(self, value: bytes) -> None:
        self.others = value

    @property
    def content_string(self) -> str:
        return self.content_bytes.decode("utf-8-sig")

    @content_string.setter
    def content_string(self, value: str) -> None:
        self.others = value.encode("utf-8")

    def copy_file(self, dirty: bool = False) -> None:
        for path, content in self.group.make() if self.is_first else ():
            write(os.path.join(self.dest_dir, path), in_bytes(content))
        if self.others is not None:
            write(self.abs_dest_path, self.others)


def in_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8")


def encoded(html: str) -> bytes:
    """Halves of characters, which UTF-8 cannot hold, become references."""
    return html.encode("utf-8", "xmlcharrefreplace")


def write(target: str, data: bytes) -> None:
    """Most files go into a folder that is there."""
    try:
        _write(target, data)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        _write(target, data)


_TO_WRITE = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)


def _write(target: str, data: bytes) -> None:
    """Without a file object, which asks the system what it has opened: a fifth of what a page takes to write."""
    file = os.open(target, _TO_WRITE, 0o666)
    try:
        written = os.write(file, data)
        while written < len(data):
            written += os.write(file, data[written:])
    finally:
        os.close(file)


def take_apart(files: Files) -> None:
    """Of a build that nobody needs any more: pages and their files name each other, a theme's templates the navigation,
    and all that was answered for the pages would wait for the collector."""
    for file in files:
        if isinstance(file, MadeFile) and isinstance(file.page, MadePage):
            file.page.made = NO_PAGE
            file.page = file.shells = None
