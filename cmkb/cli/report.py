"""`cmkb report`: the sheet for the supervisor, of a day or a longer period, in four formats."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cmkb.cli.help import Command, Group
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import json_bytes, safe, say_error, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.report_team import command as team
from cmkb.cli.saving import save

if TYPE_CHECKING:
    from cmkb.exchange.sheet import Sheet
    from cmkb.views.period_report import PeriodReport
    from cmkb.views.report import DayReport
    from cmkb.views.spans import Span

FORMATS = ("md", "html", "xlsx", "json")
GRAINS = {
    "day": ("日报：计划、实际、成败、次日计划", "a day", "2026-11-23"),
    "week": ("周报", "a week", "2026-W48"),
    "month": ("月报", "a month", "2026-11"),
    "quarter": ("季报", "a quarter", "2026-Q4"),
    "half": ("半年报", "half a year", "2026-H2"),
    "year": ("年报", "a year", "2026"),
}
# What is read as the next such day elsewhere: 周五, 11-20, 5号
_LOOKS_AHEAD = re.compile(
    r"(?:周|星期|礼拜).|[0-9０-９]{1,2}[-/.月][0-9０-９]{1,2}[日号]?|[0-9０-９]{1,2}[日号]"
)


@click.group("report", cls=Group)
def command() -> None:
    """
    给主管的表：计划和实际、成败分析、次日计划，一天或一段时间。
    The sheet for the supervisor: a day or a longer period.
    """


def grain_command(grain: str) -> Command:
    zh, en, example = GRAINS[grain]

    @click.command(grain, cls=Command, short_help=f"{zh} / {en}")
    @click.argument("day", required=False, metavar="[DATE]")
    @click.option(
        "--format",
        "kind",
        type=click.Choice(FORMATS),
        help="md 文字（默认），html 可打印成 A4，xlsx 表格，json / the format",
    )
    @click.option("--output", metavar="FILE", help="写进这个文件；xlsx 必须写 / the file to write")
    @click.option(
        "--no-mask",
        is_flag=True,
        help="电话、证件号、卡号照写；默认隐去，姓名保留 / show phone and other numbers",
    )
    @answering
    def run(day: str | None, kind: str | None, output: str | None, no_mask: bool, **options: Any) -> int:
        return _run(grain, day, _format(kind, output, options.pop("as_json")), output, not no_mask, **options)

    run.help = (
        f"{zh}，给主管看。DATE 写 {example} 或其中一天，默认今天。\n{en.capitalize()} for the supervisor."
    )
    assert isinstance(run, Command)
    return run


for _grain in GRAINS:
    command.add_command(grain_command(_grain))
command.add_command(team)


def _format(kind: str | None, output: str | None, as_json: bool) -> str:
    """What is asked for, else what the file's name ends in."""
    if as_json:
        if kind not in (None, "json"):
            raise Refusal(
                f"--json 和 --format {kind} 只能写一个", f"--json and --format {kind} exclude each other"
            )
        return "json"
    ending = Path(output).suffix.lower().removeprefix(".") if output else ""
    kind = kind or {"htm": "html", "markdown": "md"}.get(ending, ending)
    kind = kind if kind in FORMATS else "md"
    if kind == "xlsx" and output is None:
        raise Refusal("xlsx 要写进文件：加 --output 日报.xlsx", "xlsx needs a file: add --output FILE.xlsx")
    return kind


def _run(
    grain: str,
    written: str | None,
    kind: str,
    output: str | None,
    masked: bool,
    *,
    vault: Path | None,
    today: date | None,
    strict: bool,
) -> int:
    opened = open_vault(vault, today)
    asked = asked_for(grain, written, opened.today)
    code = report(opened, strict)
    data = _made(opened, asked, kind, masked)
    if output is not None:
        save(opened, Path(output), data)
        say_error([opened.say("写好了：{file}").format(file=output)])
    elif kind == "md":
        say_lines(data.decode().splitlines())
    else:
        click.echo(data, nl=False)
    return code


def asked_for(grain: str, written: str | None, today: date) -> date | Span:
    """The day, or the period in which it lies. Without `written` that of today."""
    from cmkb.views.spans import read_span, span_as_said, span_of

    if written is None:
        return today if grain == "day" else span_of(today, grain)
    span = (read_span(written) or span_as_said(written, today)) if grain != "day" else None
    if span is not None:
        around = span_of(span.start, grain)
        if span.end <= around.end:
            return around
    day = _day_as_said(written, today)
    if day is None or span is not None:
        example = GRAINS[grain][2]
        raise Refusal(f"DATE 写成 {example} 这样，不是“{safe(written)}”", f"write DATE like {example}")
    return day if grain == "day" else span_of(day, grain)


def _day_as_said(written: str, today: date) -> date | None:
    """A weekday, or a day without its year, is the latest one: reports look back."""
    from cmkb.reading.dates import date_as_said

    if not _LOOKS_AHEAD.fullmatch(written.strip()):
        return date_as_said(written, today)
    earlier = (date_as_said(written, today - timedelta(days)) for days in (0, 6, 30, 365))
    return next((day for day in earlier if day is not None and day <= today), None)


def _made(opened: Opened, asked: date | Span, kind: str, masked: bool) -> bytes:
    from cmkb.exchange.masking import changed, clean, masking
    from cmkb.exchange.report_json import as_json

    change = masking(opened.vault) if masked else clean
    found = changed(_answer(opened, asked), lambda text: change(clean(text)))
    if kind == "json":
        return json_bytes(as_json(found))
    sheet = _sheet(opened, found, masked)
    if kind == "html":
        from cmkb.exchange.report_html import as_html

        return as_html(sheet, opened.language).encode()
    if kind == "xlsx":
        from cmkb.exchange.report_xlsx import as_xlsx

        return as_xlsx(sheet, asked if isinstance(asked, date) else asked.end)
    from cmkb.exchange.report_text import as_markdown

    return as_markdown(sheet).encode()


def _answer(opened: Opened, asked: date | Span) -> DayReport | PeriodReport:
    if isinstance(asked, date):
        from cmkb.views.report import day_report

        return day_report(opened.vault, asked)
    from cmkb.views.period_report import period_report
    from cmkb.views.periods import periods

    return period_report(periods(opened.vault, opened.today), asked)


def _sheet(opened: Opened, found: DayReport | PeriodReport, masked: bool) -> Sheet:
    from cmkb.exchange.day_sheet import day_sheet
    from cmkb.exchange.period_sheet import period_sheet
    from cmkb.views.report import DayReport

    owner = safe(opened.vault.settings.owner)
    foot = opened.say("电话、证件号和卡号已隐去") if masked else ""
    if isinstance(found, DayReport):
        return day_sheet(found, owner=owner, language=opened.language, foot=foot)
    return period_sheet(found, owner=owner, language=opened.language, foot=foot)
