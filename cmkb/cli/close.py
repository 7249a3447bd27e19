"""`cmkb close`: the day is closed. What is unfinished, client work first; the summary with its figures; the plan."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.done import opened_for_writing
from cmkb.cli.filing import Filed, file_inbox
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, refuse_unread, unread
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import at_terminal, paint, safe, say_json, say_lines
from cmkb.cli.plan import added_lines, plan, said
from cmkb.cli.rows import MARGIN
from cmkb.cli.tasks import numbered
from cmkb.exchange import as_json as json
from cmkb.locales import N_, sign
from cmkb.model.follow_up import FollowUp
from cmkb.pages.format import long_date, quantity
from cmkb.views.follow_ups import follow_ups
from cmkb.views.report import DayReport, day_report
from cmkb.views.today import unanswered
from cmkb.views.workdays import next_workday
from cmkb.writing.changes import change_notes, new_step
from cmkb.writing.new_note import NewNote, journal_note
from cmkb.writing.summary import summary_edit

ASKED = (N_("做成的"), N_("没做成的"), N_("明天调整"))  # the three that the day's form asks for


@click.command("close", cls=Command)
@click.option("--well", multiple=True, metavar="TEXT", help="总结：做成的 / what went well")
@click.option("--badly", multiple=True, metavar="TEXT", help="总结：没做成的 / what went wrong")
@click.option(
    "--change", multiple=True, metavar="TEXT", help="总结：明天调整 / what to do otherwise tomorrow"
)
@click.option("--no-plan", is_flag=True, help="不排下一个工作日 / leave the next day unplanned")
@force_option
@json_option
@today_option
@vault_option
def command(
    vault: Path | None,
    today: date | None,
    as_json: bool,
    well: tuple[str, ...],
    badly: tuple[str, ...],
    change: tuple[str, ...],
    no_plan: bool,
) -> int:
    """
    收工：先把手机收件箱（inbox）里的记录归进日志，再列出没做完的，客户的事在前；写总结，数字自动算好；最后排下一个工作日。
    Closes the day: files the inbox, lists what is unfinished, client work first, takes the summary, plans the next day.
    """
    opened = opened_for_writing(vault, today)
    refuse_unread(opened, unread(opened))
    step = new_step()
    filed = file_inbox(opened, step)
    if filed.lines:
        opened = open_vault(opened.loaded.folder, opened.today)
    answers = dict(zip(ASKED, (well, badly, change), strict=True))
    written = _write_summary(opened, answers, step)
    if written:
        opened = open_vault(opened.loaded.folder, opened.today)
    rows = _unfinished(opened)
    report = day_report(opened.vault, opened.today)
    numbers = numbered(opened, rows)
    if not as_json:
        say_lines(_lines(opened, filed, rows, report, numbers))
    if not as_json and at_terminal() and not _summed_up(report):
        written = _write_summary(opened, _ask(opened), step)
    planned: dict[str, Any] = {}
    if not no_plan:
        day = next_workday(opened.today, opened.vault.calendar)
        path, changes = plan(opened, day, command="close", step=step)
        lines = added_lines(changes)
        planned = {"date": day, "path": path, "lines": lines}
        if not as_json:
            say_lines(["", *said(opened, day, path, lines)])
    if as_json:
        say_json(_shape(opened, filed, rows, report, written, planned))
    return 0


def _unfinished(opened: Opened) -> list[FollowUp]:
    """What was for today or earlier, client work first; what only comes round again is not unfinished."""
    rows = [
        row
        for row in follow_ups(opened.vault, opened.today)
        if row.date <= opened.today
        and row.kind != "cadence"
        and (not row.show_until or row.show_until >= opened.today)
    ]
    return sorted(rows, key=lambda row: (row.client is None, row.date, row.sort_key))


def _lines(
    opened: Opened,
    filed: Filed,
    rows: Iterable[FollowUp],
    report: DayReport,
    numbers: dict[tuple[str, int], int],
) -> list[str]:
    say, vault = opened.say, opened.vault
    lines = [paint(long_date(opened.today, opened.language), "head")]
    if filed.lines:
        lines += ["", paint(say("从收件箱归档 {n} 条").format(n=len(filed.lines)), "head")]
        lines += [f"{MARGIN}{safe(path)}: {safe(text)}" for path, text in filed.lines]
    if filed.left:
        lines += ["", paint(say("收件箱里看不懂的 {n} 行，留在原处").format(n=len(filed.left)), "head")]
        lines += [f"{MARGIN}{safe(one.path)}:{one.number}: {safe(one.text)}" for one in filed.left]
    lines += ["", paint(say("没做完的"), "head")]
    for call in unanswered(vault, opened.today):
        people = sign("、").join(json.client_name(vault, client) or "" for client in vault.clients_of(call))
        lines.append(
            f"{MARGIN}{safe(people)} {say('来电没回')} {safe(call.text)} {safe(call.path)}:{call.place.line}"
        )
    for row in rows:
        name = json.client_name(vault, row.client) or ""
        number = numbers.get((row.path, row.line))
        parts = (
            name,
            row.title if row.title != name else "",
            f"{row.path}:{row.line}",
            f"#{number}" if number else "",
        )
        lines.append(MARGIN + " ".join(safe(part) for part in parts if part))
    for left in report.unfinished:
        parts = (left.name, left.title, say("计划了，没有记录"), f"{left.source.path}:{left.source.line}")
        lines.append(MARGIN + " ".join(safe(part) for part in parts if part))
    if lines[-1] == paint(say("没做完的"), "head"):
        lines.append(MARGIN + say("都做完了"))
    lines += ["", paint(say("今天的数字"), "head")]
    for figure in report.kpis:
        aim = f" / {quantity(figure.plan, figure.unit)}" if figure.plan is not None else ""
        lines.append(f"{MARGIN}{safe(figure.label)} {quantity(figure.actual, figure.unit)}{aim}")
    said_parts = (report.summary.well, report.summary.badly, report.summary.change, (*report.summary.rest,))
    lines += ["", paint(say("总结"), "head")]
    told = [f"{MARGIN}{safe(line)}" for part in said_parts for line in part]
    hint = say("还没写：cmkb close --well … --badly … --change …，或直接写在日志的“总结”下面")
    return [*lines, *(told or [MARGIN + hint])]


def _summed_up(report: DayReport) -> bool:
    summary = report.summary
    return bool(summary.well or summary.badly or summary.change or summary.rest)


def _ask(opened: Opened) -> dict[str, tuple[str, ...]]:
    """An empty line skips."""
    say = opened.say
    return {
        label: tuple(
            filter(None, (click.prompt(say(label), default="", show_default=False, err=True).strip(),))
        )
        for label in ASKED
    }


def _write_summary(opened: Opened, answers: dict[str, tuple[str, ...]], step: str) -> list[str]:
    lines = [
        f"- {label}：{' '.join(text.split())}"
        for label, texts in answers.items()
        for text in texts
        if text.strip()
    ]
    if not lines:
        return []
    vault, day = opened.vault, opened.today
    made = journal_note(vault, day)
    template = made.text if isinstance(made, NewNote) else ""
    edit = summary_edit(made.path, day, lines, vault.playbook, vault.settings, template)
    change_notes(opened.loaded.folder, {made.path: edit}, command="close", forced=is_forced(), step=step)
    return lines


def _shape(
    opened: Opened,
    filed: Filed,
    rows: Iterable[FollowUp],
    report: DayReport,
    written: list[str],
    planned: dict[str, Any],
) -> dict[str, Any]:
    vault = opened.vault
    return {
        "date": opened.today,
        "filed": [{"path": path, "text": text} for path, text in filed.lines],
        "left_in_inbox": [{"path": one.path, "line": one.number, "text": one.text} for one in filed.left],
        "unanswered": [json.record(vault, call) for call in unanswered(vault, opened.today)],
        "unfinished": [json.follow_up(vault, row, opened.today) for row in rows],
        "planned_without_record": [
            {
                "title": left.title,
                "client": left.client,
                "source": json.source(left.source.path, left.source.line),
            }
            for left in report.unfinished
        ],
        "kpis": [
            {"key": f.key, "label": f.label, "plan": f.plan, "actual": f.actual, "unit": f.unit}
            for f in report.kpis
        ],
        "summary": written,
        "plan": planned,
    }
