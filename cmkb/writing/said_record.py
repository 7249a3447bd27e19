"""`到期续做,同意来谈 3分 周三15:00 网点`: a record as it is said in ten seconds becomes its fields.

Only what has one meaning becomes a field; the rest stays in the words. What was asked for by name (`--next`,
`--field`) and cannot be understood is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cmkb.model.codes import CODES
from cmkb.model.immutable import immutable
from cmkb.model.note import Link, Moment, Place, Planned
from cmkb.model.playbook import ActivityKind, FieldSpec, Playbook
from cmkb.patterns import pattern
from cmkb.playbooks.names import choices, closest, fold
from cmkb.reading.dates import date_as_said, moment_as_said, planned_as_said
from cmkb.reading.inline import inline_fields, without
from cmkb.reading.line import tidy
from cmkb.reading.numbers import read_number
from cmkb.reading.said_times import time_as_said
from cmkb.reading.typos import near_word
from cmkb.reading.values import parse_value, split_list
from cmkb.reading.vocabulary import Vocabulary
from cmkb.writing.refused import WritingRefused

IsWorkday = Callable[[date], bool]
# Name, kind of note → how a link to it is spelled; None: no such note
FindNote = Callable[[str, str], str | None]

_IN_MINUTES = pattern(r"[分'′]|min|小时|钟头|[0-9]h", re.IGNORECASE)
_CLAUSE = pattern(r"[^,，。;；、!！\s]+")
_MONEY = pattern(r"[万亿千元块]|[kKwW]$")
_COMES = pattern(r"(?P<when>.*[\d点半])(?:(?:过?来|[到去在])(?P<where>\S+)|过?来谈?|见面?|面谈)")
_AGAIN = pattern(r"(?:[上下]午|早上|晚上|中午|\d|[:：点半])*(?:再(?!说|看|议)|回访|回电|跟进)")
_NAMED = pattern(r"(?P<name>[^\s:：]{1,8})[:：](?P<value>\S+)")
_ANOTHER_WORD = "触受手待送洽纳"  # behind 接: 没接触过 tells of no call that nobody answered
_LONGEST_MOMENT = 3  # words: 下周三 下午 3点
_NOWHERE = Place(1, 1)


@immutable
class Speech:
    """What a record is said in, and what is needed to understand it."""

    vocabulary: Vocabulary
    day: date  # of the journal, to which `周三` is relative
    is_workday: IsWorkday | None
    find_note: FindNote

    @property
    def playbook(self) -> Playbook:
        return self.vocabulary.playbook


@dataclass(slots=True)
class SaidRecord:
    kind: ActivityKind
    text: str = ""
    fields: dict[str, str] = field(default_factory=dict)  # key → value as it is written
    time: str = ""
    people: tuple[str, ...] = ()  # spellings of links


def said_record(
    speech: Speech, kind: ActivityKind, words: str, asked: Iterable[tuple[str, str]] = ()
) -> SaidRecord:
    """`asked`: fields given by name. They go before what the words say."""
    said = SaidRecord(kind)
    for key, value in (*_bracketed(words), *asked):
        _ask(speech, said, key, value)
    words = without(words, [(one.start, one.end) for one in inline_fields(words)])
    left = _take_next(speech, said, _take_moment(speech, said, words.split()))
    left = [word for word in left if not _take(speech, said, word)]
    said.text = tidy(" ".join(left))
    if "result" not in said.fields and (result := _result_of(speech.playbook, said.text)):
        _set(speech, said, "result", result)
    return said


def line_of(playbook: Playbook, said: SaidRecord) -> str:
    """The record's line, without its bullet."""
    known = [key for key in playbook.record_fields if key in said.fields]
    people = " ".join(f"[[{one}]]" for one in said.people)
    fields = (f"[{playbook.record_fields[key].label}:: {said.fields[key]}]" for key in known)
    return " ".join(part for part in (said.time, said.kind.key, people, said.text, *fields) if part)


def typed_fields(playbook: Playbook, said: SaidRecord, day: date) -> Mapping[str, Any]:
    """As they must read back."""
    return {
        key: parse_value(playbook.record_fields[key], value, playbook, _NOWHERE, day).value
        for key, value in said.fields.items()
    }


# --- fields by name --------------------------------------------------------------------------------------------


def _bracketed(words: str) -> Iterable[tuple[str, str]]:
    return ((one.key, one.value) for one in inline_fields(words))


def _ask(speech: Speech, said: SaidRecord, name: str, value: str) -> None:
    spec = speech.vocabulary.record_fields.get(fold(name))
    if spec is None or spec.key in ("kind", "client", "text"):
        names = [
            s.label for s in speech.playbook.record_fields.values() if s.key not in ("kind", "client", "text")
        ]
        near = closest(name, names) or near_word(name, names)
        hint = f"，是不是 {near}？" if near else f"：可以写 {'、'.join(names[:12])}…"
        raise WritingRefused(
            f"没有“{name}”这个字段{hint}", f"no field {name}" + (f", did you mean {near}?" if near else "")
        )
    if spec.key == "time":
        time = time_as_said(value)
        if time is None:
            raise WritingRefused(
                f"“{value}”看不出是几点：写成 10:15 或“下午3点”",
                f"'{value}' is no time of day: write 10:15 or 3 pm",
            )
        said.time = time
        return
    said.fields[spec.key] = _written(speech, spec, value.strip())


def _written(speech: Speech, spec: FieldSpec, value: str) -> str:
    """The value as the note has it: a date as ISO, a link as a link."""
    said: str | None = value
    if spec.type == "date":
        day = date_as_said(value, speech.day, speech.is_workday)
        said = day.isoformat() if day else None
    elif spec.type == "dt":
        moment = moment_as_said(value, speech.day, speech.is_workday)
        said = _iso(moment) if moment else None
    elif spec.type == "planned":
        planned = planned_as_said(value, speech.day, speech.is_workday)
        said = _planned(planned) if planned else None
    elif spec.type in ("link", "links") and "[[" not in value:
        names = [name for name, _ in split_list(value)] if spec.type == "links" else [value]
        said = "、".join(_link(speech, spec, name) for name in names)
    elif spec.type == "enum":
        said = choices(speech.playbook, spec).get(fold(value), value)
    parsed = parse_value(spec, said, speech.playbook, _NOWHERE, speech.day) if said else None
    if said is None or parsed is None or parsed.value is None:
        why = _reason(speech, spec, value)
        raise WritingRefused(f"“{value}”：{why[0]}", f"'{value}': {why[1]}")
    return said


def _reason(speech: Speech, spec: FieldSpec, value: str) -> tuple[str, str]:
    parsed = parse_value(spec, value, speech.playbook, _NOWHERE, speech.day)
    if parsed.text and parsed.value is None:
        params = dict(parsed.params)
        return CODES[parsed.text].zh.format_map(params), CODES[parsed.text].en.format_map(params)
    return "看不懂", "not understood"


def _link(speech: Speech, spec: FieldSpec, name: str) -> str:
    """Where the field wants a note of ours (a talk track), it must be there; a product may be another house's."""
    found = speech.find_note(name, spec.link_kind) if spec.link_kind else None
    if found is not None:
        return f"[[{found}]]"
    if spec.link_kind == "script":
        raise WritingRefused(
            f"没有叫“{name}”的{spec.label}：看看名字，或用 cmkb new script 新建", f"no talk track {name}"
        )
    return name


def _iso(moment: Moment) -> str:
    return f"{moment.date.isoformat()} {moment.time}".rstrip()


def _planned(planned: Planned) -> str:
    return f"{planned.date.isoformat()} {planned.text}".rstrip()


# --- what the words say ----------------------------------------------------------------------------------------


def _set(speech: Speech, said: SaidRecord, key: str, value: str) -> bool:
    """False where the playbook has no such field or it is known already."""
    if key not in speech.playbook.record_fields or key in said.fields:
        return False
    said.fields[key] = value
    return True


def _take(speech: Speech, said: SaidRecord, word: str) -> bool:
    """Whether the word is a field by itself."""
    bare = word.strip(",，。;；、")
    if (mins := _minutes(speech.playbook, bare)) is not None:
        return _set(speech, said, "mins", str(mins))
    if result := _results(speech.playbook).get(fold(bare)):
        return _set(speech, said, "result", result)
    if (named := _NAMED.fullmatch(bare)) and _take_named(speech, said, named["name"], named["value"]):
        return True
    if said.kind.sale:
        if _MONEY.search(bare) and read_number(bare, "元", money=True) is not None:
            return _set(speech, said, "amount", bare)
        if "product" in speech.playbook.record_fields and (product := speech.find_note(bare, "product")):
            return _set(speech, said, "product", f"[[{product}]]")
    return False


def _take_named(speech: Speech, said: SaidRecord, name: str, value: str) -> bool:
    """`需求:养老`, where this kind of record has such a field and the value is one. Else it is words."""
    spec = speech.vocabulary.record_fields.get(fold(name))
    if spec is None or spec.key not in said.kind.fields or spec.key in said.fields:
        return False
    try:
        return _set(speech, said, spec.key, _written(speech, spec, value))
    except WritingRefused:
        return False


def _minutes(playbook: Playbook, word: str) -> int | float | None:
    spec = playbook.record_fields.get("mins")
    found = read_number(word, spec.unit) if spec and _IN_MINUTES.search(word) else None
    return found.value if found and not found.about and found.value > 0 else None


def _take_moment(speech: Speech, said: SaidRecord, words: list[str]) -> list[str]:
    """A day with a time of day is an appointment, and the word behind it may be the place. The rest."""
    if "appt" in said.fields or "appt" not in speech.playbook.record_fields:
        return words
    for start in range(len(words)):
        for count in range(_LONGEST_MOMENT, 0, -1):
            part = words[start : start + count]
            if len(part) < count:
                continue
            when, where = _coming(speech.playbook, " ".join(part))
            moment = _moment(speech, when)
            if moment is None:
                continue
            said.fields["appt"] = _iso(moment)
            rest = [*where, *words[start + count :]]
            if rest and _is_place(speech.playbook, rest[0]) and _set(speech, said, "place", rest[0]):
                rest = rest[1:]
            return [*words[:start], *rest]
    return words


def _coming(playbook: Playbook, words: str) -> tuple[str, list[str]]:
    """`周二15:00来网点` → `周二15:00`, [`网点`]: said without a space. The place where it is one of the playbook's."""
    match = _COMES.fullmatch(words)
    if match is None or (match["where"] and not _is_place(playbook, match["where"])):
        return words, []
    return match["when"], [match["where"]] if match["where"] else []


def _take_next(speech: Speech, said: SaidRecord, words: list[str]) -> list[str]:
    """`明天再打` is a next step: a day, and straight behind it what is to be done again. The rest."""
    for index, word in enumerate(words):
        planned = planned_as_said(word.strip(",，。;；"), speech.day, speech.is_workday)
        if planned and planned.date > speech.day and _AGAIN.match(planned.text):
            if _set(speech, said, "next", _planned(planned)):
                return [*words[:index], *words[index + 1 :]]
            break
    return words


def _moment(speech: Speech, words: str) -> Moment | None:
    """With both a day and a time, and not of the past: that would be a story, no appointment."""
    moment = moment_as_said(words, speech.day, speech.is_workday)
    if moment is None or not moment.time or moment.date < speech.day or time_as_said(words) is not None:
        return None
    return moment


def _is_place(playbook: Playbook, word: str) -> bool:
    return fold(word).endswith(tuple(fold(place) for place in playbook.appointments.places))


def _results(playbook: Playbook) -> Mapping[str, str]:
    spec = playbook.record_fields.get("result")
    return choices(playbook, spec) if spec else {}


def _result_of(playbook: Playbook, text: str) -> str:
    """`到期续做,同意来谈` says that the client agreed. Words of a sale must stand alone; two results are none."""
    found = set()
    for match in _CLAUSE.finditer(text):
        clause = fold(match.group())
        for word, key in _results(playbook).items():
            result = playbook.results.get(key)
            telling = result and not result.sale and (result.agreed or result.moved or not result.reached)
            if clause == word or (
                telling and clause.startswith(word) and clause[len(word)] not in _ANOTHER_WORD
            ):
                found.add(key)
    return found.pop() if len(found) == 1 else ""


def bare_links(value: Any) -> Any:
    """For comparing: links without their places."""
    if isinstance(value, Link):
        return value.target, value.heading
    return tuple(bare_links(one) for one in value) if isinstance(value, tuple) else value
