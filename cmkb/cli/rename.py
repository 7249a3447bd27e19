"""`cmkb rename WHO NEW`: a note gets another name, and every link to it follows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.done import opened_for_writing
from cmkb.cli.help import Command
from cmkb.cli.opening import Opened, refuse_unread, unread
from cmkb.cli.options import force_option, is_forced, json_option, today_option, vault_option
from cmkb.cli.output import safe, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.cli.whom import the_client
from cmkb.load import load_vault
from cmkb.model.note import Note
from cmkb.who import find_who
from cmkb.writing.changes import change_notes, take_back
from cmkb.writing.places import place_of
from cmkb.writing.renaming import new_path, rename_edits

EVERY_OTHER = frozenset(
    {"household", "script", "product", "howto", "case", "event", "channel", "staff", "meeting", "note"}
)


@click.command("rename", cls=Command)
@click.argument("who", metavar="WHO")
@click.argument("name", metavar="NEW")
@force_option
@json_option
@today_option
@vault_option
def command(vault: Path | None, today: date | None, as_json: bool, who: str, name: str) -> int:
    """
    给一篇笔记改名，所有指向它的链接一起改：cmkb rename 王芳 王芳-8899。WHO 先找客户，再找话术、产品、事项等。
    Renames a note with all links to it. WHO is a client, else another note by its name.
    """
    opened = opened_for_writing(vault, today)
    refuse_unread(opened, unread(opened))
    folder = opened.loaded.folder
    note = _note(opened, who, as_json)
    path = new_path(opened.vault, note, name)
    content = place_of(folder.resolve(), note.path).read_bytes()
    edits = rename_edits(opened.vault, note, path, content)
    changes = change_notes(folder, edits, command="rename", forced=is_forced())
    if lost := _lost_links(opened, note.path, path):
        take_back(folder)
        text = opened.say("这样改名，{place} 的链接会断，没有改：先改那一处")
        raise Refusal(text.format(place=safe(lost)))
    relinked = [change.path for change in changes if change.path not in (path, note.path)]
    if as_json:
        say_json({"from": note.path, "path": path, "changed": relinked})
    else:
        say_lines([f"{safe(note.path)} → {safe(path)}"])
        say_lines([opened.say("改了 {n} 个文件里的链接，撤销用 cmkb undo").format(n=len(relinked))])
    return 0


def _note(opened: Opened, who: str, as_json: bool) -> Note:
    clients = find_who(opened.vault, who)
    if not clients:
        others = find_who(opened.vault, who, EVERY_OTHER)
        if len(others) == 1:
            return opened.vault.notes[others[0].path]
        if others:
            if as_json:
                say_json({"candidates": [{"path": one.path, "name": one.name} for one in others]})
            text = opened.say("“{who}”可能是这几篇：").format(who=safe(who))
            raise Refusal(text, more=tuple(f"  {safe(one.path)}" for one in others[:20]))
    return the_client(opened, who, as_json)


def _lost_links(opened: Opened, old: str, new: str) -> str:
    """Where a link that led to the note leads there no more; "" when all do."""
    before = opened.vault
    after = load_vault(opened.loaded.folder, before.settings).vault
    for path, links in before.backlinks.items():
        if path != old:
            continue
        wanted = {(link.path, link.line) for link in links}
        found = {(link.path, link.line) for link in after.backlinks.get(new, ())}
        for place in sorted(wanted - found):
            return f"{place[0]}:{place[1]}"
    return ""
