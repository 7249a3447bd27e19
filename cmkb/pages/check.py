"""检查: every problem with its place and how to mend it; completeness by tier; files that were not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.completeness import by_tier

MOST = 2000  # problems on the page; the command shows all
_ORDER = {"error": 0, "warning": 1, "info": 2}


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["check"], context.say("检查"), "check", lambda: _render(context))


def _render(context: PageContext) -> str:
    problems = context.problems
    worst: dict[str, int] = {}
    for p in problems:
        worst[p.path] = min(worst.get(p.path, 9), _ORDER[p.severity])
    shown = sorted(problems, key=lambda p: (worst[p.path], p.path, _ORDER[p.severity], p))[:MOST]
    notices = sum(1 for p in problems if p.severity == "info")
    return context.render(
        "check.html",
        GENERATED["check"],
        problems=[(path, list(found)) for path, found in groupby(shown, key=lambda p: p.path)],
        more=len(problems) - len(shown),
        mend=len(problems) - notices,
        notices=notices,
        left_out=context.left_out,
        tiers=by_tier(context.vault),
    )
