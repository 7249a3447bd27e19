"""`cmkb check --fix`: what is safe to mend, shown as a diff."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from cmkb.cli.done import opened_for_writing
from cmkb.cli.opening import FOUND_PROBLEMS, Opened, open_vault
from cmkb.cli.options import is_forced
from cmkb.cli.output import paint, safe, safe_line, say_error, say_json, say_lines
from cmkb.cli.problems import every_problem, shape, summary
from cmkb.files.text import decode
from cmkb.model.problem import needs_mending
from cmkb.writing.changes import change_notes, preview
from cmkb.writing.mending import mending_edit
from cmkb.writing.undo import Change

CONTEXT = 0  # lines around a change: each fix is a line of its own


def mend(vault: Path | None, today: date | None, as_json: bool, dry_run: bool) -> int:
    """Exit code 1 when problems are left, as `check` has it."""
    opened = opened_for_writing(vault, today)
    vault_ = opened.vault
    paths = dict.fromkeys(p.path for p in opened.problems if p.fixable and p.path in vault_.notes)
    edits = {path: mending_edit(path, vault_.playbook, vault_.settings) for path in paths}
    folder = opened.loaded.folder
    changes = (
        preview(folder, edits)
        if dry_run
        else change_notes(folder, edits, command="check --fix", forced=is_forced())
    )
    after = opened if dry_run else open_vault(folder, opened.today)
    left = every_problem(after)
    if as_json:
        say_json(
            {
                "changed": [
                    {"path": change.path, "diff": diff_lines(opened, change, plain=True)}
                    for change in changes
                ],
                "written": not dry_run and bool(changes),
                "problems": [shape(after, problem) for problem in left],
            }
        )
    else:
        say_lines(line for change in changes for line in diff_lines(opened, change))
        if not dry_run:
            say_error(problem.line_of_text(after.language) for problem in left)
        say_lines([_said(opened, changes, dry_run), summary(after, left)])
    return FOUND_PROBLEMS if needs_mending(left) else 0


def diff_lines(opened: Opened, change: Change, *, plain: bool = False) -> list[str]:
    """Lines taken out and put in; how the characters are stored is said in words."""
    old, new = (decode(data or b"", change.path)[0] for data in (change.before, change.after))
    lines = [change.path] if plain else [paint(safe(change.path), "head")]
    if (old.encoding, old.bom) != (new.encoding, new.bom):
        was = f"{old.encoding.upper()}{' BOM' if old.bom else ''}"
        lines.append(opened.say("  编码 {was} → {now}").format(was=was, now=new.encoding.upper()))
    diff = difflib.unified_diff(old.text.split("\n"), new.text.split("\n"), n=CONTEXT, lineterm="")
    for line in list(diff)[2:]:
        style = {"-": "late", "+": "done", "@": "faint"}.get(line[:1], "faint")
        shown = line[:1] + safe_line(line[1:])
        lines.append(shown if plain else paint(shown, style))
    return lines


def _said(opened: Opened, changes: Sequence[Change], dry_run: bool) -> str:
    if not changes:
        return opened.say("没有能放心改的")
    text = (
        opened.say("会改 {n} 个文件，还什么都没写")
        if dry_run
        else opened.say("改好了 {n} 个文件，撤销用 cmkb undo")
    )
    return text.format(n=len(changes))
