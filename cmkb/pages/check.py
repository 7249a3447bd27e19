"""检查: every problem with its place and how to mend it; completeness by tier; files that were not read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cmkb.model.problem import Problem
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.completeness import by_tier

MOST = 2000  # problems on the page; the command shows all
_ORDER = {"error": 0, "warning": 1}


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["check"], context.say("检查"), "check", lambda: _render(context))


def _render(context: PageContext) -> str:
    mend = [p for p in context.problems if p.severity != "info"]
    notices = [p for p in context.problems if p.severity == "info"]
    worst: dict[str, int] = {}
    for p in mend:
        worst[p.path] = min(worst.get(p.path, 9), _ORDER[p.severity])
    shown = sorted(mend, key=lambda p: (worst[p.path], p.path, _ORDER[p.severity], p))[:MOST]
    by_text: dict[str, list[Problem]] = {}
    for p in notices[:MOST]:
        by_text.setdefault(p.text, []).append(p)
    return context.render(
        "check.html",
        GENERATED["check"],
        problems=[(path, list(found)) for path, found in groupby(shown, key=lambda p: p.path)],
        notices=[
            (found[0].code, found) for found in sorted(by_text.values(), key=lambda found: found[0].code)
        ],
        more=len(mend) - len(shown) + max(0, len(notices) - MOST),
        mend=len(mend),
        notice_count=len(notices),
        left_out=context.left_out,
        tiers=by_tier(
            ((row.tier, row.complete.rate) for row in context.clients.values()), context.vault.playbook.tiers
        ),
    )
