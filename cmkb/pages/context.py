"""What every page needs: the vault's answers for one day, addresses, and the templates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import jinja2
from jinja2.ext import Extension
from markupsafe import Markup

from cmkb.cached.templates import compiled_templates
from cmkb.files.scan import LeftOut
from cmkb.locales import SIGNS, Translate, one_or_many, sign, translator
from cmkb.model.follow_up import FollowUp
from cmkb.model.note import Link, Note, Record
from cmkb.model.playbook import FieldSpec
from cmkb.model.problem import Problem
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED, Addresses, relative
from cmkb.pages.agenda import Person, people_of
from cmkb.pages.editor import editor_url
from cmkb.pages.engine import Engine
from cmkb.pages.escaping import escape
from cmkb.pages.markdown import render_markdown
from cmkb.pages.masked import secret
from cmkb.pages.parts import Parts
from cmkb.pages.period_places import period_places
from cmkb.vault import Vault
from cmkb.views.attendance import Rota, rota
from cmkb.views.calendar import Calendar, calendar
from cmkb.views.cases import Matter, matters
from cmkb.views.clients import ClientRow, client_rows, tier_step
from cmkb.views.day import DaySheet, day_sheets, records_by_day
from cmkb.views.fit import Fitting, Track, Traits, fitting, tracks, traits_of
from cmkb.views.follow_ups import follow_ups
from cmkb.views.funnel import cycles
from cmkb.views.holders import Holder, holdings_by_product
from cmkb.views.market_views import ViewLog, view_log
from cmkb.views.morning import MorningReport, Referral, morning_report, recommendations
from cmkb.views.news import NewsItem, news_items
from cmkb.views.periods import Periods, periods
from cmkb.views.products import ProductRow, product_rows
from cmkb.views.reminders import Open, reminders
from cmkb.views.script_stats import ScriptStats, script_stats
from cmkb.views.spans import Span
from cmkb.views.suggestions import Suggestions
from cmkb.views.team import ScriptSum, team_view
from cmkb.views.workdays import days_off

IN_THE_SENTENCE = ("mins", "result")  # fields of a record that are said before its words
_SAID = re.compile(r"""\{\{ _\("([^"\\{}%]*)"\) \}\}""")
_COUNTED = re.compile(r"""\{\{ counted\(((?:(?!\}\}).)+), _\("([^"]*)"\)\) \}\}""")
# texts of the catalogue, which are left alone, or a mark between words
_MARKS = re.compile(rf"""_\((["']).*?\1\)|[{"".join(SIGNS)}]+""")
DAYS_AHEAD = 400  # how far the browser can go on from the day of the build


class _Translated(Extension):
    """`{{ _("资料") }}` becomes plain text before a template is compiled: a client's page has forty of them."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        env = self.environment
        say, language = cast(Translate, env.globals["_"]), cast(str, env.globals["language"])
        if language == "zh":  # which has no singular
            source = _COUNTED.sub(r'{{ \1 }} {{ _("\2") }}', source)
        else:
            source = _MARKS.sub(
                lambda found: found[0] if found[1] else "".join(sign(mark, language) for mark in found[0]),
                source,
            )
        return _SAID.sub(lambda found: escape(say(found[1])), source)


@cache
def environment(language: str) -> jinja2.Environment:
    """Autoescape is on for every template: notes are hostile text."""
    env = Engine(
        loader=jinja2.FileSystemLoader(str(Path(__file__).parent / "templates"), encoding="utf-8"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # a look at the disk for each template of each page
        bytecode_cache=compiled_templates(f"pages-{language}"),
    )
    env.globals["_"] = translator(language)
    env.globals["language"] = language
    env.globals["parts"] = Parts(translator(language))
    env.add_extension(_Translated)
    env.filters.update(
        amount=words.amount, number=words.number, percent=words.percent, weekday=words.weekday,
        long_date=words.long_date, text_of=words.text_of, phone=words.phone, quantity=words.quantity, for_client=for_client,
    )  # fmt: skip
    env.globals.update(counted=words.counted, one_or_many=one_or_many)
    return env


@dataclass
class PageContext:
    """Answers are computed once, when the first page asks for them."""

    vault: Vault
    addresses: Addresses
    problems: tuple[Problem, ...]
    left_out: tuple[LeftOut, ...]
    today: date

    @cached_property
    def form_parts(self) -> dict[tuple[object, ...], Any]:
        """Parts of forms that are the same on every page, see `form_html.py`."""
        return {}

    @cached_property
    def whos(self) -> dict[str, dict[str, Markup]]:
        """Folder of the site → client → how lists on its pages name one."""
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
        return self.suggestions.with_scripts(follow_ups(self.vault, self.today, self.reminders))

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.vault, self.today, self.tracks, self.traits)

    @cached_property
    def reminders(self) -> tuple[Open, ...]:
        return tuple(reminders(self.vault, self.today))

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
    def clients(self) -> Mapping[str, ClientRow]:
        return {row.note.path: row for row in client_rows(self.vault, self.rows, self.today)}

    @cached_property
    def sheets(self) -> tuple[DaySheet, ...]:
        return day_sheets(self.vault)

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
    def periods(self) -> Periods:
        return periods(self.vault, self.today, self.sheets)

    @cached_property
    def period_places(self) -> Mapping[Span, str]:
        return period_places(self.periods, self.addresses)

    @cached_property
    def cycles(self) -> Mapping[date, list[int]]:
        """Day of a sale → days it took."""
        return cycles(self.periods)

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        return matters(self.vault, self.today)

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
        return {traits.path: traits for traits in traits_of(self.vault, self.today)}

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

    def render(self, template: str, page: str, **values: Any) -> str:
        """HTML of a template for the page at `page`; links in it are relative to that page."""
        tools = PageTools(self, page)
        return environment(self.language).get_template(template).render(
            t=tools, base="../" * page.count("/"), today=self.today, settings=self.vault.settings,
            playbook=self.vault.playbook, **values,
        )  # fmt: skip


class PageTools:
    """What templates call, as `t`, seen from one page."""

    def __init__(self, context: PageContext, page: str) -> None:
        self.context = context
        self.page = page
        self.whos = context.whos.setdefault(page.rpartition("/")[0], {})  # links to them are the same
        self.values: dict[tuple[int, int, str], Markup] = {}
        self.resolvers: dict[str, Callable[[str], str | None]] = {}

    def url(self, path: str) -> str:
        """Address of a note or attachment; "" when it has none."""
        address = self.context.addresses.url(path)
        return relative(address, self.page) if address else ""

    def to(self, name: str) -> str:
        """Address of a generated page."""
        return relative(GENERATED[name], self.page)

    def talk(self, script: str, client: str | None = None) -> str:
        """Address of a talk track, filled in for a client when it is opened; "" when it has none."""
        address = self.url(script)
        return address + for_client(client) if address and client else address

    def name(self, path: str) -> str:
        row = self.context.clients.get(path)
        return row.name if row else self.context.vault.notes[path].title

    def who(self, path: str) -> Markup:
        """A client as lists name one: contact colour, link, tier. Written in Python: long lists have thousands."""
        kept = self.whos.get(path)
        if kept is None:
            kept = self.whos[path] = self._who(path)
        return kept

    def _who(self, path: str) -> Markup:
        row = self.client(path)
        link = f'<a class="ck-who" href="{self.url(path)}">{escape(self.name(path))}</a>'
        if row is None:
            return Markup(link)
        parts = self.context.parts
        dot = "" if row.quiet else parts.dot(self.colour(row))
        return Markup(f"{dot}{link}{parts.tier(row.tier, row.tier_level)}")

    def day(self, value: date | None) -> str:
        return words.day(value, self.context.today)

    def ago(self, value: date) -> int:
        return (self.context.today - value).days

    def journal(self, day: date) -> str:
        """Path of that day's journal."""
        return self.context.vault.journals[day].path

    def client(self, path: str) -> ClientRow | None:
        return self.context.clients.get(path)

    def tier_step(self, tier: str) -> int:
        return tier_step(self.context.vault, tier)

    def colour(self, row: ClientRow) -> str:
        return row.contact.colour(self.context.today)

    def people(self, record: Record) -> tuple[str, ...]:
        """Clients of a record."""
        return self.context.vault.clients_of(record)

    def record(
        self, record: Record, people: tuple[str, ...] = (), without: frozenset[str] = frozenset()
    ) -> Markup:
        """A record as a line: what was said, then its fields. `people` are the clients to name, `without` the
        fields that stand elsewhere on the page.

        Written in Python: it is on every page many times, and a template's macro took three times as long.
        """
        parts = [
            f'<a class="ck-who" href="{self.url(path)}">{escape(self.name(path))}</a> ' for path in people
        ]
        minutes = record.fields.get("mins")
        said = [
            words.number(record.count) if record.count is not None else "",
            escape(words.counted(words.number(minutes), self.context.say("分")))
            if minutes and "mins" not in without
            else "",
            escape(str(record.fields.get("result", ""))) if "result" not in without else "",
            self.inline(record.path, record.text) if record.text and "text" not in without else "",
        ]
        parts.append(sign("，").join(part for part in said if part))
        for key, value in record.fields.items():
            if key not in IN_THE_SENTENCE and key not in without:
                spec = self.record_field(key)
                parts.append(_pair(spec.label if spec else key, self.value(record.path, spec, value)))
        parts += [_pair(key, self.inline(record.path, value)) for key, value in record.extra.items()]
        return Markup("".join(parts))

    def record_field(self, key: str) -> FieldSpec | None:
        return self.context.vault.playbook.record_fields.get(key)

    def record_label(self, key: str) -> str:
        spec = self.record_field(key)
        return spec.label if spec else key

    def entry_field(self, section: str, key: str) -> FieldSpec | None:
        return self.context.vault.playbook.entry_fields.get(section, {}).get(key)

    def entry_label(self, section: str, key: str) -> str:
        spec = self.entry_field(section, key)
        return spec.label if spec else key

    def page_of(self, path: str) -> str:
        """Address of a note's page; "" for a file that has none."""
        return self.url(path) if path in self.context.vault.notes else ""

    @property
    def may_edit(self) -> bool:
        """Whether the reader has the notes."""
        return self.context.vault.settings.audience == "self"

    def edit(self, path: str, line: int = 0) -> str:
        """Address that opens the note in the user's editor; "" when none is configured."""
        return editor_url(self.context.vault.settings.editor, path, line)

    def target(self, note: Note, link: Link) -> str | None:
        return self.context.vault.target(note.path, link)

    def links(self, path: str, value: Any) -> Markup:
        """A link or several as anchors; what cannot be resolved stays words."""
        if isinstance(value, Link):
            return Markup(self._link(path, value))
        return Markup(sign("、").join([self._link(path, link) for link in value or ()]))

    def _link(self, path: str, link: Link) -> str:
        target = self.context.vault.target(path, link)
        address = self.url(target) if target else ""
        if not target or not address:
            return f'<span class="ck-missing">{escape(link.text)}</span>'
        name = link.alias or (self.name(target) if target in self.context.vault.notes else link.target)
        return f'<a href="{escape(address)}">{escape(name)}</a>'

    def value(self, path: str, spec: FieldSpec | None, value: Any) -> Markup:
        """A typed value as HTML: links are anchors, phones dial."""
        if type(value) is str:
            return self.inline(path, value) if "[[" in value else Markup(escape(value))
        key = (id(value), id(spec), path)  # a client's page shows much of the profile twice; notes outlive it
        kept = self.values.get(key)
        if kept is None:
            kept = self.values[key] = self._value(path, spec, value)
        return kept

    def _value(self, path: str, spec: FieldSpec | None, value: Any) -> Markup:
        if isinstance(value, Link) or (isinstance(value, tuple) and value and isinstance(value[0], Link)):
            return self.links(path, value)
        if spec is not None and spec.type == "phones":
            return Markup(sign("、").join([secret(number, self.context.say, dial=True) for number in value]))
        kind = spec.type if spec is not None else ""
        plain = words.text_of(value, spec.unit if spec is not None else "", kind)
        return self.inline(path, plain) if "[[" in plain else Markup(escape(plain))

    def phone(self, number: str) -> Markup:
        return Markup(secret(number, self.context.say, dial=True))

    def inline(self, path: str, text: str) -> Markup:
        """A line of a note's Markdown, without the paragraph around it."""
        if not text:
            return Markup("")
        if not any(sign in text for sign in "[]*_`~=<&!:"):
            return Markup(escape(text))
        html = self.markdown(path, text).strip()
        if html.startswith("<p>") and html.endswith("</p>") and html.count("<p>") == 1:
            html = html[3:-4]
        return Markup(html)

    def markdown(self, path: str, text: str, drop_title: str = "") -> Markup:
        return Markup(render_markdown(text, self.resolver(path), drop_title))

    def resolver(self, path: str) -> Callable[[str], str | None]:
        """From what a link of the note at `path` names to an address."""
        if path in self.resolvers:
            return self.resolvers[path]
        vault = self.context.vault
        targets: dict[str, str] = {}
        for link in vault.notes[path].links:
            found = vault.target(path, link)
            if found:
                targets.setdefault(link.target, found)

        def resolve(name: str) -> str | None:
            target = targets.get(name) or targets.get(name.removesuffix(".md"))
            return (self.url(target) or None) if target else None

        self.resolvers[path] = resolve
        return resolve


def for_client(path: str) -> str:
    """What `assets/talk.js` reads: the note's name, spelled as encodeURIComponent does."""
    stem = path.rpartition("/")[2].removesuffix(".md")
    return "?client=" + quote(stem, safe="!~*'()")


def _pair(label: str, value: Markup) -> str:
    return f' <span class="ck-field"><b>{escape(label)}</b> {value}</span>'
