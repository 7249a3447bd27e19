"""Which known word an unknown one was probably meant to be."""

from __future__ import annotations

from collections.abc import Collection

from cmkb.playbooks.names import fold

LONGEST = 40


def near_word(word: str, words: Collection[str]) -> str | None:
    """One or two slips apart, by length; of Chinese words of two characters only the order may differ."""
    typed = fold(word)
    if not typed or len(typed) > LONGEST:
        return None
    most = _slips(typed)
    best: str | None = None
    for known in words:
        if abs(len(known) - len(typed)) > most:
            continue
        distance = edit_distance(typed, known, most)
        if 0 < distance <= most and (len(typed) > 2 or sorted(typed) == sorted(known)):
            best, most = known, distance - 1
            if not most:
                break
    return best


def _slips(word: str) -> int:
    if word.isascii():
        return 0 if len(word) < 4 else 1 if len(word) < 7 else 2
    return 0 if len(word) < 2 else 1


def edit_distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, replacements and neighbours exchanged; `most` + 1 for anything beyond."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
        if min(row) > most and (not before or min(before) > most):
            return most + 1
    return min(row[-1], most + 1)
