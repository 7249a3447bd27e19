"""The picture of the data flow, drawn by hand here: boxes, arrows and words at their places, in the site's colours.

Light and dark follow the reader's machine, as the picture also stands alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

_STYLE = """
  svg { --bg: #ffffff; --line: #868f9d; --ink: #171c26; --faint: #5c6675; --accent: #1f57c3; --soft: #e9effb; --ok: #0a6b55; --okay: #e3f3ee; }
  @media (prefers-color-scheme: dark) {
    svg { --bg: #191d25; --line: #727d8f; --ink: #e8ebf1; --faint: #97a1b1; --accent: #8fb4ff; --soft: #1c2a45; --ok: #62d0ad; --okay: #15302a; }
  }
  text { font: 14px system-ui, "PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", sans-serif; fill: var(--ink); }
  .name { font-weight: 600; }
  .small { font-size: 12px; fill: var(--faint); }
  .pure rect { fill: var(--soft); stroke: var(--accent); }
  .door rect { fill: var(--bg); stroke: var(--line); }
  .disk rect { fill: var(--okay); stroke: var(--ok); }
  path { fill: none; stroke: var(--faint); stroke-width: 1.5; }
  marker path { fill: var(--faint); stroke: none; }
"""


@dataclass(frozen=True, slots=True)
class Box:
    look: str  # pure, door or disk
    x: int
    y: int
    width: int
    name: str
    about: str
    height: int = 56


BOXES = (
    Box("disk", 20, 70, 150, "the vault", "clients/ journal/ docs/", 56),
    Box("door", 220, 70, 110, "files/", "bytes → text"),
    Box("pure", 380, 70, 130, "reading/", "text → note"),
    Box("pure", 560, 70, 130, "vault.py", "links, timelines"),
    Box("pure", 740, 70, 130, "views/", "who, when, why"),
    Box("pure", 940, 20, 120, "pages/", "HTML"),
    Box("pure", 940, 100, 120, "exchange/", "tables, reports"),
    Box("door", 940, 180, 120, "cli/", "lines of text"),
    Box("door", 1110, 20, 110, "site/", "MkDocs"),
    Box("disk", 1110, 100, 110, "files", "xlsx csv ics …"),
    Box("disk", 1110, 180, 110, "terminal", "cmkb today"),
    Box("pure", 380, 180, 310, "playbooks/", "how one kind of client manager works, as data"),
    Box("door", 740, 180, 130, "today", "read at the doors"),
    Box("door", 220, 180, 110, "cached/", "as last read"),
    Box("door", 380, 300, 490, "writing/", "an edit of bytes: lock → compare → read back → swap → undo"),
    Box("pure", 220, 410, 180, "sharing/staging", "a copy of what is shared"),
    Box("door", 450, 410, 240, "build, on the copy alone", "the row above, once more"),
    Box("pure", 740, 410, 180, "sharing/scanning", "every byte, every name"),
    Box("disk", 1110, 410, 110, "site-team/", "or exit code 3"),
)

ARROWS = (  # points, and what travels
    ((170, 98, 218, 98), ""),
    ((330, 98, 378, 98), "text"),
    ((510, 98, 558, 98), "Note"),
    ((690, 98, 738, 98), "Vault"),
    ((870, 88, 905, 88, 905, 48, 938, 48), ""),
    ((870, 104, 905, 104, 905, 128, 938, 128), ""),
    ((870, 112, 895, 112, 895, 208, 938, 208), ""),
    ((1060, 48, 1108, 48), "Page"),
    ((1060, 128, 1108, 128), ""),
    ((1060, 208, 1108, 208), ""),
    ((445, 180, 445, 128), ""),
    ((625, 180, 625, 128), ""),
    ((805, 180, 805, 128), ""),
    ((275, 180, 275, 128), ""),
    ((1000, 236, 1000, 328, 872, 328), "log, done, plan"),
    ((380, 328, 95, 328, 95, 128), "the only way back"),
    ((60, 126, 60, 438, 218, 438), ""),
    ((400, 438, 448, 438), ""),
    ((690, 438, 738, 438), "site"),
    ((920, 438, 1108, 438), "nothing found"),
)


KEYS = (
    (220, "pure", "pure: no disk, no clock"),
    (420, "door", "a door to the machine"),
    (600, "disk", "what is on the machine"),
)


def data_flow() -> str:
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1240 490" role="img" aria-labelledby="title about">',
        '<title id="title">The data flow of cmkb</title>',
        '<desc id="about">A vault is read as files, notes and a vault; views answer from it and a today; pages, exports and the terminal show the answers. Only writing leads back into the vault. The team\'s site is built from a copy and scanned.</desc>',
        f"<style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
        *(_key(x, look, words) for x, look, words in KEYS),
    ]
    parts += [_arrow(points, words) for points, words in ARROWS]
    parts += [_box(box) for box in BOXES]
    return "\n".join([*parts, "</svg>", ""])


def _key(x: int, look: str, words: str) -> str:
    return (
        f'<g class="{look}"><rect x="{x}" y="14" width="22" height="14" rx="3"/>'
        f'<text class="small" x="{x + 30}" y="26">{words}</text></g>'
    )


def _box(box: Box) -> str:
    middle = box.x + box.width // 2
    return (
        f'<g class="{box.look}"><rect x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}" rx="6"/>'
        f'<text class="name" x="{middle}" y="{box.y + 24}" text-anchor="middle">{escape(box.name)}</text>'
        f'<text class="small" x="{middle}" y="{box.y + 43}" text-anchor="middle">{escape(box.about)}</text></g>'
    )


def _arrow(points: tuple[int, ...], words: str) -> str:
    pairs = list(zip(points[::2], points[1::2], strict=True))
    line = " ".join(f"{x} {y}" for x, y in pairs)
    (x1, y1), (x2, y2) = max(pairwise(pairs), key=lambda p: abs(p[0][0] - p[1][0]))
    label = (
        f'<text class="small" x="{(x1 + x2) // 2}" y="{(y1 + y2) // 2 - 7}" text-anchor="middle">{escape(words)}</text>'
        if words
        else ""
    )
    return f'<path d="M{line}" marker-end="url(#tip)"/>{label}'
