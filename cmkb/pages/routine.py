"""流程: the vault's playbook, readable."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.model.cadence import read_cadence
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["routine"], context.say("流程"), "routine", lambda: _render(context))


def _render(context: PageContext) -> str:
    tiers = context.vault.playbook.tiers
    cadences = {name: words.text_of(read_cadence(tier.cadence)) for name, tier in tiers.items()}
    return context.render("routine.html", GENERATED["routine"], cadences=cadences)
