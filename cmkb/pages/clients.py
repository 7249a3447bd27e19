"""客户: the index of all clients; the browser makes a table of it."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.pages.addresses import GENERATED
from cmkb.pages.browser_data import by_letter
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["clients"], context.say("客户"), "clients", lambda: _render(context))


def _render(context: PageContext) -> str:
    rows = context.clients.values()
    return context.render(
        "clients.html",
        GENERATED["clients"],
        count=len(rows),
        assets=sum(row.aum or 0 for row in rows),
        letters=by_letter(rows),
    )
