"""Every problem cmkb can report: severity, whether `check --fix` mends it, and its sentence in both languages.

A text's key is its stable code, with a suffix where one code has several sentences (`F4.tab`).
Sentences say what is wrong and how to mend it. `{…}` are the problem's params; values of a block that
could not be parsed never go into them. Codes are those of the data model's lint rules.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    severity: str  # error | warning | info
    fixable: bool
    zh: str
    en: str


def _error(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("error", fixable, zh, en)


def _warning(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("warning", fixable, zh, en)


def _info(zh: str, en: str, fixable: bool = False) -> Code:
    return Code("info", fixable, zh, en)


CODES: dict[str, Code] = {
    # --- files -------------------------------------------------------------------------------------------
    # --- front matter ------------------------------------------------------------------------------------
    # --- values ------------------------------------------------------------------------------------------
    # --- tasks -------------------------------------------------------------------------------------------
    "T1": _warning(
        "日期后面还有别的内容，Obsidian 就读不到这个日期：把这些内容移到日期符号前面",
        "something stands after the date, so Obsidian does not read it: move it before the date's sign",
        fixable=True,
    ),
    "T1.date": _warning(
        "Obsidian 读不懂「{written}」：日期写成 {right}",
        "Obsidian does not read {written}: write the date as {right}",
        fixable=True,
    ),
    "T2": _warning(
        "Obsidian 读不懂「{written}」：写成 {right}",
        "Obsidian does not read {written}: write {right}",
        fixable=True,
    ),
    "T2.unknown": _warning(
        "看不懂重复规则「{written}」：写成例如 every week、every 2 weeks、every month on the 15th",
        "unknown recurrence {written}: write every week, every 2 weeks, every month on the 15th …",
    ),
    "T3": _warning(
        "日志里的重复任务会在这一天的日志里不断新增：把它移到客户笔记里",
        "a repeating task in a journal keeps adding itself to that day: move it to the client's note",
    ),
    "T4": _warning(
        "重复任务没有日期，Obsidian 不知道从哪天算起：加上 📅 日期",
        "a repeating task without a date has no day to repeat from: add 📅 and a date",
    ),
    "T5": _error("没有 {written} 这一天：改成日历上有的日期", "there is no day {written}: correct the date"),
    "T5.relative": _error(
        "这篇笔记没有日期，不知道「{written}」是哪一天：写成 2026-11-27 这样的日期",
        "this note has no date that {written} could be relative to: write a date such as 2026-11-27",
    ),
    "T5.unknown": _error(
        "日期符号后面没有看得懂的日期：写成 📅 2026-11-27 这样",
        "no date is to be read after the sign: write it like 📅 2026-11-27",
    ),
    "T6": _warning(
        "任务编号 🆔 {id} 在第 {first} 行已经用过：换一个编号",
        "task id 🆔 {id} is already used on line {first}: choose another",
    ),
    "T7": _warning(
        "日期符号旁边有特殊空格，Obsidian 会读不到：换成普通空格",
        "a special space stands by a sign, so Obsidian may not read it: make it an ordinary space",
        fixable=True,
    ),
    "T7.variant": _info(
        "符号后面带有看不见的变体字符（U+FE0F），旧版 Obsidian Tasks 会读不到：去掉它",
        "an invisible variation selector (U+FE0F) follows the sign, which older Obsidian Tasks do not read: remove it",
        fixable=True,
    ),
    # --- records -----------------------------------------------------------------------------------------
    "L4": _warning(
        "这一行不是以活动方式开头，没有算作记录：以 电话、短信、需求面谈 等开头（「{word}」不是）",
        "this line names no kind of activity, so it is no record: begin with one ({word} is none)",
    ),
    "L4.near": _warning(
        "没有叫「{word}」的活动方式，这一行没有算作记录：是不是想写「{near}」？",
        "there is no kind of activity {word}, so this is no record: did you mean {near}?",
    ),
    "L4.words": _info(
        "「{word}…」没有以活动方式开头，当作普通文字，不计入记录",
        "{word} … begins with no kind of activity: it is kept as text and counts as no record",
    ),
    "L4.time": _warning("「{written}」不是一天里的时间：写成 15:00", "{written} is no time of day: write it like 15:00"),
    "L4.table": _info(
        "这个表格没有「方式」一列，没有读作记录：加上这一列，写 电话、短信 等",
        "this table has no column for the kind of activity, so its rows are no records: add one",
    ),
    "L4.twice": _warning("「{key}」写了两次而且内容不同：只留一个", "{key} is written twice and differs: keep one"),
    "Y7.field": _warning("没有叫「{key}」的字段：是不是想写「{near}」？", "there is no field {key}: did you mean {near}?"),
    "D1": _error(
        "这篇日志没有日期：文件名写成 2026-11-23.md，或在开头写 date: 2026-11-23",
        "this journal has no date: name the file like 2026-11-23.md, or write date: 2026-11-23 at its head",
    ),
    "D1.name": _warning(
        "开头写的日期是 {date}，文件名却是 {name}：改成同一天（现在按 {date} 算）",
        "the date at the head is {date}, the file's name says {name}: make them the same ({date} is used)",
    ),
    "I1": _warning(
        "链接用了全角括号，Obsidian 不认：写成 [[{target}]]",
        "the link has full-width brackets, which Obsidian does not read: write [[{target}]]",
        fixable=True,
    ),
    "I1.box": _warning(
        "复选框「{written}」Obsidian 不认：写成「- {right} 」，前后各一个空格",
        "Obsidian does not read the checkbox {written}: write `- {right} ` with a space on both sides",
        fixable=True,
    ),
    "I1.bar": _warning(
        "表格里的链接要把竖线写成 \\|，不然别的软件会在这里断开",
        "in a table write the bar of a link as \\|, or other programs end the cell there",
        fixable=True,
    ),
    "I2": _warning(
        "字段「{key}」用了全角的括号或冒号，Obsidian 不认：写成 [{key}:: …]",
        "the field {key} has full-width brackets or colons, which Obsidian does not read: write [{key}:: …]",
        fixable=True,
    ),
    "I4.heading": _warning(
        "标题的 # 或空格是全角的，别的软件不当它是标题：换成半角",
        "the heading's # or space is full-width, so other programs see no heading: make it half-width",
        fixable=True,
    ),
    "I5.heading": _warning(
        "标题的 # 后面少一个空格，别的软件不当它是标题：加上空格",
        "a space is missing after the heading's #, so other programs see no heading: add it",
        fixable=True,
    ),
    "I9.code": _warning(
        "代码块从这里开始却没有结束，后面的内容都没有读：补上结尾的 ```",
        "the code block that begins here never ends, so nothing after it is read: close it with ```",
    ),
    "I9.comment": _warning(
        "注释从这里开始却没有结束，后面的内容都没有读：补上结尾的 %% 或 -->",
        "the comment that begins here never ends, so nothing after it is read: close it with %% or -->",
    ),
    "I9.deep": _warning(
        "列表缩进超过 {most} 层，更深的各行按同一层读：减少缩进",
        "the list is nested deeper than {most} levels; deeper lines are read as one level: indent less",
    ),
    "I9.indented": _warning(
        "这一行前面有四个以上空格，会被当成代码，没有读：去掉前面的空格",
        "this line begins with four spaces or more, which makes it code, so it is not read: remove them",
    ),
    # --- links -------------------------------------------------------------------------------------------
    "L1": _warning(
        "找不到 [[{target}]]：核对名字，或新建这个笔记",
        "[[{target}]] is not there: check the name, or create the note",
    ),
    "L2": _warning(
        "[[{target}]] 不止一个：改写成 {choices} 中的一个",
        "[[{target}]] may mean several notes: write one of {choices}",
    ),
    "J1": _warning(
        "{date} 已有日志 {other}：一天一个文件，请合并",
        "{date} has a journal already, {other}: keep one file a day and merge them",
    ),
    "L5": _warning(
        "记录的日期 {date} 还没到（今天 {today}）：核对日志的日期",
        "the record's date {date} has not come (today is {today}): check the journal's date",
    ),
    "L6.most": _info("{label} {value}，超过 {limit}", "{label} {value}, above {limit}"),
    "L6.least": _info("{label} {value}，不到 {limit}", "{label} {value}, below {limit}"),
    # --- options -----------------------------------------------------------------------------------------
    "S1": _error(
        "mkdocs.yml 里 cmkb 没有选项“{key}”：可用的有 {known}",
        "mkdocs.yml: cmkb has no option '{key}': it knows {known}",
    ),
    "S2.today": _error("today 要写成 2026-11-23 这样的日期", "write today as a date like 2026-11-23"),
    "S2.language": _error("language 只能是 {values}", "language is one of {values}"),
    # --- playbook ----------------------------------------------------------------------------------------
    "B1": _error(
        "不认识「{key}」：这里可以写 {known}",
        "unknown key {key}: what may stand here is {known}",
    ),
    "B1.near": _error(
        "不认识「{key}」：是不是想写「{near}」？",
        "unknown key {key}: did you mean {near}?",
    ),
    "B2.text": _error("「{key}」要写一个词或一句话", "{key} wants a word or a sentence"),
    "B2.bool": _error("「{key}」要写 true（是）或 false（否）", "{key} wants true or false"),
    "B2.number": _error("「{key}」要写一个数字", "{key} wants a number"),
    "B2.int": _error("「{key}」要写一个整数", "{key} wants a whole number"),
    "B2.list": _error("「{key}」要写成列表，例如 [甲, 乙]", "{key} wants a list, such as [a, b]"),
    "B2.mapping": _error(
        "「{key}」下面要一行一条地写「名称: 内容」，比它多缩进两格",
        "{key} wants one `name: …` a line, indented by two spaces",
    ),
    "B2.time": _error("「{key}」要写一天里的时间，例如 08:30", "{key} wants a time of day such as 08:30"),
    "B2.cadence": _error(
        "「{key}」要写联系频率，例如 10d/15d、30d、half-month、month 或 none",
        "{key} wants a cadence such as 10d/15d, 30d, half-month, month or none",
    ),
    "B2.choice": _error("「{key}」只能写 {choices}", "{key} wants one of {choices}"),
    "B3": _error("「{name}」没有定义：先在 {where} 里加上它，或改用已有的名称", "{name} is not defined in {where}"),
    "B3.near": _error(
        "「{name}」在 {where} 里没有定义：是不是想写「{near}」？",
        "{name} is not defined in {where}: did you mean {near}?",
    ),
    "B4": _error("没有叫「{name}」的工作方法：可用的有 {known}", "there is no playbook {name}: there are {known}"),
    "B4.near": _error(
        "没有叫「{name}」的工作方法：是不是想写「{near}」？",
        "there is no playbook {name}: did you mean {near}?",
    ),
    "B4.circle": _error(
        "extends 绕成了圈：{names}；去掉其中一个 extends",
        "`extends` runs in a circle, {names}: take one of them out",
    ),
    "B5": _error(
        "「{name}」同时指「{one}」和「{other}」：从其中一个的 aliases 里去掉它",
        "{name} means both {one} and {other}: take it from the aliases of one",
    ),
    "B6": _error("「{key}」缺少 {missing}：请补上", "{key} lacks {missing}: add it"),
    "B7.slot": _error("「{key}」结束早于开始：{start}–{end}", "{key} ends before it begins: {start}–{end}"),
    "B7.overlap": _warning(
        "「{key}」和「{other}」的时间重叠：错开 start 或 end",
        "{key} and {other} overlap: move a start or an end",
    ),
    "B7.range": _error("「{key}」的 least 大于 most：两个数字对调", "{key}: least is greater than most; swap them"),
    "B8": _warning(
        "没有「{key}」可以去掉：核对名称，或删掉这一行",
        "there is no {key} to take away: check the name, or delete the line",
    ),
    # --- addresses ---------------------------------------------------------------------------------------
    "A1": _warning(
        "网页地址 {address} 已被 {other} 占用，这个笔记改放在 {instead}：给文件换个名字",
        "the address {address} belongs to {other}, this note is at {instead} instead: rename the file",
    ),
}
