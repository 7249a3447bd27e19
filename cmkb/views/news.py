"""News: what the journals note, the products that match, and the clients whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Link, Note
from cmkb.vault import Vault
from cmkb.views.fit import Fitting, Track, Traits, track_for
from cmkb.views.holders import Holder, products_by_sector, sector_key, sectors_of_news


@immutable
class NewsItem:
    day: date  # of the news itself, else of the journal
    journal: date
    path: str  # of the journal
    entry: Entry
    products: tuple[str, ...]  # named, then the other ones of its sectors
    sectors: tuple[str, ...] = ()

    @property
    def about(self) -> tuple[str, ...]:
        """Keys of `holdings_by_product`."""
        return (*self.products, *map(sector_key, self.sectors))

    @property
    def line(self) -> int:
        return self.entry.place.line


@immutable
class Concerned:
    """A client to tell, and with which talk track."""

    path: str
    reasons: tuple[str, ...] = ()  # why the product suits; none for a holder
    holds: tuple[Entry, ...] = ()
    script: str | None = None
    untested: bool = False


@immutable
class NewsBrief:
    item: NewsItem
    holders: tuple[Concerned, ...]
    suited: tuple[Concerned, ...]  # who hold none of the products
    too_risky: int


def news_items(vault: Vault) -> tuple[NewsItem, ...]:
    """Newest first."""
    by_sector = products_by_sector(vault)
    found = [
        news_item(vault, journal, entry, by_sector)
        for journal in vault.of_kind("journal")
        if journal.date is not None
        for entry in journal.news
    ]
    return tuple(sorted(found, key=lambda item: (-item.journal.toordinal(), item.path, item.line)))


def news_item(
    vault: Vault, journal: Note, entry: Entry, by_sector: Mapping[str, tuple[str, ...]]
) -> NewsItem:
    """`journal` has a date. `by_sector`: products."""
    day = journal.date or date.min
    sectors = sectors_of_news(journal, entry)
    others = (path for name in sectors for path in by_sector.get(sector_key(name), ()))
    products = tuple(dict.fromkeys((*_products(vault, journal, entry), *others)))
    return NewsItem(entry.fields.get("news_date") or day, day, journal.path, entry, products, sectors)


def news_brief(
    item: NewsItem,
    holders: Mapping[str, tuple[Holder, ...]],
    suits: Mapping[str, Fitting],
    clients: Mapping[str, Traits],
    scripts: tuple[Track, ...],
) -> NewsBrief:
    """`holders` by product and sector, `suits` by product, `clients` by path. A client is named once, as a holder if they are one."""
    entries: dict[str, list[Entry]] = {}
    for key in item.about:
        for holder in holders.get(key, ()):
            known = entries.setdefault(holder.path, [])
            known += (entry for entry in holder.entries if entry not in known)

    def script(path: str) -> str | None:
        return track_for(scripts, item.products, clients.get(path))

    held = tuple(
        Concerned(path, holds=tuple(of), script=script(path))
        for path, of in sorted(entries.items(), key=_most_money)
    )
    reasons: dict[str, dict[str, None]] = {}
    untested: set[str] = set()
    too_risky = 0
    for product in item.products:
        fitting = suits.get(product) or Fitting(())
        too_risky += fitting.too_risky
        for one in fitting.clients:
            if one.path not in entries:
                reasons.setdefault(one.path, {}).update(dict.fromkeys(one.reasons))
                if one.untested:
                    untested.add(one.path)
    order = sorted(reasons, key=lambda path: (-len(reasons[path]), -clients[path].tier, path))
    suited = tuple(Concerned(p, tuple(reasons[p]), (), script(p), p in untested) for p in order)
    return NewsBrief(item, held, suited, too_risky)


def _most_money(of_client: tuple[str, list[Entry]]) -> tuple[float, str]:
    path, entries = of_client
    return -sum(a for entry in entries if isinstance(a := entry.fields.get("amount"), int | float)), path


def _products(vault: Vault, journal: Note, entry: Entry) -> tuple[str, ...]:
    named = entry.fields.get("products") or ()
    links = (*entry.links, *(link for link in named if isinstance(link, Link)))
    targets = dict.fromkeys(vault.target(journal.path, link) for link in links)
    return tuple(
        path for path in targets if path and path in vault.notes and vault.notes[path].kind == "product"
    )
