"""What every page needs: the vault's answers for one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from cmkb.files.scan import LeftOut
from cmkb.locales import Translate, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Record
from cmkb.model.problem import Problem
from cmkb.pages.addresses import Addresses
from cmkb.pages.agenda import Person, people_of
from cmkb.pages.environment import environment
from cmkb.pages.page_tools import PageTools as PageTools
from cmkb.pages.parts import Parts
from cmkb.pages.period_places import period_places
from cmkb.vault import Vault
from cmkb.views.attendance import Rota, rota
from cmkb.views.calendar import Calendar, calendar
from cmkb.views.cases import Matter, matters
from cmkb.views.client import referrals
from cmkb.views.clients import ClientRow, client_rows
from cmkb.views.day import DaySheet, day_sheets, records_by_day
from cmkb.views.fit import Fitting, Track, Traits, fitting, tracks, traits_of
from cmkb.views.follow_ups import follow_ups
from cmkb.views.funnel import cycles
from cmkb.views.goals import Goals, goals_of
from cmkb.views.holders import Holder, holdings_by_product
from cmkb.views.kept import Answers, Ask, afresh
from cmkb.views.market_views import ViewLog, view_log
from cmkb.views.morning import MorningReport, Referral, morning_report, recommendations
from cmkb.views.news import NewsItem, news_items
from cmkb.views.periods import Periods, periods, spans_shown
from cmkb.views.products import ProductRow, product_rows
from cmkb.views.reminders import Open, reminders
from cmkb.views.script_stats import ScriptStats, script_stats
from cmkb.views.spans import Span
from cmkb.views.suggestions import Suggestions
from cmkb.views.team import ScriptSum, team_view
from cmkb.views.workdays import days_off

DAYS_AHEAD = 400  # how far the browser can go on from the day of the build


@dataclass
class PageContext:
    """Answers are computed once, when the first page asks for them."""

    vault: Vault
    addresses: Addresses
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    today: date
    kept: Answers | None = None  # what a build before this one knew already

    @cached_property
    def ask(self) -> Ask:
        return self.kept.get if self.kept else afresh

    @cached_property
    def whos(self) -> dict[str, tuple[str, str]]:
        """Client → how lists name one, before and after the way from the page to the site's root."""
        return {}

    @property
    def language(self) -> str:
        return self.vault.settings.language

    @cached_property
    def say(self) -> Translate:
        return translator(self.language)

    @cached_property
    def parts(self) -> Parts:
        return Parts(self.say)

    @cached_property
    def rows(self) -> tuple[FollowUp, ...]:
        return self.suggestions.with_scripts(follow_ups(self.vault, self.today, self.reminders, self.ask))

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.vault, self.today, self.tracks, self.traits, self.kept)

    @cached_property
    def reminders(self) -> tuple[Open, ...]:
        return tuple(reminders(self.vault, self.today, ask=self.ask))

    @cached_property
    def calendar(self) -> Calendar:
        return calendar(self.vault, self.rows, self.today)

    @cached_property
    def open_rows(self) -> tuple[FollowUp, ...]:
        """Without the reminders of later months."""
        return tuple(row for row in self.rows if not row.is_far(self.today))

    @cached_property
    def rows_by_client(self) -> Mapping[str, tuple[FollowUp, ...]]:
        found: dict[str, list[FollowUp]] = {}
        for row in self.open_rows:
            if row.client:
                found.setdefault(row.client, []).append(row)
        return {client: tuple(rows) for client, rows in found.items()}

    @cached_property
    def now_by_script(self) -> Mapping[str, list[str]]:
        """Talk track → the clients for whom it is that of something that shows today."""
        found: dict[str, dict[str, None]] = {}
        for row in self.open_rows:
            if row.script and row.client and row.shows_on(self.today):
                found.setdefault(row.script, {})[row.client] = None
        return {script: list(clients) for script, clients in found.items()}

    @cached_property
    def referrals(self) -> Mapping[str, tuple[str, ...]]:
        """Client or staff member → clients whom they recommended."""
        return referrals(self.vault)

    @cached_property
    def clients(self) -> Mapping[str, ClientRow]:
        return {row.note.path: row for row in client_rows(self.vault, self.rows, self.today, self.ask)}

    @cached_property
    def sheets(self) -> Mapping[date, DaySheet]:
        """Of the days that have a journal, oldest first."""
        return {sheet.date: sheet for sheet in day_sheets(self.vault, self.kept)}

    @cached_property
    def turns(self) -> Rota:
        """Whose turn it is to present, by day."""
        return rota(self.vault)

    @cached_property
    def recommended(self) -> tuple[Referral, ...]:
        """Whom other posts recommended."""
        return recommendations(self.vault)

    @cached_property
    def by_day(self) -> Mapping[date, tuple[Record, ...]]:
        return records_by_day(self.vault)

    def morning(self, day: date) -> MorningReport | None:
        """What is reported on that morning."""
        before = max((other for other in self.vault.journals if other < day), default=None)
        return morning_report(self.vault, day, before, self.by_day, self.recommended)

    @cached_property
    def goals(self) -> Goals:
        return goals_of(self.vault)

    @cached_property
    def spans(self) -> Mapping[str, tuple[Span, ...]]:
        """Of the periods that have a page, by grain."""
        return spans_shown(self.vault, self.today, self.goals)

    @cached_property
    def periods(self) -> Periods:
        return periods(self.vault, self.today, self.sheets.values(), self.goals)

    @cached_property
    def period_places(self) -> Mapping[Span, str]:
        return period_places(self.spans, self.goals, self.addresses)

    @cached_property
    def cycles(self) -> Mapping[date, list[int]]:
        """Day of a sale → days it took."""
        return cycles(self.periods)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        return matters(self.vault, self.today)

    @cached_property
    def matter_of(self) -> Mapping[str, Matter]:
        """By path, of those that have a note."""
        return {matter.path: matter for matter in self.matters if matter.note}

    @cached_property
    def news(self) -> tuple[NewsItem, ...]:
        return news_items(self.vault)

    @cached_property
    def market_views(self) -> ViewLog:
        return view_log(self.vault, self.today)

    @cached_property
    def holdings(self) -> Mapping[str, tuple[Holder, ...]]:
        """By product and sector."""
        return holdings_by_product(self.vault)

    @cached_property
    def products(self) -> Mapping[str, ProductRow]:
        return {row.note.path: row for row in product_rows(self.vault, self.holdings, self.news)}

    @cached_property
    def traits(self) -> Mapping[str, Traits]:
        """What products and talk tracks are compared with, by client."""
        return {traits.path: traits for traits in traits_of(self.vault, self.today, self.ask)}

    @cached_property
    def fittings(self) -> Mapping[str, Fitting]:
        """Whom each product suits."""
        clients = tuple(self.traits.values())
        return {
            path: fitting(self.vault, row.note, clients, (holder.path for holder in row.holders), self.today)
            for path, row in self.products.items()
        }

    @cached_property
    def script_stats(self) -> Mapping[str, ScriptStats]:
        """By talk track."""
        return script_stats(self.vault, self.today)

    @cached_property
    def team_scripts(self) -> Mapping[str, ScriptSum]:
        """By title, what the team's members published; on the team's site alone."""
        shown = self.vault.settings.audience == "team"
        return {one.name: one for one in team_view(self.vault).scripts} if shown else {}

    @cached_property
    def tracks(self) -> tuple[Track, ...]:
        return tracks(self.vault, self.today)

    @cached_property
    def people(self) -> Mapping[str, Person]:
        return people_of(self.clients.values(), self.addresses.url)

    @cached_property
    def days_off(self) -> frozenset[date]:
        return days_off(self.today, DAYS_AHEAD, self.vault.calendar)

    @cached_property
    def without_next(self) -> tuple[str, ...]:
        """Clients for whom nothing at all is planned, the cadence included."""
        return tuple(path for path, row in self.clients.items() if row.next_step is None and not row.quiet)

    @cached_property
    def a_kind(self) -> str:
        """An activity kind for examples: the playbook's first contact."""
        kinds = self.vault.playbook.kinds.values()
        return next((kind.key for kind in kinds if kind.contact), next((kind.key for kind in kinds), ""))

    def heading(self, meaning: str) -> str:
        spec = self.vault.playbook.sections.get(meaning)
        return spec.headings[0] if spec else meaning

    def render(self, template: str, page: str, tools: PageTools | None = None, **values: Any) -> str:
        """HTML of a template for the page at `page`; links in it are relative to that page. `tools`: those of the page,
        where some are at hand."""
        tools = tools or PageTools(self, page)
        return environment(self.language).get_template(template).render(
            t=tools, base="../" * page.count("/"), today=self.today, settings=self.vault.settings,
            playbook=self.vault.playbook, **values,
        )  # fmt: skip
