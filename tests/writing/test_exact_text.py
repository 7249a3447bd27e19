"""Lines are replaced, and all other bytes stay, in every encoding."""

from __future__ import annotations

from pathlib import Path

import pytest
from changing import NOTE
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files.text import decode
from cmkb.writing.changes import change_notes
from cmkb.writing.exact_text import Splice, lines_edit, spliced
from cmkb.writing.refused import WritingRefused

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gb18030")
words = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\r\n\ufeff"), max_size=12)


@given(
    st.lists(st.tuples(words, st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=12),
    st.sampled_from(ENCODINGS),
    words,
    st.data(),
)
def test_other_lines_stay_as_they_were_byte_for_byte(
    lines: list[tuple[str, str]], encoding: str, word: str, data: st.DataObject
) -> None:
    text = "".join(line + end for line, end in lines)
    raw = text.encode(encoding)
    source, _ = decode(raw, "a.md")
    number = data.draw(st.integers(1, source.text.count("\n") + 1))
    added = spliced(raw, source, [Splice(number, number, (f"新{word}",))])
    again, _ = decode(added, "a.md")
    # A word may make GB18030 look like UTF-8
    if (again.encoding, again.bom) == (source.encoding, source.bom):
        assert spliced(added, again, [Splice(number, number + 1, ())]) == raw


def test_damaged_bytes_stay_where_they_are() -> None:
    raw = "第一行好好的\n".encode() + b"bad \xff\xfe here\n" + "最后一行\n".encode()
    source, _ = decode(raw, "a.md")
    assert spliced(raw, source, [Splice(4, 4, ("新",))]) == raw + "新\n".encode()


def test_a_line_after_the_last_one_without_an_end() -> None:
    raw = "一\r\n二".encode()
    source, _ = decode(raw, "a.md")
    assert spliced(raw, source, [Splice(3, 3, ("三",))]) == "一\r\n二\r\n三".encode()


def test_a_note_that_is_gone_is_not_made_anew(tmp_path: Path) -> None:
    with pytest.raises(WritingRefused, match="找不到"):
        change_notes(tmp_path, {NOTE: lines_edit(NOTE, lambda source: [])}, command="done")
