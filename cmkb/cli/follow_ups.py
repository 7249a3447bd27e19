"""`cmkb follow-ups`: everything that is open, overdue first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, paint, say_json, say_lines
from cmkb.cli.rows import MARGIN, group_lines
from cmkb.cli.tasks import in_order, numbered
from cmkb.exchange import as_json as json
from cmkb.model.follow_up import FollowUp
from cmkb.pages.agenda import open_groups, people_of
from cmkb.pages.format import long_date
from cmkb.views.clients import client_rows
from cmkb.views.follow_ups import follow_ups, listed

DAYS = 7


@click.command("follow-ups", cls=Command)
@click.option(
    "--days",
    type=click.IntRange(min=0),
    default=DAYS,
    metavar="N",
    help=f"往后看几天，默认 {DAYS} / how many days ahead",
)
@answering
def command(vault: Path | None, today: date | None, as_json: bool, strict: bool, days: int) -> int:
    """
    所有要跟进的：逾期的，和往后几天内的。
    Everything open: all that is overdue, and what is due in the coming days.
    """
    opened = open_vault(vault, today)
    code = report(opened, strict)
    every = follow_ups(opened.vault, opened.today)
    rows = listed(every, opened.today, days)
    if as_json:
        say_json([json.follow_up(opened.vault, row, opened.today) for row in rows])
    else:
        say_lines(lines(opened, every, rows, columns()))
    return code


def lines(opened: Opened, every: tuple[FollowUp, ...], rows: tuple[FollowUp, ...], cells: int) -> list[str]:
    people = people_of(client_rows(opened.vault, every, opened.today))
    groups = open_groups(rows, people, opened.today, language=opened.language)
    text = [
        paint(long_date(opened.today, opened.language), "head"),
        *group_lines(groups, opened.today, cells, numbers=numbered(opened, in_order(groups))),
    ]
    return text if groups else [*text, "", MARGIN + opened.say("没有要跟进的")]
