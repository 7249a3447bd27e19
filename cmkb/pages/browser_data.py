"""What the browser computes with: follow-ups and clients as compact arrays in JavaScript files.

`assets/today.js` and `assets/clients.js` read the formats. Days are numbers, counted from 1970-01-01; what is
named often is a number too, its place in a list; empty values at the end of a row are cut off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import count

from cmkb.locales import Counted
from cmkb.model.follow_up import FollowUp
from cmkb.names import names_of, numbers_of
from cmkb.pages.agenda import REASONS, Person, reason, words
from cmkb.pages.javascript import assignment
from cmkb.pinyin import to_pinyin
from cmkb.views.clients import ClientRow
from cmkb.views.contacts import ContactState

_EPOCH = date(1970, 1, 1).toordinal()

_CLIENT_WORDS = ("late_days", "today", "days", "limit", "no_record", "green", "yellow", "red", "grey")

Address = Callable[[str], str | None]  # note path → address from the site's root


def follow_up_data(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    url: Address,
    *,
    today: date,
    days_off: Iterable[date] = (),
    without_next: Iterable[str] = (),
    record_line: str = "- {time} [[{link}]] ",
    language: str = "zh",
) -> str:
    """The content of `data/follow-ups.js`.

    `today` is the day the pages were rendered for. `days_off` are looked up from then on. `without_next` are
    paths of clients for whom nothing is planned. `record_line` is what 记一笔 copies for a client.
    """
    follow_ups = tuple(follow_ups)
    clients, notes, kinds, days = _places(), _places(), _places(), _Days()
    rows = [
        (
            days[row.date],
            days[row.show_from],
            days[row.show_until],
            kinds[row.kind],
            row.title,
            clients[row.client] if row.client and row.client in people else -1,
            row.time,
            row.why,
            notes[row.script] if row.script else -1,
            notes[row.path],
        )
        for row in follow_ups
    ]
    idle = [clients[path] for path in without_next if path in people]
    data = {
        "day": _day(today),
        "words": _said(language),
        "reasons": {kind: reason(kind, language) for kind in dict.fromkeys((*REASONS, *kinds))},
        "record": record_line,
        "off": sorted(_ordinal(day) for day in days_off),
        "kinds": list(kinds),
        "reminders": sorted({row.kind for row in follow_ups if row.rule}),
        "clients": [_person(people[path]) for path in clients],
        "notes": [url(path) or "" for path in notes],
        "rows": rows,
        "idle": idle,
    }
    return assignment("window.cmkbFollowUps", data)


def _said(language: str) -> dict[str, str | tuple[str, str]]:
    """A text that counts with its singular: `fill` of the scripts chooses."""
    return {
        key: (text.one, text) if isinstance(text, Counted) else text for key, text in words(language).items()
    }


def client_data(
    clients: Iterable[ClientRow],
    url: Address,
    *,
    tiers: Sequence[str],
    stages: Sequence[str],
    products: Mapping[str, Sequence[str]] | None = None,
    language: str = "zh",
) -> str:
    """The content of `data/clients.js`: rows in the order of pinyin, which browsers do not know.

    `tiers` from the lowest, `stages` in the pipeline's order, `products`: path of a client → names of what they hold.
    """
    ordered = by_pinyin(clients)
    held, names = products or {}, _places()
    sources = list(dict.fromkeys(row.source for row in ordered if row.source))
    levels = {row.tier: row.tier_level for row in ordered if row.tier}
    all_tiers = list(dict.fromkeys((*(t for t in tiers if t in levels), *levels)))
    all_stages = list(dict.fromkeys((*stages, *(row.stage for row in ordered if row.stage))))
    data = {
        "words": {key: text for key, text in _said(language).items() if key in _CLIENT_WORDS},
        "tiers": [[tier, levels[tier]] for tier in all_tiers],
        "stages": all_stages,
        "sources": sources,
        "rows": [
            _client(
                row,
                url(row.note.path) or "",
                _place(all_tiers, row.tier),
                _place(all_stages, row.stage),
                _place(sources, row.source),
                [names[name] for name in held.get(row.note.path, ())],
            )
            for row in ordered
        ],
    }
    data["products"] = list(names)  # in the order in which the rows met them
    return assignment("window.cmkbClients", data)


def by_pinyin(clients: Iterable[ClientRow]) -> list[ClientRow]:
    """As a telephone book sorts them."""

    def key(row: ClientRow) -> tuple[str, str, str]:
        name = next(iter(names_of(row.note)), row.name)
        return (to_pinyin(name, row.note.get("pinyin") or "") or "~", row.name, row.note.path)

    return sorted(clients, key=key)


def by_letter(clients: Iterable[ClientRow]) -> list[tuple[str, list[ClientRow]]]:
    """The same, under the first letter of the pinyin; names without one stand under `#`, last."""
    letters: dict[str, list[ClientRow]] = {}
    for row in by_pinyin(clients):
        name = next(iter(names_of(row.note)), row.name)
        first = to_pinyin(name, row.note.get("pinyin") or "")[:1].upper()
        letters.setdefault(first if first.isalpha() else "#", []).append(row)
    return sorted(letters.items(), key=lambda item: (item[0] == "#", item[0]))


def _places() -> defaultdict[str, int]:
    """Gives every value its place in order of appearance."""
    return defaultdict(count().__next__)


def _client(
    row: ClientRow, url: str, tier: int, stage: int, source: int, products: list[int]
) -> list[object]:
    first, *aliases = names_of(row.note) or (row.name,)
    step = row.next_step
    return _cut(
        [
            row.name,
            url,
            tier,
            stage,
            source,
            row.aum,
            *_contact(row.contact),
            round(row.complete.rate * 100),
            _day(row.matures),
            _day(step.date) if step else None,
            step.title if step else "",
            step.time if step else "",
            int(step.kind == "appointment") if step else 0,
            to_pinyin(first, row.note.get("pinyin") or ""),
            aliases,
            numbers_of(row.note),
            products,
        ]
    )


def _person(person: Person) -> list[object]:
    return _cut(
        [
            person.name,
            person.url,
            person.tier,
            person.level,
            person.stage,
            person.phone,
            person.stem,
            *_contact(person.contact),
        ]
    )


def _contact(contact: ContactState) -> tuple[int | None, int, int | None, int | None]:
    """Day the cadence counts from, 1 when there was a contact, ideal, at most."""
    cadence = contact.cadence
    return (
        _day(contact.since),
        int(contact.last is not None),
        cadence.ideal if cadence else None,
        cadence.most if cadence else None,
    )


class _Days(dict[date | None, int | None]):
    """Day → its number. Tens of thousands of rows share a few hundred days."""

    def __missing__(self, day: date | None) -> int | None:
        number = self[day] = _day(day)
        return number


def _ordinal(day: date) -> int:
    return day.toordinal() - _EPOCH


def _day(day: date | None) -> int | None:
    return None if day is None else _ordinal(day)


def _place(values: list[str], value: str) -> int:
    return values.index(value) if value else -1


def _cut(row: list[object]) -> list[object]:
    while row and (row[-1] is None or row[-1] == "" or row[-1] == () or row[-1] == []):
        row.pop()
    return row
