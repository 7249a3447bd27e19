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
    "I6": _warning(
        "文件不是 UTF-8 编码（像是 {encoding}），Obsidian 会显示乱码：用编辑器另存为 UTF-8",
        "the file is not UTF-8 (it looks like {encoding}) and other programs will garble it: save it as UTF-8",
        fixable=True,
    ),
    "I7": _info(
        "文件开头有看不见的 BOM 标记：另存为“UTF-8（无 BOM）”",
        "the file begins with an invisible byte order mark: save it as UTF-8 without BOM",
        fixable=True,
    ),
    "N1.link": _info(
        "这是一个链接，指向别处的文件，没有读：把文件本身放进笔记库",
        "a symbolic link, not followed: put the file itself into the vault",
    ),
    "N1.folder_link": _warning(
        "这个文件夹是一个链接，里面的笔记没有读：把文件夹本身放进笔记库",
        "this folder is a symbolic link and its notes were not read: put the folder itself into the vault",
    ),
    "N1.conflict": _info(
        "这是同步软件留下的冲突副本，没有读：把需要的内容并回原笔记，再删掉它",
        "a conflict copy of a sync program, not read: merge what you need into the note, then delete it",
    ),
    "N1.backup": _info(
        "这是编辑器留下的备份或临时文件，没有读：不需要就删掉",
        "an editor's backup or temporary file, not read: delete it when you do not need it",
    ),
    "N1.special": _info(
        "这不是普通文件（管道或设备），没有读：把它移出笔记库",
        "not an ordinary file (a pipe or a device), not read: move it out of the vault",
    ),
    "N1.txt": _warning(
        "文件名多了 .txt，没有当作笔记来读：去掉末尾的 .txt",
        "the name ends in .md.txt, so this is read as no note: take the .txt away",
    ),
    "N1.name": _warning(
        "文件名里有不能显示的字符，没有读：给文件换个名字",
        "the file's name holds characters that cannot be shown, not read: rename it",
    ),
    "N1.twin": _warning(
        "有两个文件的名字看起来一模一样，只读了其中一个：给另一个换个名字",
        "two files have names that look the same and only one was read: rename the other",
    ),
    "N1.folder": _info(
        "文件夹“{folder}”里的笔记没有读：要读就在 mkdocs.yml 的 folders 里加上它，或把笔记移进 clients 等文件夹",
        "the notes in {folder} are not read: name the folder under `folders` in mkdocs.yml, or move the notes",
    ),
    "N2": _error(
        "文件超过 {limit} MB，只读了开头：把它拆成几个文件",
        "the file is over {limit} MB and only its beginning was read: split it",
    ),
    "N3": _error(
        "有 {count} 处字节损坏，读不出来，已用 � 代替：用备份恢复，或在编辑器里改正后保存为 UTF-8",
        "{count} places are damaged and shown as �: restore a backup, or mend them and save as UTF-8",
    ),
    "N4": _warning(
        "有 {count} 个看不见的控制字符（第一个在这里），已用 � 代替：删掉它们",
        "{count} invisible control characters (the first is here) are shown as �: delete them",
    ),
    "N5": _error(
        "文件读不出来（{reason}）：检查权限，或先关掉占用它的程序",
        "the file cannot be read ({reason}): check its rights, or close the program that holds it",
    ),
    # --- front matter ------------------------------------------------------------------------------------
    "F1.blank": _error(
        "属性区（---）前面有空行或看不见的字符：删掉，让 --- 成为第一行",
        "blank lines or invisible characters stand before the front matter: make --- the first line",
        fixable=True,
    ),
    "F1.text": _error(
        "属性区（---）前面有文字：把文字移到属性区下面，让 --- 成为第一行",
        "text stands before the front matter: move it below, so that --- is the first line",
        fixable=True,
    ),
    "F1.dashes": _error(
        "属性区的开头不是三个英文减号：改成 ---",
        "the front matter does not begin with three ASCII hyphens: write ---",
        fixable=True,
    ),
    "F1.fence": _error(
        "属性写在了最上面，却没有用 --- 围起来：在它们上面和下面各加一行 ---",
        "keys stand at the top without --- around them: add a line --- above and below",
        fixable=True,
    ),
    "F2": _error(
        "属性区没有结束：在最后一个属性下面加一行 ---",
        "the front matter has no end: add a line --- below its last key",
    ),
    "F2.late": _error(
        "从这里起像是正文：属性区大概没有结束，在这一行上面加一行 ---",
        "this looks like the body: the front matter has probably no end, add a line --- above this one",
    ),
    "F3.list": _error(
        "属性区里是一个列表，应当每行写“名称: 内容”：去掉行首的 - ",
        "the front matter is a list; write `key: value` lines: take the leading hyphens away",
    ),
    "F3.text": _error(
        "属性区里没有“名称: 内容”：每行写一个，冒号用英文的，后面空一格",
        "the front matter holds no `key: value` lines: write one a line, with a space after the colon",
    ),
    "F4.syntax": _error(
        "属性区从这里起读不懂：每行写“名称: 内容”，内容里有符号时用英文引号括起来",
        "the front matter cannot be read from here: write `key: value` lines and quote values with signs",
    ),
    "F4.tab": _error("这一行用了 Tab 缩进：换成空格", "this line is indented with a tab: use spaces"),
    "F4.quote": _error("引号没有成对：补上另一个英文引号", "a quotation mark has no partner: close it"),
    "F4.after_quote": _error(
        "引号后面还有文字：把整个内容括进一对引号，或去掉引号",
        "text follows a closing quotation mark: quote the whole value, or not at all",
    ),
    "F4.colon": _error(
        "一行里有第二个“: ”：给内容加上英文引号",
        "a second colon stands in the line: put the value in quotation marks",
    ),
    "F4.no_colon": _error(
        "这一行没有英文冒号：写成“名称: 内容”，或删掉这一行",
        "this line has no colon: write `key: value`, or delete it",
    ),
    "F4.indent": _error(
        "缩进对不上：同一级的行要从同一列开始",
        "the indentation does not fit: lines of one level begin in one column",
    ),
    "F4.bracket": _error(
        "括号没有配对，或里面少了英文逗号：检查 [ ] 和 {{ }}",
        "a bracket has no partner, or a comma is missing: check [ ] and {{ }}",
    ),
    "F4.reserved": _error(
        "内容不能以 @ % ` 开头：给内容加上英文引号",
        "a value cannot begin with @ % or `: put it in quotation marks",
    ),
    "F4.star": _error(
        "内容不能以 * & ! 开头：给内容加上英文引号",
        "a value cannot begin with * & or !: put it in quotation marks",
    ),
    "F4.tag": _error(
        "以 ! 开头的内容会被当作标记：给内容加上英文引号",
        "a value that begins with ! is a YAML tag, which is not read: put it in quotation marks",
    ),
    "F4.alias": _error(
        "以 * 开头的内容会被当作引用：给内容加上英文引号",
        "a value that begins with * is a YAML alias of nothing: put it in quotation marks",
    ),
    "F4.key": _error(
        "名称只能是一个词：带 {{ }} 或 [ ] 的内容要加英文引号",
        "a key is a single word: put values with {{ }} or [ ] in quotation marks",
    ),
    "F4.merge": _error(
        "不支持合并键 <<：把内容直接写出来", "merge keys (<<) are not read: write the keys out"
    ),
    "F4.documents": _error(
        "这里又开始了一份内容：多余的 --- 删掉",
        "a second document begins here: delete the extra ---",
    ),
    "F4.merge_marks": _error(
        "留有版本合并的标记（<<<<<<<）：保留要的内容，删掉标记",
        "marks of an unfinished merge (<<<<<<<) stand here: keep what is right and delete the marks",
    ),
    "F4.control": _error(
        "有看不见的控制字符：删掉这一处，重新输入",
        "an invisible control character stands here: delete it and type the text again",
    ),
    "F4.unread": _error(
        "第 {lines} 行的属性没有读进来：改好上面的问题后再检查",
        "the keys on lines {lines} were not read: mend the problem above and check again",
    ),
    "F5": _error(
        "“{key}”写了两次（第 {first} 行已有）：合并成一个，现在用的是第一个",
        "{key} is written twice (line {first} has it): make it one; the first counts for now",
    ),
    "F6.size": _error(
        "属性区超过 64 KB：长内容移到正文里",
        "the front matter is over 64 KB: move long text into the body",
    ),
    "F6.depth": _error(
        "属性套了超过 20 层：改成一层一层的“名称: 内容”",
        "the front matter is nested deeper than 20 levels: write flat `key: value` lines",
    ),
    "F6.aliases": _error(
        "引用（*）展开后超过 100 项：把内容直接写出来",
        "aliases expand to more than 100 nodes: write the values out",
    ),
    "F7": _error(
        "“{key}”的日期不存在：核对月和日",
        "{key} is a day that does not exist: check month and day",
    ),
    "I3": _warning(
        "这里是中文冒号：改成英文冒号加一个空格",
        "a full-width colon: write an ASCII colon and a space",
        fixable=True,
    ),
    "I3.space": _warning(
        "冒号后面少了一个空格：补上空格，Obsidian 才读得到",
        "a space is missing after the colon: add it, or other programs do not see the key",
        fixable=True,
    ),
    "I4.space": _warning(
        "这里有全角空格：换成普通空格",
        "a full-width space: write an ordinary one",
        fixable=True,
    ),
    "I4.comma": _warning(
        "列表里是中文逗号：换成英文逗号", "a full-width comma in a list: write an ASCII comma", fixable=True
    ),
    "I8": _warning(
        '这里是中文引号：换成英文引号 "…"，或去掉',
        'curly quotation marks: write straight ones ("…"), or none',
        fixable=True,
    ),
    "Y1": _warning(
        '[[链接]] 没有加引号：写成 "[[名字]]"',
        'a [[link]] without quotation marks: write "[[name]]"',
        fixable=True,
    ),
    "Y1.hash": _warning(
        "# 开头的内容会被当作注释：给它加上英文引号",
        "what begins with # is a comment to YAML: put it in quotation marks",
        fixable=True,
    ),
    "Y2": _warning(
        "以 0 开头的数字会被别的程序改掉：加上英文引号",
        "other programs change a number with a leading zero: put it in quotation marks",
        fixable=True,
    ),
    "Y4": _warning(
        "这么长的数字会被别的程序四舍五入：加上英文引号",
        "other programs round a number this long: put it in quotation marks",
        fixable=True,
    ),
    "Y7": _warning(
        "没有“{key}”这个属性：是不是想写“{near}”？",
        "unknown key {key}: did you mean {near}?",
    ),
    "Y8": _error(
        "“{key}”用两个名称写了不同的内容（第 {first} 行也有）：留下对的那个",
        "{key} stands here under another name with another value (see line {first}): keep the right one",
    ),
    "Y9": _info(
        "“{written}”这个属性现在叫“{right}”：照旧读得到，改成新名字更好",
        "{written} is now called {right}: it is still read, the new name is better",
        fixable=True,
    ),
    # --- values ------------------------------------------------------------------------------------------
    "I4": _info(
        "“{key}”用了全角字符：写成 {written}，别的程序才读得懂",
        "{key} is written in full width: write {written} for other programs",
        fixable=True,
    ),
    "T5.value": _error(
        "“{key}”的日期不存在：核对月和日",
        "{key} is a day that does not exist: check month and day",
    ),
    "Y3": _info(
        "“{key}”的日期写成 {written}，Obsidian 才认作日期",
        "{key}: written as {written}, Obsidian reads it as a date too",
        fixable=True,
    ),
    "Y5": _info(
        "“{key}”写成 {written}，Obsidian 才认作数字",
        "{key}: written as {written}, Obsidian reads it as a number too",
        fixable=True,
    ),
    "Y5.about": _info(
        "“{key}”是约数，按 {written} 计算",
        "{key} is an estimate and counts as {written}",
    ),
    "Y6.num": _error("“{key}”要写一个数字，例如 3 或 3.5", "{key} wants a number such as 3 or 3.5"),
    "Y6.money": _error(
        "“{key}”要写一个金额，例如 200000 或 20万",
        "{key} wants an amount such as 200000 or 20万",
    ),
    "Y6.bool": _error("“{key}”要写 true（是）或 false（否）", "{key} wants true or false"),
    "Y6.bool_word": _info(
        "“{key}”写成 {written}，Obsidian 才认作勾选",
        "{key}: written as {written}, Obsidian reads it as a tick box too",
        fixable=True,
    ),
    "Y6.date": _error(
        "“{key}”看不出是哪一天：写成 2026-03-01 这样的日期",
        "{key} names no day: write a date such as 2026-03-01",
    ),
    "Y6.year": _error(
        "“{key}”没有写年份：写成 2026-03-01 这样的日期",
        "{key} names no year: write a date such as 2026-03-01",
    ),
    "Y6.dt": _error(
        "“{key}”看不出是什么时候：写成 2026-03-01 15:00 这样，下午3点要写“下午”",
        "{key} names no time: write it like 2026-03-01 15:00, or say 3 pm",
    ),
    "Y6.time": _error(
        "“{key}”看不出是几点：写成 15:00，或写“下午3点”",
        "{key} names no time of day: write 15:00 or 3 pm",
    ),
    "Y6.time_word": _info("“{key}”写成 {written} 更清楚", "{key}: {written} is clearer", fixable=True),
    "Y6.lunar": _error(
        "“{key}”看不出是农历哪一天：写成 02-23、闰06-08 或 二月廿三",
        "{key} is no lunar day: write 02-23, 闰06-08 or 二月廿三",
    ),
    "Y6.monthday": _error(
        "“{key}”要写月和日：例如 04-17 或 4月17日",
        "{key} wants a month and a day such as 04-17",
    ),
    "Y6.no_year": _info(
        "“{key}”只用月和日，年份没有用上：写成 {written}",
        "{key} takes a month and a day, the year is not used: write {written}",
    ),
    "Y6.cadence": _error(
        "“{key}”看不出多久联系一次：写成 10d/15d、30d、half-month、month 或 none",
        "{key} is no cadence: write 10d/15d, 30d, half-month, month or none",
    ),
    "Y6.cadence_channel": _warning(
        "“{key}”里的“{word}”不是联系方式，这一段不起作用：写成例如 10d/15d，电话 30d",
        "{word} in {key} is no channel and counts for nothing: write 10d/15d, 电话 30d",
    ),
    "Y6.enum": _error("“{key}”只能是：{choices}", "{key} is one of: {choices}"),
    "Y6.phone": _error(
        "“{key}”里有不像电话的内容：核对位数",
        "{key} holds something that is no phone number: check its digits",
    ),
    "Y6.phone_words": _info(
        "“{key}”只取了号码，旁边的文字没有用上：写到别的属性或正文里",
        "{key}: only the numbers are used: write the words elsewhere",
    ),
    "Y6.one": _error("“{key}”只能有一个：留下一个", "{key} takes one value: keep one"),
    "Y6.link_words": _info(
        "“{key}”只取了链接，旁边的文字没有用上：写到正文里",
        "{key}: only the link is used: write the words in the body",
    ),
    "Y6.nested": _error(
        "“{key}”里不能再套“名称: 内容”：写成一行，有 {{ }} 或冒号时加英文引号",
        "{key} cannot hold further keys: write one line, and quote values with {{ }} or colons",
    ),
    "Y6.visibility": _error(
        "“{key}”只能写 private（自己看）或 team（团队可见）：在改正以前按 private 处理",
        "{key} is private or team, exactly: until it is mended the note is private",
    ),
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
    "T6.other": _warning(
        "任务编号 🆔 {id} 在 {other} 已经用过：换一个编号",
        "task id 🆔 {id} is already used at {other}: choose another",
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
    "L4.bullet": _warning(
        "这条记录前面少了“- ”，别的软件会把它和上一行连在一起：在行首加上“- ”",
        "this record lacks its `- `, so other programs join it to the line above: put `- ` before it",
        fixable=True,
    ),
    "L4.time": _warning(
        "「{written}」不是一天里的时间：写成 15:00", "{written} is no time of day: write it like 15:00"
    ),
    "L4.table": _info(
        "这个表格没有「方式」一列，没有读作记录：加上这一列，写 电话、短信 等",
        "this table has no column for the kind of activity, so its rows are no records: add one",
    ),
    "L4.twice": _warning(
        "「{key}」写了两次而且内容不同：只留一个", "{key} is written twice and differs: keep one"
    ),
    "Y7.field": _warning(
        "没有叫「{key}」的字段：是不是想写「{near}」？", "there is no field {key}: did you mean {near}?"
    ),
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
    "I5": _info(
        "「#{tag}」前面没有空格，Obsidian 不认它是标签：在 # 前面加一个空格",
        "there is no space before #{tag}, so Obsidian sees no tag: put a space before the #",
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
    "L1.name": _info(
        "没有客户「{name}」的笔记，这一行进不了任何人的时间线：核对名字，或新建客户",
        "no client's note is called {name}, so this line is on no timeline: check the name, or create the client",
    ),
    "L2": _warning(
        "[[{target}]] 不止一个：改写成 {choices} 中的一个",
        "[[{target}]] may mean several notes: write one of {choices}",
    ),
    "L3": _info(
        "提到了「{name}」却没有链接，这一行进不了这位客户的时间线：写成 {links}",
        "{name} is mentioned without a link, so the line is not on the client's timeline: write {links}",
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
    # --- talk tracks -------------------------------------------------------------------------------------
    "K1": _warning(
        "客户答「{answer}」以后没有写怎么办：在后面写 → 和要说的话，或 → [[#^q2]] 这样的下一句",
        "nothing follows the answer {answer}: write → and what to say, or → [[#^q2]] for the next question",
    ),
    "K2": _warning(
        "找不到 ^{id}：在要接的那一句末尾写上 ^{id}，或改成已有的编号",
        "there is no ^{id}: put ^{id} at the end of the line it should lead to, or name one that is there",
    ),
    "K2.heading": _warning(
        "「{note}」里没有标题“{heading}”：核对标题，或新写一段",
        "{note} has no heading {heading}: check its words, or write the part",
    ),
    "K3": _warning(
        "走不到这一句「{step}」：在前面的「若 … →」里链接它，或删掉它",
        "no answer leads to {step}: link it from a branch above, or delete it",
    ),
    "K4": _warning(
        "从「{step}」起绕成了圈，怎么答都出不来：给其中一句加一个结束的「若 … →」",
        "from {step} on the flow goes round without an end: give one of its questions a branch that ends",
    ),
    "K5": _info(
        "问了「{step}」却没有写客户会怎么答：在下面缩进写「- 若 … → …」",
        "the question {step} has no answers: write `- 若 … → …` beneath it, indented",
    ),
    "K5.objection": _warning(
        "异议「{title}」没有写怎么答：在下面写「- 答:…」",
        "the objection {title} has no answer: write `- 答:…` beneath it",
    ),
    "K6": _warning(
        "没有什么能填进变量「{name}」：改用 称呼、产品、到期日 等，或在 playbook.yml 的 talk: variables 里加上它",
        "nothing fills the variable {name}: use a field's name, or add it to `talk: variables` of playbook.yml",
    ),
    "K6.near": _warning(
        "没有什么能填进变量「{name}」：是不是想写「{near}」？",
        "nothing fills the variable {name}: did you mean {near}?",
    ),
    "K7": _warning(
        "异议的标题「{title}」里有 {sign}，链接不到这里：去掉它",
        "the heading {title} holds {sign}, so no link can lead here: take it out",
    ),
    "K8": _warning(
        "编号 ^{id} 在第 {first} 行已经用过：换一个",
        "^{id} is already used on line {first}: choose another",
    ),
    "K9": _warning(
        "看不懂待办的时间「{written}」：写成 +3d 电话跟进 这样",
        "no time can be read from {written}: write it like +3d call again",
    ),
    # --- compliance --------------------------------------------------------------------------------------
    "C1": _warning(
        "「{word}」不能对客户说：{instead}；确实没有这个意思的说法，写进 playbook.yml 的 compliance: unless",
        "{word} may not be said to a client: {instead}; a phrase that does not mean it belongs under `unless` of `compliance` in playbook.yml",
    ),
    "C1.plain": _warning(
        "「{word}」不能对客户说：换一种说法；确实没有这个意思的，写进 playbook.yml 的 compliance: unless",
        "{word} may not be said to a client: say it otherwise; a phrase that does not mean it belongs under `unless` of `compliance` in playbook.yml",
    ),
    "C2": _warning(
        "状态是「{status}」的话术放在共享文件夹里，团队会看到：审过以后写 状态: {approved}，或写 可见范围: private",
        "a talk track with the status {status} lies where the team reads it: have it approved ({approved}), or write visibility: private",
    ),
    "C2.expired": _warning(
        "话术 {date} 就过期了，团队还看得到：改好内容和有效期，或写 状态: 停用 和 可见范围: private",
        "the talk track ended on {date} and the team still reads it: renew it and its date, or write visibility: private",
    ),
    "C2.retired": _warning(
        "状态是「{status}」的话术还放在共享文件夹里：写 可见范围: private，或移出去",
        "a talk track with the status {status} is still shared: write visibility: private, or move it away",
    ),
    "C3": _error(
        "{product} 的风险是 {risk}，高于客户的承受能力 {level}：核对这笔成交，先重做风评或换产品",
        "{product} has the risk {risk}, above what the client may bear ({level}): check this sale, renew the risk test or change the product",
    ),
    "C4": _warning(
        "客户写明勿扰 {refused}，这里却用了「{kind}」联系：换客户接受的方式；这条记录在勿扰以前，就在客户笔记里写 勿扰起: 日期",
        "the client refused {refused}, and this is a contact by {kind}: use a channel the client allows; if the record is older than that, write no_contact_since in the client's note",
    ),
    # --- goals -------------------------------------------------------------------------------------------
    "G1": _warning(
        "看不出是哪段时间的目标：文件名或“期间”写成 2026-11、2026-W48、2026-Q4、2026-H2 或 2026",
        "cannot tell which period these goals are for: name the file, or set `period:`, like 2026-11, 2026-W48, 2026-Q4, 2026-H2 or 2026",
    ),
    "G2": _warning(
        "{period} 的目标已经写在 {other}，这一篇的没有用：并成一篇",
        "the goals of {period} already stand in {other}, and these are not used: keep them in one note",
    ),
    "G3": _warning(
        "“{word}”不是指标，这一行没有算数：可以写 {known}",
        "{word} is no KPI, and this line counts for nothing: write one of {known}",
    ),
    "G3.near": _warning(
        "“{word}”不是指标，这一行没有算数：是不是想写“{near}”？",
        "{word} is no KPI, and this line counts for nothing: did you mean {near}?",
    ),
    "G3.key": _warning(
        "没有指标叫“{key}”，这个目标没有用：可以写 {known}",
        "no KPI has the goal {key}, so it is not used: write one of {known}",
    ),
    # --- options -----------------------------------------------------------------------------------------
    "S1": _error(
        "mkdocs.yml 里 cmkb 没有选项“{key}”：可用的有 {known}",
        "mkdocs.yml: cmkb has no option '{key}': it knows {known}",
    ),
    "S1.audience": _error(
        "给谁看不写在 mkdocs.yml：给同事的网站用 cmkb build --audience team 生成，mkdocs 和 properdocs 生成的都是给自己的。去掉 audience 这一行",
        "for whom a site is built is not said in mkdocs.yml: cmkb build --audience team builds the team's, mkdocs and properdocs build your own. Remove audience",
    ),
    "S2.today": _error("today 要写成 2026-11-23 这样的日期", "write today as a date like 2026-11-23"),
    "S2.version": _error(
        "version 只能是 1 到 {newest}：更大的要用新版 cmkb，先 pip install -U cmkb",
        "version is 1 to {newest}: a vault of a newer version needs a newer cmkb, pip install -U cmkb",
    ),
    "S2.language": _error("language 只能是 {values}", "language is one of {values}"),
    "S2.editor": _error(
        "editor 只能是 {values}，或者一个地址，例如 {example}",
        "editor is one of {values}, or an address such as {example}",
    ),
    "S2.word": _error(
        "{key} 只能写一个词，不能是列表：去掉多余的 - 或 [ ]", "{key} wants one word, not a list"
    ),
    "S2.folder": _error(
        "{key} 要写笔记库里面的文件夹，例如 clients 或 资料/客户",
        "{key} wants a folder inside the vault, such as clients",
    ),
    "S2.kind": _error(
        "folders 里 {folder} 的种类只能是 {values}",
        "folders: the kind of {folder} is one of {values}",
    ),
    "S2.reason": _error(
        "{key} 每个词后面要写明理由，例如 {key}: {{高兴: 常用词}}",
        "{key} wants a reason after each word, such as {key}: {{高兴: an ordinary word}}",
    ),
    "S2.source": _error(
        "sources 的每一项写成文件夹名，或 {{path: ../团队, to: docs/scripts/团队, owner: 支行}}；库外的要写 to，同一个 to 只能用一次",
        "each of sources is a folder's name, or {{path: ../team, to: docs/scripts/team, owner: branch}}; one outside the vault wants to:, and each to: is used once",
    ),
    "S3.missing": _warning(
        "sources 里的 {source} 不在：先 git clone 到那里，或改掉这一项",
        "{source} of sources is not there: clone it, or change the entry",
    ),
    "S3.inside": _error(
        "sources 里的 {source} 和笔记库套在一起：换一个文件夹",
        "{source} of sources holds the vault, or lies in it under another name: choose another folder",
    ),
    "S3.twin": _warning(
        "“{name}”在 {other} 也有一篇，链接不知道指哪一篇：和同事商量，改掉一个的名字",
        "{other} has a note called {name} as well and a link could mean either: agree on another name for one",
    ),
    "N1.source": _warning(
        "来源 {source} 里的这个文件和前面的同名，没有读：改掉一个的名字",
        "this file of the source {source} has the place of another one and was not read: rename one of them",
    ),
    # --- what the team may see ---------------------------------------------------------------------------
    "P1.phone": _error(
        "给团队看的笔记里有一个电话号码（尾号 {tail}）：删掉，或写 visibility: private",
        "a phone number (ending in {tail}) in a note that the team gets: remove it, or write visibility: private",
    ),
    "P1.id": _error(
        "给团队看的笔记里有一个身份证号（尾号 {tail}）：删掉",
        "an ID number (ending in {tail}) in a note that the team gets: remove it",
    ),
    "P1.card": _error(
        "给团队看的笔记里有一个银行卡号（尾号 {tail}）：删掉",
        "a bank card's number (ending in {tail}) in a note that the team gets: remove it",
    ),
    "P2": _error(
        "给团队看的笔记里有客户或家人的名字、号码（{owner}）：改成“某位客户”；常用词写进 mkdocs.yml 的 common_words，并写理由",
        "a client or a relative ({owner}) is named in a note that the team gets: take the name out; an ordinary word goes into common_words of mkdocs.yml, with a reason",
    ),
    "P3": _warning(
        "{file} 放在给团队的文件夹里，却只有私人笔记用到：移到 attachments 这样的文件夹",
        "{file} lies in a shared folder but only private notes use it: move it to a folder such as attachments",
    ),
    "P4": _info(
        "笔记里存着身份证号（尾号 {tail}）：网站上不显示；业务上不需要就删掉，少存一份少一分风险",
        "an ID number (ending in {tail}) is stored: the site never shows it; remove it unless you need it",
    ),
    "P5": _warning(
        "visibility: team 在这里不起作用，不会分享：要给团队，移到 {folders}",
        "visibility: team shares nothing here: move the note to {folders} to share it",
    ),
    "P6.front": _warning(
        "开头没有完全读懂，不给团队：先照上面的提示改好",
        "not shared: the front matter was not fully understood, mend it first",
    ),
    "P6.kind": _warning(
        "这种笔记（{kind}）讲的是客户，不给团队：移到私人文件夹",
        "not shared: a note of this kind ({kind}) is about clients, move it to a private folder",
    ),
    "P6.person": _warning(
        "开头写着客户的资料（{keys}），像是放错地方的客户笔记，不给团队：移到 clients，或删掉这几行",
        "not shared: {keys} belong to a client, this looks like a client's note in the wrong folder; move it to clients, or remove these lines",
    ),
    "P6.comment": _warning(
        "注释的 %% 没有成对，分不清哪些要藏，这篇不给团队：补上另一半",
        "not shared: a %% has no partner, so nobody can tell what is to be hidden; write the other one",
    ),
    "P6.file": _warning(
        "附件 {file} 的内容没法检查，不给团队：另存为 pdf、xlsx、docx、csv 或图片",
        "the attachment {file} cannot be looked into and is not shared: save it as pdf, xlsx, docx, csv or a picture",
    ),
    "P6.picture": _warning(
        "这张图片不完整，分不清里面藏着什么（例如拍摄地点），不给团队：用看图软件打开，另存一份",
        "not shared: the picture is not whole, so nobody can tell what is in it, such as where it was taken; open it and save it anew",
    ),
    "P7.name": _error(
        "团队网站里会出现客户或家人的名字“{term}”（{owner}）：改成“某位客户”，写成 [[{term}]] 的链接也一样；如果只是常用词，在 mkdocs.yml 的 common_words 写上“{term}: 理由”",
        "the team's site would hold {term}, the name of a client or a relative ({owner}): write of a client without the name, in a link [[{term}]] too; if it is an ordinary word, write it with a reason under common_words in mkdocs.yml",
    ),
    "P7.word": _error(
        "团队网站里会出现客户的拼音或账号“{term}”（{owner}）：改掉这里；如果是常用词，在 mkdocs.yml 的 common_words 写上“{term}: 理由”",
        "the team's site would hold {term}, a client's pinyin or account ({owner}): change it here; if it is an ordinary word, write it with a reason under common_words in mkdocs.yml",
    ),
    "P7.number": _error(
        "团队网站里会出现客户的号码（尾号 {tail}，{owner}）：删掉这个号码",
        "the team's site would hold a client's number (ending in {tail}, {owner}): remove it",
    ),
    "P7.text": _error(
        "团队网站里会出现客户的资料，如地址、微信号（{owner}）：删掉；本来就人人知道的，在 mkdocs.yml 的 common_words 写上这几个字和理由",
        "the team's site would hold personal data of a client, such as an address or an account ({owner}): remove it; what everybody knows goes into common_words of mkdocs.yml, with a reason",
    ),
    "P7.tail": _error(
        "团队网站里会出现客户的名字和尾号“{term}”：删掉尾号",
        "the team's site would hold a client's name with number {term}: remove the number",
    ),
    "P7.identity": _error(
        "团队网站里会出现一个身份证号（尾号 {tail}）：不管是谁的，删掉",
        "the team's site would hold an ID number (ending in {tail}): whosever it is, remove it",
    ),
    "P7.path": _error(
        "团队网站里会出现这台电脑上的路径：改成相对路径",
        "the team's site would hold a path of this machine: make it relative",
    ),
    "P7.closed": _error(
        "这个附件打不开，没法检查有没有客户资料：去掉密码，或换一种格式；pdf 用浏览器、Word 或 WPS 重新存一份",
        "this attachment cannot be opened to look for clients: take its password off, or save it in another format; a PDF anew from a browser or an office program",
    ),
    "P8.key": _error(
        "{key} 可能读到私人笔记，给团队的网站不用它：从 mkdocs.yml 去掉。自己的网站离不开它，就给团队另建一个只放话术的笔记库",
        "{key} could read private notes, so the team's site is not built with it: remove it from mkdocs.yml, or keep a vault of talk tracks alone for the team",
    ),
    "P8.folder": _error(
        "theme.custom_dir 要是笔记库里、不放笔记的文件夹：{folder} 不行",
        "theme.custom_dir wants a folder of the vault that holds no notes, not {folder}",
    ),
    "P9": _warning(
        "这里有只给自己看的话，可这个文件夹是团队的 git 仓库，一推送全队都有：移到仓库外面的文件夹，或删掉",
        "this is private, but the folder is the team's git repository and a push gives it to all: move it out of the repository, or remove it",
    ),
    # --- holidays ----------------------------------------------------------------------------------------
    "H1": _warning(
        "假日文件里只认「休」和「班」两行，例如 休: [01-01, 02-05..02-11]",
        "a holidays file has the lines `off` and `work`, such as off: [01-01, 02-05..02-11]",
    ),
    "H2": _warning(
        "这一天看不懂，或不在 {year} 年：写 10-01，或一段 10-01..10-07",
        "no day of {year}: write 10-01, or a span 10-01..10-07",
    ),
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
    "B2.festival": _error(
        "不认识的节日「{name}」：写节日名，或名称加日期，例如 行庆 06-18、店庆 农历八月初八",
        "{name} is no known festival: write its name, or a name and a day such as 行庆 06-18, 店庆 农历八月初八",
    ),
    "B2.choice": _error("「{key}」只能写 {choices}", "{key} wants one of {choices}"),
    "B2.type": _error(
        "「{key}」的 type 是 {was}，不能改成 {type}：去掉这一行，或者另起一个名称",
        "the type of {key} is {was} and cannot become {type}: take the line out, or choose another key",
    ),
    "B3": _error(
        "「{name}」没有定义：先在 {where} 里加上它，或改用已有的名称",
        "{name} is not defined: add it to {where}, or use a name that is there",
    ),
    "B3.near": _error(
        "「{name}」在 {where} 里没有定义：是不是想写「{near}」？",
        "{name} is not defined in {where}: did you mean {near}?",
    ),
    "B4": _error(
        "没有叫「{name}」的工作方法：可用的有 {known}",
        "there is no playbook {name}: there are {known}",
    ),
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
    "B7.measure": _error(
        "「{key}」要量「{field}」，它的 type 是 {type}：应是 {wanted}（写了 before 的要时间，否则要数字或名单）",
        "{key} measures {field}, which is of type {type}: it should be {wanted} (a time where there is "
        "a before, else a number or a list)",
    ),
    "B7.range": _error(
        "「{key}」的 least 大于 most：两个数字对调",
        "{key}: least is greater than most; swap them",
    ),
    "B7.number": _error(
        "「{key}」要的数字，「{name}」记的不是数字：换一个 type 是 num 或 money 的字段",
        "{key} wants a number, and {name} holds none: name a field of type num or money",
    ),
    "B7.both": _error(
        "「{key}」写了 kpi 又写了 reminder：留一个",
        "{key} has both a kpi and a reminder: keep one",
    ),
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
