"""How each mendable spelling is mended: a function of the problem and the line, from the likeliest candidate on.

A candidate need not be right: `mending.py` takes the first that keeps the note's meaning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping

from cmkb.model.note import Note, SourceFile
from cmkb.model.playbook import Playbook
from cmkb.model.problem import Problem
from cmkb.reading.front_block import Block, split_front_matter
from cmkb.reading.front_matter import key_test
from cmkb.reading.front_mending import mend_front_matter
from cmkb.reading.inline import inline_fields
from cmkb.reading.tasks import mended_task
from cmkb.reading.times import WIDTH
from cmkb.reading.vocabulary import vocabulary_of
from cmkb.writing.exact_text import Splice

Candidate = tuple[Splice, ...]
_Line = Callable[[str, int, Mapping[str, str]], Iterator[str]]  # line, offset, params → lines

_WIDE = str.maketrans("＃　\u00a0", "#  ")
_WIDE_LINK = re.compile(r"(!?)[\[【［]{2}([^\[\]【】［］]*)[\]】］]{2}")
_LINK = re.compile(r"\[\[[^\[\]\n]+\]\]")
_CURLY = re.compile(r"[“”]([^“”\n]*)[“”]|[‘’]([^‘’\n]*)[‘’]")
_PLAIN_END = re.compile(r"\s+#|\s*$")
_FLOW_END = re.compile(r"\s*[,\]]|\s+#|\s*$")
_FENCE = re.compile(r"(?:-{3,}|\.{3})[ \t\u3000]*")
_DASHES = re.compile(r"(?:[—–－-]{2,}|[－-]{3,})[ \t\u3000]*")
_HEADING = re.compile(r"([#＃]{1,6})([ \t\u3000\u00a0]*)")
_BLOCK_ID = re.compile(r"\s*(?:^|[ \t])\^[\w-]+[ \t]*$")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")  # a number in base 60 to some programs, unless it is quoted
_SPLIT = re.compile(r"[,，、;；]")


def candidates(problem: Problem, source: SourceFile, note: Note, playbook: Playbook) -> Iterator[Candidate]:
    lines = source.text.split("\n")
    line = lines[problem.line - 1]
    params = dict(problem.params)
    of_block = _OF_BLOCK.get(problem.text)
    if of_block is not None:
        yield from of_block(source, playbook, problem.line)
        return
    if problem.text in _BY_FRONT_MENDING and problem.line < note.body_line:
        yield from _front_line(source, playbook, problem.line)
    at = problem.column - 1
    if problem.text in _TASK_CODES:
        new_lines = _task(line, problem, note)
    elif problem.text == "I2":
        new_lines = _field(line, at, frozenset(vocabulary_of(playbook).field_keys))
    elif problem.text in _OF_LINE:
        new_lines = _OF_LINE[problem.text](line, at, params)
    else:
        return
    for new in new_lines:
        if new != line:
            yield (Splice(problem.line, problem.line + 1, (new,)),)


# --- the block -------------------------------------------------------------------------------------------------


def _block(source: SourceFile, playbook: Playbook) -> Block | None:
    return split_front_matter(source.text, key_test(playbook))


def _front_line(source: SourceFile, playbook: Playbook, number: int) -> Iterator[Candidate]:
    """The reader mends before it reads; what it makes of the line is what the file should say."""
    block = _block(source, playbook)
    if block is None:
        return
    lines = mend_front_matter(block.text, block.line, key_test(playbook)).text.split("\n")
    index = number - block.line
    if 0 <= index < len(lines) and lines[index] != source.text.split("\n")[number - 1]:
        yield (Splice(number, number + 1, (lines[index].replace("'[[", '"[[').replace("]]'", ']]"'),)),)
        yield (Splice(number, number + 1, (lines[index],)),)


def _count(block: Block) -> int:
    return block.text.count("\n") + (0 if block.text.endswith("\n") or not block.text else 1)


def _blank_above(source: SourceFile, playbook: Playbook, number: int) -> Iterator[Candidate]:
    lines = source.text.split("\n")
    first = next((n for n, line in enumerate(lines, 1) if line.strip("\ufeff\u200b\u2060 \t\u3000\u00a0")), 1)
    clean = lines[first - 1].lstrip("\ufeff\u200b\u2060 \t\u3000\u00a0")
    yield (Splice(1, first + 1, (clean,)),)


def _text_above(source: SourceFile, playbook: Playbook, number: int) -> Iterator[Candidate]:
    """The words move below the block; `number` is the line of its fence."""
    block = _block(source, playbook)
    lines = source.text.split("\n")
    if block is None or not 1 < number <= len(lines):
        return
    end = block.line + _count(block)  # of the closing fence
    if end > len(lines) or not _FENCE.fullmatch(lines[end - 1]):
        return
    above = lines[: number - 1]
    while above and not above[-1].strip():
        above.pop()
    yield Splice(1, number, ()), Splice(end + 1, end + 1, tuple(above))


def _odd_dashes(source: SourceFile, playbook: Playbook, number: int) -> Iterator[Candidate]:
    lines = source.text.split("\n")
    block = _block(source, playbook)
    if block is None:
        return
    end = block.line + _count(block)
    closing = (
        (Splice(end, end + 1, ("---",)),)
        if end <= len(lines) and _DASHES.fullmatch(lines[end - 1]) and lines[end - 1] != "---"
        else ()
    )
    yield (Splice(number, number + 1, ("---",)), *closing)


def _no_fence(source: SourceFile, playbook: Playbook, number: int) -> Iterator[Candidate]:
    block = _block(source, playbook)
    lines = source.text.split("\n")
    if block is None:
        return
    end = block.line + _count(block)
    closed = end <= len(lines) and _FENCE.fullmatch(lines[end - 1])
    yield (Splice(1, block.line, ("---",)), *(() if closed else (Splice(end, end, ("---",)),)))


_OF_BLOCK: Mapping[str, Callable[[SourceFile, Playbook, int], Iterator[Candidate]]] = {
    "F1.blank": _blank_above,
    "F1.text": _text_above,
    "F1.dashes": _odd_dashes,
    "F1.fence": _no_fence,
}
_BY_FRONT_MENDING = ("I3", "I3.space", "I4.space", "I4.comma", "I8", "Y1", "Y1.hash")


# --- a value of the front matter -------------------------------------------------------------------------------


def _scalar(line: str, at: int) -> tuple[int, int, str]:
    """Where the value at `at` begins and ends, quotation marks included, and its quotation mark."""
    mark = line[at : at + 1]
    if mark and mark in "\"'":
        end = at + 1
        while end < len(line) and line[end] != mark:
            end += 2 if mark == '"' and line[end] == "\\" else 1
        return at, min(len(line), end + 1), mark
    flow = line[:at].count("[") > line[:at].count("]")
    stop = (_FLOW_END if flow else _PLAIN_END).search(line, at)
    return at, stop.start() if stop else len(line), ""


def _written(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    """The value as the problem says that it should be written."""
    right = params.get("written", "")
    for place in (at, at - 1):
        if right and place >= 0:
            start, end, mark = _scalar(line, place)
            quoted = f"{mark or chr(34)}{right}{mark or chr(34)}"
            spelled = (quoted, right) if _TIME.fullmatch(right) else (right, quoted)
            yield from (f"{line[:start]}{one}{line[end:]}" for one in spelled)


def _key(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    old, new = params.get("written", ""), params.get("right", "")
    if old and line.startswith(old, at):
        yield f"{line[:at]}{new}{line[at + len(old) :]}"


def _quoted(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    start, end, mark = _scalar(line, at)
    if not mark:
        yield f"{line[:start]}{json.dumps(line[start:end], ensure_ascii=False)}{line[end:]}"


def _curly(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    """“王芳” → "王芳"; “王姐”，“芳芳” → ["王姐", "芳芳"]."""
    for place in (at, at - 1):
        start, end, _ = _scalar(line, max(0, place))
        value = line[start:end]
        straight = _CURLY.sub(lambda m: json.dumps(m[1] or m[2] or "", ensure_ascii=False), value)
        yield line[:start] + straight + line[end:]
        names = [part.strip("“”‘’ ") for part in _SPLIT.split(value)]
        listed = ", ".join(json.dumps(name, ensure_ascii=False) for name in names if name)
        yield f"{line[:start]}[{listed}]{line[end:]}"


def _quoted_links(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    def quote(match: re.Match[str]) -> str:
        before = line[match.start() - 1 : match.start()]
        return match[0] if before in ("'", '"') else f'"{match[0]}"'

    yield line[:at] + _LINK.sub(lambda m: f'"{m[0]}"', line[at:])
    yield _LINK.sub(quote, line)


# --- the body --------------------------------------------------------------------------------------------------


def _bullet(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    yield f"{line[:at]}- {line[at:]}"
    yield f"- {line[at:]}"


def _link(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    match = _WIDE_LINK.match(line, at)
    if match:
        yield f"{line[:at]}{match[1]}[[{match[2]}]]{line[match.end() :]}"


def _box(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    written, right = params.get("written", ""), params.get("right", "")
    if not right or not line.startswith(written, at):
        return
    before = line[:at].rstrip("\u3000\u00a0")
    before = before if before.endswith((" ", "\t")) else f"{before} "
    after = line[at + len(written) :].lstrip(" \u3000\u00a0")
    yield f"{before}{right} {after}".rstrip()


def _bar(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    if line[at : at + 1] == "|":
        yield f"{line[:at]}\\{line[at:]}"


def _heading(line: str, at: int, params: Mapping[str, str]) -> Iterator[str]:
    match = _HEADING.match(line, at)
    if match:
        yield f"{line[:at]}{match[1].translate(_WIDE)} {line[match.end() :]}"


def _field(line: str, at: int, keys: frozenset[str]) -> Iterator[str]:
    for one in inline_fields(line, keys):
        if one.start == at:
            value = one.value.translate(WIDTH) if one.value.isdigit() else one.value
            yield f"{line[:at]}[{one.key}:: {one.value}]{line[one.end :]}"
            yield f"{line[:at]}[{one.key}:: {value}]{line[one.end :]}"


_OF_LINE: Mapping[str, _Line] = {
    "I4": _written,
    "Y3": _written,
    "Y5": _written,
    "Y6.bool_word": _written,
    "Y6.time_word": _written,
    "Y9": _key,
    "Y2": _quoted,
    "Y4": _quoted,
    "I8": _curly,
    "Y1": _quoted_links,
    "L4.bullet": _bullet,
    "I1": _link,
    "I1.box": _box,
    "I1.bar": _bar,
    "I4.heading": _heading,
    "I5.heading": _heading,
}


# --- tasks -----------------------------------------------------------------------------------------------------

_TASK_CODES = ("T1", "T1.date", "T2", "T7", "T7.variant")


def _task(line: str, problem: Problem, note: Note) -> Iterator[str]:
    task = next((task for task in note.tasks if task.place.line == problem.line), None)
    if task is None:
        return
    at = task.place.column - 1
    head, text = line[:at], line[at:]
    block = _BLOCK_ID.search(text)
    tail = text[block.start() :] if block else ""
    text = text[: block.start()] if block else text
    yield f"{head}{mended_task(text, note.date)}{tail}"
    params = dict(problem.params)
    place = problem.column - 1
    if (
        (written := params.get("written"))
        and (right := params.get("right"))
        and line.startswith(written, place)
    ):
        yield f"{line[:place]}{right}{line[place + len(written) :]}"
    for one in inline_fields(text):
        if one.at <= place - at < one.end:  # `[due:: 2026-11-27 15:00]`
            words = text[place - at : one.at + len(one.value)].strip()
            kept = text[one.start : place - at].rstrip() + text[one.end - 1 : one.end]
            yield f"{head}{text[: one.start]}{words} {kept}{text[one.end :]}{tail}"
