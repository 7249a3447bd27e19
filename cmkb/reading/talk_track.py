"""The body of a talk track: 流程 as steps with branches, 异议 with answers, 促成, and the messages.

A flow is a list that Obsidian follows too: `- 问:… ^q1`, beneath it `- 若 不方便 → 明天再打 [task:: +1d 再打]` or
`- 若 是 → [[#^q2]]`. Instead of a link the next question may stand right beneath its branch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cmkb.model.note import Item, Link, Place, Section
from cmkb.model.problem import Problem, problem
from cmkb.model.talk_track import Answer, Attempt, Branch, Objection, Promise, Step, TalkTrack, Version
from cmkb.patterns import pattern
from cmkb.playbooks.names import fold
from cmkb.reading.dates import planned_as_said
from cmkb.reading.fields import Written
from cmkb.reading.inline import without
from cmkb.reading.line import Line, Lines, field_line, tidy

_SPEAKER = pattern(r"(问|说|讲|答|我问|我说|我答|ask|say|q|a)\s*[:：]\s*", re.IGNORECASE)
_ASKING = frozenset({"问", "我问", "ask", "q"})
_IF = pattern(r"(?:若|如果|要是|假如|if(?=\s))\s*", re.IGNORECASE)
_ARROW = pattern(r"\s*(?:→|⇒|➜|➡\ufe0f?|[-=—]{1,2}>)\s*")
_COLON = pattern(r"\s*[:：]\s*")
_QUESTION = ("?", "？")
# Names of the fields of a branch or an answer.
_FIELDS = {
    "outcome": "outcome", "结果": "outcome", "结局": "outcome", "result": "outcome",
    "task": "task", "待办": "task", "任务": "task", "跟进": "task", "todo": "task",
}  # fmt: skip
_IN_HEADING = pattern(r"[:#^|]|\[\[|\]\]")
_COMMENT = pattern(r"%%.*?%%|<!--(?:.*?-->|(?P<rest>.*\Z))", re.DOTALL)
_HIDDEN = pattern(r"%%.*?%%", re.DOTALL)
_PERIOD = pattern(r"\+\s*\d")
_ANCHORS = (date(2001, 1, 1), date(2001, 2, 14))  # any two days that differ in weekday and month


def read_talk_track(sections: Sequence[Section], path: str, lines: Lines) -> tuple[TalkTrack, list[Problem]]:
    """What stands under other headings is no part of it, and is shown as it is written."""
    reading = _Reading(path, lines)
    for meaning, found in _regions(sections):
        if meaning == "flow":
            reading.flow([item for section in found for item in section.items])
        elif meaning == "objections":
            reading.objections_of(found)
        elif meaning == "closing":
            reading.closing(found)
        elif meaning == "messages":
            reading.versions += _versions(found)
    reading.same_keys()
    track = TalkTrack(
        tuple(reading.steps),
        tuple(reading.objections),
        tuple(reading.attempts),
        tuple(reading.versions),
        frozenset(_block_ids(sections)),
    )
    return track, reading.problems


def _regions(sections: Sequence[Section]) -> Iterator[tuple[str, list[Section]]]:
    """A heading of the track with all beneath it: an objection may be called like another kind of section. Messages
    are messages at any depth."""
    index = 0
    while index < len(sections):
        head = sections[index]
        end = index + 1
        if head.meaning in ("flow", "objections", "closing"):
            while end < len(sections) and sections[end].level > head.level:
                end += 1
        region = sections[index:end]
        messages = [section for section in region if section.meaning == "messages"]
        if head.meaning in ("flow", "objections", "closing"):
            yield head.meaning, [section for section in region if section not in messages]
        if messages:
            yield "messages", messages
        index = end


def _block_ids(sections: Sequence[Section]) -> Iterator[str]:
    todo = [item for section in sections for item in section.items]
    while todo:
        item = todo.pop()
        if item.block_id:
            yield item.block_id
        todo += item.children


def _versions(sections: Sequence[Section]) -> Iterator[Version]:
    """Each item of a list, else the first paragraph; what follows it is said to the manager."""
    for section in sections:
        if section.items:
            for item in section.items:
                yield Version(section.heading, item.text, item.place)
            continue
        text = _uncommented(section.text).strip().partition("\n\n")[0]
        if text:
            place = next((place for place, _ in section.paragraphs), section.place)
            yield Version(section.heading, text, place)


def _uncommented(text: str) -> str:
    """A `<!--` without an end is text."""
    return _COMMENT.sub(lambda m: "" if m["rest"] is None else "<!--" + _HIDDEN.sub("", m["rest"]), text)


@dataclass(slots=True)
class _Reading:
    path: str
    lines: Lines
    steps: list[Step] = field(default_factory=list)
    objections: list[Objection] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def report(self, place: Place, text: str, **params: object) -> None:
        self.problems.append(problem(self.path, place.line, place.column, text, **params))

    # --- the flow --------------------------------------------------------------------------------------------

    def flow(self, items: Sequence[Item]) -> int | None:
        """Index of the first of these steps; each leads to the one below it unless it has branches."""
        first = before = None
        for item in items:
            if not item.text:
                continue
            index = self.step(item)
            if before is not None:
                self.steps[before] = replace(self.steps[before], following=index)
            first, before = (index if first is None else first), index
        return first

    def step(self, item: Item) -> int:
        speaker = _SPEAKER.match(item.text)
        text = item.text[speaker.end() :] if speaker else item.text
        asks = (speaker is not None and speaker[1].lower() in _ASKING) or text.rstrip("”」\"' ").endswith(
            _QUESTION
        )
        index = len(self.steps)
        self.steps.append(Step(item.block_id, text, item.place, asks))
        hints = [line for line in item.more.split("\n") if line]
        branches = []
        for child in item.children:
            if not child.text:
                continue
            if (branch := self.branch(child)) is not None:
                branches.append(branch)
            else:
                hints.append(child.text)
        self.steps[index] = replace(self.steps[index], hints=tuple(hints), branches=tuple(branches))
        return index

    def branch(self, item: Item) -> Branch | None:
        """None for a child that is a remark."""
        line = self.lines.take_apart(item.text, item.place)
        plain = line.plain
        told = _IF.match(plain)
        masked = without(plain, [(one.start, one.end) for one in line.links], "\0")
        arrow = _ARROW.search(masked, told.end() if told else 0)
        if told is None and (arrow is None or arrow.start() == 0):
            return None
        if arrow is None:
            arrow = _COLON.search(masked, told.end() if told else 0)
        end = arrow.start() if arrow else len(plain)
        answer = tidy(plain[told.end() if told else 0 : end])
        if arrow is None and line.links:  # `若 是 [[#^q2]]`
            end = line.links[0].start
            answer = tidy(plain[told.end() if told else 0 : end])
        words = _unfollowed(line, arrow.end() if arrow else end)
        outcome, promises = self.fields(line, item)
        more = [words, *(line for line in item.more.split("\n") if line)]
        nested: list[Item] = []
        for child in item.children:
            if _field_below(child) is not None:
                continue
            if nested or child.children or _SPEAKER.match(child.text):
                nested.append(child)
            elif child.text:
                more.append(child.text)
        into = self.flow(nested)
        said = "；".join(part for part in more if part)
        links = tuple(one.link for one in line.links)
        if not said and not links and into is None and not outcome and not promises:
            self.report(item.place, "K1", answer=answer)
        return Branch(answer, said, item.place, links, into, outcome, promises, item.place.column + end)

    def fields(self, line: Line, item: Item) -> tuple[str, tuple[Promise, ...]]:
        outcome = ""
        promises = []
        below = (_field_below(child) for child in item.children)
        for one in (*line.fields, *(written for written in below if written)):
            key = _FIELDS.get(fold(one.key))
            if key == "outcome":
                outcome = outcome or one.value
            elif key == "task" and one.value:
                promises.append(self.promise(one.value, one.place))
        return outcome, tuple(promises)

    def promise(self, value: str, place: Place) -> Promise:
        """Days only for what is as far from any day: `+3d`, `两周后`; `周三` stays words."""
        found = [planned_as_said(value, anchor) for anchor in _ANCHORS]
        days = {(one.date - anchor).days for one, anchor in zip(found, _ANCHORS, strict=True) if one}
        if len(days) == 1 and found[0] is not None and found[1] is not None:
            return Promise(found[0].text, place, days.pop())
        if not days and _PERIOD.match(value):
            self.report(place, "K9", written=value)
        return Promise(value, place)

    def same_keys(self) -> None:
        first: dict[str, int] = {}
        for step in self.steps:
            if step.key and first.setdefault(step.key, step.place.line) != step.place.line:
                self.report(step.place, "K8", id=step.key, first=first[step.key])

    # --- objections ------------------------------------------------------------------------------------------

    def objections_of(self, sections: Sequence[Section]) -> None:
        """A heading each, with the answers as a list or as text; or, without headings, items with items."""
        for item in sections[0].items:
            if item.children:
                self.objection(item.text, item.place, [self.answer(child) for child in item.children])
        for section in sections[1:]:
            answers = [self.answer(item) for item in section.items if item.text]
            if not answers:
                told = [(place, text) for place, text in section.paragraphs if text.strip()]
                answers = [Answer("", _spoken(text), place) for place, text in told]
            self.objection(section.heading, section.place, answers)
            if wrong := _IN_HEADING.search(section.heading):
                self.report(section.place, "K7", title=section.heading, sign=wrong[0])

    def objection(self, title: str, place: Place, answers: list[Answer]) -> None:
        self.objections.append(Objection(title, place, tuple(answers)))
        if not answers:
            self.report(place, "K5.objection", title=title)

    def answer(self, item: Item) -> Answer:
        line = self.lines.take_apart(item.text, item.place)
        _, promises = self.fields(line, item)
        text = "；".join(
            part for part in (_spoken(_unfollowed(line, 0)), item.more.replace("\n", " ")) if part
        )
        links = tuple(one.link for one in line.links)
        return Answer(item.block_id, text, item.place, promises, links)

    def closing(self, sections: Sequence[Section]) -> None:
        for section in sections:
            for item in section.items:
                if item.text:
                    self.attempts.append(Attempt(_spoken(item.text), item.place))
            if not section.items:
                self.attempts += [Attempt(_spoken(text), place) for place, text in section.paragraphs]


def _field_below(item: Item) -> Written | None:
    """`- 结果: 同意` as an item of its own."""
    found = field_line(item.text, item.place, _FIELDS)
    return found if found is not None and fold(found.key) in _FIELDS else None


def _spoken(text: str) -> str:
    found = _SPEAKER.match(text)
    return text[found.end() :].strip() if found else text.strip()


def _unfollowed(line: Line, start: int) -> str:
    """The words from `start` without fields, and without links to steps of the same note."""
    own = [(one.start, one.end) for one in line.links if _is_own(one.link)]
    return tidy(without(line.plain, own)[start:])


def _is_own(link: Link) -> bool:
    return not link.target
