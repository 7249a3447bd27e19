"""The page of commands: every command and option as the code declares them, with the examples of command_examples.yml."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import yaml

from cmkb.cli.main import main

EXAMPLES = Path(__file__).with_name("command_examples.yml")

_OPENING = """# 命令

在笔记文件夹里运行，或者加 `--vault 文件夹`。命令写错一个字也不要紧，它会说是不是想写另一个。每个命令后面加 `--help` 都有说明。

退出码：0 做完了；1 `check` 或 `--strict` 发现问题；2 用法不对，或者说的“谁”不止一位；3 给团队的网站里查出了客户，没有生成。
"""


def examples() -> dict[str, list[dict[str, Any]]]:
    """Command → its examples: `run`, `does`, and where the code isn't 0, `code`."""
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(EXAMPLES.read_text(encoding="utf-8"))
    return loaded


def all_commands() -> Iterator[tuple[str, click.Command]]:
    """`log`, `report day` … in the order of the help page."""
    top = click.Context(main, info_name="cmkb")
    for name in main.list_commands(top):
        command = main.get_command(top, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for sub, child in command.commands.items():
                yield f"{name} {sub}", child


def options_of(name: str, command: click.Command) -> list[click.Option]:
    context = click.Context(command, info_name=f"cmkb {name}")
    return [p for p in command.get_params(context) if isinstance(p, click.Option) and p.name != "help"]


def commands_page() -> str:
    shown = examples()
    parts = [_OPENING]
    for name, command in all_commands():
        context = click.Context(command, info_name=f"cmkb {name}")
        usage = " ".join(command.collect_usage_pieces(context))
        level = "###" if " " in name else "##"
        parts.append(
            f"{level} cmkb {name}\n\n{_chinese(command.help)}\n\n```text\ncmkb {name} {usage}\n```\n"
        )
        parts += [f"- {e['does']}：`{e['run']}`" for e in shown.get(name, [])]
        parts.append("")
        rows = [_option_row(context, option) for option in options_of(name, command)]
        if rows:
            parts.append("\n".join(["| 选项 | 意思 |", "|---|---|", *rows]) + "\n")
    return "\n".join(parts)


def _option_row(context: click.Context, option: click.Option) -> str:
    record = option.get_help_record(context)
    term = record[0] if record else " / ".join(option.opts)
    return f"| `{term.replace('|', chr(92) + '|')}` | {_first_language(option.help or '')} |"


def _chinese(text: str | None) -> str:
    """Help is Chinese lines, then English ones."""
    lines = inspect.cleandoc(text or "").splitlines()
    kept = [line for line in lines if re.search("[\u4e00-\u9fff]", line)]
    return "".join(kept).replace("<", "&lt;")


def _first_language(text: str) -> str:
    return text.rsplit(" / ", 1)[0].replace("|", "\\|")
