"""Bytes → text, how they were written, and what is reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files import text
from cmkb.files.text import decode

CLIENT = "姓名 王芳,住在城南,喜欢下棋"


def codes(data: bytes) -> list[str]:
    return [f"{p.line}:{p.column} {p.text}" for p in decode(data, "clients/王芳.md")[1]]


@pytest.mark.parametrize(
    ("data", "encoding", "found"),
    [
        (CLIENT.encode(), "utf-8", []),
        (CLIENT.encode("gbk"), "gb18030", ["1:1 I6"]),
        ("联通".encode("gbk"), "gb18030", ["1:1 I6"]),  # the word that Notepad takes for UTF-8
        (b"\xef\xbb\xbf" + CLIENT.encode(), "utf-8", ["1:1 I7"]),
        (CLIENT.encode("utf-16"), "utf-16-le", ["1:1 I6"]),
        (b"\xfe\xff" + CLIENT.encode("utf-16-be"), "utf-16-be", ["1:1 I6"]),
        (b"\xff\xfe\x00\x00" + CLIENT.encode("utf-32-le"), "utf-32-le", ["1:1 I6"]),
    ],
)
def test_notepad_saved_it_in_another_encoding(data: bytes, encoding: str, found: list[str]) -> None:
    source, _ = decode(data, "clients/王芳.md")
    assert source.encoding == encoding
    assert source.text in (CLIENT, "联通")
    assert codes(data) == found


def test_half_a_character_at_the_end_is_no_reason_to_read_the_rest_as_gbk() -> None:
    source, problems = decode(f"{CLIENT}\n{CLIENT}".encode()[:-1], "a.md")
    assert source.text.startswith(f"{CLIENT}\n姓名")
    assert [p.line_of_text()[:12] for p in problems] == ["a.md:2:15: N"]
    assert problems[0].text == "N3"


@pytest.mark.parametrize(
    ("data", "newline"),
    [
        (b"a\r\nb\r\n", "\r\n"),
        (b"a\rb\r", "\r"),
        (b"a\nb\n", "\n"),
        (b"a\r\nb\r\nc\n", "\r\n"),
        (b"a\nb\nc\r\n", "\n"),
        (b"", "\n"),
    ],
)
def test_line_ends_become_one_kind_and_are_remembered(data: bytes, newline: str) -> None:
    source, problems = decode(data, "a.md")
    assert source.text == data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode()
    assert source.newline == newline
    assert problems == []


def test_control_characters_are_shown_as_such_and_keep_their_columns() -> None:
    source, problems = decode(b"ab\n\x1b[31mred\x00", "a.md")
    assert source.text == "ab\n\ufffd[31mred\ufffd"
    assert [(p.line, p.column, p.text, dict(p.params)) for p in problems] == [(2, 1, "N4", {"count": "2"})]


def test_of_a_huge_file_the_head_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 8)
    source, problems = decode("王芳王芳".encode(), "a.md")
    assert source.text == "王芳"  # the third character was cut in half
    assert [p.text for p in problems] == ["N2"]


def test_a_name_from_a_mac_is_composed_and_its_spelling_on_disk_is_kept() -> None:
    source, _ = decode(b"", "docs/cafe\u0301.md")
    assert (source.path, source.disk_path) == ("docs/caf\u00e9.md", "docs/cafe\u0301.md")
    assert decode(b"", "docs/a.md")[0].disk_path == ""


@given(st.binary(max_size=200))
def test_any_bytes_become_text_without_control_characters(data: bytes) -> None:
    source, _ = decode(data, "a.md")
    source.text.encode("utf-8")
    assert not set(source.text) & set("\x00\x1b\r\x7f")


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Cs"])))
def test_clean_utf8_comes_through_unchanged(written: str) -> None:
    if not written.startswith("\ufeff"):
        source, problems = decode(written.encode(), "a.md")
        assert (source.text, problems) == (written, [])
