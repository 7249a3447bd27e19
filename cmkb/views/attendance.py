"""What the playbook wants of a day and the journal itself answers: who came how early, who presented and whose turn
it was, how long the meeting took, by when the messages were out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.model.playbook import FieldSpec, Quota
from cmkb.names import fold
from cmkb.reading.dates import planned_as_said
from cmkb.vault import Vault
from cmkb.views.dates import minutes_of, plus
from cmkb.views.goals import span_of_note
from cmkb.views.wording import plain

_BETWEEN = re.compile(r"[、,，;；/\s]+")
_ROLE = re.compile(r"[^、,，;；]*[:：]")  # `主讲：小温`

Rota = Mapping[date, tuple[str, ...]]


@immutable
class Kept:
    """One such wish on one day."""

    quota: Quota
    value: int | float | None  # in the quota's unit; None: nothing tells
    at: str = ""  # the time, where it is one
    than: str = ""  # and the time before which it should be
    names: tuple[str, ...] = ()
    turn: tuple[str, ...] = ()  # whose turn it was

    @property
    def met(self) -> bool | None:
        return None if self.value is None else not self.lack and not self.absent

    @property
    def lack(self) -> int | float:
        """How far below the least (negative: above the most); 0 when it is within."""
        if self.value is None:
            return 0
        if self.quota.least is not None and self.value < self.quota.least:
            return self.quota.least - self.value
        if self.quota.most is not None and self.value > self.quota.most:
            return self.quota.most - self.value
        return 0

    @property
    def absent(self) -> tuple[str, ...]:
        """Whose turn it was and who did not."""
        said = {fold(name) for name in self.names}
        return tuple(name for name in self.turn if fold(name) not in said) if self.names else ()

    @property
    def instead(self) -> tuple[str, ...]:
        wanted = {fold(name) for name in self.turn}
        return tuple(name for name in self.names if fold(name) not in wanted) if self.turn else ()


def measured(vault: Vault) -> tuple[Quota, ...]:
    """The quotas that a day's journal answers."""
    return tuple(q for q in vault.playbook.quotas.values() if q.field or (q.kinds and q.before))


def kept(
    vault: Vault, day: date, records: Iterable[Record] = (), turns: Rota | None = None
) -> tuple[Kept, ...]:
    """How a day answers each of them. `records` are the day's; `turns` is `rota`, where it is at hand."""
    quotas = measured(vault)
    if not quotas:
        return ()
    turns = rota(vault) if turns is None else turns
    records = tuple(records)
    journal = vault.journals.get(day)
    return tuple(_kept(vault, quota, journal, records, turns.get(day, ())) for quota in quotas)


def _kept(
    vault: Vault, quota: Quota, journal: Note | None, records: tuple[Record, ...], turn: tuple[str, ...]
) -> Kept:
    turn = turn if quota.rota else ()
    if quota.before:
        at = _time(quota, journal, records)
        slot = next(slot for slot in vault.playbook.routine.day if slot.key == quota.before)
        return Kept(quota, minutes_of(slot.start) - minutes_of(at) if at else None, at, slot.start)
    value = journal.get(quota.field) if journal else None
    if isinstance(value, tuple):
        names = tuple(name for one in value for name in names_in(str(one)))
        return Kept(quota, len(names) if names else None, names=names, turn=turn)
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else None
    return Kept(quota, number, turn=turn)


def _time(quota: Quota, journal: Note | None, records: tuple[Record, ...]) -> str:
    if quota.field:
        value = journal.get(quota.field) if journal else None
        return value if isinstance(value, str) else ""
    return min((r.time for r in records if r.kind in quota.kinds and r.time), default="")


# --- whose turn ----------------------------------------------------------------------------------------------


def rota(vault: Vault, meaning: str = "rota") -> Rota:
    """Who has a turn on which day: `- 周一 小温、小丁` or a table's row under 轮值 of a period's note.
    What a finer period says goes before."""
    if not any(quota.rota for quota in vault.playbook.quotas.values()):
        return {}
    found: dict[date, tuple[str, ...]] = {}
    spans = ((span, note) for note in vault.of_kind("period") if (span := span_of_note(note)))
    for span, note in sorted(spans, key=lambda pair: (pair[0].start - pair[0].end, pair[1].path)):
        for line in _lines(note, meaning):
            said = planned_as_said(line, span.start)
            if said and said.date in span and (names := names_in(said.text)):
                found[said.date] = names
    return found


def _lines(note: Note, meaning: str) -> Iterator[str]:
    for section in note.sections:
        if section.scope == meaning:
            yield from (item.text for item in section.items if item.text)
            for table in section.tables:
                yield from (" ".join(cell for cell in row if cell) for row in table.rows)


def names_in(text: str) -> tuple[str, ...]:
    """`行情：小温；要闻：[[小丁]]` → 小温, 小丁"""
    return tuple(name for name in _BETWEEN.split(_ROLE.sub(" ", plain(text))) if name)


def met_of(days: Iterable[Iterable[Kept]], quota: Quota) -> tuple[int, int]:
    """On how many days it was met, of those that tell."""
    told = [one.met for of_day in days for one in of_day if one.quota is quota and one.met is not None]
    return sum(told), len(told)


# --- the last days and the next ------------------------------------------------------------------------------

NOT_OF_THE_MORNING = ("date", "playbook")


@immutable
class MorningRow:
    day: date
    path: str  # of the journal; "" for a day to come of which only the rota tells
    values: tuple[object, ...]  # one for each column
    kept: Mapping[str, Kept]  # by key of the journal


@immutable
class Mornings:
    columns: tuple[FieldSpec, ...]
    rows: tuple[MorningRow, ...]  # newest first
    met: Mapping[str, tuple[int, int]]  # by key of the journal: on how many days kept, of how many that tell


def mornings(vault: Vault, today: date, days: int = 14, ahead: int = 7) -> Mornings:
    """What the last journals say in their front matter (who presents, who signed, the sector …) and whose turn is
    next. A column is shown when any of them fills it."""
    first, last = plus(today, -days), plus(today, ahead)
    specs = [
        spec
        for spec in vault.playbook.fields.get("journal", {}).values()
        if not spec.hidden and spec.key not in NOT_OF_THE_MORNING
    ]
    turns = rota(vault)
    told = [day for day in vault.journals if first <= day <= today]
    shown = sorted({*told, *(day for day in turns if today <= day <= last)}, reverse=True)
    rows = []
    for day in shown:
        note = vault.journals.get(day)
        answers = {one.quota.field: one for one in kept(vault, day, (), turns) if one.quota.field}
        values = tuple(note.get(spec.key) if note else None for spec in specs)
        rows.append(MorningRow(day, note.path if note else "", values, answers))
    wanted = [
        index
        for index, spec in enumerate(specs)
        if any(row.values[index] not in (None, "", ()) for row in rows)
        or any(spec.key in row.kept and row.kept[spec.key].turn for row in rows)
    ]
    rows = [replace(row, values=tuple(row.values[index] for index in wanted)) for row in rows]
    of_days = [row.kept.values() for row in rows if row.day <= today]
    met = {quota.field: met_of(of_days, quota) for quota in measured(vault) if quota.field}
    return Mornings(tuple(specs[index] for index in wanted), tuple(rows) if wanted else (), met)
