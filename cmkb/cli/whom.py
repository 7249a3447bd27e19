"""WHO on the command line becomes one client; several are listed, never guessed."""

from __future__ import annotations

from cmkb.cli.opening import Opened
from cmkb.cli.output import safe, say_json
from cmkb.cli.refusal import Refusal
from cmkb.model.note import Note
from cmkb.who import Candidate, find_who

MOST_LISTED = 20


def the_client(opened: Opened, who: str, as_json: bool) -> Note:
    """Raises Refusal unless exactly one fits; with `as_json` the candidates are printed first."""
    found = find_who(opened.vault, who)
    if len(found) == 1:
        return opened.vault.notes[found[0].path]
    if as_json:
        say_json({"candidates": [{"path": one.path, "name": one.name} for one in found]})
    if not found:
        raise Refusal(opened.say("没有找到客户“{who}”，在所有笔记里查找用 cmkb find").format(who=safe(who)))
    text = opened.say("“{who}”可能是这 {n} 位，写得再准一些，比如文件名：").format(
        who=safe(who), n=len(found)
    )
    raise Refusal(text, more=_listed(opened, found))


def _listed(opened: Opened, found: tuple[Candidate, ...]) -> tuple[str, ...]:
    stems = [opened.vault.notes[one.path].stem for one in found]
    lines = [_line(opened.vault.notes[one.path], one, stems) for one in found[:MOST_LISTED]]
    rest = len(found) - MOST_LISTED
    return (*lines, *([opened.say("还有 {n} 位").format(n=rest)] if rest > 0 else ()))


def _line(note: Note, one: Candidate, stems: list[str]) -> str:
    """What to write instead comes first: the file name, or the path where two files share it."""
    spelling = note.stem if stems.count(note.stem) == 1 else note.path.removesuffix(".md")
    about = "，".join(str(note.get(key)) for key in ("tier", "employer") if note.get(key))
    return f"  {spelling}: {one.name}" + (f"（{about}）" if about else "")
