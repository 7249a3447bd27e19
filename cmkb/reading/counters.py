"""Counters: a KPI's word and a number. Targets under 计划 and 目标, corrections under 总结."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cmkb.model.note import Counter, Item, Place, Section
from cmkb.model.playbook import FieldSpec
from cmkb.reading.times import WIDTH
from cmkb.reading.values import parse_value
from cmkb.reading.vocabulary import Vocabulary, folded

_NUMBER = re.compile(
    r"[\s:：=]*+((?:[¥￥]\s?)?-?\d[\d,，]*(?:\.\d+)?\s?(?:万亿|亿|万|千|百|[wW])?\s?元?)"
    r"\s?(?:张|条|个|份|通|次|封|人|户|笔|名|位|家|件|%|％)?\s*"
)
_JOINT = re.compile(r"\s*[·•・‧|；;，,、。]\s*")
_REASON = re.compile(r"[(（]([^()（）]*)[)）]?\s*")
_MONEY = FieldSpec("", "", type="money")


def counters_of(text: str, place: Place, words: Vocabulary) -> list[Counter]:
    """`有效电话 12 · 需求面谈 2 · 销售 50万`; empty unless every part is a counter."""
    found: list[Counter] = []
    position = 0
    while position < len(text):
        start = position + len(text[position:]) - len(text[position:].lstrip())
        match = words.kpi.match(text, start)
        number = _NUMBER.match(text.translate(WIDTH), match.end()) if match else None
        if match is None or number is None:
            return []
        value = parse_value(_MONEY, number.group(1), words.playbook, place).value
        if not isinstance(value, int | float):
            return []
        end = number.end()
        reason = _REASON.match(text, end)
        if reason:
            end = reason.end()
        kpi = words.kpis[folded(match)]
        here = Place(place.line, place.column + match.start())
        found.append(Counter(kpi.key, value, here, reason.group(1).strip() if reason else ""))
        position = end
        if position < len(text):
            joint = _JOINT.match(text, position)
            if joint is None:
                return []
            position = joint.end()
    return found


def read_counters(sections: Iterable[Section], meanings: Iterable[str], words: Vocabulary) -> list[Counter]:
    wanted = frozenset(meanings)
    found: list[Counter] = []
    for section in sections:
        if section.scope not in wanted:
            continue
        for item in _all(section.items):
            if item.box is None:
                found += counters_of(item.text, item.place, words)
        for table in section.tables:
            for row, line, columns in zip(table.rows, table.lines, table.columns, strict=True):
                if len(row) >= 2:
                    found += counters_of(f"{row[0]} {row[1]}", Place(line, columns[0]), words)
    return found


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.children:
            yield from _all(item.children)
