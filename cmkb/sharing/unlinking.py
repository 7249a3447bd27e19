"""Links to what the team does not get become plain text, in every spelling that some Markdown reads as a link."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from urllib.parse import unquote

from cmkb.model.note import Link, Place
from cmkb.reading.links import FoundLink, links_in

IsShared = Callable[[Link], bool]

_ELSEWHERE = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:|//|#)")
_DEFINITION = re.compile(r"^([ \t>]*)\[(?!\^)[^\]\n]+\]:[ \t]*(<[^>\n]*>|\S+)?.*$")
_DESTINATION = re.compile(r"(\]\(\s*)(<[^<>]*>|[^\s()<>]+)")
_ATTRIBUTE = re.compile(
    r"(\b(?:href|src|srcset|data|poster|action|cite|background)\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s>\"']+)",
    re.IGNORECASE,
)
_IN_FRONT = re.compile(r"!?\[\[([^\[\]\n|#]*)(#[^\[\]\n|]*)?(?:\\?\|([^\[\]\n]*))?\]\]")
_MEANS_SOMETHING = re.compile(r"[\"'\\:#\[\]{},&*!|>%@`]")  # in YAML


def unlink(text: str, is_shared: IsShared) -> str:
    """The text of a note's body; fenced code as well, code spans stay what they say."""
    lines = [
        _line(line, is_shared) if "[" in line or "【" in line or "［" in line else line
        for line in text.split("\n")
    ]
    return _everywhere("\n".join(lines), is_shared)


def unlink_front(head: str, is_shared: IsShared) -> str:
    """The text of the front matter; it stays YAML of the same form."""

    def words(match: re.Match[str]) -> str:
        target, heading, alias = match[1].strip(), match[2] or "", match[3] or ""
        if not target or is_shared(Link(target, Place(1, 1), heading[1:])):
            return match[0]
        return _MEANS_SOMETHING.sub(" ", alias.strip() or posixpath.basename(target)).lstrip("-? ")

    return _IN_FRONT.sub(words, head) if "[[" in head else head


def _line(line: str, is_shared: IsShared) -> str:
    definition = _DEFINITION.match(line)
    if definition and definition[2] and _leads_nowhere(definition[2], is_shared):
        return definition[1]
    parts: list[str] = []
    end = 0
    for found in links_in(line, Place(1, 1)):
        if found.start < end or (not found.link.target and found.link.heading) or is_shared(found.link):
            continue
        parts += [line[end : found.start], _words(line, found)]
        end = found.end
    return "".join([*parts, line[end:]])


def _words(line: str, found: FoundLink) -> str:
    """What remains: the words that stood for the link; of a picture only those, never its file's name."""
    link = found.link
    if link.alias:
        return link.alias
    embedded = line.startswith("!", found.start)
    ordinary = line[found.start : found.end].endswith(")")  # `[](…)`: no words to show
    return "" if embedded or ordinary else posixpath.basename(link.target)


def _everywhere(text: str, is_shared: IsShared) -> str:
    """Destinations over line ends and those of raw HTML, which no reader of lines sees."""

    def destination(match: re.Match[str]) -> str:
        return match[1] + ("#" if _leads_nowhere(match[2], is_shared) else match[2])

    def attribute(match: re.Match[str]) -> str:
        return match[1] + ('""' if _leads_nowhere(match[2].strip("\"'"), is_shared) else match[2])

    if "](" in text:
        text = _DESTINATION.sub(destination, text)
    return _ATTRIBUTE.sub(attribute, text) if "<" in text else text


def _leads_nowhere(written: str, is_shared: IsShared) -> bool:
    address = written.strip().removeprefix("<").removesuffix(">")
    if not address or _ELSEWHERE.match(address):
        return False
    path, _, heading = unquote(address).partition("#")
    return bool(path) and not is_shared(Link(path.partition("?")[0].replace("\\", "/"), Place(1, 1), heading))
