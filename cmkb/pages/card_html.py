"""Cards of calls and meetings: one form in few lines, for whoever has the phone in hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from markupsafe import Markup

from cmkb.locales import sign
from cmkb.model.note import Moment, Planned
from cmkb.pages import format as words
from cmkb.pages.escaping import escape
from cmkb.pages.form_html import lines_to_write_on, ticks
from cmkb.views.cards import Card
from cmkb.views.forms import Blank
from cmkb.views.found_out import found_out, still_to_ask

if TYPE_CHECKING:
    from cmkb.pages.page_tools import PageTools


def cards_html(tools: PageTools, cards: Iterable[Card], *, calls: bool) -> Markup:
    rows = _call_rows if calls else _meeting_rows
    extra = "" if calls else " ck-call--met"
    return Markup("".join(_card(tools, card, extra, "".join(_pairs(rows(tools, card)))) for card in cards))


def _pairs(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    for label, value in rows:
        yield f"<dt>{escape(label)}</dt><dd>{value}</dd>"


def _card(tools: PageTools, card: Card, extra: str, body: str) -> str:
    return f'<article class="ck-call{extra}"{"" if card.record else " data-prepared"}><header>{_who(tools, card)}{_tag(tools, card)}</header><dl>{body}</dl></article>'


def _who(tools: PageTools, card: Card) -> str:
    if card.client:
        row = tools.client(card.client)
        level = f' data-level="{row.tier_level}"' if row and row.tier_level else ""
        tier = f'<span class="ck-tier"{level}>{escape(row.tier)}</span>' if row and row.tier else ""
        return (
            f'<a class="ck-who" href="{tools.url(card.client)}">{escape(tools.name(card.client))}</a>{tier}'
        )
    people = sign("、").join(link.text for link in card.record.participants) if card.record else ""
    text = plain_start(card.record.text) if card.record and not people else people
    return f'<span class="ck-who">{escape(text or tools.context.say("没写名字"))}</span>'


def plain_start(text: str, most: int = 12) -> str:
    return text if len(text) <= most else text[:most] + "…"


def _tag(tools: PageTools, card: Card) -> str:
    """`同意 10:18，3 分`"""
    if card.record is None:
        return f'<span class="ck-tag">{escape(card.time)}</span>' if card.time else ""
    result = str(card.record.fields.get("result", ""))
    known = tools.context.vault.playbook.results.get(result)
    minutes = card.record.fields.get("mins")
    when = " ".join(filter(None, (result, card.time)))
    said = sign("，").join(
        filter(None, (when, words.counted(words.number(minutes), tools.context.say("分")) if minutes else ""))
    )
    tone = f' data-t="{known.tone}"' if known and known.tone else ""
    return f'<span class="ck-tag"{tone}>{escape(said)}</span>' if said else ""


def _call_rows(tools: PageTools, card: Card) -> Iterator[tuple[str, str]]:
    """The six lines that people know from the paper card, then whatever else the form holds."""
    say = tools.context.say
    blanks = {b.item.field: b for g in card.filled.groups for b in g.blanks}

    def said(key: str) -> str:
        b = blanks.pop(f"record.{key}", None)
        return _in_words(tools, b) if b is not None and b.known else ""

    prepared = card.record is None
    client = [b for field, b in blanks.items() if field.startswith("client.")]
    yield say("准备"), _prepared(tools, card, client) or _nothing(tools, prepared)
    yield (
        say("话术"),
        "<br>".join(filter(None, (said("script"), said("script_design"))))
        or _suggested(tools, card)
        or _nothing(tools, prepared),
    )
    agreed = sign("，").join(filter(None, (said("appt"), said("place"))))
    yield (
        say("约见"),
        agreed
        or (
            lines_to_write_on(1)
            if prepared
            else f'<span class="ck-mute">{escape(_not_agreed(tools, card))}</span>'
        ),
    )
    good = blanks.get("record.good")
    to_tick = ticks(good.item.ticks, ()) if prepared and good is not None else ""
    yield say("优点"), said("good") or to_tick or _nothing(tools, prepared)
    yield say("改进"), said("improve") or _nothing(tools, prepared)
    yield say("后续"), said("next") or _nothing(tools, prepared)
    for field, b in blanks.items():
        if (
            field.startswith("record.")
            and field not in ("record.time", "record.mins", "record.result")
            and b.known
        ):
            yield b.spec.label if b.spec else b.item.key, _in_words(tools, b)


def _suggested(tools: PageTools, card: Card) -> str:
    """Of a call that is only planned: the talk track that fits."""
    if card.record is not None or card.client is None:
        return ""
    suggestions = tools.context.suggestions
    found = suggestions.for_words(card.client, card.about) or suggestions.for_stage(card.client)
    if not found:
        return ""
    return f'<a href="{escape(tools.talk(found[0], card.client))}">{escape(tools.name(found[0]))}</a>'


def _prepared(tools: PageTools, card: Card, blanks: Iterable[Blank]) -> str:
    """`男，56 岁，买过大额存单`, and for a planned call what it is about."""
    say = tools.context.say
    parts = []
    for b in blanks:
        if not b.known or b.item.field == "client.name" or b.spec is None:
            continue
        value = _in_words(tools, b)
        parts.append(f"{escape(say('买过'))}{value}" if b.spec.type == "links" else value)
    who = sign("，").join(parts)
    path = card.planned.path if card.planned else ""
    about = str(tools.inline(path, card.about)) if path else escape(card.about)
    return "<br>".join(filter(None, (who, about, _asking(tools, card))))


def _asking(tools: PageTools, card: Card) -> str:
    """What a planned call could ask besides."""
    row = tools.client(card.client) if card.client and card.record is None else None
    if row is None:
        return ""
    context = tools.context
    vault = context.vault
    past = (record for record in reversed(vault.timeline(row.note.path)) if record.date <= context.today)
    found = found_out(row.note, vault.playbook, past)
    specs = still_to_ask(row.note, vault.playbook, row.complete, found, context.today)
    asked = " ".join(f"{number} {spec.ask or spec.label}" for number, spec in enumerate(specs, 1))
    return f'<span class="ck-mute">{escape(context.say("顺便了解"))} {escape(asked)}</span>' if asked else ""


def _not_agreed(tools: PageTools, card: Card) -> str:
    result = card.record.fields.get("result", "") if card.record else ""
    known = tools.context.vault.playbook.results.get(result)
    return tools.context.say("没打通") if known and not known.reached else tools.context.say("没约上")


def _nothing(tools: PageTools, prepared: bool) -> str:
    return (
        lines_to_write_on(1)
        if prepared
        else f'<span class="ck-mute">{escape(tools.context.say("没写"))}</span>'
    )


def _meeting_rows(tools: PageTools, card: Card) -> Iterator[tuple[str, str]]:
    """What is known; where the meeting has a note of its own, the rest stands there."""
    for g in card.filled.groups:
        for b in g.blanks:
            scope, _, key = b.item.field.partition(".")
            if (
                b.what == "value"
                and scope == card.form.kind
                and b.known
                and key not in ("client", "date", "mins", "result")
            ):
                yield b.spec.label if b.spec else b.item.key, _in_words(tools, b)
            elif (
                b.what == "section"
                and b.known
                and card.record
                and b.path == card.record.path
                and _is_line(tools, card)
            ):
                yield b.item.key, str(tools.inline(b.path, b.text))
    if card.record and not _is_line(tools, card):
        yield (
            tools.context.say("全文"),
            f'<a href="{tools.url(card.record.path)}">{escape(tools.name(card.record.path))}</a>',
        )
    elif card.record and card.record.text:
        yield tools.context.say("说的"), str(tools.inline(card.record.path, card.record.text))


def _is_line(tools: PageTools, card: Card) -> bool:
    """Whether the meeting is only a line in a journal."""
    note = tools.context.vault.notes.get(card.record.path) if card.record else None
    return note is None or note.kind != card.form.kind


def _in_words(tools: PageTools, b: Blank) -> str:
    """A value within a sentence: dates are short."""
    today = tools.context.today
    if isinstance(b.value, Moment):
        weekday = words.weekday(b.value.date, tools.context.language)
        return escape(f"{words.day(b.value.date, today)} {weekday} {b.value.time}".strip())
    if isinstance(b.value, Planned):
        return f"{words.day(b.value.date, today)} {tools.inline(b.path, b.value.text)}".strip()
    return str(tools.value(b.path, b.spec, b.value))
