"""`cmkb today`: the home page's answers in the terminal."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli import morning
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, pad, paint, safe, say_json, say_lines, width, wrapped
from cmkb.cli.rows import MARGIN, beneath, group_lines
from cmkb.cli.tasks import in_order, numbered
from cmkb.exchange import as_json as json
from cmkb.locales import counted, sign
from cmkb.model.follow_up import FollowUp
from cmkb.model.immutable import immutable
from cmkb.model.note import Note, Record
from cmkb.pages.agenda import Group, agenda, people_of
from cmkb.pages.format import day, long_date, quantity, weekday
from cmkb.pages.playbook_words import PER_THIS
from cmkb.views.clients import client_rows
from cmkb.views.day import CarriedOver, carried_over
from cmkb.views.follow_ups import follow_ups, never_contacted
from cmkb.views.morning import MorningReport
from cmkb.views.quotas import Measured, quotas_of_day
from cmkb.views.today import Meter, meters, unanswered
from cmkb.views.wording import plain
from cmkb.views.workdays import days_off

MOST = 12  # rows of a group that are read at a glance
AHEAD = 31  # days in which days off are looked for


@immutable
class Answer:
    today: date
    rows: tuple[FollowUp, ...]
    groups: tuple[Group, ...]
    meters: tuple[Meter, ...]
    running: tuple[Measured, ...]  # quotas of this week, half-month and month
    morning: MorningReport | None
    unanswered: tuple[Record, ...]
    carried_over: tuple[CarriedOver, ...]
    never_contacted: tuple[Note, ...]


@click.command("today", cls=Command)
@click.option(
    "--all", "all_rows", is_flag=True, help=f"每组全部列出，不止 {MOST} 件 / every row of each group"
)
@answering
def command(vault: Path | None, today: date | None, as_json: bool, strict: bool, all_rows: bool) -> int:
    """
    今天联系谁、为什么：约好的、逾期、今天要办、该联系了，今天的数字，没回的来电，没做完的。
    Whom to contact today and why, the day's figures, unanswered calls, what was carried over.
    """
    opened = open_vault(vault, today)
    code = report(opened, strict)
    answer = answer_for(opened, None if all_rows or as_json else MOST)
    if as_json:
        say_json(shape(opened, answer))
    else:
        say_lines(lines(opened, answer, columns()))
    return code


def answer_for(opened: Opened, most: int | None) -> Answer:
    """`most` rows of each group."""
    vault, today = opened.vault, opened.today
    rows = follow_ups(vault, today)
    people = people_of(client_rows(vault, rows, today))
    off = days_off(today, AHEAD, vault.calendar)
    return Answer(
        today=today,
        rows=rows,
        groups=agenda(rows, people, today, off, language=opened.language, limit=most),
        meters=meters(vault, today),
        running=quotas_of_day(vault, today).running(today),
        morning=morning.report_for(vault, today),
        unanswered=unanswered(vault, today),
        carried_over=carried_over(vault, rows, today),
        never_contacted=never_contacted(vault, today),
    )


def shape(opened: Opened, answer: Answer) -> dict[str, Any]:
    vault, today = opened.vault, answer.today
    return {
        "date": today.isoformat(),
        "weekday": weekday(today, opened.language),
        "groups": [
            {
                "key": group.key,
                "title": group.title,
                "count": group.count,
                "rows": [json.follow_up(vault, row.follow_up, today) for row in group.rows if row.follow_up],
            }
            for group in answer.groups
        ],
        "quotas": [
            {
                "key": meter.quota.key if meter.quota else meter.kpi.key,
                "label": meter.label,
                "kpi": meter.kpi.key,
                "unit": meter.unit,
                "actual": meter.value,
                "target": meter.target,
                "per": "day",
            }
            for meter in answer.meters
        ]
        + [
            {
                "key": one.quota.key,
                "label": one.quota.label,
                "kpi": one.quota.kpi or None,
                "unit": one.unit,
                "actual": one.value,
                "target": one.target,
                "per": one.quota.per,
            }
            for one in answer.running
        ],
        "morning": morning.shape(vault, answer.morning),
        "unanswered": [json.record(vault, record) for record in answer.unanswered],
        "carried_over": [
            {
                "title": plain(item.title),
                "client": item.client,
                "client_name": json.client_name(vault, item.client),
                "since": item.since.isoformat(),
                "source": json.source(item.path, item.line),
            }
            for item in answer.carried_over
        ],
        "never_contacted": [note.path for note in answer.never_contacted],
    }


def lines(opened: Opened, answer: Answer, cells: int) -> list[str]:
    say = opened.say
    text = [paint(long_date(answer.today, opened.language), "head")]
    more = say("还有 {n} 件，全部见 cmkb today --all")
    numbers = numbered(opened, in_order(answer.groups))
    text += group_lines(answer.groups, answer.today, cells, more, numbers)
    if not answer.groups:
        text += ["", MARGIN + say("今天没有要办的事")]
    if answer.morning:
        said = list(morning.lines(opened.vault, answer.morning, answer.today, cells, say))
        text += ["", paint(say("早会要报的"), "head"), *said] if said else []
    if answer.meters or answer.running:
        text += ["", paint(say("今天的数字"), "head"), *_meter_lines(_figures(opened, answer), cells)]
    if answer.unanswered:
        text += ["", paint(f"{say('没回的来电')} {len(answer.unanswered)}", "head")]
        for record in answer.unanswered:
            text += _call_lines(opened, record, cells)
    shown = {(row.path, row.line) for row in answer.rows}
    left = [item for item in answer.carried_over if (item.path, item.line) not in shown]
    if left:
        text += ["", paint(f"{say('计划了没做')} {len(left)}", "head")]
        for item in left:
            text += _carried_lines(opened, item, cells)
    if answer.never_contacted:
        names = sign("、").join(safe(note.title) for note in answer.never_contacted)
        text += ["", *wrapped(f"{say('还没联系过')} {len(answer.never_contacted)}: {names}", cells)]
    return text


def _figures(opened: Opened, answer: Answer) -> list[tuple[str, str, bool]]:
    """Label, figure, and whether it is reached: of the day, then of this week, half-month and month."""
    found = [
        (one.label, _figure(one.value, one.target, one.unit), (one.rate or 0) >= 1) for one in answer.meters
    ]
    for quota in answer.running:
        label = f"{opened.say(PER_THIS[quota.quota.per])} {quota.quota.label}"
        found.append((label, _figure(quota.value, quota.target, quota.unit), quota.kept))
    return found


def _meter_lines(shown: list[tuple[str, str, bool]], cells: int) -> list[str]:
    """`有效电话  3 / 12 通`, as many beside each other as there is room for."""
    label = max(width(safe(name)) for name, _, _ in shown)
    figure = max(width(text) for _, text, _ in shown)
    entries = [
        f"{pad(safe(name), label)}  {paint(pad(text, figure), 'done' if reached else '')}"
        for name, text, reached in shown
    ]
    beside = max(1, (cells - len(MARGIN) + 4) // (label + 2 + figure + 4))
    groups = (entries[i : i + beside] for i in range(0, len(entries), beside))
    return [MARGIN + "    ".join(group).rstrip() for group in groups]


def _figure(value: int | float, target: int | float | None, unit: str) -> str:
    text = quantity(value, unit)
    if target is not None:
        text += f" / {quantity(target, unit)}"
    return safe(f"{text}{unit}" if unit == "元" else counted(text, unit))


def _call_lines(opened: Opened, record: Record, cells: int) -> list[str]:
    names = sign("、").join(
        safe(json.client_name(opened.vault, path)) for path in opened.vault.clients_of(record)
    )
    when = " ".join(part for part in (day(record.date, opened.today), record.time) if part)
    first = " ".join(part for part in (when, names or safe(record.kind), safe(plain(record.text))) if part)
    return beneath(first, f"{record.path}:{record.place.line}", cells)


def _carried_lines(opened: Opened, item: CarriedOver, cells: int) -> list[str]:
    name = safe(json.client_name(opened.vault, item.client) or "")
    first = " ".join(part for part in (day(item.since, opened.today), name, safe(plain(item.title))) if part)
    return beneath(first, f"{item.path}:{item.line}", cells)
