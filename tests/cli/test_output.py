"""Text that any terminal can show."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cmkb.cli.output import cut, pad, safe, width, wrapped


def test_chinese_characters_take_two_columns() -> None:
    assert width("王芳 8899") == 9
    assert width("é") == 1  # with a combining accent
    assert width("\x1b[31m王\x1b[0m") == 2
    assert pad("王芳", 6) + "|" == "王芳  |"


def test_what_is_too_long_is_cut_with_an_ellipsis() -> None:
    assert cut("存单到期邀约", 7) == "存单到…"
    assert cut("存单到期", 8) == "存单到期"


def test_a_name_cannot_command_the_terminal() -> None:
    assert safe("\x1b[2J\x1b]0;title\x07王\x9b芳\x00\u202e\r\n8899") == "王芳 8899"


def test_lines_break_between_chinese_characters_and_not_before_a_full_stop() -> None:
    assert wrapped("到期续做，同意来谈。", 9) == ["到期续", "做，同意", "来谈。"]


def test_numbers_and_words_stay_in_one_piece() -> None:
    assert wrapped("电话 13800008899 再约", 16) == ["电话 13800008899", "再约"]
    assert wrapped("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_following_lines_are_indented() -> None:
    assert wrapped("一二三四五六", 8, "  ") == ["一二三四", "  五六"]


@given(st.text(alphabet="王芳，。aB1 -é😀\u3000", max_size=60), st.integers(6, 40), st.integers(0, 3))
def test_no_line_is_wider_than_the_terminal_and_nothing_is_lost(text: str, cells: int, margin: int) -> None:
    lines = wrapped(text, cells, " " * margin)
    assert all(width(line) <= cells for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())
