"""Numbers as people write them: `20万`, `1,200,000`, `３.５亿`, `¥200,000元`, `二十万`, `1小时20分`."""

from __future__ import annotations

import re
from decimal import Decimal
from unicodedata import normalize

from cmkb.model.immutable import immutable
from cmkb.patterns import pattern
from cmkb.reading.numerals import DIGITS

LONGEST = 40

_FACTORS = {
    "百": 100, "千": 1000, "k": 1000, "w": 10_000, "万": 10_000, "十万": 100_000, "百万": 1_000_000,
    "千万": 10_000_000,    "亿": 100_000_000, "十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12,
}  # fmt: skip
_NUMBER = pattern(
    r"(?P<sign>[-+−负])?(?:[¥￥]|rmb|cny|人民币)?"
    r"(?P<whole>[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(?P<fraction>\.[0-9]{1,12})?"
    r"(?P<factor>[十百千万]?[万亿]|[百千kw])?(?P<unit>.*)"
)
_ABOUT = pattern(r"(?:大约|约|近|≈|~)(?=.)")
_MONEY_UNITS = ("", "元", "块", "块钱", "圆", "元整", "元人民币", "rmb", "cny", "yuan")
_PLAIN_UNITS = ("", "%", "‰")
_MINUTE_UNITS = ("分钟", "分", "min", "mins", "minute", "minutes")
_DURATION = pattern(
    r"(?:(?:(?P<hours>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?P<half_hour>个半)?(?:个?小时|个?钟头|h)|(?P<half>半)个?(?:小时|钟头))"
    r"(?:(?P<rest>[0-9]{1,2})(?:分钟|分|mins?)?)?"
    r"|(?P<minutes>[0-9]{1,4}(?:\.[0-9]{1,3})?)(?:分钟|分|mins?|'|′)(?:(?P<seconds>[0-9]{1,2})秒?)?"
    r"|(?P<only_seconds>[0-9]{1,4})(?:秒钟?|s))"
)

_CHINESE = pattern(r"[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]{0,15}")
_COLLOQUIAL = pattern(r"[百千万亿][一二两三四五六七八九]$")  # 三千五 is 3500 to some and 3005 to others


@immutable
class Number:
    value: int | float
    plain: bool  # as every program reads it: digits, sign, point
    about: bool = False  # written as `约40万`: an estimate that is taken at its word


def read_number(text: str, unit: str = "", money: bool = False) -> Number | None:
    """In the base unit: yuan, minutes where `unit` means minutes, percent as written (`3.1%` is 3.1).

    A span (`20-30万`) or an open end (`50万以上`) is no number: choosing one would be a guess.
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if len(text) <= 18 and text.isascii() and text.isdigit():
        return Number(int(text), True)
    if re.fullmatch(r"-?[0-9]{1,18}(?:\.[0-9]{1,12})?", text):
        return Number(_value(Decimal(text)), True)
    words = re.sub(r"\s+", "", normalize("NFKC", text)).lower()
    about = _ABOUT.match(words)
    if about:
        words = words[about.end() :]
    elif words.endswith("左右"):
        words, about = words[:-2], _ABOUT.match("约0")
    value = _number(words, unit.strip().lower(), money)
    return None if value is None else Number(_value(value), False, about is not None)


def _number(words: str, unit: str, money: bool) -> Decimal | None:
    match = _NUMBER.fullmatch(words)
    if match and (match["unit"] == unit or match["unit"] in (_MONEY_UNITS if money else _PLAIN_UNITS)):
        value = Decimal(match["whole"].replace(",", "") + (match["fraction"] or ""))
        value *= _FACTORS.get(match["factor"] or "", 1)
        return -value if match["sign"] and match["sign"] != "+" else value
    of_time = unit in _MINUTE_UNITS
    if of_time and (minutes := _minutes(words)) is not None:
        return minutes
    for ending in (unit, *(_MONEY_UNITS if money else ()), *(_MINUTE_UNITS if of_time else ())):
        if ending and words.endswith(ending):
            words = words.removesuffix(ending)
            break
    return _chinese(words)


def _minutes(words: str) -> Decimal | None:
    match = _DURATION.fullmatch(words)
    if not match:
        return None
    minutes = Decimal(match["hours"] or 0) * 60 + Decimal(match["minutes"] or match["rest"] or 0)
    minutes += 30 if match["half"] or match["half_hour"] else 0
    return minutes + Decimal(match["seconds"] or match["only_seconds"] or 0) / 60


def _chinese(words: str) -> Decimal | None:
    """`二十万`, `三亿五千万`; what only a listener could complete (`三千五`) is none."""
    if not _CHINESE.fullmatch(words) or _COLLOQUIAL.search(words):
        return None
    total, section, digit = 0, 0, None
    myriads = 0  # 万 since the last 亿
    for character in words:
        if character in DIGITS:
            if digit:
                return None
            digit = DIGITS[character]
        elif character == "万":
            myriads += (section + (digit or 0)) * 10_000
            section, digit = 0, None
        elif character == "亿":
            total += (myriads + section + (digit or 0)) * 100_000_000
            myriads, section, digit = 0, 0, None
        else:
            step = 10 if character == "十" else _FACTORS[character]
            section += (1 if digit is None and character == "十" else digit or 0) * step
            digit = None
    return Decimal(total + myriads + section + (digit or 0))


def _value(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)
