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
    found = _ID.findall(html)
    present = {unescape(one) if "&" in one else one for one in found}
    lost = []
    for section in note.sections:
        anchor = slug(section.heading)
        if not section.heading or anchor in present:
            continue
        present.add(anchor)
        plain = f"<h2>{escape(section.heading)}</h2>"
        if plain in html:
            html = html.replace(plain, f'<h2 id="{escape(anchor)}">{plain[4:]}', 1)
        else:
            lost.append(anchor)
    if "^" in note.body:
        blocks = dict.fromkeys(f"^{name}" for name in _BLOCK_ID.findall(note.body))
        lost += [block for block in blocks if block not in present]
    return "".join(f'<a class="ck-anchor" id="{escape(anchor)}"></a>' for anchor in lost) + html
