"""A page whose HTML cmkb made: MkDocs only wraps the theme around it."""

from __future__ import annotations

from html import escape
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from cmkb.pages.site import Page as SitePage


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
