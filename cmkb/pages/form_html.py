"""A form as HTML: its blanks in a grid, tables with lines to write on.

Written in Python, not as a template: every call of every day fills one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from cmkb.locales import N_, sign
from cmkb.model.playbook import FieldSpec
from cmkb.pages import format as words
from cmkb.pages.escaping import escape
from cmkb.pages.markdown import slug
from cmkb.views.forms import Blank, Filled, FilledGroup

if TYPE_CHECKING:
    from cmkb.pages.page_tools import PageTools

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
_SHORT_TEXTS = ("place", "room", "confirmed_by", "reported_to")


Attributes = Callable[[Blank], str]  # of a blank's element, with a space before each


def form_html(
    tools: PageTools, filled: Filled, *, blank: bool = False, attributes: Attributes = lambda b: ""
) -> Markup:
    """`blank`: a form to print and fill by hand, with all its lines."""
    empty = EMPTY_ROWS_ALONE if len(filled.groups) == 1 else EMPTY_ROWS
    return Markup("".join([_group(tools, group, blank, empty, attributes) for group in filled.groups]))


def anchors(b: Blank) -> str:
    """As attributes of a note's own form: links into the note lead here."""
    return f' id="{escape(slug(b.heading))}"' if b.heading else ""


def _group(tools: PageTools, group: FilledGroup, blank: bool, empty: int, attributes: Attributes) -> str:
    if group.group.table:
        return _section(group, _table(tools, group, empty if blank else 0))
    body = "".join(
        _figures(tools, list(blanks)) if what == "kpi" else _blanks(tools, blanks, blank, attributes)
        for what, blanks in groupby(group.blanks, key=lambda b: "kpi" if b.what == "kpi" else "")
    )
    return _section(group, body)


def _section(group: FilledGroup, body: str) -> str:
    note = f"<small>{escape(group.group.note)}</small>" if group.group.note else ""
    head = f"<header><h2>{escape(group.key)}</h2>{note}</header>"
    return f'<section class="ck-sec ck-fg">{head}{body}</section>'


def _table(tools: PageTools, group: FilledGroup, lines: int) -> str:
    """`lines` of a blank form; 0 for a filled one, which gets some to spare on paper."""
    heads = "".join(f"<th>{escape(b.item.key)}</th>" for b in group.blanks)
    rows = [table_row(tools, row) for row in group.rows]
    cells = "".join(f"<td>{_options(tools, b) or '&nbsp;'}</td>" for b in group.blanks)
    shown = "" if lines else " ck-print-row"
    rows += [f'<tr class="ck-spare{shown}">{cells}</tr>'] * (lines or SPARE_ROWS)
    none = paper = ""
    if not group.rows and not lines:
        none, paper = f'<p class="ck-mute ck-noprint">{escape(tools.context.say("还没有"))}</p>', " ck-print"
    head = f"<thead><tr>{heads}</tr></thead>"
    name = f' data-rows="{escape(group.key)}"'
    table = f'<table class="ck-form ck-form--rows">{head}<tbody{name}>{"".join(rows)}</tbody></table>'
    return f'<div class="ck-scroll{paper}">{table}</div>{none}'


def table_row(tools: PageTools, row: Iterable[Blank]) -> str:
    cells = [f"{_cell_begins(b.item.key)}{said(tools, b) or '—'}</td>" for b in row]
    return f"<tr>{''.join(cells)}</tr>"


@lru_cache(maxsize=256)
def _cell_begins(label: str) -> str:
    return f'<td data-l="{escape(label)}">'


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


def _blanks(tools: PageTools, blanks: Iterable[Blank], blank: bool, attributes: Attributes) -> str:
    cells = (_cell(tools, b, span, blank, attributes(b)) for b, span in _packed(blanks))
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


def _cell(tools: PageTools, b: Blank, span: int, blank: bool, attributes: str) -> str:
    body = said(tools, b) or _options(tools, b)
    if not body:
        lines = (LINES_BLANK if b.what == "section" else LINES) if blank else LINES_LEFT
        body = lines_to_write_on(lines if _is_long(b) else 1)
    return f'<div data-w="{span}"{attributes}><dt>{escape(b.item.key)}</dt><dd>{body}</dd></div>'


def lines_to_write_on(count: int) -> str:
    return '<i class="ck-rule"></i>' * count


def said(tools: PageTools, b: Blank) -> str:
    """What is known; "" where the blank is blank."""
    if b.what == "section":
        return f'<div class="ck-prose">{tools.markdown(b.path, b.text)}</div>' if b.text.strip() else ""
    if b.value is None or b.value in ("", ()):
        return ""
    if b.item.ticks:
        return ticks(b.item.ticks, b.ticked) + _added(tools, b)
    if type(b.value) is str and "[[" not in b.value:
        return escape(b.value)
    options = _few_options(tools, b.spec)
    if options and isinstance(b.value, bool):
        return ticks(options, (options[0] if b.value else options[1],))
    return str(tools.value(b.path, b.spec, b.value)) if b.path else escape(words.text_of(b.value))


def _added(tools: PageTools, b: Blank) -> str:
    """What was written beside the tick-list."""
    return f" {tools.inline(b.path, sign('、').join(b.added))}" if b.added else ""


def _options(tools: PageTools, b: Blank) -> str:
    """What there is to tick, nothing ticked."""
    if b.item.ticks:
        return f"{ticks(b.item.ticks, ())}{lines_to_write_on(1)}"
    return ticks(_few_options(tools, b.spec), ())


def _few_options(tools: PageTools, spec: FieldSpec | None) -> tuple[str, ...]:
    if spec is None:
        return ()
    if spec.type == "bool":
        return (tools.context.say("是"), tools.context.say("否"))
    if spec.type != "enum":
        return ()
    values = spec.values or tuple(getattr(tools.context.vault.playbook, spec.values_from, ()))
    return values if len(values) <= MOST_OPTIONS else ()


def ticks(options: Iterable[str], on: Iterable[str]) -> str:
    marked = frozenset(on)
    return "".join(
        f'<span class="ck-tick"{" data-on" if option in marked else ""}>{escape(option)}'
        f"{'<span class=ck-vh> ✓</span>' if option in marked else ''}</span>"
        for option in options
    )
