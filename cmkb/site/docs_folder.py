"""The files of docs/ as MkDocs found them, and the Site as files for MkDocs.

A note's source address is its path seen from docs/ (`../clients/王芳.md`), so that ordinary links of hand-written
pages find it as they do on disk.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel

from cmkb.files.text import nfc
from cmkb.pages.addresses import OWN_FOLDER, in_docs
from cmkb.pages.site import FileGroup, Page, Site
from cmkb.site.made_page import DataFile, MadeFile, MadePage

ASSETS = Path(__file__).parent / "assets"
# The others are of pages that the team does not get.
TEAM_SCRIPTS = (
    "blank.js",
    "common.js",
    "search-index.js",
    "search.js",
    "talk.js",
    "call-mode.js",
)

Shown = Callable[[InclusionLevel], bool]  # whether a file of this level is built now


def docs_files(files: Files, docs_dir: str, docs: str) -> dict[str, File]:
    """By the path that the note or attachment has in the vault, whose spelling may differ: `说明.MD`, NFD. Of two that
    differ in nothing else the vault has one, and the other is removed from `files`."""
    found: dict[str, File] = {}
    for file in [file for file in files if file.src_dir == docs_dir]:
        if found.setdefault(f"{docs}/{_spelled(file.src_uri)}", file) is not file:
            files.remove(file)
    return found


def _spelled(src_uri: str) -> str:
    path = nfc(src_uri)
    return path[:-3] + ".md" if path[-3:].lower() == ".md" else path


def hidden_paths(docs: Mapping[str, File], shown: Shown) -> frozenset[str]:
    """What the configuration excludes, or marks as a draft when it is not the development server that builds."""
    return frozenset(path for path, file in docs.items() if not shown(file.inclusion))


def hand_over(
    site: Site,
    docs: Mapping[str, File],
    files: Files,
    config: MkDocsConfig,
    *,
    own_navigation: bool,
    without_data: bool = False,
) -> None:
    """Changes `files`: of `docs`, what MkDocs goes on handling itself stays, everything else becomes ours.

    `own_navigation`: the navigation is the one of the generated pages, so that it misses none of the others.
    `without_data`: the generated data is written by somebody else.
    """
    kept = {path for path, file in docs.items() if _stays(path, file, site)}
    for path, file in docs.items():
        if path not in kept:
            files.remove(file)
        elif path in site.by_hand:
            _keep_page(path, file, site, files, config, in_navigation=not own_navigation)
    for group in (
        () if without_data else site.groups
    ):  # first: the room that it takes is then there for the pages
        _add_data(group, files, config)
    titles = dict(_titles(config.nav))
    for page in site.pages:
        _add_page(page, titles, site, docs, files, config)
    for asset in sorted(ASSETS.rglob("*")):
        if site.settings.audience == "team" and asset.suffix == ".js" and asset.name not in TEAM_SCRIPTS:
            continue
        place = f"{OWN_FOLDER}/{asset.relative_to(ASSETS).as_posix()}"
        if asset.is_file() and files.get_file_from_path(place) is None:  # a custom_dir may bring its own
            _add(files, config, place, abs_src_path=str(asset))
    for path, place in site.attachments.items():
        if path not in kept:
            source = place if in_docs(path, site.settings) else _source(path, site)
            _add(files, config, source, abs_src_path=str(site.disk[path])).dest_uri = place


def _stays(path: str, file: File, site: Site) -> bool:
    """Pages written by hand, and attachments that lie already where they are linked to."""
    if path.endswith(".md"):
        return path in site.by_hand
    return file.is_documentation_page() or site.attachments.get(path) == file.src_uri


def _keep_page(
    path: str, file: File, site: Site, files: Files, config: MkDocsConfig, *, in_navigation: bool
) -> None:
    """Under the spelling of its name that links to it have."""
    source = _source(path, site)
    if file.src_uri != source:
        files.remove(file)
        file = _add(files, config, source, abs_src_path=str(file.abs_src_path), inclusion=file.inclusion)
    if file.inclusion is InclusionLevel.INCLUDED and not in_navigation:
        file.inclusion = InclusionLevel.NOT_IN_NAV


def _add_page(
    page: Page,
    titles: Mapping[str, str],
    site: Site,
    docs: Mapping[str, File],
    files: Files,
    config: MkDocsConfig,
) -> None:
    own = docs.get(page.note or "")
    is_draft = own is not None and own.inclusion is InclusionLevel.DRAFT  # the development server shows it
    level = InclusionLevel.DRAFT if is_draft else InclusionLevel.NOT_IN_NAV
    by_address = page.path.removesuffix(".html") + ".md"
    source = _source(page.note, site) if page.note else by_address
    if source in files.src_uris:
        source = by_address
    file = _add(files, config, source, MadeFile, content="", inclusion=level)
    file.dest_uri = page.path
    MadePage(page, titles.get(source, page.title), file, config)


def _add_data(group: FileGroup, files: Files, config: MkDocsConfig) -> None:
    for place, path in enumerate(path for path in group.paths if not path.endswith("/")):
        file = _add(files, config, path, DataFile, content="")
        assert isinstance(file, DataFile)
        file.group, file.is_first = group, place == 0


def _add(
    files: Files,
    config: MkDocsConfig,
    source: str,
    kind: type[File] = File,
    *,
    inclusion: InclusionLevel = InclusionLevel.INCLUDED,
    **content: str | bytes,
) -> File:
    file: File = kind.generated(config, source, inclusion=inclusion, **content)
    if (there := files.src_uris.get(source)) is not None:
        files.remove(there)
    files.append(file)
    return file


def _source(path: str, site: Site) -> str:
    folder, _, name = path.rpartition("/")
    return posixpath.normpath(f"{_from_docs(folder, site.settings.docs)}/{name}")


@lru_cache(maxsize=1024)
def _from_docs(folder: str, docs: str) -> str:
    """Thousands of notes lie in one folder."""
    return posixpath.relpath(folder or ".", docs)


def _titles(nav: Any) -> Iterator[tuple[str, str]]:
    """Source address and title of every page to which a navigation gives one."""
    if isinstance(nav, list):
        for item in nav:
            yield from _titles(item)
    elif isinstance(nav, dict):
        for title, below in nav.items():
            if isinstance(below, str):
                yield below, str(title)
            else:
                yield from _titles(below)
