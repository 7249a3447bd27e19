"""`cmkb new`: a note from the playbook, by kind or by form. Nothing that exists is ever written over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, clock_in, find_vault, open_vault, report
from cmkb.cli.options import answering, force_option, is_forced
from cmkb.cli.output import safe, safe_line, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.whom import the_client
from cmkb.load import load_settings
from cmkb.locales import sign
from cmkb.model.immutable import immutable
from cmkb.model.playbook import Form
from cmkb.playbooks.names import closest
from cmkb.reading.dates import date_as_said
from cmkb.reading.headings import heading_meanings, meaning_of, split_heading
from cmkb.views.clients import display_name
from cmkb.views.forms import form_named
from cmkb.writing.blank_notes import form_lines
from cmkb.writing.new_note import (
    BY_NAME,
    KINDS,
    NewNote,
    NoName,
    Taken,
    journal_note,
    kind_named,
    meeting_note,
    named_note,
    period_note,
    write_note,
)

IN_HELP = "client|script|product|case|period|FORM"


@immutable
class Made:
    path: str
    created: bool
    line: int | None = None  # of the heading beneath which to write
    heading: str = ""
    text: str = ""  # lines to copy


@click.command("new", cls=Command)
@click.argument("what", metavar=IN_HELP)
@click.argument("name", metavar="[NAME]", nargs=-1)
@force_option
@answering
def command(
    vault: Path | None, today: date | None, as_json: bool, strict: bool, what: str, name: tuple[str, ...]
) -> int:
    """
    新建一篇：client 客户、script 话术、product 产品、case 事项、period 目标，或一张表单（名字见网站的“表单”页）。
    写在日志里的表单，没有当天的日志就先建好，再告诉你写在哪里。已有的文件一个字也不动。
    A new note from the playbook, or a form; a file that exists is never touched.
    """
    folder = find_vault(vault)
    # The option `today:` pins answers, but what is written has the real date.
    day = today or clock_in(load_settings(folder).settings.timezone)
    opened = open_vault(folder, day)
    made = _make(opened, folder, what, " ".join(name).strip(), as_json)
    code = report(opened, strict)
    if as_json:
        say_json({"path": made.path, "created": made.created, "line": made.line, "text": made.text})
    else:
        say_lines(_lines(opened, made))
    return code


def _make(opened: Opened, folder: Path, what: str, name: str, as_json: bool) -> Made:
    playbook = opened.vault.playbook
    kind = kind_named(playbook, what)
    form = None if kind else form_named(playbook, what)
    if form is not None:
        kind = form.kind
    if not kind:
        raise _unknown(opened, what)
    if kind == "journal":
        return _journal(opened, folder, form, name, as_json)
    if not name:
        example = {"period": "2026-12"}.get(kind, opened.say("名字"))
        raise Refusal(opened.say("少了名字：cmkb new {what} {name}").format(what=safe(what), name=example))
    if kind == "meeting" and form is not None:
        client = the_client(opened, name, as_json)
        return _write(opened, folder, meeting_note(opened.vault, form, client, opened.today))
    if kind == "period":
        forms = (form,) if form else ()
        found = period_note(opened.vault, name, opened.today, forms)
        if isinstance(found, NoName):
            text = opened.say(
                "“{name}”不是一段时间：写成 2026、2026-H2、2026-Q4、2026-12、2026-W49 或 下个月"
            )
            raise Refusal(text.format(name=safe(name)))
    else:
        found = named_note(opened.vault, kind, name, opened.today, form)
        if isinstance(found, NoName):
            raise Refusal(opened.say("“{name}”不能当文件名，换一个名字").format(name=safe(name)))
    if isinstance(found, Taken):
        raise _taken(opened, what, name, found, form, as_json)
    return _write(opened, folder, found)


def _write(opened: Opened, folder: Path, note: NewNote) -> Made:
    if (folder / note.path).exists():
        text = opened.say("已经有文件 {path}，没有动它：换一个名字")
        raise Refusal(text.format(path=safe(note.path)))
    write_note(folder, note, forced=is_forced())
    return Made(note.path, created=True)


# --- refusals ------------------------------------------------------------------------------------------------


def _unknown(opened: Opened, what: str) -> Refusal:
    forms = list(opened.vault.playbook.forms)
    near = closest(what, [*KINDS, *forms])
    if near:
        return Refusal(opened.say("不认识“{what}”，是不是 {near}？").format(what=safe(what), near=near))
    text = opened.say("不认识“{what}”。可以新建：{kinds}；表单：{forms}")
    known = {
        "what": safe(what),
        "kinds": sign("、").join((*BY_NAME, "period", "journal")),
        "forms": sign("、").join(forms),
    }
    return Refusal(text.format(**known))


def _taken(opened: Opened, what: str, name: str, taken: Taken, form: Form | None, as_json: bool) -> Refusal:
    vault = opened.vault
    if as_json:
        there = vault.notes[taken.path]
        shown = display_name(vault, there) if there.kind == "client" else there.title
        say_json({"candidates": [{"path": taken.path, "name": shown}], "propose": taken.propose})
    if form is not None and form.kind == "client" and vault.notes[taken.path].kind == "client":
        text = opened.say(
            "“{name}”已经有笔记，{form}就填在那里：直接改 {path}。填好的表在网站上这位客户的页面，“资料”旁边点“{form}”，能打印"
        )
    elif taken.propose:
        text = opened.say(
            "已经有一位“{name}”（{path}）。两位不能同名，文件名后面加上手机或客户号的后四位：cmkb new {what} {propose}"
        )
    else:
        text = opened.say("已经有“{name}”（{path}），没有动它：换一个名字，或者直接改那一篇")
    values = {
        "name": safe(name),
        "path": safe(taken.path),
        "what": safe(what),
        "propose": safe(taken.propose),
        "form": safe(form.key) if form else "",
    }
    return Refusal(text.format(**values))


# --- forms in a journal --------------------------------------------------------------------------------------


def _journal(opened: Opened, folder: Path, form: Form | None, name: str, as_json: bool) -> Made:
    """The journal of the day, made when it is missing, and where in it the form is written."""
    day = date_as_said(name, opened.today) if name else None
    client = the_client(opened, name, as_json) if name and day is None else None
    day = day or opened.today
    found = journal_note(opened.vault, day)
    created = isinstance(found, NewNote)
    if isinstance(found, NewNote):
        _write(opened, folder, found)
        text = found.text
    else:
        text = opened.vault.notes[found.path].body
    if form is None:
        return Made(found.path, created)
    who = f"[[{client.stem}]]" if client else ""
    meaning, lines = form_lines(opened.vault.playbook, form, who, day)
    first = 1 if isinstance(found, NewNote) else opened.vault.notes[found.path].body_line
    line = _line_of(opened, text, meaning, first)
    spec = opened.vault.playbook.sections.get(meaning)
    return Made(found.path, created, line, spec.headings[0] if spec else "", lines)


def _line_of(opened: Opened, text: str, meaning: str, first: int) -> int | None:
    """Line of the heading with this meaning; `first` is the line of the file on which `text` begins."""
    meanings = heading_meanings(opened.vault.playbook.sections)
    for number, line in enumerate(text.split("\n"), first):
        heading = split_heading(line)
        if heading and meaning_of(heading[1], meanings) == meaning:
            return number
    return None


def _lines(opened: Opened, made: Made) -> list[str]:
    say = opened.say
    path = safe(made.path)
    lines = [say("建好了 {path}").format(path=path)] if made.created else []
    if not made.text:
        return lines or [say("已经有 {path}，没有动它").format(path=path)]
    if made.line:
        place = say("写在 {path} 第 {line} 行“{heading}”下面：")
    else:
        place = say("写进 {path}，先加一行“## {heading}”，再在下面写：")
    lines.append(place.format(path=path, line=made.line, heading=safe(made.heading)))
    return [*lines, "", *(safe_line(line) for line in made.text.split("\n"))]
