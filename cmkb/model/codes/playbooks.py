"""A playbook."""

from __future__ import annotations

from cmkb.model.codes.code import Code, error, warning

PLAYBOOKS: dict[str, Code] = {
    "B1": error(
        "不认识「{key}」：这里可以写 {known}",
        "unknown key {key}: what may stand here is {known}",
    ),
    "B1.near": error(
        "不认识「{key}」：是不是想写「{near}」？",
        "unknown key {key}: did you mean {near}?",
    ),
    "B2.text": error("「{key}」要写一个词或一句话", "{key} wants a word or a sentence"),
    "B2.bool": error("「{key}」要写 true（是）或 false（否）", "{key} wants true or false"),
    "B2.number": error("「{key}」要写一个数字", "{key} wants a number"),
    "B2.int": error("「{key}」要写一个整数", "{key} wants a whole number"),
    "B2.list": error("「{key}」要写成列表，例如 [甲, 乙]", "{key} wants a list, such as [a, b]"),
    "B2.mapping": error(
        "「{key}」下面要一行一条地写「名称: 内容」，比它多缩进两格",
        "{key} wants one `name: …` a line, indented by two spaces",
    ),
    "B2.time": error("「{key}」要写一天里的时间，例如 08:30", "{key} wants a time of day such as 08:30"),
    "B2.cadence": error(
        "「{key}」要写联系频率，例如 10d/15d、30d、half-month、month 或 none",
        "{key} wants a cadence such as 10d/15d, 30d, half-month, month or none",
    ),
    "B2.festival": error(
        "不认识的节日「{name}」：写节日名，或名称加日期，例如 行庆 06-18、店庆 农历八月初八",
        "{name} is no known festival: write its name, or a name and a day such as 行庆 06-18, 店庆 农历八月初八",
    ),
    "B2.choice": error("「{key}」只能写 {choices}", "{key} wants one of {choices}"),
    "B2.type": error(
        "「{key}」的 type 是 {was}，不能改成 {type}：去掉这一行，或者另起一个名称",
        "the type of {key} is {was} and cannot become {type}: take the line out, or choose another key",
    ),
    "B3": error(
        "「{name}」没有定义：先在 {where} 里加上它，或改用已有的名称",
        "{name} is not defined: add it to {where}, or use a name that is there",
    ),
    "B3.near": error(
        "「{name}」在 {where} 里没有定义：是不是想写「{near}」？",
        "{name} is not defined in {where}: did you mean {near}?",
    ),
    "B4": error(
        "没有叫「{name}」的工作方法：可用的有 {known}",
        "there is no playbook {name}: there are {known}",
    ),
    "B4.near": error(
        "没有叫「{name}」的工作方法：是不是想写「{near}」？",
        "there is no playbook {name}: did you mean {near}?",
    ),
    "B4.circle": error(
        "extends 绕成了圈：{names}；去掉其中一个 extends",
        "`extends` runs in a circle, {names}: take one of them out",
    ),
    "B5": error(
        "「{name}」同时指「{one}」和「{other}」：从其中一个的 aliases 里去掉它",
        "{name} means both {one} and {other}: take it from the aliases of one",
    ),
    "B6": error("「{key}」缺少 {missing}：请补上", "{key} lacks {missing}: add it"),
    "B7.slot": error("「{key}」结束早于开始：{start}–{end}", "{key} ends before it begins: {start}–{end}"),
    "B7.overlap": warning(
        "「{key}」和「{other}」的时间重叠：错开 start 或 end",
        "{key} and {other} overlap: move a start or an end",
    ),
    "B7.measure": error(
        "「{key}」要量「{field}」，它的 type 是 {type}：应是 {wanted}（写了 before 的要时间，否则要数字或名单）",
        "{key} measures {field}, which is of type {type}: it should be {wanted} (a time where there is "
        "a before, else a number or a list)",
    ),
    "B7.range": error(
        "「{key}」的 least 大于 most：两个数字对调",
        "{key}: least is greater than most; swap them",
    ),
    "B7.number": error(
        "「{key}」要的数字，「{name}」记的不是数字：换一个 type 是 num 或 money 的字段",
        "{key} wants a number, and {name} holds none: name a field of type num or money",
    ),
    "B7.both": error(
        "「{key}」写了 kpi 又写了 reminder：留一个",
        "{key} has both a kpi and a reminder: keep one",
    ),
    "B8": warning(
        "没有「{key}」可以去掉：核对名称，或删掉这一行",
        "there is no {key} to take away: check the name, or delete the line",
    ),
}
