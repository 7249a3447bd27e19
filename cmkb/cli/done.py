"""`cmkb done` and `cmkb snooze`: a task is ticked off, or put off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click

from cmkb.cli.finding import clock_in, find_vault
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.tasks import the_task
from cmkb.configuration import load_settings
from cmkb.files.text import decode
from cmkb.reading.dates import date_as_said
from cmkb.views.workdays import is_day_off
from cmkb.writing.changes import Edit, change_notes
from cmkb.writing.task_edits import Wanted, done_edit, snooze_edit
from cmkb.writing.undo import Change


def opened_for_writing(vault: Path | None, today: date | None) -> Opened:
    """Read with the real day: the option `today:` pins answers, not what is written."""
    folder = find_vault(vault)
    return open_vault(folder, today or clock_in(load_settings(folder).settings.timezone))


@click.command("done", cls=Command)
@click.argument("task", metavar="ID")
@click.option("--date", "said", metavar="DATE", help="哪天做完的，默认今天 / when it was done")
@force_option
@json_option
@today_option
@vault_option
def command(vault: Path | None, today: date | None, as_json: bool, task: str, said: str | None) -> int:
    """
    划掉一件任务。ID 是它的几个字、🆔，或上一次 cmkb today、cmkb follow-ups 里的序号，或 文件:行号。
    会重复的任务按 Obsidian Tasks 的规则写下一次。
    Ticks off a task: words of it, its id, its number in the last list, or path:line. A repeating one comes again.
    """
    opened = opened_for_writing(vault, today)
    day = _day(opened, said) if said else opened.today
    if day > opened.today:
        raise Refusal(opened.say("{day} 还没到").format(day=day))
    return _change(
        opened,
        task,
        as_json,
        "done",
        lambda w: done_edit(w, day, opened.vault.playbook, opened.vault.settings),
    )


@click.command("snooze", cls=Command)
@click.argument("task", metavar="ID")
@click.argument("when", nargs=-1, required=True, metavar="WHEN")
@force_option
@json_option
@today_option
@vault_option
def snooze(vault: Path | None, today: date | None, as_json: bool, task: str, when: tuple[str, ...]) -> int:
    """
    把任务推到另一天：cmkb snooze 3 下周一。WHEN 从今天算起：明天、3天后、月底、12-05、节后首个工作日。
    Puts a task off to another day, said from today on.
    """
    opened = opened_for_writing(vault, today)
    day = _day(opened, " ".join(when))
    if day < opened.today:
        raise Refusal(opened.say("{day} 已经过去了：写今天或以后的日子").format(day=day))
    return _change(
        opened,
        task,
        as_json,
        "snooze",
        lambda w: snooze_edit(w, day, opened.vault.playbook, opened.vault.settings),
    )


def _day(opened: Opened, said: str) -> date:
    calendar = opened.vault.calendar
    day = date_as_said(said, opened.today, lambda one: not is_day_off(one, calendar))
    if day is None:
        text = opened.say("“{said}”看不出是哪一天：写成 明天、下周一、3天后 或 2026-12-05")
        raise Refusal(text.format(said=safe(said)))
    return day


def _change(opened: Opened, given: str, as_json: bool, name: str, edit: Callable[[Wanted], Edit]) -> int:
    wanted = the_task(opened, given, as_json)
    changes = change_notes(
        opened.loaded.folder, {wanted.path: edit(wanted)}, command=name, forced=is_forced()
    )
    lines = [line for change in changes for line in _new_lines(change)]
    if as_json:
        say_json({"path": wanted.path, "lines": lines})
    elif not lines:
        say_lines([opened.say("本来就是这样，没有改动：{path}").format(path=safe(wanted.path))])
    else:
        say_lines([safe(wanted.path), *(f"  {safe(line)}" for line in lines)])
    return 0


def _new_lines(change: Change) -> list[str]:
    old, new = (
        decode(data or b"", change.path)[0].text.split("\n") for data in (change.before, change.after)
    )
    there = set(old)
    return [line.strip() for line in new if line not in there]
