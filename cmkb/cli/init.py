"""`cmkb init DIR`: a new vault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import clock_in
from cmkb.cli.options import today_option, vault_option
from cmkb.cli.output import say_lines
from cmkb.cli.playbook import unknown_playbook
from cmkb.cli.refusal import Refusal
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names
from cmkb.writing.new_vault import VaultError, new_vault


@click.command("init", cls=Command)
@click.argument("folder", required=False, metavar="DIR")
@click.option(
    "--playbook",
    default=Settings().playbook,
    metavar="P",
    help=f"工作方法，默认 {Settings().playbook}，见 cmkb playbook list / the playbook",
)
@click.option("--sample", is_flag=True, help="放进一套编的示例，日期都移到今天 / with a made-up sample")
@click.option(
    "--obsidian",
    is_flag=True,
    help="加上 Obsidian 和 VS Code 的设置：属性、表格、模板、代码片段 / with settings for Obsidian and VS Code",
)
@vault_option
@today_option
def command(
    folder: str | None, playbook: str, sample: bool, obsidian: bool, vault: Path | None, today: date | None
) -> int:
    """
    新建一个笔记文件夹。DIR 必须还没有，或者是空的：已有的文件一个也不动。
    A new vault. DIR must be empty or not exist: no file is ever overwritten.
    """
    target = Path(folder) if folder is not None else vault
    if target is None:
        raise Refusal("少了 DIR：新文件夹的名字，比如 cmkb init 我的笔记", "say where: cmkb init DIR")
    if playbook not in builtin_names():
        raise unknown_playbook(playbook)
    day = today or clock_in(Settings().timezone)
    try:
        created = new_vault(target, playbook=playbook, today=day, sample=sample, obsidian=obsidian)
    except VaultError as error:
        raise Refusal(error.zh, error.en) from None
    say_lines(
        [
            f"建好了 {target}（{len(created)} 个文件）。接着 / next:",
            f"  cd {target}",
            "  cmkb today     今天联系谁",
            "  cmkb serve     在浏览器里看",
        ]
    )
    return 0
