"""What the members of a team published as counts, added up: goals by period, activity by member, talk tracks.

A member's file is a note in `docs/team/` with the tables below, written by `cmkb report team --export`; anybody may
write one by hand. What is no number counts as nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.locales import reader
from cmkb.model.immutable import immutable
from cmkb.model.note import Note
from cmkb.reading.numbers import read_number
from cmkb.vault import Vault
from cmkb.views.script_stats import Counts

TEAM_FOLDER = "team"  # in docs/
# Heading and columns of each table of a member's file.
GOALS = ("指标", ("时期", "指标", "单位", "目标", "完成"))
ACTIVITY = ("活动", ("时期", "活动", "次数"))
SCRIPTS = (
    "话术",
    ("话术", "用了", "联系上", "填了结果", "同意", "进下一步", "成交"),
)
# In the files of those who write English.
ENGLISH = {
    "指标": "KPI", "时期": "Period", "单位": "Unit", "目标": "Goal", "完成": "Done", "活动": "Activity", "次数": "Times",
    "话术": "Talk track", "用了": "Used", "联系上": "Reached", "填了结果": "With a result", "同意": "Agreed", "进下一步": "Went on", "成交": "Sale",
}  # fmt: skip
_CHINESE = {english: word for word, english in ENGLISH.items()}
COUNTED = ("uses", "reached", "answered", "agreed", "advanced", "sold")  # of `Counts`, as in the columns

Count = int | float


@immutable
class GoalSum:
    period: str  # 2026-11, 2026-W48, 2026-Q4 …
    kpi: str  # its label: members may work by different playbooks
    unit: str
    goal: Count | None  # None where nobody has one
    done: Count
    members: int
    aimed: Count = 0  # done by those who have a goal: others' figures are no part of reaching it
    with_goal: int = 0  # members

    @property
    def rate(self) -> float | None:
        return self.aimed / self.goal if self.goal else None


@immutable
class MemberActivity:
    period: str
    member: str
    counts: tuple[tuple[str, Count], ...]  # activity kind → how often


@immutable
class ScriptSum:
    name: str
    counts: Counts
    members: int


@immutable
class Team:
    members: tuple[str, ...]
    goals: tuple[GoalSum, ...]  # newest period first
    activity: tuple[MemberActivity, ...]  # newest period first, by member
    scripts: tuple[ScriptSum, ...]  # most used first


def team_view(vault: Vault) -> Team:
    folder = f"{vault.settings.docs}/{TEAM_FOLDER}/"
    files = [note for note in vault.notes.values() if note.path.startswith(folder)]
    members = {note.path: _member(note) for note in files if _is_export(note)}
    notes = [note for note in files if note.path in members]
    return Team(
        tuple(sorted(set(members.values()))),
        tuple(_goals(notes)),
        tuple(_activity(notes, members)),
        tuple(_scripts(notes)),
    )


def _is_export(note: Note) -> bool:
    return any(True for heading, columns in (GOALS, ACTIVITY, SCRIPTS) for _ in _rows(note, heading, columns))


def _member(note: Note) -> str:
    owner = note.get("owner")
    return owner.strip() if isinstance(owner, str) and owner.strip() else note.stem


def _rows(note: Note, heading: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows of the tables under the heading that have its first two columns."""
    for section in note.sections:
        if _chinese(section.heading) != heading:
            continue
        for table in section.tables:
            header = [_chinese(cell) for cell in table.header]
            if all(column in header for column in columns[:2]):
                for row in table.rows:
                    yield {name: cell.strip() for name, cell in zip(header, row, strict=False)}


def in_words(word: str) -> str:
    """A heading or column as a member writes it."""
    return word if reader() == "zh" else ENGLISH[word]


def _chinese(word: str) -> str:
    return _CHINESE.get(word.strip(), word.strip())


def _count(text: str) -> Count | None:
    number = read_number(text) if text else None
    return number.value if number is not None and number.value >= 0 else None


def _goals(notes: list[Note]) -> Iterator[GoalSum]:
    sums: dict[tuple[str, str], GoalSum] = {}
    for note in notes:
        for row in _rows(note, *GOALS):
            period, kpi, unit = row.get("时期", ""), row.get("指标", ""), row.get("单位", "")
            goal, done = _count(row.get("目标", "")), _count(row.get("完成", ""))
            if not period or not kpi or (goal is None and done is None):
                continue
            old = sums.get((period, kpi), GoalSum(period, kpi, unit, None, 0, 0))
            both = old.goal if goal is None else goal + (old.goal or 0)
            aims, achieved = goal is not None, done or 0
            sums[period, kpi] = GoalSum(
                period,
                kpi,
                old.unit or unit,
                both,
                old.done + achieved,
                old.members + 1,
                old.aimed + achieved * aims,
                old.with_goal + aims,
            )
    order = {key: at for at, key in enumerate(sums)}
    yield from sorted(sums.values(), key=lambda s: (_newest_first(s.period), order[s.period, s.kpi]))


def _activity(notes: list[Note], members: dict[str, str]) -> Iterator[MemberActivity]:
    counts: dict[tuple[str, str], dict[str, Count]] = {}
    for note in notes:
        for row in _rows(note, *ACTIVITY):
            period, kind, count = row.get("时期", ""), row.get("活动", ""), _count(row.get("次数", ""))
            if period and kind and count:
                of_member = counts.setdefault((period, members[note.path]), {})
                of_member[kind] = of_member.get(kind, 0) + count
    for (period, member), found in sorted(
        counts.items(), key=lambda item: (_newest_first(item[0][0]), item[0][1])
    ):
        yield MemberActivity(
            period, member, tuple(sorted(found.items(), key=lambda kind: (-kind[1], kind[0])))
        )


def _scripts(notes: list[Note]) -> Iterator[ScriptSum]:
    sums: dict[str, ScriptSum] = {}
    for note in notes:
        for row in _rows(note, *SCRIPTS):
            name = row.get("话术", "")
            found = {
                key: int(_count(row.get(label, "")) or 0)
                for key, label in zip(COUNTED, SCRIPTS[1][1:], strict=True)
            }
            if name and found["uses"]:
                old = sums.get(name, ScriptSum(name, Counts(), 0))
                sums[name] = ScriptSum(name, old.counts + Counts(**found), old.members + 1)
    yield from sorted(sums.values(), key=lambda s: (-s.counts.uses, s.name))


def _newest_first(period: str) -> tuple[int, ...]:
    return tuple(-ord(character) for character in period)
