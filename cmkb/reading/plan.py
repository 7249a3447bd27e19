"""What is meant to be done on a day: the lines under 计划 of a journal."""

from __future__ import annotations

from collections.abc import Iterable

from cmkb.model.note import Item, PlanItem, Section
from cmkb.model.problem import Problem
from cmkb.patterns import pattern
from cmkb.playbooks.names import fold
from cmkb.reading.counters import counters_of
from cmkb.reading.fields import STRUCTURAL, Written, typed
from cmkb.reading.inline import without
from cmkb.reading.line import all_words, field_line, field_parts, further_lines, joints, words
from cmkb.reading.record_line import read_head
from cmkb.reading.records import Day, people_in
from cmkb.reading.times import time_at

_REFERENCE = pattern(r"[↪↩⤷]\ufe0f?")


def read_plan(
    sections: Iterable[Section], day: Day, meaning: str = "plan"
) -> tuple[list[PlanItem], list[Problem]]:
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
    if item.box is None and item.text and not counters_of(item.text, item.place, day.vocabulary):
        names = day.vocabulary.record_fields
        fields = [c for c in children if c.box is None and field_line(c.text, c.place, names)]
        children = tuple(child for child in children if child not in fields)
        plan.append(_plan_item(item, fields, day, problems))
    for child in children:
        _read(child, day, plan, problems)


def _plan_item(item: Item, children: list[Item], day: Day, problems: list[Problem]) -> PlanItem:
    vocabulary = day.vocabulary
    specs = vocabulary.record_fields
    line = day.lines.take_apart(item.text, item.place)
    marks = [match.span() for match in _REFERENCE.finditer(line.plain)]
    line = line._replace(plain=without(line.plain, marks))
    line = field_parts(line, joints(line), vocabulary.field)
    head = read_head(line.plain, vocabulary)
    written = list(line.fields)
    for child in children:
        found = field_line(child.text, child.place, specs)
        if found is not None:
            written.append(found)
    said = [words(line, head.end)]
    for place, text in further_lines(item):
        more = day.lines.take_apart(text, place)
        written += more.fields
        said.append(all_words(more))
    participants = [one.link for one in line.links]
    time = head.time
    fields: list[Written] = []
    for one in written:
        spec = specs.get(fold(one.key))
        if spec is None or spec.key not in STRUCTURAL:
            fields.append(one)
        elif spec.key == "client":
            participants += people_in(one.value, one.place)
        elif spec.key == "time":
            time = time_at(one.value) or time
        else:
            said.append(one.value)
    result = typed(fields, specs, vocabulary.playbook, day.path, day.date)
    problems += result.problems
    said += [f"{key}：{value}" for key, value in result.extra.items()]
    return PlanItem(
        path=day.path,
        place=item.place,
        date=day.date,
        text=" · ".join(part for part in said if part),
        time=time.start if time and time.valid else "",
        kind=head.kind.key if head.kind else "",
        participants=tuple(participants),
        fields=result.fields,
        reference=bool(marks),
    )
