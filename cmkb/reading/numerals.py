"""Counting words: `12`, `十二`, `两`."""

from __future__ import annotations

NUMBER = r"(?:[0-9]{1,4}|[零〇一二两三四五六七八九十]{1,3})"  # what `number` reads, as a pattern
DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def number(words: str) -> int:
    """`12`, `十二`, `两`, `二十三`; digits in a row (`二〇二六`) as a number too. ValueError for
    what nobody says (`十十`)."""
    if words.isdigit():
        return int(words)
    if "十" in words:
        tens, _, ones = words.partition("十")
        if len(tens) > 1 or len(ones) > 1 or "十" in ones or ones == "两":
            raise ValueError(words)
        return (DIGITS[tens] if tens else 1) * 10 + (DIGITS[ones] if ones else 0)
    return int("".join(str(DIGITS[c]) for c in words))
