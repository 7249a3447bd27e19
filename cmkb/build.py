"""The whole compiler, top to bottom: a vault's folder → a Site of pages, files and problems. Read this first.

    folder → SourceFile → Note → Vault (+ Playbook) → (today) → views → pages

Each step returns its result and its problems together and raises only for bugs. Nothing here knows MkDocs:
`site/` hands the Site to it. The terminal needs only the first step and prints from the Vault.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cmkb.cached.notes import NoteCache
from cmkb.load import all_problems, load_vault
from cmkb.locales import spoken
from cmkb.model.settings import Settings
from cmkb.pages.catalog import all_pages
from cmkb.pages.site import Site
from cmkb.vault import Vault
from cmkb.views.kept import KeptAnswers


def compile_site(
    folder: Path,
    settings: Settings,
    today: date,
    hidden: frozenset[str] = frozenset(),
    cache: NoteCache | None = None,
    kept: KeptAnswers | None = None,
) -> Site:
    """`hidden`: paths of notes and attachments that the generator's configuration excludes from the site. `cache` and
    `kept`: of this vault, for one who compiles it again and again."""
    with spoken(settings.language):
        cache = cache or NoteCache(folder)
        loaded = load_vault(folder, settings, cache, kept.last if kept else None)
        vault = _without(loaded.vault, hidden) if hidden else loaded.vault
        answers = kept.begin(vault, cache.purpose, today) if kept else None
        site = all_pages(vault, all_problems(loaded, today), loaded.left_out, today, answers)
    return replace(site, disk={file.path: file.disk for file in loaded.attachments})


def _without(vault: Vault, hidden: frozenset[str]) -> Vault:
    """Links to what is hidden become words."""
    return replace(
        vault,
        notes={path: note for path, note in vault.notes.items() if path not in hidden},
        by_kind={
            kind: tuple(note for note in notes if note.path not in hidden)
            for kind, notes in vault.by_kind.items()
        },
        attachments=vault.attachments - hidden,
        resolved={link: path for link, path in vault.resolved.items() if path not in hidden},
        backlinks={
            path: tuple(link for link in links if link.path not in hidden)
            for path, links in vault.backlinks.items()
            if path not in hidden
        },
    )
