"""What talk tracks achieved, counted from the records that name one and from nothing else.

`script_stats(vault, today)` is the whole answer; each figure keeps its records. What may leave the vault are the
`Counts` of a `Tally`, numbers alone, which add up over several managers:

    for one in script_stats(vault, today).values():
        one.path, one.total.counts                       # Counts(uses=14, reached=12, agreed=9, …)
        for tier, tally in one.by["tier"].items(): …     # also "channel", "stage", "month"
        for said in one.objections: said.title, said.met, said.won, [(a.key, len(a.used), len(a.won)) …]

- used: records that name the talk track, up to today; a counter line (`短信 22`) counts as many, a meeting's line in
  the journal and its own note as one.
- reached: those whose result does not say that nobody was (or whose 有效 says so); without a result it counts.
- answered: of these, those that say a result; what was agreed is a part of them. A message says none.
- agreed: those whose result is one of agreement.
- advanced: somebody was reached, and the client came to a later stage than the use's own within the playbook's
  `talk: days`, the use itself included; the first stage, a name on a list, is none to come to. Beyond the last there
  is none: after such a use any further step of the pipeline counts.
- sold: somebody was reached, and there is a sale to the client in the same time, the use itself included.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import cached_property

from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Note, Record
from cmkb.model.playbook import Playbook
from cmkb.vault import Vault
from cmkb.views.fit import is_offered
from cmkb.views.objections import ObjectionStats, objection_stats

DIMENSIONS = ("tier", "channel", "stage", "month")


@immutable
class Counts:
    """Numbers alone: what a team may add up."""

    uses: int = 0
    reached: int = 0
    agreed: int = 0
    advanced: int = 0
    sold: int = 0
    answered: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True)
class Tally:
    """Uses and what came of them; all tuples oldest first, each a part of `uses`."""

    uses: tuple[Record, ...] = ()
    reached: tuple[Record, ...] = ()
    agreed: tuple[Record, ...] = ()
    advanced: tuple[Record, ...] = ()
    sold: tuple[Record, ...] = ()
    answered: tuple[Record, ...] = ()
    unsaid: tuple[Record, ...] = ()  # without a result: counted as reached

    @cached_property
    def counts(self) -> Counts:
        return Counts(*(_number(getattr(self, f.name)) for f in fields(Counts)))


@immutable
class ScriptStats:
    path: str
    total: Tally
    by: Mapping[str, Mapping[str, Tally]]  # dimension → its value ("" for none) → part of `total`, in order
    objections: tuple[ObjectionStats, ...]  # the most frequent first
    state: ScriptState

    @property
    def last_used(self) -> date | None:
        return self.total.uses[-1].date if self.total.uses else None


@immutable
class ScriptState:
    """What speaks against using it."""

    unused: bool
    expired: bool
    unapproved: bool
    retired: bool

    @property
    def flags(self) -> tuple[str, ...]:
        return tuple(f.name for f in fields(self) if getattr(self, f.name))


def share(part: int, whole: int, least: int) -> float | None:
    """A rate, None where there are too few to speak of one: 2 of 3 are no 67 %."""
    return part / whole if whole and whole >= least else None


def script_stats(vault: Vault, today: date) -> dict[str, ScriptStats]:
    """Path of every talk track → what it achieved, also of those that nobody used."""
    uses: dict[str, list[Record]] = {}
    for record in vault.records:
        if record.date <= today:
            for path in scripts_of(vault, record):
                uses.setdefault(path, []).append(record)
    outcomes = _Outcomes(vault, today)
    return {
        note.path: _stats(vault, note, _told_once(vault, uses.get(note.path, ())), outcomes, today)
        for note in vault.of_kind("script")
    }


def scripts_of(vault: Vault, record: Record) -> tuple[str, ...]:
    """Paths of the talk tracks that a record says were used."""
    value = record.fields.get("script")
    links = (value,) if isinstance(value, Link) else tuple(value or ())
    targets = dict.fromkeys(vault.target(record.path, link) for link in links if isinstance(link, Link))
    notes = vault.notes
    return tuple(path for path in targets if path and path in notes and notes[path].kind == "script")


def state_of(note: Note, playbook: Playbook, today: date, used: bool, approvals: bool) -> ScriptState:
    """`approvals`: whether talk tracks are approved here at all; then one without a status is not."""
    ends = note.get("valid_until")
    expired = bool(ends and ends < today)
    approved = playbook.talk.approved
    retired = not expired and not is_offered(note, playbook, today)
    return ScriptState(
        unused=not used,
        expired=expired,
        unapproved=bool(approved and approvals) and not retired and note.get("status", "") not in approved,
        retired=retired,
    )


def _stats(vault: Vault, note: Note, uses: list[Record], outcomes: _Outcomes, today: date) -> ScriptStats:
    keyed: dict[str, Callable[[Record], str]] = {
        "tier": outcomes.tier, "channel": outcomes.channel, "stage": outcomes.stage,
        "month": lambda record: f"{record.date:%Y-%m}",
    }  # fmt: skip
    orders: dict[str, Iterable[str]] = {
        "tier": list(vault.playbook.tiers)[::-1], "channel": (), "stage": vault.playbook.stages,
        "month": sorted({f"{record.date:%Y-%m}" for record in uses}, reverse=True),
    }  # fmt: skip
    return ScriptStats(
        path=note.path,
        total=outcomes.tally(uses),
        by={name: _parts(uses, keyed[name], orders[name], outcomes) for name in DIMENSIONS},
        objections=objection_stats(vault, note, uses, outcomes.agreed),
        state=state_of(note, vault.playbook, today, bool(uses), outcomes.approvals),
    )


def _parts(
    uses: list[Record], key: Callable[[Record], str], order: Iterable[str], outcomes: _Outcomes
) -> dict[str, Tally]:
    groups: dict[str, list[Record]] = {}
    for record in uses:
        groups.setdefault(key(record), []).append(record)
    by_size = sorted(groups, key=lambda value: (not value, -len(groups[value]), value))
    ordered = dict.fromkeys((*(value for value in order if value in groups), *by_size))
    return {value: outcomes.tally(groups[value]) for value in ordered}


def _told_once(vault: Vault, records: Iterable[Record]) -> list[Record]:
    """Of a meeting's line in the journal and its own note the one that says how it ended."""
    kept: dict[tuple[object, ...], Record] = {}
    for record in records:
        kind = vault.playbook.kinds.get(record.kind)
        people = vault.clients_of(record)
        key: tuple[object, ...] = (record.path, record.place)
        if kind and kind.meeting and people and record.count is None:
            key = (record.date, record.kind, people)
        other = kept.get(key)
        if other is None or (other.path != record.path and not other.fields.get("result")):
            kept[key] = record
    return list(kept.values())


def _number(records: Iterable[Record]) -> int:
    return sum(record.count if record.count is not None else 1 for record in records)


class _Steps:
    """A client's records in the order of time, each with its stage and whether it is a sale, laid out so that no
    question goes through all of them."""

    def __init__(self, steps: Sequence[tuple[Record, int, bool]]) -> None:
        self.dates = [record.date for record, _, _ in steps]
        self.places = {id(record): place for place, (record, _, _) in enumerate(steps)}
        self.reached = [-1]  # the last stage shown before the n-th
        self.moments: dict[tuple[int, bool], list[tuple[date, str]]] = {}
        for record, stage, sale in steps:
            self.reached.append(stage if stage >= 0 else self.reached[-1])
            self.moments.setdefault((stage, sale), []).append((record.date, record.time))

    def place_of(self, use: Record) -> int:
        """Its own, or the one behind all of its day."""
        return self.places.get(id(use), bisect_right(self.dates, use.date))


class _Outcomes:
    """What became of a use; each client's steps are looked at once."""

    def __init__(self, vault: Vault, today: date) -> None:
        self.vault = vault
        self.today = today
        self.stages = list(vault.playbook.stages)
        self.approvals = any(note.get("status") for note in vault.of_kind("script"))
        self.steps: dict[str, _Steps] = {}  # by client

    def tally(self, uses: Iterable[Record]) -> Tally:
        uses = tuple(uses)
        return Tally(
            uses,
            tuple(r for r in uses if self.reached(r)),
            tuple(r for r in uses if self.agreed(r)),
            tuple(r for r in uses if self.reached(r) and self.advanced(r)),
            tuple(r for r in uses if self.reached(r) and self.sold(r)),
            tuple(r for r in uses if self.reached(r) and r.fields.get("result")),
            tuple(r for r in uses if r.count is None and not r.fields.get("result") and self.says_result(r)),
        )

    def reached(self, record: Record) -> bool:
        said = record.fields.get("effective")  # the manager's own word goes before the result
        if isinstance(said, bool):
            return said
        result = self.vault.playbook.results.get(record.fields.get("result", ""))
        return result is None or result.reached

    def agreed(self, record: Record) -> bool:
        result = self.vault.playbook.results.get(record.fields.get("result", ""))
        return result is not None and (result.agreed or result.sale)

    def says_result(self, record: Record) -> bool:
        kind = self.vault.playbook.kinds.get(record.kind)
        return kind is not None and "result" in kind.fields and "effective" not in record.fields

    def advanced(self, use: Record) -> bool:
        here, _ = self._shown(use)
        own, _ = self._shown(use, of_kind=True)  # a closing meeting that sold has come further than it was
        if here > max(own, 0):
            return True
        beyond = max(own, 0) if own < len(self.stages) - 1 else 0
        return any(stage > beyond and stage != own for stage, _ in self._after(use))

    def sold(self, use: Record) -> bool:
        return self._shown(use)[1] or any(sale for _, sale in self._after(use))

    def tier(self, record: Record) -> str:
        client = next(iter(self.vault.clients_of(record)), None)
        return str(self.vault.notes[client].get("tier", "")) if client else ""

    def channel(self, record: Record) -> str:
        kind = self.vault.playbook.kinds.get(record.kind)
        return (kind.channel if kind else "") or record.kind

    def stage(self, use: Record) -> str:
        """How far the client was when it was used: the last step before it, else what the use itself shows."""
        for client in self.vault.clients_of(use):
            steps = self._steps(client)
            before = steps.reached[steps.place_of(use)]
            if before >= 0:
                return self.stages[before]
        own, _ = self._shown(use, of_kind=True)
        return self.stages[own] if own >= 0 else ""

    def _after(self, use: Record) -> Iterable[tuple[int, bool]]:
        """What steps of its clients after it came to, as long as they are put down to it; each only once."""
        until = use.date + timedelta(self.vault.playbook.talk.days)
        for client in self.vault.clients_of(use):
            for came_to, moments in self._steps(client).moments.items():
                next_one = bisect_right(moments, (use.date, use.time))
                if next_one < len(moments) and moments[next_one][0] <= until:
                    yield came_to

    def _steps(self, client: str) -> _Steps:
        if client not in self.steps:
            records = [
                record
                for record in self.vault.timeline(client)
                if record.date <= self.today and record.count is None
            ]
            self.steps[client] = _Steps([(record, *self._shown(record)) for record in records])
        return self.steps[client]

    def _shown(self, record: Record, of_kind: bool = False) -> tuple[int, bool]:
        """The furthest stage that a record shows, -1 for none, and whether it is a sale."""
        playbook = self.vault.playbook
        said = record.fields.get("result", "")
        found = -1
        for index, stage in enumerate(playbook.stages.values()):
            if record.kind in stage.records or (said and not of_kind and said in stage.results):
                found = index
        kind, result = playbook.kinds.get(record.kind), playbook.results.get(said)
        return found, bool((kind and kind.sale) or (result and result.sale))
