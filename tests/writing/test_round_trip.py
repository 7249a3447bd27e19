"""Random notes in every encoding and line ending: what an edit does not mean to change stays byte for byte."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmkb.files.text import decode
from cmkb.model.note import SourceFile
from cmkb.model.settings import Settings
from cmkb.playbooks.loader import load_playbook
from cmkb.reading.note import read_note
from cmkb.reading.vocabulary import vocabulary_of
from cmkb.writing.exact_text import spliced
from cmkb.writing.front_edit import front_splices
from cmkb.writing.journal_lines import NewRecord, records_edit
from cmkb.writing.plan_day import Planned, plan_edit
from cmkb.writing.refused import WritingRefused
from cmkb.writing.said_record import Speech, said_record
from cmkb.writing.summary import summary_edit
from cmkb.writing.task_edits import Wanted, done_edit, snooze_edit

PLAYBOOK, _ = load_playbook("bank-personal")
SETTINGS = Settings()
DAY = date(2026, 11, 23)
JOURNAL = "journal/2026/2026-11-23.md"
LINES = (
    "## 记录", "## 计划", "## 总结", "## 早会", "# 标题", "- 10:15 电话 [[李强]] 同意 [时长:: 3]", "- 传单 50", "    - 改进: 太快",
    "  续行", "正文一句", "", "", "\t缩进", "| 时间 | 方式 | 客户 |", "|---|---|---|", "| 15:30 | 电话 | [[李强]] |", "> 引用",
    "%% 私下 %%", "<!-- cmkb:plan 2026-11-23 -->", "<!-- /cmkb -->", "- [ ] 送资料 📅 2026-11-23", "- [x] 做过 ✅ 2026-11-20",
    "```", "---", "记录", "===", "　全角开头", "行尾空格  ", "- 电话 ↪ [[赵敏]]", "1. 第一", "- 有效电话 12",
)  # fmt: skip
HEADS = ("", "", "---\ndate: 2026-11-23\n---\n", "---\n报岗： 07:50\n---\n")
ENCODINGS = ("utf-8", "utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be")
ENDS = ("\n", "\r\n", "\r")


def note(seed: int) -> bytes:
    chance = random.Random(seed)
    end = chance.choice(ENDS)
    mixed = chance.random() < 0.2
    lines = [chance.choice(LINES) for _ in range(chance.randrange(0, 20))]
    text = "".join(line + (chance.choice(ENDS) if mixed else end) for line in lines)
    text = chance.choice(HEADS).replace("\n", end) + text
    if chance.random() < 0.3:
        text = text.rstrip("\r\n")
    encoding = chance.choice(ENCODINGS)
    raw = text.encode(encoding)
    return b"\xfe\xff" + raw if encoding == "utf-16-be" else raw


def lines_of(data: bytes) -> list[str]:
    """With their ends, in the encoding that they have."""
    source, _ = decode(data, JOURNAL)
    mark = {"utf-8": 3 if source.bom else 0, "gb18030": 0}.get(source.encoding, 2)
    return re.findall(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+\Z", data[mark:].decode(source.encoding))


def kept(old: bytes, new: bytes) -> bool:
    """All lines of old are in new, in order, with their ends; the last one may have got one."""
    before, after = lines_of(old), iter(lines_of(new))
    source = [decode(data, JOURNAL)[0] for data in (old, new)]
    same = not old or (source[0].encoding, source[0].bom) == (source[1].encoding, source[1].bom)
    whole = all(any(line == other for other in after) for line in before[:-1])
    return same and whole and (not before or any(other.startswith(before[-1]) for other in after))


def record(said: str) -> NewRecord:
    speech = Speech(vocabulary_of(PLAYBOOK), DAY, None, lambda name, kind: None)
    made = said_record(speech, PLAYBOOK.kinds["电话"], said)
    made.people = ("李强",)
    return NewRecord(made)


EDITS = {
    "log": records_edit(JOURNAL, DAY, [record("同意来 3分 周三15:00 网点")], PLAYBOOK, SETTINGS, ""),
    "plan": plan_edit(
        JOURNAL, DAY, (Planned("电话 ↪ [[李强]] · 事由:到期", "李强"), Planned("↪ [[赵敏#^a]]", "赵敏", "a")), "有效电话 10",
        PLAYBOOK, SETTINGS, "",
    ),
    "close": summary_edit(JOURNAL, DAY, ["- 做成的：约到了"], PLAYBOOK, SETTINGS, ""),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
@given(seed=st.integers(0, 10**9))
def test_every_line_stays(name: str, seed: int) -> None:
    old = note(seed)
    try:
        new = EDITS[name](old)
    except WritingRefused:
        return
    assert new is not None
    assert kept(old, new)
    if name != "log":
        assert EDITS[name](new) == new, "twice is once"


@given(seed=st.integers(0, 10**9), snoozed=st.booleans())
def test_one_line_of_a_task_changes(seed: int, snoozed: bool) -> None:
    old = note(seed)
    source, _ = decode(old, JOURNAL)
    tasks = [task for task in read_note(source, PLAYBOOK, SETTINGS)[0].tasks if task.open]
    if not tasks:
        return
    wanted = Wanted(JOURNAL, tasks[0].place.line, tasks[0].text)
    edit = (snooze_edit if snoozed else done_edit)(wanted, date(2026, 11, 25), PLAYBOOK, SETTINGS)
    new = edit(old)
    assert new is not None
    before, after = lines_of(old), lines_of(new)
    assert len(before) == len(after)
    different = [number for number, (a, b) in enumerate(zip(before, after, strict=True), 1) if a != b]
    assert different == [tasks[0].place.line]


@given(
    seed=st.integers(0, 10**9),
    value=st.sampled_from(["白金", "带: 冒号", "# 井号", "[[链接]]", "0012", "是", "长" * 50]),
)
def test_a_key_is_set_and_the_others_stay(seed: int, value: str) -> None:
    head = "---\n姓名: 王芳 # 备注\n别名: [王姐, 芳芳]\n等级: 金卡\n备注: |\n  多行\n  文字\n---\n正文\n"
    end = random.Random(seed).choice(ENDS)
    encoding = random.Random(seed).choice(ENCODINGS[:4])
    old = head.replace("\n", end).encode(encoding)
    source, _ = decode(old, "clients/王芳.md")
    new = spliced(old, source, front_splices(source, {"等级": value, "uid": "a-1"}, PLAYBOOK))
    before, after = lines_of(old), lines_of(new)
    assert [line for line in before if "等级" not in line] == [
        line for line in after if "等级" not in line and "uid" not in line
    ]
    again = SourceFile("clients/王芳.md", decode(new, "clients/王芳.md")[0].text)
    assert front_splices(again, {"等级": value, "uid": "a-1"}, PLAYBOOK) == []
