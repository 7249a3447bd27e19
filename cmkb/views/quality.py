"""What is wrong or missing in the notes, for the check page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.locales import with_unit
from cmkb.model.note import Record
from cmkb.model.playbook import Limit
from cmkb.model.problem import Problem, problem
from cmkb.vault import Vault


def future_records(vault: Vault, today: date) -> Iterator[Problem]:
    """L5: a record of a day that has not come cannot have happened; most often the date is mistyped."""
    for record in reversed(vault.records):
        if record.date <= today:
            break
        if vault.notes[record.path].kind == "meeting":
            continue  # a coming meeting is an appointment
        yield problem(
            record.path, record.place.line, record.place.column, "L5", date=record.date, today=today
        )


def limit_notices(vault: Vault) -> Iterator[Problem]:
    """L6: soft limits of the playbook, such as a call of more than so many minutes."""
    limits = [(limit, frozenset(limit.kinds)) for limit in vault.playbook.limits.values()]
    for record in vault.records:
        for limit, kinds in limits:
            value = record.fields.get(limit.field) if record.kind in kinds else None
            if not isinstance(value, int | float):
                continue
            if limit.most is not None and value > limit.most:
                yield _beyond(record, "L6.most", limit, value, limit.most)
            if limit.least is not None and value < limit.least:
                yield _beyond(record, "L6.least", limit, value, limit.least)


def _beyond(record: Record, text: str, limit: Limit, value: int | float, bound: int | float) -> Problem:
    said = {
        "value": with_unit(f"{value:.12g}", limit.unit),
        "limit": with_unit(f"{bound:.12g}", limit.unit),
    }
    return problem(record.path, record.place.line, record.place.column, text, label=limit.label, **said)
