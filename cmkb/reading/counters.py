"""Counters: a KPI's word and a number. Targets under 计划 and 目标, corrections under 总结."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cmkb.model.note import Counter, Item, Place, Section
from cmkb.model.playbook import FieldSpec
from cmkb.model.problem import Problem, problem
from cmkb.patterns import pattern
from cmkb.playbooks.names import closest
from cmkb.reading.times import WIDTH
from cmkb.reading.values import parse_value
from cmkb.reading.vocabulary import Vocabulary, folded

_NUMBER = pattern(
    r"[\s:：=]*+((?:[¥￥]\s?)?-?\d[\d,，]*(?:\.\d+)?\s?(?:万亿|亿|万|千|百|[wW])?\s?元?)"
    r"\s?(?:张|条|个|份|通|次|封|人|户|笔|名|位|家|件|%|％)?\s*"
)
_JOINT = pattern(r"\s*[·•・‧|；;，,、。]\s*")
_REASON = pattern(r"[(（]([^()（）]*)[)）]?\s*")
_DIGIT = pattern(r"\d")
_LIKE_ONE = pattern(rf"([^\d\[\]()（）:：=#↪]{{2,12}}?){_NUMBER.pattern}")
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


def misread(
    sections: Iterable[Section], meanings: Iterable[str], words: Vocabulary, path: str
) -> Iterator[Problem]:
    """Lines that were meant as counters and count for nothing, as one of their words is no KPI's.

    A line is meant so when another part of it is a counter, or its one word is nearly a KPI's.
    """
    wanted = frozenset(meanings)
    for section in sections:
        if section.scope in wanted:
            for item in _all(section.items):
                if item.box is None and _DIGIT.search(item.text):
                    yield from _misread(item, words, path)


def _misread(item: Item, words: Vocabulary, path: str) -> Iterator[Problem]:
    if counters_of(item.text, item.place, words):
        return
    parts = [part for part in _JOINT.split(item.text) if part.strip()]
    others = any(counters_of(part, item.place, words) for part in parts)
    for part in parts:
        shape = _LIKE_ONE.fullmatch(part.translate(WIDTH).strip())
        if shape is None or counters_of(part, item.place, words):
            continue
        word = shape[1].strip()
        labels = tuple(kpi.label for kpi in words.playbook.kpis.values())
        if near := closest(word, words.kpis):
            yield problem(path, item.place.line, item.place.column, "G3.near", word=word, near=near)
        elif others:
            known = "、".join(labels)
            yield problem(path, item.place.line, item.place.column, "G3", word=word, known=known)


def _all(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if item.children:
            yield from _all(item.children)
