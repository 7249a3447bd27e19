"""Letters, digits and signs of a Chinese input method in their plain form."""

from __future__ import annotations

import string

_WIDE = {0x3000: " "} | {wide: chr(wide - 0xFEE0).lower() for wide in range(0xFF01, 0xFF5F)}
_TABLE = _WIDE | {ord(capital): capital.lower() for capital in string.ascii_uppercase}


def half_width(text: str) -> str:
    """In lower case and half width, character by character: offsets stay the same."""
    return text.translate(_TABLE)
