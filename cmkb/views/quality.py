"""What is wrong or missing in the notes, for the check page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cmkb.model.problem import Problem, problem
from cmkb.vault import Vault


def future_records(vault: Vault, today: date) -> Iterator[Problem]:
    """L5: a record of a day that has not come cannot have happened; most often the date is mistyped."""
    for record in reversed(vault.records):
        if record.date <= today:
            break
        if vault.notes[record.path].kind == "meeting":
            continue  # a coming meeting is an appointment
        yield problem(record.path, record.place.line, record.place.column, "L5", date=record.date, today=today)


def limit_notices(vault: Vault) -> Iterator[Problem]:
    """L6: soft limits of the playbook, such as a call of more than so many minutes."""
    limits = [(limit, frozenset(limit.kinds)) for limit in vault.playbook.limits.values()]
    for record in vault.records:
        for limit, kinds in limits:
            value = record.fields.get(limit.field)
            if record.kind not in kinds or not isinstance(value, int | float):
                continue
            where = (record.path, record.place.line, record.place.column)
            said = {"label": limit.label, "value": f"{value:g}{limit.unit}"}
            if limit.most is not None and value > limit.most:
                yield problem(*where, "L6.most", **said, limit=f"{limit.most:g}{limit.unit}")
            if limit.least is not None and value < limit.least:
                yield problem(*where, "L6.least", **said, limit=f"{limit.least:g}{limit.unit}")
