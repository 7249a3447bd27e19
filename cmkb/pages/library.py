"""话术: the index; and a table of notes grouped by category, as other indexes use it too."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cmkb.model.note import Note
from cmkb.pages import format as words
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext
from cmkb.pages.site import Page
from cmkb.views.library import script_rows


@dataclass(frozen=True, slots=True)
class Column:
    label: str
    right: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    path: str
    title: str
    note: str
    cells: tuple[str, ...]


def scripts(context: PageContext) -> Iterator[Page]:
    yield Page(GENERATED["scripts"], context.say("话术"), "scripts", lambda: _scripts(context))


def _scripts(context: PageContext) -> str:
    say, today = context.say, context.today
    rows = []
    for row in script_rows(context.vault):
        note = row.note
        valid = note.get("valid_until")
        status = say("已过期") if valid and valid < today else note.get("status", "")
        used = words.day(row.last_used, today) if row.last_used else ""
        cells = (_said(note, "audience"), status, str(row.uses) if row.uses else say("没用过"), used)
        rows.append((note.get("category", ""), Row(note.path, note.title, _said(note, "scene"), cells)))
    columns = (
        Column(say("话术")), Column(say("适用"), wide=True), Column(say("状态")),
        Column(say("用过"), right=True), Column(say("最近"), right=True),
    )  # fmt: skip
    return library(
        context, "scripts", say("话术"), say("篇"), rows, columns,
        (say("还没有话术"), say("在 docs/scripts 文件夹里新建一个文件，文件名就是话术的名字："),
         "---\n分类: 邀约\n---\n## 流程\n- 问:您好{称呼}… ^q1"),
    )  # fmt: skip


def _said(note: Note, key: str) -> str:
    value: Any = note.get(key)
    return words.text_of(value)


def library(
    context: PageContext,
    kind: str,
    title: str,
    unit: str,
    rows: Sequence[tuple[str, Row]],
    columns: tuple[Column, ...],
    empty: tuple[str, str, str],
) -> str:
    groups: dict[str, list[Row]] = {}
    for group, row in rows:
        groups.setdefault(group, []).append(row)
    in_order = sorted(groups.items(), key=lambda item: (not item[0], item[0]))
    return context.render(
        "library.html", GENERATED[kind], kind=kind, title=title, unit=unit, count=len(rows), groups=in_order,
        columns=columns, empty_title=empty[0], empty_hint=empty[1], empty_example=empty[2],
    )  # fmt: skip
