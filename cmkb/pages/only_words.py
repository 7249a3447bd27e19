"""A client's note in which nothing but words changed: what else knows of a note stands, its page gets the new words.

Whole-vault answers look at what was read out of a note: fields, records, tasks, links, names. Its sentences are shown
on its own page and found by search, and nobody else looks at them. So when two readings of a note agree in all but
their sentences, two places change, and a test holds the result against a build from nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from cmkb.locales import Translate
from cmkb.model.note import Note, Section
from cmkb.model.playbook import Playbook
from cmkb.pages.addresses import relative
from cmkb.pages.anchors import block_ids, ids
from cmkb.pages.markdown import Resolve, render_markdown
from cmkb.pages.masked import masked_html, masked_text
from cmkb.pages.note_words import body_of, words_of_note
from cmkb.pages.site import Prose
from cmkb.sharing.numbers import personal_numbers

if TYPE_CHECKING:  # who writes words again needs no templates
    from cmkb.pages.context import PageContext

_HEAD, _TAIL = '<div class="ck-prose">', "</div></section>"  # around the words, in client.html


def prose_pages(context: PageContext) -> Iterator[Prose]:
    for note in context.vault.of_kind("client"):
        url = context.addresses.url(note.path)
        if url and note.path not in context.addresses.by_hand:
            targets: dict[str, str] = {}
            for link in note.links:
                if target := context.vault.target(note.path, link):
                    targets.setdefault(link.target, context.addresses.url(target) or "")
            yield Prose(note.path, context.addresses.notes[note.path], url, targets)


def only_words_differ(old: Note, new: Note, playbook: Playbook) -> bool:
    """Numbers in the words of a client hide the same numbers in what the team gets; a form may show what stands
    under a heading that has a meaning."""
    if old.kind != "client" or _known(old) != _known(new):
        return False
    if any(personal_numbers(note.body, sure=False) for note in (old, new)):
        return False
    if block_ids(old) != block_ids(new):
        return False
    changed = {
        one.meaning
        for one, other in zip(old.sections, new.sections, strict=True)
        if _by_itself(one) != _by_itself(other)
    }
    return changed.isdisjoint(_shown_in_forms(playbook))


def page_again(html: bytes, old: Note, new: Note, prose: Prose, say: Translate) -> bytes | None:
    """None when the page is not the one of the old words."""
    before, now = (_fragment(note, prose, say) for note in (old, new))
    if before is None or now is None or ids(before) != ids(now):
        return None
    there = before.encode("utf-8", "xmlcharrefreplace")
    if html.count(there) != 1:
        return None
    return html.replace(there, now.encode("utf-8", "xmlcharrefreplace"))


def searched(note: Note, playbook: Playbook) -> str:
    return masked_text(words_of_note(note, playbook))


def _by_itself(section: Section) -> tuple[str, Section]:
    """Without the rest of the note."""
    return section.text, replace(section, body="", begin=0, end=0)


def _known(note: Note) -> object:
    """What anybody else may know of it."""
    headings = [(one.heading, one.level, one.meaning, one.scope) for one in note.sections]
    return replace(note, body="", sections=()), headings, list(note.front.fields), list(note.front.extra)


def _shown_in_forms(playbook: Playbook) -> set[str]:
    fields = (
        item.field
        for form in playbook.forms.values()
        if form.kind == "client"
        for group in form.groups.values()
        for item in group.items.values()
    )
    return {field.partition(".")[2] for field in fields if field.startswith("section.")}


def _fragment(note: Note, prose: Prose, say: Translate) -> str | None:
    body = render_markdown(body_of(note), _resolver(prose.targets, prose.page), note.title).strip()
    return masked_html(f"{_HEAD}{body}{_TAIL}", say) if body else None


def _resolver(targets: Mapping[str, str], page: str) -> Resolve:
    def resolve(name: str) -> str | None:
        found = targets.get(name if name in targets else name.removesuffix(".md"))
        return relative(found, page) if found else None

    return resolve
