"""Goals of a period that no KPI counts: what the team should reach, what clients should hold.

`goal_x` is held against what the period's note says under `x`, else against the sum of what clients have under `x` now.
"""

from __future__ import annotations

from cmkb.model.immutable import immutable
from cmkb.model.note import Place
from cmkb.views.period_clients import held_by_clients
from cmkb.views.periods import Periods
from cmkb.views.spans import Span

Number = int | float
PREFIX = "goal_"


@immutable
class OtherGoal:
    key: str  # without the prefix
    label: str
    unit: str
    goal: Number
    actual: Number | None
    written: bool  # the actual stands in the period's note; else it is the clients' sum, as of today
    path: str
    line: int

    @property
    def rate(self) -> float | None:
        return self.actual / self.goal if self.actual is not None and self.goal else None


def other_goals(book: Periods, span: Span) -> tuple[OtherGoal, ...]:
    note = book.note(span)
    if note is None:
        return ()
    playbook = book.vault.playbook
    of_kpis = {kpi.goal for kpi in playbook.kpis.values()}
    specs = playbook.fields_of("period")
    found = []
    for spec in specs.values():
        goal = note.get(spec.key)
        if not spec.key.startswith(PREFIX) or spec.key in of_kpis or not _is_number(goal):
            continue
        key = spec.key.removeprefix(PREFIX)
        said = note.get(key) if key in specs else None
        written = _is_number(said)
        actual = said if written else held_by_clients(book, key) if book.today in span else None
        place = note.front.places.get(key if written else spec.key, Place(1, 1))
        label = specs[key].label if key in specs else spec.label.removesuffix("目标") or spec.label
        found.append(OtherGoal(key, label, spec.unit, goal, actual, written, note.path, place.line))
    return tuple(found)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
