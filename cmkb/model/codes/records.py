"""Records and links."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

RECORDS: dict[str, Code] = {
    # --- records -----------------------------------------------------------------------------------------
    "L4": warning(
        "这一行不是以活动方式开头，没有算作记录：以 电话、短信、需求面谈 等开头（「{word}」不是）",
        "this line names no kind of activity, so it is no record: begin with one ({word} is none)",
    ),
    "L4.near": warning(
        "没有叫「{word}」的活动方式，这一行没有算作记录：是不是想写「{near}」？",
        "there is no kind of activity {word}, so this is no record: did you mean {near}?",
    ),
    "L4.words": info(
        "「{word}…」没有以活动方式开头，当作普通文字，不计入记录",
        "{word} … begins with no kind of activity: it is kept as text and counts as no record",
    ),
    "L4.bullet": warning(
        "这条记录前面少了“- ”，别的软件会把它和上一行连在一起：在行首加上“- ”",
        "this record lacks its `- `, so other programs join it to the line above: put `- ` before it",
        fixable=True,
    ),
    "L4.time": warning(
        "「{written}」不是一天里的时间：写成 15:00", "{written} is no time of day: write it like 15:00"
    ),
    "L4.table": info(
        "这个表格没有「方式」一列，没有读作记录：加上这一列，写 电话、短信 等",
        "this table has no column for the kind of activity, so its rows are no records: add one",
    ),
    "L4.twice": warning(
        "「{key}」写了两次而且内容不同：只留一个", "{key} is written twice and differs: keep one"
    ),
    "Y7.field": warning(
        "没有叫「{key}」的字段：是不是想写「{near}」？", "there is no field {key}: did you mean {near}?"
    ),
    "D1": error(
        "这篇日志没有日期：文件名写成 2026-11-23.md，或在开头写 date: 2026-11-23",
        "this journal has no date: name the file like 2026-11-23.md, or write date: 2026-11-23 at its head",
    ),
    "D1.name": warning(
        "开头写的日期是 {date}，文件名却是 {name}：改成同一天（现在按 {date} 算）",
        "the date at the head is {date}, the file's name says {name}: make them the same ({date} is used)",
    ),
    "I1": warning(
        "链接用了全角括号，Obsidian 不认：写成 [[{target}]]",
        "the link has full-width brackets, which Obsidian does not read: write [[{target}]]",
        fixable=True,
    ),
    "I1.box": warning(
        "复选框「{written}」Obsidian 不认：写成「- {right} 」，前后各一个空格",
        "Obsidian does not read the checkbox {written}: write `- {right} ` with a space on both sides",
        fixable=True,
    ),
    "I1.bar": warning(
        "表格里的链接要把竖线写成 \\|，不然别的软件会在这里断开",
        "in a table write the bar of a link as \\|, or other programs end the cell there",
        fixable=True,
    ),
    "I2": warning(
        "字段「{key}」用了全角的括号或冒号，Obsidian 不认：写成 [{key}:: …]",
        "the field {key} has full-width brackets or colons, which Obsidian does not read: write [{key}:: …]",
        fixable=True,
    ),
    "I4.heading": warning(
        "标题的 # 或空格是全角的，别的软件不当它是标题：换成半角",
        "the heading's # or space is full-width, so other programs see no heading: make it half-width",
        fixable=True,
    ),
    "I5.heading": warning(
        "标题的 # 后面少一个空格，别的软件不当它是标题：加上空格",
        "a space is missing after the heading's #, so other programs see no heading: add it",
        fixable=True,
    ),
    "I5": info(
        "「#{tag}」前面没有空格，Obsidian 不认它是标签：在 # 前面加一个空格",
        "there is no space before #{tag}, so Obsidian sees no tag: put a space before the #",
    ),
    "I9.code": warning(
        "代码块从这里开始却没有结束，后面的内容都没有读：补上结尾的 ```",
        "the code block that begins here never ends, so nothing after it is read: close it with ```",
    ),
    "I9.comment": warning(
        "注释从这里开始却没有结束，后面的内容都没有读：补上结尾的 %% 或 -->",
        "the comment that begins here never ends, so nothing after it is read: close it with %% or -->",
    ),
    "I9.deep": warning(
        "列表缩进超过 {most} 层，更深的各行按同一层读：减少缩进",
        "the list is nested deeper than {most} levels; deeper lines are read as one level: indent less",
    ),
    "I9.indented": warning(
        "这一行前面有四个以上空格，会被当成代码，没有读：去掉前面的空格",
        "this line begins with four spaces or more, which makes it code, so it is not read: remove them",
    ),
    # --- links -------------------------------------------------------------------------------------------
    "L1": warning(
        "找不到 [[{target}]]：核对名字，或新建这个笔记",
        "[[{target}]] is not there: check the name, or create the note",
    ),
    "L1.name": info(
        "没有客户「{name}」的笔记，这一行进不了任何人的时间线：核对名字，或新建客户",
        "no client's note is called {name}, so this line is on no timeline: check the name, or create the client",
    ),
    "L2": warning(
        "[[{target}]] 不止一个：改写成 {choices} 中的一个",
        "[[{target}]] may mean several notes: write one of {choices}",
    ),
    "L3": info(
        "提到了「{name}」却没有链接，这一行进不了这位客户的时间线：写成 {links}",
        "{name} is mentioned without a link, so the line is not on the client's timeline: write {links}",
    ),
    "J1": warning(
        "{date} 已有日志 {other}：一天一个文件，请合并",
        "{date} has a journal already, {other}: keep one file a day and merge them",
    ),
    "L5": warning(
        "记录的日期 {date} 还没到（今天 {today}）：核对日志的日期",
        "the record's date {date} has not come (today is {today}): check the journal's date",
    ),
    "L6.most": info("{label} {value}，超过 {limit}", "{label} {value}, above {limit}"),
    "L6.least": info("{label} {value}，不到 {limit}", "{label} {value}, below {limit}"),
}
