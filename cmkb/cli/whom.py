"""WHO on the command line becomes one client; several are listed, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cmkb.cli.opening import Opened
from cmkb.cli.output import at_terminal, safe, say_error, say_json
from cmkb.cli.refusal import Refusal
from cmkb.files.scan import read_note_file, scan
from cmkb.locales import Translate, sign, translator
from cmkb.model.note import Note
from cmkb.model.playbook import Playbook
from cmkb.model.settings import Settings
from cmkb.reading.note import read_note
from cmkb.vault import Vault, assemble
from cmkb.views.clients import display_name
from cmkb.who import Candidate, find_who

MOST_LISTED = 20


def the_client(opened: Opened, who: str, as_json: bool) -> Note:
    """Raises Refusal unless exactly one fits; with `as_json` the candidates are printed first."""
    found = find_who(opened.vault, who)
    if len(found) == 1:
        return opened.vault.notes[found[0].path]
    raise _refusal(opened.vault, opened.say, who, found, as_json)


def choose(
    folder: Path,
    settings: Settings,
    playbook: Playbook,
    who: str,
    paths: Sequence[str],
    as_json: bool,
    *,
    interactive: bool,
) -> str:
    """One of several notes, whose heads only are known. A person at a terminal is asked."""
    say = translator(settings.language)
    files = {file.path: file for file in scan(folder, settings).notes} if paths else {}
    sources = (read_note_file(files[path])[0] for path in paths if path in files)
    vault = assemble(
        (read_note(source, playbook, settings)[0] for source in sources if source), playbook, settings
    )
    found = tuple(Candidate(note.path, display_name(vault, note), "") for note in vault.notes.values())
    if not (found and interactive and not as_json and at_terminal()):
        raise _refusal(vault, say, who, found, as_json)
    listed = found[:MOST_LISTED]
    say_error([say("“{who}”可能是：").format(who=safe(who))])
    say_error(f"  {number} {line.strip()}" for number, line in enumerate(_listed(vault, say, listed), 1))
    number = click.prompt(say("哪一位？写序号"), type=click.IntRange(1, len(listed)), err=True)
    return listed[number - 1].path


def _refusal(vault: Vault, say: Translate, who: str, found: Sequence[Candidate], as_json: bool) -> Refusal:
    if as_json:
        say_json({"candidates": [{"path": one.path, "name": one.name} for one in found]})
    if not found:
        return Refusal(
            say("没有找到客户“{who}”：在所有笔记里查找用 cmkb find，新建用 cmkb new client").format(
                who=safe(who)
            )
        )
    text = say("“{who}”可能是这 {n} 位，写得再准一些，比如文件名：").format(who=safe(who), n=len(found))
    return Refusal(text, more=_listed(vault, say, found))


def _listed(vault: Vault, say: Translate, found: Sequence[Candidate]) -> tuple[str, ...]:
    stems = [vault.notes[one.path].stem for one in found]
    lines = [_line(vault.notes[one.path], one, stems) for one in found[:MOST_LISTED]]
    rest = len(found) - MOST_LISTED
    return (*lines, *([say("还有 {n} 位").format(n=rest)] if rest > 0 else ()))


def _line(note: Note, one: Candidate, stems: list[str]) -> str:
    """What to write instead comes first: the file name, or the path where two files share it."""
    spelling = note.stem if stems.count(note.stem) == 1 else note.path.removesuffix(".md")
    about = sign("，").join(str(note.get(key)) for key in ("tier", "employer") if note.get(key))
    return f"  {spelling}: {one.name}" + (f"{sign('（')}{about}{sign('）')}" if about else "")
