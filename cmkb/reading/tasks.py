"""`- [ ] 送资料 ⏫ 📅 2026-11-27`: tasks as Obsidian Tasks and Dataview write them, and as people do."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cmkb.model.note import Item, Link, Place, Section, Task
from cmkb.model.problem import Problem, problem
from cmkb.reading.comments import mask_code
from cmkb.reading.dates import date_as_said
from cmkb.reading.inline import InlineField, inline_fields, tags_in, without
from cmkb.reading.links import FoundLink, links_in
from cmkb.reading.recurrence import english_recurrence
from cmkb.reading.times import WIDTH, time_at

DATE_SIGNS = {
    "📅": "due", "📆": "due", "🗓": "due", "⏳": "scheduled", "⌛": "scheduled", "🛫": "start",
    "✅": "done", "❌": "cancelled", "➕": "created",
}  # fmt: skip
PRIORITIES = {"🔺": 0, "⏫": 1, "🔼": 2, "🔽": 4, "⏬": 5}
_PRIORITY_WORDS = {
    "highest": 0, "high": 1, "medium": 2, "normal": 3, "none": 3, "low": 4, "lowest": 5,
    "最高": 0, "高": 1, "中": 2, "普通": 3, "低": 4, "最低": 5,
}  # fmt: skip
_FIELD_WORDS = {
    "due": "due", "截止": "due", "到期": "due", "截止日": "due", "scheduled": "scheduled", "计划": "scheduled",
    "start": "start", "开始": "start", "completion": "done", "完成": "done", "cancelled": "cancelled",
    "取消": "cancelled", "created": "created", "创建": "created", "repeat": "recurrence", "重复": "recurrence",
    "priority": "priority", "优先级": "priority", "id": "id", "dependson": "depends", "oncompletion": "then",
}  # fmt: skip

_SIGN = re.compile("[📅📆🗓⏳⌛🛫✅❌➕🔁🆔⛔🏁🔺⏫🔼🔽⏬⏰]")
_STRICT_DATE = re.compile(r" *(\d{4}-\d{2}-\d{2})")
_ID = re.compile(r"[ \u00a0\u3000]*+([A-Za-z0-9_-]+(?:[ ]*,[ ]*[A-Za-z0-9_-]+)*)")
_THEN = re.compile(r"[ \u00a0\u3000]*+(keep|delete)\b", re.IGNORECASE)
_STRICT_RULE = re.compile(r" ?([A-Za-z0-9, !]+)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_LIKE_DATE = re.compile(r"(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?[日号]?|(\d{4})(\d{2})(\d{2})(?!\d)")
_BLANKS = " \t\u3000\u00a0\ufe0f"
_STOP = re.compile(r"[,，。;；!！、()（）\[\]【】#^]")
_RULE_END = re.compile(r"[\[【（(#^]")
_SPACES = re.compile(r"\s+")
_LONGEST_PHRASE = 24


@dataclass(slots=True)
class _Draft:
    values: dict[str, Any] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)  # of what is no description
    strict: list[tuple[int, int]] = field(default_factory=list)  # of fields as Obsidian spells them
    problems: list[Problem] = field(default_factory=list)
    signs: bool = False


def read_tasks(
    sections: Iterable[Section], path: str, anchor: date | None, kind: str = "note"
) -> tuple[list[Task], list[Problem]]:
    """All tasks of a note, nested ones too. `anchor`: the day that `周五` is relative to."""
    tasks: list[Task] = []
    problems: list[Problem] = []
    ids: dict[str, int] = {}
    for section in sections:
        for item in _boxed(section.items):
            task, found = read_task(item, path, anchor, section.scope)
            problems += found
            tasks.append(task)
            place = task.place
            if kind == "journal" and task.recurrence and task.open:
                problems.append(problem(path, place.line, place.column, "T3"))
            if task.id:
                if task.id in ids:
                    problems.append(
                        problem(path, place.line, place.column, "T6", id=task.id, first=ids[task.id])
                    )
                ids.setdefault(task.id, place.line)
    return tasks, problems


def _boxed(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if item.box is not None:
            yield item
        if item.children:
            yield from _boxed(item.children)


def read_task(item: Item, path: str, anchor: date | None, section: str = "") -> tuple[Task, list[Problem]]:
    text, place = item.text, item.place
    draft = _Draft()
    fields = inline_fields(text)
    links = links_in(text, place, fields)
    masked = _mask(text, links, fields)
    _take_signs(draft, text, masked, path, place, anchor)
    _take_fields(draft, fields, path, place, anchor)
    tags = tags_in(masked) if "#" in text else []
    if draft.signs:
        _check_order(draft, masked, tags, path, place)
    _take_leading_time(draft, masked)
    words = _description(text, draft, tags, links)
    values = draft.values
    task = Task(
        path,
        place,
        words,
        item.box or " ",
        tuple(one.link for one in links),
        values.get("due"),
        values.get("scheduled"),
        values.get("start"),
        values.get("done"),
        values.get("cancelled"),
        values.get("created"),
        values.get("time", ""),
        values.get("recurrence", ""),
        values.get("priority", 3),
        values.get("id", ""),
        tuple(tag for tag, _, _ in tags),
        item.block_id,
        section,
    )
    if task.recurrence and task.open and not (task.due or task.scheduled or task.start):
        draft.problems.append(problem(path, place.line, place.column, "T4"))
    return task, draft.problems


def _mask(text: str, links: list[FoundLink], fields: list[InlineField]) -> str:
    """Code, links and inline fields become NULs: no sign or tag is looked for in them."""
    spans = [*((one.start, one.end) for one in links), *((one.start, one.end) for one in fields)]
    return without(mask_code(text), spans, "\0")


def _take_signs(
    draft: _Draft, text: str, masked: str, path: str, place: Place, anchor: date | None
) -> None:
    signs = list(_SIGN.finditer(masked))
    for index, sign in enumerate(signs):
        after = sign.end()
        limit = signs[index + 1].start() if index + 1 < len(signs) else len(text)
        mark = sign.group()
        column = place.column + sign.start()
        if masked[after : after + 1] == "\ufe0f":
            draft.problems.append(problem(path, place.line, column, "T7.variant"))
            after += 1
        if mark in DATE_SIGNS:
            end = _take_date(draft, DATE_SIGNS[mark], text, masked, after, limit, path, place, anchor)
            draft.signs = True
        elif mark in PRIORITIES:
            draft.values.setdefault("priority", PRIORITIES[mark])
            draft.strict.append((sign.start(), after))
            draft.signs = True
            end = after
        elif mark == "🔁":
            end = _take_rule(draft, masked, after, limit, path, place)
            draft.signs = True
        elif mark in "🆔⛔":
            match = _ID.match(masked, after, limit)
            end = match.end() if match else after
            if match:
                draft.strict.append((sign.start(), end))
                if mark == "🆔":
                    draft.values.setdefault("id", match.group(1))
        elif mark == "🏁":
            match = _THEN.match(masked, after, limit)
            end = match.end() if match else after
            if match:
                draft.strict.append((sign.start(), end))
        else:  # ⏰: a reminder's date and time, which other plugins read before the signs of Tasks
            end = _take_reminder(draft, masked, after, limit)
        if draft.strict and draft.strict[-1][1] == end and draft.strict[-1][0] != sign.start():
            draft.strict[-1] = (sign.start(), end)
        draft.spans.append((sign.start(), end))


def _take_date(
    draft: _Draft,
    key: str,
    text: str,
    masked: str,
    after: int,
    limit: int,
    path: str,
    place: Place,
    anchor: date | None,
) -> int:
    """Reads the date behind a sign; returns where it ends."""
    column = place.column + after
    strict = _STRICT_DATE.match(masked, after, limit)
    if strict and not masked[strict.end() : strict.end() + 1].isdigit():
        day = _iso(strict.group(1))
        if day is None:
            column += strict.start(1) - after
            draft.problems.append(problem(path, place.line, column, "T5", written=strict.group(1)))
        else:
            draft.values.setdefault(key, day)
            draft.strict.append((after, strict.end()))
        return _take_time_after(draft, masked, strict.end(), limit)
    start = after
    while start < limit and masked[start] in _BLANKS:
        start += 1
    time = time_at(masked[:limit], start)
    if time is not None and time.valid:
        draft.values.setdefault("time", time.start)
        start = time.end
        while start < limit and masked[start] in _BLANKS:
            start += 1
    blanks = masked[after:start]
    phrase, day, impossible = _said(masked[start : min(limit, start + _LONGEST_PHRASE * 2)], anchor)
    column = place.column + start
    if day is not None:
        draft.values.setdefault(key, day)
        code = "T1.date"
        if _ISO.fullmatch(phrase) and time is None and blanks.strip(" \t"):
            code = "T7"
            column = place.column + after
        draft.problems.append(
            problem(path, place.line, column, code, written=phrase, right=day.isoformat())
        )
        # So that only this problem is reported, not that the sign is not at the end.
        draft.strict.append((after, start + len(phrase)))
        return _take_time_after(draft, masked, start + len(phrase), limit)
    if impossible:
        draft.problems.append(problem(path, place.line, column, "T5", written=phrase))
        return start + len(phrase)
    if phrase and anchor is None and _said(phrase, date(2026, 1, 1))[1] is not None:
        draft.problems.append(problem(path, place.line, column, "T5.relative", written=phrase))
        return start + len(phrase)
    draft.problems.append(problem(path, place.line, place.column + after, "T5.unknown"))
    return after


def _said(text: str, anchor: date | None) -> tuple[str, date | None, bool]:
    """The longest beginning of `text` that is a date; whether it is one that no calendar has."""
    plain = text.translate(WIDTH)
    like = _LIKE_DATE.match(plain)
    if like:
        year, month, day, *joined = like.groups()
        if year is None:
            year, month, day = joined
        try:
            return text[: like.end()], date(int(year), int(month), int(day)), False
        except ValueError:
            return text[: like.end()], None, True
    stop = _STOP.search(text)
    words = text[: stop.start()] if stop else text
    cuts = [m.start() for m in re.finditer(r"\s|$", words) if m.start()][:3]
    for cut in reversed(cuts):
        phrase = words[:cut].rstrip()
        if phrase and len(phrase) <= _LONGEST_PHRASE:
            day = date_as_said(phrase, anchor or date(2026, 1, 1))
            if day is not None:
                return phrase, day if anchor is not None else None, False
    return (words[: cuts[0]] if cuts else ""), None, False


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _take_time_after(draft: _Draft, masked: str, after: int, limit: int) -> int:
    start = after
    while start < limit and masked[start] in " \t\u3000\u00a0T":
        start += 1
    time = time_at(masked[:limit], start)
    if time is None or not time.valid:
        return after
    draft.values.setdefault("time", time.start)
    return time.end


def _take_rule(draft: _Draft, masked: str, after: int, limit: int, path: str, place: Place) -> int:
    stop = _RULE_END.search(masked, after, limit)
    end = stop.start() if stop else limit
    if stop and stop.group() in "(（" and "完成" in masked[stop.start() : stop.start() + 8]:
        closing = re.compile(r"[)）]").search(masked, stop.start(), limit)
        end = closing.end() if closing else limit
    written = masked[after:end]
    end = after + len(written.rstrip(_BLANKS + "\0"))
    written = masked[after:end].strip(_BLANKS)
    column = place.column + after
    english = english_recurrence(written)
    if english is None:
        draft.problems.append(problem(path, place.line, column, "T2.unknown", written=written))
        return end
    draft.values.setdefault("recurrence", english)
    strict = _STRICT_RULE.match(masked, after, end)
    if strict and strict.end() == end:
        draft.strict.append((after, end))
    elif written.isascii():
        draft.problems.append(problem(path, place.line, column, "T7"))
        draft.strict.append((after, end))
    else:
        draft.problems.append(problem(path, place.line, column, "T2", written=written, right=english))
        draft.strict.append((after, end))
    return end


def _take_reminder(draft: _Draft, masked: str, after: int, limit: int) -> int:
    match = re.compile(r"\s*+\d{4}-\d{2}-\d{2}").match(masked, after, limit)
    return _take_time_after(draft, masked, match.end() if match else after, limit)


def _take_fields(
    draft: _Draft, fields: list[InlineField], path: str, place: Place, anchor: date | None
) -> None:
    """Dataview's fields: those that Tasks knows become values, others leave the description."""
    for one in fields:
        draft.spans.append((one.start, one.end))
        key = _FIELD_WORDS.get(one.key.casefold().replace(" ", ""))
        if key is None:
            continue
        column = place.column + one.at
        if one.lenient:
            draft.problems.append(problem(path, place.line, place.column + one.start, "I2", key=one.key))
        if key == "recurrence":
            english = english_recurrence(one.value)
            if english is None:
                draft.problems.append(problem(path, place.line, column, "T2.unknown", written=one.value))
            else:
                draft.values.setdefault(key, english)
                if english != " ".join(one.value.split()):
                    draft.problems.append(
                        problem(path, place.line, column, "T2", written=one.value, right=english)
                    )
        elif key == "priority":
            priority = _PRIORITY_WORDS.get(one.value.casefold())
            if priority is not None:
                draft.values.setdefault(key, priority)
        elif key == "id":
            draft.values.setdefault(key, one.value)
        elif key in ("due", "scheduled", "start", "done", "cancelled", "created"):
            _take_field_date(draft, key, one, column, path, place, anchor)


def _take_field_date(
    draft: _Draft, key: str, one: InlineField, column: int, path: str, place: Place, anchor: date | None
) -> None:
    phrase, day, impossible = _said(one.value, anchor)
    if day is not None:
        draft.values.setdefault(key, day)
        rest = one.value[len(phrase) :]
        end = _take_time_after(draft, rest, 0, len(rest))
        if not _ISO.fullmatch(phrase) or rest[end:].strip():
            draft.problems.append(
                problem(path, place.line, column, "T1.date", written=phrase, right=day.isoformat())
            )
    elif impossible:
        draft.problems.append(problem(path, place.line, column, "T5", written=phrase))
    elif anchor is None and _said(one.value, date(2026, 1, 1))[1] is not None:
        draft.problems.append(problem(path, place.line, column, "T5.relative", written=phrase))
    else:
        draft.problems.append(problem(path, place.line, column, "T5.unknown"))


def _check_order(
    draft: _Draft, masked: str, tags: list[tuple[str, int, int]], path: str, place: Place
) -> None:
    """Obsidian reads fields from the end of the line backwards and stops at the first other word."""
    if not draft.strict:
        return
    spans = sorted([*draft.strict, *((start, end) for _, start, end in tags)])
    first = spans[0][0] if not tags else min(start for start, _ in draft.strict)
    position = first
    for start, end in spans:
        if end <= first:
            continue
        gap = masked[position:start]
        if gap.strip(_BLANKS):
            break
        position = max(position, end)
    tail = masked[position:]
    words = tail.lstrip(_BLANKS)
    if words:
        column = place.column + position + len(tail) - len(words)
        draft.problems.append(problem(path, place.line, column, "T1"))
    elif "\u00a0" in masked[first:] and not any(p.text == "T7" for p in draft.problems):
        at = masked.index("\u00a0", first)
        draft.problems.append(problem(path, place.line, place.column + at, "T7"))


def _take_leading_time(draft: _Draft, masked: str) -> None:
    """`14:30 需求面谈 …`, or a time just before the first sign."""
    time = time_at(masked)
    if time is not None and time.valid:
        draft.values.setdefault("time", time.start)
        draft.spans.append((0, time.end))
        return
    if draft.spans:
        before = masked[: min(start for start, _ in draft.spans)].rstrip(_BLANKS)
        tail = re.compile(r"(?:^|\s)(\d{1,2}[:：]\d{2})$").search(before[-12:])
        if tail:
            at = len(before) - len(tail.group(1))
            found = time_at(masked, at)
            if found is not None and found.valid and "time" not in draft.values:
                draft.values["time"] = found.start
                draft.spans.append((at, found.end))


def _description(
    text: str, draft: _Draft, tags: list[tuple[str, int, int]], links: list[FoundLink]
) -> str:
    first = min((start for start, _ in draft.strict), default=len(text))
    spans = [*draft.spans, *((start, end) for _, start, end in tags if start > first)]
    return _SPACES.sub(" ", without(text, spans).replace("\ufe0f", "")).strip(" \t\u3000\u00a0")
