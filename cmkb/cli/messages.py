"""`cmkb messages`: today's care messages, each filled in for its client."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, paint, safe, say_error, say_json, say_lines, wrapped
from cmkb.cli.rows import MARGIN
from cmkb.exchange import as_json as json
from cmkb.locales import sign
from cmkb.pages.format import long_date, number
from cmkb.views.messages import Care, Message, care

COLUMNS = ("电话", "姓名", "渠道", "缘由", "内容", "客户")


@click.command("messages", cls=Command)
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="写成 CSV，供群发 / a CSV file for bulk sending",
)
@answering
def command(
    vault: Path | None, today: date | None, as_json: bool, strict: bool, csv_file: Path | None
) -> int:
    """
    今天的关怀短信，按每位客户填好；缺资料的写明缺什么，不会带着 {…} 发出去。
    Today's care messages, filled in for each client; what is missing is named, never sent as {…}.
    """
    opened = open_vault(vault, today)
    code = report(opened, strict)
    found = care(opened.vault, opened.today)
    if csv_file is not None:
        _write(opened, found, csv_file)
    if as_json:
        say_json(shape(opened, found))
    elif csv_file is None:
        say_lines(lines(opened, found, columns()))
    return code


def shape(opened: Opened, found: Care) -> dict[str, Any]:
    return {
        "date": opened.today.isoformat(),
        "sent": found.meter.value if found.meter else len(found.sent),
        "target": found.meter.target if found.meter else None,
        "held": found.held,
        "groups": [
            {"occasion": occasion, "ready": found.count(occasion), "sent": found.count_sent(occasion)}
            for occasion in opened.vault.playbook.occasions
            if found.count(occasion) or found.count_sent(occasion)
        ],
        "messages": [
            {
                "client": message.client,
                "client_name": json.client_name(opened.vault, message.client),
                "phone": message.phone,
                "kind": message.kind,
                "occasion": message.occasion,
                "date": message.row.date.isoformat(),
                "text": message.text,
                "missing": list(message.missing),
                "script": message.script,
                "source": json.source(message.row.path, message.row.line),
            }
            for message in found.messages
        ],
    }


def lines(opened: Opened, found: Care, cells: int) -> list[str]:
    say = opened.say
    text = [paint(long_date(opened.today, opened.language), "head")]
    if found.meter and found.meter.target:
        text.append(f"{found.meter.label} {number(found.meter.value)} / {number(found.meter.target)}")
    if not found.messages:
        return [*text, "", MARGIN + say("今天没有写好的短信")]
    for occasion in dict.fromkeys(message.occasion for message in found.messages):
        sent = found.count_sent(occasion)
        done = f"{sign('，')}{say('已发')} {sent}" if sent else ""
        text += ["", paint(f"{safe(occasion)} {found.count(occasion)}{done}", "head")]
        for message in found.messages:
            if message.occasion == occasion:
                text += _message_lines(opened, message, cells)
    if found.held:
        text += ["", *wrapped(say("另有 {n} 件同一客户的，一天只发一条").format(n=found.held), cells)]
    return text


def _message_lines(opened: Opened, message: Message, cells: int) -> list[str]:
    name = safe(json.client_name(opened.vault, message.client) or "")
    head = " ".join(part for part in (name, safe(message.kind), safe(message.phone)) if part)
    lacking = (
        f"  {opened.say('缺：')}{sign('、').join(map(safe, message.missing))}" if message.missing else ""
    )
    return [
        MARGIN + head + paint(lacking, "soon"),
        *wrapped(MARGIN * 2 + safe(message.text), cells, MARGIN * 2),
    ]


def _write(opened: Opened, found: Care, file: Path) -> None:
    """Only what can be sent as it is; the rest is said."""
    ready = [m for m in found.messages if not m.missing and m.phone]
    file.write_bytes(as_csv(opened, ready).encode("utf-8-sig"))
    left = [m for m in found.messages if m.missing or not m.phone]
    said = [opened.say("{n} 条写进 {file}").format(n=len(ready), file=file)]
    for message in left:
        name = safe(json.client_name(opened.vault, message.client) or message.client)
        lacking = sign("、").join(map(safe, message.missing)) or opened.say("电话")
        said.append(opened.say("没有写入：{name} 缺 {what}").format(name=name, what=lacking))
    say_error(said)


def as_csv(opened: Opened, messages: list[Message]) -> str:
    """With CRLF, as spreadsheets write it. No cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for message in messages:
        name = json.client_name(opened.vault, message.client) or ""
        cells = (message.phone, name, message.kind, message.occasion, message.text, message.client)
        writer.writerow([harmless(cell) for cell in cells])
    return out.getvalue()


def harmless(text: str) -> str:
    """Words that no spreadsheet takes for a formula."""
    return f"'{text}" if text.lstrip()[:1] in ("=", "+", "-", "@") or text[:1] in ("\t", "\r", "\n") else text
