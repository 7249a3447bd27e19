"""What commands print with `--json` and `cmkb export json` writes: stable keys, dates ISO, links as text, files by path
from the vault."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from cmkb.model.follow_up import FollowUp
from cmkb.model.note import (
    Cadence,
    ChannelCadence,
    Entry,
    Link,
    LunarDay,
    Moment,
    MonthDay,
    NoCadence,
    Planned,
    Record,
)
from cmkb.vault import Vault
from cmkb.views.clients import display_name
from cmkb.views.wording import plain


def as_plain(value: Any) -> Any:
    """A typed value of front matter or a record as JSON has it; money stays a number in yuan."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Moment):
        return f"{value.date.isoformat()}T{value.time}" if value.time else value.date.isoformat()
    if isinstance(value, Planned):
        return f"{value.date.isoformat()} {value.text}".rstrip()
    if isinstance(value, Link):
        return value.text
    if isinstance(value, LunarDay):
        return f"{'闰' if value.leap else ''}{value.month:02d}-{value.day:02d}"
    if isinstance(value, MonthDay):
        return f"{value.month:02d}-{value.day:02d}"
    if isinstance(value, Cadence):
        return "，".join((_days(value), *(f"{one.channel} {_days(one)}" for one in value.channels)))
    if isinstance(value, NoCadence):
        return "none"
    if isinstance(value, Mapping):
        return {str(key): as_plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [as_plain(inner) for inner in value]
    return str(value)


def _days(value: Cadence | ChannelCadence) -> str:
    return f"{value.ideal}d" if value.ideal == value.most else f"{value.ideal}d/{value.most}d"


def source(path: str, line: int) -> dict[str, Any]:
    return {"path": path, "line": line}


def client_name(vault: Vault, path: str | None) -> str | None:
    return display_name(vault, vault.notes[path]) if path else None


def follow_up(vault: Vault, row: FollowUp, today: date) -> dict[str, Any]:
    return {
        "date": as_plain(row.date),
        "time": row.time,
        "show_from": as_plain(row.show_from),
        "show_until": as_plain(row.show_until),
        "kind": row.kind,
        "client": row.client,
        "client_name": client_name(vault, row.client),
        "title": row.title,
        "why": row.why,
        "overdue_days": row.overdue_days(today),
        "script": row.script,
        "task_id": row.task_id,
        "source": source(row.path, row.line),
    }


def record(vault: Vault, of: Record) -> dict[str, Any]:
    return {
        "date": as_plain(of.date),
        "time": of.time,
        "kind": of.kind,
        "text": plain(of.text),
        "fields": as_plain(of.fields),
        "extra": dict(of.extra),
        "count": of.count,
        "clients": list(vault.clients_of(of)),
        "source": source(of.path, of.place.line),
    }


def holding(path: str, entry: Entry) -> dict[str, Any]:
    """The fields beside `text`; `product` is there even where only the line's words name it."""
    text = plain(entry.text)
    fields = {"product": text, **as_plain(entry.fields)}
    return {"text": text, **fields, "extra": dict(entry.extra), "source": source(path, entry.place.line)}
