"""Where clients stand on the way: by stage, and who brought whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cmkb.model.immutable import immutable
from cmkb.views.clients import ClientRow
from cmkb.views.contacts import GREEN, GREY, RED, YELLOW

_URGENCY = (RED, YELLOW, GREEN, GREY)


@immutable
class StageColumn:
    stage: str  # "" for clients without one
    clients: tuple[ClientRow, ...]  # whom to contact first, then the larger
    assets: int | float


@immutable
class Referred:
    """A line of the tree: a client or staff member, and below them those whom they recommended."""

    path: str
    depth: int
    parent: int  # place of the line above in the tree, -1 at a root
    brought: int  # directly
    below: int  # all of them, theirs as well


def by_stage(rows: Iterable[ClientRow], stages: Sequence[str], today: date) -> tuple[StageColumn, ...]:
    """Every stage of the playbook, also an empty one; then those that only notes know."""
    found: dict[str, list[ClientRow]] = {stage: [] for stage in stages}
    for row in rows:
        found.setdefault(row.stage, []).append(row)
    unset = found.pop("", [])
    if unset:
        found[""] = unset
    return tuple(
        StageColumn(stage, tuple(sorted(of, key=lambda r: _order(r, today))), sum(r.aum or 0 for r in of))
        for stage, of in found.items()
    )


def _order(row: ClientRow, today: date) -> tuple[int, float, str]:
    return (_URGENCY.index(row.contact.colour(today)), -(row.aum or 0), row.note.path)


def referral_tree(referred: Mapping[str, Sequence[str]]) -> tuple[Referred, ...]:
    """`referred`: who → whom they recommended. The largest tree first; nobody stands in it twice, so that people
    who recommended each other end it."""
    brought = {path for paths in referred.values() for path in paths}
    seen: set[str] = set()
    trees = [
        list(_grown(root, referred, seen))
        for root in (*(p for p in sorted(referred) if p not in brought), *sorted(referred))
        if root not in seen
    ]
    trees = sorted((tree for tree in trees if len(tree) > 1), key=lambda tree: (-len(tree), tree[0][0]))
    lines: list[Referred] = []
    for tree in trees:
        start = len(lines)
        for place, (path, depth, parent) in enumerate(tree):
            deeper = next((i for i in range(place + 1, len(tree)) if tree[i][1] <= depth), len(tree))
            direct = sum(1 for line in tree[place + 1 : deeper] if line[2] == place)
            lines.append(
                Referred(path, depth, parent + start if parent >= 0 else -1, direct, deeper - place - 1)
            )
    return tuple(lines)


def _grown(
    root: str, referred: Mapping[str, Sequence[str]], seen: set[str]
) -> Iterator[tuple[str, int, int]]:
    """(path, depth, place of the parent) from the root down. Without recursion: chains may be long."""
    open_lines = [(root, 0, -1)]
    place = 0
    while open_lines:
        path, depth, parent = open_lines.pop()
        if path in seen:
            continue
        seen.add(path)
        yield path, depth, parent
        open_lines += [(child, depth + 1, place) for child in reversed(referred.get(path, ()))]
        place += 1
