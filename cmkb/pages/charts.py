"""Charts as SVG, drawn when the page is built: no script, no library, readable on paper.

All are drawn on a grid 340 units wide, so that text keeps its size on a phone and a laptop. Every chart says
what it shows (title), what can be seen in it (caption), what each mark is (`<title>`), and has its data as a table,
whose figures lead to what they are made of; so do the marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from cmkb.model.immutable import immutable

Number = int | float
WIDTH = 340
BASE, TOP = 140, 22  # of bars and lines
SHADES = 5
CHARACTER = 11.5  # the width of a Chinese one


@immutable
class Chart:
    title: str
    caption: str
    svg: Markup
    keys: tuple[tuple[str, str], ...]  # mark ("" actual, "plan", "-" none), words
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    on_paper: bool = True


@immutable
class Bar:
    label: str
    value: Number | None  # None: still to come
    plan: Number | None
    shown: str  # value in words
    title: str
    href: str = ""


@immutable
class Step:
    """A bar that lies: label, value, and a remark at the right edge."""

    label: str
    value: Number
    shown: str
    side: str
    title: str
    href: str = ""


@immutable
class Twig:
    """A line of a tree, below its parent's."""

    label: str
    depth: int
    parent: int  # place among the twigs, -1 at a root
    side: str  # at the right edge
    title: str
    href: str = ""


@immutable
class Cell:
    value: Number | None
    shown: str
    title: str = ""
    href: str = ""


def bars(values: Sequence[Bar], label: str) -> Markup:
    """Upright bars, the plan as a dashed frame around each."""
    top = max([0, *(bar.value or 0 for bar in values), *(bar.plan or 0 for bar in values)]) or 1
    step = (WIDTH - 4) / max(1, len(values))
    width = min(52.0, step * 0.76)
    every = max(1, -(-len(values) * 30 // WIDTH))  # so many labels fit
    parts = [_line(0, WIDTH, BASE + 0.5)]
    for index, bar in enumerate(values):
        middle = 4 + step * (index + 0.5)
        left = middle - width / 2
        high = 0.0
        if bar.plan:
            high = bar.plan / top * (BASE - TOP)
            parts.append(
                f'<rect class="plan" x="{_n(left)}" y="{_n(BASE - high)}" width="{_n(width)}" height="{_n(high)}"/>'
            )
        if bar.value is not None:
            height = bar.value / top * (BASE - TOP)
            inner = max(2.0, width - 8) if bar.plan else width
            drawn = (
                f'<rect class="bar" x="{_n(middle - inner / 2)}" y="{_n(BASE - height)}" width="{_n(inner)}"'
                f' height="{_n(max(height, 0.5))}"><title>{escape(bar.title)}</title></rect>'
            )
            if bar.value and _width(bar.shown) <= step:
                above = max(height, high if height > high - 14 else 0)
                drawn += _text(middle, BASE - above - 5, bar.shown, "v m")
            parts.append(_linked(bar.href, drawn))
        if index % every == 0:
            parts.append(_text(middle, BASE + 17, bar.label, "m"))
    return _svg(164, label, "".join(parts))


def cumulative(
    points: Sequence[Number],
    total: int,
    goal: Number | None,
    words: dict[str, str],
    label: str,
    href: str = "",
) -> Markup:
    """What has come together day by day, and the straight way to the goal.

    `points`: the sum at each step so far, of `total` steps. `words`: now, goal, first, last, today. `href`: of the
    last point.
    """
    top = max([*points, goal or 0]) or 1
    left, right = 8.0, 308.0

    def x(index: float) -> float:
        return left + (right - left) * index / max(1, total)

    def y(value: Number) -> float:
        return BASE - (BASE - TOP + 2) * value / top

    parts = [_line(0, WIDTH, BASE + 0.5)]
    if goal:
        parts.append(f'<path class="plan" d="M{_n(left)} {BASE} L{_n(right)} {_n(y(goal))}"/>')
        parts.append(_text(336, max(13.0, y(goal) - 7), words["goal"], "l e"))
    path = " ".join(f"L{_n(x(i + 1))} {_n(y(value))}" for i, value in enumerate(points))
    parts.append(f'<path class="trend" d="M{_n(left)} {BASE} {path}"/>')
    if points:
        at, high = x(len(points)), y(points[-1])
        point = f'<circle class="bar" cx="{_n(at)}" cy="{_n(high)}" r="4"><title>{escape(words["now"])}</title></circle>'
        parts.append(_linked(href, point))
        above = high - 12 if high > TOP + 14 or not goal else high + 18
        end = at > 60
        parts.append(_text(at - 8 if end else at + 8, max(above, 11.0), words["now"], "v e" if end else "v"))
        if words["today"] and 50 < at < 280:
            parts.append(_text(at, BASE + 17, words["today"], "m"))
    parts.append(_text(8, BASE + 17, words["first"], ""))
    parts.append(_text(336, BASE + 17, words["last"], "e"))
    return _svg(164, label, "".join(parts))


def steps(values: Sequence[Step], label: str) -> Markup:
    """The funnel: bars that lie beneath each other, the conversion at the right."""
    top = max([0, *(step.value for step in values)]) or 1
    head = max([4 * CHARACTER, *(_width(step.label) for step in values)]) + 10
    room = WIDTH - head - 96
    parts = []
    for index, step in enumerate(values):
        y = 2 + 27 * index
        width = step.value / top * room
        parts.append(_text(0, y + 13, step.label, "l"))
        bar = (
            f'<rect class="bar" x="{_n(head)}" y="{y}" width="{_n(max(width, 1))}" height="18" rx="2">'
            f"<title>{escape(step.title)}</title></rect>"
        )
        value = _text(head + width + 6, y + 13, step.shown, "v")
        parts.append(_linked(step.href, bar + value))
        if step.side:
            parts.append(_text(WIDTH, y + 13, step.side, "e"))
    return _svg(max(54, 27 * len(values) + 2), label, "".join(parts))


def shares(values: Sequence[Step], label: str) -> Markup:
    """What a sum is made of: name and figure above a thin bar."""
    top = max([0, *(step.value for step in values)]) or 1
    parts = []
    for index, step in enumerate(values):
        y = 12 + 32 * index
        name = _text(0, y, _cut(step.label, 200), "l")
        parts.append(_linked(step.href, name))
        parts.append(_text(300, y, step.shown, "v e"))
        parts.append(_text(WIDTH, y, step.side, "e"))
        parts.append(f'<rect class="h0" x="0" y="{y + 6}" width="{WIDTH}" height="6" rx="3"/>')
        width = max(step.value / top * WIDTH, 1)
        parts.append(
            f'<rect class="bar" x="0" y="{y + 6}" width="{_n(width)}" height="6" rx="3">'
            f"<title>{escape(step.title)}</title></rect>"
        )
    return _svg(max(54, 32 * len(values) + 4), label, "".join(parts))


def tree(twigs: Sequence[Twig], label: str) -> Markup:
    """One line each, from the parent's dot down to the child's; a new tree begins after a gap."""
    deepest = max((twig.depth for twig in twigs), default=0)
    indent = min(20.0, 160 / max(1, deepest))
    heights: list[float] = []
    parts, y = [], 2.0
    for index, twig in enumerate(twigs):
        y += 24 if index and not twig.depth else 20 if index else 10
        heights.append(y)
        x = 5 + twig.depth * indent
        if twig.parent >= 0:
            from_x = 5 + twigs[twig.parent].depth * indent
            parts.append(
                f'<path class="branch" d="M{_n(from_x)} {_n(heights[twig.parent] + 4)} V{_n(y)} H{_n(x - 4)}"/>'
            )
        dot = (
            f'<circle class="{"bar" if twig.side and twig.depth == 0 else "bar-2"}" cx="{_n(x)}" cy="{_n(y)}" r="4">'
            f"<title>{escape(twig.title)}</title></circle>"
        )
        name = _text(x + 10, y + 4, _cut(twig.label, 240 - x), "v" if not twig.depth else "l")
        parts.append(f'<a href="{escape(twig.href)}">{dot}{name}</a>' if twig.href else dot + name)
        if twig.side:
            parts.append(_text(WIDTH, y + 4, twig.side, "e"))
    return _svg(max(54, y + 12), label, "".join(parts))


def heat(
    columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Cell]]], label: str, by_row: bool = False
) -> Markup:
    """Shades in five steps, each cell with its figure: no shade has to be told apart from another.

    `by_row`: rows are of different things, and each has its own darkest.
    """
    whole = _range(cell for _, cells in rows for cell in cells)
    head = max([2 * CHARACTER, *(_width(name) for name, _ in rows)]) + 8
    step = (WIDTH - head) / max(1, len(columns))
    gap = min(4.0, step * 0.1)
    parts = [
        _text(head + step * (i + 0.5) - gap / 2, 12, name, "m")
        for i, name in enumerate(columns)
        if _width(name) <= step or i % 2 == 0
    ]
    for index, (name, cells) in enumerate(rows):
        y = 20 + 28 * index
        parts.append(_text(0, y + 16, name, "l"))
        low, high = _range(cells) if by_row else whole
        for i, cell in enumerate(cells):
            shade = _shade(cell.value, low, high)
            x = head + step * i
            drawn = (
                f'<rect class="h{shade}" x="{_n(x)}" y="{y}" width="{_n(step - gap)}" height="24" rx="2">'
                f"<title>{escape(cell.title)}</title></rect>"
            )
            if cell.shown and _width(cell.shown) <= step:
                drawn += _text(x + (step - gap) / 2, y + 16, cell.shown, f"m on{shade}")
            parts.append(_linked(cell.href, drawn))
    return _svg(max(54, 20 + 28 * len(rows)), label, "".join(parts))


@immutable
class Beat:
    """One client's contacts: days ago of each, and the term."""

    label: str
    href: str
    ago: tuple[int, ...]
    most: int
    titles: tuple[str, ...]


def rhythm(beats: Sequence[Beat], days: int, words: tuple[str, str], label: str) -> Markup:
    """Contacts of the last `days` days; the pale band is the term: without a dot in it the client waits too long."""
    left, right = 56.0, 266.0

    def x(ago: int) -> float:
        return right - (right - left) * min(ago, days) / days

    parts = []
    for index, beat in enumerate(beats):
        y = 16 + 28 * index
        parts.append(f'<a href="{escape(beat.href)}">{_text(0, y + 4, _cut(beat.label, 52), "l")}</a>')
        parts.append(_line(left, right, y))
        edge = x(beat.most)
        parts.append(f'<rect class="h1" x="{_n(edge)}" y="{y - 8}" width="{_n(right - edge)}" height="16"/>')
        for i, (ago, title) in enumerate(zip(beat.ago, beat.titles, strict=True)):
            if ago <= days:
                kind = "bar" if i == len(beat.ago) - 1 else "bar-2"
                parts.append(
                    f'<circle class="{kind}" cx="{_n(x(ago))}" cy="{y}" r="4"><title>{escape(title)}</title></circle>'
                )
        last = beat.ago[-1] if beat.ago else None
        late = last is None or last >= beat.most
        shown = f"{'–' if last is None else last} / {beat.most}"
        parts.append(_text(WIDTH, y + 4, shown, "late b e" if late else "v e"))
    bottom = 20 + 28 * len(beats)
    parts.append(_text(left, bottom, words[0], ""))
    parts.append(_text(right, bottom, words[1], "e"))
    return _svg(bottom + 6, label, "".join(parts))


def _linked(href: str, drawn: str) -> str:
    return f'<a href="{escape(href)}">{drawn}</a>' if href else drawn


def _range(cells: Iterable[Cell]) -> tuple[Number, Number]:
    filled = [cell.value for cell in cells if cell.value is not None]
    return (min(filled), max(filled)) if filled else (0, 1)


def _shade(value: Number | None, low: Number, high: Number) -> int:
    if value is None:
        return 0
    if high == low:
        return 2
    return min(SHADES - 1, int((value - low) / (high - low) * SHADES))


def _svg(height: Number, label: str, inside: str) -> Markup:
    """`label` is what a screen reader says in place of the drawing, or of a drawing with links as their group's name."""
    role = "group" if "<a " in inside else "img"
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {_n(height)}" role="{role}" aria-label="{escape(label)}">{inside}</svg>'
    )


def _text(x: float, y: float, words: str, kind: str) -> str:
    cls = f' class="{kind}"' if kind else ""
    return f'<text{cls} x="{_n(x)}" y="{_n(y)}">{escape(words)}</text>'


def _line(x1: float, x2: float, y: float) -> str:
    return f'<line class="axis" x1="{_n(x1)}" x2="{_n(x2)}" y1="{_n(y)}" y2="{_n(y)}"/>'


def _n(value: Number) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _width(words: str) -> float:
    """About how wide words are: half-width characters take a little more than half."""
    return sum(CHARACTER if ord(c) > 0x2000 else CHARACTER * 0.58 for c in words)


def _cut(words: str, room: float) -> str:
    if _width(words) <= room:
        return words
    while words and _width(words) > room - CHARACTER:
        words = words[:-1]
    return words + "…"
