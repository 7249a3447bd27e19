"""One kind of problem, and a short spelling for each severity."""

from __future__ import annotations

from cmkb.model.immutable import immutable


@immutable
class Code:
    severity: str  # error | warning | info
    fixable: bool
    zh: str
    en: str


def error(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("error", fixable, zh, en)


def warning(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("warning", fixable, zh, en)


def info(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("info", fixable, zh, en)
