"""`cmkb plan`: what a working day brings stands under 计划 of its journal, between markers of cmkb.

The lines refer to tasks and clients, they copy nothing. What stands there already, by whomever, stays word for word:
only who is not planned yet is added, so that planning twice is planning once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from datetime import date

from cmkb.files.text import decode
from cmkb.locales import reader, sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, SourceFile, Task
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.names import fold
from cmkb.reading.note import read_note
from cmkb.vault import Vault
from cmkb.views.goals import day_target, goals_of
from cmkb.writing.changes import Edit
from cmkb.writing.exact_text import Splice, spliced
from cmkb.writing.journal_lines import journal_in
from cmkb.writing.refused import WritingRefused

PLAN = "plan"
END = "<!-- /cmkb -->"
LONGEST_REASON = 40
FEWEST_CALLS = 5  # clients whose turn it is are planned up to the day's calls, at least so many
_BEGIN = re.compile(r"<!--\s*cmkb:plan\b[^>]*-->")
_END = re.compile(r"<!--\s*/cmkb\s*-->")
_NO_REASON = re.compile(r"[\[\]【】［］·•|#^`]|::|：：")
_SPACES = re.compile(r"\s+")
_NOT_PLANNED = ("festival", "greeting")  # sent in bulk, with `cmkb messages`
_BEFORE = ("flow", "log", "summary")  # sections that a plan stands above


@immutable
class Planned:
    """A line of the plan. `target` and `block`: what it refers to, by which it is known again."""

    text: str
    target: str
    block: str = ""


def planned_lines(vault: Vault, rows: Iterable[FollowUp], after: date, day: date) -> tuple[Planned, ...]:
    """What falls on `day`, and on the days off since `after`; then what is left of earlier days with clients, and
    clients whose turn it is, both up to the day's calls."""
    rows = tuple(rows)
    begins = [
        row
        for row in rows
        if row.kind not in (*_NOT_PLANNED, "cadence")
        and (after < row.date <= day or after < row.show_from <= day)
    ]
    begins += _left_over(rows, begins, after, max(FEWEST_CALLS, _calls(vault, day)))
    lines = [line for row in begins if row.kind == "task" and (line := _of_task(vault, row))]
    by_client: dict[str, list[FollowUp]] = {}
    for row in begins:
        if row.client and (row.kind != "task" or _task(vault, row) is None or not _block(vault, row)):
            by_client.setdefault(row.client, []).append(row)
    lines += [_of_client(vault, client, of_client) for client, of_client in by_client.items()]
    room = max(FEWEST_CALLS, _calls(vault, day)) - len({line.target for line in lines})
    due = [
        r
        for r in rows
        if r.kind == "cadence" and r.client and r.show_from <= day and r.client not in by_client
    ]
    due.sort(key=lambda row: (-_level(vault, row), row.date, row.path))
    lines += [_of_client(vault, row.client or "", [row]) for row in due[: max(0, room)]]
    return tuple(
        sorted(
            lines, key=lambda line: (line.text[:5] if line.text[:1].isdigit() else "99", lines.index(line))
        )
    )


def _left_over(rows: Iterable[FollowUp], begins: list[FollowUp], after: date, room: int) -> list[FollowUp]:
    """What people set themselves for days that are over, the oldest first: work with clients comes before new work
    (text 3). A reminder of the playbook goes by itself."""
    planned = {row.client for row in begins}
    found: list[FollowUp] = []
    for row in sorted(rows, key=lambda row: row.sort_key):
        if row.date > after or row.rule or not row.client or row.kind in ("appointment", "cadence"):
            continue
        if row.client not in planned and len(planned) >= room:
            continue
        planned.add(row.client)
        found.append(row)
    return found


def target_line(vault: Vault, day: date) -> str:
    """The day's figures: from the goals, else what the playbook wants of a day. "" where nothing says any."""
    playbook, goals = vault.playbook, goals_of(vault)
    wanted = []
    for key, kpi in playbook.kpis.items():
        share = day_target(goals, key, day)
        quota = next(
            (q.least for q in playbook.quotas.values() if q.per == "day" and q.kpi == key and q.least), None
        )
        value = math.ceil(share) if share else quota
        if value and (share or not kpi.fold):
            wanted.append(f"{kpi.label} {_figure(value, money=bool(kpi.sum))}")
    return " · ".join(wanted)


def _figure(value: int | float, *, money: bool) -> str:
    if money and value >= 10_000 and reader() == "zh":
        return f"{value / 10_000:.1f}".removesuffix(".0") + "万"
    return f"{value:g}" if isinstance(value, float) else str(value)


def plan_edit(
    path: str,
    day: date,
    lines: tuple[Planned, ...],
    figures: str,
    playbook: Playbook,
    settings: Settings,
    template: str,
) -> Edit:
    """`template` is the journal's text where it is not there yet."""

    def apply(data: bytes | None) -> bytes:
        old = template.encode() if data is None else data
        source, note = journal_in(old, path, day, playbook, settings)
        new = list(_new_lines(note, lines, figures))
        if not new:
            return old
        return _proven(
            old, source, note, _splice(source, note, day, new, playbook), len(new), playbook, settings
        )

    return apply


# --- lines -----------------------------------------------------------------------------------------------------


def _new_lines(note: Note, lines: tuple[Planned, ...], figures: str) -> Iterator[str]:
    """Those that nothing in the plan speaks of yet."""
    links = [link for item in note.plan for link in item.participants]
    links += [link for task in note.tasks if task.section == PLAN for link in task.links]
    who = {fold(link.target) for link in links}
    blocks = {(fold(link.target), link.heading.lstrip("^")) for link in links}
    if figures and not note.targets:
        yield f"- {figures}"
    for line in lines:
        planned = (fold(line.target), line.block) in blocks if line.block else fold(line.target) in who
        if not planned:
            yield f"- {line.text}"


def _task(vault: Vault, row: FollowUp) -> Task | None:
    note = vault.notes.get(row.path)
    return next((task for task in note.tasks if task.place.line == row.line), None) if note else None


def _block(vault: Vault, row: FollowUp) -> str:
    task = _task(vault, row)
    return task.block_id if task else ""


def _of_task(vault: Vault, row: FollowUp) -> Planned | None:
    """A task with a block id is referred to; one without, under its client."""
    block = _block(vault, row)
    if not block:
        if row.client:
            return None
        return Planned(
            f"{row.time} ↪ [[{vault.names.spelling(row.path)}]] · {_why(vault)}:{_reason([row])}".strip(),
            vault.names.spelling(row.path),
        )
    target = vault.names.spelling(row.path)
    return Planned(f"{row.time} ↪ [[{target}#^{block}]]".strip(), target, block)


def _of_client(vault: Vault, client: str, rows: list[FollowUp]) -> Planned:
    target = vault.names.spelling(client)
    time = min((row.time for row in rows if row.time), default="")
    script = next((row.script for row in rows if row.script), None)
    kind = "" if any(row.kind == "appointment" for row in rows) else _way(vault, client)
    parts = [" ".join(part for part in (time, kind, f"↪ [[{target}]]") if part)]
    if reason := _reason(rows):
        parts.append(f"{_why(vault)}:{reason}")
    if script:
        parts.append(f"{vault.playbook.record_fields['script'].label}:[[{vault.names.spelling(script)}]]")
    return Planned(" · ".join(parts), target)


def _why(vault: Vault) -> str:
    """The name of the field for what a line is about."""
    return "事由" if vault.settings.language == "zh" else vault.playbook.record_fields["text"].label


def _reason(rows: Iterable[FollowUp]) -> str:
    """Why, in a few words that are no grammar."""
    said = sign("；").join(dict.fromkeys(row.title for row in rows if row.title))
    plain = _SPACES.sub(" ", _NO_REASON.sub(" ", said)).strip()
    return plain if len(plain) <= LONGEST_REASON else plain[: LONGEST_REASON - 1].rstrip() + "…"


def _way(vault: Vault, client: str) -> str:
    """How the client likes to be spoken to, else the playbook's first way of contact."""
    kinds = vault.playbook.kinds
    wanted = str(vault.notes[client].get("prefer_channel") or "")
    if wanted in kinds and kinds[wanted].contact:
        return wanted
    return next((key for key, kind in kinds.items() if kind.contact), "")


def _level(vault: Vault, row: FollowUp) -> int:
    note = vault.notes.get(row.client or "")
    return (vault.playbook.tier_level(str(note.get("tier") or "")) or 0) if note else 0


def _calls(vault: Vault, day: date) -> int:
    """How many calls the day wants: of the first step of the funnel."""
    first = next(iter(vault.playbook.funnel), "")
    share = day_target(goals_of(vault), first, day) if first else None
    return math.ceil(share) if share else 0


# --- place -----------------------------------------------------------------------------------------------------


def _splice(source: SourceFile, note: Note, day: date, new: list[str], playbook: Playbook) -> Splice:
    lines = source.text.split("\n")
    section = next((index for index, s in enumerate(note.sections) if s.meaning == PLAN), None)
    block = [f"<!-- cmkb:plan {day.isoformat()} -->", *new, END]
    if section is None:
        heading = f"## {playbook.sections[PLAN].headings[0]}"
        before = next((s.place.line for s in note.sections if s.meaning in _BEFORE), 0)
        if before:
            return Splice(before, before, (heading, "", *block, ""))
        last = _last_written(lines, 0, len(lines))
        return Splice(last + 1, last + 1, (*(("",) if last else ()), heading, "", *block))
    first = note.sections[section].place.line
    end = note.sections[section + 1].place.line - 1 if section + 1 < len(note.sections) else len(lines)
    inside = range(first, end)
    begin = next((n for n in inside if _BEGIN.search(lines[n])), None)
    close = next((n for n in inside if begin is not None and n > begin and _END.search(lines[n])), None)
    if close is not None:
        return Splice(close + 1, close + 1, tuple(new))
    last = _last_written(lines, first, end)
    gap = () if lines[last - 1].startswith(("- ", "* ", "+ ")) else ("",)
    crowded = last < len(lines) and lines[last].strip() != ""
    return Splice(last + 1, last + 1, (*gap, *block, *(("",) if crowded else ())))


def _last_written(lines: list[str], first: int, end: int) -> int:
    while end > first and not lines[end - 1].strip():
        end -= 1
    return max(end, first)


def _proven(
    data: bytes,
    source: SourceFile,
    before: Note,
    splice: Splice,
    count: int,
    playbook: Playbook,
    settings: Settings,
) -> bytes:
    """The lines read back as a plan, and nothing else has changed its meaning."""
    new = spliced(data, source, [splice])
    after, _ = read_note(decode(new, source.path)[0], playbook, settings)
    added = len(after.plan) - len(before.plan) + bool(len(after.targets) > len(before.targets))
    same = [(r.kind, r.time, r.text) for r in after.records] == [
        (r.kind, r.time, r.text) for r in before.records
    ]
    if added != count or not same or len(after.tasks) != len(before.tasks):
        raise WritingRefused(
            f"{source.path} 里的计划读回来不一样，没有写：看看有没有没结束的注释或代码块",
            f"the plan would not read back in {source.path}, nothing was written: look for an open comment or code block",
            source.path,
        )
    return new
