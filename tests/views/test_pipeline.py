"""Who stands on which step, and who brought whom."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cmkb.views.pipeline import referral_tree


def drawn(referred: dict[str, tuple[str, ...]]) -> list[str]:
    return ["  " * line.depth + line.path for line in referral_tree(referred)]


def test_the_largest_tree_comes_first() -> None:
    assert drawn({"赵": ("钱",), "周": ("吴", "郑"), "吴": ("王",)}) == [
        "周", "  吴", "    王", "  郑",
        "赵", "  钱",
    ]  # fmt: skip


def test_each_line_knows_whom_it_brought_and_how_many_came_of_that() -> None:
    lines = {line.path: line for line in referral_tree({"周": ("吴", "郑"), "吴": ("王",)})}
    assert (lines["周"].brought, lines["周"].below) == (2, 3)
    assert (lines["吴"].brought, lines["吴"].below) == (1, 1)
    assert lines["王"].parent == 1


def test_two_who_recommended_each_other_end_the_tree() -> None:
    assert drawn({"周": ("吴",), "吴": ("周",)}) == ["吴", "  周"]
    assert drawn({"周": ("周",)}) == []


people = st.integers(0, 12).map(str)


@given(st.dictionaries(people, st.lists(people, min_size=1, max_size=5, unique=True).map(tuple), max_size=10))
def test_everybody_stands_at_most_once_below_somebody_who_recommended_them(
    referred: dict[str, tuple[str, ...]],
) -> None:
    lines = referral_tree(referred)
    assert len({line.path for line in lines}) == len(lines)
    for place, line in enumerate(lines):
        if line.parent < 0:
            assert line.depth == 0
            continue
        above = lines[line.parent]
        assert line.parent < place
        assert line.depth == above.depth + 1
        assert line.path in referred[above.path]
    named = {path for by, paths in referred.items() for path in (by, *paths) if set(paths) - {by}}
    assert {line.path for line in lines} <= named | set(referred)
