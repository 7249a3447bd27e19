"""Values as people read them. Strings come back plain; escaping is the templates' business."""

from __future__ import annotations

from datetime import date
from typing import Any

from cmkb.locales import ENGLISH_MONTHS, N_, reader, sign, translator
from cmkb.locales import counted as counted
from cmkb.locales import with_unit as with_unit
from cmkb.model.lunar import lunar_words
from cmkb.model.note import Cadence, ChannelCadence, Link, LunarDay, Moment, MonthDay, NoCadence, Planned
from cmkb.views.amounts import MONEY as MONEY
from cmkb.views.amounts import WAN as WAN
from cmkb.views.amounts import amount as amount

_WEEKDAYS = "一二三四五六日"
# not strftime's: that follows the locale of whoever builds
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def number(value: int | float | None) -> str:
    if value is None:
        return "—"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")


def quantity(value: int | float | None, unit: str) -> str:
    """A KPI's figure: amounts of money in 万, all else as a number."""
    return amount(value) if unit in MONEY else number(value)


def percent(rate: float | None) -> str:
    return "—" if rate is None else f"{rate * 100:.0f}%"


def day(value: date | None, today: date) -> str:
    """MM-DD within the year, else the whole date."""
    if value is None:
        return "—"
    iso = value.isoformat()
    return iso[5:] if value.year == today.year else iso


def weekday(value: date, language: str = "zh") -> str:
    return f"周{_WEEKDAYS[value.weekday()]}" if language == "zh" else _ENGLISH_DAYS[value.weekday()][:3]


def long_date(value: date, language: str = "zh") -> str:
    if language == "zh":
        return f"{value.year}年{value.month}月{value.day}日　星期{_WEEKDAYS[value.weekday()]}"
    return f"{_ENGLISH_DAYS[value.weekday()]}, {value.day} {ENGLISH_MONTHS[value.month - 1]} {value.year}"


def month_name(value: date, language: str = "zh", *, year: bool = True) -> str:
    """2026年11月"""
    if language == "zh":
        return f"{value.year}年{value.month}月" if year else f"{value.month}月"
    month = ENGLISH_MONTHS[value.month - 1]
    return f"{month} {value.year}" if year else month


def _days(value: Cadence | ChannelCadence) -> str:
    days = translator(reader())("天")
    if reader() == "zh":
        return f"{value.ideal}天" if value.ideal == value.most else f"{value.ideal}天/{value.most}天"
    return f"{value.ideal} {days}" if value.ideal == value.most else f"{value.ideal}/{value.most} {days}"


def unit_words(unit: str) -> str:
    """A unit of our own; those of the playbook are in the reader's language already."""
    return translator(reader())(unit) if unit else ""


def phone(value: str) -> str:
    """Only head and tail of a number are shown; the whole of it dials. Internal ones and hotlines are short."""
    if len(value) < 7:
        return value
    return f"{value[:3]} **** {value[-4:]}" if len(value) >= 11 else f"**** {value[-4:]}"


def text_of(value: Any, unit: str = "", kind: str = "") -> str:
    """Any typed value of a front matter or record field as plain words."""
    if type(value) is str:
        return value
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return translator(reader())("是" if value else "否")
    if isinstance(value, int | float):
        return amount(value) if kind == "money" else with_unit(number(value), unit)
    if isinstance(value, Moment):
        return f"{value.date.isoformat()} {value.time}".strip()
    if isinstance(value, Planned):
        return f"{value.date.isoformat()} {value.text}".strip()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, LunarDay):
        return lunar_words(value, reader())
    if isinstance(value, MonthDay):
        return f"{value.month:02d}-{value.day:02d}"
    if isinstance(value, Cadence):
        own = (f"{one.channel} {_days(one)}" for one in value.channels)
        return sign("，").join((_days(value), *own))
    if isinstance(value, NoCadence):
        return translator(reader())(N_("不提醒"))
    if isinstance(value, Link):
        return value.text
    if isinstance(value, dict):
        return sign("；").join(f"{key}{sign('：')}{text_of(inner)}" for key, inner in value.items())
    if isinstance(value, tuple | list):
        return sign("、").join(filter(None, (text_of(inner, unit, kind) for inner in value)))
    return str(value)
