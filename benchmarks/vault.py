"""Makes a vault of N made-up notes, always the same for the same seed: clients, journals, talk tracks.

    python -m benchmarks.vault DIR 3000

A tenth of the notes are journals of about twelve records each, a fiftieth talk tracks, the rest clients. A client
note has about 1.7 KB, as those that were measured while the product was designed.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path

SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉力健雪梅琳晶欣颖雨桐子涵梓萱浩然宇轩"
# With the assets that a client has there, in 万 (cmkb/playbooks/bank.yml): a bank's system keeps both in step.
TIERS = {"普通": (5, 20), "金卡": (20, 100), "白金": (100, 200), "钻石": (200, 600), "私行": (600, 900)}
STAGES = ("名单", "邀约", "需求面谈", "方案", "成交面谈", "成交", "售后")
PRODUCTS = ("稳盈90天", "安享一年", "三年期大额存单", "沪深300定投", "康养两全险", "现金管理")
PHRASES = (
    "孩子明年要用钱", "先留一部分活期", "其余的三年不动", "风险不想太高", "利息按月到账比较放心", "上次来网点问过国债",
    "到期以后想续做", "先生不反对", "要和家里人商量", "下个月装修", "在别家还有一笔定期", "手机银行不太会用",
    "喜欢上午接电话", "周末不要打扰", "对保险有些顾虑", "听朋友说基金亏了", "想看看存单利率", "愿意带朋友来",
)  # fmt: skip
KINDS = ("电话", "微信", "短信", "需求面谈", "成交面谈", "拜访", "售后")
RESULTS = ("接通", "未接", "同意", "待定", "拒绝")
TODAY = date(2026, 11, 23)

CONFIG = """site_name: 基准
theme:
  name: material
plugins:
  - cmkb:
      today: 2026-11-23
"""


def make_vault(folder: Path, notes: int, seed: int = 1) -> None:
    chance = random.Random(seed)
    journals, scripts = notes // 10, notes // 50
    clients = _clients(chance, notes - journals - scripts)
    for name, text in clients.items():
        _write(folder / "clients" / f"{name}.md", text)
    names = list(clients)
    for number in range(journals):
        day = TODAY - timedelta(days=number)
        _write(folder / "journal" / str(day.year) / f"{day}.md", _journal(chance, names))
    for number in range(scripts):
        _write(folder / "docs" / "scripts" / f"话术{number}.md", _script(chance, number))
    for product in PRODUCTS:
        _write(folder / "docs" / "products" / f"{product}.md", f"---\n风险: R2\n---\n# {product}\n")
    _write(folder / "mkdocs.yml", CONFIG)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _prose(chance: random.Random, sentences: int) -> str:
    return "。".join("，".join(chance.sample(PHRASES, 3)) for _ in range(sentences)) + "。"


def _clients(chance: random.Random, count: int) -> dict[str, str]:
    clients: dict[str, str] = {}
    while len(clients) < count:
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2))
        phone = f"1380{chance.randrange(10**7):07d}"
        clients.setdefault(f"{name}-{phone[-4:]}", _client(chance, name, phone))
    return clients


def _client(chance: random.Random, name: str, phone: str) -> str:
    born = date(1955, 1, 1) + timedelta(days=chance.randrange(18000))
    opened = TODAY - timedelta(days=chance.randrange(2000))
    holdings = "\n".join(
        f"- [[{chance.choice(PRODUCTS)}]] [amount:: {chance.randrange(1, 60)}0000] [bought:: {opened}]"
        f" [matures:: {TODAY + timedelta(days=chance.randrange(400))}]"
        for _ in range(chance.randrange(1, 5))
    )
    tier = chance.choice(tuple(TIERS))
    due = TODAY + timedelta(days=chance.randrange(-10, 40))
    return f"""---
姓名: {name}
性别: {chance.choice("男女")}
生日: {born}
电话: ["{phone}"]
职业: {chance.choice(("会计", "教师", "医生", "个体", "退休"))}
等级: {tier}
客户状态: 客户
阶段: {chance.choice(STAGES)}
来源: {chance.choice(("大堂", "转介绍", "柜员"))}
资产: {chance.randrange(*TIERS[tier])}万
开户日: {opened}
风险承受能力: C{chance.randrange(1, 6)}
---
## 近况
{_prose(chance, 5)}

{_prose(chance, 5)}

## 持有
{holdings}

## 跟进
- [ ] {_prose(chance, 1)} 📅 {due}
- [x] {_prose(chance, 1)} ✅ {opened}

## 备注
{_prose(chance, 4)}
"""


def _journal(chance: random.Random, names: list[str]) -> str:
    records = "\n".join(
        f"- {9 + n // 2:02d}:{15 + n % 2 * 30:02d} {chance.choice(KINDS)} [[{chance.choice(names)}]] {_prose(chance, 1)}"
        f" [结果:: {chance.choice(RESULTS)}] [时长:: {chance.randrange(1, 5)}]"
        for n in range(12)
    )
    return f"## 计划\n- 有效电话 12 · 需求面谈 2\n## 记录\n{records}\n- 短信 22\n## 总结\n- {_prose(chance, 2)}\n"


def _script(chance: random.Random, number: int) -> str:
    ways = [f"[[#^q{n + 1}]]" for n in range(1, 5)] + ["约时间"]
    steps = "\n".join(f"- 问:{_prose(chance, 1)} ^q{n}\n  - 若 好 → {way}" for n, way in enumerate(ways, 1))
    return f"---\n分类: 邀约\n状态: 已审\n---\n# 话术{number}\n## 流程\n{steps}\n## 短信版\n{_prose(chance, 2)}\n"


if __name__ == "__main__":
    make_vault(Path(sys.argv[1]), int(sys.argv[2]))
