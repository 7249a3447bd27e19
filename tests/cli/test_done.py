"""`cmkb done` and `cmkb snooze`: one line changes, and a repeating task comes again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTE = """
=== clients/李强.md
---
姓名: 李强
---
## 跟进

{line}
- [ ] 别的 📅 2026-11-25
"""


def changed(vault: Callable[[str], Path], cmkb: Callable[..., Any], line: str, *words: str) -> list[str]:
    """What stands in place of the line; the rest must be as it was."""
    folder = vault(NOTE.replace("{line}", line))
    file = folder / "clients/李强.md"
    before, after = file.read_text("utf-8").split(line)
    ran = cmkb(folder, *words)
    assert ran.code == 0, ran.err
    text = file.read_text("utf-8")
    assert text.startswith(before)
    assert text.endswith(after)
    new = text.removeprefix(before).removesuffix(after).split("\n")
    cmkb(folder, "undo")
    assert file.read_text("utf-8") == before + line + after
    return new


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- [ ] 送资料 📅 2026-11-23 🆔 a1", ["- [x] 送资料 📅 2026-11-23 🆔 a1 ✅ 2026-11-23"]),
        ("- [ ] 送资料 ⏫ 📅 2026-11-23 ^a1", ["- [x] 送资料 ⏫ 📅 2026-11-23 ✅ 2026-11-23 ^a1"]),
        ("* [] 送资料 🆔 a1", ["* [x] 送资料 🆔 a1 ✅ 2026-11-23"]),
        (
            "- [ ] 送资料 [due:: 2026-11-23] [id:: a1]",
            ["- [x] 送资料 [due:: 2026-11-23] [id:: a1] [completion:: 2026-11-23]"],
        ),
        (
            "- [ ] 检视 🔁 every 2 weeks 📅 2026-11-20 🆔 a1 ^a1",
            [
                "- [ ] 检视 🔁 every 2 weeks 📅 2026-12-04",
                "- [x] 检视 🔁 every 2 weeks 📅 2026-11-20 🆔 a1 ✅ 2026-11-23 ^a1",
            ],
        ),
        (
            "- [ ] 检视 🔁 every month when done ➕ 2026-01-01 🛫 2026-11-15 📅 2026-11-20 🆔 a1",
            [
                "- [ ] 检视 🔁 every month when done 🛫 2026-12-18 📅 2026-12-23",
                "- [x] 检视 🔁 every month when done ➕ 2026-01-01 🛫 2026-11-15 📅 2026-11-20 🆔 a1 ✅ 2026-11-23",
            ],
        ),
        (
            "- [ ] 检视 🔁 每两周 📅 2026-11-20 15:00 🆔 a1 #重点",
            [
                "- [ ] 检视 🔁 每两周 📅 2026-12-04 15:00 #重点",
                "- [x] 检视 🔁 每两周 📅 2026-11-20 15:00 🆔 a1 #重点 ✅ 2026-11-23",
            ],
        ),
        (
            "- [ ] 检视 🔁 every week ⏳ 2026年11月18日 📅 2026年11月20日 🆔 a1",
            [
                "- [ ] 检视 🔁 every week ⏳ 2026-11-25 📅 2026-11-27",
                "- [x] 检视 🔁 every week ⏳ 2026年11月18日 📅 2026年11月20日 🆔 a1 ✅ 2026-11-23",
            ],
        ),
    ],
)
def test_a_task_is_ticked_off(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], line: str, expected: list[str]
) -> None:
    assert changed(vault, cmkb, line, "done", "a1") == expected


@pytest.mark.parametrize(
    ("line", "when", "expected"),
    [
        ("- [ ] 送资料 📅 2026-11-23 🆔 a1", "下周一", "- [ ] 送资料 📅 2026-11-30 🆔 a1"),
        ("- [ ] 送资料 ⏳ 2026-11-23 🆔 a1", "3天后", "- [ ] 送资料 ⏳ 2026-11-26 🆔 a1"),
        (
            "- [ ] 送资料 [due:: 2026-11-23] [id:: a1]",
            "in 3 days",
            "- [ ] 送资料 [due:: 2026-11-26] [id:: a1]",
        ),
        ("- [ ] 送资料 🆔 a1", "tomorrow", "- [ ] 送资料 🆔 a1 📅 2026-11-24"),
        ("- [ ] 送资料 📅 2026-11-23 🆔 a1 ^x", "T+1", "- [ ] 送资料 📅 2026-11-24 🆔 a1 ^x"),
    ],
)
def test_a_task_is_put_off(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], line: str, when: str, expected: str
) -> None:
    assert changed(vault, cmkb, line, "snooze", "a1", *when.split()) == [expected]


def test_numbers_of_the_last_list(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    folder = vault(NOTE.replace("{line}", "- [ ] 先 📅 2026-11-20"))
    listed = cmkb(folder, "follow-ups").out
    assert "clients/李强.md:6 #1" in listed
    assert "clients/李强.md:7 #2" in listed
    file = folder / "clients/李强.md"
    file.write_text(
        "---\n姓名: 李强\n---\n新的一行\n" + file.read_text("utf-8").split("---\n")[2], encoding="utf-8"
    )
    assert cmkb(folder, "done", "2").code == 0
    text = file.read_text("utf-8")
    assert "- [x] 别的 📅 2026-11-25 ✅ 2026-11-23" in text
    assert "- [ ] 先" in text
    assert cmkb(folder, "done", "clients/李强.md:7").code == 0


def test_a_number_of_two_tasks_with_the_same_words_that_moved_is_refused(
    vault: Callable[[str], Path], cmkb: Callable[..., Any]
) -> None:
    folder = vault(NOTE.replace("{line}", "- [ ] 先 📅 2026-11-20\n- [ ] 先 📅 2026-11-20"))
    assert "clients/李强.md:6 #1" in cmkb(folder, "follow-ups").out
    file = folder / "clients/李强.md"
    file.write_text(file.read_text("utf-8").replace("## 跟进", "新的\n一行\n一行\n## 跟进"), encoding="utf-8")
    before = file.read_bytes()
    ran = cmkb(folder, "done", "1")
    assert (ran.code, file.read_bytes()) == (2, before)
    assert "已经不是那件事了" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done nobody", "没有找到任务“nobody”"),
        ("done 7", "没有第 7 个"),
        ("done x1", "已经划掉了"),
        ("done r1", "重复规则看不懂"),
        ("done z9", "重复规则看不懂"),  # there is no week after the last
        ("done two", "不止一个"),
        ("snooze x1 下周一", "已经划掉了"),
        ("snooze a1 改天", "看不出是哪一天"),
        ("snooze a1 2026-11-01", "已经过去了"),
        ("done a1 --date 2026-12-01", "还没到"),
    ],
)
def test_refusals(vault: Callable[[str], Path], cmkb: Callable[..., Any], words: str, said: str) -> None:
    lines = (
        "- [ ] 甲 🆔 a1\n- [x] 乙 🆔 x1\n- [ ] 丙 🔁 逢年过节 📅 2026-11-23 🆔 r1\n"
        "- [ ] 丁 🆔 two\n- [ ] 戊 🆔 two\n- [ ] 己 🔁 every week 📅 9999-12-31 🆔 z9"
    )
    folder = vault(NOTE.replace("{line}", lines))
    file = folder / "clients/李强.md"
    before = file.read_bytes()
    ran = cmkb(folder, *words.split())
    assert (ran.code, said in ran.err) == (2, True), ran.err
    assert file.read_bytes() == before


@pytest.mark.parametrize("date", ["📅 2026-13-45", "📅 下回", "⏳ 改天 📅 2026-11-20", "[due:: 2026-02-30]"])
def test_a_repeating_task_with_an_unreadable_date_came_again_with_the_same_one(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], date: str
) -> None:
    folder = vault(NOTE.replace("{line}", f"- [ ] 检视 🔁 every week {date}\n- [ ] 送花 {date}"))
    file = folder / "clients/李强.md"
    before = file.read_text("utf-8")
    ran = cmkb(folder, "done", "检视")
    assert ran.code == 2
    assert "clients/李强.md 的日期看不懂，排不出下一次，没有写：先改好日期" in ran.err
    assert file.read_text("utf-8") == before
    assert cmkb(folder, "done", "送花").code == 0  # nothing comes of it
    assert "- [x] 送花" in file.read_text("utf-8")


WORDS = NOTE.replace(
    "{line}", "- [ ] 送三个月定期的资料 📅 2026-11-23\n- [x] 送花 ✅ 2026-11-20\n- [ ] 送礼品 📅 2026-11-24"
)


@pytest.mark.parametrize("said", ["资料", "三个月 资料", "送三个月定期的资料"])
def test_a_task_is_ticked_off_by_its_words(
    vault: Callable[[str], Path], cmkb: Callable[..., Any], said: str
) -> None:
    folder = vault(WORDS)
    ran = cmkb(folder, "done", said)
    assert (ran.code, ran.err) == (0, "")
    assert "- [x] 送三个月定期的资料 📅 2026-11-23 ✅ 2026-11-23" in (folder / "clients/李强.md").read_text(
        "utf-8"
    )


def test_words_of_two_open_tasks_are_no_guess(vault: Callable[[str], Path], cmkb: Callable[..., Any]) -> None:
    """One that is done is not meant, and one that says nothing but the words is."""
    folder = vault(WORDS)
    ran = cmkb(folder, "snooze", "送", "明天")
    assert ran.code == 2
    assert "clients/李强.md:6 送三个月定期的资料" in ran.err
    assert "clients/李强.md:8 送礼品" in ran.err
    assert "送花" not in ran.err
    assert cmkb(folder, "done", "别的").code == 0
    assert cmkb(folder, "done", "没有这件事").code == 2
