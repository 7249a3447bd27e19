"""The way from a figure to the records behind it: links to the lines of a day's page, or to the note they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup
from markupsafe import escape as markup_escape

from cmkb.locales import sign
from cmkb.model.note import Record
from cmkb.pages import format as words
from cmkb.pages.context import PageTools


def text(value: object) -> Markup:
    return markup_escape(value)


def link(address: str, label: object) -> Markup:
    """Written without Markup.format, which takes four times as long: a period's page has hundreds."""
    shown = label if type(label) is Markup else markup_escape(label)
    return Markup(f'<a href="{escape(address)}">{shown}</a>') if address else shown


def record_address(tools: PageTools, record: Record) -> str:
    """The line on its day's page, or the page of the note that the record comes from; "" without one."""
    address = tools.url(record.path)
    journal = tools.context.vault.notes[record.path].kind == "journal"
    return f"{address}#r{record.place.line}" if journal and address else address


def record_link(tools: PageTools, record: Record, label: str) -> Markup:
    return link(record_address(tools, record), label)


def people_links(tools: PageTools, paths: Iterable[str]) -> Markup:
    return Markup(sign("、").join([link(tools.url(path), tools.name(path)) for path in paths]))


def told_by(tools: PageTools, records: Iterable[Record]) -> Markup:
    """Each record by its time and its people. Written without templates: a day has a hundred of these."""
    return Markup(sign("、").join(_told(tools, record) for record in records))


def _told(tools: PageTools, record: Record) -> str:
    if record.count is not None:
        who = f"{record.kind} {words.number(record.count)}"
    else:
        who = sign("、").join(tools.name(path) for path in tools.people(record)) or record.kind
    label = escape(f"{record.time} {who}".strip())
    address = record_address(tools, record)
    return f'<a href="{escape(address)}">{label}</a>' if address else label


def kpi_anchor(key: str) -> str:
    """Where a page tells which records a KPI's figure is made of."""
    return f"k-{key}"
