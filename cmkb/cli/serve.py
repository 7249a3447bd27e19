"""`cmkb serve`: the site on this machine, built again when a note changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import find_vault
from cmkb.cli.options import today_option, vault_option
from cmkb.site.run import serve_site

PORT = 8000


@click.command("serve", cls=Command)
@click.option(
    "--port", type=click.IntRange(1, 65535), default=PORT, metavar="N", help=f"端口，默认 {PORT} / the port"
)
@today_option
@vault_option
def command(port: int, today: date | None, vault: Path | None) -> int:
    """
    在本机预览网站，改了笔记自动更新；只有这台电脑能打开。
    Preview the site on this machine only; it is built again when a note changes.
    """
    serve_site(find_vault(vault), port, today)
    return 0
