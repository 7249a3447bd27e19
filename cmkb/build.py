"""The whole compiler, top to bottom: a vault's folder → a Site of pages, files and problems. Read this first.

    folder → SourceFile → Note → Vault (+ Playbook) → (today) → views → pages

Each step returns its result and its problems together and raises only for bugs. Nothing here knows MkDocs:
`site/` hands the Site to it. The terminal needs only the first step and prints from the Vault.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cmkb.load import all_problems, load_vault
from cmkb.model.settings import Settings
from cmkb.pages.catalog import all_pages
from cmkb.pages.site import Site


def compile_site(folder: Path, settings: Settings, today: date) -> Site:
    loaded = load_vault(folder, settings)
    site = all_pages(loaded.vault, all_problems(loaded, today), loaded.left_out, today)
    disk = {file.path: str(file.disk) for file in loaded.attachments}
    return replace(site, attachments={place: disk[path] for place, path in site.attachments.items()})
