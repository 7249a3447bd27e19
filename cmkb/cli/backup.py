"""`cmkb backup`: a verified copy of the vault."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.finding import clock_in, find_vault
from cmkb.cli.help import Command
from cmkb.cli.options import json_option, today_option, vault_option
from cmkb.cli.output import safe, say_error, say_json, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.configuration import load_settings
from cmkb.files.scan import vault_folders
from cmkb.locales import sign, translator
from cmkb.writing.backup import back_up


@click.command("backup", cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False), metavar="[FILE.zip]")
@json_option
@today_option
@vault_option
def command(vault: Path | None, today: date | None, as_json: bool, file: Path | None) -> int:
    """
    把整个笔记文件夹备份成一个 ZIP，写完再读出来逐个核对。默认放在笔记文件夹旁边。里面是客户资料，没有加密，收好。
    One ZIP file of the whole vault, read back and compared. It holds clients' data and is not encrypted.
    """
    folder = find_vault(vault)
    settings = load_settings(folder).settings
    say = translator(settings.language)
    target = file or _beside(folder.resolve(), today or clock_in(settings.timezone))
    resolved = target.resolve()
    if resolved.is_relative_to(folder.resolve()):
        first = resolved.relative_to(folder.resolve()).parts[0]
        if first in vault_folders(settings):
            raise Refusal(say("备份不要放在笔记里，放到 {folder} 外面").format(folder=safe(first)))
    try:
        done = back_up(folder, target)
    except FileExistsError:
        raise Refusal(say("已经有 {file}，没有动它：换一个名字").format(file=safe(target))) from None
    if done.links:
        say_error(
            [
                say("链接没有跟进去，没有备份：{links}").format(
                    links=sign("、").join(map(safe, done.links[:10]))
                )
            ]
        )
    if as_json:
        say_json({"file": str(done.file), "files": done.count, "bytes": done.size, "links": list(done.links)})
    else:
        text = say("{n} 个文件备份在 {file}，逐个核对过了。里面是客户资料，没有加密，收好")
        say_lines([text.format(n=done.count, file=safe(done.file))])
    return 0


def _beside(folder: Path, day: date) -> Path:
    """Not in the vault: what happens to it would happen to the copy."""
    names = (f"{folder.name}-{day.isoformat()}{f'-{n}' if n > 1 else ''}.zip" for n in range(1, 1000))
    return next(folder.parent / name for name in names if not (folder.parent / name).exists())
