"""Names as typed on a Latin keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from cmkb.cached.sealed import user_key
from cmkb.pinyin import SURNAMES, pinyin_readings, to_pinyin
from cmkb.pinyin_tables import LONGEST_WORD, words


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("王芳", "wang fang"),
        ("欧阳雪", "ou yang xue"),
        ("吕布", "lv bu"),
        ("稳盈90天", "wen ying 90 tian"),
        ("ＦＡＢ呈现", "fab cheng xian"),
        ("存单到期邀约", "cun dan dao qi yao yue"),
        ("John Smith", "john smith"),
        ("🙂", ""),
        ("", ""),
    ],
)
def test_syllables_stand_between_spaces(name: str, typed: str) -> None:
    assert to_pinyin(name) == typed


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单文娟", "shan wen juan"),
        ("曾宪明", "zeng xian ming"),
        ("仇英", "qiu ying"),
        ("解晓东", "xie xiao dong"),
        ("万俟雪", "mo qi xue"),
        ("尉迟恭", "yu chi gong"),
    ],
)
def test_a_surname_has_its_own_reading(name: str, typed: str) -> None:
    assert to_pinyin(name) == typed


@pytest.mark.parametrize(
    ("word", "typed"), [("单位", "dan wei"), ("查询", "cha xun"), ("解决", "jie jue"), ("银行", "yin hang")]
)
def test_a_word_that_begins_like_a_surname_keeps_its_reading(word: str, typed: str) -> None:
    assert to_pinyin(word) == typed


@pytest.mark.parametrize("own", ["Shàn Wénjuān", "shan wen juan", "ＳＨＡＮ wenjuan", "Shàn"])
def test_the_notes_own_pinyin_wins_and_may_be_the_surname_only(own: str) -> None:
    assert to_pinyin("单文娟", own) == "shan wen juan"


def test_both_readings_of_a_heteronym_are_found() -> None:
    assert pinyin_readings("单文娟") == ("shan wen juan", "dan wen juan")
    assert pinyin_readings("李乐") == ("li le", "li yue")
    assert pinyin_readings("王芳") == ("wang fang",)


def test_surnames_are_single_characters_with_a_plain_reading() -> None:
    assert all(len(name) == 1 and typed.isascii() and typed.isalpha() for name, typed in SURNAMES.items())


def test_words_are_read_as_the_package_reads_them() -> None:
    """Ours are a shorter table of the same; surnames, which may begin a word of two or three, have readings of their own."""
    words = [word for word in phrases_dict if 3 < len(word) <= LONGEST_WORD][::11]
    assert len(words) > 1000
    assert [word for word in words if to_pinyin(word) != " ".join(lazy_pinyin(word))] == []


def test_a_damaged_table_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_STATE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    user_key.cache_clear()
    words.cache_clear()
    try:
        known = words()
        (kept,) = (tmp_path / "cmkb" / "pinyin").iterdir()
        kept.write_bytes(kept.read_bytes()[:-9])
        words.cache_clear()
        assert words() == known
        assert known["银行"] == "yin hang"
    finally:
        user_key.cache_clear()
        words.cache_clear()


@given(st.text(), st.text())
def test_any_name_becomes_letters_digits_and_single_spaces(name: str, own: str) -> None:
    for reading in (to_pinyin(name, own), *pinyin_readings(name, own)):
        assert reading == " ".join(reading.split())
        assert all(part.isascii() and part.isalnum() for part in reading.split())
