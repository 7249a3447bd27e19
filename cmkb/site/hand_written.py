"""Pages of docs/ that are no notes: MkDocs renders them, but what stands at their head is read with our care.

MkDocs prints a block that it cannot parse as text, swallows first lines that look like keys, and the theme's
templates and plugins stop the build at keys that mean something else to a client manager (`tags: 高净值，重点`,
`template: 话术`).
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme
from mkdocs.utils import meta

from cmkb.files.text import decode
from cmkb.pages.markdown import links_as_markdown
from cmkb.pages.masked import masked_text
from cmkb.pages.site import HandWritten
from cmkb.reading.front_block import split_front_matter

WORDS = ("title", "subtitle", "description", "author", "status")
LISTS = ("tags", "hide", "authors", "categories")
MAPPINGS = ("search", "social")
_NO_FRONT_MATTER = "---\n{}\n---\n"  # so that MkDocs looks for none


def source_text(file: File) -> str | None:
    """What MkDocs is to read: the file in whatever encoding it is, with a head that MkDocs can parse or none. None
    for a page that another plugin made up."""
    if file.abs_src_path is None:
        return None
    text = decode(Path(file.abs_src_path).read_bytes(), file.src_uri)[0].text
    block = split_front_matter(text, lambda word: False)
    if block is None:
        return _NO_FRONT_MATTER + text
    rest, data = meta.get_data(text)
    understood = bool(data) and rest.strip() == block.body.strip()
    return text if understood else _NO_FRONT_MATTER + block.body


def markdown_of(path: str, markdown: str, page: HandWritten) -> str:
    """With the links of notes, which Python's Markdown does not know, as ordinary ones. `path`: the page's."""
    folder = posixpath.dirname(path)

    def address(target: str) -> str | None:
        found = page.links.get(target)
        return posixpath.relpath(found, folder) if found else None

    return links_as_markdown(markdown, address)


def fitting(data: Mapping[str, Any], page: HandWritten | None, theme: Theme) -> dict[str, Any]:
    """Front matter without the keys whose values the theme cannot take."""
    kept: dict[str, Any] = {}
    for key, value in data.items():
        if key in WORDS:
            if not isinstance(value, list | dict | None):
                kept[key] = escape(str(value))
        elif key in LISTS:
            given = page.meta.get(key, value) if page else value  # notes' tags may stand in one string
            if isinstance(given, str | list | tuple):
                kept[key] = [escape(str(one)) for one in ([given] if isinstance(given, str) else given)]
        elif key in MAPPINGS:
            if isinstance(value, dict):
                kept[key] = value
        elif key == "template":
            if _is_in(theme, str(value)):
                kept[key] = value
        elif key == "icon":
            if isinstance(value, str) and _is_in(theme, f".icons/{value}.svg"):
                kept[key] = value
        else:
            kept[key] = value
    return kept


def mask_headings(page: Page) -> None:
    """The page's title and its table of contents, which the theme shows beside the content."""
    page.title = masked_text(str(page.title or "")) or None
    waiting = list(page.toc)
    while waiting:
        item = waiting.pop()
        item.title = masked_text(item.title)
        waiting += item.children


def _is_in(theme: Theme, name: str) -> bool:
    return any((Path(folder) / name).is_file() for folder in theme.dirs)
