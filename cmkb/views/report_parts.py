"""What the journals say in words: news, the analysis, and the headings of the playbook's `report`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.locales import sign
from cmkb.model.note import Note, Record
from cmkb.model.playbook import ReportPart
from cmkb.vault import Vault
from cmkb.views.holders import holders_of
from cmkb.views.news import NewsItem, news_items
from cmkb.views.prose import names_in, prose, said, visible
from cmkb.views.quota_report import Source
from cmkb.views.report_rows import News, Part, PartLine, Summary
from cmkb.views.report_words import fields_of, participant_names, shown_of, source_of, title_of, words_of
from cmkb.views.review import review


def summary_of(vault: Vault, journal: Note) -> Summary:
    """Without the figures that correct the day's own: those stand in the table."""
    named, found = names_in(vault, journal.path), review(journal)
    well, badly, change, rest = (
        tuple(filter(None, (said(line, named) for line in lines)))
        for lines in (found.well, found.badly, found.change, found.rest)
    )
    return Summary(well, badly, change, rest)


def news(vault: Vault, journal: Note, day: date) -> Iterator[News]:
    items = [item for item in news_items(vault) if item.path == journal.path]
    holders = holders_of(vault) if items else {}
    seen = {entry.place.line for entry in journal.news}
    for item in items:
        if item.line in seen:
            yield _news_row(vault, day, item, holders)


def _news_row(vault: Vault, day: date, item: NewsItem, holders: dict[str, tuple[str, ...]]) -> News:
    said_on = item.entry.fields.get("news_date")
    concerned = dict.fromkeys(client for key in item.about for client in holders.get(key, ()))
    return News(
        date=said_on if isinstance(said_on, date) else day,
        title=said(item.entry.text, names_in(vault, item.path)),
        points=words_of(item.entry.fields.get("points")),
        products=tuple(title_of(vault, product) for product in item.products),
        holders=tuple(title_of(vault, client) for client in concerned),
        source=Source(item.path, item.line),
    )


Day = tuple[date, Note | None, tuple[Record, ...]]  # with its journal and its records


def parts(vault: Vault, days: Iterable[Day], note: Note | None = None) -> tuple[Part, ...]:
    """Each heading of the playbook's `report`, whether anything was written for it or not.

    `note` is that of a period: what it says itself goes before what its days say.
    """
    days = tuple(days)
    of_kinds = {kind for part in vault.playbook.report.values() for kind in part.kinds}
    return tuple(
        Part(
            part.key,
            part.label,
            (
                *(_section_lines(vault, part, note, None) if note else ()),
                *(line for day in days for line in _part_lines(vault, part, day, of_kinds)),
            ),
        )
        for part in vault.playbook.report.values()
    )


def _part_lines(vault: Vault, part: ReportPart, day: Day, of_kinds: set[str]) -> Iterator[PartLine]:
    date_, journal, records = day
    if journal:
        yield from _section_lines(vault, part, journal, date_)
    told = (
        r
        for r in records
        if r.kind in part.kinds or (r.kind not in of_kinds and r.fields.keys() & part.fields)
    )
    for record in shown_of(vault, told):
        text = _whole(vault, record) if record.kind in part.kinds else _said_in(vault, record, part.fields)
        if text:
            name = sign("、").join(participant_names(vault, record))
            yield PartLine(date_, name, text, 0, False, source_of(record))


def _section_lines(vault: Vault, part: ReportPart, note: Note, day: date | None) -> Iterator[PartLine]:
    seen = visible(note)
    for line in (line for section in part.sections for line in prose(vault, seen, section)):
        yield PartLine(day, "", line.text, line.depth, line.head, Source(note.path, line.line))


def _whole(vault: Vault, record: Record) -> str:
    """A record's words and what its fields say."""
    words, fields = said(record.text, names_in(vault, record.path)), fields_of(vault, record)
    return f"{words}{sign('（')}{fields}{sign('）')}" if words and fields else words or fields


def _said_in(vault: Vault, record: Record, keys: Iterable[str]) -> str:
    named = names_in(vault, record.path)
    return sign("；").join(filter(None, (words_of(record.fields.get(key), named) for key in keys)))
