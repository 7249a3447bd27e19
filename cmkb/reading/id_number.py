"""The citizen's ID number (GB 11643): what it tells of a person. The number itself is nobody's to keep."""

from __future__ import annotations

import re
from datetime import date
from unicodedata import normalize

from cmkb.model.immutable import immutable

_NUMBER = re.compile(r"([1-9][0-9]{5})([0-9]{4})([0-9]{2})([0-9]{2})([0-9]{3})([0-9X])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


@immutable
class Told:
    birthday: date
    male: bool


def told_by(text: str) -> Told | None:
    """None for what is no ID number, its check digit included."""
    match = _NUMBER.fullmatch(re.sub(r"[\s-]", "", normalize("NFKC", text)).upper())
    if match is None:
        return None
    digits = "".join(match.groups())
    if _CHECKS[sum(int(d) * w for d, w in zip(digits[:17], _WEIGHTS, strict=True)) % 11] != digits[17]:
        return None
    try:
        born = date(int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return None
    return Told(born, int(match[5]) % 2 == 1) if 1880 <= born.year <= 2200 else None
