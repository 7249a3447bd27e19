"""`cmkb playbook`: the ways of working that are built in, and which source text each serves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command, Group
from cmkb.cli.opening import open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, pad, paint, safe, say_json, say_lines, width, wrapped
from cmkb.cli.refusal import Refusal
from cmkb.model.playbook import Playbook, Quota
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.names import closest

MARGIN = "  "
PER = {"day": "每天", "week": "每周", "half-month": "每半月", "month": "每月"}


@click.group("playbook", cls=Group)
def command() -> None:
    """
    内置的工作方法（playbook）：有哪些，各是什么样。
    The built-in playbooks.
    """


@command.command("list", cls=Command, short_help="列出内置的工作方法 / all built-in playbooks")
@answering
def list_(vault: Path | None, today: date | None, as_json: bool, strict: bool) -> None:
    """
    列出内置的工作方法，和各自出自哪几篇原文。
    All built-in playbooks, with the numbers of the source texts that they serve.
    """
    playbooks = [load_playbook(name)[0] for name in builtin_names()]
    if as_json:
        say_json([{"name": p.name, "title": p.title, "texts": list(p.texts)} for p in playbooks])
        return
    column = max(width(p.name) for p in playbooks)
    for p in playbooks:
        texts = f"（原文 {'、'.join(map(str, p.texts))}）" if p.texts else ""
        line = f"{pad(safe(p.name), column)}  {safe(p.title)}{texts}"
        say_lines(wrapped(line, columns(), " " * (column + 2)))


@command.command("show", cls=Command, short_help="一种工作方法的内容 / what one says")
@click.argument("name", required=False, metavar="NAME")
@answering
def show(vault: Path | None, today: date | None, as_json: bool, strict: bool, name: str | None) -> int:
    """
    一种工作方法的等级、阶段、指标、数量和一天的流程。不写 NAME 就是这个笔记文件夹用的。
    Tiers, stages, KPIs, quotas and the day's routine of a playbook; without NAME that of the vault.
    """
    code = 0
    if name is None:
        opened = open_vault(vault, today)
        code = report(opened, strict)
        playbook = opened.vault.playbook
    elif name in builtin_names():
        playbook = load_playbook(name)[0]
    else:
        raise unknown_playbook(name)
    if as_json:
        say_json(_plain(playbook))
    else:
        say_lines(lines(playbook, columns()))
    return code


def unknown_playbook(name: str) -> Refusal:
    near = closest(name, builtin_names())
    if near:
        return Refusal(f"没有工作方法 {name}，是不是 {near}？", f"no playbook {name}, did you mean {near}?")
    known = "、".join(builtin_names())
    return Refusal(f"没有工作方法 {name}，有的是 {known}", f"no playbook {name}")


def lines(playbook: Playbook, cells: int) -> Iterator[str]:
    yield from wrapped(f"{paint(safe(playbook.title), 'head')}  {safe(playbook.name)}", cells)
    yield from wrapped(safe(playbook.summary), cells) if playbook.summary else ()
    yield from _rows("等级和联系频率", ((t.key, t.cadence) for t in playbook.tiers.values()), cells)
    yield from _rows("阶段", [("", " → ".join(playbook.stages))] if playbook.stages else (), cells)
    yield from _rows("记录的种类", [("", " ".join(playbook.kinds))] if playbook.kinds else (), cells)
    yield from _rows("指标", ((k.label, "、".join(k.kinds)) for k in playbook.kpis.values()), cells)
    yield from _rows("数量", ((q.label, _amount(q)) for q in playbook.quotas.values()), cells)
    slots = ((f"{s.start}-{s.end}", "；".join((s.title, *s.steps))) for s in playbook.routine.day)
    yield from _rows("一天", slots, cells)
    yield from _rows("一周", (("", step) for step in playbook.routine.week), cells)
    yield from _rows("一月", (("", step) for step in playbook.routine.month), cells)


def _rows(title: str, rows: Iterable[tuple[str, str]], cells: int) -> Iterator[str]:
    rows = [(safe(label), safe(text)) for label, text in rows]
    if not rows:
        return
    column = max(width(label) for label, _ in rows)
    gap = MARGIN if column else ""
    indent = " " * (len(MARGIN) + column + len(gap))
    yield from ("", paint(title, "head"))
    for label, text in rows:
        yield from wrapped(f"{MARGIN}{pad(label, column)}{gap}{text}", cells, indent)


def _amount(quota: Quota) -> str:
    bounds = [
        f"{sign}{bound:g}" for sign, bound in (("≥", quota.least), ("≤", quota.most)) if bound is not None
    ]
    return " ".join((PER.get(quota.per, quota.per), *bounds)) + quota.unit


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
