"""What the browser computes with: follow-ups and clients as compact arrays in JavaScript files.

`assets/today.js` and `assets/clients.js` read the formats. Days are numbers, counted from 1970-01-01; what is
named often is a number too, its place in a list; empty values at the end of a row are cut off.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import count, groupby

from cmkb.locales import Counted
from cmkb.model.follow_up import FollowUp
from cmkb.names import names_of, numbers_of
from cmkb.pages.agenda import REASONS, Person, reason, words
from cmkb.pages.javascript import assignment, parsed_assignment
from cmkb.pinyin import to_pinyin
from cmkb.views.clients import ClientRow
from cmkb.views.contacts import ContactState

_EPOCH = date(1970, 1, 1).toordinal()

_CLIENT_WORDS = ("late_days", "today", "days", "limit", "no_record", "green", "yellow", "red", "grey")

NEAR = 21  # days: the longest days off and a build of last week
Address = Callable[[str], str | None]  # note path → address from the site's root


def follow_up_data(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    url: Address,
    *,
    today: date,
    days_off: Iterable[date] = (),
    without_next: Iterable[str] = (),
    language: str = "zh",
) -> str:
    """All of them in one script.

    `today` is the day the pages were rendered for. `days_off` are looked up from then on. `without_next` are
    paths of clients for whom nothing is planned.
    """
    near, _ = _follow_ups(follow_ups, people, url, today, None, days_off, without_next, language)
    return assignment("window.cmkbFollowUps", near)


def follow_up_files(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    url: Address,
    *,
    today: date,
    days_off: Iterable[date] = (),
    without_next: Iterable[str] = (),
    language: str = "zh",
) -> dict[str, str]:
    """The same in two, for of many clients' reminders most show only months later: `data/follow-ups.js` holds what shows
    within `NEAR` days, all that the home page of a site built lately needs, `data/follow-ups-later.js` the rest."""
    until = today + timedelta(NEAR)
    near, later = _follow_ups(follow_ups, people, url, today, until, days_off, without_next, language)
    return {
        "data/follow-ups.js": assignment("window.cmkbFollowUps", near),
        "data/follow-ups-later.js": assignment("window.cmkbFollowUpsLater", later),
    }


def _follow_ups(
    follow_ups: Iterable[FollowUp],
    people: Mapping[str, Person],
    url: Address,
    today: date,
    until: date | None,
    days_off: Iterable[date],
    without_next: Iterable[str],
    language: str,
) -> tuple[dict[str, object], dict[str, object]]:
    """Rows that show by `until`, and the others: their lists of clients and notes go on where the first ones end, `runs`
    counts how many of the one and of the other follow each other in their common order."""
    follow_ups = tuple(follow_ups)
    clients, notes, kinds, days = places(), places(), places(), _Days()
    for row in follow_ups:
        kinds[row.kind]

    def rows_of(chosen: Iterable[FollowUp]) -> list[tuple[object, ...]]:
        return [
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
            for row in chosen
        ]

    is_near = [until is None or row.show_from <= until for row in follow_ups]
    rows = rows_of(row for row, near in zip(follow_ups, is_near, strict=True) if near)
    idle = [clients[path] for path in without_next if path in people]
    known = len(clients), len(notes)
    later = rows_of(row for row, near in zip(follow_ups, is_near, strict=True) if not near)
    runs = [len(tuple(group)) for _, group in groupby(is_near)]
    persons = [person_row(people[path]) for path in clients]
    addresses = [url(path) or "" for path in notes]
    return {
        "day": day_number(today),
        "until": day_number(until),
        "words": said_words(language),
        "reasons": {kind: reason(kind, language) for kind in dict.fromkeys((*REASONS, *kinds))},
        "off": sorted(_ordinal(day) for day in days_off),
        "kinds": list(kinds),
        "reminders": sorted({row.kind for row in follow_ups if row.rule}),
        "clients": persons[: known[0]],
        "notes": addresses[: known[1]],
        "rows": rows,
        "idle": idle,
    }, {
        "clients": persons[known[0] :],
        "notes": addresses[known[1] :],
        "rows": later,
        "runs": runs if not is_near or is_near[0] else [0, *runs],
    }


def said_words(language: str) -> dict[str, str | tuple[str, str]]:
    return {key: both_forms(text) for key, text in words(language).items()}


def both_forms(text: str) -> str | tuple[str, str]:
    """A text that counts with its singular: `fill` of the scripts chooses."""
    return (text.one, text) if isinstance(text, Counted) else text


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
    held, names = products or {}, places()
    sources = list(dict.fromkeys(row.source for row in ordered if row.source))
    levels = {row.tier: row.tier_level for row in ordered if row.tier}
    all_tiers = list(dict.fromkeys((*(t for t in tiers if t in levels), *levels)))
    all_stages = list(dict.fromkeys((*stages, *(row.stage for row in ordered if row.stage))))
    data = {
        "words": {key: text for key, text in said_words(language).items() if key in _CLIENT_WORDS},
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
    return parsed_assignment("window.cmkbClients", data)


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


def places() -> defaultdict[str, int]:
    """Gives every value its place in order of appearance."""
    return defaultdict(count().__next__)


def _client(
    row: ClientRow, url: str, tier: int, stage: int, source: int, products: list[int]
) -> list[object]:
    first, *aliases = names_of(row.note) or (row.name,)
    step = row.next_step
    return cut(
        [
            row.name,
            url,
            tier,
            stage,
            source,
            row.aum,
            *_contact(row.contact),
            round(row.complete.rate * 100),
            day_number(row.matures),
            day_number(step.date) if step else None,
            step.title if step else "",
            step.time if step else "",
            int(step.kind == "appointment") if step else 0,
            to_pinyin(first, row.note.get("pinyin") or ""),
            aliases,
            numbers_of(row.note),
            products,
        ]
    )


def person_row(person: Person) -> list[object]:
    return cut(
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
        day_number(contact.since),
        int(contact.last is not None),
        cadence.ideal if cadence else None,
        cadence.most if cadence else None,
    )


class _Days(dict[date | None, int | None]):
    """Day → its number. Tens of thousands of rows share a few hundred days."""

    def __missing__(self, day: date | None) -> int | None:
        number = self[day] = day_number(day)
        return number


def _ordinal(day: date) -> int:
    return day.toordinal() - _EPOCH


def day_number(day: date | None) -> int | None:
    return None if day is None else _ordinal(day)


def _place(values: list[str], value: str) -> int:
    return values.index(value) if value else -1


def cut(row: list[object]) -> list[object]:
    while row and (row[-1] is None or row[-1] == "" or row[-1] == () or row[-1] == []):
        row.pop()
    return row
