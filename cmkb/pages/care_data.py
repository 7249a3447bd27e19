"""The content of `data/care.js`, from which `assets/care.js` draws 关怀: thousands of rows of a large vault."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cmkb.pages.browser_data import both_forms, cut, day_number, person_row, places, said_words
from cmkb.pages.javascript import assignment

if TYPE_CHECKING:
    from cmkb.pages.care import CareGroup
    from cmkb.pages.context import PageContext

FEW = 6  # clients of a shared day that are named at once
_WORDS = ("script", "more", "green", "yellow", "red", "grey")


def care_data(context: PageContext, groups: Iterable[CareGroup]) -> str:
    """A group: kind, title, rows; a row: day, until, place of the client, what, place of the script, places of those who
    share the day, how many they are."""
    clients, notes, people = places(), places(), context.people
    say = context.say
    drawn = [
        [
            group.kind,
            group.title,
            [
                cut(
                    [
                        day_number(row.day),
                        day_number(row.until) if row.until.year < 9999 else None,
                        clients[row.client] if row.client in people else -1,
                        " · ".join(filter(None, (row.title, row.why))) if row.client else row.title,
                        notes[row.script] if context.addresses.url(row.script) else -1,
                        [clients[path] for path in row.people if path in people],
                        row.count,
                    ]
                )
                for row in group.rows
            ],
        ]
        for group in groups
    ]
    known = said_words(context.language)
    data = {
        "words": {key: known[key] for key in _WORDS}
        | {"people": both_forms(say("{n} 位")), "who": say("是谁"), "others": say("等")},
        "few": FEW,
        "clients": [person_row(people[path]) for path in clients],
        "notes": [context.addresses.url(path) or "" for path in notes],
        "groups": drawn,
    }
    return assignment("window.cmkbCare", data)
