"""A note's own sentences, as its page shows them and as search finds them."""

from __future__ import annotations

import re

from cmkb.model.note import Note
from cmkb.model.playbook import Playbook
from cmkb.pages import format as words
from cmkb.pages.markdown import without_comments
from cmkb.views.wording import plain

IN_BRIEF = ("holdings", "relations", "anniversaries")
_LISTED = re.compile(r"\s*(?:[-*+|]|\d+[.)]|\s)")


def words_of_note(note: Note, playbook: Playbook) -> str:
    """Words of the front matter and of the body."""
    fields = playbook.fields_of(note.kind)
    head = (
        words.text_of(value, fields[key].unit, fields[key].type) if key in fields else words.text_of(value)
        for key, value in note.front.fields.items()
        if key not in ("phones", "id_number", "uid", "type", "visibility")
    )
    rest = (words.text_of(value) for value in note.front.extra.values())
    return plain(" ".join((*head, *rest, without_comments(note.body))))


def body_of(note: Note) -> str:
    """The note's Markdown without the lists that the brief shows already, and without headings left empty."""
    parts = []
    for index, section in enumerate(note.sections):
        below = note.sections[index + 1] if index + 1 < len(note.sections) else None
        empty = not without_comments(section.text).strip() and not (below and below.level > section.level)
        if empty or (section.meaning in IN_BRIEF and not _has_prose(section.text)):
            continue
        heading = f"{'#' * section.level} {section.heading}\n\n" if section.level else ""
        parts.append(heading + section.text)
    return "\n\n".join(parts)


def _has_prose(text: str) -> bool:
    """Whether anything but list items and table rows stands there."""
    return any(line.strip() and not _LISTED.match(line) for line in text.splitlines())
