"""Numbers that point at a person whoever it is: mobile phones, ID numbers, bank cards. What only looks like one is
told apart by its check digit."""

from __future__ import annotations

import re

from cmkb.model.immutable import immutable
from cmkb.reading.id_number import told_by

_GAP = r"[ \-.·–—_]{0,3}"
_ID = re.compile(
    rf"(?<![0-9A-Za-z])[1-9][0-9]{{5}}{_GAP}(?:18|19|20)[0-9]{{2}}{_GAP}[01][0-9]{_GAP}[0-3][0-9]{_GAP}[0-9]{{3}}[0-9Xx](?![0-9A-Za-z])"
)
_MOBILE = re.compile(rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?1[3-9](?:{_GAP}[0-9]){{9}}(?![0-9])")
_CARD = re.compile(r"(?<![0-9])(?:[0-9]{16,19}|[0-9]{4}(?:[ \-][0-9]{4}){3}(?:[ \-]?[0-9]{1,3})?)(?![0-9])")
_NOT_NUMBER = re.compile(r"[^0-9X]")
# As many digits of any width as the shortest has, with such gaps: few texts hold them, and the rest is dear.
_DIGIT = "[0-9\uff10-\uff19]"
_ENOUGH = re.compile(
    rf"{_DIGIT}(?<!{_DIGIT}{_DIGIT})(?:[ \-.·–—_\u3000\u00a0\uff0d\uff0e]{{0,3}}{_DIGIT}){{10}}"
)

# One character for one, so that places stay: full-width digits and signs as they are typed on a Chinese keyboard.
WIDTHS = {0xFF10 + n: str(n) for n in range(10)} | {
    0xFF0D: "-", 0xFF0B: "+", 0xFF0E: ".", 0x3000: " ", 0x00A0: " ", 0xFF38: "X", 0xFF58: "x",
}  # fmt: skip


@immutable
class Found:
    kind: str  # id | phone | card
    digits: str
    start: int  # offsets in the text
    end: int

    @property
    def tail(self) -> str:
        return self.digits[-4:]

    @property
    def column(self) -> int:
        return self.start + 1


def personal_numbers(text: str, *, sure: bool = True) -> list[Found]:
    """In order. `sure`: an ID number with a wrong check digit, a slip of the pen, is none."""
    if not _ENOUGH.search(text):
        return []
    narrow = text if text.isascii() else text.translate(WIDTHS)
    found: list[Found] = []
    kinds = (
        ("id", _ID, is_id_number if sure else _any),
        ("phone", _MOBILE, _any),
        ("card", _CARD, is_card_number),
    )
    for kind, pattern, holds in kinds:
        for match in pattern.finditer(narrow):
            digits = _NOT_NUMBER.sub("", match[0].upper())
            start, end = match.span()
            if holds(digits) and not any(one.start < end and start < one.end for one in found):
                found.append(Found(kind, digits, start, end))
    return sorted(found, key=lambda one: one.start)


def is_id_number(digits: str) -> bool:
    return told_by(digits) is not None


def holds_id_number(text: str) -> bool:
    return any(found.kind == "id" for found in personal_numbers(text))


def is_card_number(digits: str) -> bool:
    """Luhn's check, and one of the first digits that cards have."""
    if (
        not digits.isdigit()
        or not 16 <= len(digits) <= 19
        or digits[0] not in "3456"
        or len(set(digits)) == 1
    ):
        return False
    doubled = [
        int(d) * 2 if odd else int(d) for odd, d in zip(_odd(len(digits)), reversed(digits), strict=True)
    ]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _odd(count: int) -> list[bool]:
    return [n % 2 == 1 for n in range(count)]


def _any(digits: str) -> bool:
    return True
