"""`cmkb show WHO`: one client at a glance, before the phone is picked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, pad, paint, safe, say_json, say_lines, width, wrapped
from cmkb.cli.rows import MARGIN, beneath, group_lines
from cmkb.cli.whom import the_client
from cmkb.exchange import as_json as json
from cmkb.locales import sign
from cmkb.model.note import Entry, Note, Record
from cmkb.pages.agenda import open_groups
from cmkb.pages.format import day, percent, text_of
from cmkb.views.client import ClientBrief, client_brief, referrals
from cmkb.views.clients import client_rows
from cmkb.views.follow_ups import follow_ups
from cmkb.views.wording import plain

RECENT = 10  # records of the timeline that the terminal shows; JSON has all


@click.command("show", cls=Command)
@click.argument("who", nargs=-1, required=True, metavar="WHO")
@answering
def command(vault: Path | None, today: date | None, as_json: bool, strict: bool, who: tuple[str, ...]) -> int:
    """
    一位客户的情况。WHO 是文件名、姓名或其中几个字、别名、拼音或首字母、客户编号、电话尾号。
    One client at a glance. WHO is a file name, a name or part of one, an alias, pinyin or initials, a client
    number, or the last digits of a phone.
    """
    opened = open_vault(vault, today)
    code = report(opened, strict)
    brief = brief_of(opened, the_client(opened, " ".join(who), as_json))
    if as_json:
        say_json(shape(opened, brief))
    else:
        say_lines(lines(opened, brief, columns()))
    return code


def brief_of(opened: Opened, note: Note) -> ClientBrief:
    vault, today = opened.vault, opened.today
    every = tuple(row for row in follow_ups(vault, today) if not row.is_far(today))
    row = next(row for row in client_rows(vault, every, today) if row.note.path == note.path)
    own = tuple(follow_up for follow_up in every if follow_up.client == note.path)
    return client_brief(vault, row, own, referrals(vault).get(note.path, ()), today)


def shape(opened: Opened, brief: ClientBrief) -> dict[str, Any]:
    vault, path = opened.vault, brief.note.path
    return {
        "path": path,
        "name": brief.row.name,
        "fields": {key: json.as_plain(value) for key, value in brief.note.front.fields.items()},
        "extra": json.as_plain(brief.extra),
        "completeness": round(brief.complete.rate, 4),
        "missing": [spec.key for spec in brief.complete.missing],
        "ask": [{"key": s.key, "label": s.label, "question": s.ask} for s in brief.ask],
        "found_out": [
            {
                "key": one.spec.key,
                "label": one.spec.label,
                "value": json.as_plain(one.value),
                "source": json.source(one.record.path, one.record.place.line),
            }
            for one in brief.found_out
        ],
        "last_contact": json.as_plain(last.date if (last := brief.row.contact.last) else None),
        "timeline": [json.record(vault, record) for record in brief.timeline],
        "anniversaries": [
            {
                "text": plain(entry.text),
                **json.as_plain(entry.fields),
                "source": json.source(path, entry.place.line),
            }
            for entry in brief.anniversaries
        ],
        "holdings": [json.holding(path, entry) for entry in brief.holdings],
        "follow_ups": [json.follow_up(vault, row, opened.today) for row in brief.open],
    }


def lines(opened: Opened, brief: ClientBrief, cells: int) -> list[str]:
    say = opened.say
    about = (
        brief.row.tier,
        brief.row.stage,
        brief.row.status,
        brief.row.note.get("gender"),
        _age(opened, brief),
    )
    head = f"{paint(safe(brief.row.name), 'head')}  {' · '.join(safe(part) for part in about if part)}"
    text = [*wrapped(head, cells), paint(safe(brief.note.path), "faint")]
    text += ["", *wrapped(_contact(opened, brief), cells)]
    text += group_lines(
        open_groups(brief.open, {}, opened.today, language=opened.language), opened.today, cells
    )
    for group in brief.groups:
        values = [
            (line.spec.label, text_of(line.value, line.spec.unit, line.spec.type))
            for line in group.lines
            if line.value not in (None, "", ())
        ]
        text += _titled(group.title, _pairs(values, cells))
    text += _titled(say("其他"), _pairs([(key, text_of(value)) for key, value in brief.extra.items()], cells))
    text += _titled(say("持有"), _entries(opened, "holdings", brief.holdings, cells))
    text += _titled(say("关系"), _entries(opened, "relations", brief.relations, cells))
    text += _titled(say("纪念日"), _entries(opened, "anniversaries", brief.anniversaries, cells))
    text += _titled(say("最近的记录"), _records(opened, brief.timeline[:RECENT], cells))
    told = [(one.spec.label, text_of(one.value, one.spec.unit, one.spec.type)) for one in brief.found_out]
    text += _titled(say("从面谈补进资料"), _pairs(told, cells))
    if brief.complete.missing:
        known = say("资料完整率 {rate}，可以问").format(rate=percent(brief.complete.rate))
        ask = [f"{spec.label}: {spec.ask}" if spec.ask else spec.label for spec in brief.ask]
        text += _titled(known, [MARGIN + line for item in ask for line in wrapped(safe(item), cells - 2)])
    return text


def _age(opened: Opened, brief: ClientBrief) -> str:
    return opened.say("{n} 岁").format(n=brief.age) if brief.age is not None else ""


def _contact(opened: Opened, brief: ClientBrief) -> str:
    say, contact = opened.say, brief.row.contact
    if contact.last is None:
        return say("还没联系过")
    days = (opened.today - contact.last.date).days
    last = day(contact.last.date, opened.today)
    text = say("上次联系 {date}，{n} 天前").format(date=last, n=days) if days else say("今天联系过")
    if contact.cadence is None:
        return text
    limit = say("限 {n} 天").format(n=contact.cadence.most)
    if contact.channel and opened.language != "zh":
        limit = f"{contact.channel}, {limit}"
    elif contact.channel:
        limit = contact.channel + limit
    return f"{text}{sign('（')}{limit}{sign('）')}"


def _titled(title: str, body: Iterable[str]) -> list[str]:
    body = list(body)
    return ["", paint(safe(title), "head"), *body] if body else []


def _pairs(values: list[tuple[str, str]], cells: int) -> Iterator[str]:
    """Labels in one column, values wrapped beside them."""
    column = max((width(safe(label)) for label, _ in values), default=0)
    indent = " " * (len(MARGIN) + column + 2)
    for label, value in values:
        yield from wrapped(f"{MARGIN}{pad(safe(label), column)}  {safe(value)}", cells, indent)


def _entries(opened: Opened, section: str, entries: tuple[Entry, ...], cells: int) -> Iterator[str]:
    specs = opened.vault.playbook.entry_fields.get(section, {})
    for entry in entries:
        about = plain(entry.text)
        said = [safe(about)]
        for key, value in entry.fields.items():
            spec = specs.get(key)
            words = text_of(value, spec.unit if spec else "", spec.type if spec else "")
            if words not in about:  # the line's own words have said it
                said.append(safe(f"{spec.label if spec else key} {words}"))
        said += [safe(f"{key} {value}") for key, value in entry.extra.items()]
        yield from wrapped(MARGIN + " · ".join(part for part in said if part), cells, MARGIN * 2)


def _records(opened: Opened, records: tuple[Record, ...], cells: int) -> Iterator[str]:
    for record in records:
        when = f"{day(record.date, opened.today)} {record.time}".rstrip()
        said = (when, record.kind, str(record.fields.get("result", "")), plain(record.text))
        yield from beneath(" ".join(safe(p) for p in said if p), f"{record.path}:{record.place.line}", cells)
