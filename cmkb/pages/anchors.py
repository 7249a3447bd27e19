"""Every heading and block id of a note can be linked to, also where a page shows that part in a form of its own."""

from __future__ import annotations

import re
from html import escape, unescape

from cmkb.model.note import Note
from cmkb.pages.markdown import slug

_ID = re.compile(r' id="([^"]*)"')
_BLOCK_ID = re.compile(r"[ \t]\^([A-Za-z0-9-]{1,40})[ \t]*$", re.MULTILINE)


def with_anchors(html: str, note: Note) -> str:
    """The page with what it lacks: at the heading of the same words, else at its top."""
    lost: list[str] = []
    for section in note.sections:
        anchor = slug(section.heading)
        if not section.heading or anchor in lost or _is_there(html, anchor):
            continue
        plain = f"<h2>{escape(section.heading)}</h2>"
        if plain in html:
            html = html.replace(plain, f'<h2 id="{escape(anchor)}">{plain[4:]}', 1)
        else:
            lost.append(anchor)
    lost += [block for block in block_ids(note) if not _is_there(html, block)]
    return "".join(f'<a class="ck-anchor" id="{escape(anchor)}"></a>' for anchor in lost) + html


def _is_there(html: str, anchor: str) -> bool:
    """A page has dozens of ids and a note few headings: looking for each of these is the shorter way."""
    return f' id="{escape(anchor)}"' in html


def ids(html: str) -> list[str]:
    return [unescape(one) if "&" in one else one for one in _ID.findall(html)]


def block_ids(note: Note) -> list[str]:
    if "^" not in note.body:
        return []
    return list(dict.fromkeys(f"^{name}" for name in _BLOCK_ID.findall(note.body)))
