"""What talk tracks' variables are for each client, for `assets/talk.js`: `data/talk.js` of the private site.

`{"variables": [name …], "clients": [[file name, name, pinyin, [value …], {occasion: {place: value}}] …]}`: a value
stands at its variable's place; those of an occasion, today's reminder of it, go before. A client whose file's name
is not the only one of its kind is left out: nobody shall be read another's figures.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from cmkb.model.note import Entry, Note
from cmkb.pages.javascript import assignment
from cmkb.pinyin import to_pinyin
from cmkb.vault import Vault
from cmkb.views.clients import ClientRow
from cmkb.views.reminders import Open
from cmkb.views.variables import Values, variables_of


def has_talk_data(vault: Vault) -> bool:
    """Whether there are somebody and something to fill in."""
    return bool(vault.of_kind("client")) and any(_variables(vault).values())


def _variables(vault: Vault) -> dict[str, dict[str, None]]:
    """Occasion → names that its talk tracks leave open."""
    by_occasion: dict[str, dict[str, None]] = {}
    for note in vault.of_kind("script"):
        if note.talk is not None:
            named = by_occasion.setdefault(note.get("occasion", ""), {})
            named.update(dict.fromkeys(variables_of(note.talk)))
    return by_occasion


def talk_data(vault: Vault, clients: Mapping[str, ClientRow], reminders: Iterable[Open], today: date) -> str:
    by_occasion = _variables(vault)
    variables = list(dict.fromkeys(name for named in by_occasion.values() for name in named))
    stems = Counter(row.note.stem for row in clients.values())
    about = _by_occasion(reminders, by_occasion, today)
    rows = []
    for path, row in clients.items():
        if row.quiet or stems[row.note.stem] > 1:
            continue
        values = Values(vault, row.note, today, entry=_nearest(row.note, today))
        own = [values.get(name) for name in variables]
        found = {
            occasion: changed
            for occasion, one in about.get(path, {}).items()
            if (changed := _changed(vault, row.note, one, by_occasion[occasion], variables, own, today))
        }
        while own and not own[-1] and not found:
            own.pop()
        pinyin = to_pinyin(row.name, row.note.get("pinyin") or "")
        rows.append(
            [row.note.stem, row.name, pinyin, own, found] if found else [row.note.stem, row.name, pinyin, own]
        )
    return assignment("window.cmkbTalk", {"variables": variables, "clients": rows})


def _by_occasion(
    reminders: Iterable[Open], occasions: Mapping[str, object], today: date
) -> dict[str, dict[str, Open]]:
    """Client → occasion → the reminder that comes first."""
    found: dict[str, dict[str, Open]] = {}
    for one in reminders:
        occasion = one.occurrence.rule.occasion
        if not occasion or occasion not in occasions or one.row.is_far(today):
            continue
        of_client = found.setdefault(one.occurrence.client, {})
        other = of_client.get(occasion)
        if other is None or one.row.date < other.row.date:
            of_client[occasion] = one
    return found


def _changed(
    vault: Vault,
    client: Note,
    one: Open,
    named: Iterable[str],
    variables: list[str],
    own: list[str],
    today: date,
) -> dict[int, str]:
    values = Values(vault, client, today, one.occurrence)
    found = {}
    for name in named:
        place, value = variables.index(name), values.get(name)
        if value != own[place]:
            found[place] = value
    return found


def _nearest(client: Note, today: date) -> Entry | None:
    """The holding that matures next, else the first: what a talk without an occasion is most likely about."""
    dated = [
        (day, index)
        for index, entry in enumerate(client.holdings)
        if isinstance(day := entry.fields.get("matures"), date) and day >= today
    ]
    if dated:
        return client.holdings[min(dated)[1]]
    return client.holdings[0] if client.holdings else None
