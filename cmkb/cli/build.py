"""`cmkb build`: the site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import FOUND_PROBLEMS, find_vault, report_problems
from cmkb.cli.options import strict_option, today_option, vault_option
from cmkb.cli.output import say_error, say_lines
from cmkb.cli.refusal import Refusal
from cmkb.load import load_settings
from cmkb.locales import translator
from cmkb.site.folders import FolderRefused
from cmkb.site.run import BuildFailed, build_site
from cmkb.site.team import TeamRefused, build_team

AUDIENCES = ("self", "team")
TEAM_REFUSED = 3


@click.command("build", cls=Command)
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="self",
    help="self 给自己，含全部客户；team 给同事，不含客户 / for whom",
)
@click.option(
    "--site-dir", metavar="DIR", help="网站放在哪，默认 site，给同事的是 site-team / where the site goes"
)
@strict_option
@today_option
@vault_option
def command(audience: str, site_dir: str | None, strict: bool, today: date | None, vault: Path | None) -> int:
    """
    生成网站：一个文件夹，断网也能在浏览器里打开。
    Build the site: a folder that a browser opens without a network.
    """
    folder = find_vault(vault)
    target = Path(site_dir) if site_dir is not None else None
    language = load_settings(folder).settings.language
    say = translator(language)
    build = build_team if audience == "team" else build_site
    try:
        result = build(folder, site_dir=target, strict=strict, today=today)
    except TeamRefused as refused:
        raise _team_refused(refused, language) from None
    except (BuildFailed, FolderRefused) as error:
        raise Refusal(str(error)) from None
    code = report_problems(result.problems, language, strict)
    say_error(result.warnings)
    if not result.written:
        say_error(["cmkb: " + say("有问题，按 --strict 没有写出网站，原来的网站没动")])
        return FOUND_PROBLEMS
    text = say("{pages} 页，{seconds} 秒：{index}")
    index = result.site_dir / "index.html"
    say_lines([text.format(pages=result.pages, seconds=f"{result.seconds:.1f}", index=index)])
    return code


def _team_refused(refused: TeamRefused, language: str) -> Refusal:
    """Every place that must be mended, then what was done: nothing."""
    say_error(p.line_of_text(language) for p in refused.problems)
    reason = str(refused)
    left = translator(language)("没有生成给同事的网站，原来的没动")
    return Refusal(f"{reason}；{left}" if reason else left, code=TEAM_REFUSED)
