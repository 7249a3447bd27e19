"""A table of a page: what stands in it, for the templates to draw."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup, escape

from cmkb.model.immutable import immutable

MOST_ROWS = 40


@immutable
class Column:
    label: str
    right: bool = False
    id: str = ""


@immutable
class Table:
    id: str
    title: str
    remark: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]
    wide: bool = False  # takes the whole width
    foot: tuple[Markup, ...] = ()
    more: str = ""

    @property
    def body(self) -> Markup:
        """The rows. Written without a template, which takes ten times as long for thousands of cells."""
        opening = ['<td class="r">' if column.right else "<td>" for column in self.columns]
        if opening and not self.columns[0].right:
            opening[0] = '<td class="nw">'
        lines = (
            "".join([f"{tag}{_escaped(cell)}</td>" for tag, cell in zip(opening, row, strict=True)])
            for row in self.rows
        )
        return Markup("".join(f"<tr>{line}</tr>\n" for line in lines))


def _escaped(cell: Markup) -> str:
    """The library's way for what is markup already takes ten times as long."""
    return cell if type(cell) is Markup else escape(cell)


def left_out(say: Callable[[str], str], count: int) -> str:
    """Under a table of which only MOST_ROWS are shown."""
    return say("还有 {n} 行没列出来，见各天的日志").format(n=count - MOST_ROWS) if count > MOST_ROWS else ""
