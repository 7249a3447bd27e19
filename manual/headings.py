"""The page of headings: those that mean something, and the columns that are read beneath some of them."""

from __future__ import annotations

from cmkb.model.playbook import FieldSpec, Playbook
from manual.keys import choices, how_in_a_line, playbook

_HEAD = """# 标题

标题是下面这些词的，cmkb 读得懂里面的内容。别的标题照样显示，随便写。

“算记录”的：**都算**是每一条都算；**写了时间才算**是以时间开头的才算；别的不算。第一个标题前面的都算；在别的标题下面的，写了时间才算。

| 标题 | 也可以写成 | 算记录 |
|---|---|---|"""

_COUNTED = {"yes": "都算", "timed": "写了时间才算", "no": ""}


def headings_page() -> str:
    one = playbook()
    parts = [_HEAD]
    for section in one.sections.values():
        first, *others = (word for word in section.headings if not word.isascii())
        parts.append(f"| {first} | {'、'.join(others)} | {_COUNTED[section.records]} |")
    for key, specs in one.entry_fields.items():
        first = next(word for word in one.sections[key].headings if not word.isascii())
        parts += [
            f"\n## {first}下面的一条\n\n用 `[名称:: 内容]`，或者当作表格的一列。\n\n| 名称 | 英文 | 也可以写成 | 内容 |\n|---|---|---|---|"
        ]
        parts += [
            f"| {s.label} | `{s.key}` | {'、'.join(s.aliases)} | {_content(one, s)} |" for s in specs.values()
        ]
    return "\n".join([*parts, ""])


def _content(one: Playbook, spec: FieldSpec) -> str:
    words = choices(spec, one)
    return "、".join(words) or how_in_a_line(spec)
