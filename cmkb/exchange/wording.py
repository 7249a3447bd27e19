"""What the reports of a day and of a period say alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cmkb.exchange.sheet import Amount, Cell, Column, Lines, Point, Section, Table
from cmkb.locales import Translate
from cmkb.pages import format as words
from cmkb.pages.playbook_words import PER, PER_UNITS, bounds, dotted
from cmkb.views.prose import Line
from cmkb.views.quota_report import QuotaFigure
from cmkb.views.report import Aim, Part, PartLine, Spent


def points(lines: Iterable[Line]) -> tuple[Point, ...]:
    return tuple(Point(line.text, line.depth, line.head) for line in lines)


def texts(lines: Iterable[str]) -> tuple[Point, ...]:
    return tuple(Point(line) for line in lines)


def section(title: str, lines: tuple[Point, ...], note: str = "", empty: str = "") -> Section:
    return Section(title, (Lines(lines),) if lines else (), note, empty)


def figure(value: int | float | None, unit: str) -> str:
    """`12 通`, `50万元`"""
    if value is None:
        return "—"
    space = "" if unit in ("", "元") else " "
    return f"{words.quantity(value, unit)}{space}{unit}"


def rounded(value: int | float) -> int | float:
    """A goal spread over days comes out odd: whole from ten on, with a decimal below."""
    near = round(value, 0 if abs(value) >= 10 else 1)
    return int(near) if near == int(near) else near


def aims(found: Iterable[Aim]) -> str:
    return " · ".join(f"{aim.label} {figure(rounded(aim.value), aim.unit)}" for aim in found)


def many(names: tuple[str, ...], say: Translate, most: int = 3) -> str:
    """`李强、孙丽、黄磊 等 5 位`"""
    shown = "、".join(names[:most])
    return shown + (say(" 等 {n} 位").format(n=len(names)) if len(names) > most else "")


def spending(found: Iterable[Spent], say: Translate) -> Section:
    """客户消费分析: who spent most first."""
    columns = (
        Column(say("客户"), 6),
        Column(say("次数"), 3, right=True),
        Column(say("金额"), 3, right=True),
    )
    rows = tuple(
        (one.name or say("没写客户"), Amount(one.visits, "次"), Amount(one.amount, "元")) for one in found
    )
    return Section(say("客户消费分析"), (Table(columns, rows),))


_STATES = {True: "做到了", False: "没做到", None: "还有时间"}


def quotas(found: Iterable[QuotaFigure], say: Translate) -> Section:
    """定量: what is asked of each day, week, half-month and month, and whether it was kept."""
    columns = (
        Column(say("规定"), 3),
        Column(say("要求"), 2),
        Column(say("应有"), 2, right=True),
        Column(say("做到"), 2, right=True),
        Column(say("说明"), 3),
    )
    return Section(say("定量"), (Table(columns, tuple(_quota(one, say) for one in found)),))


def _quota(one: QuotaFigure, say: Translate) -> tuple[Cell, ...]:
    unit = say(PER_UNITS[one.counts]) if one.counts in PER_UNITS else one.unit
    left = say("还差 {names}").format(names=many(one.left, say)) if one.left else ""
    asked = " ".join(part for part in (say(PER[one.per]), bounds(one.least, one.most, one.unit)) if part)
    return (
        one.label,
        asked,
        Amount(one.target, unit),
        Amount(one.value, unit, strong=True),
        dotted(say(_STATES[one.kept]), left, one.note),
    )


def parts(found: Iterable[Part], today: date, say: Translate, *, dated: bool) -> tuple[Section, ...]:
    """`dated`: each line says of which day it is."""
    return tuple(
        section(
            part.label, tuple(_part_point(line, today, dated) for line in part.lines), empty=say("没有写")
        )
        for part in found
    )


def _part_point(line: PartLine, today: date, dated: bool) -> Point:
    text = f"{line.name}：{line.text}" if line.name else line.text
    lead = words.day(line.date, today) if dated and line.date and not line.depth else ""
    return Point(text, line.depth, line.head, lead)
