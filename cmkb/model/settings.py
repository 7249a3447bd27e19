"""The plugin's options, as far as the core needs them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

LANGUAGES = ("zh", "en")
VERSION = 1  # the newest that this cmkb knows
EDITORS = ("auto", "obsidian", "vscode", "none")


@dataclass(frozen=True, slots=True)
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
    folders: dict[str, str] = field(default_factory=dict)  # further folders → kind of their notes
    exclude: tuple[str, ...] = ()  # folders that are none of the vault: the built sites, caches
