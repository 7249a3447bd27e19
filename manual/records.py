"""The page of records: every kind of activity with its fields, and a day in which each occurs once."""

from __future__ import annotations

from cmkb.model.playbook import ActivityKind, Playbook
from manual.keys import choices, how_in_a_line, playbook

_HEAD = """# 记录

**一件事一行**，写在当天日志的“## 记录”下面：

```text
- 时间 方式 [[客户]] 内容 [名称:: 内容] [名称:: 内容]
```

时间和方括号里的可写可不写。第一个词是**方式**，方式对了才算数。方式后面可以直接写数字：`传单 50`。一行里几样数字用 ` · ` 隔开。

## 方式

“联系”打勾的算联系过客户，下次该联系的日子从这天重新算。
"""

_FIELDS = """
## 方括号里写什么

| 名称 | 英文 | 也可以写成 | 内容 |
|---|---|---|---|"""

# An example's value of each field, where its type alone says too little.
VALUES = {
    "mins": "3", "result": "同意", "appt": "2026-11-25 15:00", "place": "网点", "script": "[[存单到期邀约]]", "script_design": "先问女儿，再说到期",
    "answer": "1", "objection": "利率太低", "product": "[[稳盈90天]]", "amount": "20万", "tries": "3", "fab": "是", "good": "准备充分、微笑热情",
    "improve": "开场太快", "next": "12-05 回访", "occasion": "到期", "reply": "16:40", "satisfaction": "满意", "note": "谈得很细", "effective": "是",
    "confirmed": "前一日", "confirmed_by": "助理小吴", "finances": "每月能留五千", "goals": "女儿的学费", "risk_level": "C3", "family": "两口人",
    "work": "会计", "investments": "定期", "needs": "养老", "analysis": "要先稳住", "proposal": "一半定期", "usage": "每周看一次净值",
    "feedback": "想要短一点的", "support": "请支行批额度", "cross_sell": "信用卡", "source": "大堂", "signal": "看行情", "due": "2026-11-30",
    "cause": "排队太久", "measure": "当场道歉", "reported": "值班经理", "resolved": "2026-11-23", "docs": "身份证明", "room": "二号室",
    "manager": "小林", "people": "2", "topic": "新产品", "to": "小吴",
}  # fmt: skip
ALONE = {
    "传单": "- 传单 50",
    "学习": "- 学习 [时长:: 40] [主题:: 新产品]",
    "交接": "- 17:50 交接 钥匙和访客登记 [交给:: 小吴]",
}
MINUTES = {"需求面谈": "45", "成交面谈": "45", "面谈": "40", "拜访": "50", "到访": "15", "学习": "40"}


def records_page() -> str:
    playbook_ = playbook()
    kinds = playbook_.kinds.values()
    parts = [_HEAD, "| 方式 | 也可以写成 | 联系 | 常写的 |\n|---|---|---|---|"]
    parts += [
        f"| {k.key} | {'、'.join(k.aliases)} | {'✓' if k.contact else ''} | {_labels(k, playbook_)} |"
        for k in kinds
    ]
    lines = "\n".join(_line(kind, playbook_) for kind in kinds)
    parts.append(_DAY.replace("{lines}", lines) + _FIELDS)
    for spec in playbook_.record_fields.values():
        words = "、".join(choices(spec, playbook_)) or how_in_a_line(spec)
        parts.append(f"| {spec.label} | `{spec.key}` | {'、'.join(spec.aliases)} | {words} |")
    return "\n".join([*parts, _MORE])


def _labels(kind: ActivityKind, playbook: Playbook) -> str:
    return "、".join(playbook.record_fields[field].label for field in kind.fields)


def _line(kind: ActivityKind, playbook: Playbook) -> str:
    if kind.key in ALONE:
        return ALONE[kind.key]
    fields = "".join(
        f" [{playbook.record_fields[f].label}:: {MINUTES.get(kind.key, VALUES[f]) if f == 'mins' else VALUES[f]}]"
        for f in kind.fields
        if f in VALUES and not (kind.sale and f == "docs")
    )
    return f"- {kind.key} [[王芳]]{fields}"


_DAY = """
每种方式写一行，把常写的都写上，就是这样（平时用不着写这么全）：

```markdown title="journal/2026-11-23.md"
## 记录
{lines}
```
"""

_MORE = """
名字用 `[[ ]]` 括起来才连得上。链接的笔记长这样：

```markdown title="clients/王芳.md"
---
姓名: 王芳
等级: 金卡
风险承受能力: C3
---
```

```markdown title="docs/products/稳盈90天.md"
---
名称: 稳盈90天
风险: R2
---
```

```markdown title="docs/scripts/存单到期邀约.md"
---
类别: 邀约
状态: 已审
---
先说到期的日子，再问打算。
```

## 一样的意思，三种写法

方括号、下一级的列表、表格，都行：

```markdown title="journal/2026-11-20.md"
## 记录
- 10:15 电话 [[王芳]] 说下午来 [时长:: 3] [结果:: 同意]
- 14:00 需求面谈 [[王芳]]
    - 时长: 45
    - 需求: 养老，三年不用

| 时间 | 方式 | 客户 | 结果 | 金额 | 下次 |
|---|---|---|---|---|---|
| 15:30 | 成交面谈 | [[王芳]] | 成交 | 20万 | 12-05 回访 |
```
"""
