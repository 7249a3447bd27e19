"""Every page of the site, in the order of the navigation. One function a page; add a page by adding a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

from cmkb.files.scan import LeftOut
from cmkb.locales import N_, spoken, translator
from cmkb.model.note import Note
from cmkb.model.problem import Problem
from cmkb.model.settings import Settings
from cmkb.pages import (
    calendar,
    care,
    cases,
    check,
    client,
    clients,
    follow_ups,
    forms,
    journal,
    news,
    notes,
    periods,
    pipeline,
    products,
    routine,
    scripts,
    team,
    today,
)
from cmkb.pages.addresses import GENERATED, addresses
from cmkb.pages.anchors import with_anchors
from cmkb.pages.browser_files import browser_files
from cmkb.pages.context import PageContext
from cmkb.pages.masked import masked_html
from cmkb.pages.only_words import prose_pages
from cmkb.pages.site import HandWritten, Page, Site
from cmkb.vault import Vault
from cmkb.views.kept import Answers

NAVIGATION = {
    "today": N_("今日"), "follow_ups": N_("跟进"), "care": N_("关怀"), "calendar": N_("日程"), "clients": N_("客户"), "pipeline": N_("漏斗"), "journal": N_("日志"), "periods": N_("总结"), "scripts": N_("话术"), "products": N_("产品"),
    "news": N_("要闻"), "cases": N_("事项"), "notes": N_("其他"), "routine": N_("流程"), "forms": N_("表单"), "check": N_("检查"),
}  # fmt: skip

PAGES: tuple[Callable[[PageContext], Iterable[Page]], ...] = (
    today.page,
    follow_ups.page,
    care.page,
    calendar.index,
    calendar.months,
    clients.page,
    client.pages,
    pipeline.page,
    journal.index,
    journal.days,
    periods.index,
    periods.pages,
    scripts.index,
    scripts.pages,
    products.index,
    products.pages,
    news.page,
    cases.index,
    cases.pages,
    notes.index,
    notes.pages,
    routine.page,
    forms.index,
    forms.blanks,
    check.page,
)


# What the team gets: nothing that is made of clients, records or one manager's day.
TEAM_NAVIGATION = {
    "today": N_("团队"), "scripts": N_("话术"), "products": N_("产品"), "notes": N_("其他"), "routine": N_("流程"), "forms": N_("表单"),
}  # fmt: skip

TEAM_PAGES: tuple[Callable[[PageContext], Iterable[Page]], ...] = (
    team.page,
    scripts.index,
    scripts.pages,
    products.index,
    products.pages,
    notes.index,
    notes.pages,
    routine.page,
    forms.index,
    forms.blanks,
)


def all_pages(
    vault: Vault,
    problems: Iterable[Problem],
    left_out: tuple[LeftOut, ...],
    day: date,
    kept: Answers | None = None,
) -> Site:
    places, found = addresses(vault.notes.values(), vault.attachments, vault.settings)
    context = PageContext(vault, places, tuple(sorted({*problems, *found})), left_out, day, kept)
    return Site(
        settings=vault.settings,
        today=day,
        pages=tuple(_all(context)),
        groups=browser_files(context),
        attachments=places.attachments,
        by_hand={path: _by_hand(vault, vault.notes[path]) for path in sorted(places.by_hand)},
        problems=context.problems,
        prose=partial(prose_pages, context),
    )


def navigation(settings: Settings) -> tuple[tuple[str, str], ...]:
    """Titles and paths of the generated pages, for a site whose configuration has no navigation of its own."""
    say = translator(settings.language)
    tabs = TEAM_NAVIGATION if settings.audience == "team" else NAVIGATION
    return tuple((say(title), GENERATED[name]) for name, title in tabs.items())


def _by_hand(vault: Vault, note: Note) -> HandWritten:
    """With those of the typed keys that a theme knows as well."""
    typed = {key: value for key, value in note.front.fields.items() if key in ("title", "tags")}
    links = {link.target: vault.target(note.path, link) for link in note.links}
    return HandWritten({**note.front.extra, **typed}, {name: path for name, path in links.items() if path})


def _all(context: PageContext) -> Iterator[Page]:
    for make in TEAM_PAGES if context.vault.settings.audience == "team" else PAGES:
        for page in make(context):
            note = context.vault.notes.get(page.note or "")
            yield replace(page, render=partial(_render, page, note, context))


def _render(page: Page, note: Note | None, context: PageContext) -> str:
    with spoken(context.language):
        html = page.render()
    if context.vault.settings.audience == "self":  # for the team nothing is veiled: the scan is to see it
        html = masked_html(html, context.say)
    return with_anchors(html, note) if note else html
