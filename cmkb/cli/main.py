"""`cmkb`: the commands, each in a module of its own that is imported when it is called.

Exit codes: 0 done, problems in notes or not; 1 `check` or `--strict` found problems; 2 misuse, or the machine
refused; 3 a team build was refused; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from cmkb import __version__
from cmkb.cli.help import Command, Group
from cmkb.cli.misuse import in_words
from cmkb.cli.options import today_option, vault_option
from cmkb.cli.output import prepare_streams, say_error
from cmkb.cli.refusal import Refusal, of_machine
from cmkb.locales import spoken
from cmkb.writing.refused import Stopped, WritingRefused

STOPPED = 130
STOPPED_WHOLE = (
    "停下了：什么也没写，已经写进去的都撤回了",
    "stopped: nothing was written, what was is put back",
)
STOPPED_HALFWAY = (
    "停在半路，有的笔记已经写了：cmkb undo 撤回，或再来一次接着写",
    "stopped half-way: take back what was written with cmkb undo, or run it again to go on",
)

# name → module with the function `command`, and its line in `cmkb --help`
COMMANDS = {
    "init": ("cmkb.cli.init", "新建一个笔记文件夹 / a new vault"),
    "build": ("cmkb.cli.build", "生成网站 / build the site"),
    "serve": ("cmkb.cli.serve", "在本机预览，改了笔记自动更新 / preview on this machine"),
    "today": ("cmkb.cli.today", "今天联系谁、为什么 / whom to contact today, and why"),
    "follow-ups": ("cmkb.cli.follow_ups", "所有要跟进的 / everything that is open"),
    "messages": ("cmkb.cli.messages", "今天的关怀短信，写好了的 / today's care messages, ready to send"),
    "show": ("cmkb.cli.show", "一位客户的情况 / one client at a glance"),
    "find": ("cmkb.cli.find", "在名字和正文里查找 / search names and texts"),
    "log": ("cmkb.cli.log", "记一笔：刚才发生了什么 / one line in today's journal"),
    "done": ("cmkb.cli.done", "划掉一件任务 / tick off a task"),
    "snooze": ("cmkb.cli.snooze", "把任务推到另一天 / put a task off"),
    "plan": ("cmkb.cli.plan", "排好下一个工作日 / prepare the next working day"),
    "close": ("cmkb.cli.close", "收工：没做完的、总结、明天的计划 / close the day"),
    "new": ("cmkb.cli.new", "新建一篇笔记或一张表单 / a new note or form"),
    "rename": ("cmkb.cli.rename", "给笔记改名，链接一起改 / rename a note with all links to it"),
    "backup": ("cmkb.cli.backup", "备份整个笔记文件夹，核对过的 / a verified copy"),
    "forget": ("cmkb.cli.forget", "删除一位客户的一切 / remove a client for good"),
    "undo": ("cmkb.cli.undo", "撤销上一次写入 / take back the last writing"),
    "report": ("cmkb.cli.report", "给主管的日报、周报、月报 / the sheet for the supervisor"),
    "export": ("cmkb.cli.export", "导出成表格、通讯录、网页 / tables, cards, pages for other programs"),
    "import": ("cmkb.cli.importing", "从 Excel、CSV、通讯录导入客户 / clients from Excel, CSV, vCard"),
    "check": ("cmkb.cli.check", "检查笔记里的问题 / all problems in the notes"),
    "playbook": ("cmkb.cli.playbook", "内置的工作方法 / the built-in playbooks"),
}

HELP = """
客户经理的笔记：今天联系谁、为什么、怎么说。
A client manager's notes: whom to contact today, why, and with which words.
"""


class Cmkb(Group):
    """Turns every ending into a line and an exit code; never a traceback for what is no bug."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, (Command, Group))
        return command

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        return [(name, line) for name, (_, line) in COMMANDS.items()]

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        prepare_streams()
        gc.disable()  # an answer ends soon; `serve`, which does not, switches the collector on again
        try:
            with spoken("zh"):  # until the command knows its vault
                code = self._run(list(sys.argv[1:] if args is None else args))
            if sys.stdout is not None:  # closed by the caller: `>&-`
                sys.stdout.flush()
        except BrokenPipeError:
            _leave_pipe()
            code = 0
        gc.freeze()  # the process ends: nobody need look through a whole vault for garbage first (0.6 s at 3,000 notes)
        sys.exit(code)

    def _run(self, args: list[str]) -> int:
        try:
            with self.make_context("cmkb", args) as ctx:
                return int(self.invoke(ctx) or 0)
        except click.exceptions.Exit as exit_:
            return exit_.exit_code
        except Refusal as refusal:
            return _refuse(refusal)
        except WritingRefused as refused:
            return _refuse(Refusal(refused.zh, refused.en))
        except click.UsageError as error:
            return _refuse(in_words(error))
        except (KeyboardInterrupt, click.Abort) as stop:
            if isinstance(stop, Stopped):
                say_error([Refusal(*(STOPPED_WHOLE if stop.whole else STOPPED_HALFWAY)).line()])
            return STOPPED
        except BrokenPipeError:
            raise
        except OSError as error:
            return _refuse(of_machine(error))
        except UnicodeEncodeError:
            if sys.getfilesystemencoding().lower() in ("utf-8", "mbcs"):
                raise
            return _refuse(NO_CHINESE_NAMES)


NO_CHINESE_NAMES = Refusal(
    "这里的文件名不能用中文：设置环境变量 PYTHONUTF8=1 再试",
    "file names cannot be Chinese here: set the environment variable PYTHONUTF8=1 and try again",
)


def _refuse(refusal: Refusal) -> int:
    say_error([refusal.line(), *refusal.more])
    return refusal.code


def _leave_pipe() -> None:
    """The reader went away (`| head`), as it may. Python must not flush into the pipe on its way out."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.command(cls=Cmkb, name="cmkb", help=HELP)
@vault_option
@today_option
@click.version_option(
    __version__, prog_name="cmkb", message="%(prog)s %(version)s", help="版本号 / the version"
)
def main() -> None: ...
