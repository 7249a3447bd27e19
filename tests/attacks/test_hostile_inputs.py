"""What comes in beside the notes: a playbook of the vault, tables and cards to import, a pasted chat, the phone's inbox.

Each is put together at random of what such files are made of and of what breaks readers. There may be any number of
problems; there is no traceback, nothing hangs, and what nobody asked for is not written.
"""

from __future__ import annotations

import copy
import csv
import io
import os
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from cmkb.build import compile_site
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import builtin_names
from tests.attacks.commands import cmkb, made, standing
from tests.attacks.fuzzing import NAUGHTY, WORDS, mutated
from tests.conftest import draw

TODAY = date(2026, 11, 23)
SCRIPT = "<script>alert(1)"
PLAYBOOKS = Path(__file__).parents[2] / "cmkb/playbooks"
MANY = int(os.environ.get("CMKB_HOSTILE", "25"))
VAULT = """
    === clients/王芳.md
    ---
    姓名: 王芳
    等级: 金卡
    电话: ["13800000001"]
    生日: 1968-03-21
    ---
    ## 持有
    - [[稳盈90天]] [amount:: 200000] [matures:: 2026-12-05]
    ## 跟进
    - [ ] 送资料 📅 2026-11-25 🆔 a1
    === clients/李雷.md
    ---
    姓名: 李雷
    ---
    === journal/2026-11-20.md
    ## 计划
    - 有效电话 12
    ## 记录
    - 10:15 电话 [[王芳]] 说了稳盈90天 [结果:: 同意] [话术:: [[邀约]]]
    - 11:00 成交 [[王芳]] [金额:: 20万] [产品:: [[稳盈90天]]]
    - 传单 50
    === docs/scripts/邀约.md
    ---
    category: 邀约
    ---
    ## 流程
    - 问：您好{称呼} ^q1
        - 若 是 → 约时间
    === docs/products/稳盈90天.md
    ---
    category: 固收
    ---
    === cases/开户.md
    ---
    客户: "[[王芳]]"
    ---
    === periods/2026-11.md
    ## 目标
    - 有效电话 200
    """
# What may stand where something else is wanted.
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 10**30, 1e308, float("nan"), "", " ", "x" * 5000, "<script>alert(1)</script>", "{{ 7*7 }}", "../../etc/passwd", "(((((", "[a-",
    "\x1b[31m", "10d/15d", "0d/0d", "-5d", "99999999999d", "2026-02-30", "24:61", "是", "!!python/object:os.system", [], {}, [[]], [None], ["x"], {"x": None},
    {"": {}}, {"x": {"x": {"x": {}}}}, {1: 2}, list(range(300)), date(9999, 12, 31),
)  # fmt: skip


def hostile_playbook(dice: random.Random) -> str:
    """A built-in one of which some values are others."""
    name = dice.choice(builtin_names())
    content = copy.deepcopy(yaml.safe_load((PLAYBOOKS / f"{name}.yml").read_text("utf-8")))
    for _ in range(dice.choice((1, 1, 2, 6))):
        _bend(dice, content)
    content["extends"] = dice.choice((name, name, "base", "nonsense", "../base", None, ["base"]))
    text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
    return mutated(dice, text.encode()).decode("utf-8", "replace") if dice.random() < 0.2 else text


def _bend(dice: random.Random, content: Any) -> None:
    """Goes down some way and puts something else there."""
    while True:
        keys = list(content) if isinstance(content, dict) else list(range(len(content)))
        if not keys:
            return
        key = dice.choice(keys)
        if isinstance(content[key], dict | list) and content[key] and dice.random() < 0.75:
            content = content[key]
            continue
        if dice.random() < 0.2 and isinstance(content, dict):
            content[dice.choice((*NAUGHTY, *WORDS, 7, True))] = content.pop(key)
        else:
            content[key] = dice.choice(VALUES)
        return


@pytest.mark.parametrize("number", range(MANY))
def test_a_hostile_playbook_of_the_vault(number: int, tmp_path: Path) -> None:
    folder = draw(tmp_path, VAULT)
    made(folder, "playbook.yml", hostile_playbook(random.Random(number)))
    site = compile_site(folder, Settings(), TODAY)
    for page in site.pages:
        assert SCRIPT not in page.render()
    out = tmp_path.with_suffix(".out")
    for words in (
        ("today",),
        ("log", "王芳", "电话", "同意"),
        ("report", "day", "--format", "html", "--output", str(out)),
        ("plan",),
        ("export", "phone", "--output", str(out)),
        ("export", "ics", "--output", str(out)),
    ):
        ran = cmkb(folder, *words)
        assert ran.exit_code in (0, 1, 2), (words, ran.output)
        if out.exists() and "ics" not in words:
            assert SCRIPT not in out.read_text("utf-8")
    assert all(problem.line >= 1 for problem in site.problems)


HEADS = (
    "姓名",
    "电话",
    "客户号",
    "等级",
    "生日",
    "资产",
    "开户日",
    "备注",
    "下次联系",
    "推荐人",
    "标签",
    "路径",
    "文件",
    "=x",
    "",
    "姓名",
)


def hostile_table(dice: random.Random) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=dice.choice(",;\t"))
    heads = dice.sample(HEADS, dice.randrange(1, len(HEADS)))
    writer.writerow(heads)
    for _ in range(dice.randrange(12)):
        cells = [
            dice.choice((*NAUGHTY, *WORDS, "13900000001", "1.39E+10", "45000", "=1+1", "@SUM(A1)"))
            for _ in heads
        ]
        writer.writerow([cell.replace("\0", "") for cell in cells[: dice.randrange(len(cells) + 2)]])
    return out.getvalue()


@pytest.mark.parametrize("number", range(MANY))
def test_a_hostile_table(number: int, tmp_path: Path) -> None:
    dice = random.Random(number)
    folder = draw(tmp_path / "vault", VAULT)
    text = hostile_table(dice)
    data = text.encode(dice.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")
    made(tmp_path, "in.csv", mutated(dice, data) if dice.random() < 0.3 else data)
    _imported(folder, tmp_path / "in.csv")


def hostile_card(dice: random.Random) -> str:
    lines = []
    for _ in range(dice.randrange(6)):
        lines += ["BEGIN:VCARD", f"VERSION:{dice.choice(('3.0', '4.0', '2.1', '', '9'))}"]
        for _ in range(dice.randrange(9)):
            word = dice.choice((*NAUGHTY, *WORDS))
            prefix = dice.choice(
                (
                    "FN",
                    "N",
                    "TEL",
                    "TEL;TYPE=CELL",
                    "BDAY",
                    "NOTE",
                    "ORG",
                    "item1.TEL",
                    "PHOTO;ENCODING=b",
                    "X-A",
                    "",
                )
            )
            lines.append(f"{prefix}:{word}")
        lines += ["END:VCARD"] if dice.random() < 0.9 else []
    return "\r\n".join(lines)


@pytest.mark.parametrize("number", range(MANY))
def test_hostile_cards(number: int, tmp_path: Path) -> None:
    dice = random.Random(number)
    folder = draw(tmp_path / "vault", VAULT)
    data = hostile_card(dice).encode("utf-8", "replace")
    made(tmp_path, "in.vcf", mutated(dice, data) if dice.random() < 0.3 else data)
    _imported(folder, tmp_path / "in.vcf")


def _imported(folder: Path, file: Path) -> None:
    """Nothing but clients' notes comes of it."""
    before = standing(folder)
    assert cmkb(folder, "import", str(file), "--dry-run").exit_code in (0, 1, 2)
    assert {p: c for p, c in standing(folder).items() if not p.startswith(".cmkb")} == before
    ran = cmkb(folder, "import", str(file))
    assert ran.exit_code in (0, 1, 2), ran.output
    after = standing(folder)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert all(path.startswith(("clients/", ".cmkb")) for path in changed), changed
    site = compile_site(folder, Settings(), TODAY)
    assert [p for p in site.problems if p.code in ("F2", "F3", "F4")] == [], (
        ran.output
    )  # what it wrote can be read


@pytest.mark.parametrize("number", range(MANY))
def test_a_hostile_chat_is_pasted_and_an_inbox_filed(number: int, tmp_path: Path) -> None:
    dice = random.Random(number)
    folder = draw(tmp_path, VAULT)
    lines = []
    for _ in range(dice.randrange(15)):
        head = dice.choice(
            (
                "王芳 2026/11/23 10:15:00",
                "王芳: ",
                "2026-11-23 10:15 我",
                "[图片]",
                "—————  2026-11-23  —————",
                "王芳 10:15",
                "",
            )
        )
        lines += [head, dice.choice((*NAUGHTY, *WORDS))]
    chat = "\n".join(lines)
    before = (folder / "journal/2026-11-20.md").read_bytes()
    ran = cmkb(folder, "log", "王芳", "微信", "聊了", "-", given=chat.encode("utf-8", "replace"))
    assert ran.exit_code in (0, 1, 2), ran.output
    made(
        folder,
        "inbox/手机.md",
        mutated(dice, chat.encode("utf-8", "replace") + "\n- 10:15 电话 [[王芳]] 同意\n".encode()),
    )
    ran = cmkb(folder, "close", "--well", "好")
    assert ran.exit_code in (0, 1, 2), ran.output
    assert (folder / "journal/2026-11-20.md").read_bytes() == before
    for page in compile_site(folder, Settings(), TODAY).pages:
        assert SCRIPT not in page.render()
