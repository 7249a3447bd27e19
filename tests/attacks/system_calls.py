"""A command whose n-th call of the system fails, as the kernel itself would tell it: by strace, where there is one."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
WRITING = (
    "write", "pwrite64", "fsync", "fdatasync", "rename", "renameat", "renameat2", "unlink", "unlinkat", "link", "linkat", "mkdir",
    "mkdirat", "rmdir", "chmod", "fchmod", "fchmodat", "chown", "fchown", "ftruncate", "utimensat",
)  # fmt: skip
READING = ("openat", "read", "getdents64", "newfstatat", "copy_file_range", "sendfile")
KILLED = -9
_QUICK = "--seccomp-bpf"
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
    hit: str = ""  # what the first call was about that failed


def can_trace() -> bool:
    if sys.platform != "linux" or not shutil.which("strace"):
        return False
    tried = subprocess.run(["strace", "-qq", "-e", "trace=write", "true"], capture_output=True, check=False)
    return tried.returncode == 0


def calls_of(
    words: Sequence[str], environment: Mapping[str, str], trace: Path, names: Sequence[str] = WRITING
) -> tuple[list[Call], Ran]:
    """All by which the command's first thread changes anything on a disk, in order."""
    ran = _run(words, environment, _QUICK, "-y", "-o", str(trace), "-e", f"trace={','.join(names)}")
    matches = [m for line in trace.read_text("utf-8", "replace").splitlines() if (m := _LINE.match(line))]
    counts: Counter[str] = Counter()
    found = []
    (own, _), *_ = Counter(match[1] for match in matches).most_common(1)  # a build asks git something first
    for match in matches:
        process, name, about = match.groups()
        if process == own:
            counts[name] += 1
            found.append(Call(name, counts[name], about))
    return found, ran


def failing(
    words: Sequence[str],
    environment: Mapping[str, str],
    call: Call,
    error: str,
    *,
    stays: bool = False,
    trace: Path | None = None,
) -> Ran:
    """`error`: by its name. `stays`: so do all later calls of that name. `trace`: where to note what was hit, for
    calls that are not the same ones in each run."""
    when = f"{call.number}{'+' if stays else ''}"
    ran = _run(
        words,
        environment,
        *(_QUICK, "-y", "-o", str(trace or os.devnull)),
        *("-e", f"trace={call.name}"),
        *("-e", f"inject={call.name}:error={error}:when={when}"),
    )
    lines = trace.read_text("utf-8", "replace").splitlines() if trace else []
    return replace(ran, hit=next((line for line in lines if line.endswith("(INJECTED)")), ""))


def killed(words: Sequence[str], environment: Mapping[str, str], call: Call) -> Ran:
    """The machine stops before this call. Nothing is told of it, and nothing is tidied up."""
    when = f"{call.name}:signal=SIGKILL:when={call.number}"
    options = ("-o", os.devnull, "-e", f"trace={call.name}", "-e", f"inject={when}")
    return _run(words, environment, *options)  # with --seccomp-bpf no signal is sent


def plain(words: Sequence[str], environment: Mapping[str, str]) -> Ran:
    return _finished([sys.executable, "-m", "cmkb.cli", *words], environment)


def _run(words: Sequence[str], environment: Mapping[str, str], *options: str) -> Ran:
    command = ["strace", "-f", "-qq", *options, sys.executable, "-m", "cmkb.cli", *words]
    return _finished(command, environment)


def quiet(environment: Mapping[str, str]) -> dict[str, str]:
    """Without compiled modules, which would be written to a disk too."""
    own = {"PYTHONPATH": str(PROJECT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}
    return {**os.environ, **own, **environment}


def _finished(command: Sequence[str], environment: Mapping[str, str]) -> Ran:
    done = subprocess.run(command, env=quiet(environment), capture_output=True, timeout=600, check=False)
    return Ran(
        done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
    )
