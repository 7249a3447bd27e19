"""A command whose n-th call of the system fails, as the kernel itself would tell it: by strace, where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WRITING = (
    "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "mkdir",
    "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown", "ftruncate", "utimensat",
)  # fmt: skip
_LINE = re.compile(r"(\d+)\s+(\w+)\((.*)")


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    number: int  # of the calls with this name, from 1
    about: str  # what it was given


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str


def can_trace() -> bool:
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-qq", "-e", "trace=write", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def calls_of(words: Sequence[str], environment: Mapping[str, str], trace: Path) -> tuple[list[Call], Ran]:
    """All by which the command's first thread changes anything on a disk, in order."""
    ran = _run(words, environment, "-y", "-o", str(trace), "-e", f"trace={','.join(WRITING)}")
    matches = [m for line in trace.read_text("utf-8", "replace").splitlines() if (m := _LINE.match(line))]
    counts: Counter[str] = Counter()
    found = []
    for match in matches:
        process, name, about = match.groups()
        if process == matches[0][1]:
            counts[name] += 1
            found.append(Call(name, counts[name], about))
    return found, ran


def failing(
    words: Sequence[str], environment: Mapping[str, str], call: Call, error: str, *, stays: bool = False
) -> Ran:
    """`error`: by its name. `stays`: so do all later calls of that name."""
    when = f"{call.number}{'+' if stays else ''}"
    return _run(
        words,
        environment,
        "-o",
        os.devnull,
        "-e",
        f"trace={call.name}",
        "-e",
        f"inject={call.name}:error={error}:when={when}",
    )


def plain(words: Sequence[str], environment: Mapping[str, str]) -> Ran:
    return _finished([sys.executable, "-m", "cmkb.cli", *words], environment)


def _run(words: Sequence[str], environment: Mapping[str, str], *options: str) -> Ran:
    command = ["strace", "-f", "-qq", "--seccomp-bpf", *options, sys.executable, "-m", "cmkb.cli", *words]
    return _finished(command, environment)


def _finished(command: Sequence[str], environment: Mapping[str, str]) -> Ran:
    """Without compiled modules, which would be written to a disk too."""
    quiet = {"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        command, env={**os.environ, **quiet, **environment}, capture_output=True, timeout=120, check=False
    )
    return Ran(
        done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )
