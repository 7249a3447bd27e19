"""Help pages in Chinese, with the English beside it, in columns as a terminal counts them."""

from __future__ import annotations

import inspect
from typing import Any

import click

from cmkb.cli.output import columns, pad, width, wrapped
from cmkb.cli.refusal import Refusal
from cmkb.patterns import pattern

MARGIN = "  "
WIDEST_TERM = 26
NARROWEST_TEXT = 20
MOST_COLUMNS = 100

_SENTENCES = pattern(r"(?<=[。.])\n")  # a line that ends otherwise goes on in the next
_RANGE = pattern(r" *\[[^\]]*\]$")  # click's note such as [x>=0]


class _Help:
    """What `Command` and `Group` share: their help page."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        cells = min(columns(), MOST_COLUMNS)
        command = ctx.command
        usage = f"用法: {ctx.command_path} {' '.join(command.collect_usage_pieces(ctx))}"
        lines = wrapped(usage, cells, " " * 6)
        for sentence in _SENTENCES.split(inspect.cleandoc(command.help or "")):
            text = sentence.replace("\n", " ")
            lines += [MARGIN + line for line in wrapped(text, cells - len(MARGIN))]
        records = [_record(ctx, param) for param in command.get_params(ctx)]
        if isinstance(command, Group):
            lines += ["", "命令 / commands:", *_definitions(command.summaries(ctx), cells)]
        lines += ["", "选项 / options:", *_definitions([r for r in records if r], cells)]
        formatter.write("\n".join(line.rstrip() for line in lines) + "\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这段说明 / this page"
        return option


class Command(_Help, click.Command):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"options_metavar": "[选项]"})


class Group(_Help, click.Group):
    """Called without a command it shows its help page."""

    command_class = Command

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"options_metavar": "[选项]", "subcommand_metavar": "命令 …"}
        kwargs |= {"callback": _help_alone, "invoke_without_command": True}
        super().__init__(*args, **kwargs)

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Name and line of each command, without importing more than is needed."""
        return [(name, command.short_help or "") for name, command in self.commands.items()]

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(name, self.list_commands(ctx), n=1)
        if near:
            raise Refusal(
                f"没有命令 {name}，是不是 {near[0]}？", f"no command {name}, did you mean {near[0]}?"
            )
        raise Refusal(
            f"没有命令 {name}，见 {ctx.command_path} --help",
            f"no command {name}, see {ctx.command_path} --help",
        )


@click.pass_context
def _help_alone(ctx: click.Context, /, **_options: object) -> None:
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def _record(ctx: click.Context, param: click.Parameter) -> tuple[str, str] | None:
    record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
    return (record[0], _RANGE.sub("", record[1])) if record else None


def _definitions(rows: list[tuple[str, str]], cells: int) -> list[str]:
    """Terms and what they mean beside them; beneath them where the terminal is narrow."""
    first = min(max((width(term) for term, _ in rows), default=0), WIDEST_TERM)
    indent = " " * (first + 2 * len(MARGIN))
    if cells - len(indent) < NARROWEST_TEXT:
        first, indent = 0, MARGIN * 3
    lines: list[str] = []
    for term, text in rows:
        beside = wrapped(text, cells - len(indent))
        if width(term) > first:
            lines.append(MARGIN + term)
        else:
            lines.append(f"{MARGIN}{pad(term, first)}{MARGIN}{beside.pop(0)}")
        lines += [indent + line for line in beside]
    return lines
