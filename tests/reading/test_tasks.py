"""Tasks in Obsidian Tasks' and Dataview's spelling, and as people type them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from drawn_notes import JOURNAL, drawn, note_of, tasks
from hypothesis import given, settings
from hypothesis import strategies as st

from cmkb.model.note import Item, Place, Task
from cmkb.reading.line import Lines
from cmkb.reading.recurrence import english_recurrence
from cmkb.reading.tasks import mended_task, read_task


def test_the_spellings_that_obsidian_reads() -> None:
    assert tasks(
        """
        ## 跟进
        - [ ] 送到期续做方案 ⏫ 📅 2026-03-27 🆔 wf01
        - [ ] 季度资产检视 🔁 every 3 months when done 📅 2026-04-20
        - [x] 寄合同 ➕ 2026-03-01 🛫 2026-03-02 ⏳ 2026-03-03 📅 2026-03-04 ✅ 2026-03-05
        - [-] 旧方案 ❌ 2026-03-05
        - [/] 14:30 需求面谈 [[王芳]] #面谈 [kpi:: 面谈] 🔽 📅 2026-03-16 ^t1
        - [ ] 等回复 ⛔ wf01,wf02 🏁 delete 📅 2026-03-16 #话术/邀约
        - [ ] 提醒 ⏰ 2026-03-16 14:00 🔺 🗓️ 2026-03-16
        - [ ] 没有日期
        """
    ) == drawn(
        """
        [ ] 送到期续做方案 | due=2026-03-27 priority=1 id=wf01
        [ ] 季度资产检视 | due=2026-04-20 every=every 3 months when done
        [x] 寄合同 | due=2026-03-04 scheduled=2026-03-03 start=2026-03-02 done=2026-03-05 created=2026-03-01
        [-] 旧方案 | cancelled=2026-03-05
        [/] 需求面谈 [[王芳]] #面谈 | due=2026-03-16 time=14:30 priority=4 block=t1 tags=面谈 links=王芳
        [ ] 等回复 | due=2026-03-16 tags=话术/邀约
        [ ] 提醒 | due=2026-03-16 time=14:00 priority=0
        [ ] 没有日期
        ! 8:31 T7.variant
        """
    )


def test_the_spellings_of_dataview() -> None:
    assert tasks(
        """
        - [ ] 送资料 [due:: 2026-11-27] [priority:: high] [repeat:: every week] [id:: a1]
        - [x] 送资料 (scheduled:: 2026-11-25) [start:: 2026-11-24] [completion:: 2026-11-26]
        - [ ] 送资料 [截止:: 2026/11/27] [重复:: 每两周]
        - [ ] 送资料 [due:: 2026-11-27 15:00]
        - [ ] 送资料 [due:: 2026-02-30]
        """
    ) == drawn(
        """
        [ ] 送资料 | due=2026-11-27 every=every week priority=1 id=a1
        [x] 送资料 | scheduled=2026-11-25 start=2026-11-24 done=2026-11-26
        [ ] 送资料 | due=2026-11-27 every=every 2 weeks
        [ ] 送资料 | due=2026-11-27 time=15:00
        [ ] 送资料
        ! 3:17 T1.date
        ! 3:35 T2
        ! 4:29 T1
        ! 5:18 T5
        """
    )


@pytest.mark.parametrize(
    ("line", "read", "problem"),
    [
        # What stands behind a date hides it from Obsidian.
        ("面谈 📅 2026-03-16 14:30", "面谈 | due=2026-03-16 time=14:30", "T1 @16"),
        ("面谈 📅 2026-03-16T14:30", "面谈 | due=2026-03-16 time=14:30", "T1 @15"),
        ("面谈 📅 2026-03-16 [kpi:: 面谈]", "面谈 | due=2026-03-16", "T1 @16"),
        ("面谈 📅 2026-03-16 带资料", "面谈 带资料 | due=2026-03-16", "T1 @16"),
        ("回访 📅 2026-03-16（重要）", "回访 （重要） | due=2026-03-16", "T1 @15"),
        ("回访 ⏫ 王姐 📅 2026-03-16", "回访 王姐 | due=2026-03-16 priority=1", "T1 @5"),
        ("回访 📅 2026-03-16 ⏰ 14:00", "回访 | due=2026-03-16 time=14:00", "T1 @16"),
        ("回访 📅 2026-03-16 [[王芳]]", "回访 [[王芳]] | due=2026-03-16 links=王芳", "T1 @16"),
        # A time before the date is fine for both.
        ("面谈 14:30 📅 2026-03-16", "面谈 | due=2026-03-16 time=14:30", ""),
        ("下午2点半 面谈 📅 2026-03-16", "面谈 | due=2026-03-16 time=14:30", ""),
        ("面谈 📅 14:30 2026-03-16", "面谈 | due=2026-03-16 time=14:30", "T1.date @11"),
        ("10点前送到 📅 2026-03-16", "10点前送到 | due=2026-03-16", ""),
        # Other ways to write a date.
        ("回访 📅 2026/3/16", "回访 | due=2026-03-16", "T1.date @5"),
        ("回访 📅 2026年3月16日", "回访 | due=2026-03-16", "T1.date @5"),
        ("回访 📅 20260316", "回访 | due=2026-03-16", "T1.date @5"),
        ("回访 📅２０２６-０３-１６", "回访 | due=2026-03-16", "T1.date @4"),
        ("回访 📅 2026-3-16 🆔 a1", "回访 | due=2026-03-16 id=a1", "T1.date @5"),
        ("回访 📅 周五", "回访", "T5.relative @5"),
        ("回访 📅 2026-02-30", "回访", "T5 @5"),
        ("回访 📅 2026/2/30 ⏫", "回访 | priority=1", "T5 @5"),
        ("回访 📅 等通知", "回访 等通知", "T5.unknown @3"),
        ("回访 📅", "回访", "T5.unknown @3"),
        # Blanks and selectors that cannot be seen.
        ("回访 📅\u00a02026-03-16", "回访 | due=2026-03-16", "T7 @4"),
        ("回访 ⏫\u00a0📅 2026-03-16", "回访 | due=2026-03-16 priority=1", "T7 @4"),
        ("回访 🆔　a1", "回访 | id=a1", "T7 @4"),
        ("回访 📅\ufe0f 2026-03-16", "回访 | due=2026-03-16", "T7.variant @3"),
        # Recurrence.
        ("回访 🔁 每两周 📅 2026-03-16", "回访 | due=2026-03-16 every=every 2 weeks", "T2 @5"),
        (
            "回访 🔁 每月（完成后） 📅 2026-03-16",
            "回访 | due=2026-03-16 every=every month when done",
            "T2 @5",
        ),
        ("回访 🔁 偶尔 📅 2026-03-16", "回访 | due=2026-03-16", "T2.unknown @5"),
        ("回访 🔁 every fortnight 📅 2026-03-16", "回访 | due=2026-03-16", "T2.unknown @5"),
        ("回访 🔁 every week", "回访 | every=every week", "T4 @0"),
        # Signs that are ornaments.
        ("已经确认 ✅", "已经确认 ✅", ""),
        ("❌ 不要 ➕ 加人", "❌ 不要 ➕ 加人", ""),
        ("`📅 2026-03-16` 是写法", "`📅 2026-03-16` 是写法", ""),
    ],
)
def test_lenient_spellings_are_read_and_located(line: str, read: str, problem: str) -> None:
    expected = [f"[ ] {read}"]
    if problem:
        code, _, offset = problem.partition(" @")
        expected.append(f"! 1:{7 + int(offset)} {code}")
    assert tasks(f"- [ ] {line}") == "\n".join(expected)


def test_in_a_journal_dates_are_relative_to_its_day() -> None:
    assert tasks("- [ ] 回访 📅 周五\n- [ ] 送资料 📅 3天后 ⏫\n- [ ] 电话 [due:: 明天]\n", JOURNAL) == drawn(
        """
        [ ] 回访 | due=2026-11-27
        [ ] 送资料 | due=2026-11-26 priority=1
        [ ] 电话 | due=2026-11-24
        ! 1:12 T1.date
        ! 2:13 T1.date
        ! 3:17 T1.date
        """
    )


def test_a_repeating_task_in_a_journal_belongs_elsewhere() -> None:
    assert tasks(
        "- [ ] 晨报 🔁 every day 📅 2026-11-23\n- [x] 旧的 🔁 every day 📅 2026-11-20\n", JOURNAL
    ) == drawn(
        """
        [ ] 晨报 | due=2026-11-23 every=every day
        [x] 旧的 | due=2026-11-20 every=every day
        ! 1:7 T3
        """
    )


def test_an_id_used_twice_is_reported_where_it_comes_again() -> None:
    assert tasks("- [ ] 甲 🆔 a1\n- [x] 乙 🆔 a2\n  - [ ] 丙 🆔 a1\n") == drawn(
        """
        [ ] 甲 | id=a1
        [x] 乙 | id=a2
        [ ] 丙 | id=a1
        ! 3:9 T6
        """
    )


def test_tasks_know_the_section_they_stand_in() -> None:
    note = note_of("- [ ] 甲\n## 计划\n- [ ] 乙\n### 下午\n- [ ] 丙\n## 杂事\n- [ ] 丁\n")
    assert [(task.text, task.section) for task in note.tasks] == [
        ("甲", ""), ("乙", "plan"), ("丙", "plan"), ("丁", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("said", "english"),
    [
        ("每天", "every day"),
        ("每日", "every day"),
        ("每个工作日", "every weekday"),
        ("工作日", "every weekday"),
        ("每周", "every week"),
        ("每个星期", "every week"),
        ("每周一", "every week on Monday"),
        ("每星期日", "every week on Sunday"),
        ("每周一、三、五", "every week on Monday, Wednesday, Friday"),
        ("每周二和周四", "every week on Tuesday, Thursday"),
        ("每两周", "every 2 weeks"),
        ("每2周", "every 2 weeks"),
        ("每隔一周", "every 2 weeks"),
        ("隔周", "every 2 weeks"),
        ("每两周的周五", "every 2 weeks on Friday"),
        ("每月", "every month"),
        ("每个月", "every month"),
        ("每三个月", "every 3 months"),
        ("每十二个月", "every 12 months"),
        ("每季度", "every 3 months"),
        ("每半年", "every 6 months"),
        ("每半个月", "every 15 days"),
        ("每年", "every year"),
        ("每月15号", "every month on the 15th"),
        ("每月1号、16号", "every month on the 1st, 16th"),
        ("每月的2日", "every month on the 2nd"),
        ("每月最后一天", "every month on the last"),
        ("每月底", "every month on the last"),
        ("每月第二个周三", "every month on the 2nd Wednesday"),
        ("每月最后一个星期五", "every month on the last Friday"),
        ("每两周完成后", "every 2 weeks when done"),
        ("每３天（完成后）", "every 3 days when done"),
        ("every 2 weeks when done", "every 2 weeks when done"),
        ("Every Monday", "Every Monday"),
        ("every month on the 15th", "every month on the 15th"),
        ("每月32号", None),
        ("每逢节日", None),
        ("每", None),
        ("偶尔", None),
        ("", None),
        ("every now and then", None),
        ("weekly", None),
    ],
)
def test_recurrence_in_english(said: str, english: str | None) -> None:
    assert english_recurrence(said) == english


@pytest.mark.parametrize(
    ("line", "mended"),
    [
        ("面谈 📅 2026-03-16 14:30", "面谈 14:30 📅 2026-03-16"),
        ("面谈 📅 2026-03-16 [kpi:: 面谈]", "面谈 [kpi:: 面谈] 📅 2026-03-16"),
        ("回访 📅 2026-03-16（重要）#老客户", "回访 （重要）#老客户 📅 2026-03-16"),
        ("回访 📅 2026-03-16（重要） #老客户", "回访 （重要） 📅 2026-03-16 #老客户"),
        ("回访 🔁 每两周 📅 2026/3/16", "回访 🔁 every 2 weeks 📅 2026-03-16"),
        ("回访 📅 周五 ⏫", "回访 📅 2026-11-27 ⏫"),
        ("回访 📅\u00a02026-03-16", "回访 📅 2026-03-16"),
        ("回访 📅\ufe0f 2026-03-16", "回访 📅 2026-03-16"),
        ("回访 📅 等通知 王姐", "回访 等通知 王姐 📅"),
        ("没有日期 [k:: v]", "没有日期 [k:: v]"),
    ],
)
def test_the_spelling_that_obsidian_reads(line: str, mended: str) -> None:
    assert mended_task(line, date(2026, 11, 23)) == mended


_PIECES = st.sampled_from(
    ["送资料", "[[王芳]]", "14:30", "⏫", "🔺", "📅 2026-03-16", "📅 2026/3/16", "⏳ 周五", "🔁 每两周", "✅ 2026-03-01",
     "🔁 every week", "🆔 a1", "#标签", "（重要）", "[kpi:: 面谈]", "📅", "📅 2026-02-30", "\u00a0", "\ufe0f", "⏰ 15:00", "`📅`"]
)  # fmt: skip
_ANCHOR = date(2026, 11, 23)


def _read(line: str) -> tuple[Task, list[str]]:
    item = Item(line, Place(1, 1), " ")
    task, problems = read_task(item, "a.md", _ANCHOR, Lines({}))
    return task, [problem.text for problem in problems if problem.fixable]


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=7))
def test_mending_a_task_keeps_what_was_read_and_leaves_nothing_to_mend(pieces: list[str]) -> None:
    line = " ".join(pieces)
    mended = mended_task(line, _ANCHOR)
    before, _ = _read(line)
    after, left = _read(mended)
    assert not left
    for name in ("due", "scheduled", "done", "recurrence", "priority", "id", "tags"):
        assert getattr(after, name) == getattr(before, name), name
    assert mended_task(mended, _ANCHOR) == mended


def _as_obsidian_reads(line: str) -> dict[str, str]:
    """From the end of the line backwards, sign by sign, until something else stands there."""
    values: dict[str, str] = {}
    line = line.strip()
    while True:
        for key, pattern in _AT_THE_END.items():
            match = re.search(pattern + r"$", line)
            if match:
                values[key] = match.group(1)
                line = line[: match.start()].strip()
                break
        else:
            return values


_DAY = r" *(\d{4}-\d{2}-\d{2})"
_AT_THE_END = {
    "priority": "([🔺⏫🔼🔽⏬])\ufe0f?",
    "due": "[📅📆🗓]\ufe0f?" + _DAY,
    "scheduled": "[⏳⌛]\ufe0f?" + _DAY,
    "done": "✅\ufe0f?" + _DAY,
    "recurrence": "🔁\ufe0f? ?([a-zA-Z0-9, !]+)",
    "id": "🆔\ufe0f? *([a-zA-Z0-9-_]+)",
    "tag": r"(?:^|\s)#([^ !@#$%^&*(),.?\":{}|<>]+)",
}


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=7))
def test_a_line_without_problems_is_one_that_obsidian_reads_the_same(pieces: list[str]) -> None:
    line = " ".join(pieces)
    task, problems = read_task(Item(line, Place(1, 1), " "), "a.md", _ANCHOR, Lines({}))
    if any(problem.code in ("T1", "T2", "T5") or problem.text == "T7" for problem in problems):
        return
    strict = _as_obsidian_reads(line)
    assert str(task.due or "") == strict.get("due", "")
    assert str(task.scheduled or "") == strict.get("scheduled", "")
    assert str(task.done or "") == strict.get("done", "")
    assert task.recurrence == strict.get("recurrence", "")
    assert task.id == strict.get("id", "")
    assert (task.priority != 3) == ("priority" in strict)
