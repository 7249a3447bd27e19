"""The lists that are exported as tables: clients, what they hold, what happened, what is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from cmkb.exchange.cells import cell_of, column_type
from cmkb.exchange.table import Cell, Column, Table
from cmkb.locales import reader, sign, translator
from cmkb.model.note import Note
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.playbooks.names import fold, note_fields
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.follow_ups import follow_ups
from cmkb.views.wording import plain

NOTE = ("笔记", "Note")  # heading of the column with the path of the note: by it a row finds its note again
NOTE_WORDS = (*NOTE, "path", "note")
# What the folder says already, and what is better not copied at all.
NEVER = ("type", "id_number", "visibility")
_FIRST = ("uid", "name")


def client_table(vault: Vault) -> Table:
    """A row for each client, a column for each field that anybody fills in or that every client should have."""
    notes = vault.of_kind("client")
    specs = client_columns(vault.playbook, notes)
    extras = extra_keys(vault.playbook, notes)
    say = translator(vault.settings.language)
    columns = [Column(spec.key, spec.label, column_type(spec), spec.group) for spec in specs]
    columns += [Column("", key) for key in extras]
    columns.append(Column("", _note()))
    rows = tuple(
        (
            *(cell_of(note.get(spec.key)) for spec in specs),
            *(cell_of(note.front.extra.get(key)) for key in extras),
            note.path,
        )
        for note in notes
    )
    return Table("clients", say("客户"), tuple(columns), rows)


def client_columns(playbook: Playbook, notes: Iterable[Note]) -> tuple[FieldSpec, ...]:
    used = {key for note in notes for key in note.front.fields}
    specs = playbook.fields_of("client")
    order = {group: place for place, group in enumerate(playbook.groups)}
    wanted = [
        spec
        for spec in specs.values()
        if spec.key not in (*NEVER, *_FIRST) and (spec.key in used or spec.complete or spec.key in _ALWAYS)
    ]
    first = [specs[key] for key in _FIRST if key in specs]
    return (*first, *sorted(wanted, key=lambda spec: order.get(spec.group, len(order))))


_ALWAYS = ("status", "stage", "source", "next", "opened")


def extra_keys(playbook: Playbook, notes: Iterable[Note]) -> tuple[str, ...]:
    """Keys of clients that the playbook does not know. One that it knows is extra where its value is none of its type."""
    known = note_fields(playbook, "client")
    keys = dict.fromkeys(key for note in notes for key in note.front.extra)
    return tuple(key for key in keys if fold(key) not in known)


def holding_table(vault: Vault) -> Table:
    say = translator(vault.settings.language)
    specs = vault.playbook.entry_fields.get("holdings", {})
    entries = [(note, entry) for note in vault.of_kind("client") for entry in note.holdings]
    used = {key for _, entry in entries for key in entry.fields}
    shown = [spec for key, spec in specs.items() if key in used and key != "product"]
    columns = [Column("client", say("客户")), Column("product", say("产品"))]
    columns += [Column(spec.key, spec.label, column_type(spec)) for spec in shown]
    columns.append(Column("", _note()))
    rows = tuple(
        (
            display_name(vault, note),
            cell_of(entry.fields.get("product")) or cell_of(plain(entry.text)),
            *(cell_of(entry.fields.get(spec.key)) for spec in shown),
            note.path,
        )
        for note, entry in entries
    )
    return Table("holdings", say("持有"), tuple(columns), rows)


def record_table(vault: Vault) -> Table:
    say = translator(vault.settings.language)
    specs = vault.playbook.record_fields
    used = {key for record in vault.records for key in record.fields}
    shown = [spec for key, spec in specs.items() if key in used and key not in _OF_RECORD]
    columns = [
        Column("date", say("日期"), "date"), Column("time", say("时间")), Column("kind", say("方式")),
        Column("client", say("客户")), Column("text", say("内容")), Column("count", say("数量"), "number"),
        *(Column(spec.key, spec.label, column_type(spec)) for spec in shown),
        Column("", _note()),
    ]  # fmt: skip
    rows = tuple(
        (
            record.date,
            record.time or None,
            record.kind,
            _names(vault, vault.clients_of(record)),
            cell_of(plain(record.text)),
            record.count,
            *(cell_of(record.fields.get(spec.key)) for spec in shown),
            f"{record.path}:{record.place.line}",
        )
        for record in vault.records
    )
    return Table("records", say("记录"), tuple(columns), rows)


_OF_RECORD = ("time", "kind", "client", "text")


def follow_up_table(vault: Vault, today: date) -> Table:
    say = translator(vault.settings.language)
    columns = (
        Column("date", say("日期"), "date"), Column("time", say("时间")), Column("kind", say("类别")),
        Column("client", say("客户")), Column("title", say("事情")), Column("why", say("原因")),
        Column("overdue_days", say("逾期天数"), "number"), Column("", _note()),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = [
        (
            row.date,
            row.time or None,
            row.kind,
            _names(vault, (row.client,) if row.client else ()),
            row.title,
            row.why or None,
            row.overdue_days(today) or None,
            f"{row.path}:{row.line}",
        )
        for row in follow_ups(vault, today)
        if not row.is_far(today)
    ]
    return Table("follow-ups", say("跟进"), columns, tuple(rows))


TABLES: Mapping[str, Callable[[Vault, date], Table]] = {
    "clients": lambda vault, today: client_table(vault),
    "holdings": lambda vault, today: holding_table(vault),
    "records": lambda vault, today: record_table(vault),
    "follow-ups": follow_up_table,
}


def _names(vault: Vault, paths: Iterable[str]) -> str | None:
    return sign("、").join(display_name(vault, vault.notes[path]) for path in paths) or None


def changed_texts(table: Table, change: Callable[[str], str]) -> Table:
    """With every text changed; the paths of notes stay."""

    def cell(value: Any, column: Column) -> Any:
        return change(value) if isinstance(value, str) and column.title not in NOTE else value

    rows = tuple(tuple(map(cell, row, table.columns)) for row in table.rows)
    return Table(table.name, table.title, table.columns, rows)


def _note() -> str:
    return NOTE[reader() != "zh"]
