"""Words in files that are no text: what programs write beside pictures and sound, in the encodings that they use."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cmkb.sharing.plain import CJK

PICTURES_AND_SOUND = frozenset(
    ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "mp3", "m4a", "wav", "mp4", "webm"]
)
# Whose bytes are pixels, sound or the shapes of letters. Of others nobody knows how they hold their words.
KNOWN = PICTURES_AND_SOUND | frozenset(["ico", "ogg", "pdf", "woff", "woff2", "ttf", "otf", "eot"])
_EDGE = 64 * 1024  # bytes from both ends: there stands what a program writes beside pictures and sound
_TAGS = 4 * 1024
_LONGEST = 240  # bytes of one entry
# By chance two characters of a name stand together in any large picture; at the end of an entry they do not.
_SAID = rf"[ -~{CJK}·，。、：；（）]"
_AT_END, _AT_START = re.compile(rf"{_SAID}{{2,}}\Z"), re.compile(rf"{_SAID}{{2,}}")
# Six bytes are two characters of a name, or six digits.
_UTF8 = re.compile(
    rb"(?:[\x00\t\n\r -~]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}){2,}"
)
_SHORTEST = 6


def known(name: str) -> bool:
    return name.lower().rpartition(".")[2] in KNOWN


def readable(data: bytes) -> Iterator[str]:
    """UTF-8 wherever it stands."""
    for run in _UTF8.findall(data):
        if len(run) >= _SHORTEST:
            yield run.decode("utf-8", "ignore")


def entries(data: bytes) -> Iterator[str]:
    """UTF-16 after its mark, UTF-16 and GB18030 up to a zero. UTF-8 is seen in the whole file."""
    edges = (data,) if len(data) <= 2 * _EDGE else (data[:_EDGE], data[-_EDGE:])
    for edge in edges:
        for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
            for marked in edge.split(mark)[1:]:
                yield from _words(_AT_START.match(marked[:_LONGEST].decode(encoding, "ignore")))
        for piece in edge.split(b"\x00\x00"):
            end = piece[-_LONGEST:]
            for entry in (end, end + b"\x00") if end else ():
                even = entry[len(entry) % 2 :]
                for encoding in ("utf-16-le", "utf-16-be"):
                    yield from _words(_AT_END.search(even.decode(encoding, "ignore")))
    for edge in (data[:_TAGS], data[-128:]):  # two bytes a character: so much sooner there by chance
        for piece in edge.split(b"\x00"):
            for start in (
                -_LONGEST,
                1 - min(len(piece), _LONGEST),
            ):  # a byte before it may have eaten its first
                yield from _words(_AT_END.search(piece[start:].decode("gb18030", "ignore")))


def _words(found: re.Match[str] | None) -> Iterator[str]:
    if found:
        yield found[0]
