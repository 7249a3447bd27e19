"""Where the pages of periods stand: at the address of the period's own note, else at `periods/2026-11.html`."""

from __future__ import annotations

from collections.abc import Mapping

from cmkb.pages.addresses import GENERATED, RESERVED, Addresses
from cmkb.views.goals import Goals
from cmkb.views.spans import Span

FOLDER = "periods/"


def period_places(
    spans: Mapping[str, tuple[Span, ...]], goals: Goals, addresses: Addresses
) -> dict[Span, str]:
    """`spans`: of the periods, by grain."""
    taken = {place.casefold() for place in (*addresses.notes.values(), *addresses.attachments.values())}
    taken |= {place.casefold() for place in GENERATED.values()}
    places = {}
    for span in (span for of_grain in spans.values() for span in of_grain):
        note = goals.notes.get(span)
        if note is not None:
            places[span] = addresses.notes[note.path]
            continue
        place, count = f"{FOLDER}{span.key}.html", 2
        while place.casefold() in taken or place.startswith(RESERVED):
            place, count = f"{FOLDER}{span.key}-{count}.html", count + 1
        taken.add(place.casefold())
        places[span] = place
    return places
