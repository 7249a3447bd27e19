"""Options that commands share. `--vault` and `--today` may also stand before the command's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from cmkb.cli.refusal import Refusal

_FORCED = "cmkb.forced"

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _else_from_the_front(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    return ctx.find_root().params.get(param.name or "") if value is None else value


def _vault(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    given: str | Path | None = _else_from_the_front(ctx, param, value)
    return Path(given) if given is not None else None


def _today(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    given = _else_from_the_front(ctx, param, value)
    if given is None or isinstance(given, date):
        return given
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise Refusal(
            "--today 要写成 2026-11-23 这样的日期", "write --today as a date like 2026-11-23"
        ) from None


vault_option: Decorator = click.option(
    "--vault",
    metavar="DIR",
    callback=_vault,
    expose_value=True,
    help="笔记文件夹，默认是往上最近的有 mkdocs.yml 的文件夹 / the vault's folder",
)
today_option: Decorator = click.option(
    "--today", metavar="YYYY-MM-DD", callback=_today, help="把这一天当作今天 / the day that counts as today"
)
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
strict_option: Decorator = click.option(
    "--strict", is_flag=True, help="笔记有问题时退出码为 1 / exit code 1 when notes have problems"
)
# Its value is asked for with `is_forced` where something is written, however deep.
force_option: Decorator = click.option(
    "--force",
    is_flag=True,
    expose_value=False,
    callback=lambda ctx, param, value: ctx.meta.__setitem__(_FORCED, value),
    help="笔记比上次少了很多也照样写 / write even if many notes have vanished since last time",
)


def is_forced() -> bool:
    return bool(click.get_current_context().meta.get(_FORCED))


def answering(function: Callable[..., Any]) -> Callable[..., Any]:
    """The four options of every command that answers from a vault."""
    for option in (strict_option, json_option, today_option, vault_option):
        function = option(function)
    return function
