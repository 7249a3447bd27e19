"""Something happens at the n-th step of a writing: what the interpreter tells of opened, renamed, removed files."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

STEPS = (
    "open",
    "os.rename",
    "os.remove",
    "os.link",
    "os.mkdir",
    "os.chmod",
    "os.scandir",
    "os.listdir",
    "ctypes.dlsym",
)


def child(work: Callable[[], None], step: int, happening: Callable[[], None], within: Path) -> str:
    """Runs `work` in a process of its own; at its n-th step on files `within` the vault, `happening`.

    "reached" or "killed" while there was such a step, "done" when there were fewer.
    """
    process = os.fork()
    if process == 0:
        code = 70
        try:
            count, busy = 0, False

            def hook(event: str, arguments: tuple[object, ...]) -> None:
                nonlocal count, busy
                if busy or event not in STEPS:
                    return
                if event != "ctypes.dlsym" and not str(arguments[0]).startswith(str(within)):
                    return
                count += 1
                if count == step:
                    busy = True
                    happening()
                    busy = False

            sys.addaudithook(hook)
            work()
            busy = True
            code = 0 if count < step else 10
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    if os.WIFSIGNALED(status):
        return "killed"
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 10), f"the writing failed with {code}"
    return "reached" if code == 10 else "done"


def kill_this() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
