"""`cmkb plan`: prepares a working day in its journal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from cmkb.cli.done import opened_for_writing
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, refuse_unread, unread
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.files.text import decode
from cmkb.pages.format import long_date
from cmkb.reading.dates import date_as_said
from cmkb.views.follow_ups import follow_ups
from cmkb.views.workdays import is_day_off, next_workday
from cmkb.writing.changes import change_notes
from cmkb.writing.new_note import NewNote, journal_note
from cmkb.writing.plan_day import plan_edit, planned_lines, target_line
from cmkb.writing.undo import Change


@click.command("plan", cls=Command)
@click.argument("when", nargs=-1, metavar="[DATE]")
@force_option
@json_option
@today_option
@vault_option
def command(vault: Path | None, today: date | None, as_json: bool, when: tuple[str, ...]) -> int:
    """
    排好下一个工作日：约好的、到期的、该联系的，写进那天日志的“计划”。没有日志就先建好。
    写过的一个字也不动，再来一次只补还没排上的。
    Prepares the next working day in its journal; what stands there already is never touched.
    """
    opened = opened_for_writing(vault, today)
    refuse_unread(opened, unread(opened))
    day = _day(opened, " ".join(when))
    path, changes = plan(opened, day)
    lines = added_lines(changes)
    if as_json:
        say_json({"date": day, "path": path, "lines": lines})
    else:
        say_lines(said(opened, day, path, lines))
    return 0


def plan(opened: Opened, day: date, *, command: str = "plan", step: str = "") -> tuple[str, Sequence[Change]]:
    """The journal's path, and what was changed."""
    vault = opened.vault
    made = journal_note(vault, day)
    after = opened.today if day > opened.today else date.fromordinal(day.toordinal() - 1)
    lines = planned_lines(vault, follow_ups(vault, opened.today), after, day)
    template = made.text if isinstance(made, NewNote) else ""
    edit = plan_edit(made.path, day, lines, target_line(vault, day), vault.playbook, vault.settings, template)
    return made.path, change_notes(
        opened.loaded.folder, {made.path: edit}, command=command, forced=is_forced(), step=step
    )


def said(opened: Opened, day: date, path: str, lines: list[str]) -> list[str]:
    head = f"{long_date(day, opened.language)}  {safe(path)}"
    if not lines:
        return [head, "  " + opened.say("没有要补的")]
    return [head, *(f"  {safe(line)}" for line in lines)]


def added_lines(changes: Sequence[Change]) -> list[str]:
    """Lines of the plan that were not there."""
    found = []
    for change in changes:
        there = set(decode(change.before or b"", change.path)[0].text.split("\n"))
        text = decode(change.after or b"", change.path)[0].text
        inside = text.partition("<!-- cmkb:plan")[2].partition("<!-- /cmkb")[0]
        found += [line for line in inside.split("\n")[1:] if line.strip() and line not in there]
    return found


def _day(opened: Opened, given: str) -> date:
    calendar = opened.vault.calendar
    if not given:
        return next_workday(opened.today, calendar)
    day = date_as_said(given, opened.today, lambda one: not is_day_off(one, calendar))
    if day is None:
        text = opened.say("“{said}”看不出是哪一天：写成 明天、下周一、3天后 或 2026-12-05")
        raise Refusal(text.format(said=safe(given)))
    if day < opened.today:
        raise Refusal(opened.say("{day} 已经过去了：写今天或以后的日子").format(day=day))
    return day
