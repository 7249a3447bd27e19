"""A form as HTML: its blanks in a grid, tables with lines to write on, cards of calls and meetings.

Written in Python, not as a template: a client's file has fifty blanks, and there are thousands of clients.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from cmkb.locales import N_, sign
from cmkb.model.note import Moment, Planned
from cmkb.model.playbook import FieldSpec
from cmkb.pages import format as words
from cmkb.pages.escaping import escape
from cmkb.pages.markdown import slug
from cmkb.views.cards import Card
from cmkb.views.forms import Blank, Filled, FilledGroup
from cmkb.views.found_out import found_out, still_to_ask

if TYPE_CHECKING:
    from cmkb.pages.context import PageTools

COLUMNS = 6  # of the grid of blanks
EMPTY_ROWS = 5  # of a blank table
EMPTY_ROWS_ALONE = 16  # of one that has the sheet for itself
SPARE_ROWS = 2  # of a filled one: something comes to mind when it is on paper
LINES = 3  # to write on, for what takes sentences
LINES_BLANK = 5  # for a whole section
LINES_LEFT = 1  # on a filled form
MOST_OPTIONS = 8  # of an enumeration that are printed to tick
_NARROW = frozenset(
    ("num", "money", "bool", "date", "dt", "time", "enum", "lunar", "monthday", "cadence", "phones")
)
_TOLD_IN_SENTENCES = ("record", "meeting", "case", "event")  # kinds whose texts want the whole width
_ID = re.compile(r' id="[^"]*"')  # only in tags: quotation marks in words are escaped
_SHORT_TEXTS = ("place", "room", "confirmed_by", "reported_to")


def form_html(tools: PageTools, filled: Filled, *, blank: bool = False, anchors: bool = False) -> Markup:
    """`blank`: a form to print and fill by hand, with all its lines. `anchors`: links into the note lead here."""
    empty = EMPTY_ROWS_ALONE if len(filled.groups) == 1 else EMPTY_ROWS
    return Markup("".join([_group(tools, group, blank, empty, anchors) for group in filled.groups]))


def _group(tools: PageTools, group: FilledGroup, blank: bool, empty: int, anchors: bool) -> str:
    if group.group.table:
        return _section(group, _table(tools, group, empty if blank else 0))
    if not blank and (sheet := _sheet(tools, group)) is not None:
        return sheet.filled(tools, group)
    body = "".join(
        _figures(tools, list(blanks)) if what == "kpi" else _blanks(tools, blanks, blank)
        for what, blanks in groupby(group.blanks, key=lambda b: "kpi" if b.what == "kpi" else "")
    )
    return _section(group, body if anchors else _ID.sub("", body))


def _section(group: FilledGroup, body: str) -> str:
    note = f"<small>{escape(group.group.note)}</small>" if group.group.note else ""
    head = f"<header><h2>{escape(group.key)}</h2>{note}</header>"
    return f'<section class="ck-sec ck-fg">{head}{body}</section>'


@dataclass(frozen=True, slots=True)
class _Columns:
    """What a form's table has on every page."""

    heads: str
    labels: tuple[str, ...]
    spare: str  # cells of an empty line


def _columns(tools: PageTools, columns: tuple[Blank, ...]) -> _Columns:
    labels = tuple(escape(b.item.key) for b in columns)
    heads = "".join(f"<th>{label}</th>" for label in labels)
    return _Columns(heads, labels, "".join(f"<td>{_options(tools, b) or '&nbsp;'}</td>" for b in columns))


def _table(tools: PageTools, group: FilledGroup, lines: int) -> str:
    """`lines` of a blank form; 0 for a filled one, which gets some to spare on paper."""
    kept, key = tools.context.form_parts, ("table", id(group.blanks))
    columns = kept.get(key)
    if columns is None:
        columns = kept[key] = _columns(tools, group.blanks)
    rows = []
    for row in group.rows:
        cells = zip(columns.labels, row, strict=True)
        said = "".join(f'<td data-l="{label}">{_said(tools, b) or "—"}</td>' for label, b in cells)
        rows.append(f"<tr>{said}</tr>")
    shown = "" if lines else " ck-print-row"
    rows += [f'<tr class="ck-spare{shown}">{columns.spare}</tr>'] * (lines or SPARE_ROWS)
    none = paper = ""
    if not group.rows and not lines:
        none, paper = f'<p class="ck-mute ck-noprint">{escape(tools.context.say("还没有"))}</p>', " ck-print"
    head = f"<thead><tr>{columns.heads}</tr></thead>"
    table = f'<table class="ck-form ck-form--rows">{head}<tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="ck-scroll{paper}">{table}</div>{none}'


def _figures(tools: PageTools, blanks: list[Blank]) -> str:
    """环节, 计划, 实际, 完成率."""
    say = tools.context.say
    heads = "".join(
        f'<th class="r">{escape(say(word))}</th>' for word in (N_("计划"), N_("实际"), N_("完成率"))
    )
    rows = []
    for b in blanks:
        plan = actual = rate = ""
        if b.row is not None:
            plan = words.quantity(b.row.plan, b.row.kpi.unit)
            actual = words.quantity(b.row.value, b.row.kpi.unit)
            rate = words.percent(b.row.rate)
        rows.append(
            f'<tr><th scope="row">{escape(b.item.key)}</th><td class="r">{plan}</td>'
            f'<td class="r"><b>{actual}</b></td><td class="r">{rate}</td></tr>'
        )
    head = f"<thead><tr><th>{escape(say('环节'))}</th>{heads}</tr></thead>"
    return f'<table class="ck-form ck-form--figures">{head}<tbody>{"".join(rows)}</tbody></table>'


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A group in which values alone stand, as HTML that nobody filled: most of a client's file."""

    parts: tuple[str, ...]  # what stands before the blanks, each blank, what stands after them
    heads: tuple[str, ...]  # of each blank
    nones: tuple[str, ...]  # what each blank says when there is nothing to say
    whole: str

    def filled(self, tools: PageTools, group: FilledGroup) -> str:
        if not group.filled:
            return self.whole
        parts = list(self.parts)
        for place, b in group.filled.items():
            parts[place + 1] = f"{self.heads[place]}{_said(tools, b) or self.nones[place]}</dd></div>"
        return "".join(parts)


def _sheet(tools: PageTools, group: FilledGroup) -> _Sheet | None:
    """Kept: a form's items live as long as its playbook."""
    key = ("sheet", id(group.empty))
    if key not in tools.context.form_parts:
        values_alone = all(b.what == "value" for b in group.blanks)
        tools.context.form_parts[key] = _laid(tools, group) if values_alone else None
    found: _Sheet | None = tools.context.form_parts[key]
    return found


def _laid(tools: PageTools, group: FilledGroup) -> _Sheet:
    cells = [_cell(tools, b, span, False) for b, span in _packed(group.empty)]
    pieces = [cell.partition("<dd>") for cell in cells]
    before, _, after = _section(group, '<dl class="ck-blanks">\0</dl>').partition("\0")
    return _Sheet(
        parts=(before, *cells, after),
        heads=tuple(head + mark for head, mark, _ in pieces),
        nones=tuple(rest.removesuffix("</dd></div>") for *_, rest in pieces),
        whole="".join((before, *cells, after)),
    )


def _blanks(tools: PageTools, blanks: Iterable[Blank], blank: bool) -> str:
    cells = (_cell(tools, b, span, blank) for b, span in _packed(blanks))
    return f'<dl class="ck-blanks">{"".join(cells)}</dl>'


def _packed(blanks: Iterable[Blank]) -> Iterator[tuple[Blank, int]]:
    """Each blank and how many of the line's columns it takes; the last of a line takes what is left."""
    line: list[tuple[Blank, int]] = []
    for b in blanks:
        span = _span(b)
        if sum(taken for _, taken in line) + span > COLUMNS:
            yield from _stretched(line)
            line = []
        line.append((b, span))
    yield from _stretched(line)


def _stretched(line: list[tuple[Blank, int]]) -> Iterator[tuple[Blank, int]]:
    if line:
        *first, (last, _) = line
        yield from first
        yield last, COLUMNS - sum(taken for _, taken in first)


def _span(b: Blank) -> int:
    """A third, half or the whole of the line."""
    key = b.item.field.partition(".")[2]
    if _is_long(b):
        return COLUMNS
    kind = b.spec.type if b.spec else "text"
    if kind in _NARROW or key in ("name", "salutation"):
        return COLUMNS // 3
    return COLUMNS // 2


def _is_long(b: Blank) -> bool:
    """Whether it takes sentences, or ticks."""
    scope, _, key = b.item.field.partition(".")
    if b.what in ("section", "free") or b.item.ticks:
        return True
    kind = b.spec.type if b.spec else "text"
    told = scope in _TOLD_IN_SENTENCES and kind in ("text", "list") and key not in _SHORT_TEXTS
    return kind == "planned" or told


def _cell(tools: PageTools, b: Blank, span: int, blank: bool) -> str:
    body = _said(tools, b) or _options(tools, b)
    if not body:
        lines = (LINES_BLANK if b.what == "section" else LINES) if blank else LINES_LEFT
        body = _rules(lines if _is_long(b) else 1)
    anchor = f' id="{escape(slug(b.heading))}"' if b.heading else ""
    return f'<div data-w="{span}"{anchor}><dt>{escape(b.item.key)}</dt><dd>{body}</dd></div>'


def _rules(count: int) -> str:
    return '<i class="ck-rule"></i>' * count


def _said(tools: PageTools, b: Blank) -> str:
    """What is known; "" where the blank is blank."""
    if b.what == "section":
        return f'<div class="ck-prose">{tools.markdown(b.path, b.text)}</div>' if b.text.strip() else ""
    if b.value in (None, "", ()):
        return ""
    if b.item.ticks:
        return _ticks(b.item.ticks, b.ticked) + _added(tools, b)
    if type(b.value) is str and "[[" not in b.value:
        return escape(b.value)
    options = _few_options(tools, b.spec)
    if options and isinstance(b.value, bool):
        return _ticks(options, (options[0] if b.value else options[1],))
    return str(tools.value(b.path, b.spec, b.value)) if b.path else escape(words.text_of(b.value))


def _added(tools: PageTools, b: Blank) -> str:
    """What was written beside the tick-list."""
    return f" {tools.inline(b.path, sign('、').join(b.added))}" if b.added else ""


def _options(tools: PageTools, b: Blank) -> str:
    """What there is to tick, nothing ticked."""
    if b.item.ticks:
        return f"{_ticks(b.item.ticks, ())}{_rules(1)}"
    return _ticks(_few_options(tools, b.spec), ())


def _few_options(tools: PageTools, spec: FieldSpec | None) -> tuple[str, ...]:
    if spec is None:
        return ()
    if spec.type == "bool":
        return (tools.context.say("是"), tools.context.say("否"))
    if spec.type != "enum":
        return ()
    values = spec.values or tuple(getattr(tools.context.vault.playbook, spec.values_from, ()))
    return values if len(values) <= MOST_OPTIONS else ()


def _ticks(options: Iterable[str], on: Iterable[str]) -> str:
    marked = frozenset(on)
    return "".join(
        f'<span class="ck-tick"{" data-on" if option in marked else ""}>{escape(option)}'
        f"{'<span class=ck-vh> ✓</span>' if option in marked else ''}</span>"
        for option in options
    )


# --- cards ---------------------------------------------------------------------------------------------------


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
        or (_rules(1) if prepared else f'<span class="ck-mute">{escape(_not_agreed(tools, card))}</span>'),
    )
    good = blanks.get("record.good")
    ticks = _ticks(good.item.ticks, ()) if prepared and good is not None else ""
    yield say("优点"), said("good") or ticks or _nothing(tools, prepared)
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
    return _rules(1) if prepared else f'<span class="ck-mute">{escape(tools.context.say("没写"))}</span>'


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
