"""What stands behind a key or in a field."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, info, warning

VALUES: dict[str, Code] = {
    "I4": info(
        "“{key}”用了全角字符：写成 {written}，别的程序才读得懂",
        "{key} is written in full width: write {written} for other programs",
        fixable=True,
    ),
    "T5.value": error(
        "“{key}”的日期不存在：核对月和日",
        "{key} is a day that does not exist: check month and day",
    ),
    "Y3": info(
        "“{key}”的日期写成 {written}，Obsidian 才认作日期",
        "{key}: written as {written}, Obsidian reads it as a date too",
        fixable=True,
    ),
    "Y5": info(
        "“{key}”写成 {written}，Obsidian 才认作数字",
        "{key}: written as {written}, Obsidian reads it as a number too",
        fixable=True,
    ),
    "Y5.about": info(
        "“{key}”是约数，按 {written} 计算",
        "{key} is an estimate and counts as {written}",
    ),
    "Y6.num": error("“{key}”要写一个数字，例如 3 或 3.5", "{key} wants a number such as 3 or 3.5"),
    "Y6.money": error(
        "“{key}”要写一个金额，例如 200000 或 20万",
        "{key} wants an amount such as 200000 or 20万",
    ),
    "Y6.bool": error("“{key}”要写 true（是）或 false（否）", "{key} wants true or false"),
    "Y6.bool_word": info(
        "“{key}”写成 {written}，Obsidian 才认作勾选",
        "{key}: written as {written}, Obsidian reads it as a tick box too",
        fixable=True,
    ),
    "Y6.date": error(
        "“{key}”看不出是哪一天：写成 2026-03-01 这样的日期",
        "{key} names no day: write a date such as 2026-03-01",
    ),
    "Y6.year": error(
        "“{key}”没有写年份：写成 2026-03-01 这样的日期",
        "{key} names no year: write a date such as 2026-03-01",
    ),
    "Y6.dt": error(
        "“{key}”看不出是什么时候：写成 2026-03-01 15:00 这样，下午3点要写“下午”",
        "{key} names no time: write it like 2026-03-01 15:00, or say 3 pm",
    ),
    "Y6.time": error(
        "“{key}”看不出是几点：写成 15:00，或写“下午3点”",
        "{key} names no time of day: write 15:00 or 3 pm",
    ),
    "Y6.time_word": info("“{key}”写成 {written} 更清楚", "{key}: {written} is clearer", fixable=True),
    "Y6.lunar": error(
        "“{key}”看不出是农历哪一天：写成 02-23、闰06-08 或 二月廿三",
        "{key} is no lunar day: write 02-23, 闰06-08 or 二月廿三",
    ),
    "Y6.monthday": error(
        "“{key}”要写月和日：例如 04-17 或 4月17日",
        "{key} wants a month and a day such as 04-17",
    ),
    "Y6.no_year": info(
        "“{key}”只用月和日，年份没有用上：写成 {written}",
        "{key} takes a month and a day, the year is not used: write {written}",
    ),
    "Y6.cadence": error(
        "“{key}”看不出多久联系一次：写成 10d/15d、30d、half-month、month 或 none",
        "{key} is no cadence: write 10d/15d, 30d, half-month, month or none",
    ),
    "Y6.cadence_channel": warning(
        "“{key}”里的“{word}”不是联系方式，这一段不起作用：写成例如 10d/15d，电话 30d",
        "{word} in {key} is no channel and counts for nothing: write 10d/15d, 电话 30d",
    ),
    "Y6.enum": error("“{key}”只能是：{choices}", "{key} is one of: {choices}"),
    "Y6.phone": error(
        "“{key}”里有不像电话的内容：核对位数",
        "{key} holds something that is no phone number: check its digits",
    ),
    "Y6.phone_words": info(
        "“{key}”只取了号码，旁边的文字没有用上：写到别的属性或正文里",
        "{key}: only the numbers are used: write the words elsewhere",
    ),
    "Y6.one": error("“{key}”只能有一个：留下一个", "{key} takes one value: keep one"),
    "Y6.link_words": info(
        "“{key}”只取了链接，旁边的文字没有用上：写到正文里",
        "{key}: only the link is used: write the words in the body",
    ),
    "Y6.nested": error(
        "“{key}”里不能再套“名称: 内容”：写成一行，有 {{ }} 或冒号时加英文引号",
        "{key} cannot hold further keys: write one line, and quote values with {{ }} or colons",
    ),
    "Y6.visibility": error(
        "“{key}”只能写 private（自己看）或 team（团队可见）：在改正以前按 private 处理",
        "{key} is private or team, exactly: until it is mended the note is private",
    ),
}
