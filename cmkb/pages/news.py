"""要闻: what the journals note, newest first, and whom to tell with which words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.news import NewsBrief, NewsItem, news_brief

DETAILED = 8  # the newest items name their clients; older ones only count them
VIEW_DAYS = 30  # of the log of views that are in sight; the rest unfolds
FEW = 5  # clients of each


def page(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["news"], context.say("要闻"), "news", lambda: _render(context))


def _render(context: PageContext) -> str:
    recent = [
        news_brief(item, context.holdings, context.fittings, context.traits, context.tracks)
        for item in context.news[:DETAILED]
    ]
    older = groupby(context.news[DETAILED:], key=lambda item: f"{item.journal:%Y-%m}")
    return context.render(
        "news.html",
        GENERATED["news"],
        recent=recent,
        older=[(month, [(item, _holders(context, item)) for item in items]) for month, items in older],
        total=len(context.news),
        matched=sum(1 for item in context.news if item.products or item.sectors),
        to_tell=_to_tell(recent),
        few=FEW,
        heading=context.heading("news"),
        log=context.market_views,
        view_heading=context.heading("view"),
        check=context.vault.playbook.entry_fields.get("view", {}).get("check"),
        few_days=VIEW_DAYS,
    )


def _holders(context: PageContext, item: NewsItem) -> int:
    return len({holder.path for key in item.about for holder in context.holdings.get(key, ())})


def _to_tell(briefs: list[NewsBrief]) -> int:
    """Clients who hold what the newest day's news is about."""
    newest = max((brief.item.journal for brief in briefs), default=None)
    return len({one.path for brief in briefs if brief.item.journal == newest for one in brief.holders})
