"""Made-up vaults: a shared half that stays, and private halves drawn by lot that try to shine through.

The private half takes the names of the shared notes wherever it can: clients called as a talk track, attachments
with the same file name, the same block ids and task ids.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

SHARED = ("docs/scripts", "docs/products", "docs/team")
TITLES = ("存单到期", "三次促成", "养老五问", "节日问候", "贵宾邀约", "利率答疑")
PRODUCTS = ("稳盈90天", "安享一年", "货币宝")
PEOPLE = "赵钱孙李周吴郑冯陈褚卫蒋沈韩杨"
GIVEN = "岚澜溪桐霖沅芷蘅璟珩玥彧翊"
CONFIG = (
    "site_name: 试用\nplugins:\n  - cmkb:\n      common_words:\n"
    + "".join(f"        {word}: 话术和产品的名字\n" for word in (*TITLES, *PRODUCTS, "表"))
    + "      share: [docs/scripts, docs/products, docs/team]\n"
)


def shared_half(folder: Path, lot: random.Random) -> None:
    """The same for the same lot. Its links lead to whatever the private half may hold, but name no client."""
    _write(folder / "mkdocs.yml", CONFIG)
    if lot.random() < 0.5:
        _write(folder / "playbook.yml", "summary: 我们自己的办法\n")
    titles = lot.sample(TITLES, lot.randint(2, len(TITLES)))
    for title in titles:
        private = lot.choice(["clients/甲", "2026-11-02", "报价.xlsx", "图.png", "访谈", "inbox/便条"])
        lines = [
            f'---\ncategory: {lot.choice(["邀约", "促成"])}\nproducts: ["[[{lot.choice(PRODUCTS)}]]"]\n---\n# {title}',
            f"见 [[{lot.choice(TITLES)}]] 和 [[{lot.choice(PRODUCTS)}|这个产品]]。",
            f"像 [[{private}|那一次]] 那样。[记录](../../{private}.md)，![合影](../../files/{private}.png)。",
            "![[图.png]]" if lot.random() < 0.5 else "![图](../products/files/图.png)",
            "- [ ] 练三遍 🆔 wf01 📅 2026-12-01 ^q1",
            f"%%{lot.random()}%%" if lot.random() < 0.5 else "",
            f"## 私密\n{lot.random()}" if lot.random() < 0.5 else "",
        ]
        _write(folder / f"docs/scripts/{title}.md", "\n\n".join(lines))
    for product in lot.sample(PRODUCTS, lot.randint(1, len(PRODUCTS))):
        _write(
            folder / f"docs/products/{product}.md",
            "---\n风险: R2\n---\n![图](files/图.png)\n[表](files/表.csv)\n",
        )
    _write(folder / "docs/products/files/图.png", f"picture {lot.random()}")
    _write(folder / "docs/products/files/表.csv", "天数,收益\n90,3.1\n")
    _write(
        folder / "docs/team/林晓.md",
        "---\nowner: 林晓\n---\n## 指标\n\n| 时期 | 指标 | 目标 | 完成 |\n|--|--|--|--|\n| 2026-11 | 有效电话 | 200 | 150 |\n",
    )


def private_half(folder: Path, lot: random.Random) -> None:
    names = {lot.choice(PEOPLE) + "".join(lot.sample(GIVEN, 2)) for _ in range(lot.randint(1, 6))}
    people = [
        *sorted(names),
        *lot.sample(TITLES, lot.randint(0, 2)),
        *lot.sample(PRODUCTS, lot.randint(0, 1)),
    ]
    for name in people:
        note = [
            "---", f"姓名: {name}", f"电话: ['139{lot.randint(10**7, 10**8 - 1)}']", f"编号: '{lot.randint(10**9, 10**10)}'",
            f"生日: 19{lot.randint(50, 99)}-0{lot.randint(1, 9)}-11", f"tier: {lot.choice(['金卡', '钻石'])}", "visibility: team",
            "---", "## 持有", f"- [[{lot.choice(PRODUCTS)}]] [amount:: {lot.randint(1, 99)}万] [matures:: 2026-12-0{lot.randint(1, 9)}]",
            f"- [ ] 回访 [[{lot.choice(TITLES)}#^q1]] 🆔 wf01 📅 2026-11-2{lot.randint(0, 9)}",
        ]  # fmt: skip
        _write(folder / f"clients/{name}-{lot.randint(1000, 9999)}.md", "\n".join(note))
    for day in lot.sample(range(1, 28), lot.randint(1, 6)):
        lines = [
            f"- {hour}:15 电话 [[{lot.choice(people)}]] 说好了 [结果:: 同意] [话术:: [[{lot.choice(TITLES)}]]] [金额:: {hour}万]"
            for hour in lot.sample(range(9, 18), lot.randint(1, 5))
        ]
        text = f"## 计划\n- 有效电话 {lot.randint(1, 20)}\n## 记录\n" + "\n".join(lines)
        _write(folder / f"journal/2026/2026-11-{day:02d}.md", text)
    for path, text in {
        "periods/2026-11.md": "---\ngoal_calls: 200\n---\n## 复盘\n不够\n",
        f"cases/{lot.choice(TITLES)}.md": f"---\nclient: '[[{people[0]}]]'\nstatus: 收集\n---\n投诉\n",
        f"households/{lot.choice(PRODUCTS)}.md": "# 一家\n",
        "inbox/2026-11-20.md": f"- 电话 [[{people[0]}]]\n",
        f"docs/howto/{lot.choice(TITLES)}.md": "# 怎么开户\n",
        "docs/index.md": "# 首页\n",
        f"docs/{lot.choice(TITLES)}.md": "---\ntype: script\n---\n# 不在 share 里的话术\n",
        "docs/javascripts/extra.js": "alert(1)\n",
        "attachments/图.png": "another picture",
        "files/表.csv": "客户,电话\n",
        "图.png": "a picture at the root",
        "holidays/2026.yml": "休: [2026-11-23]\n",
        f"staff/{lot.choice(TITLES)}.md": "# 同事\n",
        ".obsidian/app.json": "{}",
        "clients/坏.md": "---\n姓名: '没有结束\n---\n",
        "docs/scripts.md": "# 不是文件夹\n",
    }.items():
        if lot.random() < 0.7:
            _write(folder / path, text)


def without_private_half(folder: Path) -> None:
    """Deletes everything but mkdocs.yml, playbook.yml and the folders of `share:`."""
    kept = {"mkdocs.yml", "playbook.yml", "docs"}
    for entry in folder.iterdir():
        if entry.name not in kept:
            _remove(entry)
    for entry in (folder / "docs").iterdir():
        if f"docs/{entry.name}" not in SHARED:
            _remove(entry)


def _remove(entry: Path) -> None:
    if entry.is_dir():
        shutil.rmtree(entry)
    else:
        entry.unlink()


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")
