"""What the button 记一笔 needs: the line for the journal, the command that writes it, and where today's journal opens.

`assets/note.js` fills in {time}, {link}, {who}, {year}, {month} and {date}, those of the click.
"""

from __future__ import annotations

from cmkb.pages.context import PageContext
from cmkb.pages.editor import editor_url
from cmkb.pages.javascript import assignment
from cmkb.views.journal_places import journal_place

PLACE = "window.cmkbQuickNote"


def quick_note_data(context: PageContext, *, at_the_desk: bool = True) -> str:
    """`at_the_desk`: a terminal and an editor are at hand, as they are not on a phone."""
    data = {"record": f"- {{time}} {context.a_kind} [[{{link}}]] "}
    if at_the_desk:
        settings, journals = context.vault.settings, context.vault.journals
        paths = {day: note.path for day, note in journals.items()}
        journal = journal_place(settings, paths)
        data |= {
            "command": f"cmkb log {{who}} {context.a_kind} ",
            "journal": journal,
            # braces come back: they are filled in by the browser
            "open": editor_url(settings.editor, journal).replace("%7B", "{").replace("%7D", "}"),
        }
    return assignment(PLACE, data)
