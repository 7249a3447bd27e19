"""Sums of money in words."""

from __future__ import annotations

WAN = 10_000
YI = 100_000_000


def amount(value: int | float | None) -> str:
    """Yuan: 200000 → 20万, 8600 → 8,600, 1.5e8 → 1.5亿."""
    if value is None:
        return "—"
    size = abs(value)
    if size >= YI:
        return f"{_short(value / YI)}亿"
    if size >= WAN:
        return f"{_short(value / WAN)}万"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value.is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
