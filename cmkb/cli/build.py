"""`cmkb build`: the site."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from cmkb.cli.finding import find_vault
from cmkb.cli.help import Command
from cmkb.cli.options import strict_option, today_option, vault_option
from cmkb.cli.output import say_error, say_lines
from cmkb.cli.progress import build_progress
from cmkb.cli.refusal import Refusal
from cmkb.configuration import load_settings
from cmkb.locales import translator
from cmkb.model.problem import Problem
from cmkb.site.folders import FolderRefused
from cmkb.site.result import BuildFailed, BuildResult
from cmkb.site.unchanged import same_result, seen

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
    try:
        result = (audience == "self" and _from_the_last(folder, target, strict, today)) or _build(
            audience, language, folder, target, strict, today
        )
    except (BuildFailed, FolderRefused) as error:
        raise Refusal(str(error)) from None
    from cmkb.cli.opening import FOUND_PROBLEMS, report_problems

    code = report_problems(result.problems, language, strict) if result.problems else 0
    say_error(result.warnings)
    if not result.written:
        say_error(["cmkb: " + say("有问题，按 --strict 没有写出网站，原来的网站没动")])
        return FOUND_PROBLEMS
    text = say("{pages} 页，{seconds} 秒：{index}")
    index = result.site_dir / "index.html"
    say_lines([text.format(pages=result.pages, seconds=f"{result.seconds:.1f}", index=index)])
    return code


def _from_the_last(folder: Path, target: Path | None, strict: bool, today: date | None) -> BuildResult | None:
    """None when all has to be built."""
    start = time.perf_counter()
    found = seen(folder, target, today)
    if found is None:
        return None
    if not found.changed:
        result: BuildResult | None = same_result(found, target, strict)
    else:
        from cmkb.site.rewriting import written_again

        result = written_again(folder, found, target, strict)
    return replace(result, seconds=time.perf_counter() - start) if result is not None else None


def _build(
    audience: str, language: str, folder: Path, target: Path | None, strict: bool, today: date | None
) -> BuildResult:
    from cmkb.site.run import build_site
    from cmkb.site.team import TeamRefused, build_team

    build = build_team if audience == "team" else build_site
    try:
        with build_progress(translator(language)) as tell:
            return build(folder, site_dir=target, strict=strict, today=today, tell=tell)
    except TeamRefused as refused:
        raise _team_refused(refused.problems, str(refused), language) from None


def _team_refused(problems: tuple[Problem, ...], reason: str, language: str) -> Refusal:
    """Every place that must be mended, then what was done: nothing."""
    say_error(p.line_of_text(language) for p in problems)
    left = translator(language)("没有生成给同事的网站，原来的没动")
    return Refusal(f"{reason}；{left}" if reason else left, code=TEAM_REFUSED)
