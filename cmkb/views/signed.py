"""Checklists of the routine as the day's journal ticks them: `- [x] 步骤` under 流程."""

from __future__ import annotations

from cmkb.model.immutable import immutable
from cmkb.model.note import Item, Note
from cmkb.model.playbook import Playbook, Slot
from cmkb.playbooks.names import fold

_MEANINGS = ("flow", "routine")
_SHORTEST = 3  # characters that are enough to mean a longer line


@immutable
class Tick:
    text: str
    done: bool


@immutable
class SlotTicks:
    slot: Slot | None  # None: what the routine does not know
    ticks: tuple[Tick, ...]
    signed: str = ""  # who signed for it

    @property
    def done(self) -> int:
        return sum(tick.done for tick in self.ticks)


def signed_off(playbook: Playbook, note: Note) -> tuple[SlotTicks, ...]:
    """Every checklist of the day, and the steps that were ticked beside it. Empty when the journal ticks nothing.

    A step that stands in several slots is ticked in the first of them. Its first words are enough.
    """
    said = [(item.text.strip(), item.box in ("x", "X")) for item in _boxes(note)]
    if not said:
        return ()
    known = [fold(line) for slot in playbook.routine.day for line in (*slot.steps, *slot.checklist)]
    meant = {text: _meant(fold(text), known) for text, _ in said}
    ticked = {meant[text]: done for text, done in said}
    found = []
    for slot in playbook.routine.day:
        ticks = [Tick(step, ticked.pop(fold(step))) for step in slot.steps if fold(step) in ticked]
        ticks += [Tick(line, ticked.pop(fold(line), False)) for line in slot.checklist]
        if ticks:
            found.append(
                SlotTicks(slot, tuple(ticks), str(note.get(slot.signed) or "") if slot.signed else "")
            )
    others = tuple(Tick(text, done) for text, done in said if meant[text] in ticked)
    return (*found, *((SlotTicks(None, others),) if others else ()))


def _meant(words: str, known: list[str]) -> str:
    """The one line that begins with these words, else the words themselves."""
    if words in known or len(words) < _SHORTEST:
        return words
    longer = {line for line in known if line.startswith(words)}
    return longer.pop() if len(longer) == 1 else words


def _boxes(note: Note) -> list[Item]:
    items = [item for section in note.sections if section.scope in _MEANINGS for item in section.items]
    found: list[Item] = []
    while items:
        item = items.pop(0)
        items = [*item.children, *items]
        if item.box is not None:
            found.append(item)
    return found
