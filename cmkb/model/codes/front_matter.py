"""The block of keys above a note."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

FRONT_MATTER: dict[str, Code] = {
    "F1.blank": error(
        "属性区（---）前面有空行或看不见的字符：删掉，让 --- 成为第一行",
        "blank lines or invisible characters stand before the front matter: make --- the first line",
        fixable=True,
    ),
    "F1.text": error(
        "属性区（---）前面有文字：把文字移到属性区下面，让 --- 成为第一行",
        "text stands before the front matter: move it below, so that --- is the first line",
        fixable=True,
    ),
    "F1.dashes": error(
        "属性区的开头不是三个英文减号：改成 ---",
        "the front matter does not begin with three ASCII hyphens: write ---",
        fixable=True,
    ),
    "F1.fence": error(
        "属性写在了最上面，却没有用 --- 围起来：在它们上面和下面各加一行 ---",
        "keys stand at the top without --- around them: add a line --- above and below",
        fixable=True,
    ),
    "F2": error(
        "属性区没有结束：在最后一个属性下面加一行 ---",
        "the front matter has no end: add a line --- below its last key",
    ),
    "F2.late": error(
        "从这里起像是正文：属性区大概没有结束，在这一行上面加一行 ---",
        "this looks like the body: the front matter has probably no end, add a line --- above this one",
    ),
    "F3.list": error(
        "属性区里是一个列表，应当每行写“名称: 内容”：去掉行首的 - ",
        "the front matter is a list; write `key: value` lines: take the leading hyphens away",
    ),
    "F3.text": error(
        "属性区里没有“名称: 内容”：每行写一个，冒号用英文的，后面空一格",
        "the front matter holds no `key: value` lines: write one a line, with a space after the colon",
    ),
    "F4.syntax": error(
        "属性区从这里起读不懂：每行写“名称: 内容”，内容里有符号时用英文引号括起来",
        "the front matter cannot be read from here: write `key: value` lines and quote values with signs",
    ),
    "F4.tab": error("这一行用了 Tab 缩进：换成空格", "this line is indented with a tab: use spaces"),
    "F4.quote": error("引号没有成对：补上另一个英文引号", "a quotation mark has no partner: close it"),
    "F4.after_quote": error(
        "引号后面还有文字：把整个内容括进一对引号，或去掉引号",
        "text follows a closing quotation mark: quote the whole value, or not at all",
    ),
    "F4.colon": error(
        "一行里有第二个“: ”：给内容加上英文引号",
        "a second colon stands in the line: put the value in quotation marks",
    ),
    "F4.no_colon": error(
        "这一行没有英文冒号：写成“名称: 内容”，或删掉这一行",
        "this line has no colon: write `key: value`, or delete it",
    ),
    "F4.indent": error(
        "缩进对不上：同一级的行要从同一列开始",
        "the indentation does not fit: lines of one level begin in one column",
    ),
    "F4.bracket": error(
        "括号没有配对，或里面少了英文逗号：检查 [ ] 和 {{ }}",
        "a bracket has no partner, or a comma is missing: check [ ] and {{ }}",
    ),
    "F4.reserved": error(
        "内容不能以 @ % ` 开头：给内容加上英文引号",
        "a value cannot begin with @ % or `: put it in quotation marks",
    ),
    "F4.star": error(
        "内容不能以 * & ! 开头：给内容加上英文引号",
        "a value cannot begin with * & or !: put it in quotation marks",
    ),
    "F4.tag": error(
        "以 ! 开头的内容会被当作标记：给内容加上英文引号",
        "a value that begins with ! is a YAML tag, which is not read: put it in quotation marks",
    ),
    "F4.alias": error(
        "以 * 开头的内容会被当作引用：给内容加上英文引号",
        "a value that begins with * is a YAML alias of nothing: put it in quotation marks",
    ),
    "F4.key": error(
        "名称只能是一个词：带 {{ }} 或 [ ] 的内容要加英文引号",
        "a key is a single word: put values with {{ }} or [ ] in quotation marks",
    ),
    "F4.merge": error(
        "不支持合并键 <<：把内容直接写出来", "merge keys (<<) are not read: write the keys out"
    ),
    "F4.documents": error(
        "这里又开始了一份内容：多余的 --- 删掉",
        "a second document begins here: delete the extra ---",
    ),
    "F4.merge_marks": error(
        "留有版本合并的标记（<<<<<<<）：保留要的内容，删掉标记",
        "marks of an unfinished merge (<<<<<<<) stand here: keep what is right and delete the marks",
    ),
    "F4.control": error(
        "有看不见的控制字符：删掉这一处，重新输入",
        "an invisible control character stands here: delete it and type the text again",
    ),
    "F4.unread": error(
        "第 {lines} 行的属性没有读进来：改好上面的问题后再检查",
        "the keys on lines {lines} were not read: mend the problem above and check again",
    ),
    "F5": error(
        "“{key}”写了两次（第 {first} 行已有）：合并成一个，现在用的是第一个",
        "{key} is written twice (line {first} has it): make it one; the first counts for now",
    ),
    "F6.size": error(
        "属性区超过 64 KB：长内容移到正文里",
        "the front matter is over 64 KB: move long text into the body",
    ),
    "F6.depth": error(
        "属性套了超过 20 层：改成一层一层的“名称: 内容”",
        "the front matter is nested deeper than 20 levels: write flat `key: value` lines",
    ),
    "F6.aliases": error(
        "引用（*）展开后超过 100 项：把内容直接写出来",
        "aliases expand to more than 100 nodes: write the values out",
    ),
    "F7": error(
        "“{key}”的日期不存在：核对月和日",
        "{key} is a day that does not exist: check month and day",
    ),
    "I3": warning(
        "这里是中文冒号：改成英文冒号加一个空格",
        "a full-width colon: write an ASCII colon and a space",
        fixable=True,
    ),
    "I3.space": warning(
        "冒号后面少了一个空格：补上空格，Obsidian 才读得到",
        "a space is missing after the colon: add it, or other programs do not see the key",
        fixable=True,
    ),
    "I4.space": warning(
        "这里有全角空格：换成普通空格",
        "a full-width space: write an ordinary one",
        fixable=True,
    ),
    "I4.comma": warning(
        "列表里是中文逗号：换成英文逗号", "a full-width comma in a list: write an ASCII comma", fixable=True
    ),
    "I8": warning(
        '这里是中文引号：换成英文引号 "…"，或去掉',
        'curly quotation marks: write straight ones ("…"), or none',
        fixable=True,
    ),
    "Y1": warning(
        '[[链接]] 没有加引号：写成 "[[名字]]"',
        'a [[link]] without quotation marks: write "[[name]]"',
        fixable=True,
    ),
    "Y1.hash": warning(
        "# 开头的内容会被当作注释：给它加上英文引号",
        "what begins with # is a comment to YAML: put it in quotation marks",
        fixable=True,
    ),
    "Y2": warning(
        "以 0 开头的数字会被别的程序改掉：加上英文引号",
        "other programs change a number with a leading zero: put it in quotation marks",
        fixable=True,
    ),
    "Y4": warning(
        "这么长的数字会被别的程序四舍五入：加上英文引号",
        "other programs round a number this long: put it in quotation marks",
        fixable=True,
    ),
    "Y7": warning(
        "没有“{key}”这个属性：是不是想写“{near}”？",
        "unknown key {key}: did you mean {near}?",
    ),
    "Y8": error(
        "“{key}”用两个名称写了不同的内容（第 {first} 行也有）：留下对的那个",
        "{key} stands here under another name with another value (see line {first}): keep the right one",
    ),
    "Y9": info(
        "“{written}”这个属性现在叫“{right}”：照旧读得到，改成新名字更好",
        "{written} is now called {right}: it is still read, the new name is better",
        fixable=True,
    ),
}
