"""What people call a client or a product becomes a file's name that every system bears."""

from __future__ import annotations

from pathlib import PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files.safe_name import LONGEST, safe_name


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王芳-8899", "王芳-8899"),
        ("  存单  到期邀约 ", "存单 到期邀约"),
        ("A/B股:对比?", "A／B股：对比？"),  # Windows forbids these signs
        ('"三年期" <新>', "＂三年期＂ ＜新＞"),
        ("收益[保本]#1^2|3", "收益〔保本〕＃1＾2｜3"),  # these end a wikilink
        ("CON", "CON_"),  # devices on Windows, whatever follows the dot
        ("nul.txt", "nul_.txt"),
        ("Com1", "Com1_"),
        ("Company", "Company"),
        ("稳盈90天. .", "稳盈90天"),  # Windows drops dots and spaces at the end
        (".obsidian", "obsidian"),  # a dot in front hides the file
        ("../../etc/passwd", "／..／etc／passwd"),
        ("王\u200b芳\u202e\n", "王芳"),  # invisible signs would make two names that look the same
        ("e\u0301", "é"),
        ("王\r\x1b\n芳", "王 芳"),  # spaces that met when what stood between them went
        ("e\u200b\u0301", "é"),
        ("con" + " ~" * 90 + "x", "con_"),  # a device once the name is cut
        ("...", ""),
        ("", ""),
    ],
)
def test_names(said: str, name: str) -> None:
    assert safe_name(said) == name


def test_a_name_that_is_too_long_is_cut_between_characters() -> None:
    assert safe_name("长" * 500) == "长" * (LONGEST // 3)


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from([*"con nul.~$0e\r\x1b\x85\u200b\u0301", "~" * 120]), max_size=40).map("".join)
)
def test_any_text_becomes_a_safe_name_and_stays_one(text: str) -> None:
    name = safe_name(text)
    assert not set(name) & set('<>:"/\\|?*#^[]\x00\n')
    assert len(name.encode()) <= LONGEST
    assert name == name.strip(" .~")
    assert safe_name(name) == name
    assert not name or PureWindowsPath("clients", f"{name}.md").parts == ("clients", f"{name}.md")
    assert not PureWindowsPath(f"{name}.md").is_reserved()
