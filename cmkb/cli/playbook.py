"""`cmkb playbook`: the ways of working that are built in, and which source text each serves."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.help import Command, Group
from cmkb.cli.opening import find_vault, open_vault, report
from cmkb.cli.options import answering
from cmkb.cli.output import columns, paint, safe, say_json, say_lines, wrapped
from cmkb.cli.playbook_text import lines
from cmkb.cli.refusal import Refusal
from cmkb.load import load_settings
from cmkb.locales import reader, sign, speak, translator
from cmkb.playbooks.loader import builtin_names, load_playbook
from cmkb.playbooks.names import closest
from cmkb.playbooks.wording import worded

MARGIN = "  "


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
    _speak_as(vault)
    say = translator(reader())
    playbooks = [worded(load_playbook(name)[0], reader()) for name in builtin_names()]
    if as_json:
        say_json([{"name": p.name, "title": p.title, "texts": list(p.texts)} for p in playbooks])
        return
    for p in playbooks:
        numbers = say("原文 {n}").format(n=sign("、").join(map(str, p.texts)))
        texts = f"{sign('（')}{numbers}{sign('）')}" if p.texts else ""
        name = paint(safe(p.name), "head")
        say_lines(wrapped(f"{name}  {safe(p.title)}{texts}", columns(), MARGIN))
        say_lines(paint(line, "faint") for line in wrapped(MARGIN + safe(p.summary), columns(), MARGIN))


@command.command("show", cls=Command, short_help="一种工作方法的内容 / what one says")
@click.argument("name", required=False, metavar="NAME")
@answering
def show(vault: Path | None, today: date | None, as_json: bool, strict: bool, name: str | None) -> int:
    """
    一种工作方法：一天几点做什么，步骤和清单，定量，等级，指标，提醒，表单。不写 NAME 就是这个笔记文件夹用的。
    A playbook: the day by the clock, steps, checklists, quotas, tiers, KPIs, reminders, forms; without NAME
    that of the vault.
    """
    code = 0
    _speak_as(vault)
    if name is None:
        opened = open_vault(vault, today)
        code = report(opened, strict)
        playbook = opened.vault.playbook
    elif name in builtin_names():
        playbook = worded(load_playbook(name)[0], reader())
    else:
        raise unknown_playbook(name)
    if as_json:
        say_json(_plain(playbook))
    else:
        say_lines(lines(playbook, columns(), translator(reader())))
    return code


def _speak_as(vault: Path | None) -> None:
    """In the vault's language, if there is one here."""
    with suppress(Refusal, OSError):
        speak(load_settings(find_vault(vault)).settings.language)


def unknown_playbook(name: str) -> Refusal:
    near = closest(name, builtin_names())
    if near:
        return Refusal(f"没有工作方法 {name}，是不是 {near}？", f"no playbook {name}, did you mean {near}?")
    known = "、".join(builtin_names())
    return Refusal(f"没有工作方法 {name}，有的是 {known}", f"no playbook {name}")


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value
