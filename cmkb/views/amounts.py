"""Sums of money in words."""

from __future__ import annotations

from cmkb.locales import reader

WAN = 10_000
YI = 100_000_000


MONEY = frozenset({"元", "yuan"})  # units in which `amount` counts

_STEPS = ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))


def amount(value: int | float | None) -> str:
    """Yuan: 200000 → 20万 or 200K, 8600 → 8,600, 1.5e8 → 1.5亿 or 150M."""
    if value is None:
        return "—"
    size = abs(value)
    if reader() != "zh":
        for step, sign in _STEPS if size >= WAN else ():
            if size >= step:
                return f"{_short(value / step)}{sign}"
        return _plain(value)
    if size >= YI:
        return f"{_short(value / YI)}亿"
    if size >= WAN:
        return f"{_short(value / WAN)}万"
    return _plain(value)


def _plain(value: int | float) -> str:
    return _short(value) if isinstance(value, float) else f"{value:,}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
