"""`cmkb find TEXT`: in names, fields and texts of all notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, pad, paint, safe, say_error, say_json, say_lines, wrapped
from cmkb.exchange.as_json import as_plain
from cmkb.model.immutable import immutable
from cmkb.model.note import KINDS, Note
from cmkb.names import fold
from cmkb.pages.format import text_of
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.who import find_who

EVERY_KIND = frozenset(KINDS)
LONGEST_LINE = 400  # of a line that is longer, what stands around the words is shown


@immutable
class Hit:
    note: Note
    line: int  # of the file; 1 for a hit in the name alone
    text: str = ""  # the line; "" for a hit in the name alone
    heading: str = ""
    context: tuple[tuple[int, str], ...] = ()  # lines around it


@click.command("find", cls=Command)
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@click.option(
    "-C",
    "--context",
    type=click.IntRange(0, 20),
    default=0,
    metavar="N",
    help="前后各显示几行 / lines around each hit",
)
@answering
def command(
    vault: Path | None, today: date | None, as_json: bool, strict: bool, text: tuple[str, ...], context: int
) -> int:
    """
    在名字（也认拼音和尾号）、资料和正文里查找；写几个词时，同一行里都要有。
    Search names (pinyin and number tails too), fields and texts; several words must stand in one line.
    """
    opened = open_vault(vault, today)
    code = report(opened, strict)
    hits = list(search(opened.vault, text, context))
    if as_json:
        say_json([shape(opened.vault, hit) for hit in hits])
    elif hits:
        say_lines(lines(opened, hits, text, columns()))
    else:
        say_error([opened.say("没有找到“{text}”").format(text=safe(" ".join(text)))])
    return code


def search(vault: Vault, words: Iterable[str], around: int = 0) -> Iterator[Hit]:
    """Notes whose name fits first, then by path, journals last and newest first."""
    words = tuple(words)
    terms = tuple(term for word in words for term in fold(word).split())
    if not terms:
        return
    named = {one.path: vault.notes[one.path] for one in find_who(vault, " ".join(words), EVERY_KIND)}
    journals = [note for note in vault.notes.values() if note.kind == "journal"]
    others = [note for note in vault.notes.values() if note.kind != "journal"]
    labels = {kind: {s.key: s.label for s in specs.values()} for kind, specs in vault.playbook.fields.items()}
    for note in named.values():
        hits = list(_hits(note, labels.get(note.kind, {}), terms, around))
        yield from hits or [Hit(note, 1)]
    for note in (*others, *reversed(journals)):
        if note.path not in named:
            yield from _hits(note, labels.get(note.kind, {}), terms, around)


def _hits(note: Note, labels: Mapping[str, str], terms: tuple[str, ...], around: int) -> Iterator[Hit]:
    """`labels`: of the playbook's fields, as a user calls them. The field's key is found as well."""
    for key, value in (*note.front.fields.items(), *note.front.extra.items()):
        text = f"{labels.get(key, key)}: {text_of(value)}"
        if _has(fold(text), terms) or _has(fold(f"{key}: {text_of(value)}"), terms):
            place = note.front.places.get(key)
            yield Hit(note, place.line if place else 1, text)
    if not _has(fold(note.body), terms):
        return
    source = note.body.split("\n")
    headings = {section.place.line: section.heading for section in note.sections}
    heading = ""
    for index, text in enumerate(source):
        line = note.body_line + index
        heading = headings.get(line, heading)
        if _has(fold(text), terms):
            first = max(0, index - around)
            lines = tuple(
                (note.body_line + i, source[i]) for i in range(first, min(index + around + 1, len(source)))
            )
            yield Hit(note, line, text, heading, lines if around else ())


def _has(text: str, terms: tuple[str, ...]) -> bool:
    return all(term in text for term in terms)


def shape(vault: Vault, hit: Hit) -> dict[str, Any]:
    return {
        "path": hit.note.path,
        "line": hit.line,
        "name": _name(vault, hit.note),
        "kind": hit.note.kind,
        "heading": hit.heading,
        "text": hit.text,
        "context": [{"line": line, "text": text} for line, text in hit.context],
        "date": as_plain(hit.note.date),
    }


def lines(opened: Opened, hits: Iterable[Hit], words: Iterable[str], cells: int) -> Iterator[str]:
    marks = re.compile("|".join(re.escape(word) for text in words for word in text.split()), re.IGNORECASE)
    first = True
    for note, of_note in groupby(hits, key=lambda hit: hit.note):
        if not first:
            yield ""
        first = False
        yield from wrapped(f"{paint(safe(_name(opened.vault, note)), 'head')}  {safe(note.path)}", cells)
        for hit in of_note:
            shown = hit.context or (((hit.line, hit.text),) if hit.text else ())
            for line, text in shown:
                number = pad(str(line), 4)
                found = marks.sub(lambda m: paint(m[0], "late"), _around(safe(text), marks))
                yield from wrapped(f"  {number}  {found}", cells, " " * 8)


def _around(text: str, marks: re.Pattern[str]) -> str:
    """A very long line is cut to what stands around the first word."""
    if len(text) <= LONGEST_LINE:
        return text
    match = marks.search(text)
    start = max(0, (match.start() if match else 0) - LONGEST_LINE // 2)
    piece = text[start : start + LONGEST_LINE]
    return f"{'…' if start else ''}{piece}{'…' if start + LONGEST_LINE < len(text) else ''}"


def _name(vault: Vault, note: Note) -> str:
    return display_name(vault, note) if note.kind == "client" else note.title
