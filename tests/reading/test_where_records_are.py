"""Where records are read, and what is none."""

from __future__ import annotations

from datetime import date

from drawn_notes import body_of, codes, drawn, note_of, playbook, read, records

from cmkb.reading.line import Lines
from cmkb.reading.records import Day, read_records
from cmkb.reading.vocabulary import vocabulary_of


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


def test_a_title_that_is_a_plan_makes_none_of_its_parts_a_record() -> None:
    assert records("# 计划\n## 上午\n- 10:15 电话 [[王芳]]\n") == ""


def test_a_title_that_is_the_log_leaves_its_parts_to_their_own_headings() -> None:
    text = "# 记录\n## 上午\n- 电话 [[王芳]]\n- 10:15 电话 [[李强]]\n"
    assert records(text) == "10:15 电话 → 李强"


def test_under_other_headings_only_rows_with_a_time_count() -> None:
    assert (
        records("## 随手记\n| 时间 | 方式 | 客户 |\n|--|--|--|\n| 9:00 | 电话 | 王芳 |\n|  | 电话 | 李强 |\n")
        == "09:00 电话 → 王芳"
    )


def test_only_journals_have_records() -> None:
    assert records("## 记录\n- 10:15 电话 [[王芳]]\n", "clients/王芳.md") == ""


def test_task_lines_are_no_records() -> None:
    assert records("## 记录\n- [ ] 电话 [[王芳]] 📅 2026-11-25\n- [x] 10:15 电话 [[王芳]]\n") == ""


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


def test_beneath_other_words_only_what_has_a_time_and_a_client_looks_like_a_record() -> None:
    _, problems = read(
        """
        ## 记录
        - 上午网点来的人
          - [[王芳]] 说了一会儿
          - 10:15 说了一会儿
          - 10:15 [[王芳]] 说了一会儿
        """
    )
    assert codes(problems) == ["! 2:3 L4.words", "! 5:5 L4.words"]


def test_plain_names_in_a_row_have_their_own_columns() -> None:
    table, field = note_of(
        """
        ## 记录
        | 时间 | 方式 | 客户 |
        |---|---|---|
        | 15:30 | 电话 | 王芳, 李强、  周明 |

        - 电话 [客户:: 王芳，  李强]
        """
    ).records
    assert [one.place.column for one in table.participants] == [16, 20, 25]
    assert [one.place.column for one in field.participants] == [12, 17]


def test_a_paragraph_of_the_log_is_words_unless_it_begins_as_a_record_does() -> None:
    assert records("## 记录\n今天下雨\n\n电话没人接\n") == ""


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
