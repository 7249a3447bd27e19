"""Who holds what: by product, and by the sector (板块) that a holding or its product belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Link, Note
from cmkb.names import fold
from cmkb.vault import Vault

SECTOR = "sector"  # key of a holding, a product, a line of news and a journal
_SECTORS = "sector:"  # of the keys below; no note has such a path


@immutable
class Holder:
    """A client's holdings of one product."""

    path: str
    entries: tuple[Entry, ...]

    @property
    def amount(self) -> int | float:
        return sum(a for e in self.entries if isinstance(a := e.fields.get("amount"), int | float))

    def matures(self, today: date) -> date | None:
        """The next of them."""
        days = (e.fields.get("matures") for e in self.entries)
        return min((d for d in days if isinstance(d, date) and d >= today), default=None)


def holdings_by_product(vault: Vault) -> Mapping[str, tuple[Holder, ...]]:
    """Product path, or `sector_key`, → its holders, in order of path. A product may stand in a holding without
    brackets."""
    found: dict[str, dict[str, list[Entry]]] = {}
    for client in vault.of_kind("client"):
        for entry in client.holdings:
            for key in _keys(vault, client, entry):
                found.setdefault(key, {}).setdefault(client.path, []).append(entry)
    return {
        key: tuple(Holder(client, tuple(entries)) for client, entries in clients.items())
        for key, clients in found.items()
    }


def holders_of(vault: Vault) -> dict[str, tuple[str, ...]]:
    """The same, paths of clients alone."""
    return {key: tuple(one.path for one in of) for key, of in holdings_by_product(vault).items()}


def _keys(vault: Vault, client: Note, entry: Entry) -> Iterable[str]:
    named = entry.fields.get("product")
    links = (*entry.links, *((named,) if isinstance(named, Link) else ()))
    targets = (vault.target(client.path, link) for link in links)
    products = [t for t in targets if t and t in vault.notes and vault.notes[t].kind == "product"]
    own = sectors_in(entry.fields.get(SECTOR))
    sectors = own or [name for path in products for name in sectors_in(vault.notes[path].get(SECTOR))]
    return dict.fromkeys((*products, *map(sector_key, sectors)))


# --- sectors -------------------------------------------------------------------------------------------------


def sector_key(name: str) -> str:
    return _SECTORS + fold(name)


def sectors_in(value: Any) -> list[str]:
    """`消费、医药` are two."""
    words = value if isinstance(value, tuple) else (value,) if isinstance(value, str) else ()
    return [
        part.strip() for word in words for part in str(word).replace(",", "、").split("、") if part.strip()
    ]


def products_by_sector(vault: Vault) -> Mapping[str, tuple[str, ...]]:
    """`sector_key` → paths of the products of that sector."""
    found: dict[str, list[str]] = {}
    for note in vault.of_kind("product"):
        for name in sectors_in(note.get(SECTOR)):
            found.setdefault(sector_key(name), []).append(note.path)
    return {key: tuple(paths) for key, paths in found.items()}


def sectors_of_news(journal: Note, entry: Entry) -> tuple[str, ...]:
    """What the line itself says; else the journal's own sector (text 18) where the line speaks of it."""
    written = sectors_in(entry.fields.get(SECTOR))
    said = f"{entry.text} {entry.fields.get('points', '')}"
    own = (name for name in sectors_in(journal.get(SECTOR)) if name in said)
    return tuple(dict.fromkeys((*written, *(() if written else own))))
