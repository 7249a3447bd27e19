"""Records of a journal: three spellings that mean the same, and where they are read."""

from __future__ import annotations

from datetime import date

import pytest
from drawn_notes import body_of, codes, drawn, fields, note_of, playbook, read, records

from cmkb.model.note import Record
from cmkb.reading.line import Lines
from cmkb.reading.records import Day, read_records
from cmkb.reading.vocabulary import vocabulary_of


def test_three_spellings_mean_the_same() -> None:
    assert records(
        """
        ## 记录
        - 10:15 电话 [[王芳]] 到期续做,同意来谈 [时长:: 3] [结果:: 同意] [约见:: 2026-11-25 15:00]
        - 14:00 需求面谈 [[李强]]
            - 时长: 45
            - 需求：养老，三年不用
            - 改进: 开场太快

        | 时间 | 方式 | 客户 | 结果 | 金额 | 下次 |
        |---|---|---|---|---|---|
        | 15:30 | 成交面谈 | [[王芳]] | 成交 | 20万 | 12-05 回访 |
        """
    ) == drawn(
        """
        10:15 电话 → 王芳 | 到期续做,同意来谈 | mins=3 result=同意 appt=2026-11-25 15:00
        14:00 需求面谈 → 李强 | mins=45 needs=养老、三年不用 improve=开场太快
        15:30 成交面谈 → 王芳 | result=成交 amount=200000 next=2026-12-05 回访
        """
    )


def test_the_same_record_in_all_three_spellings() -> None:
    inline, nested, table = note_of(
        """
        ## 记录
        - 15:30 成交 [[王芳]] 续做一年 [产品:: [[安享一年]]] [金额:: 20万] [促成次数:: 3]
        - 15:30 成交 [[王芳]] 续做一年
          - product:: [[安享一年]]
          - 金额: 200,000
          - 促成次数：3 次

        | 时间 | 方式 | 客户 | 内容 | 产品 | 金额 | tries |
        |---|---|---|---|---|---|---|
        | 15：30 | 成交 | 王芳 | 续做一年 | 安享一年 | 20w | 3 |
        """
    ).records
    assert said(inline) == said(nested) == said(table)
    assert (inline.place.line, nested.place.line, table.place.line) == (2, 3, 10)


def said(record: Record) -> tuple[object, ...]:
    who = tuple(link.target for link in record.participants)
    return (
        record.time,
        record.kind,
        record.text,
        who,
        fields(dict(sorted(record.fields.items()))),
        record.extra,
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10:15 电话 [[王芳]] 到期", "10:15 电话 → 王芳 | 到期"),
        ("10：15 电话 [[王芳]]", "10:15 电话 → 王芳"),
        # a field in brackets after one without them is no part of its words
        ("电话 [[王芳]] · 改进：开场太快 [时长:: 3] [结果:: 同意]", "电话 → 王芳 | mins=3 result=同意 improve=开场太快"),
        ("１０：１５　电话　[[王芳]]", "10:15 电话 → 王芳"),
        ("9:5 电话", "09:05 电话"),
        ("10点15 电话", "10:15 电话"),
        ("10点15分，电话", "10:15 电话"),
        ("上午10点 电话", "10:00 电话"),
        ("下午3点半 电话", "15:30 电话"),
        ("中午12:30 电话", "12:30 电话"),
        ("3pm 电话", "15:00 电话"),
        ("10:15-10:40 需求面谈 [[王芳]]", "10:15 需求面谈 → 王芳 | mins=25"),
        ("下午2点到3点半 需求面谈", "14:00 需求面谈 | mins=90"),
        ("10:15-10:40 需求面谈 [时长:: 20]", "10:15 需求面谈 | mins=20"),
        ("电话 10:15 [[王芳]]", "10:15 电话 → 王芳"),
        ("**10:15** 电话 [[王芳]]", "10:15 电话 → 王芳"),
        ("#电话 [[王芳]]", "电话 → 王芳"),
        ("电话：[[王芳]]，说改天", "电话 → 王芳 | 说改天"),
        ("电话 王芳 没接", "电话 | 王芳 没接"),
        ("电话王芳", "电话 | 王芳"),
        ("call [[王芳]] later", "电话 → 王芳 | later"),
        ("需求面谈[[王芳]]和[[李强]]", "需求面谈 → 王芳 李强"),
        ("转介绍 [[孙丽]] → [[周凯]]", "转介绍 → 孙丽 周凯"),
        ("电话 [[王芳]] 她说[[李强|李总]]也想买", "电话 → 王芳 李强 | 她说李总也想买"),
        ("电话 [[王芳]] 又聊到 [[王芳]]", "电话 → 王芳 | 又聊到 王芳"),
        ("线索 [[周凯]] [[赵敏]]", "线索 → 周凯 赵敏"),
        ("短信 22", "短信 ×22"),
        ("短信22条", "短信 ×22"),
        ("传单 1,200 张", "传单 ×1200"),
        ("拜访 3 家 城南一带", "拜访 ×3 | 城南一带"),
        ("短信 22 [缘由:: 节日]", "短信 ×22 | occasion=节日"),
        ("成交 20万", "成交 | 20万"),
        ("电话 13800001234", "电话 | 13800001234"),
        ("电话 3 分钟", "电话 | 3 分钟"),
        ("电话 [[王芳]] 3", "电话 → 王芳 | 3"),
        ("传单 50 · 短信 22", "传单 ×50\n短信 ×22"),
        ("9:00 传单 50 · 线索 [[周凯]] · 10:00 电话 [[赵敏]] [时长:: 2]",
         "09:00 传单 ×50\n线索 → 周凯\n10:00 电话 → 赵敏 | mins=2"),
        ("电话 [[王芳]] 她说 · 他说", "电话 → 王芳 | 她说 · 他说"),
        ("电话 [[王芳]] 来谈 · 结果：同意 · 话术:[[存单到期邀约]]",
         "电话 → 王芳 | 来谈 | result=同意 script=[[存单到期邀约]]"),
        ("电话 [[王芳]] 【时长：：3】（结果：：同意）", "电话 → 王芳 | mins=3 result=同意\n! 2:13 I2\n! 2:20 I2"),
        ("电话 [[王芳]] [结果：同意]", "电话 → 王芳 | result=同意\n! 2:13 I2"),
        ("电话 [[王芳]] [下次:: 周三]", "电话 → 王芳 | next=2026-11-25"),
        ("电话 [[王芳]] [约见:: 明天下午3点]", "电话 → 王芳 | appt=2026-11-24 15:00"),
        ("电话 [[王芳]] [天气:: 晴]", "电话 → 王芳 | ?天气=晴"),
        ("电话 [[王芳]] [reslt:: 同意]", "电话 → 王芳 | ?reslt=同意\n! 2:22 Y7.field"),
        ("电话 [[王芳]] [时长:: 很久]", "电话 → 王芳 | ?时长=很久\n! 2:19 Y6.num"),
        ("电话 [[王芳]] [结果:: 同意] [结果:: 拒绝]", "电话 → 王芳 | result=同意 | ?结果=拒绝\n! 2:29 L4.twice"),
        ("电话 [[王芳]] [改进:: 太快] [改进:: 忘了地点]", "电话 → 王芳 | improve=太快；忘了地点"),
        ("电话 %%他在离婚%% [[王芳]] 到期", "电话 → 王芳 | 到期"),
        ("电话 `[[不是链接]]` [时长:: 3]", "电话 | `[[不是链接]]` | mins=3"),
        ("3点 电话 [[王芳]]", "电话 → 王芳\n! 2:3 L4.time"),
        ("25:99 电话 [[王芳]]", "电话 → 王芳\n! 2:3 L4.time"),
        ("[客户:: 王芳、李强] 电话", "! 2:3 L4"),
        ("电话 [客户:: 王芳、李强] [时间:: 9:30]", "09:30 电话 → 王芳 李强"),
    ],
)  # fmt: skip
def test_a_line_of_the_log(line: str, expected: str) -> None:
    assert records(f"## 记录\n- {line}\n") == expected


def test_children_are_fields_words_tasks_or_records_of_their_own() -> None:
    assert records(
        """
        ## 记录
        - 14:00 需求面谈 [[李强]]
          第二行写了 [结果:: 待定]
          地点:: 二楼
          - 需求:
            - 养老
            - 教育
          - 她说：“再想想”
          - 带了女儿 [[李小雨]]
          - [ ] 寄资料 📅 2026-11-25
          - 14:50 电话 [[赵敏]]
            - 时长: 2
        """
    ) == drawn(
        """
        14:00 需求面谈 → 李强 李小雨 | 第二行写了 带了女儿 李小雨 | result=待定 place=二楼 needs=养老、教育 | ?她说=“再想想”
        14:50 电话 → 赵敏 | mins=2
        """
    )


def test_records_beneath_a_word_that_is_no_record() -> None:
    assert records(
        """
        ## 记录
        - 上午
          - 电话 [[王芳]]
          - 10:30 电话 [[李强]]
        - [[赵敏]]
          - 短信 生日祝福
          - 传单 3
        """
    ) == drawn(
        """
        电话 → 王芳
        10:30 电话 → 李强
        短信 → 赵敏 | 生日祝福
        传单 ×3
        """
    )


def test_where_records_are_read() -> None:
    assert records(
        """
        # 2026-11-23 周一

        - 电话 [[题下]]

        ## 早会
        - 09:00 电话 [[早会]]
        ## 计划
        - 10:00 电话 [[计划]]
        ## 财经要闻
        - 10:00 电话 [[要闻]]
        ## 观点
        - 09:10 电话 [[观点]]
        ## 随手记
        - 11:00 电话 [[有时间]]
        - 电话 [[没时间]]
        - 电话 11:30 [[时间不在前]]
        ### 小节
        - 11:05 电话 [[小节有时间]]
        ## 日志
        - 电话 [[日志]]
        ### 下午
        - 电话 [[日志小节]]
        ## 总结
        - 17:00 电话 [[总结]]
        ## 私密
        ### 下一层
        - 18:00 电话 [[私密]]
        """
    ) == drawn(
        """
        电话 → 题下
        11:00 电话 → 有时间
        11:05 电话 → 小节有时间
        电话 → 日志
        电话 → 日志小节
        """
    )


def test_above_the_first_heading_every_record_counts() -> None:
    assert records("- 电话 [[王芳]]\n- 今天下雨\n\n## 想法\n- 短信 22\n") == "电话 → 王芳"


def test_only_journals_have_records() -> None:
    assert records("## 记录\n- 10:15 电话 [[王芳]]\n", "clients/王芳.md") == ""


def test_task_lines_are_no_records() -> None:
    assert records("## 记录\n- [ ] 电话 [[王芳]] 📅 2026-11-25\n- [x] 10:15 电话 [[王芳]]\n") == ""


def test_what_is_no_record_in_the_log_is_said() -> None:
    note, problems = read(
        """
        ## 记录
        - 今天下雨
        - 10:15 喝茶 [[王芳]]
        - 10:20 话电 [[王芳]]
        - 喝茶 [结果:: 同意]
        - ~~10:15 电话 [[王芳]]~~

        | 时间 | 客户 |
        |---|---|
        | 9:00 | [[王芳]] |

        | 方式 | 客户 |
        |---|---|
        | 喝茶 | [[王芳]] |
        """
    )
    assert not note.records
    assert codes(problems) == [
        "! 2:3 L4.words", "! 3:3 L4", "! 4:3 L4.near", "! 5:3 L4", "! 8:1 L4.table", "! 14:3 L4",
    ]  # fmt: skip


def test_rows_of_a_table() -> None:
    assert records(
        r"""
        ## 记录
        | 时间 | 渠道 | 姓名 | 摘要 | 结果 | 时长 | 天气 |
        |------|------|------|------|------|------|------|
        | 9:00-9:20 | 电话邀约 | 王芳、李强 | 到期 [话术:: [[存单到期邀约]]] | 约成 | | 晴 |
        | | 短信 22 | | | | | |
        | | | | | | | |
        | 10点 | 电话 | [[赵敏\|赵姐]] | 说[[周凯]]也来 | 未接 | 1 | |
        | 11:00 | 电话 | 单双 | 只有四格 |
        """
    ) == drawn(
        """
        09:00 电话邀约 → 王芳 李强 | 到期 | script=[[存单到期邀约]] result=同意 mins=20 | ?天气=晴
        短信 ×22
        10:00 电话 → 赵敏 周凯 | 说周凯也来 | result=未接 mins=1
        11:00 电话 → 单双 | 只有四格
        """
    )


def test_under_other_headings_only_rows_with_a_time_count() -> None:
    assert (
        records("## 随手记\n| 时间 | 方式 | 客户 |\n|--|--|--|\n| 9:00 | 电话 | 王芳 |\n|  | 电话 | 李强 |\n")
        == "09:00 电话 → 王芳"
    )


def test_a_meeting_note_is_a_record() -> None:
    assert (
        records(
            """
        ---
        type: meeting
        kind: 成交
        client: "[[王芳]]"
        date: 2026-11-20 15:30
        mins: 50
        result: 成交
        amount: 300000
        ---
        ## 方案
        - 10:15 电话 [[李强]]
        """,
            "clients/面谈/a.md",
        )
        == "15:30 成交面谈 → 王芳 | mins=50 result=成交 amount=300000"
    )


def test_records_keep_their_place_and_day() -> None:
    (record,) = note_of("## 记录\n\n-   10:15 电话 [[王芳]]\n").records
    assert (record.place.line, record.place.column, str(record.date)) == (3, 5, "2026-11-23")
    assert record.participants[0].place.column == 14


def test_a_record_that_lost_its_bullet_is_read_and_reported() -> None:
    assert records(
        """
        ## 记录
        9:30 电话 [[王芳]] 没接
        今天有雨
        - 10:15 电话 [[李强]]
        10:30 电话 [[赵敏]]
          时长:: 2
        电话 [[孙丽]]
        电话里她说 [[周凯]] 也来
        """
    ) == drawn(
        """
        09:30 电话 → 王芳 | 没接
        10:15 电话 → 李强
        10:30 电话 → 赵敏 | mins=2
        电话 → 孙丽 周凯 | 电话里她说 周凯 也来
        ! 2:1 L4.bullet
        ! 5:1 L4.bullet
        ! 7:1 L4.bullet
        """
    )
    assert records("## 想法\n9:30 电话 [[王芳]]\n") == ""


def test_lines_from_a_phone_need_no_bullet() -> None:
    vocabulary = vocabulary_of(playbook())
    day = Day("inbox/1.md", date(2026, 11, 23), vocabulary, Lines(vocabulary.field_keys))
    found, problems = read_records(
        body_of("电话 王芳 说改天\n买牛奶\n- 短信 22\n\n10:15 拜访 [[李强]]\n").sections, day, bare=True
    )
    assert [(one.kind, one.text, one.place.line) for one in found] == [
        ("电话", "王芳 说改天", 1), ("短信", "", 3), ("拜访", "", 5),
    ]  # fmt: skip
    assert not problems


def test_lines_and_items_below_the_items_of_a_record_are_its_words_or_its_fields() -> None:
    assert records(
        """
        ## 记录
        - 10:15 电话 [[王芳]]
          - 说到存单
            下月到期
            - 想换短的
              - 三个月
          - 需求:
            - 养老
            - [时长:: 5] 另说
              - 再约
        - 10:30 微信 [[李强]] [内容:: 发了利率表] [没听过:: 甲]
        """
    ) == drawn(
        """
        10:15 电话 → 王芳 | 说到存单 下月到期 想换短的 三个月 另说 再约 | needs=养老 mins=5
        10:30 微信 → 李强 | 发了利率表 | ?没听过=甲
        """
    )


def test_a_row_of_a_table_of_records_that_is_too_short_or_too_long() -> None:
    assert records(
        """
        ## 记录
        | 时间 | 客户 | 方式 | 结果 |
        |---|---|---|---|
        | 10:15 |
        | 10:30 | [[王芳]] | 电话 | 同意 | 再约 | 周三 |
        """
    ) == drawn(
        """
        10:30 电话 → 王芳 | 再约 周三 | result=同意
        ! 4:3 L4
        """
    )


def test_a_word_behind_a_counter_that_joins_nothing_makes_it_none() -> None:
    assert (
        note_of("## 计划\n- 有效电话 12！很多\n- 有效电话 12 · 需求面谈\n- 短信 3\n").targets[0].key == "sms"
    )


def test_of_links_that_follow_each_other_only_those_before_the_words_are_left_out_of_them() -> None:
    assert records("## 记录\n- 10:15 电话 [[王芳]]、[[李强]] 问了 [[存单]] [[国债]] 的事\n") == drawn(
        """
        10:15 电话 → 王芳 李强 存单 国债 | 问了 存单 国债 的事
        """
    )
