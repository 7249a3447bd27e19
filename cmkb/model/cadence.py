"""How often a client wants to be contacted, as people and playbooks write it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from cmkb.model.note import Cadence, ChannelCadence, NoCadence
from cmkb.patterns import pattern

_NAMED: dict[str, Cadence | NoCadence] = {
    "none": NoCadence(), "无": NoCadence(), "不联系": NoCadence(), "否": NoCadence(),
    "half-month": Cadence(15, 15), "半月": Cadence(15, 15), "每半月": Cadence(15, 15), "半个月": Cadence(15, 15),
    "week": Cadence(7, 7), "weekly": Cadence(7, 7), "周": Cadence(7, 7), "每周": Cadence(7, 7),
    "month": Cadence(30, 30), "monthly": Cadence(30, 30), "月": Cadence(30, 30), "每月": Cadence(30, 30),
    "quarter": Cadence(90, 90), "季": Cadence(90, 90), "季度": Cadence(90, 90), "每季": Cadence(90, 90),
}  # fmt: skip
_DAYS = {"d": 1, "天": 1, "日": 1, "w": 7, "周": 7, "m": 30, "月": 30, "个月": 30, "": 1}
_SPAN = r"(\d{1,4})\s*(d|天|日|w|周|m|个月|月)?"
_PAIR = pattern(rf"{_SPAN}(?:\s*[/~～至到-]\s*{_SPAN})?")


_PARTS = pattern(r"[,;、]")
_CHANNEL = pattern(r"([^\d\s:]+?)\s*:?\s*(\d.*|每.*|half-month|month|week|quarter)")


@lru_cache(maxsize=1024)
def read_cadence(text: str) -> Cadence | NoCadence | None:
    """None when the text is no cadence. `10d/15d` is ideal and at most; one number is both. Channels that want a
    rhythm of their own follow: `10d/15d，电话 30d，拜访 90d/120d`."""
    first, *others = (part.strip() for part in _PARTS.split(unicodedata.normalize("NFKC", text).strip()))
    every = _one(first)
    channels = tuple(filter(None, map(_of_channel, others)))
    if len(channels) < len(others) or not isinstance(every, Cadence):
        return None if others else every
    return Cadence(every.ideal, every.most, channels)


def _of_channel(text: str) -> ChannelCadence | None:
    match = _CHANNEL.fullmatch(text)
    own = _one(match[2]) if match else None
    return ChannelCadence(match[1], own.ideal, own.most) if match and isinstance(own, Cadence) else None


def _one(text: str) -> Cadence | NoCadence | None:
    folded = text.casefold()
    if folded in _NAMED:
        return _NAMED[folded]
    match = _PAIR.fullmatch(folded.removeprefix("每"))
    if not match:
        return None
    first, unit, second, second_unit = match.groups()
    unit = unit or second_unit or ""
    ideal = int(first) * _DAYS[unit]
    most = int(second) * _DAYS[second_unit or unit] if second else ideal
    return Cadence(ideal, most) if 0 < ideal <= most else None
