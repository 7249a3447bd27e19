"""Phone numbers as people write them: mobiles as 11 digits, landlines as `010-87654321-802`."""

from __future__ import annotations

from unicodedata import normalize

from cmkb.model.immutable import immutable
from cmkb.patterns import pattern

_SEPARATORS = pattern(r"[,、;/\n|]+")
_FILL = pattern(r"[\s\-.()·–—]+")
_MOBILE = pattern(r"(?:\+?86|0086)?(1[0-9]{10}|1[0-9]{2}\*{4}[0-9]{4})")
_LANDLINE = pattern(r"(?:(?:\+?86|0086)0?|0)(10|2[0-9]|[3-9][0-9]{2})([1-9][0-9]{6,7})")
_OTHER = pattern(r"[48]00[0-9]{7}|[0-9]{3,8}")  # hotlines, numbers without area code, internal ones
_FOREIGN = pattern(r"(?:\+|00)([1-9][0-9]{6,14})")
_EXTENSION = pattern(r"\s*(?:转|分机|ext\.?|x|#)\s*([0-9]{1,6})$")
_DASHED_EXTENSION = pattern(r"(?<=[0-9]{7})-([0-9]{1,5})$")
_WITHIN = pattern(r"(?<![0-9])(?:\+?86[-\s]?)?1[0-9]{2}[-\s]?[0-9]{4}[-\s]?[0-9]{4}(?![0-9])")
_LABEL = pattern(r"^(?:手机|电话|座机|联系电话|tel|mobile|phone)\s*[:.]?\s*")
_NOT_FILL = pattern(r"[^\s\-.()·–—:+]")
LONGEST = 200


@immutable
class Phones:
    numbers: tuple[str, ...]
    unread: bool = False  # some part is no phone number
    words: bool = False  # words stood beside a number; they belong into another field


def read_phones(text: str) -> Phones:
    numbers: list[str] = []
    unread = words = False
    for piece in _SEPARATORS.split(normalize("NFKC", text[: LONGEST * 4])):
        piece = _LABEL.sub("", piece.strip().lower())
        if not piece:
            continue
        if number := read_phone(piece):
            numbers.append(number)
        elif found := _WITHIN.findall(piece):
            numbers += [number for one in found if (number := read_phone(one))]
            words = words or bool(_NOT_FILL.search(_WITHIN.sub("", piece)))
        else:
            unread = True
    return Phones(tuple(dict.fromkeys(numbers)), unread or len(text) > LONGEST * 4, words)


def read_phone(text: str) -> str | None:
    """One number in half width and lower case; None when it is none."""
    if len(text) > LONGEST:
        return None
    extension = _EXTENSION.search(text) or _DASHED_EXTENSION.search(text)
    digits = _FILL.sub("", text[: extension.start()] if extension else text)
    after = f"-{extension[1]}" if extension else ""
    if match := _MOBILE.fullmatch(digits):
        return match[1] + after
    if match := _LANDLINE.fullmatch(digits):
        return f"0{match[1]}-{match[2]}{after}"
    if _OTHER.fullmatch(digits):
        return digits + after
    if match := _FOREIGN.fullmatch(digits):
        return f"+{match[1]}{after}"
    return None
