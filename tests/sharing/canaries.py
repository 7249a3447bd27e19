"""A vault with a canary in every private place: a word that nobody else says, each in one place alone."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from cmkb.sharing.matching import Matcher
from cmkb.sharing.register import Register
from cmkb.sharing.scanning import Scanner

CONFIG = "site_name: 试用\ntheme: material\nplugins: [cmkb]\n"
NEVER_SHOWN = ("comment", "unreadable")  # what not even the private site shows


class Canaries:
    """`at` gives a new canary and keeps its place."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self._numbers = count()

    def at(self, place: str) -> str:
        number = next(self._numbers)
        letters = "".join(chr(97 + number // 26**power % 26) for power in (3, 2, 1, 0))
        word = f"zqcanary{letters}xk"
        self.places[word] = place
        return word

    @property
    def shown(self) -> set[str]:
        return {word for word, place in self.places.items() if not place.startswith(NEVER_SHOWN)}

    def scanner(self) -> Scanner:
        return Scanner(Matcher(Register({}, dict(self.places), {}, {}, {}, {})))

    def in_folder(self, folder: Path) -> set[str]:
        """The canaries that the scanner sees in names and bytes of a folder."""
        scanner = self.scanner()
        found: set[str] = set()
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                hits = scanner.hits(file.relative_to(folder).as_posix(), file.read_bytes())
                # A cache is a closed file, not a canary
                found |= {hit.term for hit in hits if hit.kind == "word"}
        return found


def canary_vault(folder: Path, rounds: int) -> Canaries:
    canaries = Canaries()
    write(folder, "mkdocs.yml", CONFIG)
    for number in range(rounds):
        _round(folder, number, canaries)
    return canaries


def _round(folder: Path, number: int, canaries: Canaries) -> None:
    at = canaries.at
    client, heading, picture, day = (
        at("client's file"),
        at("client's heading"),
        at("attachment's name"),
        f"{2000 + number:04d}-03-02",
    )
    write(folder, f"clients/{client}.md", f"""---
姓名: {at("name")}
别名: [{at("alias")}]
电话: ["139{number:08d}"]
微信: {at("account")}
职业: {at("field")}
单位: {at("field")}
地址: {at("field")}
个人爱好: [{at("field")}]
{at("unknown key")}: {at("unknown field")}
visibility: team
---
## {heading}
{at("text")} **{at("text")}** `{at("code")}`
![{at("alt text")}](../attachments/{picture}.png)
%%{at("comment")}%%
<!-- {at("comment")} -->
## 持有
- {at("holding")} [amount:: 20万]
## 关系
- 女儿 {at("relation")}
## 纪念日
- {at("anniversary")} [date:: 1996-10-01]
## 跟进
- [ ] {at("task")} 📅 2026-11-27
> [!private]
> {at("callout")}
## 私密
{at("private section")}
""")  # fmt: skip
    write(folder, f"attachments/{picture}.png", "picture")
    write(folder, f"attachments/{number}.csv", f"a,{at('attachment')}\n")
    write(folder, f"journal/{day}.md", f"""## 早会
- {at("morning")}
## 计划
- 电话 ↪ [[{client}]] · {at("plan")}
## 记录
- 10:15 电话 [[{client}]] {at("record")} [备注:: {at("record's field")}]
## {at("journal's heading")}
{at("journal's text")}
## 总结
{at("summary")}
""")  # fmt: skip
    case = at("case's file")
    write(folder, f"cases/{case}.md", f"---\nclient: '[[{client}]]'\n---\n{at('case')}\n")
    write(folder, f"docs/howto/{number}.md", f"# {at('note outside share')}\n")
    write(
        folder, f"docs/scripts/草稿{number}.md", f"---\nvisibility: private\n---\n# {at('private script')}\n"
    )
    write(
        folder,
        f"docs/scripts/坏{number}.md",
        f"---\nscene: '{at('unreadable')}\n---\n## {at('script with a broken head')}\n",
    )
    write(
        folder,
        f"docs/scripts/客户{number}.md",
        f"---\ntype: client\n---\n# {at('client among the scripts')}\n",
    )
    write(folder, f"docs/scripts/files/{at('unused attachment')}.png", "picture")
    write(folder, f"docs/scripts/话术{number}.md", f"""---
category: 邀约
products: ["[[{case}|那件事]]", "[[{client}|那位]]"]
aliases: "[[{client}#{heading}|那一段]]"
见: "![[{picture}.png|合影]]"
---
# 话术{number}
[[{client}|那位客户]] [[clients/{client}|那位]] [[{client}#{heading}|那一段]] [[{case}|那件事]] ![[{picture}.png]] ![[{picture}.png|合影]]
[那位](../../clients/{client}.md) [那位](<../../clients/{client}.md#{heading}>) ![合影](../../attachments/{picture}.png)
[那位][1] [换
行](../../clients/{client}.md) <a href="../../clients/{client}.md">那位</a> <img src="../../attachments/{picture}.png">

[1]: ../../clients/{client}.md

| 谁 | 何时 |
|---|---|
| [[{client}\\|那位]] | [[{day}]] |

- [话术:: [[{client}|那位]]] 【【{client}|那位】】
> [!private]
> {at("private callout of a script")}

%%{at("comment of a script")}%%
```
<!-- {at("comment in code of a script")} -->
```
## 私密
{at("private section of a script")}
## 短信版
您好{number}
""")  # fmt: skip


def write(folder: Path, path: str, text: str) -> None:
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8", newline="\n")
