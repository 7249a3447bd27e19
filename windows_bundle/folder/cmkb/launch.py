"""What the .cmd files beside this folder start: `check`, `install`, `today`, `log`. Needs the standard library only.

Nothing is written outside of the bundle, and nothing is asked of a network.
"""

from __future__ import annotations

import os
import subprocess
import sys
import webbrowser
from pathlib import Path

INSIDE = Path(__file__).resolve().parent
WHEELS = INSIDE / "wheels"
VENV = INSIDE / "venv"
OWN_PYTHON = INSIDE / "python"  # in a bundle that brings it along, with all packages
VAULT_FILE = INSIDE / "vault.txt"  # names another place for the notes
PROMPT = "记一笔（什么都不写，按回车结束）："
EXAMPLE = "写法：王芳 电话 到期续做,同意来谈 3分 周三15:00 网点"


def main(given: list[str]) -> int:
    step, *words = given or [""]
    if step == "check":
        return 0 if usable() else 1
    if step == "install":
        return install()
    if step == "today":
        return today()
    if step == "log":
        return log(words)
    print("check | install | today | log", file=sys.stderr)
    return 2


def usable() -> bool:
    """Whether this Python can be installed for: there are wheels for its version, and they are for 64 bits."""
    return sys.maxsize > 2**32 and requirements().is_file()


def requirements() -> Path:
    return WHEELS / "requirements-{}.{}.txt".format(*sys.version_info[:2])


def vault() -> Path:
    if VAULT_FILE.is_file():
        named = VAULT_FILE.read_text(encoding="utf-8-sig").strip()
        if named:
            return Path(named)
    return INSIDE.parent / "我的客户"


def install() -> int:
    if OWN_PYTHON in Path(sys.executable).resolve().parents:
        return make_vault(sys.executable)
    if not usable():
        print("这个 Python 用不了：要 64 位的 3.11 到 3.14。", file=sys.stderr)
        return 1
    python = str(VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    print("正在安装，大约一分钟……", flush=True)
    if not Path(python).is_file() and run(sys.executable, "-m", "venv", str(VENV)):
        print("建不了安装的地方：换一个自己能写的文件夹，再试一次。", file=sys.stderr)
        return 1
    failed = run(
        *(python, "-m", "pip", "install", "--quiet", "--no-index", "--find-links", str(WHEELS)),
        *("--upgrade", "--requirement", str(requirements())),
    )
    if failed:
        print("没有装上，上面是原因。关掉杀毒软件的拦截，或换一个文件夹再试。", file=sys.stderr)
        return 1
    return make_vault(python)


def make_vault(python: str) -> int:
    folder = vault()
    if not (folder / "mkdocs.yml").is_file():
        made = subprocess.run(
            [python, "-m", "cmkb.cli", "init", str(folder)], stdout=subprocess.PIPE, check=False
        )
        if made.returncode:
            return made.returncode
    print(f"\n装好了。笔记在：{folder}\n双击 今日.cmd 看今天该联系谁，双击 记一笔.cmd 记一件事。")
    return 0


def today() -> int:
    folder = vault()
    failed = cmkb(sys.executable, "today", "--vault", str(folder))
    failed = failed or cmkb(sys.executable, "build", "--vault", str(folder))
    if not failed:
        webbrowser.open((folder / "site" / "index.html").as_uri())
    return failed


def log(words: list[str]) -> int:
    """One line, or lines until an empty one."""
    if words:
        return cmkb(sys.executable, "log", "--vault", str(vault()), "--", *words)
    print(EXAMPLE)
    while line := ask().strip():
        cmkb(sys.executable, "log", "--vault", str(vault()), "--", line)
    return 0


def ask() -> str:
    try:
        return input(PROMPT)
    except EOFError:
        return ""


def cmkb(python: str, *words: str) -> int:
    return run(python, "-m", "cmkb.cli", *words)


def run(*command: str) -> int:
    # A bank's settings for pip name servers that are not asked here.
    quiet = {"PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    left = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(command, env=left | quiet, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
