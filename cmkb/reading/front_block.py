"""Where the front matter of a note begins and ends, also when its fences are wrong or missing.

In doubt a line belongs to the block: what the block holds is never shown as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from cmkb.model.immutable import immutable
from cmkb.model.note import Place
from cmkb.patterns import pattern

if TYPE_CHECKING:
    from frontmatter.default_handlers import YAMLHandler

IsKey = Callable[[str], bool]

_FENCE = pattern(r"^(?:-{3,}|\.{3})[ \t\u3000]*$", re.MULTILINE)
_INVISIBLE = pattern(r"[\s\ufeff\u200b\u2060]*")
_DASHES = pattern(r"(?:[—–－-]{2,}|[－-]{3,})[ \t\u3000]*")  # what input methods and editors make of ---
KEY_LINE = pattern(
    r"(?P<key>[^\s#:：'\"\[\]{}&*!|>%@`,?\-+][^:：\n]{0,40}?)[ \t\u3000\u00a0]{0,20}+(?P<colon>[:：])"
)
_HEADING = pattern(r"#{1,6}[ \t]")
_ITEM = pattern(r"[-•][ \t\u3000]|-$")
_EMPTY_VALUE = pattern(r"[ \t\u3000]*(?:#.*)?")

MOST_LINES_BEFORE = 40
MOST_LINES_SCANNED = 2000


@immutable
class Block:
    """`text` without its fences; `line`: on which it begins in the file. The body keeps its line numbers."""

    text: str
    line: int
    body: str
    body_line: int
    faults: tuple[tuple[Place, str], ...] = ()  # places and keys of CODES


def split_front_matter(text: str, is_key: IsKey) -> Block | None:
    """None for a text without front matter. `is_key` tells the words that are keys of notes."""
    if text.startswith("---") and _handler().detect(text):
        return _fenced(text, is_key)
    invisible = _INVISIBLE.match(text)
    start = invisible.end() if invisible else 0
    rest = text[start:]
    if start and rest.startswith("---") and _handler().detect(rest):
        block = _fenced(rest, is_key)
        return block and _moved(block, text.count("\n", 0, start), (Place(1, 1), "F1.blank"))
    return _fenced_oddly(text, is_key) or _after_text(text, is_key) or _unfenced(text, is_key)


@cache
def _handler() -> YAMLHandler:
    """Imported for the first note with front matter: it brings the whole of PyYAML along."""
    from frontmatter.default_handlers import YAMLHandler

    return YAMLHandler(fm_boundary=_FENCE)  # type: ignore[no-untyped-call,unused-ignore]


def _fenced(text: str, is_key: IsKey) -> Block | None:
    """`text` begins with a fence."""
    try:
        inside, body = _handler().split(text)
    except ValueError:
        return _unclosed(text, is_key)
    return Block(inside[1:], 2, body[1:], inside.count("\n") + (2 if body else 1))


def _moved(block: Block, lines: int, fault: tuple[Place, str]) -> Block:
    faults = tuple((Place(place.line + lines, place.column), text) for place, text in block.faults)
    return Block(block.text, block.line + lines, block.body, block.body_line + lines, (fault, *faults))


def _unclosed(text: str, is_key: IsKey) -> Block | None:
    """The leading lines that look like YAML; without any, `---` is a rule above a text."""
    lines = text.split("\n")
    count = _run(lines[1:], is_key)
    if not count and (len(lines) < 2 or not lines[1].strip() or _HEADING.match(lines[1])):
        return None
    return Block(
        "".join(f"{line}\n" for line in lines[1 : count + 1]),
        2,
        "\n".join(lines[count + 1 :]),
        count + 2,
        ((Place(1, 1), "F2"),),
    )


def _run(lines: list[str], is_key: IsKey) -> int:
    """How many lines at the beginning are front matter.

    Lines that look like YAML, up to the first that does not; but a known key further down in the same
    paragraph, or in the next ones as long as nothing else stands there, belongs to it too.
    """
    end = 0
    gap = strange = empty_value = False
    listed = False  # `- name: 王芳`, a list where keys should stand
    for number, line in enumerate(lines[:MOST_LINES_SCANNED], 1):
        if not line.strip():
            gap = True
            continue
        key = KEY_LINE.match(line) or (KEY_LINE.match(line, 2) if line[:2] == "- " else None)
        if key and key.start() and not (listed or (not end and is_key(key["key"]))):
            key = None
        listed = listed or (key is not None and key.start() > 0)
        if key and (is_key(key["key"]) or not (gap or strange)):
            end, gap, strange = number, False, False
            empty_value = _EMPTY_VALUE.fullmatch(line, key.end()) is not None
        elif (
            not gap
            and not strange
            and end
            and (line[0] in " \t\u3000" or (empty_value and _ITEM.match(line)))
        ):
            end = number
        elif gap or _ITEM.match(line) or (_HEADING.match(line) and not _is_comment(lines, number, is_key)):
            break
        else:
            strange = True
    return end


def _is_comment(lines: list[str], following: int, is_key: IsKey) -> bool:
    """`# 联系方式` is a heading, unless a known key stands right beneath."""
    key = KEY_LINE.match(lines[following]) if following < len(lines) else None
    return key is not None and is_key(key["key"])


def _fenced_oddly(text: str, is_key: IsKey) -> Block | None:
    """`———` in place of `---`, with a known key beneath."""
    lines = text.split("\n", MOST_LINES_BEFORE)
    if len(lines) < 2 or not _DASHES.fullmatch(lines[0]):
        return None
    key = KEY_LINE.match(lines[1])
    if not key or not is_key(key["key"]):
        return None
    lines = text.split("\n")
    faults: tuple[tuple[Place, str], ...] = ((Place(1, 1), "F1.dashes"),)
    end = next(
        (n for n, line in enumerate(lines[1:], 1) if _DASHES.fullmatch(line) or _FENCE.match(line)), None
    )
    if end is None:
        end = _run(lines[1:], is_key)
        faults += ((Place(1, 1), "F2"),)
    return Block(
        "".join(f"{line}\n" for line in lines[1:end]), 2, "\n".join(lines[end + 1 :]), end + 2, faults
    )


def _after_text(text: str, is_key: IsKey) -> Block | None:
    """A block with something written above it. The body is that and what follows, blank lines between."""
    fence = _FENCE.search(text)
    if not fence or fence[0][0] != "-" or text.count("\n", 0, fence.start()) > MOST_LINES_BEFORE:
        return None
    lines = text[fence.end() + 1 :].split("\n")
    first = next((line for line in lines[:MOST_LINES_BEFORE] if line.strip() and line[0] != "#"), "")
    key = KEY_LINE.match(first)
    if not key or not is_key(key["key"]):
        return None
    closing = _FENCE.search(text, fence.end() + 1)
    count = text.count("\n", fence.end() + 1, closing.start()) if closing else _run(lines, is_key)
    if not _is_block(lines[:count], is_key, sure=closing is not None):
        return None
    before = text[: fence.start()]
    above = before.count("\n")
    skipped = count + (2 if closing else 1)
    body = before + "\n" * skipped + "\n".join(lines[count + (1 if closing else 0) :])
    faults = ((Place(above + 1, 1), "F1.text"), *(() if closing else ((Place(above + 1, 1), "F2"),)))
    return Block("".join(f"{line}\n" for line in lines[:count]), above + 2, body, 1, faults)


def _is_block(lines: list[str], is_key: IsKey, sure: bool) -> bool:
    """Two known keys make a block; one does where both fences stand and all lines look like YAML."""
    known = {key["key"] for line in lines if (key := KEY_LINE.match(line)) and is_key(key["key"])}
    return len(known) > 1 or (sure and bool(known) and _run(lines, is_key) == len(lines))


def _unfenced(text: str, is_key: IsKey) -> Block | None:
    """Keys at the very top without a fence above them; a fence beneath makes it sure."""
    start = text[: len(text) - len(text.lstrip("\n\ufeff "))]
    key = KEY_LINE.match(text, len(start))
    if not key or not is_key(key["key"]):
        return None
    above = start.count("\n")
    lines = text[len(start) :].split("\n")
    count = _run(lines, is_key)
    closed = count < len(lines) and _FENCE.match(lines[count]) is not None
    if not _is_block(lines[:count], is_key, sure=closed):
        return None
    after = lines[count + (1 if closed else 0) :]
    return Block(
        "".join(f"{line}\n" for line in lines[:count]),
        above + 1,
        "\n".join(after),
        above + count + (2 if closed else 1),
        ((Place(above + 1, 1), "F1.fence"),),
    )
