"""Calls that came in: answered on their day, late, or not yet."""

from __future__ import annotations

from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Record
from cmkb.reading.dates import moment_as_said, planned_as_said
from cmkb.vault import Vault
from cmkb.views.contacts import is_contact
from cmkb.views.dates import plus
from cmkb.views.wording import plain, said_on

SHOWN_DAYS = 30  # how far back the list goes
SAME_DAY, LATE, WAITING = "same_day", "late", "waiting"


@immutable
class InboundCall:
    record: Record
    clients: tuple[str, ...]
    state: str  # same_day | late | waiting
    answered: str  # `16:20`, `11-24 电话`


def inbound_calls(vault: Vault, today: date) -> tuple[InboundCall, ...]:
    """Of the last days, newest first. Answered by the field 回复, or by the next contact with the same client."""
    first = plus(today, -SHOWN_DAYS)
    found = []
    for record in vault.records:
        kind = vault.playbook.kinds.get(record.kind)
        if kind is None or not kind.inbound or record.count is not None or not first <= record.date <= today:
            continue
        found.append(InboundCall(record, vault.clients_of(record), *_answer(vault, record, today)))
    return tuple(reversed(found))


def _answer(vault: Vault, call: Record, today: date) -> tuple[str, str]:
    if reply := str(call.fields.get("reply") or ""):
        said = moment_as_said(reply, call.date) or planned_as_said(reply, call.date)
        day = said.date if said else call.date
        return (SAME_DAY if day <= call.date else LATE), plain(reply)
    for client in vault.clients_of(call):
        after = False
        for record in vault.timeline(client):
            if record is call:
                after = True
            elif after and record.date <= today and _is_reply(vault, record):
                return (SAME_DAY if record.date == call.date else LATE), said_on(record)
    return WAITING, ""


def _is_reply(vault: Vault, record: Record) -> bool:
    return is_contact(record, vault.playbook) and not vault.playbook.kinds[record.kind].inbound
