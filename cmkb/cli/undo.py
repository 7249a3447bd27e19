"""`cmkb undo`: takes back what the last writing command changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import find_vault
from cmkb.cli.options import json_option, today_option, vault_option
from cmkb.cli.output import safe, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.load import load_settings
from cmkb.locales import translator
from cmkb.writing.changes import take_back

MOST_SHOWN = 30  # notes; `--json` has all


@click.command("undo", cls=Command)
@json_option
@today_option
@vault_option
def command(vault: Path | None, today: date | None, as_json: bool) -> int:
    """
    撤销上一次写入：笔记变回那以前的样子，新建的拿走。再来一次就再往前一步。写入以后又改过的笔记不会动。
    Takes back the last writing; once more, the one before it. A note that was changed since is not touched.
    """
    folder = find_vault(vault)
    say = translator(load_settings(folder).settings.language)
    undone = take_back(folder)
    if undone is None:
        raise Refusal(say("没有可以撤销的写入"))
    if as_json:
        say_json({"command": undone.command, "paths": list(undone.paths)})
    else:
        say_lines([say("撤销了 cmkb {command}：").format(command=safe(undone.command))])
        say_lines(f"  {safe(path)}" for path in undone.paths[:MOST_SHOWN])
        if (rest := len(undone.paths) - MOST_SHOWN) > 0:
            say_lines([say("  … 还有 {n} 个").format(n=rest)])
    return 0
