"""A vault in which every text that somebody may type would like to run, on the page or in a template."""

from __future__ import annotations

import json
from pathlib import Path

TEXTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}{% endblock %}{{ config }}",
    "\u2028]]>--></title></style>",
    "[c](javascript:alert(1)) <javascript:alert(1)>",
    "![d](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    '<a href="javascript:alert(1)">x</a><iframe srcdoc="<script>alert(1)</script>">',
    "`<b>`&lt;script&gt;&#60;script&#62;",
    "![e](https://example.invalid/pixel.png) ![f](//example.invalid/pixel.png)",
    "\ue000cmkb-content\ue001\ue002",
)
ALL = " ".join(TEXTS)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def as_name(text: str) -> str:
    """As far as file systems allow."""
    return text.replace("/", "∕").replace("\u2028", "").replace("\\", "")[:80]


def client(text: str, number: int) -> str:
    own = f"{number}{as_name(text)}"
    # HTML within HTML is left out of a heading, but not of a link
    heading = "持有" if "<iframe" in text else text
    keys = [
        "姓名",
        "别名",
        "标签",
        "称呼",
        "性别",
        "生日",
        "职业",
        "单位",
        "教育情况",
        "电话",
        "微信",
        "等级",
        "阶段",
        "客户状态",
        "来源",
        "推荐人",
        "家庭",
        "联系频率",
        "下次联系",
        "需求",
        "网点",
        "异常",
        "会员号",
        "拼音",
        "负责人",
        "template",
        "hide",
        "icon",
        "status",
        "subtitle",
        "description",
        "title",
    ]
    head = "\n".join(f"{quoted(key)}: {quoted(text)}" for key in (*keys, f"我的{text}"))
    return f"""---
{head}
---
# {text}
## 持有
- {text} [amount:: {text}] [matures:: 2026-12-01] [{text}:: {text}]
- [[稳盈90天|{text}]] [amount:: 200000] [matures:: 2026-12-01] [note:: {text}]

| 产品 | 金额 | {text} | 到期 |
|---|---|---|---|
| {text} | 20万 | {text} | 2026-12-24 |
## 关系
- 女儿 {text} [birthday:: 2010-11-25] [x:: {text}]
- 配偶 [[{own}|{text}]]
## 纪念日
- {text} [date:: 1996-11-25]
## 跟进
- [ ] {text} 📅 2026-11-23 🔁 {text} 🆔 t{number}
- [ ] {text} [due:: {text}]
## {text}
{text} [[{text}]] ![[{text}]] [[{own}#{heading}|{text}]] #标{text} ^b{number}

> [!{text}] {text}
> {text}

Text[^1]

[^1]: {text}

```{text}
{text}
```
"""


def journal() -> str:
    lines = ["---", f"{quoted(TEXTS[0])}: {quoted(TEXTS[1])}", "---", f"# {TEXTS[0]}", "## 早会", f"- {ALL}"]
    lines += ["## 财经要闻"]
    lines += [f"- {t} [news_date:: 2026-11-20] [points:: {t}] [products:: [[稳盈90天|{t}]]]" for t in TEXTS]
    lines += ["## 计划", f"- 有效电话 12 {ALL}"]
    lines += [f"- 09:{n:02d} 电话 [[{n}{as_name(t)}|{t}]] {t} [资料:: {t}]" for n, t in enumerate(TEXTS)]
    lines += ["## 流程", f"- [x] {ALL}", "## 记录"]
    for n, t in enumerate(TEXTS):
        who = f"[[{n}{as_name(t)}|{t}]]"
        lines += [
            f"- 10:{n:02d} 电话 {who} {t} [结果:: {t}] [话术:: [[{t}]]] [{t}:: {t}] [下次:: 2026-11-25 {t}]",
            f"- 11:{n:02d} {t} {who}",
            f"- 12:{n:02d} 成交 {who} {t} [amount:: 200000] [product:: {t}] [约见:: 2026-11-25 10:00]",
            f"- 来电 {who} {t}",
            f"- 投诉 {who} {t}",
        ]
    lines += ["", f"| 时间 | 方式 | 客户 | 结果 | {TEXTS[0]} |", "|---|---|---|---|---|"]
    lines += [f"| 15:{n:02d} | 电话 | [[{n}{as_name(t)}]] | {t} | {t} |" for n, t in enumerate(TEXTS)]
    lines += ["## 总结", f"- 有效电话 3 {ALL}", ALL]
    for t in TEXTS:
        lines += [f"## {t}", t]
    return "\n".join(lines) + "\n"


OTHERS = {
    "docs/scripts": ("category", "scene", "audience", "angle", "status", "version", "owner", "approved_by"),
    "docs/products": ("category", "risk", "rate", "fit", "term_days", "issuer"),
    "docs/howto": ("quiz", "valid_until"),
    "cases": ("kind", "client", "status", "cause", "measure", "docs", "reported_to"),
    "periods": ("period", "goal_calls"),
    "households": ("members", "address", "head"),
    "meetings": ("kind", "client", "date", "place", "needs", "products"),
    "events": ("kind", "place", "attended"),
    "staff": ("role", "duty_new", "wechat"),
    "channels": ("since", "role"),
}


def write(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


def hostile_vault(folder: Path) -> Path:
    for number, text in enumerate(TEXTS):
        write(folder, f"clients/{number}{as_name(text)}.md", client(text, number))
        write(folder, f"clients/附件 {number}{as_name(text)}.txt", text)
        write(folder, f"docs/{number}hand{as_name(text)}.md", f"---\ntitle: {quoted(text)}\n---\nText\n")
    for number, text in enumerate(" ".join(TEXTS[start : start + 4]) for start in range(0, len(TEXTS), 4)):
        for place, keys in OTHERS.items():
            head = "\n".join(f"{quoted(key)}: {quoted(text)}" for key in (*keys, "title", f"我的{text}"))
            name = f"{number}{place[-3:]}{as_name(text)}"
            body = f"# {text}\n{text}\n## 流程\n- 问：{text} ^q1\n    - {text} → [[#^q1]]\n## 异议\n- {text}：{text}\n"
            write(folder, f"{place}/{name}.md", f"---\n{head}\n---\n{body}")
    write(folder, "docs/products/稳盈90天.md", f"---\ncategory: 固收\nfit: {quoted(ALL)}\n---\n{ALL}\n")
    write(
        folder,
        "periods/2026-11.md",
        f"---\nperiod: 2026-11\n---\n## 目标\n- 有效电话 200 {ALL}\n## 复盘\n{ALL}\n",
    )
    write(folder, "journal/2026-11-23.md", journal())
    slot = (
        f"{{start: '23:58', end: '23:59', title: {quoted(ALL)}, steps: [{quoted(ALL)}], note: {quoted(ALL)}}}"
    )
    routine = f"routine:\n  day:\n    mine: {slot}\n  week: [{quoted(ALL)}]\n  month: [{quoted(ALL)}]\n"
    write(folder, "playbook.yml", f"title: {quoted(ALL)}\nsummary: {quoted(ALL)}\n{routine}")
    options = f"  - cmkb:\n      owner: {quoted(ALL)}\n"
    write(folder, "mkdocs.yml", f"site_name: {quoted(ALL)}\ntheme: {{name: material}}\nplugins:\n{options}")
    return folder
