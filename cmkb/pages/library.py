"""A table of notes grouped by category, as several indexes use it."""

from __future__ import annotations

from collections.abc import Sequence

from cmkb.model.immutable import immutable
from cmkb.pages.addresses import GENERATED
from cmkb.pages.context import PageContext


@immutable
class Column:
    label: str
    right: bool = False
    wide: bool = False
    less: bool = False  # not on a phone


@immutable
class Row:
    path: str
    title: str
    note: str
    cells: tuple[str, ...]


def library(
    context: PageContext,
    kind: str,
    title: str,
    unit: str,
    rows: Sequence[tuple[str, Row]],
    columns: tuple[Column, ...],
    empty: tuple[str, str, str],
) -> str:
    groups: dict[str, list[Row]] = {}
    for group, row in rows:
        groups.setdefault(group, []).append(row)
    in_order = sorted(groups.items(), key=lambda item: (not item[0], item[0]))
    return context.render(
        "library.html", GENERATED[kind], kind=kind, title=title, unit=unit, count=len(rows), groups=in_order,
        columns=columns, empty_title=empty[0], empty_hint=empty[1], empty_example=empty[2],
    )  # fmt: skip
