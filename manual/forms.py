"""The page of forms: what each is for, how to begin one, and what stands in it."""

from __future__ import annotations

from collections.abc import Iterator

from cmkb.model.playbook import Form, FormGroup
from cmkb.playbooks.loader import builtin_names, load_playbook

_HEAD = """# 表单

纸上的表单，cmkb 会替你填：你在日志和客户笔记里写过的，表单上自动就有。网站的“表单”页可以看填好的，也可以打印空白的。

新建一张：`cmkb new 表单名 客户名`，它会说写在哪个文件、哪一行。不知道表单名，写错一个它会告诉你有哪些。
"""

WHERE = {
    "journal": "当天的日志",
    "meeting": "一篇面谈笔记",
    "client": "客户的笔记",
    "case": "一篇事项",
    "period": "一篇目标",
    "staff": "银行员工的笔记",
    "event": "一篇活动",
}


def forms_page() -> str:
    parts = [_HEAD]
    for name, title, forms in _by_playbook():
        parts.append(f"## {title}\n\n`{name}`\n" if name else f"## {title}\n")
        for form in forms:
            parts.append(
                f"### {form.key}\n\n{form.usage.rstrip('。')}。写在{WHERE[form.kind]}里。\n\n| 栏 | 项目 |\n|---|---|"
            )
            parts += [f"| {group.key} | {_items(group)} |" for group in form.groups.values()]
            parts.append("")
    return "\n".join(parts)


def _items(group: FormGroup) -> str:
    return "、".join(group.items) or f"客户资料里“{group.profile}”一组"


def _by_playbook() -> Iterator[tuple[str, str, list[Form]]]:
    """Forms that all share, then what each playbook adds."""
    playbooks = [load_playbook(name)[0] for name in builtin_names()]
    shared = set.intersection(*(set(p.forms) for p in playbooks))
    yield "", "哪种工作方法都有的", [f for key, f in playbooks[0].forms.items() if key in shared]
    for name, one in zip(builtin_names(), playbooks, strict=True):
        own = [f for key, f in one.forms.items() if key not in shared]
        if own and one.texts:
            yield name, one.title, own
