"""成败分析: what a day's summary says went well, went wrong, and is to be done otherwise tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cmkb.model.immutable import immutable
from cmkb.model.note import Item, Note

WELL, BADLY, CHANGE = "well", "badly", "change"
_WORDS = {
    WELL: ("做成的", "做成", "成功", "做得好", "成", "亮点", "went well", "well"),
    BADLY: ("没做成的", "没做成", "失败", "不足", "败", "went wrong", "badly"),
    CHANGE: (
        "明天调整",
        "明日调整",
        "次日调整",
        "调整",
        "明天",
        "明日",
        "改进",
        "tomorrow",
        "change tomorrow",
        "change",
    ),
}
_MEANING = {word: part for part, words in _WORDS.items() for word in words}
_ANY = "|".join(sorted(_MEANING, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:^|(?<=[\s。；;，,·]))(?:\*\*)?({_ANY})(?:\*\*)?[ \t]*[：:](?:\*\*)?[ \t]*", re.IGNORECASE
)
_HEADING = re.compile(rf"({_ANY})", re.IGNORECASE)


@immutable
class Review:
    """Lines of Markdown. `rest` is what says none of the three."""

    well: tuple[str, ...]
    badly: tuple[str, ...]
    change: tuple[str, ...]
    rest: tuple[str, ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return ((WELL, self.well), (BADLY, self.badly), (CHANGE, self.change))

    @property
    def labelled(self) -> bool:
        return bool(self.well or self.badly or self.change)


def review(note: Note, meaning: str = "summary") -> Review:
    """Figures that correct the day's own are left out: they stand in the table."""
    corrections = {counter.place.line for counter in note.overrides}
    found: dict[str, list[str]] = {WELL: [], BADLY: [], CHANGE: [], "": []}
    for section in note.sections:
        if section.scope != meaning:
            continue
        under = _HEADING.fullmatch(section.heading.strip(" ：:"))
        default = _MEANING[under[1].lower()] if under else ""
        for line, text in _lines(section.items):
            if line not in corrections:
                _sort(text, default, found)
        for place, text in section.paragraphs:
            if place.line not in corrections:
                _sort(text, default, found)
    return Review(*(tuple(found[part]) for part in (WELL, BADLY, CHANGE, "")))


def _lines(items: tuple[Item, ...]) -> Iterator[tuple[int, str]]:
    for item in items:
        yield item.place.line, " ".join(filter(None, (item.text, item.more)))
        yield from _lines(item.children)


def _sort(text: str, default: str, found: dict[str, list[str]]) -> None:
    """`成：… 败：… 明日调整：…` on one line is three."""
    labels = list(_LABEL.finditer(text))
    if not labels or labels[0].start():
        if text.strip():
            found[default].append(text.strip())
        return
    ends = [label.start() for label in labels[1:]] + [len(text)]
    for label, end in zip(labels, ends, strict=True):
        said = text[label.end() : end].strip(" ;；，,·")
        if said:
            found[_MEANING[label[1].lower()]].append(said)
