"""`check --fix`: every mendable spelling is mended, on its line, and the note still means the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files.text import decode
from cmkb.model.codes import CODES
from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import read_note
from cmkb.writing.mending import Mended, meaning, mended
from tests.writing.mending_cases import CASES, CLIENT, JOURNAL

PLAYBOOK, _ = load_playbook("bank-personal")
SETTINGS = Settings()


def fix(text: str, path: str) -> str:
    return mended(text.encode(), path, PLAYBOOK, SETTINGS).data.decode()


@pytest.mark.parametrize(
    ("code", "path", "text", "right"), CASES, ids=[f"{n} {c[0]}" for n, c in enumerate(CASES)]
)
def test_each_mendable_spelling(code: str, path: str, text: str, right: str) -> None:
    source, _ = decode(text.encode(), path)
    assert code in [p.text for p in read_note(source, PLAYBOOK, SETTINGS)[1]], "the example has the problem"
    assert fix(text, path) == right


def test_no_mendable_code_is_without_an_example() -> None:
    shown = {case[0] for case in CASES} | {"I6", "I7", "Y9"}
    assert {text for text, code in CODES.items() if code.fixable} <= shown


def test_a_key_that_was_renamed_is_read_and_gets_its_present_name() -> None:
    own = "extends: bank-personal\nfields:\n  client:\n    tier: {renamed: [客户档次, level]}\n"
    playbook, problems = load_playbook("bank-personal", SourceFile("playbook.yml", own))
    assert not problems
    text = "---\n客户档次: 金卡 # 去年\nlevel: 金卡\n---\n"
    source, _ = decode(text.encode(), CLIENT)
    note, found = read_note(source, playbook, SETTINGS)
    assert note.get("tier") == "金卡"
    assert [p.line for p in found if p.text == "Y9"] == [2, 3]
    assert mended(text.encode(), CLIENT, playbook, SETTINGS).data.decode() == (
        "---\n等级: 金卡 # 去年\ntier: 金卡\n---\n"
    )


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_another_encoding_becomes_utf_8_with_the_same_line_ends(encoding: str) -> None:
    text = "---\r\n姓名: 王芳\n---\r\n做了三十年账的人，要看数字\r"
    assert mended(text.encode(encoding), CLIENT, PLAYBOOK, SETTINGS).data == text.encode()


def test_damaged_characters_are_left_alone() -> None:
    raw = "---\n姓名：王芳，做了三十年账的人\n---\n".encode() + b"\xff\xfe\xff"
    assert mended(raw, CLIENT, PLAYBOOK, SETTINGS).data == raw


LINES = [line for case in CASES for line in case[2].split("\n") if line] + [
    "", "正文一句", "- 10:15 电话 [[李强]] 同意 [时长:: 3]", "```", "%% 私下 %%", "> 引用 [[王芳]]", "## 记录", "## 持有", "    缩进",
]  # fmt: skip
ENDS = ("\n", "\r\n", "\r")


def shuffled(seed: int) -> bytes:
    chance = random.Random(seed)
    lines = [chance.choice(LINES) for _ in range(chance.randrange(1, 14))]
    ends = [chance.choice(ENDS)] * 3 + [chance.choice(ENDS)]
    text = "".join(line + chance.choice(ends) for line in lines)
    return text.encode(chance.choice(("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16")))


def unchanged(old: bytes, result: Mended) -> None:
    """Lines that were not mended are the same byte for byte, each with its own line end."""
    codes = {problem.code for problem in result.fixed}
    if codes & {"F1", "I6", "I7"}:  # lines move, or all characters are stored differently
        return
    before, after = old.splitlines(keepends=True), result.data.splitlines(keepends=True)
    assert len(before) == len(after)
    touched = {problem.line for problem in result.fixed}
    for number, (one, other) in enumerate(zip(before, after, strict=True), 1):
        assert number in touched or one == other


@given(st.integers(0, 10**6), st.sampled_from([CLIENT, JOURNAL]))
def test_twice_is_once_and_the_meaning_stays(seed: int, path: str) -> None:
    old = shuffled(seed)
    result = mended(old, path, PLAYBOOK, SETTINGS)
    once = result.data
    assert mended(once, path, PLAYBOOK, SETTINGS).data == once
    notes = [read_note(decode(data, path)[0], PLAYBOOK, SETTINGS)[0] for data in (old, once)]
    assert meaning(notes[0]) == meaning(notes[1])
    unchanged(old, result)
