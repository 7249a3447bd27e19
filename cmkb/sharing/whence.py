"""Where in the staged notes stands what was found in the finished site."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from cmkb.sharing.matching import Hit
from cmkb.sharing.numbers import WIDTHS
from cmkb.sharing.scanning import Scanner

MOST_PLACES = 20  # of one hit
_BESIDE = r"[\W_]{0,3}"  # what may stand between two characters of what was found
_EMPHASIS = re.compile(r"[*_`~=\\]+")  # what Markdown takes out of a word: `王**芳**`
Place = tuple[str, int, int]  # path, line, column


def places_of(
    hits: Collection[Hit], texts: Mapping[str, str], names: Iterable[str], scanner: Scanner
) -> dict[Hit, list[Place]]:
    """`names`: of all files, attachments among them. A hit that no single line holds is given the first line of two
    that hold it together, or else the first of the file."""
    wanted = set(hits)
    found: dict[Hit, list[Place]] = {}

    def add(hit: Hit, place: Place) -> None:
        places = found.setdefault(hit, [])
        if len(places) < MOST_PLACES:
            places.append(place)

    for name in names:
        for hit in wanted.intersection(scanner.in_text(name.replace("/", "\n"))):
            add(hit, (name, 1, 1))
    for path, text in texts.items():
        here = wanted.intersection((*scanner.in_text(text), *scanner.in_text(_EMPHASIS.sub("", text))))
        if not here:
            continue
        lines = text.split("\n")
        left = set(here)
        for number, line in enumerate(lines, 1):
            for hit in here.intersection(scanner.in_text(line)):
                add(hit, (path, number, _column(line, hit)))
                left.discard(hit)
        for number, line in enumerate(lines, 1) if left else ():
            for hit in left.intersection(scanner.in_text(_EMPHASIS.sub("", line))):
                add(hit, (path, number, _column(line, hit)))
        left -= found.keys()
        for number in range(1, len(lines)) if left else ():
            for hit in left.intersection(scanner.in_text("\n".join(lines[number - 1 : number + 1]))):
                add(hit, (path, number, 1))
        for hit in left:
            if hit not in found:
                add(hit, (path, 1, 1))
    return found


def _column(line: str, hit: Hit) -> int:
    """Where it begins, grouped or spaced as it may be; 1 where it is written in another way altogether."""
    same_length = line.translate(WIDTHS).casefold()
    spread = re.search(_BESIDE.join(map(re.escape, hit.term.replace(" ", ""))), same_length)
    return spread.start() + 1 if spread else 1
