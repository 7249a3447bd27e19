"""A client's page: the one-page brief, then the note itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Note, Record
from cmkb.pages import format as words
from cmkb.pages.client_form import client_forms
from cmkb.pages.contact_strip import MONTHS, strip
from cmkb.pages.context import PageContext, PageTools
from cmkb.pages.escaping import escape
from cmkb.pages.note_words import body_of
from cmkb.pages.site import Page
from cmkb.pages.trail import record_link
from cmkb.views.client import ClientBrief, ProfileGroup, ProfileLine, client_brief
from cmkb.views.clients import display_name
from cmkb.views.contacts import GREEN, GREY, RED, contacts_by_month
from cmkb.views.found_out import FoundOut

RECENT = 6  # records that are shown before the fold
_PLAIN = re.compile(r"[\u3400-\u9fff][\u3400-\u9fff\w]*|C[1-5]")  # anything else is put in quotation marks


@immutable
class State:
    colour: str
    tone: str
    text: str


@immutable
class OpenLine:
    when: str
    title: str
    note: str
    late: bool


@immutable
class Relation:
    relation: str
    who: Markup
    facts: list[str]


@immutable
class Found:
    """What a meeting found out: a line of front matter to be copied, and where it was said."""

    line: str
    where: Markup


@immutable
class Timeline:
    first: Markup
    rest: Markup
    older: int


@immutable
class Group:
    title: str
    share: str
    lines: Markup


@immutable
class Next:
    when: str
    slot: str
    title: str
    why: str


def pages(context: PageContext) -> Iterator[Page]:
    for note in context.vault.of_kind("client"):
        place = context.addresses.notes[note.path]
        name = display_name(context.vault, note)
        yield Page(place, name, "client", partial(_render, context, note, place), note.path)


def _render(context: PageContext, note: Note, place: str) -> str:
    tools = PageTools(context, place)
    forms = client_forms(context, note, tools)
    return context.render("client.html", place, tools, forms=forms, **brief_values(tools, note))


def brief_values(tools: PageTools, note: Note) -> dict[str, Any]:
    """What a template shows of a client."""
    context = tools.context
    row = context.clients[note.path]
    rows = context.rows_by_client.get(note.path, ())
    brief = client_brief(context.vault, row, rows, context.referrals.get(note.path, ()), context.today)
    return {
        "brief": brief,
        "facts": _facts(context, brief),
        "state": _state(context, brief),
        "maturing": _maturing(brief),
        "next": _next(context, rows),
        "open_rows": [_open_line(context, r) for r in rows],
        "talk": () if row.quiet else context.suggestions.for_client(note.path, rows),
        "a_kind": context.a_kind,
        "relations": [_relation(context, tools, note.path, entry) for entry in brief.relations],
        "anniversaries": [_anniversary(context, tools, note.path, entry) for entry in brief.anniversaries],
        "found_out": [_found(tools, one) for one in brief.found_out],
        "holdings": _holdings(tools, brief),
        "strip": strip(contacts_by_month(context.vault, note.path, context.today, MONTHS), context.language),
        "timeline": _timeline(tools, brief),
        "groups": [_group(tools, note.path, group) for group in brief.groups],
        "body": tools.markdown(note.path, body_of(note), drop_title=note.title).strip(),
    }


def _relation(context: PageContext, tools: PageTools, path: str, entry: Entry) -> Relation:
    specs = context.vault.playbook.entry_fields.get("relations", {})
    relation = words.text_of(entry.fields.get("relation"))
    who = entry.text.removeprefix(relation).strip()
    linked = tools.links(path, entry.links) if entry.links else Markup("")
    facts = [
        f"{specs[key].label if key in specs else key} {words.text_of(value)}"
        for key, value in (*entry.fields.items(), *entry.extra.items())
        if key not in ("relation", "name") and value
    ]
    return Relation(relation, linked or tools.inline(path, who), facts)


def _anniversary(context: PageContext, tools: PageTools, path: str, entry: Entry) -> Relation:
    """The day, what it is, and what else is said of it."""
    specs = context.vault.playbook.entry_fields.get("anniversaries", {})
    days = [words.text_of(entry.fields[key]) for key in ("date", "day", "lunar") if entry.fields.get(key)]
    facts = [
        f"{specs[key].label if key in specs else key} {words.text_of(value, specs[key].unit if key in specs else '')}"
        for key, value in (*entry.fields.items(), *entry.extra.items())
        if key not in ("date", "day", "lunar", "name") and value
    ]
    name = words.text_of(entry.fields.get("name")) or entry.text
    return Relation(" ".join(days), tools.inline(path, name), facts)


def _found(tools: PageTools, one: FoundOut) -> Found:
    record = one.record
    label = f"{tools.day(record.date)} {record.kind}"
    return Found(f"{one.spec.label}: {_as_yaml(one.value)}", record_link(tools, record, label))


def _as_yaml(value: object) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(_as_yaml(one) for one in value)}]"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return words.number(value)
    text = words.text_of(value)
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _timeline(tools: PageTools, brief: ClientBrief) -> Timeline:
    def line(record: Record) -> str:
        day = f'<a href="{tools.url(record.path)}">{tools.day(record.date)}</a>'
        return (
            f'<li><time datetime="{record.date.isoformat()}">{day}</time><b>{escape(record.kind)}</b>'
            f"<span>{tools.record(record)}</span></li>"
        )

    lines = [line(record) for record in brief.timeline]
    first, rest = lines[:RECENT], lines[RECENT:]
    return Timeline(Markup("".join(first)), Markup("".join(rest)), len(rest))


def _holdings(tools: PageTools, brief: ClientBrief) -> Markup:
    """Rows of the table, written in Python like all lines of which a client has many."""
    path, rows = brief.note.path, []
    for held in brief.holdings:
        product = (
            tools.links(path, held.links)
            if held.links
            else escape(held.text or tools.context.say("未写产品"))
        )
        more = "".join(
            f' <span class="ck-field"><b>{escape(tools.entry_label("holdings", key))}</b> '
            f"{tools.value(path, tools.entry_field('holdings', key), value)}</span>"
            for key, value in held.fields.items()
            if key not in ("amount", "matures", "product")
        )
        matures = held.fields.get("matures")
        rows.append(
            f'<tr><td>{product}{more}</td><td class="r">{words.amount(held.fields.get("amount"))}</td>'
            f'<td class="r">{tools.day(matures) if matures else "—"}</td></tr>'
        )
    return Markup("".join(rows))


def _group(tools: PageTools, path: str, group: ProfileGroup) -> Group:
    share = f"{group.complete.known} / {group.complete.wanted}" if group.complete.wanted else ""
    lines = [
        f"<dt>{escape(line.spec.label)}</dt><dd data-ask></dd>"
        if line.value in (None, "", ())
        else f"<dt>{escape(line.spec.label)}</dt><dd{_age(tools, line)}>{tools.value(path, line.spec, line.value)}</dd>"
        for line in group.lines
    ]
    return Group(group.title, share, Markup("".join(lines)))


def _age(tools: PageTools, line: ProfileLine) -> str:
    """Grey where it is too old to go by."""
    if line.old is None or line.old > tools.context.today:
        return ""
    return f' class="ck-old" title="{escape(tools.context.say("旧了，下次核对"))}"'


def _facts(context: PageContext, brief: ClientBrief) -> list[str]:
    """王姐，58 岁，会计"""
    note = brief.note
    age = words.counted(brief.age, context.say("岁")) if brief.age is not None else ""
    who = sign("，").join(filter(None, (note.get("salutation", ""), age, note.get("occupation", ""))))
    return [fact for fact in (who, note.get("source", "")) if fact]


def _state(context: PageContext, brief: ClientBrief) -> State | None:
    """How the cadence stands, in words."""
    contact, say = brief.row.contact, context.say
    colour = contact.colour(context.today)
    if brief.row.quiet or contact.cadence is None:
        return None
    if contact.due is None or contact.soon is None:
        return State(GREY, "", say("还没联系过"))
    left = (contact.due - context.today).days
    limit = f"{contact.channel}{say('限 {n} 天').format(n=contact.cadence.most)}"
    if colour == RED:
        return State(
            colour,
            "late",
            limit + sign("，") + (say("超过 {n} 天").format(n=-left) if left else say("今天到限")),
        )
    tone = "ok" if colour == GREEN else "soon" if colour != GREY else ""
    return State(colour, tone, limit + sign("，") + say("还剩 {n} 天").format(n=left))


def _maturing(brief: ClientBrief) -> int | float:
    amounts = (h.fields.get("amount") for h in brief.holdings if h.fields.get("matures") == brief.row.matures)
    return sum(a for a in amounts if isinstance(a, int | float)) if brief.row.matures else 0


def _next(context: PageContext, rows: tuple[FollowUp, ...]) -> Next | None:
    """The first thing that shows today, or the next one to come."""
    today, say = context.today, context.say
    first = next((r for r in rows if r.kind != "cadence"), rows[0] if rows else None)
    if first is None or (first.kind == "cadence" and first.show_from > today):
        return None
    late = first.overdue_days(today)
    day = _day(context, first.date)
    when = say("逾期 {n} 天").format(n=late) if late else f"{day} {first.time}".strip()
    if first.kind == "appointment" and first.date < today:
        when = f"{day} {say('没有记录')}"
    return Next(when, day if late else "", first.title, first.why)


def _open_line(context: PageContext, row: FollowUp) -> OpenLine:
    late = row.overdue_days(context.today)
    note = context.say("晚 {n} 天").format(n=late) if late else row.time
    return OpenLine(_day(context, row.date), row.title, note, late > 0)


def _day(context: PageContext, day: date) -> str:
    return context.say("今天") if day == context.today else words.day(day, context.today)
