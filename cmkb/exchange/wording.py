"""What the reports of a day and of a period say alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cmkb.exchange.sheet import Amount, Cell, Column, Lines, Point, Section, Table
from cmkb.locales import N_, Translate, reader, sign
from cmkb.pages import format as words
from cmkb.pages.period_words import rounded
from cmkb.pages.playbook_words import PER_UNITS, asked_words, dotted
from cmkb.views.kpis import exact_sum
from cmkb.views.prose import Line
from cmkb.views.quota_report import QuotaFigure
from cmkb.views.report_rows import Aim, Part, PartLine, Spent


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
    if reader() != "zh":
        return words.with_unit(words.quantity(value, unit), words.unit_words(unit))
    return f"{words.quantity(value, unit)}{space}{unit}"


def aims(found: Iterable[Aim]) -> str:
    return " · ".join(f"{aim.label} {figure(rounded(aim.value, aim.unit), aim.unit)}" for aim in found)


def many(names: tuple[str, ...], say: Translate, most: int = 3) -> str:
    """`李强、孙丽、黄磊 等 5 位`"""
    shown = sign("、").join(names[:most])
    return shown + (say(" 等 {n} 位").format(n=len(names)) if len(names) > most else "")


MOST_SPENDERS = 20


def spending(found: Iterable[Spent], say: Translate, gone: tuple[Spent, ...] = ()) -> Section:
    """客户消费分析: who spent most first; of a period beside the one before, with those who stayed away."""
    rows = tuple(found)
    compared = any(one.before is not None for one in (*rows, *gone))
    columns = [Column(say("客户"), 4 if compared else 5)]
    columns += [
        Column(say(name), 2, right=True)
        for name in (N_("次数"), N_("金额"), *((N_("上期"),) if compared else ()))
    ]
    columns.append(Column(say("说明"), 2 if compared else 3))
    lines = [
        (
            one.name or say("没写客户"),
            Amount(one.visits, "次"),
            Amount(one.amount, "元"),
            *((Amount(one.before or 0, "元"),) if compared else ()),
            say("头一回") if one.first else "",
        )
        for one in rows[:MOST_SPENDERS]
    ]
    lines += [
        (one.name, Amount(0, "次"), Amount(0, "元"), Amount(one.before or 0, "元"), say("这期没来"))
        for one in gone[:MOST_SPENDERS]
    ]
    total: tuple[Cell, ...] = (
        say("合计"),
        Amount(sum(one.visits for one in rows), "次", strong=True),
        Amount(exact_sum(one.amount for one in rows), "元", strong=True),
        *(
            (Amount(exact_sum(one.before or 0 for one in (*rows, *gone)), "元", strong=True),)
            if compared
            else ()
        ),
        "",
    )
    rest = len(rows) + len(gone) - len(lines)
    more = (Lines((Point(say("还有 {n} 位，都在合计里").format(n=rest)),)),) if rest else ()
    return Section(say("客户消费分析"), (Table(tuple(columns), (*lines, total)), *more))


_STATES = {True: N_("做到了"), False: N_("没做到"), None: N_("还有时间")}


def quotas(found: Iterable[QuotaFigure], say: Translate) -> Section:
    """定量: what is asked of each day, week, half-month and month, and whether it was kept."""
    columns = (
        Column(say("规定"), 3),
        Column(say("要求"), 2),
        Column(say("应有"), 1, right=True),
        Column(say("做到"), 1, right=True),
        Column(say("说明"), 5),
    )
    return Section(say("定量"), (Table(columns, tuple(_quota(one, say) for one in found)),))


def _quota(one: QuotaFigure, say: Translate) -> tuple[Cell, ...]:
    unit = say(PER_UNITS[one.counts]) if one.counts in PER_UNITS else one.unit
    left = say("还差 {names}").format(names=many(one.left, say)) if one.left else ""
    asked = asked_words(one.per, one.least, one.most, one.unit, one.before, one.from_tier, say)
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
    text = f"{line.name}{sign('：')}{line.text}" if line.name else line.text
    lead = words.day(line.date, today) if dated and line.date and not line.depth else ""
    return Point(text, line.depth, line.head, lead)
