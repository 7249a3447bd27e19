"""click's usage errors in the words of our users."""

from __future__ import annotations

import click

from cmkb.cli.refusal import Refusal


def in_words(error: click.UsageError) -> Refusal:
    en = error.format_message()
    en = en[:1].lower() + en[1:].rstrip(".")
    see = f"，见 {error.ctx.command_path} --help" if error.ctx else ""
    if isinstance(error, click.MissingParameter):
        return Refusal(f"少了 {_name(error)}{see}", en)
    if isinstance(error, click.NoSuchOption):
        near = f"，是不是 {error.possibilities[0]}？" if error.possibilities else see
        return Refusal(f"没有选项 {error.option_name}{near}", en)
    if isinstance(error, click.BadOptionUsage):
        return Refusal(f"选项 {error.option_name} 的写法不对{see}", en)
    if isinstance(error, click.BadParameter):
        return Refusal(f"{_name(error)} 的值不对{see}", en)
    return Refusal(f"用法不对{see}", en)


def _name(error: click.BadParameter) -> str:
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return (error.param.metavar or error.param.name or "") if error.param else ""
