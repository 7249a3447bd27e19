"""What templates call, as `t`, seen from one page: addresses, names, lines of notes as HTML."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.note import Link, Note, Record
from cmkb.model.playbook import FieldSpec
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED, for_client, relative
from cmkb.pages.editor import editor_url
from cmkb.pages.escaping import escape
from cmkb.pages.markdown import render_markdown
from cmkb.pages.masked import secret
from cmkb.views.clients import ClientRow, tier_step

if TYPE_CHECKING:
    from cmkb.pages.context import PageContext

IN_THE_SENTENCE = ("mins", "result")  # fields of a record that are said before its words


class PageTools:
    def __init__(self, context: PageContext, page: str) -> None:
        self.context = context
        self.page = page
        self.up = relative("", page)
        self.values: dict[tuple[int, int, str], Markup] = {}
        self.resolvers: dict[str, Callable[[str], str | None]] = {}

    def url(self, path: str) -> str:
        """Address of a note or attachment; "" when it has none."""
        address = self.context.addresses.url(path) or ""
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
        around = self.context.whos.get(path)
        if around is None:
            around = self.context.whos[path] = self._around(path)
        before, after = around
        return Markup(f"{before}{self.up}{after}")

    def _around(self, path: str) -> tuple[str, str]:
        """What stands before and after the way from a page up to the site's root, the same on all pages."""
        row, parts = self.client(path), self.context.parts
        dot = "" if row is None or row.quiet else parts.dot(self.colour(row))
        tier = "" if row is None else parts.tier(row.tier, row.tier_level)
        address = self.context.addresses.url(path) or ""
        return f'{dot}<a class="ck-who" href="', f'{address}">{escape(self.name(path))}</a>{tier}'

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

        url, page = self.context.addresses.url, self.page  # not these tools: they would hold themselves

        def resolve(name: str) -> str | None:
            target = targets.get(name) or targets.get(name.removesuffix(".md"))
            address = url(target) if target else ""
            return relative(address, page) if address else None

        self.resolvers[path] = resolve
        return resolve


def _pair(label: str, value: Markup) -> str:
    return f' <span class="ck-field"><b>{escape(label)}</b> {value}</span>'
