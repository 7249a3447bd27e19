"""`cmkb check`: all problems in the notes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from cmkb.cli.help import Command
from cmkb.cli.opening import FOUND_PROBLEMS, open_vault
from cmkb.cli.options import answering, force_option
from cmkb.cli.output import say_error, say_json, say_lines
from cmkb.cli.problems import every_problem, shape, summary
from cmkb.model.problem import needs_mending


@click.command("check", cls=Command)
@click.option("--fix", is_flag=True, help="把能放心改的改好 / mend what is safe to mend")
@click.option("--dry-run", is_flag=True, help="只看会怎么改，什么也不写 / show what --fix would do")
@force_option
@answering
def command(
    vault: Path | None, today: date | None, as_json: bool, strict: bool, fix: bool, dry_run: bool
) -> int:
    """
    检查笔记里的问题：文件、行、列，和怎么改。有要改的时退出码为 1，只有提示时为 0。
    --fix 改好只有 cmkb 看得懂的写法，意思一点不变；先用 --dry-run 看会改哪几行，改过头了用 cmkb undo。
    All problems in the notes, with their place and how to mend them. Exit code 1 unless all are notices.
    """
    if fix or dry_run:
        from cmkb.cli.fix import mend

        return mend(vault, today, as_json, dry_run)
    opened = open_vault(vault, today)
    problems = every_problem(opened)
    if as_json:
        say_json([shape(opened, problem) for problem in problems])
    else:
        say_error(problem.line_of_text(opened.language) for problem in problems)
        say_lines([summary(opened, problems)])
    return FOUND_PROBLEMS if needs_mending(problems) else 0
