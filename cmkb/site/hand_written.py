"""Pages of docs/ that are no notes: MkDocs renders them, but never reads their front matter for itself.

MkDocs prints a block that it cannot parse as text, and the theme's templates and plugins stop the build at keys
that mean something else to a client manager (`tags: 高净值，重点`, `template: 话术`).
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File
from mkdocs.theme import Theme

from cmkb.files.text import decode
from cmkb.pages.site import HandWritten
from cmkb.reading.front_block import split_front_matter

WORDS = ("title", "description", "status", "subtitle", "author", "template", "icon")  # one word or sentence
LISTS = ("tags", "hide", "authors", "categories")
MAPPINGS = ("search", "social")


def source_text(file: File) -> str | None:
    """In whatever encoding the file is; None for a page that another plugin made up."""
    if file.abs_src_path is None:
        return None
    return decode(Path(file.abs_src_path).read_bytes(), file.src_uri)[0].text


def without_front_matter(markdown: str, meta: Mapping[str, Any], text: str, page: HandWritten | None) -> str:
    return ""
