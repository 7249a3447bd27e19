"""`cmkb serve`: the site on this machine, built again when a note changes."""

from __future__ import annotations

import gc
from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import find_vault
from cmkb.cli.options import today_option, vault_option
from cmkb.cli.output import say_lines
from cmkb.cli.refusal import Refusal
from cmkb.site.run import BuildFailed, serve_site

PORT = 8000


@click.command("serve", cls=Command)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", help=f"端口，默认 {PORT} / the port"
)
@click.option("--open", "open_browser", is_flag=True, help="同时打开浏览器 / open the browser too")
@today_option
@vault_option
def command(port: int, open_browser: bool, today: date | None, vault: Path | None) -> int:
    """
    在本机预览网站，改了笔记自动更新；只有这台电脑能打开。
    Preview the site on this machine only; it is built again when a note changes.
    """
    gc.enable()
    folder = find_vault(vault)
    say_lines(
        [f"在浏览器里打开 http://127.0.0.1:{port}/ ，按 Ctrl-C 结束 / open it in a browser, Ctrl-C stops"]
    )
    try:
        serve_site(folder, port=port, today=today, open_browser=open_browser)
    except BuildFailed as error:
        raise Refusal(str(error)) from None
    return 0
