"""The plugin's options, as far as the core needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cmkb.model.immutable import immutable

LANGUAGES = ("zh", "en")
VERSION = 1  # the newest that this cmkb knows
EDITORS = ("auto", "obsidian", "vscode", "none")


@immutable
class Source:
    """A folder or repository that somebody owns, seen at `to` in the vault. One outside the vault is only read."""

    path: str  # in the vault, or beside it: `../team`
    to: str  # where its notes stand in the vault; the same as `path` for one inside
    owner: str = ""  # of its notes that name nobody

    @property
    def outside(self) -> bool:
        return self.path != self.to


@immutable
class Settings:
    site_name: str = "cmkb"
    playbook: str = "bank-personal"
    language: str = "zh"  # zh | en
    timezone: str = "Asia/Shanghai"
    owner: str = ""
    today: date | None = None  # pins the site and the terminal
    version: int = 1  # of the vault: which keys and spellings its notes were written with
    editor: str = "auto"  # auto | obsidian | vscode | none | an address with {path} or {absolute}
    docs: str = "docs"
    clients: str = "clients"
    journal: str = "journal"
    periods: str = "periods"
    cases: str = "cases"
    share: tuple[str, ...] = ("docs/scripts", "docs/products", "docs/team")
    sources: tuple[Source, ...] = ()
    folders: dict[str, str] = field(default_factory=dict)  # further folders → kind of their notes
    common_words: Mapping[str, str] = field(default_factory=dict)  # names that the team may read → why
    audience: str = "self"  # self | team: for whom the site is built; no option, the command says it
    exclude: tuple[str, ...] = ()  # folders that are none of the vault: the built sites, caches
