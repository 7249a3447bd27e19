"""A sheet as one HTML file that asks for nothing outside of it, and prints on A4."""

from __future__ import annotations

from html import escape

from cmkb.exchange.sheet import Amount, Beside, Block, Cell, Column, Lines, Point, Rate, Section, Sheet, Table
from cmkb.files.package import package_texts
from cmkb.locales import one_or_many
from cmkb.pages import format as words

DEEPEST = 3  # of indents
WIDE = 5  # columns that a phone shows only by scrolling
# Nothing is fetched, run or sent, whatever a note may have smuggled in.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def as_html(sheet: Sheet, language: str) -> str:
    style = package_texts("exchange", ".css")["report"]
    foot = f"<footer>{escape(sheet.foot)}</footer>" if sheet.foot else ""
    signs = "".join(f"<span>{escape(who)}</span>" for who in sheet.signatures)
    title = " ".join(part for part in (sheet.left, sheet.title) if part)
    sections = "\n".join(map(_section, sheet.sections))
    return f"""<!doctype html>
<html lang="{escape(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<header class="sheet"><span>{escape(sheet.left)}</span><h1>{escape(sheet.title)}</h1><span>{escape(sheet.right)}</span></header>
<main>
{sections}
</main>
{f'<div class="sign">{signs}</div>' if signs else ""}
{foot}
</body>
</html>
"""


def _section(section: Section) -> str:
    note = f"<small>{escape(section.note)}</small>" if section.note else ""
    title = f"<h2>{escape(section.title)}</h2>" if section.title else ""
    head = f"<header>{title}{note}</header>" if title or note else ""
    blocks = "".join(map(_block, section.blocks))
    return f"<section>{head}{blocks or _empty(section.empty)}</section>"


def _empty(text: str) -> str:
    return f'<p class="empty">{escape(text or "—")}</p>'


def _block(block: Block) -> str:
    if isinstance(block, Table):
        return _cards(block) if block.cards else _table(block)
    return _list(block.points) if isinstance(block, Lines) else _beside(block)


def _table(table: Table) -> str:
    bars = any(isinstance(cell, Rate) and cell.bar for row in table.rows for cell in row)
    whole = sum(column.width for column in table.columns) or 1
    columns = "".join(f'<col style="width:{100 * column.width / whole:.4g}%">' for column in table.columns)
    head = "".join(f"<th{_class(column)}>{escape(column.title)}</th>" for column in table.columns)
    rows = "".join(
        f"<tr>{''.join(_cell(cell, column, first=not n) for n, (cell, column) in enumerate(zip(row, table.columns, strict=True)))}</tr>"
        for row in table.rows
    )
    kind = "first" if bars else "wide" if len(table.columns) >= WIDE else ""
    kind = f' class="{kind}"' if kind else ""
    return (
        f'<div class="scroll"><table{kind}><colgroup>{columns}</colgroup>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _class(column: Column) -> str:
    return ' class="r"' if column.right else ""


def _cell(cell: Cell, column: Column, first: bool) -> str:
    if first and isinstance(cell, str):
        return f'<th scope="row">{escape(cell)}</th>'
    done = isinstance(cell, Rate) and cell.bar and cell.value >= 1
    names = " ".join(name for name, wanted in (("r", column.right), ("done", done)) if wanted)
    kind = f' class="{names}"' if names else ""
    return f"<td{kind}>{_value(cell)}</td>"


def _value(cell: Cell) -> str:
    if cell is None:
        return "—"
    if isinstance(cell, Amount):
        number = words.quantity(cell.value, cell.unit)
        unit = f" <i>{escape(one_or_many(number, words.unit_words(cell.unit)))}</i>" if cell.unit else ""
        number = escape(number)
        return f"<b>{number}{unit}</b>" if cell.strong else f"{number}{unit}"
    if isinstance(cell, Rate):
        return _bar(cell) if cell.bar else words.percent(cell.value)
    return escape(cell)


def _bar(rate: Rate) -> str:
    width = 100 * max(0.0, min(1.0, rate.value))
    return (
        '<span class="bar"><svg viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect width="100" height="5" rx="2"/><rect width="{width:.4g}" height="5" rx="2"/></svg>'
        f"{words.percent(rate.value)}</span>"
    )


def _cards(table: Table) -> str:
    return f'<div class="cards">{"".join(_card(table, row) for row in table.rows)}</div>'


def _card(table: Table, row: tuple[Cell, ...]) -> str:
    name, tag, *rest = (_value(cell) for cell in row)
    lines = "".join(
        f"<dt>{escape(column.title)}</dt><dd>{value or '—'}</dd>"
        for column, value in zip(table.columns[2:], rest, strict=True)
    )
    return f'<article class="card"><header><h3>{name}</h3><small>{tag}</small></header><dl>{lines}</dl></article>'


def _list(points: tuple[Point, ...]) -> str:
    return f"<ul>{''.join(map(_point, points))}</ul>"


def _point(point: Point) -> str:
    names = ["head"] if point.head else []
    if point.depth:
        names.append(f"d{min(point.depth, DEEPEST)}")
    kind = f' class="{" ".join(names)}"' if names else ""
    lead = f"<b>{escape(point.lead)}</b>" if point.lead else ""
    note = f"<small>{escape(point.note)}</small>" if point.note else ""
    return f"<li{kind}>{lead}<span>{escape(point.text)}</span>{note}</li>"


def _beside(block: Beside) -> str:
    parts = (
        f"<div><h3>{escape(title)}</h3>{_list(points) if points else _empty('')}</div>"
        for title, points in block.parts
    )
    return f'<div class="beside">{"".join(parts)}</div>'
