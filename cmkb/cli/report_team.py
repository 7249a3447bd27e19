"""`cmkb report team`: counts only, for the shared folder."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import open_vault, report
from cmkb.cli.options import strict_option, today_option, vault_option
from cmkb.cli.output import say_error, say_lines
from cmkb.cli.refusal import Refusal


@click.command("team", cls=Command, short_help="给团队的数字，没有客户 / counts for the team")
@click.option("--export", "write", is_flag=True, help="写进 docs/team；不加只打印 / write it into docs/team")
@strict_option
@today_option
@vault_option
def command(write: bool, strict: bool, today: date | None, vault: Path | None) -> int:
    """
    给团队的数字：目标与完成、做了多少、话术用得怎样。只有数字，没有客户，没有自己写的话。
    Counts for the team: goals, activity, talk tracks. No client and no free text.
    """
    from cmkb.exchange.team_counts import team_counts
    from cmkb.files.safe_name import safe_name
    from cmkb.views.periods import periods
    from cmkb.views.team import TEAM_FOLDER
    from cmkb.writing.team_file import NotOurs, write_team_file

    opened = open_vault(vault, today)
    settings = opened.vault.settings
    owner = " ".join(settings.owner.split())
    name = safe_name(owner)
    if not name:
        raise Refusal(
            "先在 mkdocs.yml 的 cmkb 下写上 owner: 你的名字，同事才知道这些数字是谁的",
            "write owner: YOUR NAME under cmkb in mkdocs.yml first",
        )
    code = report(opened, strict)
    text = team_counts(periods(opened.vault, opened.today), owner)
    if not write:
        say_lines(text.splitlines())
        return code
    target = opened.loaded.folder / settings.docs / TEAM_FOLDER / f"{name}.md"
    shown = f"{settings.docs}/{TEAM_FOLDER}/{name}.md"
    try:
        changed = write_team_file(target, text)
    except NotOurs:
        raise Refusal(
            f"{shown} 是别人写的，没有动它：换一个 owner，或先改掉那个文件的名字",
            f"{shown} was not written by this command for this owner and was left alone",
        ) from None
    said = opened.say("写好了：{file}") if changed else opened.say("没有变化：{file}")
    say_error([said.format(file=shown)])
    return code
