"""跟进: everything open."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.pages.addresses import GENERATED
from cmkb.pages.agenda import open_groups, words
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page

MOST_ROWS = 200  # of a group without JavaScript; the browser shows all


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["follow_ups"], context.say("跟进"), "follow_ups", lambda: _render(context))


def _render(context: PageContext) -> str:
    groups = open_groups(
        context.open_rows,
        context.people,
        context.today,
        context.without_next,
        language=context.language,
        limit=MOST_ROWS,
    )
    return context.render(
        "follow_ups.html",
        GENERATED["follow_ups"],
        groups=groups,
        total=len(context.open_rows),
        words=words(context.language),
    )
