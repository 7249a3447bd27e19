"""The pages of the working methods: our words from methods.yml, the day and its numbers from the playbook, and a day's notes that
the tests of the workflows follow."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from cmkb.model.playbook import Playbook, Quota
from cmkb.playbooks.loader import builtin_names, load_playbook

WORDS = Path(__file__).with_name("methods.yml")
VAULTS = Path(__file__).parents[1] / "tests" / "workflows" / "vaults"
PER = {"day": "每天", "week": "每周", "half-month": "每半月", "month": "每月", "each": "每次"}

_FILE = re.compile(r"^=== (.+)\n", re.MULTILINE)


def words() -> dict[int, dict[str, Any]]:
    loaded: dict[int, dict[str, Any]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return loaded


def playbook_of(text: int) -> Playbook:
    return next(p for p in (load_playbook(name)[0] for name in builtin_names()) if text in p.texts)


def index_page() -> str:
    rows = [
        f"| {n} | [{w['title']}]({n:02}.md) | {w['who']} | `{playbook_of(n).name}` |"
        for n, w in words().items()
    ]
    return "\n".join([_INDEX, *rows, ""])


_INDEX = """# 十九种工作方法

找到最像你的一种。新建笔记文件夹时写上它的名字，比如 `cmkb init 我的客户 --playbook securities-branch`；已经有文件夹的，改 `mkdocs.yml` 里的 `playbook:`。

和你的单位不完全一样也没关系：在笔记文件夹里放一个 `playbook.yml`，第一行写 `extends: 名字`，下面只写不一样的。

| | 方法 | 给谁 | playbook |
|---|---|---|---|"""


def method_page(text: int) -> str:
    say, playbook = words()[text], playbook_of(text)
    parts = [
        f"# {say['title']}\n\n给{say['who']}。\n",
        f"```text\ncmkb init 我的客户 --playbook {playbook.name}\n```\n",
        f"## 一天怎么过\n\n- **早上**　{say['morning']}。\n- **白天**　{say['day']}。\n- **收工**　{say['evening']}。\n",
        f"## 网站上看什么\n\n{say['shows']}。\n",
        _slots(playbook),
        _quotas(playbook),
        f"## 一天的笔记\n\n{_INTRODUCED}\n",
        *(f"`{path}`\n\n```markdown\n{body.strip()}\n```\n" for path, body in _notes(text).items()),
    ]
    return "\n".join(part for part in parts if part)


_INTRODUCED = "编的一天。照这样写，上面说的就都有了。"


def _slots(playbook: Playbook) -> str:
    rows = [
        f"| {s.start}–{s.end} | {s.title} | {'；'.join((*s.steps, *s.checklist))} |"
        for s in playbook.routine.day
    ]
    return "\n".join(
        ["## 时段\n\n“流程”页和“今日”页按这个排。\n\n| 时间 | 时段 | 做什么 |\n|---|---|---|", *rows, ""]
    )


def _quotas(playbook: Playbook) -> str:
    rows = [f"| {q.label} | {PER[q.per]} | {_bounds(q)} | {q.note} |" for q in playbook.quotas.values()]
    return "\n".join(["## 数字\n\n| 什么 | 多久 | 多少 | |\n|---|---|---|---|", *rows, ""]) if rows else ""


def _bounds(quota: Quota) -> str:
    if quota.least is not None and quota.most is not None:
        return f"{quota.least}–{quota.most} {quota.unit}"
    if quota.most is not None:
        return f"不超过 {quota.most} {quota.unit}"
    return f"至少 {quota.least} {quota.unit}" if quota.least else "在那以前"


def _notes(text: int) -> dict[str, str]:
    """The last day's journal and the first client of the vault that follows this text."""
    drawing = (VAULTS / f"text_{text:02}.md").read_text(encoding="utf-8")
    _, *parts = _FILE.split(drawing)
    files = dict(zip(parts[::2], parts[1::2], strict=True))
    journals = sorted(path for path in files if path.startswith("journal/"))
    clients = [path for path in files if path.startswith("clients/") and len(files[path]) > 20]
    return {path: files[path] for path in (*clients[:1], *journals[-1:])}
