"""What is meant to be done on a day: the lines under 计划 of a journal."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cmkb.model.note import Item, Place, PlanItem, Section
from cmkb.model.problem import Problem
from cmkb.reading.counters import counters_of
from cmkb.reading.fields import Written, typed
from cmkb.reading.inline import inline_fields, without
from cmkb.reading.links import links_in
from cmkb.reading.record_line import child_field, read_head, words_without_links
from cmkb.reading.records import Day

_REFERENCE = re.compile(r"[↪↩⤷]\ufe0f?")
_PART = re.compile(r"\s[·•・‧]\s")


def read_plan(sections: Iterable[Section], day: Day, meaning: str = "plan") -> tuple[list[PlanItem], list[Problem]]:
    """Counters are targets and lines with a checkbox are tasks: neither is a plan item."""
    plan: list[PlanItem] = []
    problems: list[Problem] = []
    for section in sections:
        if section.scope == meaning:
            for item in section.items:
                _read(item, day, plan, problems)
    return plan, problems


def _read(item: Item, day: Day, plan: list[PlanItem], problems: list[Problem]) -> None:
    children = item.children
    if item.box is None and item.text and not counters_of(item.text, item.place, day.words):
        written = [found for child in children if child.box is None and (found := child_field(child, day.words.record_fields))]
        children = tuple(c for c in children if c.box is not None or child_field(c, day.words.record_fields) is None)
        plan.append(_plan_item(item, written, day, problems))
    for child in children:
        _read(child, day, plan, problems)


def _plan_item(item: Item, written: list[Written], day: Day, problems: list[Problem]) -> PlanItem:
    text, place, words = item.text, item.place, day.words
    fields = inline_fields(text, words.field_keys)
    links = links_in(text, place, fields, words.field_keys)
    written = [*(Written(f.key, f.value, Place(place.line, place.column + f.at)) for f in fields), *written]
    plain = without(text, [(f.start, f.end) for f in fields])
    reference = _REFERENCE.search(plain)
    if reference:
        plain = without(plain, [m.span() for m in _REFERENCE.finditer(plain)])
    parts, plain = _field_parts(text, plain, place, day)
    head = read_head(plain, words)
    inside = [(one.place.column - place.column, len(one.value)) for one in parts]
    outside = [
        one
        for one in links
        if not one.link.field and not any(at <= one.start < at + size for at, size in inside)
    ]
    result = typed([*written, *parts], words.record_fields, words.playbook, day.path, day.date)
    problems += result.problems
    extra = " · ".join(f"{key}：{value}" for key, value in result.extra.items())
    said = words_without_links(plain, head.end, len(plain), outside)
    return PlanItem(
        day.path,
        place,
        day.date,
        " · ".join(part for part in (said, extra) if part),
        head.time.start if head.time and head.time.valid else "",
        head.kind.key if head.kind else "",
        tuple(one.link for one in outside),
        result.fields,
        reference is not None,
    )


def _field_parts(text: str, plain: str, place: Place, day: Day) -> tuple[list[Written], str]:
    """`… · 事由:4-05 到期 · 话术:[[存单到期邀约]]`: parts that begin with a field's name."""
    joints = list(_PART.finditer(plain))
    written = []
    spans = []
    for index, joint in enumerate(joints):
        end = joints[index + 1].start() if index + 1 < len(joints) else len(text)
        found = day.words.field.match(plain, joint.end(), end)
        if found:
            value = text[found.end() : end]
            at = found.end() + len(value) - len(value.lstrip())
            written.append(Written(found.group().rstrip(" :："), value.strip(), Place(place.line, place.column + at)))
            spans.append((joint.start(), end))
    return written, without(plain, spans)
