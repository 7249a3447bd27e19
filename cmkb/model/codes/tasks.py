"""Tasks."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

TASKS: dict[str, Code] = {
    "T1": warning(
        "日期后面还有别的内容，Obsidian 就读不到这个日期：把这些内容移到日期符号前面",
        "something stands after the date, so Obsidian does not read it: move it before the date's sign",
        fixable=True,
    ),
    "T1.date": warning(
        "Obsidian 读不懂「{written}」：日期写成 {right}",
        "Obsidian does not read {written}: write the date as {right}",
        fixable=True,
    ),
    "T2": warning(
        "Obsidian 读不懂「{written}」：写成 {right}",
        "Obsidian does not read {written}: write {right}",
        fixable=True,
    ),
    "T2.unknown": warning(
        "看不懂重复规则「{written}」：写成例如 every week、every 2 weeks、every month on the 15th",
        "unknown recurrence {written}: write every week, every 2 weeks, every month on the 15th …",
    ),
    "T3": warning(
        "日志里的重复任务会在这一天的日志里不断新增：把它移到客户笔记里",
        "a repeating task in a journal keeps adding itself to that day: move it to the client's note",
    ),
    "T4": warning(
        "重复任务没有日期，Obsidian 不知道从哪天算起：加上 📅 日期",
        "a repeating task without a date has no day to repeat from: add 📅 and a date",
    ),
    "T5": error("没有 {written} 这一天：改成日历上有的日期", "there is no day {written}: correct the date"),
    "T5.relative": error(
        "这篇笔记没有日期，不知道「{written}」是哪一天：写成 2026-11-27 这样的日期",
        "this note has no date that {written} could be relative to: write a date such as 2026-11-27",
    ),
    "T5.unknown": error(
        "日期符号后面没有看得懂的日期：写成 📅 2026-11-27 这样",
        "no date is to be read after the sign: write it like 📅 2026-11-27",
    ),
    "T6": warning(
        "任务编号 🆔 {id} 在第 {first} 行已经用过：换一个编号",
        "task id 🆔 {id} is already used on line {first}: choose another",
    ),
    "T6.other": warning(
        "任务编号 🆔 {id} 在 {other} 已经用过：换一个编号",
        "task id 🆔 {id} is already used at {other}: choose another",
    ),
    "T7": warning(
        "日期符号旁边有特殊空格，Obsidian 会读不到：换成普通空格",
        "a special space stands by a sign, so Obsidian may not read it: make it an ordinary space",
        fixable=True,
    ),
    "T7.variant": info(
        "符号后面带有看不见的变体字符（U+FE0F），旧版 Obsidian Tasks 会读不到：去掉它",
        "an invisible variation selector (U+FE0F) follows the sign, which older Obsidian Tasks do not read: remove it",
        fixable=True,
    ),
}
