"""Which talk track goes with a reminder: one for its occasion, best for its very product and the client's tier."""

from __future__ import annotations

from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Link, Note
from cmkb.vault import Vault
from cmkb.views.fit import Phrase, is_offered, phrases_of, products_of


@immutable
class _Track:
    note: Note
    products: frozenset[str]
    tiers: tuple[tuple[int, int], ...]  # lowest and highest, of those that it is said to be for
    risk: str


class TalkTracks:
    def __init__(self, vault: Vault, today: date) -> None:
        self.vault = vault
        spec = vault.playbook.fields_of("client").get("risk_level")
        self.risks = spec.values if spec else ()
        self.by_occasion: dict[str, list[_Track]] = {}
        self.chosen: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
        for note in vault.of_kind("script"):
            occasion = note.get("occasion", "")
            if occasion and is_offered(note, vault.playbook, today):
                phrases = phrases_of(vault.playbook, note.get("audience") or ())
                track = _Track(
                    note, frozenset(products_of(vault, note)), _tiers(phrases), note.get("risk_min", "")
                )
                self.by_occasion.setdefault(occasion, []).append(track)

    def for_reminder(self, occasion: str, client: str, entry: Entry | None) -> str | None:
        """Path of the best talk track."""
        if occasion not in self.by_occasion:
            return None
        return next(iter(self.all_for(occasion, client, entry)), None)

    def all_for(self, occasion: str, client: str, entry: Entry | None) -> tuple[str, ...]:
        """Paths, the best first."""
        tracks = self.by_occasion.get(occasion)
        if not tracks:
            return ()
        note = self.vault.notes[client]
        product = self._product(client, entry)
        key = (occasion, note.get("tier", ""), note.get("risk_level", ""), product)
        if key not in self.chosen:
            self.chosen[key] = self._best(tracks, *key[1:])
        return self.chosen[key]

    def _best(self, tracks: list[_Track], tier: str, risk: str, product: str) -> tuple[str, ...]:
        level = self.vault.playbook.tier_level(tier) or 0
        fitting = []
        for track in tracks:
            if (
                track.risk in self.risks
                and risk in self.risks
                and self.risks.index(risk) < self.risks.index(track.risk)
            ):
                continue
            if track.tiers and not any(low <= level <= high for low, high in track.tiers):
                continue
            narrow = min((high - low for low, high in track.tiers), default=99)
            rank = 0 if product and product in track.products else 1 if not track.products else 2
            fitting.append((rank, narrow, track.note.path))
        return tuple(path for _, _, path in sorted(fitting))

    def _product(self, client: str, entry: Entry | None) -> str:
        value = entry.fields.get("product") if entry is not None else None
        return (self.vault.target(client, value) or "") if isinstance(value, Link) else ""


def _tiers(phrases: tuple[Phrase, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(phrase.tiers for phrase in phrases if phrase.tiers)
