"""What periods ask of every client, looked up once: since when, which tier, from where."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.vault import Vault
from cmkb.views.contacts import is_quiet
from cmkb.views.spans import Span

# Keys that say since when somebody is a client; the first known counts.
BEGAN = ("opened", "joined", "created")


@immutable
class ClientFacts:
    note: Note
    since: date | None
    tier: str
    source: str
    quiet: bool  # left alone: never reminded of


@immutable
class Clients:
    by_path: Mapping[str, ClientFacts]
    began: tuple[tuple[date, str], ...]  # those who are not left alone, by since when
    qualified: tuple[tuple[date, str], ...]  # by the day they reached a higher tier
    since_by_tier: Mapping[str, tuple[date, ...]]  # sorted; date.min where nobody knows
    sources: Mapping[str, int]


def client_facts(vault: Vault) -> Clients:
    by_path = {note.path: _facts(vault, note) for note in vault.of_kind("client")}
    active = [facts for facts in by_path.values() if not facts.quiet]
    by_tier: dict[str, list[date]] = {}
    for facts in active:
        by_tier.setdefault(facts.tier, []).append(facts.since or date.min)
    qualified = ((note.get("newly_qualified"), note.path) for note in (f.note for f in by_path.values()))
    return Clients(
        by_path=by_path,
        began=tuple(sorted((facts.since, facts.note.path) for facts in active if facts.since)),
        qualified=tuple(sorted((day, path) for day, path in qualified if isinstance(day, date))),
        since_by_tier={tier: tuple(sorted(days)) for tier, days in by_tier.items()},
        sources=Counter(facts.source for facts in by_path.values()),
    )


def since(client: Note) -> date | None:
    """Since when somebody is a client."""
    return next((day for key in BEGAN if isinstance(day := client.get(key), date)), None)


def _facts(vault: Vault, note: Note) -> ClientFacts:
    return ClientFacts(
        note, since(note), note.get("tier", ""), note.get("source", ""), is_quiet(note, vault.playbook)
    )


def within(days: tuple[tuple[date, str], ...], span: Span) -> list[str]:
    """Paths of those whose day lies in the span, in the order of their days."""
    first = bisect_left(days, (span.start, ""))
    last = bisect_right(days, span.end, key=lambda entry: entry[0])
    return [path for _, path in days[first:last]]
