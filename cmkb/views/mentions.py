"""L3: a client's name among the words of a record or a plan, without a link to the client.

Such a line is on no timeline. Names are looked for by their first character, so that ten thousand of them cost
little more than ten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cmkb.model.immutable import immutable
from cmkb.model.note import Note, PlanItem, Record
from cmkb.model.problem import Problem, problem
from cmkb.names import names_of
from cmkb.playbooks.names import words_of
from cmkb.vault import Vault

SHORTEST = 2
SHORTEST_LATIN = 3
MOST_CHOICES = 3

_CJK = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z0-9]")
# Words of every day that may be names too: where they stand, hardly anybody is meant.
_EVERYDAY = """
高兴 高峰 高明 高考 高端 高温 高档 高级 高手 黄金 黄河 黄山 黄牛 金牌 金条 金额 金融
金山 金库 金卡 白金 白天 白银 白酒 白云 白领 方便 方案 方向 方式 方法 方正 马上 马路
常常 常用 常年 常见 时间 时候 时代 时常 安全 安排 安心 安装 安静 安康 平安 平时 平台
平均 平衡 平稳 明白 明天 明年 明显 明确 温和 温暖 温馨 成功 成本 成长 成绩 成立 严重
严格 严肃 文件 文化 文章 文明 江南 江山 车子 车险 车位 路上 路过 路演 花园 花费 花钱
水平 水费 水电 石油 石头 钱包 钱款 关心 关注 关于 关键 关怀 关系 应该 应急 应当 向上
向前 万一 万元 单位 单子 单据 单身 解决 解释 解答 曾经 计划 计算 项目 齐全 和平 和气
和谐 元旦 元宵 元月 国庆 国债 国家 张罗 许多 许可 谢谢 于是 余额 余款 全部 全家 全国
全款 章程 阳光 阳历 毛利 毛病 钟点 钟头 包括 包裹 包容 左右 连续 连忙 牛市 牛奶 熊市
龙头 任务 任何 夏天 夏季 秋天 冬天 卫生 危险 汤圆 通知 通过 施工 简单 简历 尚未 乐意
季度 季节 从容 满意 宁可 东西 东方 华丽 长江 长城 老师 老人 先生 女士 太太 家人 朋友
客户 经理 主任 会计 医生 晓得 冬至 清明 中秋 立春 春节 幸福 健康 吉祥 如意 美丽 建设
和美 团圆
"""
_COMMON = frozenset(_EVERYDAY.split())


@immutable
class _Lookout:
    """`lengths`: first character → lengths of the names that begin with it, longest first."""

    clients: Mapping[str, tuple[str, ...]]  # name → paths of those who are called so
    lengths: Mapping[str, tuple[int, ...]]
    first: re.Pattern[str]


def unlinked_mentions(vault: Vault) -> Iterator[Problem]:
    lookout = _lookout(vault)
    if lookout is None:
        return
    for note in vault.of_kind("journal"):
        source: _Source | None = None
        rows: tuple[Record | PlanItem, ...] = (*note.records, *note.plan)
        for row in rows:
            for name in _names_in(row.text, lookout):
                source = source or _source(vault, note)
                if _linked(vault, row, source).isdisjoint(lookout.clients[name]):
                    yield _mention(vault, row, name, lookout.clients[name], source)


@immutable
class _Source:
    """A journal's lines, and whom each of them links."""

    first: int  # line of the file on which the body begins
    lines: list[str]
    linked: Mapping[int, set[str]]


def _source(vault: Vault, note: Note) -> _Source:
    linked: dict[int, set[str]] = {}
    for link in note.links:
        if target := vault.target(note.path, link):
            linked.setdefault(link.place.line, set()).add(target)
    return _Source(note.body_line, note.body.split("\n"), linked)


def _lookout(vault: Vault) -> _Lookout | None:
    playbook = vault.playbook
    listed = (
        playbook.kinds,
        playbook.results,
        playbook.tiers,
        playbook.statuses,
        playbook.stages,
        playbook.kpis,
    )
    taken = _COMMON.union(
        word for entries in listed for entry in entries.values() for word in words_of(entry)
    )
    clients: dict[str, dict[str, None]] = {}
    for note in vault.of_kind("client"):
        for name in map(str.strip, names_of(note)):
            shortest = SHORTEST if _CJK.search(name) else SHORTEST_LATIN
            if len(name) >= shortest and not name.isdigit() and name not in taken:
                clients.setdefault(name, {})[note.path] = None
    if not clients:
        return None
    lengths: dict[str, set[int]] = {}
    for name in clients:
        lengths.setdefault(name[0], set()).add(len(name))
    return _Lookout(
        {name: tuple(paths) for name, paths in clients.items()},
        {first: tuple(sorted(of_first, reverse=True)) for first, of_first in lengths.items()},
        re.compile("[" + "".join(map(re.escape, sorted(lengths))) + "]"),
    )


def _names_in(text: str, lookout: _Lookout) -> list[str]:
    """Each name once. Of 王芳 and 王芳芳 the longer one is meant where it stands."""
    found: dict[str, None] = {}
    end = 0
    for match in lookout.first.finditer(text):
        start = match.start()
        if start < end:
            continue
        for length in lookout.lengths[match.group()]:
            name = text[start : start + length]
            if name in lookout.clients and _stands_alone(text, start, start + length):
                found[name] = None
                end = start + length
                break
    return list(found)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin letters and digits beside a Latin name make it part of another word."""
    before = start > 0 and _LATIN.match(text[start]) and _LATIN.match(text[start - 1])
    after = end < len(text) and _LATIN.match(text[end - 1]) and _LATIN.match(text[end])
    return not before and not after


def _linked(vault: Vault, row: Record | PlanItem, source: _Source) -> set[str]:
    """Clients whom the record or its line links."""
    return {*vault.clients_in(row.path, row.participants), *source.linked.get(row.place.line, ())}


def _mention(
    vault: Vault, row: Record | PlanItem, name: str, paths: tuple[str, ...], source: _Source
) -> Problem:
    line, column = row.place.line, row.place.column
    index = line - source.first
    if 0 <= index < len(source.lines) and (at := source.lines[index].find(name, column - 1)) >= 0:
        column = at + 1
    links = "、".join(f"[[{vault.names.spelling(path)}]]" for path in paths[:MOST_CHOICES])
    return problem(row.path, line, column, "L3", name=name, links=links)
