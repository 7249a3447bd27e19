"""The one-page brief of a client."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Entry, Note, Record, Task
from cmkb.model.playbook import FieldSpec, Playbook
from cmkb.vault import Vault
from cmkb.views.clients import ClientRow
from cmkb.views.completeness import Completeness, of_group, old_from, wanted
from cmkb.views.dates import age_on as age_on
from cmkb.views.follow_ups import task_day
from cmkb.views.found_out import FoundOut, found_out, still_to_ask


class ProfileLine(NamedTuple):
    spec: FieldSpec
    value: Any  # None: not filled in, though it counts for completeness
    old: date | None = None  # from then on it is too old to go by


@immutable
class ProfileGroup:
    title: str
    lines: tuple[ProfileLine, ...]
    complete: Completeness


@immutable
class ClientBrief:
    note: Note
    row: ClientRow
    age: int | None
    groups: tuple[ProfileGroup, ...]
    extra: Mapping[str, Any]  # keys that the playbook does not know
    complete: Completeness
    ask: tuple[FieldSpec, ...]  # next
    found_out: tuple[FoundOut, ...]  # said in a meeting and not in the note yet
    holdings: tuple[Entry, ...]
    held: int | float  # sum of the holdings' amounts
    relations: tuple[Entry, ...]
    anniversaries: tuple[Entry, ...]
    referred_by: tuple[str, ...]  # paths
    referred: tuple[str, ...]  # clients whom this one recommended
    household: tuple[str, ...]  # other members, by the household's note
    timeline: tuple[Record, ...]  # newest first
    open: tuple[FollowUp, ...]
    undated: tuple[Task, ...]  # open tasks about this client without a date
    mentions: tuple[str, ...]  # notes that link here and are no journals


def client_brief(
    vault: Vault, row: ClientRow, rows: tuple[FollowUp, ...], referred: tuple[str, ...], today: date
) -> ClientBrief:
    """`rows` are the follow-ups of this client."""
    note = row.note
    referrers = note.get("referred_by") or ()
    timeline = tuple(reversed([r for r in vault.timeline(note.path) if r.date <= today]))
    found = found_out(note, vault.playbook, timeline)
    return ClientBrief(
        note=note,
        row=row,
        age=age_on(note.get("birthday"), today),
        groups=_groups(vault, note, row.complete),
        extra=note.front.extra,
        complete=row.complete,
        ask=still_to_ask(note, vault.playbook, row.complete, found, today),
        found_out=found,
        holdings=note.holdings,
        held=sum(
            h.fields["amount"] for h in note.holdings if isinstance(h.fields.get("amount"), int | float)
        ),
        relations=note.relations,
        anniversaries=note.anniversaries,
        referred_by=tuple(
            t for link in referrers if (t := vault.target(note.path, link)) and t in vault.notes
        ),
        referred=referred,
        household=_household(vault, note),
        timeline=timeline,
        open=rows,
        undated=tuple(
            task
            for task in vault.tasks.get(note.path, ())
            if task.open and task_day(vault.notes[task.path], task) is None
        ),
        mentions=tuple(
            dict.fromkeys(
                link.path
                for link in vault.backlinks.get(note.path, ())
                if vault.notes[link.path].kind not in ("journal", "client")
            )
        ),
    )


def referrals(vault: Vault) -> dict[str, tuple[str, ...]]:
    """Path of a client or staff member → the clients whom they recommended, by `referred_by` of those."""
    found: dict[str, list[str]] = {}
    for note in vault.of_kind("client"):
        for link in note.get("referred_by") or ():
            by = vault.target(note.path, link)
            if by:
                found.setdefault(by, []).append(note.path)
    return {by: tuple(paths) for by, paths in found.items()}


def _groups(vault: Vault, note: Note, whole: Completeness) -> tuple[ProfileGroup, ...]:
    fields = note.front.fields
    groups = []
    for heading in _profile(vault.playbook, note.get("status", "")):
        lines = [
            ProfileLine(spec, fields.get(key), old_from(note, spec) if spec.fresh is not None else None)
            for key, spec, asked in heading.fields
            if asked or fields.get(key) not in (None, "", ())
        ]
        if lines:
            complete = of_group(whole, heading.asked, heading.title)
            groups.append(ProfileGroup(heading.title, tuple(lines), complete))
    return tuple(groups)


@immutable
class _Heading:
    """Of the profile."""

    title: str
    fields: tuple[tuple[str, FieldSpec, bool], ...]  # key, what it is, whether it counts for completeness
    asked: int  # how many do


@lru_cache(maxsize=256)
def _profile(playbook: Playbook, status: str) -> tuple[_Heading, ...]:
    """The headings in order, as clients of a status have them."""
    asked = wanted(status, playbook)
    keys = {spec.key for spec in asked}
    return tuple(
        _Heading(
            title,
            tuple((spec.key, spec, spec.key in keys) for spec in specs),
            sum(spec.group == title for spec in asked),
        )
        for title, specs in _headings(playbook).items()
    )


def _headings(playbook: Playbook) -> dict[str, tuple[FieldSpec, ...]]:
    specs = [spec for spec in playbook.fields_of("client").values() if not spec.hidden]
    titles = playbook.groups or tuple(dict.fromkeys(s.group for s in specs if s.group))
    return {title: tuple(spec for spec in specs if spec.group == title) for title in titles}


def profile_keys(playbook: Playbook) -> frozenset[str]:
    """Keys that the profile shows as soon as they say something."""
    return frozenset(spec.key for specs in _headings(playbook).values() for spec in specs)


def _household(vault: Vault, note: Note) -> tuple[str, ...]:
    link = note.get("household")
    path = vault.target(note.path, link) if link else None
    if path is None or path not in vault.notes:
        return ()
    members = vault.notes[path].get("members") or ()
    return tuple(p for p in vault.clients_in(path, members) if p != note.path)
