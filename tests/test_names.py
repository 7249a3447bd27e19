"""Which note a link means: exact file name, then client number tail, then name and alias; never a guess."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.names import Names, index_names, names_of, numbers_of
from tests.drawing import drawn, notes_of

VAULT = """
=== clients/王芳.md
---
别名: [芳姐]
---
=== clients/王芳-8899.md
---
姓名: 王芳
别名: [王姐]
电话: 138-1234-5678
---
=== clients/李强-1203.md
=== clients/周凯.md
---
客户号: KH-2024-0012
会员号: "66108"
别名: [王姐]
---
=== docs/scripts/存单邀约.md
# 存单到期邀约
=== docs/scripts/开场/微信.md
=== docs/products/稳盈90天.md
---
别名: [稳盈]
---
=== journal/2026/2026-11-23.md
"""


@pytest.fixture(scope="module")
def names() -> Names:
    return index_names(notes_of(VAULT))


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("王芳", "clients/王芳.md"),  # the file of this very name, though another client has it too
        ("王芳.md", "clients/王芳.md"),
        ("王芳-8899", "clients/王芳-8899.md"),
        ("王芳-5678", "clients/王芳-8899.md"),  # by the phone's last digits
        ("王姐-5678", "clients/王芳-8899.md"),  # of two 王姐 the one with this number
        ("王姐-0012", "clients/周凯.md"),  # client number
        ("6108", "clients/周凯.md"),  # member number, without a name
        ("李强", "clients/李强-1203.md"),  # the tail in a file's name is no part of the name
        ("1203", "clients/李强-1203.md"),
        ("芳姐", "clients/王芳.md"),  # alias
        ("存单到期邀约", "docs/scripts/存单邀约.md"),  # title
        ("稳盈９０天", "docs/products/稳盈90天.md"),  # width does not matter
        ("clients/周凯", "clients/周凯.md"),
        ("/clients/周凯", "clients/周凯.md"),
        ("开场/微信", "docs/scripts/开场/微信.md"),  # the end of a path, as in Obsidian
        ("2026-11-23", "journal/2026/2026-11-23.md"),
    ],
)
def test_exact_file_name_then_number_then_name_and_alias(names: Names, target: str, found: str) -> None:
    assert names.find(target) == (found,)


def test_a_file_goes_before_a_number_and_a_number_before_a_name() -> None:
    drawing = """
    === clients/甲.md
    ---
    姓名: 王芳
    电话: 13800008899
    ---
    === clients/乙.md
    ---
    别名: [王芳-8899]
    ---
    """
    assert index_names(notes_of(drawing)).find("王芳-8899") == ("clients/甲.md",)
    with_file = "=== clients/王芳-8899.md\n" + drawn(drawing)
    assert index_names(notes_of(with_file)).find("王芳-8899") == ("clients/王芳-8899.md",)


def test_several_that_fit_are_all_given(names: Names) -> None:
    assert names.find("王姐") == ("clients/王芳-8899.md", "clients/周凯.md")


@pytest.mark.parametrize(
    "target",
    ["张伟", "王芳-0000", "李强-8899", "5678a", "678", "场/微信", "", "  ", "-8899x", "2026-11"],
)
def test_what_fits_nothing_finds_nothing(names: Names, target: str) -> None:
    assert names.find(target) == ()


def test_a_wanted_kind_goes_before_everything_else() -> None:
    names = index_names(
        notes_of(
            """
            === clients/稳盈.md
            === docs/products/稳盈90天.md
            ---
            别名: [稳盈]
            ---
            """
        )
    )
    assert names.find("稳盈") == ("clients/稳盈.md",)
    assert names.find("稳盈", "product") == ("docs/products/稳盈90天.md",)
    assert names.find("稳盈", "script") == ("clients/稳盈.md",)  # none of that kind: any


def test_two_files_of_one_name_are_told_apart_by_their_folder() -> None:
    names = index_names(notes_of("=== clients/金卡/王芳.md\n=== clients/普通/王芳.md\n"))
    assert len(names.find("王芳")) == 2
    assert names.find("金卡/王芳") == ("clients/金卡/王芳.md",)
    assert names.spelling("clients/金卡/王芳.md") == "clients/金卡/王芳"


def test_names_and_numbers_of_a_client() -> None:
    notes = {note.stem: note for note in notes_of(VAULT)}
    assert names_of(notes["李强-1203"]) == ("李强",)
    assert names_of(notes["王芳-8899"]) == ("王芳", "王姐")
    assert numbers_of(notes["王芳-8899"]) == ("13812345678",)
    assert numbers_of(notes["周凯"]) == ("20240012", "66108")


ALL = index_names(notes_of(VAULT))


@given(st.text(max_size=30))
def test_any_text_is_a_question_with_an_answer(target: str) -> None:
    for path in ALL.find(target):
        assert path in ALL.kinds
