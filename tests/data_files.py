"""Generated data as a build writes it, all of it at once."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.pages.search_index import SearchEntry, index_files
from cmkb.pages.site import Site


def data_of(site: Site) -> dict[str, str | bytes]:
    return {path: content for group in site.groups for path, content in group.make()}


def index_of(entries: Iterable[SearchEntry]) -> dict[str, str]:
    return dict(index_files(entries))
